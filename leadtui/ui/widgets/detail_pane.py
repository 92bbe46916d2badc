"""The detail pane: one lead's story beside the list."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from leadtui.desk import Desk

if TYPE_CHECKING:
    from leadtui.services.detail import LeadDetail
    from leadtui.services.timeline import Event, Kind


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
        &:focus { border-left: solid $accent; }
        & > Static { width: 1fr; height: auto; }
    }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.desk = desk
        self.kind: Kind | None = None
        self._told: tuple[LeadDetail, tuple[Event, ...]] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def show_lead(self, told: "tuple[LeadDetail, tuple[Event, ...]] | None") -> None:
        """Tell this lead's story with its timeline, or nothing."""
        self._told = told
        self._tell()
        self.scroll_home(animate=False)

    def next_kind(self) -> None:
        """Show the next kind of event of the timeline, after the last one all again."""
        from leadtui.ui import timeline_view

        if self._told is not None:
            self.kind = timeline_view.next_kind(self._told[1], self.kind)
            self._tell()

    def _tell(self) -> None:
        if self._told is None:
            self.query_one(Static).update(Content(""))
            return
        from leadtui.ui import story

        lead, happened = self._told
        self.query_one(Static).update(story.told(lead, happened, self.desk, self.kind))
