"""The leads behind a number of the review: a list like that of all leads, from which Esc leads back to the number."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.widgets import Static

from leadtui.domain.periods import Period
from leadtui.i18n import _, ngettext
from leadtui.services import leads, reviews
from leadtui.ui.screens.list import ListScreen


@dataclass(frozen=True, slots=True)
class Number:
    """The number meant: panel and row by key, for which period and whose leads; `name` says so in words."""

    panel: str
    row: str
    period: Period
    owner: str | None
    name: str


class BehindScreen(ListScreen):
    """The leads of one row of one panel."""

    VIEW = "review"
    DEFAULT_CSS = """
    BehindScreen > .behind { dock: top; margin-top: 1; height: 1; padding: 0 1; color: $accent; }
    """

    def __init__(self, number: Number) -> None:
        super().__init__()
        self.number = number

    def compose(self) -> ComposeResult:
        yield Static("", classes="behind", markup=False)
        yield from super().compose()

    async def reload(self) -> None:
        ids = await self.book.ask_counting(
            reviews.leads_behind, self.desk, self.number.panel, self.number.row, self.number.period,
            filter=self.tui.filter_text, owner=self.number.owner,
        )  # fmt: skip
        on = self.tui.current_lead if self.table.items else None
        around = self.table.rows_to_show(ids, on)
        rows = await self.book.ask(leads.rows, self.desk, around)
        self.keep_marks(ids)
        self.table.show_items(ids, rows, on=on)
        self.show_notice("" if ids else _("No lead stands behind this number. Esc goes back."))
        count = ngettext("{count} lead", "{count} leads", len(ids)).format(count=f"{len(ids):,}")
        self.query_one(".behind", Static).update(f"{self.number.name}  {count}")
        self.show_heading()
        self.show_detail_soon()

    def section(self) -> list[int]:
        return list(self.table.items)

    def leave(self) -> None:
        self.dismiss()

    def action_back(self) -> None:
        """Take off the marks; else go back to the number."""
        if self.marked:
            self.clear_marks()
        else:
            self.dismiss()
