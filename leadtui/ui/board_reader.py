"""What the board reads of a book of any size: the first cards of each column, deeper ones where somebody goes, and
the counts of a large book behind the cards."""

import asyncio

from leadtui.domain.filters import Filter
from leadtui.services import board
from leadtui.services.board import By, Column, Tally
from leadtui.ui.board_view import BoardView
from leadtui.ui.book import Book

LARGE = 20_000
"""Cards on a board from which on counting them takes longer than a person waits for a card to move."""
COUNTING_SECONDS = 0.1
"""When a large board is counted anew: the card that was moved is painted before."""
DEEPEST = 20_000
"""Cards that are read of a column to find the lead under the cursor."""


class BoardReader:
    """Reads columns, and remembers how deep and what was counted."""

    def __init__(self, book: Book, view: BoardView) -> None:
        self.book = book
        self.view = view
        self.has_old_counts = False
        """Whether what was read last stands on counts from before."""
        self._depths: dict[str, int] = {}
        self._tallies: dict[str, Tally] = {}
        self._tallied: tuple[Filter, By] | None = None

    async def columns(self, wanted: Filter, current: int | None) -> tuple[Column, ...]:
        """The columns, deep enough for the lead that the cursor is on."""
        asked = (wanted, self.view.by)
        is_large = sum(tally.count for tally in self._tallies.values()) >= LARGE
        self.has_old_counts = is_large and asked == self._tallied
        if not self.has_old_counts:
            await self.count(wanted)
        while True:
            found = await self.book.ask(
                board.columns, self.book.desk, wanted,
                by=self.view.by, order=self.view.order, depths=self._depths, tallied=self._tallies,
            )  # fmt: skip
            if current is None or any(current in column.ids for column in found):
                return found
            home = await self.book.ask(board.column_of, current, self.view.by)
            cut = next((each for each in found if each.key == home and len(each.ids) < each.count <= DEEPEST), None)
            if cut is None or self._depths.get(cut.key, 0) >= cut.count:
                return found
            self._depths[cut.key] = cut.count

    async def count(self, wanted: Filter, *, is_aside: bool = False) -> dict[str, Tally]:
        """Count what stands in the columns, beside the database thread where a person is not to wait for it."""
        asked = (wanted, self.view.by)
        if is_aside:
            await asyncio.sleep(COUNTING_SECONDS)
        ask = self.book.ask_aside if is_aside else self.book.ask
        tallies = await ask(board.tallies, self.book.desk, wanted, by=asked[1])
        if asked[1] is self.view.by:
            self._tallies, self._tallied = tallies, asked
        return tallies

    def goes_on(self, column: Column | None) -> bool:
        """Whether cards stand below those that were read of a column."""
        return column is not None and len(column.ids) < column.count

    def deepen(self, column: Column) -> bool:
        """Want more of a column than was read; false where that is wanted already."""
        if self._depths.get(column.key, 0) > len(column.ids):
            return False
        self._depths[column.key] = 4 * len(column.ids)
        return True

    def want_all(self, column: Column) -> None:
        """Want a column to its end."""
        self._depths[column.key] = column.count

    def forget_depths(self) -> None:
        """Begin with the first cards of each column again."""
        self._depths = {}
