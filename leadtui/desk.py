"""The desk: who works, in which time zone, by which clock. Passed to every service that asks "who" or "when"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


def present() -> datetime:
    """What the clock of this computer says."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """One rep at work. `known` is false while `me` is only the login name, which nobody chose."""

    me: str
    zone: tzinfo
    known: bool = True
    clock: Callable[[], datetime] = present
    ahead: timedelta = timedelta(0)
    """How far this computer's clock is ahead of the team's server, whose time is worked by; 0 for less than minutes."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return (self.clock() - self.ahead).astimezone(UTC)

    def local_now(self) -> datetime:
        """The present instant on the rep's wall clock."""
        return self.now().astimezone(self.zone)

    def today(self) -> date:
        """The rep's calendar day, which on an SSH host in UTC is not the server's."""
        return self.local_now().date()

    def instant(self, day: date, at: time) -> datetime:
        """The UTC instant of a wall-clock time on the rep's desk."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)
