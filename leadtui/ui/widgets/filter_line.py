"""The filter line: what is typed filters at once; Enter keeps it, Esc drops it."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input

from leadtui.i18n import _


class FilterLine(Input):
    """One line of words and `name:value` terms over the list."""

    DEFAULT_CSS = """
    FilterLine { dock: top; margin-top: 1; height: 1; padding: 0 1; background: $panel; }
    """

    @dataclass
    class Typed(Message):
        """Other words are in the line."""

        text: str

    @dataclass
    class Left(Message):
        """The line was left; `kept` is false when the filter is dropped."""

        kept: bool

    def __init__(self, text: str) -> None:
        placeholder = _("words, or stage: grade: owner: source: tag: due: …")
        super().__init__(text, placeholder=placeholder, select_on_focus=False, compact=True, classes="-typing")

    def on_mount(self) -> None:
        self.cursor_blink = False
        self.focus()

    def watch_value(self, value: str) -> None:
        self.post_message(self.Typed(value))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape", "down"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(kept=event.key != "escape"))
