"""Working days: the office's own calendar first, then China's official one with make-up days (调休), else Monday
to Friday."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from leadtui.domain.holidays import NO_OWN_DAYS, OwnDays
from leadtui.i18n import _

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_SHORTEST_HOLIDAY = 3


@dataclass(frozen=True, slots=True)
class _Official:
    """The published calendar: named days off, make-up days at work, and the years both cover."""

    off: Collection[date]
    made_up: Collection[date]
    years: range


@dataclass(slots=True)
class _Office:
    """The calendar of the office this process works for, as the language spoken is one for all of it."""

    own: OwnDays = NO_OWN_DAYS


_office = _Office()


@cache
def _official() -> _Official:
    from chinese_calendar.constants import holidays, workdays

    return _Official(holidays, workdays, range(min(holidays).year, max(holidays).year + 1))


def follow(own: OwnDays) -> None:
    """From now on the office's own days go before the official calendar."""
    _office.own = own


def stamp() -> str:
    """A word that is another one wherever another calendar is in force."""
    own, official = _office.own, _official()
    days = [sorted(map(str, own.off)), sorted(map(str, own.at_work)), sorted(map(str, official.off))]
    days.append(sorted(map(str, official.made_up)))
    from hashlib import sha256

    return sha256(repr(days).encode()).hexdigest()[:16]


def is_known(day: date) -> bool:
    """Whether the office's or the official calendar covers `day`; where not, Monday to Friday is assumed."""
    return day.year in _office.own.years or day.year in _official().years


def notice(day: date) -> str:
    """What to tell whoever is shown a computed day: that its year's holidays are not known. Empty where they are."""
    if is_known(day):
        return ""
    return _("The holidays of {year} are not published yet; Monday to Friday is assumed.").format(year=day.year)


def is_workday(day: date) -> bool:
    """Whether people work on `day`: make-up weekends are working days, public holidays are not."""
    own, official = _office.own, _official()
    if day in own.off:
        return False
    if day in own.at_work or day in official.made_up:
        return True
    return day.weekday() < _SATURDAY and day not in official.off


def next_workday(day: date) -> date:
    """`day` itself where it is a working day, else the first one after it."""
    while not is_workday(day):
        day += _ONE_DAY
    return day


def last_workday(day: date) -> date:
    """`day` itself where it is a working day, else the last one before it."""
    while not is_workday(day):
        day -= _ONE_DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day` (before it where negative); `day` itself for 0."""
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    for _each in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def first_workday_after_holiday(day: date) -> date | None:
    """The first working day after the public holiday that `day` is in, or else after the next one.

    Holidays of fewer than three days off in a row do not count. None where the calendar of that time is
    not published.
    """
    start = day
    while is_known(start - _ONE_DAY) and not is_workday(start - _ONE_DAY):
        start -= _ONE_DAY
    off: list[date] = []
    while is_known(start):
        if not is_workday(start):
            off.append(start)
        else:
            if start > day and len(off) >= _SHORTEST_HOLIDAY and any(map(_is_named, off)):
                return start
            off.clear()
        start += _ONE_DAY
    return None


def _is_named(day: date) -> bool:
    return day in _office.own.off or day in _official().off
