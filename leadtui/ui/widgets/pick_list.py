"""A short list of lines with a cursor, drawn by whoever shows it: what merging, customers and the trash pick from."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Role, Run

Draw = Callable[[int, int], list[Run]]
"""The runs of the line at a place, for a width in cells."""


class PickList(ScrollView, can_focus=True):
    """Lines one below the other; a bar at the left and a tint mark the cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {f"pick--{role}" for role in Role} | {"pick--cursor"}
    DEFAULT_CSS = """
    PickList {
        height: 1fr;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-color: $rule;
        overflow-x: hidden;
        & .pick--strong { text-style: bold; }
        & .pick--muted { color: $muted; }
        & .pick--warm { color: $warning; }
        & .pick--accent { color: $accent; }
        & .pick--cursor { background: $tint; }
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor stands on another line."""

        place: int

    @dataclass
    class Chosen(Message):
        """The line under the cursor was clicked again."""

        place: int

    def __init__(self, draw: Draw, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.draw_line = draw
        self.count = 0
        self.cursor = 0

    def show(self, count: int, cursor: int | None = None) -> None:
        """Show so many lines; the cursor keeps its place unless it is given one."""
        self.count = count
        self.virtual_size = Size(0, count)
        self.go_to(self.cursor if cursor is None else cursor)
        self.refresh()

    def go_to(self, place: int) -> None:
        """Put the cursor on the line at a place, or the nearest there is."""
        self.cursor = max(0, min(place, self.count - 1))
        first, shown = self.scroll_offset.y, self._shown()
        if not first <= self.cursor < first + shown:
            top = self.cursor if self.cursor < first else self.cursor - shown + 1
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.refresh()
        self.post_message(self.Moved(self.cursor))

    def step(self, count: int) -> None:
        """Move the cursor by lines."""
        self.go_to(self.cursor + count)

    def page(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.go_to(self.cursor + pages * max(1, self._shown() - 1))

    def _shown(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def on_resize(self) -> None:
        self.go_to(self.cursor)

    def render_line(self, y: int) -> Strip:
        place = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        if place >= self.count:
            return Strip.blank(width, self.rich_style)
        is_cursor = place == self.cursor
        bar: Run = (glyphs().bar if is_cursor else " ", Role.ACCENT)
        runs = [bar, *self.draw_line(place, width - 1)]
        segments = [Segment(text, self._style(role, is_cursor=is_cursor)) for text, role in runs]
        return Strip(segments).adjust_cell_length(width, self._style(Role.PLAIN, is_cursor=is_cursor))

    def _style(self, role: Role, *, is_cursor: bool) -> Style:
        style = self.rich_style + self.get_component_rich_style(f"pick--{role}", partial=True)
        if is_cursor:
            style += Style(bgcolor=self.get_component_rich_style("pick--cursor").bgcolor)
        return style

    def on_click(self, event: events.Click) -> None:
        place = self.scroll_offset.y + event.y
        if place >= self.count:
            return
        if place == self.cursor:
            self.post_message(self.Chosen(place))
        else:
            self.go_to(place)
