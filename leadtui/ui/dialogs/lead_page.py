"""One lead on a page of its own: everything known about it, with a cursor that walks over its records."""

from typing import cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import leads, qualification, timeline
from leadtui.services.detail import LeadDetail
from leadtui.services.leads import LeadRow
from leadtui.services.qualification import Judgement
from leadtui.services.timeline import Event, Kind
from leadtui.ui import page_blocks, record_acts, timeline_view
from leadtui.ui.commands import PAGE, bindings
from leadtui.ui.glyphs import glyphs
from leadtui.ui.lead_screen import LeadScreen, OnLead, OnNone
from leadtui.ui.page_blocks import Record
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.record_list import RecordList

WIDE = 116
"""From this many cells on, the timeline stands beside the facts."""

Told = tuple[LeadDetail, tuple[Event, ...], Judgement]


def read(desk: Desk, lead_id: int) -> Told:
    """What the page shows of a lead; LeadtuiError when it is gone."""
    return (*timeline.told(desk, lead_id), qualification.judge(desk, lead_id))


class LeadPage(LeadScreen):
    """The page. Every command for a lead works on this one; the way back leads to the list with its cursor."""

    BINDINGS = bindings(PAGE)
    AUTO_FOCUS = "#facts"
    is_stale = False
    _last_words = ""
    """What was done to the lead here: told where it is gone."""
    DEFAULT_CSS = """
    LeadPage {
        & > .page-title {
            dock: top; height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; color: $muted;
        }
        & > Horizontal { height: 1fr; border-top: solid $rule; border-bottom: solid $rule; }
        & #facts { width: 1fr; }
        & #story { width: 1fr; border-left: solid $rule; display: none; }
        &.-wide #story { display: block; }
    }
    """

    def __init__(self, found: Told) -> None:
        super().__init__()
        self.found = found
        self.kind: Kind | None = None
        self.wanted: Record | None = None

    def compose(self) -> ComposeResult:
        yield Static("", classes="page-title", markup=False)
        with Horizontal():
            yield RecordList(id="facts")
            yield RecordList(id="story")
        yield KeyLine()

    @property
    def row(self) -> LeadRow | None:
        return self.found[0].row

    @property
    def active(self) -> RecordList:
        """The list that has the cursor."""
        story = self.query_one("#story", RecordList)
        return story if self.focused is story and self.has_class("-wide") else self.query_one("#facts", RecordList)

    @property
    def record(self) -> Record | None:
        """The record under the cursor."""
        return cast("Record | None", self.active.record)

    # Showing

    async def reload(self) -> None:
        try:
            self.found = await self.book.ask(read, self.desk, self.found[0].row.id)
        except LeadtuiError as error:
            # Deleted here, or by somebody else: there is nothing left to show.
            if self.app.screen is self:  # Textual calls a page current too while a dialog lies over it
                self.dismiss()
                self.tui.tell(self._last_words or str(error))
            else:
                self.is_stale = True
            return
        self._last_words = ""
        self.show()

    def on_mount(self) -> None:
        super().on_mount()
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        is_wide = event.size.width >= WIDE
        if is_wide != self.has_class("-wide"):
            self.set_class(is_wide, "-wide")
            self.show()

    def show(self) -> None:
        """Show what was read."""
        lead, happened, judged = self.found
        desk = self.desk
        left = list(page_blocks.facts(lead, judged, desk))
        right = list(page_blocks.story(happened, self.kind, desk))
        is_wide = self.has_class("-wide")
        facts, story = self.query_one("#facts", RecordList), self.query_one("#story", RecordList)
        facts.show(left if is_wide else [*left, page_blocks.GAP, *right])
        story.show(right if is_wide else [])
        if not is_wide and story.has_focus:
            facts.focus()
        title = f" {glyphs().dot} ".join((visible(lead.row.lead_no), visible(lead.row.customer)))
        self.query_one(".page-title", Static).update(title)
        if self.wanted is not None:
            facts.put_on(self.wanted)
            self.wanted = None

    def show_detail_soon(self) -> None:
        """There is no story beside this page."""

    def take_focus(self) -> None:
        self.active.focus()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "filter" and super().check_action(action, parameters)

    async def _act_on_row(self, act: OnLead, otherwise: OnNone | None) -> None:
        await self.caught_up()
        await act(self, self.found[0].row)

    def action_step(self, count: int) -> None:
        """Move the cursor by records, from the facts on into the timeline."""
        if not self.active.step(count) and self.has_class("-wide"):
            other = "#story" if count > 0 else "#facts"
            self.set_focus(self.query_one(other, RecordList))  # at once: the next key is behind this one already

    def action_page(self, pages: int) -> None:
        """Move by screenfuls."""
        self.active.page(pages)

    def action_first(self) -> None:
        """Go to the top."""
        self.active.first()

    def action_last(self) -> None:
        """Go to the end."""
        self.active.last()

    def action_kinds(self) -> None:
        """Show the next kind of event in the timeline."""
        self.kind = timeline_view.next_kind(self.found[1], self.kind)
        self.show()
        shown = page_blocks.story(self.found[1], self.kind, self.desk)
        first = next((each.record for each in shown if each.record), None)
        self.query_one("#story" if self.has_class("-wide") else "#facts", RecordList).put_on(first)

    def action_add_record(self) -> None:
        """Add a record."""
        self._act(record_acts.add)

    def action_edit_record(self) -> None:
        """Change the record under the cursor, or go to the lead it names."""
        record = self.record
        if record is None:
            return
        if record.lead_no:
            self._start(self._visit, record.lead_no)
        elif record.entity is Entity.LEAD:
            self.action_edit()
        else:
            self._act(lambda screen, row: record_acts.edit(screen, row, record))

    def action_remove_record(self) -> None:
        """Remove the record under the cursor."""
        record = self.record
        if record is not None:
            self._act(lambda screen, row: record_acts.remove(screen, row, record))

    @on(RecordList.Chosen)
    def _chosen(self) -> None:
        self.action_edit_record()

    async def _visit(self, lead_no: str) -> None:
        found = await self.ask(leads.find, lead_no)
        told = await self.ask(read, self.desk, found) if found is not None else None
        if told is not None:
            await self.app.push_screen_wait(LeadPage(told))

    async def opened(self, lead_no: str) -> None:
        self.wanted = Record(Entity.LEAD, lead_no=lead_no)
        self.changed(_("Opened: {lead_no} · Enter goes there · u to undo").format(lead_no=lead_no))

    def part_with(self, text: str) -> None:
        super().part_with(text)
        self._last_words = text

    def leave(self) -> None:
        self.dismiss()

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss()
