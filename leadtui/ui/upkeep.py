"""What is caught up with once the first screen stands: an upgrade's rest, days of another zone, drafts, reminders."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from leadtui.domain.errors import BusyError, LeadtuiError
from leadtui.i18n import _, ngettext
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.widgets.windowed import WindowedList

if TYPE_CHECKING:
    from textual.worker import WorkType

    from leadtui.ui.app import LeadTui

AFTER_START_SECONDS = 0.4
"""What need not stand in the way of the first keys waits for this long."""
DAYS_AFTER_SECONDS = 2.0
CATCH_UP_AFTER_SECONDS = 5.0
PAUSE_SECONDS = 0.2

_ON_LEAD = {"followup": "f", "edit": "e"}
_ANEW = {"new": "n", "quick": "N"}
"""The keys that go on with a draft, by its form: with the cursor on its lead, and anywhere."""


class Upkeep:
    """Runs beside one app, in slices between which the book answers."""

    def __init__(self, app: "LeadTui") -> None:
        self.app = app
        self.is_at_work = False
        """Whether the start is over."""

    def start(self) -> None:
        """Begin, once the app is mounted."""
        app = self.app
        app.set_timer(AFTER_START_SECONDS, self._after_start)
        app.set_timer(DAYS_AFTER_SECONDS, self.set_days_right)
        if not app.first.is_read_only:
            app.set_timer(CATCH_UP_AFTER_SECONDS, lambda: self._run(self._catch_up, "catch up"))
            app.set_timer(DAYS_AFTER_SECONDS, self.recycle)
        if app.keymap.troubles:
            app.call_after_refresh(app.tell, "\n".join(app.keymap.troubles[:3]), is_trouble=True, seconds=20)
        elif app.settings.warnings:
            app.call_after_refresh(app.tell, "\n".join(app.settings.warnings), seconds=12)
        if app.is_demo:
            return
        if app.settings.is_newcomer and app.first.is_empty:
            app.call_after_refresh(lambda: self._run(self._welcome, "welcome"))
        elif app.settings.asks_zone:
            app.call_after_refresh(lambda: self._run(self._ask_zone, "zone"))

    def _run(self, work: "WorkType[None]", group: str) -> None:
        # A callable, not a coroutine: what never starts because the app ends is no mistake.
        self.app.run_worker(work, exclusive=True, group=group)

    def set_days_right(self) -> None:
        """Compute the leads' days anew where they were found under another zone or calendar."""
        if not self.app.first.is_read_only:
            self._run(self._set_days_right, "days")

    def _after_start(self) -> None:
        from leadtui.ui.reminders import Reminders

        self.is_at_work = True
        if self.app.is_leaving:
            return
        if self.app.first.is_read_only:
            text = _("This book can be read but not changed: {path} or its folder is closed for writing.")
            self.app.tell(text.format(path=self.app.settings.database), is_trouble=True, seconds=60)
        if self.app.book.desk.ahead:
            from leadtui.services import clocks

            self.app.tell(clocks.off(self.app.book.desk), is_trouble=True, seconds=60)
        self._run(self._offer_drafts, "drafts")
        Reminders(self.app, self.app.settings.reminders).begin()

    async def _catch_up(self) -> None:
        from leadtui.services.book import catch_up

        with suppress(BusyError):
            while await self.app.book.ask(catch_up, self.app.book.desk):
                await asyncio.sleep(PAUSE_SECONDS)

    async def _set_days_right(self) -> None:
        from leadtui.services import days

        book = self.app.book
        with suppress(BusyError):  # another window is at it, or will be asked at the next start
            behind = await book.ask(days.behind, book.desk)
            has_moved = False
            for start in range(0, len(behind), days.AT_ONCE):
                has_moved |= await book.ask(days.recompute, book.desk, behind[start : start + days.AT_ONCE])
            if behind:
                await book.ask(days.settle, book.desk)
            if has_moved:
                self.app.data_changed.publish(None)

    def recycle(self) -> None:
        """Send back to the pool what the team's rule says; whoever comes first does it for all."""
        if not self.app.first.is_read_only:
            self._run(self._recycle, "pool")

    async def _recycle(self) -> None:
        from leadtui.services import pool

        book = self.app.book
        with suppress(LeadtuiError):  # another window is at it, or the server lets nobody at it just now
            count = await book.ask(pool.recycle, book.desk)
            if count:
                self.app.data_changed.publish(None)
                text = ngettext("{count} lead went back to the pool", "{count} leads went back to the pool", count)
                self.app.tell(text.format(count=count) + " · " + _("0 shows it"))

    async def _ask_zone(self) -> None:
        from leadtui.ui.welcome import ask_zone

        await ask_zone(self.app)

    async def _welcome(self) -> None:
        from leadtui.ui.welcome import welcome

        await welcome(self.app)

    async def _offer_drafts(self) -> None:
        """Say what was typed and never saved; the cursor goes to its lead where that stands in the list."""
        from leadtui.services import leads
        from leadtui.ui import drafts

        app = self.app
        kept = await asyncio.to_thread(drafts.all_kept, app.settings.database)
        if not kept or not isinstance(app.screen, LeadScreen):
            return
        newest = kept[0]
        try:
            place = next(iter((await app.book.ask(leads.present, [newest.lead_no])).values()), None)
        except BusyError:
            place = None
        screen = app.screen
        if not isinstance(screen, LeadScreen) or not screen.query(WindowedList):
            return  # a lead's page was opened meanwhile
        is_here = place in screen.cursor_list.items and newest.form in _ON_LEAD and app.current_lead in (None, place)
        if is_here:
            app.current_lead = place
            screen.refresh_rows()
        key = (_ON_LEAD.get(newest.form) if is_here else _ANEW.get(newest.form)) or "W"
        app.tell(drafts.told(kept, app.book.desk, key=key), seconds=60)
