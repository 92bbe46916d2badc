"""The detail pane: one lead's story beside the list."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from leadtui.desk import Desk

if TYPE_CHECKING:
    from leadtui.services.detail import LeadDetail


class DetailPane(VerticalScroll, can_focus=True):
    """Who, where it stands, what next, what was."""

    ALLOW_SELECT = True
    DEFAULT_CSS = """
    DetailPane {
        width: 42;
        padding: 0 1;
        border-left: solid $rule;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-color: $rule;
        & > Static { width: 1fr; height: auto; }
    }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.desk = desk

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show_lead(self, lead: "LeadDetail | None") -> None:
        """Tell this lead's story, or nothing."""
        if lead is None:
            self.query_one(Static).update(Content(""))
            return
        from leadtui.ui import story

        self.query_one(Static).update(story.told(lead, self.desk))
        self.scroll_home(animate=False)
