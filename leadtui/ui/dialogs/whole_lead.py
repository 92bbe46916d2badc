"""One lead whole on a page of its own: where the detail pane has no room, or all of it is wanted."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from leadtui.desk import Desk
from leadtui.services.detail import LeadDetail
from leadtui.ui import story
from leadtui.ui.commands import leaving
from leadtui.ui.widgets.lines import KeyLine


class WholeLead(Screen[None]):
    """The lead's story over the full width."""

    BINDINGS = leaving()
    DEFAULT_CSS = """
    WholeLead > VerticalScroll {
        height: 1fr; padding: 0 1; border-bottom: solid $rule; scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, lead: LeadDetail, desk: Desk) -> None:
        super().__init__()
        self.lead = lead
        self.desk = desk

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(story.told(self.lead, self.desk), markup=False)
        yield KeyLine()

    def action_cancel(self) -> None:
        """Back to the list."""
        self.dismiss(None)
