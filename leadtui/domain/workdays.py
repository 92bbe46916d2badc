"""China's working days: the official calendar with make-up days (调休), else Monday to Friday."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_SHORTEST_HOLIDAY = 3


@dataclass(frozen=True, slots=True)
class _Official:
    """The published calendar: named days off, make-up days at work, and the years both cover."""

    off: Container[date]
    made_up: Container[date]
    years: range


@cache
def _official() -> _Official:
    from chinese_calendar.constants import holidays, workdays

    return _Official(holidays, workdays, range(min(holidays).year, max(holidays).year + 1))


def is_known(day: date) -> bool:
    """Whether the official calendar covers `day`; where not, callers say that Monday to Friday is assumed."""
    return day.year in _official().years


def is_workday(day: date) -> bool:
    """Whether people work on `day`: make-up weekends are working days, public holidays are not."""
    official = _official()
    if day in official.made_up:
        return True
    return day.weekday() < _SATURDAY and day not in official.off


def next_workday(day: date) -> date:
    """`day` itself where it is a working day, else the first one after it."""
    while not is_workday(day):
        day += _ONE_DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day` (before it where negative); `day` itself for 0."""
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def first_workday_after_holiday(day: date) -> date | None:
    """The first working day after the public holiday that `day` is in, or else after the next one.

    Holidays of fewer than three days off in a row do not count. None where the calendar of that time is
    not published.
    """
    official = _official()
    start = day
    while is_known(start - _ONE_DAY) and not is_workday(start - _ONE_DAY):
        start -= _ONE_DAY
    off: list[date] = []
    while is_known(start):
        if not is_workday(start):
            off.append(start)
        else:
            if start > day and len(off) >= _SHORTEST_HOLIDAY and any(each in official.off for each in off):
                return start
            off.clear()
        start += _ONE_DAY
    return None
