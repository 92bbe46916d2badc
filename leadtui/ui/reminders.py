"""Reminders at a plan's time: a line, the bell, a message of the terminal, a command of the user's. One timer waits for
the next moment; nothing else happens while nobody types."""

import os
import subprocess
import threading
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import WorkType

from leadtui.config import Reminding
from leadtui.domain.errors import BusyError
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import reminders
from leadtui.services.reminders import Reminder
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.lines import KeyLine

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

SHOWN_SECONDS = 60
COMMAND_SECONDS = 30
AGAIN_SECONDS = 10
SOON_SECONDS = 0.5
"""What has changed is shown first."""
LATE = timedelta(minutes=1)
"""A plan whose minute has just begun when the book changes still reminds."""


class Reminders:
    """Waits for the next plan of today and says that its time has come."""

    def __init__(self, app: "LeadTui", how: Reminding) -> None:
        self.app = app
        self.how = how
        self._after = app.book.desk.local_now()
        self._timer: Timer | None = None
        self._has_failed = False

    def begin(self) -> None:
        """Wait for the next plan, now and whenever the book has changed."""
        self.app.data_changed.subscribe(self.app, lambda _nothing: self.app.set_timer(SOON_SECONDS, self.arm))
        self.arm()

    def arm(self) -> None:
        """Look again which moment comes next."""
        work: WorkType[None] = self._arm
        self.app.run_worker(work, exclusive=True, group="reminders")

    async def _arm(self) -> None:
        desk = self.app.book.desk
        now = desk.local_now()
        self._after = max(self._after, now - LATE)
        try:
            coming = await self.app.book.ask(reminders.following, desk, self._after, everyone=self.app.shows_everyone)
        except BusyError:
            self._timer = self.app.set_timer(AGAIN_SECONDS, self.arm)  # the team's server is gone for now
            return
        at = coming[0].at if coming else _midnight(self._after)
        if self._timer is not None:
            self._timer.stop()
        # A timer of no length at all ends the program.
        delay = max(0.01, (at - now).total_seconds())
        self._timer = self.app.set_timer(delay, lambda: self._ring(at, coming))

    def _ring(self, at: datetime, come: tuple[Reminder, ...]) -> None:
        self._after = at
        if come:
            self._say(come)
            if self.how.bell:
                self.app.bell()
            for each in come:
                text = _one_line(each)
                if self.how.osc9:
                    self.app.write_raw(message(text, in_tmux=bool(os.environ.get("TMUX"))))
                if self.how.command:
                    command = [*self.how.command, visible(each.lead_no), text]
                    threading.Thread(target=self._run, args=(command,), daemon=True).start()
        self.arm()

    def _say(self, come: Sequence[Reminder]) -> None:
        """On the screen in front; a dialog without a line of its own leaves it to the one below."""
        for screen in reversed(self.app.screen_stack):
            if found := screen.query(KeyLine):
                said = "\n".join(_one_line(each) for each in come[:3])
                found.first().say(said, is_trouble=False, seconds=SHOWN_SECONDS)
                return

    def _run(self, command: Sequence[str]) -> None:
        """Run the user's command; what goes wrong is told once."""
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=COMMAND_SECONDS,
                start_new_session=True,
                check=False,
            )
            why = _("it ended with {status}").format(status=done.returncode) if done.returncode else ""
        except (OSError, ValueError) as error:
            why = str(error)
        except subprocess.TimeoutExpired:
            why = _("it did not end")
        if why and not self._has_failed and self.app.is_running:
            self._has_failed = True
            said = _("The reminder's command failed: {why}").format(why=visible(why))
            self.app.call_from_thread(self.app.tell, said, is_trouble=True)


def _one_line(reminder: Reminder) -> str:
    parts = (f"{reminder.at:%H:%M}", visible(reminder.customer), visible(reminder.action))
    return f" {glyphs().dot} ".join(filter(None, parts))


def _midnight(moment: datetime) -> datetime:
    """The beginning of the next day, when its plans are looked for."""
    return datetime.combine(moment.date() + timedelta(days=1), time(0), moment.tzinfo)


def message(text: str, *, in_tmux: bool) -> str:
    """OSC 9, a notification that some terminals show on the desktop; tmux hands it on where it is wrapped."""
    sequence = f"\x1b]9;{visible(text)}\x07"
    if not in_tmux:
        return sequence
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"
