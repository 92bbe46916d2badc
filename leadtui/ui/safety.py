"""What goes on beside the work: the daily look at the file, a copy every half hour, the lock of an idle screen."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import _

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

CHECK_AFTER_SECONDS = 5.0
COPY_AFTER_SECONDS = 60.0
COPY_EVERY_SECONDS = 300.0
"""How often it is asked whether a copy is due; a copy is made every half hour at the most."""
AT_ONCE_SECONDS = 0.1
"""Faster than hands: keys so close to each other came as one text."""
SIGNS_OF_LIFE = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)


class Safety:
    """Runs beside one app. Nothing here paints while nothing happens."""

    def __init__(self, app: "LeadTui") -> None:
        self.app = app
        place = app.settings.database
        self.path = place if isinstance(place, Path) else None
        """The file, whose health and copies are this program's business; a server has its administrator."""
        self.idle_seconds = app.settings.idle_lock_minutes * 60
        self.is_read_only = app.first.is_read_only
        self.several_lines = False
        """Whether what came last came at once and went on behind an Enter: a paste without brackets."""
        self._last = time.monotonic()
        self._was_enter = False

    def start(self) -> None:
        """Begin, once the app is mounted."""
        if self.path is not None:
            self.app.set_timer(CHECK_AFTER_SECONDS, self._check)
        if self.path is not None and not (self.app.is_demo or self.is_read_only):
            self.app.set_timer(COPY_AFTER_SECONDS, self._copy)
            self.app.set_interval(COPY_EVERY_SECONDS, self._copy)
        if self.idle_seconds:
            self.app.set_timer(self.idle_seconds, self._lock)

    def end(self) -> None:
        """The app has left in good order."""
        from leadtui.services import health

        if self.path is not None and not self.is_read_only:
            health.end(self.path)

    def notice(self, event: events.Event) -> None:
        """Something happened; whether somebody was there."""
        if not isinstance(event, SIGNS_OF_LIFE):
            return
        is_enter = isinstance(event, events.Key) and event.key == "enter"
        if event.time - self._last > AT_ONCE_SECONDS:
            self.several_lines = False
        elif self._was_enter and not is_enter:
            self.several_lines = True
        self._was_enter = is_enter
        self._last = event.time

    async def no_more_lines(self) -> bool:
        """Wait until nothing more comes; whether what came was one line, that an Enter may end."""
        while time.monotonic() - self._last < AT_ONCE_SECONDS:
            await asyncio.sleep(AT_ONCE_SECONDS / 4)
        return not self.several_lines

    def _check(self) -> None:
        self.app.run_worker(self._check_file, thread=True, exit_on_error=False, group="check")

    def _check_file(self) -> None:
        """Look whether the file is sound, once a day and after an unclean end, when the first work is done."""
        from leadtui.services import health

        if self.path is None:
            return
        is_due = self.is_read_only or health.begin(self.path)  # the mark of the last check lies beside the file
        if is_due and (trouble := health.check(self.path)):
            text = _("The database file is damaged: {trouble}. Leave leadtui; `leadtui doctor` tells the way out.")
            self._tell(text.format(trouble=trouble), seconds=60)

    def _copy(self) -> None:
        self.app.run_worker(self._copy_when_due, thread=True, exit_on_error=False, group="copy", exclusive=True)

    def _copy_when_due(self) -> None:
        from leadtui.services import copies

        try:
            if self.path is not None:
                copies.back_up_when_due(self.path)
        except (LeadtuiError, OSError) as error:
            self._tell(_("No copy could be made: {why}").format(why=error), seconds=20)

    def _tell(self, text: str, *, seconds: float) -> None:
        self.app.call_from_thread(self.app.tell, text, is_trouble=True, seconds=seconds)

    def _lock(self) -> None:
        """Cover the screen if nobody was there for so long, else look again when that may be."""
        from leadtui.ui.dialogs.locked import Locked
        from leadtui.ui.dialogs.too_small import TooSmall

        idle = time.monotonic() - self._last
        if idle >= self.idle_seconds and not isinstance(self.app.screen, Locked | TooSmall):
            self.app.push_screen(Locked())
        left = self.idle_seconds - idle
        self.app.set_timer(left if left > 0 else self.idle_seconds, self._lock)
