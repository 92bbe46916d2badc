"""A list as a window: it holds ids and the rows near the screen, never the rows of the whole book."""

import asyncio
from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, zip_longest

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from leadtui.services.leads import LeadRow
from leadtui.ui.render import Role, Run

NEAR = 500
AHEAD = 2
"""Screenfuls of rows kept ready above and below the one shown."""
AHEAD_SECONDS = 0.1
"""When those are read after other items came: what is on the screen is painted before them."""
KEPT = 1000
"""Rows that are kept at most."""
UNSEEN = 40
"""Lines of a list that was not on the screen yet."""


class WindowedList(ScrollView, can_focus=True):
    """Leads in lines of a fixed height. An item is a lead's id, or a negative number that stands for a heading.

    The cursor stays on its lead when the items change. A move to rows that are not there yet asks for them and
    happens when they arrive, so nobody sees a half-filled screen.
    """

    ALLOW_SELECT = False
    LINES = 1
    COMPONENT_CLASSES = {f"lead--{role}" for role in Role} | {"lead--cursor", "lead--marked"}
    DEFAULT_CSS = """
    WindowedList {
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-color: $rule;
        overflow-x: hidden;
        & .lead--strong { text-style: bold; }
        & .lead--muted { color: $muted; }
        & .lead--warm { color: $warning; }
        & .lead--accent { color: $accent; }
        & .lead--cursor { background: $tint; }
    }
    """

    @dataclass
    class Highlighted(Message):
        """The cursor rests on another lead, or on none; `by_hand` where a person put it there."""

        sender: "WindowedList"
        lead_id: int | None
        by_hand: bool

    @dataclass
    class Chosen(Message):
        """A lead was opened, by a second click."""

        lead_id: int

    @dataclass
    class RowsWanted(Message):
        """These rows will be shown and are not there yet."""

        sender: "WindowedList"
        ids: tuple[int, ...]

    @dataclass
    class HeadingClicked(Message):
        """A heading was clicked."""

        item: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items: Sequence[int] = ()
        self.rows: dict[int, LeadRow] = {}
        self.stops: frozenset[int] = frozenset()
        """Headings that the cursor can stand on."""
        self.cursor = -1
        self._pending: int | None = None
        self._settled = asyncio.Event()
        self._settled.set()
        self._styles: dict[tuple[Role, bool], Style] = {}
        self._ahead: Timer | None = None

    # What is shown

    def show_items(self, items: Sequence[int], rows: Iterable[LeadRow], on: int | None = None) -> None:
        """Show these items; `rows` are those of `rows_to_show`, the ones around them are asked for later. The cursor
        goes `on` an item, else keeps its lead or, where that is gone, its place."""
        was_on = on or self.lead_id
        before = (self.scroll_offset, self._drawn())
        self.items = items
        self.rows = {row.id: row for row in rows}
        self.virtual_size = Size(0, len(items) * self.LINES)
        self._pending = None
        self._settled.set()
        self._place_cursor(was_on)
        self._refresh_changed(*before)
        self._want(self._window(spare=0))
        self._want_ahead_soon()
        self.drawn_anew()

    def _want_ahead_soon(self) -> None:
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(AHEAD_SECONDS, lambda: self._want(self._window()))

    def drawn_anew(self) -> None:
        """Other rows are on the screen than before. A list whose text runs with the clock looks at them."""

    def _drawn(self) -> list[tuple[int, LeadRow | None, bool]]:
        """What is on the screen, item by item, as far as drawing depends on it."""
        first = self.scroll_offset.y // self.LINES
        return [(item, self.rows.get(item), first + n == self.cursor) for n, item in enumerate(self.shown_items())]

    def _refresh_changed(self, scrolled: Offset, drawn: list[tuple[int, LeadRow | None, bool]]) -> None:
        """Draw anew only the items that are not as they were, where the window stands still."""
        if self.scroll_offset != scrolled:
            self.refresh()
            return
        first = scrolled.y // self.LINES
        for number, (old, new) in enumerate(zip_longest(drawn, self._drawn())):
            # A heading's words are not in its item, so it may have changed all the same.
            if old != new or (new and new[0] < 0):
                self._refresh_item(first + number)

    def supply(self, rows: Iterable[LeadRow]) -> None:
        """Take rows that were wanted; a move that waited for them happens now."""
        before = (self.scroll_offset, self._drawn())
        self.rows.update((row.id, row) for row in rows)
        if len(self.rows) > KEPT:
            near = set(self._ids(self._window()))
            self.rows = {lead_id: row for lead_id, row in self.rows.items() if lead_id in near}
        if self._pending is not None:
            self.go_to(self._pending)
            self.refresh()
        else:
            self._refresh_changed(*before)
        self.drawn_anew()

    @property
    def lead_id(self) -> int | None:
        """The lead under the cursor."""
        if 0 <= self.cursor < len(self.items) and self.items[self.cursor] > 0:
            return self.items[self.cursor]
        return None

    @property
    def item(self) -> int | None:
        """What the cursor stands on: a lead, or a heading that it can stand on."""
        return self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None

    @property
    def row(self) -> LeadRow | None:
        """The line under the cursor."""
        return self.rows.get(self.lead_id or 0)

    def _place_cursor(self, was_on: int | None) -> None:
        self.cursor = self._lead_near(self._place_of(self.items, was_on), 1) if self.items else -1
        self._scroll_to_cursor()
        if self.lead_id != was_on or was_on is None:
            self.post_message(self.Highlighted(self, self.lead_id, by_hand=False))

    def rows_to_show(self, items: Sequence[int], lead_id: int | None) -> list[int]:
        """The ids of those items that will be on the screen, once these are shown with the cursor on one of them."""
        place, shown = self._place_of(items, lead_id or self.lead_id), self._shown()
        first = min(place, max(self.scroll_offset.y // self.LINES, place - shown + 1))
        return [item for item in items[max(0, first - 1) : first + shown + 1] if item > 0]

    def _place_of(self, items: Sequence[int], lead_id: int | None) -> int:
        near = max(0, self.cursor - NEAR)
        if lead_id is not None:
            # Where it was a moment ago it mostly still is: a long list is seldom looked through.
            start = near if lead_id in items[near : near + 2 * NEAR] else 0
            with suppress(ValueError):
                return items.index(lead_id, start)
        return max(0, min(self.cursor, len(items) - 1))

    # Moving

    def go_to(self, place: int) -> None:
        """Put the cursor on the lead at or after a place, once the rows around it are there."""
        if not self.items:
            return
        step = 1 if place >= self.cursor else -1
        target = self._lead_near(max(0, min(place, len(self.items) - 1)), step)
        if target < 0:
            return
        missing = self._missing(self._window(self._offset_for(target), spare=0))
        if missing:
            self._pending = place
            self._settled.clear()
            self.post_message(self.RowsWanted(self, missing))
            return
        self._pending = None
        self._settled.set()
        before, self.cursor = self.cursor, target
        moved = self._scroll_to_cursor()
        if not moved:
            self._refresh_item(before)
            self._refresh_item(target)
        self.post_message(self.Highlighted(self, self.lead_id, by_hand=True))
        self._want(self._window())

    async def arrived(self) -> None:
        """Wait until a move that waits for its rows has happened: a key acts on the lead the cursor goes to."""
        await self._settled.wait()

    def step(self, count: int) -> None:
        """Move the cursor by leads, over headings."""
        place = self.cursor if self._pending is None else self._pending
        direction = 1 if count > 0 else -1
        for _each in range(abs(count)):
            following = place + direction
            while 0 <= following < len(self.items) and not self._holds(self.items[following]):
                following += direction
            if not 0 <= following < len(self.items):
                break
            place = following
        self.go_to(place)

    def following(self) -> int | None:
        """The lead after the one under the cursor."""
        return next((item for item in islice(self.items, self.cursor + 1, None) if item > 0), None)

    def page(self, pages: float) -> None:
        """Move the cursor by screenfuls."""
        self.go_to(self.cursor + int(pages * max(1, self._shown() - 1)))

    def _lead_near(self, place: int, step: int) -> int:
        """The nearest place for the cursor, looking in the direction of travel first; -1 where there is none."""
        for direction in (step, -step):
            look = place
            while 0 <= look < len(self.items):
                if self._holds(self.items[look]):
                    return look
                look += direction
        return -1

    def _holds(self, item: int) -> bool:
        return item > 0 or item in self.stops

    # The window

    def _shown(self) -> int:
        return max(1, (self.scrollable_content_region.height or UNSEEN) // self.LINES)

    def _offset_for(self, place: int) -> int:
        """The first item shown when `place` is to be on the screen, with the heading above it where there is one."""
        first, shown = self.scroll_offset.y // self.LINES, self._shown()
        top = place - 1 if place > 0 and self.items[place - 1] < 0 else place
        if top < first:
            return top
        return max(first, place - shown + 1)

    def _window(self, first: int | None = None, spare: int = AHEAD) -> range:
        start = self.scroll_offset.y // self.LINES if first is None else first
        room = spare * self._shown()
        return range(max(0, start - room), min(len(self.items), start + self._shown() + room + 1))

    def _ids(self, window: range) -> list[int]:
        return [self.items[place] for place in window if self.items[place] > 0]

    def near(self) -> list[int]:
        """The leads on the screen and close to it."""
        return self._ids(self._window())

    def _missing(self, window: range) -> tuple[int, ...]:
        return tuple(lead_id for lead_id in self._ids(window) if lead_id not in self.rows)

    def _want(self, window: range) -> None:
        missing = self._missing(window) if self.size.height else ()
        if missing:
            self.post_message(self.RowsWanted(self, missing))

    def _scroll_to_cursor(self) -> bool:
        if self.cursor < 0 or not self.size.height:
            return False
        wanted = self._offset_for(self.cursor) * self.LINES
        if wanted == self.scroll_offset.y:
            return False
        self.scroll_to(y=wanted, animate=False, force=True, immediate=True)
        return True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.items:
            self._want(self._window(spare=0))
            self._want_ahead_soon()
            self.drawn_anew()

    def on_resize(self) -> None:
        self._scroll_to_cursor()
        self._want(self._window())
        self.drawn_anew()

    def shown_items(self) -> Sequence[int]:
        """The items that are on the screen."""
        first = self.scroll_offset.y // self.LINES
        return self.items[first : first + self._shown() + 1]

    # Drawing

    def render_lines_of(self, item: int, width: int) -> list[list[Run]]:
        """The lines of one item as runs of text. Every list draws its own."""
        return []

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles = {}

    def _style(self, role: Role, *, is_cursor: bool) -> Style:
        known = self._styles.get((role, is_cursor))
        if known is None:
            known = self.rich_style + self.get_component_rich_style(f"lead--{role}")
            if is_cursor:
                known += Style(bgcolor=self.get_component_rich_style("lead--cursor").bgcolor)
            self._styles[role, is_cursor] = known
        return known

    def render_line(self, y: int) -> Strip:
        place, line = divmod(self.scroll_offset.y + y, self.LINES)
        width = self.scrollable_content_region.width
        if place >= len(self.items):
            return Strip.blank(width, self._style(Role.PLAIN, is_cursor=False))
        is_cursor = place == self.cursor and self.shows_cursor
        runs = self.render_lines_of(self.items[place], width)
        if line >= len(runs):
            return Strip.blank(width, self._style(Role.PLAIN, is_cursor=False))
        segments = [Segment(text, self._style(role, is_cursor=is_cursor)) for text, role in runs[line]]
        return Strip(segments).adjust_cell_length(width, self._style(Role.PLAIN, is_cursor=is_cursor))

    def refresh_items(self, changed: Container[int]) -> None:
        """Draw these items anew where they are on the screen."""
        first = self.scroll_offset.y // self.LINES
        for place, item in enumerate(self.shown_items(), first):
            if item in changed:
                self._refresh_item(place)

    shows_cursor = True
    """Whether the cursor is drawn: of several lists side by side, only one has it."""

    def _refresh_item(self, place: int) -> None:
        if place >= 0:
            top = place * self.LINES - self.scroll_offset.y
            self.refresh(Region(0, top, self.size.width, self.LINES))

    # Mouse

    def on_click(self, event: events.Click) -> None:
        place = (self.scroll_offset.y + event.y) // self.LINES
        if not 0 <= place < len(self.items):
            return
        if self.items[place] < 0:
            self.post_message(self.HeadingClicked(self.items[place]))
        elif place == self.cursor:
            self.post_message(self.Chosen(self.items[place]))
        else:
            self.go_to(place)
