"""What others do to the book while it is shown: a team's server says it by itself, and of a file the kernel does.

Where neither can, the book is asked every second; where a server is out of reach, a banner stands until it is back.
"""

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from leadtui.domain.errors import BusyError, LeadtuiError
from leadtui.i18n import _
from leadtui.ui.widgets.lines import TopLine, banner

if TYPE_CHECKING:
    from textual.worker import WorkType

    from leadtui.services.book import FileLine, Line
    from leadtui.ui.app import LeadTui

WATCH_SECONDS = 1.0
"""How often it is asked whether another window wrote; what it wrote is to be seen within two seconds."""
LISTENING_SECONDS = 15.0
"""How often it is asked while a line tells by itself: a line can fall silent without being cut."""
GONE_SECONDS = 30
PATIENCE_SECONDS = 8.0
"""How long a server may take for an answer before that is said."""


class Watch:
    """Runs beside one app."""

    def __init__(self, app: "LeadTui") -> None:
        self.app = app
        self.is_gone = False
        """Whether the team's server is out of reach, or lets this rep in no more."""
        self._is_file = isinstance(app.settings.database, Path)
        self._seen = app.first.seen
        self._day = app.book.desk.today()
        self._line: FileLine | Line | None = None
        self._may_listen = True
        self._asked = self._looked = float("-inf")
        self._is_looking = False
        self._soon: Timer | None = None

    def start(self) -> None:
        """Begin, once the app is mounted."""
        self.app.set_timer(WATCH_SECONDS, self._tick)

    def end(self) -> None:
        """Listen no more."""
        self._may_listen = False
        self._hang_up()

    def _tick(self) -> None:
        if self._is_looking:
            if not self._is_file and time.monotonic() - self._asked > PATIENCE_SECONDS:
                self._lose(
                    _("No answer from the server for some seconds. What you type is kept; it goes on by itself.")
                )
        elif self._is_due():
            self._begin()
        # A server may fall silent; a file that tells by itself need not be thought of so often.
        is_quiet = self._is_file and self._line is not None
        self.app.set_timer(LISTENING_SECONDS if is_quiet else WATCH_SECONDS, self._tick)

    def _is_due(self) -> bool:
        is_told = self._line is not None and self.app.book.desk.today() == self._day
        return not is_told or time.monotonic() - self._looked >= LISTENING_SECONDS

    def _begin(self) -> None:
        self._soon = None
        # Not awaited by the app itself: keys are answered while a server is not.
        work: WorkType[None] = self.look
        self.app.run_worker(work, group="watch")

    async def look(self) -> None:
        """Show what another window or process has changed, and what a new day has."""
        from leadtui.services import book

        app = self.app
        self._is_looking, self._asked = True, time.monotonic()
        self._stop_hearing()
        try:
            if self._may_listen and self._line is None:
                await self._listen()
            seen, day = await app.book.ask(book.seen, self._seen), app.book.desk.today()
        except LeadtuiError as error:
            # What is shown stays, and the next look finds the server again.
            self._lose(str(error))
            if self._is_file:
                self._look_soon()
            return
        finally:
            self._is_looking, self._looked = False, time.monotonic()
            self._hear_on()
        self._find_again()
        if (self._seen is not None and seen != self._seen) or day != self._day:
            app.data_changed.publish(None)
        if day != self._day:
            app.upkeep.recycle()
        self._seen, self._day = seen, day

    # The line on which a server or the kernel tells; nobody hears it until the last of its news was looked at

    async def _listen(self) -> None:
        from leadtui.services import book

        self._line = await self.app.book.ask(book.listen)
        self._may_listen = self._line is not None
        if self.app.is_leaving:
            self._hang_up()

    def _hear(self) -> None:
        assert self._line is not None
        try:
            is_news = self._line.heard()
        except BusyError:
            self._hang_up()
            is_news = True
        if is_news:
            self._stop_hearing()
            self._look_soon()

    def _hear_on(self) -> None:
        if self._line is not None:
            asyncio.get_running_loop().add_reader(self._line.fileno(), self._hear)

    def _stop_hearing(self) -> None:
        if self._line is not None:
            asyncio.get_running_loop().remove_reader(self._line.fileno())

    def _look_soon(self) -> None:
        """At once, and where the last look was a moment ago, a second after it: many changes are one reading."""
        if self._soon is None:
            wait = self._looked + WATCH_SECONDS - time.monotonic()
            self._soon = self.app.set_timer(max(wait, 0.01), self._begin)

    def _hang_up(self) -> None:
        self._stop_hearing()
        line, self._line = self._line, None
        if line is not None:
            line.close()

    # A server that is gone

    def _lose(self, told: str) -> None:
        if self.is_gone:
            return
        self.app.tell(told, is_trouble=True, seconds=GONE_SECONDS)
        self.is_gone = not self._is_file
        self._show_banner()

    def _find_again(self) -> None:
        if not self.is_gone:
            return
        self.is_gone = False
        self._may_listen = True
        self._show_banner()
        self.app.tell(_("The server is back."))

    def _show_banner(self) -> None:
        for screen in self.app.screen_stack:
            for line in screen.query(TopLine):
                line.show(replace(line.heading, banner=banner(self.app)))
