"""What the app is made of that is imported when it is first wanted: the views but the first, palette, driver."""

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from leadtui.config import Settings
from leadtui.ui import glyphs, themes

if TYPE_CHECKING:
    from textual.driver import Driver


def leads() -> Screen[Any]:
    """All leads."""
    from leadtui.ui.screens.leads import LeadsScreen

    return LeadsScreen()


def board() -> Screen[Any]:
    """The board."""
    from leadtui.ui.screens.board import BoardScreen

    return BoardScreen()


def review() -> Screen[Any]:
    """The review."""
    from leadtui.ui.screens.review import ReviewScreen

    return ReviewScreen()


def palette() -> type:
    """What the palette searches."""
    from leadtui.ui.palette import Commands

    return Commands


def driver(settings: Settings) -> "type[Driver] | None":
    """How the terminal is driven; None for Textual's own choice."""
    if not settings.slow_link and settings.glyphs != "ascii":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    from leadtui.ui.slow_link import StillMouse

    driver = StillMouse if settings.slow_link else LinuxDriver
    return glyphs.narrow(driver) if settings.glyphs == "ascii" else driver


def theme(settings: Settings) -> str:
    """The theme of somebody who has chosen none: a terminal's own sixteen colours take the fewest bytes."""
    return themes.THIN if settings.slow_link else themes.DARK.name
