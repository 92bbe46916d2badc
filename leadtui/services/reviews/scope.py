"""What a review looks at: the leads that pass filter and owner, and the instants its periods begin and end at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from peewee import Expression, Field

from leadtui.desk import Desk
from leadtui.domain.errors import StoppedError
from leadtui.domain.filters import Filter
from leadtui.domain.periods import Period
from leadtui.services.leads import conditions
from leadtui.store.models import Lead, Rep


@dataclass(frozen=True, slots=True)
class Span:
    """A period as days and as the UTC instants at which it begins and has ended, on the user's calendar."""

    days: Period
    since: datetime
    until: datetime

    def holds(self, instant: Field) -> Expression:
        """A condition: the instant lies in the period."""
        return (instant >= self.since) & (instant < self.until)

    def holds_day(self, day: Field) -> Expression:
        """A condition: the local day lies in the period."""
        return (day >= self.days.start) & (day <= self.days.end)


@dataclass(frozen=True, slots=True)
class Scope:
    """Who asks, about which period, whose leads, and which of them.

    `cancelled` is asked between the steps of long work.
    """

    desk: Desk
    period: Period
    wanted: Filter
    owner: str | None
    cancelled: Callable[[], bool] = lambda: False

    @property
    def now(self) -> Span:
        """The period itself."""
        return span(self.desk, self.period)

    @property
    def before(self) -> Span:
        """The period it is compared with."""
        return span(self.desk, self.period.previous())

    def go_on(self) -> None:
        """Nothing, or StoppedError where nobody waits for the answer any more."""
        if self.cancelled():
            raise StoppedError()

    def leads(self, *, of_owner: bool = True) -> list[Expression]:
        """Conditions on leads: not in the trash, passing the filter and, unless `of_owner` is off, of the owner."""
        found = [Lead.deleted_at.is_null(), *conditions(self.desk, self.wanted)]
        if of_owner and self.owner is not None:
            found.append(Lead.owner << Rep.select(Rep.id).where(Rep.name == self.owner))
        return found

    def done_by(self, rep: Field) -> list[Expression]:
        """Conditions on what was done: by the owner asked for, whoever the lead belongs to."""
        return [] if self.owner is None else [rep << Rep.select(Rep.id).where(Rep.name == self.owner)]


def span(desk: Desk, days: Period) -> Span:
    """A period on the user's calendar."""
    midnight = time(0)
    return Span(days, desk.instant(days.start, midnight), desk.instant(days.end + timedelta(days=1), midnight))
