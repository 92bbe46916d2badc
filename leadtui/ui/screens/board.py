"""The board: a column a stage, a card a lead; keys move a card, and it moves once the change is committed."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from leadtui.domain import stages
from leadtui.domain.terms import Stage
from leadtui.services import board, leads
from leadtui.services.board import Column
from leadtui.ui.commands import BOARD, bindings
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.widgets.board_column import BoardColumn, CardList
from leadtui.ui.widgets.lines import KeyLine, TopLine

NARROWEST = 22
"""Cells a column needs; where not all fit, the ones around the focused column are shown."""
FIRST_CARDS = 16


class BoardScreen(LeadScreen):
    """Five stages side by side; what is lost or invalid is counted at the top."""

    VIEW = "board"
    AUTO_FOCUS = ""
    BINDINGS = bindings(BOARD)
    DEFAULT_CSS = """
    BoardScreen > .body { height: 1fr; border-top: solid $rule; border-bottom: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.columns: dict[Stage, Column] = {}

    def compose(self) -> ComposeResult:
        yield TopLine()
        with Horizontal(classes="body"):
            for stage in stages.ROAD:
                yield BoardColumn(self.desk, stage.value)
        yield KeyLine()

    def column(self, stage: Stage) -> BoardColumn:
        """The column of a stage."""
        return self.query_one(f"#column-{stage.value}", BoardColumn)

    @property
    def stage(self) -> Stage:
        """The stage whose column has the focus."""
        for stage in stages.ROAD:
            if self.column(stage).cards.has_focus:
                return stage
        return stages.ROAD[0]

    @property
    def cursor_list(self) -> CardList:
        return self.column(self.stage).cards

    async def reload(self) -> None:
        found = {column.stage: column for column in await self.book.ask(board.columns, self.desk, self.tui.filter)}
        current = self.tui.current_lead
        home = next((stage for stage in stages.ROAD if current in found[stage].ids), None)
        for stage in stages.ROAD:
            cards = self.column(stage).cards
            near = cards.rows_around(found[stage].ids, current if stage is home else cards.lead_id, FIRST_CARDS)
            rows = await self.book.ask(leads.rows, self.desk, near)
            self.column(stage).show_column(found[stage], rows, on=current if stage is home else None)
        self.columns = found
        if home is not None:
            self._focus(home)
        elif not isinstance(self.focused, CardList):
            self._focus(next((stage for stage in stages.ROAD if found[stage].ids), stages.ROAD[0]))
        self._show_heading()

    def _show_heading(self) -> None:
        closed = "  ".join(
            f"{stage.label} {len(self.columns[stage].ids):,}" for stage in stages.CLOSED_OFF if stage in self.columns
        )
        self.query_one(TopLine).show(self.tui.heading(self.VIEW))
        self.query_one(KeyLine).show(closed)

    def _focus(self, stage: Stage) -> None:
        self.column(stage).cards.focus()
        self._show_columns_around(stage)

    def _show_columns_around(self, stage: Stage) -> None:
        """Show as many columns as the width holds, the focused one among them."""
        fits = max(1, min(len(stages.ROAD), self.size.width // NARROWEST))
        place = stages.ROAD.index(stage)
        first = max(0, min(place - fits // 2, len(stages.ROAD) - fits))
        for number, each in enumerate(stages.ROAD):
            self.column(each).display = first <= number < first + fits

    def on_resize(self, event: events.Resize) -> None:
        self._show_columns_around(self.stage)

    def action_column(self, step: int) -> None:
        """Go to the column beside."""
        neighbour = stages.neighbour(self.stage, step)
        if neighbour is not None:
            self._focus(neighbour)
            self.tui.current_lead = self.column(neighbour).cards.lead_id or self.tui.current_lead

    @on(events.DescendantFocus)
    def _follow_focus(self) -> None:
        if isinstance(self.focused, CardList):
            self._show_columns_around(self.stage)

    def action_shift(self, step: int) -> None:
        """Move the card under the cursor one stage on or back; it stays where the gates hold it."""
        row = self.row
        target = stages.neighbour(self.stage, step)
        if row is not None and target is not None:
            self.tui.current_lead = row.id
            self.move_to(row, target)
