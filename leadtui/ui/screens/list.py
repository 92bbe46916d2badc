"""A list of leads with the story of the one under the cursor beside it: what Today and Leads have in common."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from leadtui.i18n import _
from leadtui.ui.commands import LIST, bindings
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.widgets.detail_pane import DetailPane
from leadtui.ui.widgets.lead_table import LeadTable
from leadtui.ui.widgets.lines import KeyLine, TopLine

WIDE = 100
"""From this many cells on, the story stands beside the list."""


class ListScreen(LeadScreen):
    """A lead table, and the detail pane where there is room."""

    IS_DUE_LIST = False
    BINDINGS = bindings(LIST)
    DEFAULT_CSS = """
    ListScreen {
        & > .body { height: 1fr; border-top: solid $rule; border-bottom: solid $rule; }
        & LeadTable { width: 1fr; }
        & .notice { width: 1fr; height: 1fr; padding: 2 4; color: $muted; display: none; }
        &.-empty LeadTable { display: none; }
        &.-empty .notice { display: block; }
        &.-narrow DetailPane { display: none; }
    }
    """

    def compose(self) -> ComposeResult:
        yield TopLine()
        with Horizontal(classes="body"):
            yield LeadTable(self.desk, is_due_list=self.IS_DUE_LIST)
            yield DetailPane(self.desk)
        yield KeyLine()

    @property
    def table(self) -> LeadTable:
        """The list."""
        return self.query_one(LeadTable)

    @property
    def cursor_list(self) -> LeadTable:
        return self.table

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < WIDE, "-narrow")

    def show_heading(self) -> None:
        """Bring the top line up to date."""
        self.query_one(TopLine).show(self.tui.heading(self.VIEW))

    def show_notice(self, text: str) -> None:
        """Say why the list is empty, or show the list again for an empty text."""
        from textual.widgets import Static

        self.set_class(bool(text), "-empty")
        if not text:
            return
        notices = self.query(".notice")
        if notices:
            notices.first(Static).update(text)
        else:
            self.query_one(".body").mount(Static(text, classes="notice", markup=False), before=0)
        self.query_one(DetailPane).show_lead(None)

    async def _tell_story(self) -> None:
        if self.app.screen is not self:
            self.is_stale = True  # it is told when the list is shown again
            return
        if self.has_class("-narrow") or self.row is None:
            self.query_one(DetailPane).show_lead(None)
            return
        from leadtui.services import timeline

        told = await self.ask(timeline.told, self.desk, self.row.id)
        if told is not None and self.row is not None and told[0].row.id == self.row.id:
            self.query_one(DetailPane).show_lead(told)

    def show_detail(self) -> None:
        self.run_worker(self._tell_story(), exclusive=True, group="story")

    def after_saving(self) -> None:
        following = self.table.following()
        if following is not None:
            self.tui.current_lead = following

    def nothing_passes(self) -> str:
        """What a list says that a filter has emptied."""
        return _("Nothing matches {filter}. Esc shows everything again.").format(filter=self.tui.filter_text)
