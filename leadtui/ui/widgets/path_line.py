"""The line for a file's path: Tab completes it, and a table may be pasted in its place."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from leadtui.ui import sheet_paths


class PathLine(Input):
    """A path under way."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    @dataclass
    class TablePasted(Message):
        """Several lines, or cells with tabs between them, were pasted."""

        text: str

    def action_complete(self) -> None:
        """Go on as far as all that fits agrees."""
        self.value = sheet_paths.completed(self.value)
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        if "\t" in event.text or "\n" in event.text.strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.TablePasted(event.text))
