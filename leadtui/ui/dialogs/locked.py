"""What stands on the screen while nobody is at it: no customer, and nothing that moves."""

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from leadtui.i18n import _


class Locked(Screen[None]):
    """Covers everything until a key is pressed; that key does nothing else."""

    DEFAULT_CSS = """
    Locked { align: center middle; & > Static { width: auto; } }
    """

    def compose(self) -> ComposeResult:
        yield Static(_("Locked while nobody was here. Press any key."), markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self._unlock()

    def on_click(self) -> None:
        self._unlock()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted here was meant for something else."""
        event.stop()
        self._unlock()

    def _unlock(self) -> None:
        if self.is_current:
            self.app.pop_screen()
