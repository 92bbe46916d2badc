"""No label is clipped and no cell out of line: every screen and dialog, at three sizes, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.services import demo
from leadtui.store import database
from tests.ui.driving import Opener, settled

SIZES = ((80, 24), (120, 40), (200, 60))
ON_A_LEAD = ("f", "r", "z", "e", "enter", "B", "R", "I", "m", "T", "M", "C", "D", "w")
ANYWHERE = ("F", "N", "n", "i", "W", "X", "Y", "comma", "colon", "question_mark", "slash", "J", "S", "t")
INSIDE = {
    "e": ("f4",) * 4,
    "n": ("f4",) * 4,
    "enter": ("a", "escape", "t"),
    "comma": ("down",) * 6,
    "slash": ("escape",),
}
VIEWS = ("TodayScreen", "LeadsScreen", "BoardScreen")


@pytest.fixture
def book(tmp_path: Path, desk: Desk) -> Iterator[Path]:
    """The sample, which has something of everything."""
    path = tmp_path / "sample.db"
    demo.write(path, desk)
    database.open_file(path)
    yield path
    database.close()


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The same desk, for the sample too."""
    return replace(desk)


def faults(pilot: Pilot[None]) -> list[str]:
    """What is clipped or out of line on the screen that is shown."""
    screen = pilot.app.screen
    return [*out_of_line(screen), *(fault for widget in screen.walk_children() for fault in clipped(widget, screen))]


def out_of_line(screen: Screen[object]) -> Iterator[str]:
    """Lines that are not as many cells wide as the screen: a wide character was cut or miscounted."""
    for number, strip in enumerate(screen._compositor.render_strips()):
        if cell_len(strip.text) != screen.size.width:
            yield f"line {number} has {cell_len(strip.text)} cells: {strip.text!r}"


def clipped(widget: Widget, screen: Screen[object]) -> Iterator[str]:
    """Text that needs more room than its widget has, where nothing scrolls."""
    if not (widget.display and widget.visible and widget.region and isinstance(widget, Static)):
        return
    if any(each.styles.display == "none" for each in widget.ancestors_with_self if isinstance(each, Widget)):
        return
    scrolls = any(isinstance(each, Widget) and each.allow_vertical_scroll for each in widget.ancestors)
    needed = widget.get_content_height(widget.container_size, screen.size, widget.content_size.width)
    if needed > widget.content_size.height and not (scrolls and widget.styles.height and widget.styles.height.is_auto):
        yield f"{widget!r} needs {needed} lines, has {widget.content_size.height}: {widget.render()!s:.60}"
    if widget.region.right > screen.size.width and not scrolls:
        yield f"{widget!r} reaches to {widget.region.right}"


class Walk:
    """A walk through what the keys of the views open, with the faults seen on the way."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.seen: dict[str, list[str]] = {}

    async def press(self, *keys: str) -> None:
        """Press keys one after the other and look at what came."""
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)
            screen = self.pilot.app.screen
            name = f"{len(self.seen)} {key} {type(screen).__name__}"
            self.seen[name] = faults(self.pilot)

    async def back(self) -> None:
        """Leave whatever is open."""
        for _each in range(8):
            if type(self.pilot.app.screen).__name__ in VIEWS:
                return
            await self.pilot.press("escape")
            await settled(self.pilot)

    async def whole(self) -> dict[str, list[str]]:
        """Every view and what its keys open."""
        for view, keys in (("2", ()), ("3", ON_A_LEAD), ("1", (*ON_A_LEAD, *ANYWHERE))):
            await self.press(view)
            for key in keys:
                await self.press(key, *INSIDE.get(key, ()))
                await self.back()
        return self.seen


@pytest.mark.slow
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_nothing_is_clipped_or_out_of_line(opened: Opener, size: tuple[int, int], language: str) -> None:
    i18n.speak(language)
    async with opened(size=size) as pilot:
        i18n.speak(language)
        seen = await Walk(pilot).whole()
    assert len({name.split()[-1] for name in seen}) > 20, "so many screens and dialogs"
    assert {name: found for name, found in seen.items() if found} == {}


async def test_the_views_stand_straight_at_eighty_columns(opened: Opener) -> None:
    i18n.speak("zh_CN")
    async with opened(size=(80, 24)) as pilot:
        i18n.speak("zh_CN")
        for key in ("2", "3", "f"):
            await pilot.press(key)
            await settled(pilot)
            assert faults(pilot) == []
