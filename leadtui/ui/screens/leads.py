"""Leads: every lead, newest first, filtered as one types."""

from leadtui.i18n import _
from leadtui.services import leads
from leadtui.ui.book import FIRST_ROWS
from leadtui.ui.commands import single
from leadtui.ui.screens.list import ListScreen
from leadtui.ui.widgets.detail_pane import DetailPane


class LeadsScreen(ListScreen):
    """The whole book as a list."""

    VIEW = "leads"
    BINDINGS = single("page.kinds")

    def action_kinds(self) -> None:
        """Show the next kind of event in the timeline beside the list."""
        self.query_one(DetailPane).next_kind()

    async def reload(self) -> None:
        ids = await self.book.ask(leads.ids, self.desk, self.tui.filter)
        around = self.table.rows_around(ids, self.tui.current_lead, FIRST_ROWS)
        rows = await self.book.ask(leads.rows, self.desk, around)
        self.tui.note_leads(len(ids))
        self.table.show_items(ids, rows, on=self.tui.current_lead)
        self.show_notice("" if ids else self._why_empty())
        self.show_heading()
        self.show_detail_soon()

    def _why_empty(self) -> str:
        if not self.tui.filter.is_empty:
            return self.nothing_passes()
        return _("No leads yet. i brings in the sheet you use today (xlsx, csv), n adds a lead.")
