"""A list of leads with the story of the one under the cursor beside it: what Today and Leads have in common."""

from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Offset

from leadtui.i18n import _
from leadtui.ui.commands import LIST, bindings
from leadtui.ui.lead_screen import LeadScreen, OnLead, OnNone
from leadtui.ui.places import Place
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

    def __init__(self) -> None:
        super().__init__()
        self.marked: dict[int, None] = {}
        self.next_up: int | None = None
        """Where the cursor goes when the lead acted on leaves the list."""

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
        self.query_one(TopLine).show(replace(self.tui.heading(self.VIEW), notes=tuple(self.notes())))

    def notes(self) -> list[str]:
        """What is said about the list in the top line: how many are marked."""
        return [_("{count} marked").format(count=len(self.marked))] if self.marked else []

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

    @work(exclusive=True, group="story")
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
        self._tell_story()

    # Places: headings, and the story, which the keys then scroll

    def places(self) -> Iterator[Place]:
        yield from super().places()
        table, story = self.table, self.query_one(DetailPane)
        left, top, _width, height = table.region
        first = table.scroll_offset.y
        for y, item in enumerate(table.shown_items()[:height]):
            if item < 0:
                yield Place(Offset(left, top + y), partial(table.go_to, first + y + 1))
        if not self.has_class("-narrow"):
            yield Place(Offset(left, top + height - 1), table.focus)
            yield Place(Offset(story.region.x + 1, story.region.y), story.focus)

    @property
    def _story_has_keys(self) -> DetailPane | None:
        # Where the list is empty, the focus falls on the story by itself.
        is_chosen = isinstance(self.focused, DetailPane) and not self.has_class("-empty")
        return self.query_one(DetailPane) if is_chosen else None

    def action_step(self, count: int) -> None:
        """Move the cursor by leads; in the story, scroll."""
        if (story := self._story_has_keys) is not None:
            story.scroll_relative(y=count, animate=False)
        else:
            super().action_step(count)

    def action_page(self, pages: int) -> None:
        """Move the cursor by screenfuls; in the story, scroll."""
        if (story := self._story_has_keys) is not None:
            story.scroll_relative(y=pages * story.size.height, animate=False)
        else:
            super().action_page(pages)

    # Marks: keys act on all marked leads, or else on the one under the cursor

    def section(self) -> list[int]:
        """The leads that are marked together."""
        return []

    def keep_marks(self, listed: Collection[int]) -> None:
        """What is no longer listed is no longer marked: nothing unseen is acted on."""
        if self.marked:
            there = set(listed)
            self.marked = {each: None for each in self.marked if each in there}
        self.table.show_marks(self.marked)

    def clear_marks(self) -> None:
        """Take all marks off."""
        self._mark({})

    def _mark(self, marked: dict[int, None]) -> None:
        self.marked = marked
        self.table.show_marks(marked)
        self.show_heading()

    def action_mark(self) -> None:
        """Mark the lead under the cursor, or unmark it, and go on to the next."""
        lead_id = self.table.lead_id
        if lead_id is not None:
            kept = {each: None for each in self.marked if each != lead_id}
            self._mark(kept if lead_id in self.marked else {**kept, lead_id: None})
            self.action_step(1)

    def action_mark_all(self) -> None:
        """Mark all that stand together with the lead under the cursor; where all are, take all marks off."""
        together = self.section()
        is_done = all(lead_id in self.marked for lead_id in together)
        self._mark({} if is_done else dict.fromkeys((*self.marked, *together)))

    def action_back(self) -> None:
        """Give the keys back to the list; else take off the marks; else leave the filter."""
        if self._story_has_keys is not None:
            self.take_focus()
        elif self.marked:
            self.clear_marks()
        else:
            super().action_back()

    def _act(self, act: OnLead, otherwise: OnNone | None = None) -> None:
        # An act on one lead has a twin of the same name for many, where there can be one.
        from leadtui.ui import many_acts

        twin = many_acts.TWINS.get(getattr(act, "__name__", "")) if self.marked else None
        if twin is None:
            super()._act(act, otherwise)
        else:
            self._start(self._act_on_marked, twin)

    async def _act_on_marked(self, act: Callable[["ListScreen", tuple[int, ...]], Awaitable[None]]) -> None:
        await self.caught_up()
        self.before_act()
        await act(self, tuple(self.marked))
        await self.caught_up()

    def after_putting(self) -> None:
        self.clear_marks()

    # Where the cursor goes

    def before_act(self) -> None:
        self.next_up = self._following()
        if self.table.lead_id is not None:
            self.tui.current_lead = self.table.lead_id

    def after_saving(self) -> None:
        following = self._following()
        if following is not None:
            self.tui.current_lead = following

    def _following(self) -> int | None:
        """The next lead that is not being acted on; at the end of the due list the first that is left."""
        items, place = self.table.items, self.table.cursor
        around = chain(islice(items, place + 1, None), islice(items, place) if self.IS_DUE_LIST else ())
        others = (item for item in around if item > 0 and item != self.table.lead_id and item not in self.marked)
        first = next(others, None)
        if first is None or not self.is_put_off(first):
            return first
        return next((item for item in others if not self.is_put_off(item)), first)

    def is_put_off(self, lead_id: int) -> bool:
        """Whether a lead waits until the others are done."""
        return False

    def nothing_passes(self) -> str:
        """What a list says that a filter has emptied."""
        return _("Nothing matches {filter}. Esc shows everything again.").format(filter=self.tui.filter_text)
