"""A text in Markdown on a page of its own: a brief before a visit, a written review; one key copies it as it is
shown."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from leadtui.services import brief
from leadtui.ui.commands import BRIEF, CLOSING, bindings
from leadtui.ui.widgets.lines import KeyLine


class BriefPage(Screen[None]):
    """One text; `copied` is said once it was sent to the clipboard."""

    BINDINGS = bindings(BRIEF, CLOSING)
    DEFAULT_CSS = """
    BriefPage > VerticalScroll {
        height: 1fr; padding: 0 1; border-bottom: solid $rule; scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, markdown: str, copied: str) -> None:
        super().__init__()
        self.markdown, self.copied = markdown, copied

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(brief.as_text(self.markdown), markup=False)
        yield KeyLine()

    def action_copy(self) -> None:
        """Send the text to the terminal's clipboard."""
        self.app.copy_to_clipboard(self.markdown)
        self.query_one(KeyLine).say(self.copied, is_trouble=False, seconds=6)

    def action_cancel(self) -> None:
        """Back."""
        self.dismiss(None)
