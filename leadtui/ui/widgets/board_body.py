"""The columns of the board side by side: which of them the width holds, and where a card in the hand would go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from leadtui.desk import Desk
from leadtui.domain.text import visible
from leadtui.i18n import ngettext
from leadtui.services.board import By, Spot
from leadtui.services.leads import LeadRow
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.board_column import BoardColumn

NARROWEST = 22
"""Cells a column needs; where not all fit, the ones around the active column are shown."""
STRIP = 5
EDGE = 3
"""Cells at the left and right end where a drag goes on to the hidden columns."""


EDGE_LINES = 2
"""The same for the lines at the upper and lower end of a column."""


@dataclass(frozen=True, slots=True)
class Carry:
    """Cards in the hand and where they would go: a column, by hand a place in it, or nowhere (None)."""

    rows: tuple[LeadRow, ...]
    column: int | None
    place: int | None
    by_mouse: bool = False

    @property
    def told(self) -> str:
        """The cards in words: the customer of one, the number of several."""
        if len(self.rows) == 1:
            return visible(self.rows[0].customer)
        return ngettext("{count} lead", "{count} leads", len(self.rows)).format(count=len(self.rows))


class Ghost(Widget):
    """The card under the mouse while it is dragged; otherwise it waits above the screen.

    It is moved there, not hidden: a widget that comes or goes makes Textual draw the whole screen anew.
    """

    WIDTH = 24
    AWAY = (0, -2)
    DEFAULT_CSS = """
    Ghost { layer: ghost; height: 1; width: 24; offset: 0 -2; background: $tint; color: $accent; text-wrap: nowrap; }
    """
    text = ""

    def show(self, text: str, at: Offset, room: int) -> None:
        """Show a text beside the mouse, inside the screen."""
        if text != self.text:
            self.text = text
            self.refresh()
        self.styles.offset = (max(0, min(at.x + 2, room - self.WIDTH)), at.y)

    def hide(self) -> None:
        """Take it away."""
        self.styles.offset = self.AWAY

    def render(self) -> Content:
        return Content(self.text)


class BoardBody(Horizontal, can_focus=True):
    """The columns. One of them is active and shows the cursor; it has the focus for all of them."""

    DEFAULT_CSS = """
    BoardBody { height: 1fr; border-top: solid $rule; border-bottom: solid $rule; }
    """

    @dataclass
    class Grabbed(Message):
        """A card was pressed and the mouse moved on."""

        row: LeadRow

    @dataclass
    class Dragged(Message):
        """The mouse moved with a card, to a cell of the screen."""

        at: Offset

    @dataclass
    class LetGo(Message):
        """The button was let go over a cell of the screen; nowhere where the mouse was lost."""

        at: Offset | None

    @dataclass
    class Clicked(Message):
        """A column was clicked, on a card (twice: `is_double`) or beside them."""

        column: int
        lead_id: int | None
        is_double: bool

    def __init__(self, desk: Desk) -> None:
        super().__init__(classes="body")
        self.desk = desk
        self.columns: list[BoardColumn] = []
        self.active = 0
        self._first = 0
        self._pressed: tuple[Offset, LeadRow] | None = None
        self._is_dragging = False
        self._was_dragged = False

    async def show_keys(self, keys: Sequence[str], folded: Iterable[str]) -> None:
        """Stand columns of these keys side by side, where others stood."""
        if [column.key for column in self.columns] == list(keys):
            return
        await self.remove_children()
        self.columns = [BoardColumn(self.desk, key) for key in keys]
        await self.mount(*self.columns)
        self.active, self._first = 0, 0
        for column in self.columns:
            column.fold(column.key in folded)

    @property
    def column(self) -> BoardColumn | None:
        """The active column."""
        return self.columns[self.active] if self.columns else None

    def activate(self, place: int) -> None:
        """Give the cursor to a column, and show it."""
        self.active = place
        for number, column in enumerate(self.columns):
            column.head.show(is_active=number == place)
            column.cards.show_cursor(number == place)
        self.reveal(place)

    def reveal(self, place: int | None = None) -> None:
        """Show as many columns as the width holds, this one among them; strips are always there."""
        place = self.active if place is None else place
        wide = [number for number, column in enumerate(self.columns) if not column.is_folded]
        fits = max(1, (self.size.width - STRIP * (len(self.columns) - len(wide))) // NARROWEST)
        if place in wide:
            at = wide.index(place)
            self._first = max(at - fits + 1, min(self._first, at))
        self._first = max(0, min(self._first, len(wide) - fits))
        shown = wide[self._first : self._first + fits]
        hidden_after = len(wide) - self._first - len(shown)
        for number, column in enumerate(self.columns):
            column.display = column.is_folded or number in shown
            before = f"{glyphs().before}{self._first} " if shown and number == shown[0] and self._first else ""
            after = f" {hidden_after}{glyphs().after}" if shown and number == shown[-1] and hidden_after else ""
            column.head.show(hints=(before, after))

    def slide(self, step: int) -> bool:
        """Show one column further to the left or right; whether one was hidden there."""
        shown = [number for number, column in enumerate(self.columns) if column.display and not column.is_folded]
        wide = [number for number, column in enumerate(self.columns) if not column.is_folded]
        ahead = wide.index(shown[-1]) + 1 if step > 0 else wide.index(shown[0]) - 1
        if not 0 <= ahead < len(wide):
            return False
        self.reveal(wide[ahead])
        return True

    def on_resize(self) -> None:
        self.reveal()

    # Where a card would go. By geometry: what lies under the mouse may be the ghost.

    def spot_at(self, at: Offset) -> tuple[int, int] | None:
        """The column and the place in it under a cell of the screen; None beside the board."""
        for number, column in enumerate(self.columns):
            if column.display and column.region.contains_point(at):
                return number, column.cards.place_at(at.y - column.cards.region.y)
        return None

    def spot_of(self, carry: Carry, by: By) -> Spot | None:
        """Where the cards would go; nowhere, where they stand there already."""
        if carry.column is None:
            return None
        column = self.columns[carry.column]
        held = {row.id for row in carry.rows}
        if carry.place is None:
            return None if held <= set(column.cards.items) else Spot(by, column.key)
        before = next((item for item in column.cards.items[carry.place :] if item not in held), None)
        return Spot(by, column.key, by_hand=True, before=before)

    def scroll_under(self, at: Offset) -> bool:
        """Scroll where the mouse stands at an edge with a card; whether it does."""
        region = self.region
        step = -1 if at.x < region.x + EDGE else 1 if at.x >= region.right - EDGE else 0
        if step and self.slide(step):
            return True
        spot = self.spot_at(at)
        if spot is None:
            return False
        cards = self.columns[spot[0]].cards
        step = -1 if at.y < cards.region.y + EDGE_LINES else 1 if at.y >= cards.region.bottom - EDGE_LINES else 0
        cards.scroll_by(step)
        return bool(step)

    # Mouse. The board captures it, not the column: a column may be scrolled away under a drag.

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._was_dragged = False
        row = self._row_at(event.screen_offset)
        if event.button == 1 and row is not None:
            self._pressed = (event.screen_offset, row)
            # Before anything moves: the first move may already lead out of the board.
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        moved = event.screen_offset - self._pressed[0]
        if not self._is_dragging and abs(moved.x) < 2 and not moved.y:
            return
        if not self._is_dragging:
            self._is_dragging = self._was_dragged = True
            self.post_message(self.Grabbed(self._pressed[1]))
        self.post_message(self.Dragged(event.screen_offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._end_drag(event.screen_offset)

    def on_mouse_release(self) -> None:
        self._end_drag(None)

    def _end_drag(self, at: Offset | None) -> None:
        was_dragging = self._is_dragging
        self.forget_press()
        if was_dragging:
            self.post_message(self.LetGo(at))

    def forget_press(self) -> None:
        """A press is over or given up: the mouse is free, and what is still to come of a drag means nothing."""
        self._is_dragging = False
        if self._pressed is not None:
            self._pressed = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        spot = self.spot_at(event.screen_offset)
        if spot is not None and not self._was_dragged:
            row = self._row_at(event.screen_offset)
            self.post_message(self.Clicked(spot[0], row.id if row else None, event.chain == 2))

    def _row_at(self, at: Offset) -> LeadRow | None:
        spot = self.spot_at(at)
        if spot is None or self.columns[spot[0]].is_folded:
            return None
        cards = self.columns[spot[0]].cards
        return cards.rows.get(cards.card_at(at.y - cards.region.y) or 0)

    def show_carry(self, carry: Carry | None, marked: frozenset[int]) -> None:
        """Show which cards are marked or in the hand, and the line where those would be dropped."""
        held = frozenset(row.id for row in carry.rows) if carry else frozenset()
        for number, column in enumerate(self.columns):
            is_target = carry is not None and number == carry.column
            place = carry.place if carry is not None and is_target else None
            column.cards.show_signs(marked, held)
            column.cards.show_drop(place or None)
            column.head.show(is_target=is_target and not place)
