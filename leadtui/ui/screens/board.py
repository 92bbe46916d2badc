"""The board: columns of cards; a card moves by key or mouse, and it moves once the change is committed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from textual import events, on, work
from textual.app import ComposeResult
from textual.geometry import Offset

from leadtui.i18n import _
from leadtui.services import leads
from leadtui.services.board import Column, Order, Spot
from leadtui.services.leads import LeadRow
from leadtui.ui import board_view
from leadtui.ui.board_reader import BoardReader
from leadtui.ui.commands import BOARD, bindings
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.places import Place
from leadtui.ui.widgets.board_body import BoardBody, Carry, Ghost
from leadtui.ui.widgets.board_column import DENSE, ROOMY, BoardColumn, CardList
from leadtui.ui.widgets.lines import KeyLine, TopLine

SCROLL_SECONDS = 0.15
"""How often the board scrolls on while a card is held at an edge."""


class BoardScreen(LeadScreen):
    """Columns of cards, what is lost or invalid folded to strips."""

    VIEW = "board"
    AUTO_FOCUS = "BoardBody"
    BINDINGS = bindings(BOARD)
    DEFAULT_CSS = """
    BoardScreen { layers: default ghost; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = board_view.remembered()
        self.marked: dict[int, LeadRow] = {}
        self.carry: Carry | None = None
        self._reader: BoardReader | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield BoardBody(self.desk)
        yield KeyLine()
        yield Ghost()

    def on_mount(self) -> None:
        super().on_mount()
        self._drag_at = Offset(0, 0)
        self._edges = self.set_interval(SCROLL_SECONDS, self._scroll_on, pause=True)

    @property
    def reader(self) -> BoardReader:
        """What reads the columns."""
        if self._reader is None:
            self._reader = BoardReader(self.book, self.view)
        return self._reader

    @property
    def body(self) -> BoardBody:
        """The columns."""
        return self.query_one(BoardBody)

    @property
    def column(self) -> BoardColumn | None:
        """The active column."""
        return self.body.column

    @property
    def cursor_list(self) -> CardList:
        column = self.column
        return column.cards if column is not None else CardList(self.desk)

    @property
    def row(self) -> LeadRow | None:
        column = self.column
        return None if column is None or column.is_folded else column.cards.row

    def take_focus(self) -> None:
        self.body.focus()

    def places(self) -> Iterator[Place]:
        yield from super().places()
        for number, column in enumerate(self.body.columns):
            if column.region.overlaps(self.body.region):
                yield Place(column.region.offset, partial(self._go_to_column, number))

    def _go_to_column(self, number: int) -> None:
        self.action_column(number - self.body.active)

    # Reading

    async def reload(self) -> None:
        view = self.view
        found = await self.reader.columns(self.tui.filter, self.tui.current_lead)
        await self.body.show_keys([column.key for column in found], view.folded.get(view.by.value, ()))
        current = self.tui.current_lead
        home = next((number for number, column in enumerate(found) if current in column.ids), None)
        near: list[int] = []
        for number, (column, shown) in enumerate(zip(found, self.body.columns, strict=True)):
            if shown.display and not shown.is_folded:
                near += shown.cards.rows_to_show(column.ids, current if number == home else shown.cards.lead_id)
        known = {row.id: row for row in await self.book.ask(leads.rows, self.desk, [*near, *self.marked])}
        self._keep_marks(found, known)
        with self.app.batch_update():
            for number, (shown, column) in enumerate(zip(self.body.columns, found, strict=True)):
                shown.cards.LINES = DENSE if view.is_dense else ROOMY
                on = current if number == home else None
                shown.show_column(column, [known[each] for each in column.ids if each in known], on)
            self._settle_cursor(home, found)
            self._show_signs()
            self._show_heading()
        if self.reader.has_old_counts:
            self._count_anew()

    @work(exclusive=True, group="tallies")
    async def _count_anew(self) -> None:
        wanted, by = self.tui.filter, self.view.by
        tallies = await self.reader.count(wanted, is_aside=True)
        if (wanted, by) == (self.tui.filter, self.view.by):
            for column in self.body.columns:
                if column.head.column is not None and column.key in tallies:
                    column.head.show(column=replace(column.head.column, tally=tallies[column.key]))
            self._show_heading()

    @on(CardList.EndNeared)
    def _read_deeper(self, event: CardList.EndNeared) -> None:
        """Read on where a column goes on below its last card."""
        here = next((each.head.column for each in self.body.columns if each.cards is event.sender), None)
        if here is not None and self.reader.goes_on(here) and self.reader.deepen(here):
            self.refresh_rows()

    def action_last(self) -> None:
        """Move the cursor to the last card of the column, all of which is read for it."""
        here = self.column.head.column if self.column is not None else None
        if here is not None and self.reader.goes_on(here):
            self.reader.want_all(here)
            self._go_to_end()
        else:
            super().action_last()

    @work(exclusive=True, group="deep")
    async def _go_to_end(self) -> None:
        await self.reload()
        super().action_last()

    def _keep_marks(self, found: Iterable[Column], known: dict[int, LeadRow]) -> None:
        """What the filter hides or somebody deleted is no longer marked: nothing unseen is moved."""
        if self.marked:
            there = {lead_id for column in found for lead_id in column.ids}
            self.marked = {each: known[each] for each in self.marked if each in there and each in known}

    def _settle_cursor(self, home: int | None, found: tuple[Column, ...]) -> None:
        if self.carry is not None:
            return
        if home is not None and not self.body.columns[home].is_folded:
            self.body.activate(home)
        elif self.row is None:
            filled = (n for n, column in enumerate(found) if column.ids and not self.body.columns[n].is_folded)
            self.body.activate(next(filled, self.body.active))
        else:
            self.body.activate(self.body.active)

    def _show_heading(self) -> None:
        folded = [column.head.column for column in self.body.columns if column.is_folded]
        parts = [f"{column.title} {column.count:,}" for column in folded if column is not None]
        if self.marked:
            parts.insert(0, _("{count} marked").format(count=len(self.marked)))
        self.query_one(TopLine).show(self.tui.heading(self.VIEW))
        self.query_one(KeyLine).show("  ".join(parts))

    def _show_signs(self) -> None:
        self.body.show_carry(self.carry, frozenset(self.marked))

    # Walking

    def action_step(self, count: int) -> None:
        if self.carry is None:
            super().action_step(count)
        elif self.carry.place is not None and self.carry.column is not None:
            cards = self.body.columns[self.carry.column].cards
            place = max(0, min(len(cards.items), self.carry.place + count))
            cards.show_place(place)
            self._carry_to(self.carry.column, place)

    def action_column(self, step: int) -> None:
        """Go to the column beside, with the card in the hand where there is one."""
        start = self.body.active if self.carry is None or self.carry.column is None else self.carry.column
        place = start + step
        if not 0 <= place < len(self.body.columns):
            return
        if self.carry is not None:
            self._carry_to(place, 0)
            return
        self.body.activate(place)
        if self.row is not None:
            self.tui.current_lead = self.row.id

    @on(BoardBody.Clicked)
    def _go_there(self, event: BoardBody.Clicked) -> None:
        """A click puts the cursor on a card, a double one opens it; on a strip it unfolds."""
        column = self.body.columns[event.column]
        if column.is_folded:
            self._fold(column)
            return
        self.body.activate(event.column)
        if event.lead_id is not None:
            column.cards.go_to(column.cards.items.index(event.lead_id))
            if event.is_double:
                self.action_open()

    # Marks, folds, order, axis

    def action_mark(self) -> None:
        """Mark the card under the cursor, or unmark it, and go on to the next."""
        row = self.row
        if row is None:
            return
        if row.id in self.marked:
            del self.marked[row.id]
        else:
            self.marked[row.id] = row
        self._show_signs()
        self._show_heading()
        self.action_step(1)

    def action_fold(self) -> None:
        """Fold the active column to a strip, or unfold it."""
        if self.column is not None:
            self._fold(self.column)

    def _fold(self, column: BoardColumn) -> None:
        self.view.toggle_fold(column.key)
        column.fold(not column.is_folded)
        self.body.activate(self.body.columns.index(column))
        self._show_heading()
        self.view.remember()

    def action_turn(self) -> None:
        """Turn the columns to the next of stage, status, grade and owner."""
        self._look_anew(self.view.turn())

    def action_order(self) -> None:
        """Order the cards of each column by the next of due, amount, age and hand."""
        self._look_anew(self.view.reorder())

    def action_density(self) -> None:
        """Show two lines of each card, or four."""
        self.view.is_dense = not self.view.is_dense
        for column in self.body.columns:
            column.cards.show_height(DENSE if self.view.is_dense else ROOMY)
        self.view.remember()

    def _look_anew(self, words: str) -> None:
        self.put_back()
        self.reader.forget_depths()
        self.view.remember()
        self.tell(_(words))
        self.refresh_rows()

    # Moving

    def _chosen(self) -> tuple[LeadRow, ...]:
        """The marked cards, or the one under the cursor."""
        return tuple(self.marked.values()) or ((self.row,) if self.row is not None else ())

    def action_shift(self, step: int) -> None:
        """Move the marked cards, or the one under the cursor, one column on or back."""
        rows, place = self._chosen(), self.body.active + step
        if rows and self.carry is None and 0 <= place < len(self.body.columns):
            self._put(rows, Spot(self.view.by, self.body.columns[place].key))

    def _put(self, rows: tuple[LeadRow, ...], spot: Spot) -> None:
        """Put cards into a column; where they stay, it is said why."""
        if self.row is not None:
            self.tui.current_lead = self.row.id if self.row in rows else rows[0].id
        self.put(rows, spot)

    def after_putting(self) -> None:
        """What was moved is no longer marked."""
        self.marked = {}

    @property
    def takes_digits(self) -> bool:
        return self.carry is not None

    def action_carry(self) -> None:
        """Pick the cards up, or put down what is in the hand."""
        if self.carry is not None:
            self._drop()
        elif rows := self._chosen():
            self.carry = Carry(rows, None, None)
            self._carry_to(self.body.active, max(0, self.cursor_list.cursor))
            self.tell(
                _("In your hand: {cards} · arrows or a digit choose the column, Enter drops, Esc puts back").format(
                    cards=self.carry.told
                ),
                seconds=600,
            )

    def _carry_to(self, column: int | None, place: int | None) -> None:
        assert self.carry is not None
        by_hand = self.view.order is Order.HAND and column is not None
        self.carry = Carry(self.carry.rows, column, place if by_hand else None, self.carry.by_mouse)
        if column is not None and not self.carry.by_mouse:
            self.body.reveal(column)
        self._show_signs()

    def on_key(self, event: events.Key) -> None:
        """A digit names a column while a card is in the hand."""
        if self.carry is not None and event.key.isdecimal() and 0 < int(event.key) <= len(self.body.columns):
            event.stop()
            self._carry_to(int(event.key) - 1, 0)

    def action_open(self) -> None:
        """Show the lead whole, or drop what is in the hand."""
        if self.carry is not None:
            self._drop()
        else:
            super().action_open()

    def action_back(self) -> None:
        """Put back what is in the hand; else take off the marks; else leave the filter."""
        if self.carry is not None:
            self.put_back()
        elif self.marked:
            self.marked = {}
            self._show_signs()
            self._show_heading()
        else:
            super().action_back()

    def put_back(self) -> None:
        """Leave the cards in the hand where they were."""
        carry, self.carry = self.carry, None
        if carry is None:
            return
        self._let_go()
        self.body.reveal()
        self.tell(_("Put back: {cards}").format(cards=carry.told))

    def _let_go(self) -> None:
        self._edges.pause()
        self.query_one(Ghost).hide()
        self.body.forget_press()
        self._show_signs()

    def _drop(self) -> None:
        carry = self.carry
        if carry is None:
            return
        spot = self.body.spot_of(carry, self.view.by)
        if spot is None:
            self.put_back()
            return
        self.carry = None
        self._let_go()
        self.query_one(KeyLine).hush()
        self._put(carry.rows, spot)

    # Dragging

    @on(BoardBody.Grabbed)
    def _grab(self, event: BoardBody.Grabbed) -> None:
        row = event.row
        self.carry = Carry(tuple(self.marked.values()) if row.id in self.marked else (row,), None, None, by_mouse=True)
        self.tui.current_lead = row.id
        self._edges.resume()

    @on(BoardBody.Dragged)
    def _drag(self, event: BoardBody.Dragged) -> None:
        if self.carry is None:
            return
        self._drag_at = event.at
        spot = self.body.spot_at(event.at)
        self._carry_to(*(spot or (None, None)))
        self.query_one(Ghost).show(self.carry.told, event.at, self.size.width)

    def _scroll_on(self) -> None:
        if self.carry is not None and self.body.scroll_under(self._drag_at):
            self._carry_to(*(self.body.spot_at(self._drag_at) or (None, None)))

    @on(BoardBody.LetGo)
    def _let_fall(self, event: BoardBody.LetGo) -> None:
        if self.carry is None:
            return
        self._carry_to(*((self.body.spot_at(event.at) if event.at is not None else None) or (None, None)))
        self._drop()

    def on_screen_suspend(self) -> None:
        """What is in the hand does not stay there while something else is on the screen."""
        if self.carry is not None:
            self.carry = None
            self._let_go()
            self.query_one(KeyLine).hush()
