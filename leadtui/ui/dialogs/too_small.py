"""What is said in a terminal too small to work in; it leaves by itself when the terminal grows."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from leadtui.i18n import _


class TooSmall(Screen[None]):
    """Waits for room."""

    def compose(self) -> ComposeResult:
        yield Static(_("Too small: make the terminal larger."), markup=False)
