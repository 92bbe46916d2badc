"""What others do to the book while it is shown: looked for every second, and said where a server is out of reach."""

from typing import TYPE_CHECKING

from leadtui.domain.errors import BusyError
from leadtui.i18n import _

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

WATCH_SECONDS = 1.0
"""How often it is asked whether another window wrote; what it wrote is to be seen within two seconds."""
GONE_SECONDS = 30


class Watch:
    """Runs beside one app."""

    def __init__(self, app: "LeadTui") -> None:
        self.app = app
        self._seen = app.first.seen
        self._day = app.book.desk.today()
        self._is_gone = False

    def start(self) -> None:
        """Begin, once the app is mounted."""
        self.app.set_interval(WATCH_SECONDS, self.look)

    async def look(self) -> None:
        """Show what another window or process has changed, and what a new day has."""
        from leadtui.services import book

        app = self.app
        try:
            seen, day = await app.book.ask(book.seen, self._seen), app.book.desk.today()
        except BusyError as error:
            # Told for as long as it lasts: what is shown stays, and the next look finds the server again.
            app.tell(str(error), is_trouble=True, seconds=GONE_SECONDS)
            self._is_gone = True
            return
        if self._is_gone:
            self._is_gone = False
            app.tell(_("The server is back."))
        if (self._seen is not None and seen != self._seen) or day != self._day:
            app.data_changed.publish(None)
        if day != self._day:
            app.upkeep.recycle()
        self._seen, self._day = seen, day
