"""Leads: every lead, newest first unless sorted otherwise, filtered as one types."""

from leadtui.i18n import N_, _
from leadtui.services import leads
from leadtui.ui.book import FIRST_ROWS
from leadtui.ui.commands import LEADS, bindings, single
from leadtui.ui.screens.list import ListScreen
from leadtui.ui.widgets.detail_pane import DetailPane

SORT_WORDS = {
    "created_at": "",
    "customer": N_("by customer"),
    "grade": N_("by grade"),
    "stage": N_("by stage"),
    "amount": N_("by amount"),
    "next_due": N_("by next step"),
    "owner": N_("by owner"),
}
"""The orders a rep steps through; newest first is the usual one and needs no word."""


class LeadsScreen(ListScreen):
    """The whole book as a list."""

    VIEW = "leads"
    BINDINGS = bindings(LEADS) + single("page.kinds")
    sort = "created_at"

    def action_kinds(self) -> None:
        """Show the next kind of event in the timeline beside the list."""
        self.query_one(DetailPane).next_kind()

    async def reload(self) -> None:
        ids = await self.book.ask(leads.ids, self.desk, self.tui.filter, sort=self.sort)
        around = self.table.rows_around(ids, self.tui.current_lead, FIRST_ROWS)
        rows = await self.book.ask(leads.rows, self.desk, around)
        self.tui.note_leads(len(ids))
        self.keep_marks(ids)
        self.table.show_items(ids, rows, on=self.tui.current_lead)
        self.show_notice("" if ids else self._why_empty())
        self.show_heading()
        self.show_detail_soon()

    def notes(self) -> list[str]:
        word = SORT_WORDS[self.sort]
        return [*([_(word)] if word else []), *super().notes()]

    def section(self) -> list[int]:
        return list(self.table.items)

    def action_sort(self) -> None:
        """Sort by the next of the orders."""
        orders = list(SORT_WORDS)
        self.sort = orders[(orders.index(self.sort) + 1) % len(orders)]
        self.tell(_(SORT_WORDS[self.sort]) if SORT_WORDS[self.sort] else _("newest first"))
        self.refresh_rows()

    def _why_empty(self) -> str:
        if not self.tui.filter.is_empty:
            return self.nothing_passes()
        return _("No leads yet. i brings in the sheet you use today (xlsx, csv), n adds a lead.")
