"""Today: who is due, most urgent first, each with its reason."""

from leadtui.i18n import _
from leadtui.services import leads, today
from leadtui.services.today import DueList
from leadtui.ui.book import FIRST_ROWS, FirstPage
from leadtui.ui.screens.list import ListScreen
from leadtui.ui.widgets.lines import KeyLine


class TodayScreen(ListScreen):
    """The morning review."""

    VIEW = "today"
    IS_DUE_LIST = True

    def on_mount(self) -> None:
        self._show(self.tui.first)
        self.is_stale = False

    async def reload(self) -> None:
        due = await self.book.ask(today.due_list, self.desk, everyone=self.tui.shows_everyone, wanted=self.tui.filter)
        items = _items(due)
        around = self.table.rows_around(items, self.tui.current_lead, FIRST_ROWS)
        rows = await self.book.ask(leads.rows, self.desk, around)
        is_empty = not items and not await self.book.ask(leads.exist)
        self._show(FirstPage(due, tuple(rows), is_empty))

    def _show(self, page: FirstPage) -> None:
        self.tui.note_due(page.due.total)
        self.table.headings = [f"{reason.label} {len(ids)}" for reason, ids in page.due.sections]
        self.table.show_items(_items(page.due), page.rows, on=self.tui.current_lead)
        self.show_notice(self._why_empty(page))
        self.show_heading()
        self.query_one(KeyLine).show(self.tui.progress())
        self.show_detail_soon()

    def _why_empty(self, page: FirstPage) -> str:
        if page.due.total:
            return ""
        if page.is_empty:
            return _("No leads yet. i brings in the sheet you use today (xlsx, csv), n adds a lead.")
        if not self.tui.filter.is_empty:
            return self.nothing_passes()
        done = _("All clear: {count} followed up today.").format(count=self.tui.done_today)
        if not self.tui.shows_everyone:
            done += "\n" + _("These are yours; a shows every owner's.")
        return done + "\n" + _("2 shows all leads, 3 the board.")


def _items(due: DueList) -> list[int]:
    """Ids under headings; a heading is a negative number."""
    items: list[int] = []
    for number, (_reason, ids) in enumerate(due.sections, 1):
        items.append(-number)
        items.extend(ids)
    return items
