"""A view with a cursor on a lead: its windows are fed, its keys act on that lead."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, ParamSpec

from textual import on
from textual.app import App
from textual.geometry import Offset
from textual.timer import Timer
from textual.worker import Worker

from leadtui.i18n import N_, _
from leadtui.services import leads
from leadtui.services.leads import LeadRow
from leadtui.ui import guards
from leadtui.ui.commands import LEAD, MOVE, bindings
from leadtui.ui.places import Place
from leadtui.ui.screen import DataScreen
from leadtui.ui.widgets.lines import VIEWS, TopLine
from leadtui.ui.widgets.windowed import WindowedList

if TYPE_CHECKING:
    from leadtui.services.board import Spot
    from leadtui.ui.widgets.filter_line import FilterLine

P = ParamSpec("P")

TRIED = N_("tried")
"""Why a lead waits that nobody answered for; it comes back where the call is taken back."""
TURN_SECONDS = 1.0
"""How long an act waits for the one before it."""
RESTING_SECONDS = 0.1
"""How long the cursor rests on a lead before its story is read."""

OnLead = Callable[["LeadScreen", LeadRow], Awaitable[None]]
"""What is done with one lead."""
OnNone = Callable[["LeadScreen"], Awaitable[None]]
"""What is done where there is no lead under the cursor."""


def leave_pages(app: App[None]) -> None:
    """Leave the view, and all pages that lie over it, one over the other."""
    for _page in app.screen_stack:
        if isinstance(app.screen, LeadScreen):
            app.screen.leave()


class LeadScreen(DataScreen):
    """A view with a cursor on a lead."""

    BINDINGS = bindings(LEAD, MOVE)
    _resting: Timer | None = None

    @property
    def cursor_list(self) -> WindowedList:
        """The list that has the cursor."""
        return self.query_one(WindowedList)

    @property
    def row(self) -> LeadRow | None:
        """The line of the lead under the cursor."""
        return self.cursor_list.row

    def before_act(self) -> None:
        """Look where the cursor stands before an act changes the list."""

    def after_saving(self) -> None:
        """Where the cursor goes once the lead under it was dealt with."""

    def put_aside(self, chosen: tuple[int, ...], word: str) -> None:
        """Leave leads for later in this sitting, where the view has an order to work through; the word says why."""

    def show_detail(self) -> None:
        """Tell the story of the lead under the cursor, where the view has room for it."""

    # Windows ask for rows

    @on(WindowedList.RowsWanted)
    async def _read_rows(self, event: WindowedList.RowsWanted) -> None:
        found = await self.ask(leads.rows, self.desk, event.ids)
        event.sender.supply(found or ())

    @on(WindowedList.Highlighted)
    def _rest(self, event: WindowedList.Highlighted) -> None:
        if event.lead_id is not None and event.by_hand:
            self.tui.current_lead = event.lead_id
        self.show_detail_soon()

    def show_detail_soon(self) -> None:
        """Tell the story of the lead under the cursor once the cursor has rested: paging asks for none."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(RESTING_SECONDS, self.show_detail)

    @on(WindowedList.Chosen)
    def _open(self) -> None:
        self.action_open()

    @on(TopLine.ViewChosen)
    def _view(self, event: TopLine.ViewChosen) -> None:
        self.tui.action_show_view(event.view)

    def places(self) -> Iterator[Place]:
        """Where jump mode can go from here."""
        for start, _end, view in self.query_one(TopLine).tabs():
            yield Place(Offset(start, 0), partial(self.tui.action_show_view, view))

    # Keys act on the lead under the cursor

    def _act(self, act: OnLead, otherwise: OnNone | None = None) -> None:
        self._start(self._act_on_row, act, otherwise)

    async def _act_on_row(self, act: OnLead, otherwise: OnNone | None) -> None:
        await self.caught_up()
        await self.cursor_list.arrived()
        if self.row is not None:
            self.before_act()
            await act(self, self.row)
        elif otherwise is not None:
            await otherwise(self)
        else:
            self.tell(_("No lead is chosen."))
        await self.caught_up()

    def _start(self, act: Callable[P, Awaitable[None]], *args: P.args, **kwargs: P.kwargs) -> None:
        """Carry out an act; what is typed ahead waits for the form it opens."""
        before = guards.under_way(self, guards.ACTING)
        in_turn = partial(self._in_turn, partial(act, *args, **kwargs), before)
        self.tui.hold_keys(self.run_worker(in_turn, group=guards.ACTING))

    async def _in_turn(self, act: Callable[[], Awaitable[None]], before: list[Worker[None]]) -> None:
        """Carry out an act once those before it are over; where they hang on a dead line, it is refused."""
        patience = time.monotonic() + TURN_SECONDS
        while (is_hanging := not all(each.is_finished for each in before)) and time.monotonic() < patience:
            await asyncio.sleep(0.005)
        if is_hanging:
            self.tell(guards.not_yet())
        else:
            await act()

    def action_step(self, count: int) -> None:
        """Move the cursor by leads."""
        self.cursor_list.step(count)

    def action_page(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.cursor_list.page(pages)

    def action_first(self) -> None:
        """Move the cursor to the first lead."""
        self.cursor_list.go_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last lead."""
        self.cursor_list.go_to(len(self.cursor_list.items) - 1)

    def action_log(self) -> None:
        """Log a follow-up for the lead under the cursor; without one, a caller who is not in the book."""
        self._act(_acts().log, _acts().log_unknown)

    def action_edit(self) -> None:
        """Edit the lead under the cursor."""
        self._act(_acts().edit)

    def action_reschedule(self) -> None:
        """Move its next step to another day."""
        self._act(_acts().reschedule)

    def action_snooze(self) -> None:
        """Keep it off the list for a while."""
        self._act(_acts().snooze)

    def action_complete(self) -> None:
        """Mark its next step done."""
        self._act(_acts().complete)

    def action_no_answer(self) -> None:
        """Note that nobody answered."""
        self._act(_acts().no_answer)

    def action_shift_day(self, days: int) -> None:
        """Put its next step a day later or sooner."""
        self._act(_acts().later if days > 0 else _acts().sooner)

    def action_move(self) -> None:
        """Move it to a stage chosen from all."""
        self._act(_acts().move)

    def action_reveal(self) -> None:
        """Show its contact details in full for a while."""
        self._act(_acts().reveal)

    def action_copy_phone(self) -> None:
        """Copy its number without showing it."""
        self._act(_acts().copy_phone)

    def action_open(self) -> None:
        """Show it whole."""
        self._act(_acts().show_whole)

    def action_repurchase(self) -> None:
        """Open the next cycle of its customer."""
        self._act(_record_acts().repurchase)

    def action_refer(self) -> None:
        """Open the lead that its customer recommended."""
        self._act(_record_acts().refer)

    def action_brief(self) -> None:
        """Show what to know before a visit."""
        self._act(_record_acts().show_brief)

    async def opened(self, lead_no: str) -> None:
        """A lead was opened from the one under the cursor: say its number, and be ready to go there."""
        self.tui.current_lead = await self.ask(leads.find, lead_no) or self.tui.current_lead
        self.changed(_("Opened: {lead_no} · 2 shows it in Leads · u to undo").format(lead_no=lead_no))

    def leave(self) -> None:
        """Make way for another view."""

    def action_next_view(self, step: int) -> None:
        """Show the view after this one, or before it."""
        place = VIEWS.index(self.VIEW) if self.VIEW in VIEWS else 0
        self.tui.action_show_view(VIEWS[(place + step) % len(VIEWS)])

    def action_jump(self) -> None:
        """Show a letter on every place to go to."""
        from leadtui.ui.dialogs.jump import Jump

        self.app.push_screen(Jump(self))

    def action_add(self) -> None:
        """Add a lead."""
        self._start(_acts().add, self)

    def action_quick_add(self) -> None:
        """Add a lead in one line."""
        self._start(_acts().quick_add, self)

    def action_merge(self) -> None:
        """Make one of it and a look-alike."""
        self._act(_tidying().merge)

    def action_delete(self) -> None:
        """Put it into the trash."""
        self._act(_tidying().delete)

    def action_claim(self) -> None:
        """Take it out of the pool."""
        self._act(_pooling().claim)

    def action_release(self) -> None:
        """Put it into the pool."""
        self._act(_pooling().release)

    def action_customer(self) -> None:
        """Show its customer."""
        self._act(_tidying().customer)

    def action_trash(self) -> None:
        """Show the trash."""
        self._start(_tidying().trash, self)

    def action_history(self) -> None:
        """Show who did what."""
        self._start(_tidying().show_history, self)

    def action_workload(self) -> None:
        """Show what each rep has in hand."""
        self._start(_tidying().show_workload, self)

    def action_bring_sheet(self) -> None:
        """Bring in a sheet."""
        self._start(_acts().bring_sheet, self)

    def action_team_settings(self) -> None:
        """Show the team's settings."""
        self._start(_acts().team_settings, self)

    def action_message(self) -> None:
        """Send a message from a template to the clipboard."""
        self._act(_acts().message)

    def action_drafts(self) -> None:
        """Choose among the drafts that were never saved."""
        self._start(_acts().drafts, self)

    def action_saved_views(self) -> None:
        """Show the saved views."""
        self._start(_acts().saved_views, self)

    def put(self, rows: tuple[LeadRow, ...], spot: "Spot") -> None:
        """Put leads somewhere on the board, through the gates."""
        self._start(_acts().put, self, rows, spot)

    def after_putting(self) -> None:
        """What a view forgets once leads were moved."""

    @property
    def takes_digits(self) -> bool:
        """Whether a digit means something else here than a view."""
        return False

    def action_filter(self) -> None:
        """Open the filter line."""
        from leadtui.ui.widgets.filter_line import FilterLine

        if not self.query(FilterLine):
            self.tui.hold_keys()
            self.mount(FilterLine(self.tui.filter_text))

    def on_filter_line_typed(self, event: "FilterLine.Typed") -> None:
        """Filter as one types."""
        self.tui.set_filter(event.text)

    def on_filter_line_left(self, event: "FilterLine.Left") -> None:
        """Back to the list, with the filter or without."""
        from leadtui.ui.widgets.filter_line import FilterLine

        if not event.kept:
            self.tui.set_filter("")
        self.query(FilterLine).remove()
        self.take_focus()

    def take_focus(self) -> None:
        """Give the keys back to what has the cursor."""
        self.cursor_list.focus()

    def action_back(self) -> None:
        """Leave the filter."""
        if self.tui.filter_text:
            self.tui.set_filter("")


def _acts() -> ModuleType:
    """The acts with their forms and services, imported when the first of them is wanted."""
    from leadtui.ui import lead_acts

    return lead_acts


def _record_acts() -> ModuleType:
    from leadtui.ui import record_acts

    return record_acts


def _pooling() -> ModuleType:
    from leadtui.ui import pooling

    return pooling


def _tidying() -> ModuleType:
    """The acts that put in order, imported when the first of them is wanted."""
    from leadtui.ui import tidying

    return tidying
