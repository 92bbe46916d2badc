"""The panels of a review in one column or two, with a cursor on one of their figures; drawn line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from leadtui.services.reviews.shape import Panel
from leadtui.ui import review_lines
from leadtui.ui.render import Role, Run
from leadtui.ui.review_lines import Line

WIDE = 118
"""From this many cells on, the panels stand in two columns."""
GAP = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """What the cursor stands on: a row of a panel, or a panel without rows."""

    panel: str
    row: str | None


class ReviewBody(ScrollView, can_focus=True):
    """Panels below and beside each other; a bar at the left and a tint mark the row with the cursor."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {f"review--{role}" for role in Role} | {"review--cursor"}
    DEFAULT_CSS = """
    ReviewBody {
        height: 1fr;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-color: $rule;
        overflow-x: hidden;
        & .review--strong { text-style: bold; }
        & .review--muted { color: $muted; }
        & .review--warm { color: $warning; }
        & .review--accent { color: $accent; }
        & .review--cursor { background: $tint; }
    }
    """

    @dataclass
    class Chosen(Message):
        """The row under the cursor was clicked again."""

    def __init__(self) -> None:
        super().__init__()
        self.panels: tuple[Panel, ...] = ()
        self.spot: Spot | None = None
        self._columns: tuple[tuple[Line, ...], ...] = ()
        self._styles: dict[tuple[Role, bool], Style] = {}

    # What is shown

    def show(self, panels: Sequence[Panel]) -> None:
        """Show these panels; the cursor keeps its row, or its place where that row is gone."""
        place = self._place()
        before = self._columns
        self.panels = tuple(panels)
        self._lay_out()
        if self._place() is None:
            self.spot = self._nearest(place)
        self._scroll_to_cursor()
        if self._columns != before:
            self.refresh()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        count = 2 if width >= WIDE else 1
        each = (width - GAP * (count - 1)) // count
        self._columns = review_lines.columns(self.panels, count, each - 1) if each > 1 else ()
        self.virtual_size = Size(width, max((len(column) for column in self._columns), default=0))

    def on_resize(self) -> None:
        self._lay_out()
        self._scroll_to_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles = {}

    # The cursor

    def _stops(self, column: int) -> list[tuple[int, Spot]]:
        return [(y, Spot(*line.stop)) for y, line in enumerate(self._columns[column]) if line.stop]

    def _place(self) -> tuple[int, int] | None:
        """Column and line of the cursor."""
        for column in range(len(self._columns)):
            for y, spot in self._stops(column):
                if spot == self.spot:
                    return column, y
        return None

    def _nearest(self, place: tuple[int, int] | None) -> Spot | None:
        """The stop nearest to a place, in its column where that has one; else the first there is."""
        column, wanted = place or (0, 0)
        for each in (column, 0, 1):
            if each < len(self._columns) and (stops := self._stops(each)):
                return min(stops, key=lambda stop: abs(stop[0] - wanted))[1]
        return None

    def step(self, count: int) -> None:
        """Move the cursor by rows within its column."""
        place = self._place()
        if place is None:
            return
        stops = self._stops(place[0])
        at = next(number for number, (y, _spot) in enumerate(stops) if y == place[1])
        self._go_to(stops[max(0, min(at + count, len(stops) - 1))][1])

    def page(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        place = self._place()
        if place is not None:
            wanted = place[1] + pages * max(1, self.scrollable_content_region.height - 1)
            self._go_to(self._nearest((place[0], wanted)))

    def column(self, step: int) -> None:
        """Move the cursor to the column beside, to about the same height."""
        place = self._place()
        if place is not None and 0 <= place[0] + step < len(self._columns):
            self._go_to(self._nearest((place[0] + step, place[1])))

    def end(self, *, last: bool) -> None:
        """Move the cursor to the first row of its column, or the last."""
        place = self._place()
        if place is not None:
            self._go_to(self._stops(place[0])[-1 if last else 0][1])

    def _go_to(self, spot: Spot | None) -> None:
        before, self.spot = self._place(), spot
        if not self._scroll_to_cursor():
            for place in (before, self._place()):
                if place is not None:
                    self.refresh(self._region(*place))

    def _region(self, column: int, y: int) -> Region:
        left, width = self._spans()[column]
        return Region(left, y - self.scroll_offset.y, width, 1)

    def _scroll_to_cursor(self) -> bool:
        place = self._place()
        height = self.scrollable_content_region.height
        if place is None or not height:
            return False
        top, y = self.scroll_offset.y, place[1]
        head = self._head(*place)
        wanted = min(top, head if y - head < height else y)
        if y >= wanted + height:
            wanted = y - height + 1
        if wanted == top:
            return False
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)
        return True

    def _head(self, column: int, y: int) -> int:
        """The line of the title of the panel whose row stands on line `y`."""
        panel = self._columns[column][y].panel
        while y and self._columns[column][y - 1].panel == panel:
            y -= 1
        return y

    # Drawing

    def _spans(self) -> list[tuple[int, int]]:
        """Left edge and width of each column."""
        count, width = max(1, len(self._columns)), self.scrollable_content_region.width
        each = (width - GAP * (count - 1)) // count
        return [(place * (each + GAP), each) for place in range(count)]

    def render_line(self, y: int) -> Strip:
        y += self.scroll_offset.y
        width = self.scrollable_content_region.width
        segments: list[Segment] = []
        for number, (lines, (left, wide)) in enumerate(zip(self._columns, self._spans(), strict=False)):
            if number:
                taken = sum(segment.cell_length for segment in segments)
                segments.append(Segment(" " * (left - taken), self._style(Role.PLAIN)))
            segments += self._segments(lines[y] if y < len(lines) else None, wide)
        return Strip(segments).adjust_cell_length(width, self._style(Role.PLAIN))

    def _segments(self, line: Line | None, width: int) -> Iterator[Segment]:
        if line is None:
            yield Segment(" " * width, self._style(Role.PLAIN))
            return
        is_cursor = line.stop is not None and Spot(*line.stop) == self.spot
        runs: list[Run] = [(review_lines.bar_sign() if is_cursor else " ", Role.ACCENT), *line.runs]
        strip = Strip(Segment(text, self._style(role, is_cursor=is_cursor)) for text, role in runs)
        yield from strip.adjust_cell_length(width, self._style(Role.PLAIN, is_cursor=is_cursor))

    def _style(self, role: Role, *, is_cursor: bool = False) -> Style:
        if (role, is_cursor) not in self._styles:
            style = self.rich_style + self.get_component_rich_style(f"review--{role}", partial=True)
            if is_cursor:
                style += Style(bgcolor=self.get_component_rich_style("review--cursor").bgcolor)
            self._styles[role, is_cursor] = style
        return self._styles[role, is_cursor]

    # Mouse

    def on_click(self, event: events.Click) -> None:
        y = self.scroll_offset.y + event.y
        for column, (left, wide) in enumerate(self._spans()[: len(self._columns)]):
            lines = self._columns[column]
            if left <= event.x < left + wide and y < len(lines) and (stop := lines[y].stop):
                if Spot(*stop) == self.spot:
                    self.post_message(self.Chosen())
                else:
                    self._go_to(Spot(*stop))
