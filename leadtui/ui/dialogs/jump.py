"""Jump: a letter on every place of the screen; the letter goes there as a click would."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from leadtui.ui.lead_screen import LeadScreen

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The home row first; their keys stand where they are whatever is typed."""


class Jump(ModalScreen[None]):
    """Letters over the screen below; any other key takes them away."""

    DEFAULT_CSS = """
    Jump {
        background: transparent;
        layers: letters;
        & > Static {
            layer: letters; width: 3; height: 1; background: $accent; color: $background; text-style: bold;
        }
    }
    """

    def __init__(self, below: LeadScreen) -> None:
        super().__init__()
        self.places = dict(zip(LETTERS, below.places(), strict=False))

    def compose(self) -> ComposeResult:
        for letter, place in self.places.items():
            label = Static(Content(f" {letter} "), markup=False)
            label.styles.offset = place.at
            label.styles.position = "absolute"
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go to the place of the letter."""
        event.stop()
        place = self.places.get((event.character or "").lower())
        self.dismiss(None)
        if place is not None:
            self.app.call_after_refresh(place.go)

    def on_click(self) -> None:
        """A click anywhere takes the letters away."""
        self.dismiss(None)
