"""One column of the board: its head with count and amount, and a window of cards."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from leadtui.desk import Desk
from leadtui.services.board import Column
from leadtui.services.leads import LeadRow
from leadtui.ui import render
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Role, Run
from leadtui.ui.widgets.windowed import WindowedList


class CardList(WindowedList):
    """Cards of three lines and a blank one; a bar at the left marks the cursor."""

    LINES = 4
    dims_cursor = True

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.desk = desk

    def render_lines_of(self, item: int, width: int) -> list[list[Run]]:
        row = self.rows.get(item)
        if row is None:
            return [[(glyphs().cut, Role.MUTED)]]
        has_cursor = item == self.lead_id and self.has_focus
        bar = (glyphs().bar if has_cursor else " ", Role.ACCENT)
        return [[bar, *line] for line in render.card_lines(row, width - 2, self.desk)]


class BoardColumn(Vertical):
    """A stage and the leads that stand in it."""

    DEFAULT_CSS = """
    BoardColumn {
        width: 1fr;
        & > .board-head { height: 2; padding: 0 1; color: $muted; text-wrap: nowrap; }
        &:focus-within > .board-head { color: $accent; text-style: bold; }
        & > CardList { height: 1fr; }
    }
    """

    def __init__(self, desk: Desk, stage: str) -> None:
        super().__init__(id=f"column-{stage}")
        self.desk = desk

    def compose(self) -> ComposeResult:
        yield Static(classes="board-head", markup=False)
        yield CardList(self.desk)

    @property
    def cards(self) -> CardList:
        """The column's cards."""
        return self.query_one(CardList)

    def show_column(self, column: Column, rows: list[LeadRow], on: int | None = None) -> None:
        """Show what stands in the stage, with the cursor `on` a lead where one is named."""
        head = f"{column.stage.label}\n{len(column.ids):,}"
        if column.amount:
            head += f" {glyphs().dot} {render.amount(column.amount)}"
        self.query_one(Static).update(head)
        self.cards.show_items(column.ids, rows, on)
