"""Blocks of text one under the other, with a cursor that walks over those that stand for a record."""

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from leadtui.ui.glyphs import glyphs

GUTTER = 2
"""Cells left of the text: the cursor's bar and a blank."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of text. With a `record` the cursor stops here; the same one is found again after a change."""

    content: Content
    record: Hashable | None = None


class RecordList(ScrollView, can_focus=True):
    """Blocks wrapped to the width; a text longer than the screen is read on before the cursor leaves it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"record--cursor", "record--bar"}  # noqa: RUF012 -- Textual's own declaration
    DEFAULT_CSS = """
    RecordList {
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-color: $rule;
        overflow-x: hidden;
        & .record--cursor { background: $tint; }
        & .record--bar { color: $accent; }
    }
    """

    @dataclass
    class Chosen(Message):
        """The record under the cursor was clicked once more."""

        sender: "RecordList"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.blocks: Sequence[Block] = ()
        self.cursor = -1
        self._strips: list[list[Strip]] = []
        self._tops: list[int] = [0]

    # What is shown

    def show(self, blocks: Sequence[Block]) -> None:
        """Show these blocks, with the cursor on the record it was on, else near its place."""
        was_on, place = self.record, self.cursor
        self.blocks = blocks
        same = next((number for number, block in enumerate(blocks) if was_on and block.record == was_on), None)
        self.cursor = self._stop_near(place) if same is None else same
        self._lay_out()

    def put_on(self, record: Hashable) -> bool:
        """Put the cursor on a record; whether it is here."""
        for number, block in enumerate(self.blocks):
            if block.record == record:
                self._go(number)
                return True
        return False

    @property
    def record(self) -> Hashable | None:
        """What the block under the cursor stands for."""
        return self.blocks[self.cursor].record if 0 <= self.cursor < len(self.blocks) else None

    def _stop_near(self, place: int) -> int:
        stops = self._stops()
        return min(stops, key=lambda each: abs(each - place), default=-1)

    def _stops(self) -> list[int]:
        return [number for number, block in enumerate(self.blocks) if block.record is not None]

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if not width:
            return
        self._strips = [
            Visual.to_strips(self, block.content, width - GUTTER, None, self.visual_style) for block in self.blocks
        ]
        self._tops = [0, *accumulate(len(strips) for strips in self._strips)]
        self.virtual_size = Size(width, self._tops[-1])
        self.refresh()

    def on_resize(self) -> None:
        self._lay_out()
        if self.cursor >= 0:
            self._show_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lay_out()

    # Moving

    def step(self, count: int) -> bool:
        """Move the cursor by one record, or read on within a long text; False where there is no way on."""
        direction = 1 if count > 0 else -1
        top, height = round(self.scroll_y), self._height()
        stops = self._stops()
        ahead = [each for each in stops if (each - self.cursor) * direction > 0]
        target = (min if direction > 0 else max)(ahead, default=None)
        edge = self._tops[self.cursor + 1] if direction > 0 else self._tops[max(self.cursor, 0)]
        is_cut = self.cursor >= 0 and (edge > top + height if direction > 0 else edge < top)
        if target is None or is_cut or abs(self._tops[target] - top) > 2 * height:
            return self._scroll(direction * max(1, height // 2))
        self._go(target)
        return True

    def page(self, pages: int) -> None:
        """Move by screenfuls; the cursor goes to the first record that is shown."""
        height = self._height()
        self._scroll(pages * max(1, height - 1))
        top = round(self.scroll_target_y)
        shown = [each for each in self._stops() if top <= self._tops[each] < top + height]
        if shown:
            self._place(shown[0] if pages > 0 or shown[0] == self._stops()[0] else shown[-1])

    def first(self) -> None:
        """Go to the beginning."""
        self._edge(0, 0)

    def last(self) -> None:
        """Go to the end."""
        self._edge(-1, self.max_scroll_y)

    def _edge(self, which: int, scroll: float) -> None:
        if stops := self._stops():
            self._place(stops[which])
        self.scroll_to(y=scroll, animate=False, force=True, immediate=True)

    def _go(self, place: int) -> None:
        self._place(place)
        self._show_cursor()

    def _place(self, place: int) -> None:
        self.cursor = place
        self.refresh()

    def _height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _scroll(self, lines: int) -> bool:
        wanted = min(max(0, round(self.scroll_y) + lines), self.max_scroll_y)
        if wanted == round(self.scroll_y):
            return False
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)
        return True

    def _show_cursor(self) -> None:
        if not 0 <= self.cursor < len(self.blocks):
            return
        height, scrolled = self._height(), round(self.scroll_y)
        top, bottom = self._tops[self.cursor], self._tops[self.cursor + 1]
        above = self.cursor
        # What stands above without a record is the heading.
        while above > 0 and self.blocks[above - 1].record is None and bottom - self._tops[above - 1] <= height:
            above -= 1
        wanted = scrolled
        if self._tops[above] < scrolled:
            wanted = self._tops[above]
        elif bottom > scrolled + height:
            wanted = min(top, bottom - height)
        if wanted != scrolled:
            self.scroll_to(y=wanted, animate=False, force=True, immediate=True)

    # Drawing

    def render_line(self, y: int) -> Strip:
        line = y + round(self.scroll_y)
        width = self.scrollable_content_region.width
        place = self._place_at(line)
        if place is None:
            return Strip.blank(width, self.rich_style)
        strip = self._strips[place][line - self._tops[place]]
        is_cursor = place == self.cursor and self.has_focus
        bar = glyphs().bar if is_cursor else " "
        bar_style = self.rich_style + self.get_component_rich_style("record--bar", partial=True)
        gutter = [Segment(bar, bar_style), Segment(" ", self.rich_style)]
        whole = Strip([*gutter, *strip]).adjust_cell_length(width, self.rich_style)
        if not is_cursor:
            return whole
        tint = Style(bgcolor=self.get_component_rich_style("record--cursor").bgcolor)
        return Strip([Segment(each.text, (each.style or Style()) + tint) for each in whole], width)

    def _place_at(self, line: int) -> int | None:
        """The block that a line belongs to."""
        place = bisect_right(self._tops, line) - 1
        return place if 0 <= place < len(self._strips) else None

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # Mouse

    def on_click(self, event: events.Click) -> None:
        place = self._place_at(event.y + round(self.scroll_y))
        if place is None or self.blocks[place].record is None:
            return
        if place == self.cursor:
            self.post_message(self.Chosen(self))
        self._place(place)
