"""Leads: every lead, newest first unless sorted otherwise, filtered as one types."""

import asyncio
from collections.abc import Sequence

from textual import work

from leadtui.domain.filters import Filter
from leadtui.i18n import N_, _
from leadtui.services import leads
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


AT_ONCE = 2_000
"""Leads that are listed at once; the rest of a longer list comes behind them."""
RESTING_SECONDS = 0.1


class LeadsScreen(ListScreen):
    """The whole book as a list."""

    VIEW = "leads"
    BINDINGS = bindings(LEADS) + single("page.kinds")
    sort = "created_at"

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[Filter, str] | None = None
        """What the list shows: a filter, and an order."""

    def action_kinds(self) -> None:
        """Show the next kind of event in the timeline beside the list."""
        self.query_one(DetailPane).next_kind()

    async def reload(self) -> None:
        """Show the first leads at once, all of a long list a moment later.

        What was asked for before stays meanwhile, with the lines on the screen brought up to date.
        """
        asked = (self.tui.filter, self.sort)
        if asked == self._asked and len(self.table.items) >= AT_ONCE:
            self.table.supply(await self.book.ask(leads.rows, self.desk, self.table.near()))
            self.show_detail_soon()
        else:
            first = await self.book.ask(leads.ids, self.desk, self.tui.filter, sort=self.sort, limit=AT_ONCE)
            self._asked = asked
            await self._show(first)
        if len(self.table.items) >= AT_ONCE:
            self._read_all()

    @work(exclusive=True, group="all")
    async def _read_all(self) -> None:
        # Whoever types on asks for something else in a moment: what nobody waits for is not read.
        await asyncio.sleep(RESTING_SECONDS)
        asked = (self.tui.filter, self.sort)
        ids = await self.book.ask_aside(leads.packed_ids, self.desk, self.tui.filter, sort=self.sort)
        if asked == (self.tui.filter, self.sort):
            await self._show(ids)

    async def _show(self, ids: Sequence[int]) -> None:
        around = self.table.rows_to_show(ids, self.tui.current_lead)
        rows = await self.book.ask(leads.rows, self.desk, around)
        if self.marked:
            self.keep_marks(await self.book.ask(leads.still_listed, self.desk, self.tui.filter, tuple(self.marked)))
        self.tui.tally.note_leads(len(ids))
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
