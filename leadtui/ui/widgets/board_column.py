"""One column of the board: its head with count and sums, and a window of cards."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from leadtui.desk import Desk
from leadtui.services.board import Column
from leadtui.services.leads import LeadRow
from leadtui.ui import render
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Role, Run
from leadtui.ui.widgets.windowed import WindowedList

ROOMY, DENSE = 4, 2
"""Lines of a card: three and a blank one, or two."""


class CardList(WindowedList, can_focus=False):
    """Cards one below the other, with the signs of what is marked or in the hand."""

    @dataclass
    class EndNeared(Message):
        """The last card that was read is on the screen."""

        sender: "CardList"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.LINES = ROOMY
        self.shows_cursor = False
        self.marked: frozenset[int] = frozenset()
        self.held: frozenset[int] = frozenset()
        self.drop_at: int | None = None

    def render_lines_of(self, item: int, width: int) -> list[list[Run]]:
        row = self.rows.get(item)
        if row is None:
            return [[(glyphs().cut, Role.MUTED)]]
        bar = (glyphs().bar if item == self.lead_id and self.shows_cursor else " ", Role.ACCENT)
        sign = glyphs().held if item in self.held else glyphs().mark if item in self.marked else ""
        width -= 2 + (2 if sign else 0)
        lines = render.card_lines(row, width, self.desk, is_dense=self.LINES == DENSE)
        lead_in: list[Run] = [(f"{sign} ", Role.ACCENT)] if sign else []
        first, *others = [[bar, *lead_in, *line] for line in lines]
        return [first, *([line[0], ("  " if sign else "", Role.PLAIN), *line[1 + len(lead_in) :]] for line in others)]

    def render_line(self, y: int) -> Strip:
        place, line = divmod(self.scroll_offset.y + y + 1, self.LINES)
        if line or not place or place != self.drop_at:
            return super().render_line(y)
        width = self.scrollable_content_region.width
        rule = Segment(" " + glyphs().rule * (width - 2) + " ", self._style(Role.ACCENT, is_cursor=False))
        return Strip([rule]).adjust_cell_length(width, self.rich_style)

    def drawn_anew(self) -> None:
        if self.items and self.size.height and self.shown_items()[-1:] == self.items[-1:]:
            self.post_message(self.EndNeared(self))

    # What the board sets

    def show_cursor(self, shows: bool) -> None:
        """Draw the cursor here, or leave it to another column."""
        if shows != self.shows_cursor:
            self.shows_cursor = shows
            self._refresh_item(self.cursor)

    def show_signs(self, marked: frozenset[int], held: frozenset[int]) -> None:
        """Show which cards are marked and which are in the hand."""
        changed = (self.marked ^ marked) | (self.held ^ held)
        self.marked, self.held = marked, held
        first = self.scroll_offset.y // self.LINES
        for place, item in enumerate(self.items[first : first + self._shown() + 1], first):
            if item in changed:
                self._refresh_item(place)

    def show_drop(self, place: int | None) -> None:
        """Draw the line above the card at a place; above the first it is the head's to draw."""
        if place != self.drop_at:
            for each in (self.drop_at, place):
                if each:
                    self._refresh_item(each - 1)
            self.drop_at = place

    def show_height(self, lines: int) -> None:
        """Show the cards with this many lines."""
        if lines != self.LINES:
            self.LINES = lines
            self.show_items(self.items, tuple(self.rows.values()))
            self.refresh()

    def card_at(self, y: int) -> int | None:
        """The lead whose card is on a line of the list."""
        place = (self.scroll_offset.y + y) // self.LINES
        return self.items[place] if y >= 0 and 0 <= place < len(self.items) else None

    def place_at(self, y: int) -> int:
        """The place between cards that is nearest to a line of the list."""
        return max(0, min(len(self.items), (self.scroll_offset.y + y + self.LINES // 2) // self.LINES))

    def show_place(self, place: int) -> None:
        """Scroll so that a place between cards can be seen."""
        first = self.scroll_offset.y // self.LINES
        if place < first or place > first + self._shown():
            self.scroll_by(place - first - (0 if place < first else self._shown()))

    def scroll_by(self, cards: int) -> None:
        """Scroll by cards."""
        self.scroll_to(y=self.scroll_offset.y + cards * self.LINES, animate=False, force=True, immediate=True)

    def on_click(self, event: events.Click) -> None:
        # The board knows whether this click is the end of a drag, so a click is the board's to answer.
        event.prevent_default()


class BoardHead(Widget):
    """Title, count and sums of a column, and under them the line that says a card will be dropped here."""

    DEFAULT_CSS = """
    BoardHead { height: 3; padding: 0 1; color: $muted; text-wrap: nowrap; }
    """
    column: Column | None = None
    is_active = False
    is_folded = False
    is_target = False
    hints = ("", "")

    def show(self, **changed: object) -> None:
        """Show what has changed, if anything."""
        if any(getattr(self, name) != value for name, value in changed.items()):
            for name, value in changed.items():
                setattr(self, name, value)
            self.refresh()

    def render(self) -> Content:
        if self.column is None:
            return Content("")
        style = "bold $accent" if self.is_active or self.is_target else "$muted"
        if self.is_folded:
            return Content.styled("\n".join([f"{self.column.count}", *self.column.title]), style)
        width = self.size.width
        before, after = self.hints
        title = render.fit(before + self.column.title, width - cell_len(after)) + after
        line = glyphs().rule * width if self.is_target else ""
        return Content("\n").join([Content.styled(text, style) for text in (title, self._sums(width), line)])

    def _sums(self, width: int) -> str:
        assert self.column is not None
        parts = [f"{self.column.count:,}"]
        if self.column.amount:
            parts += [render.amount(self.column.amount), render.amount(self.column.weighted)]
        dot = f" {glyphs().dot} "
        while len(parts) > 1 and cell_len(dot.join(parts)) > width:
            parts.pop()
        return dot.join(parts)


class BoardColumn(Vertical):
    """What stands in one column; folded it is a strip as wide as its count."""

    DEFAULT_CSS = """
    BoardColumn {
        width: 1fr;
        & > CardList { height: 1fr; scrollbar-size-vertical: 0; }
        &.-folded { width: 5; }
        &.-folded > CardList { display: none; }
        &.-folded > BoardHead { height: 1fr; padding: 0 0 0 1; }
    }
    """

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__()
        self.key = key
        self.head = BoardHead()
        self.cards = CardList(desk)

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.cards

    @property
    def is_folded(self) -> bool:
        """Whether the column is a strip."""
        return self.head.is_folded

    def fold(self, is_folded: bool) -> None:
        """Make the column a strip, or show its cards again."""
        self.set_class(is_folded, "-folded")
        self.head.show(is_folded=is_folded)

    def show_column(self, column: Column, rows: list[LeadRow], on: int | None = None) -> None:
        """Show what stands in the column, with the cursor `on` a lead where one is named."""
        self.head.show(column=column)
        self.cards.show_items(column.ids, rows, on)
