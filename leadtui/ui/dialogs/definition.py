"""What the figures of a panel mean: the definition over the review, one key away."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from leadtui.ui.commands import leaving
from leadtui.ui.widgets.lines import KeyLine


class Definition(ModalScreen[None]):
    """A title and a text; Esc goes back."""

    BINDINGS = leaving()
    DEFAULT_CSS = """
    Definition {
        align: center middle;
        background: transparent;
        & > VerticalScroll {
            width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
            background: $panel; border: solid $rule; scrollbar-size-vertical: 1;
        }
        & .definition-title { text-style: bold; margin-bottom: 1; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.defined, self.text = title, text

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self.defined, classes="definition-title", markup=False)
            yield Static(self.text, markup=False)
        yield KeyLine()

    def action_cancel(self) -> None:
        """Back."""
        self.dismiss(None)
