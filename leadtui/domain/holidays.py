"""An office's own days off and at work, read from a TOML or an iCalendar file's text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import N_

_ONE_DAY = timedelta(days=1)
_LONGEST = 400
_MADE_UP = re.compile(r"班|工作日|\bwork", re.IGNORECASE)
_FOLDED = re.compile(r"\r?\n[ \t]")


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days that an office does not work, days that it does although others do not, and the years they speak for."""

    off: frozenset[date] = frozenset()
    at_work: frozenset[date] = frozenset()

    @property
    def years(self) -> frozenset[int]:
        """The years in which a day off is named: one that only names a day at work says nothing of the holidays."""
        return frozenset(day.year for day in self.off)


NO_OWN_DAYS = OwnDays()


def read(text: str, name: str) -> OwnDays:
    """The days of a holiday file by its name's ending: .ics is iCalendar, all else TOML. Raises LeadtuiError.

    TOML: `off = [2027-02-05, "2027-02-08/2027-02-12"]` and `work = [2027-02-20]`. iCalendar: all-day events;
    those whose summary holds 班 or "work" are at work, all others off.
    """
    return _read_ics(text) if name.casefold().endswith(".ics") else _read_toml(text)


def _read_toml(text: str) -> OwnDays:
    import tomllib

    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LeadtuiError(N_("no TOML: {why}"), why=error) from error
    lists = {}
    for key in ("off", "work"):
        values = written.pop(key, [])
        if not isinstance(values, list):
            raise LeadtuiError(N_("“{key}” must be a list of days."), key=key)
        lists[key] = frozenset(day for value in values for day in _days(value))
    if written:
        raise LeadtuiError(N_("“{key}” is unknown; a holiday file has “off” and “work”."), key=next(iter(written)))
    return OwnDays(lists["off"], lists["work"])


def _days(value: object) -> Iterator[date]:
    """A day, or every day from one to another: "2027-02-05/2027-02-11"."""
    if isinstance(value, date) and not isinstance(value, datetime):
        yield value
        return
    first, _slash, last = str(value).partition("/")
    try:
        start, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError as error:
        raise LeadtuiError(N_("“{text}” is no day; write 2027-02-05 or 2027-02-05/2027-02-11."), text=value) from error
    yield from _span(start, end + _ONE_DAY)


def _span(start: date, end: date) -> Iterator[date]:
    """From `start` up to the day before `end`; a slip of a year is not followed through decades."""
    if not 0 < (end - start).days <= _LONGEST:
        raise LeadtuiError(N_("From {start} to {end} is no holiday."), start=start, end=end - _ONE_DAY)
    for number in range((end - start).days):
        yield start + timedelta(number)


def _read_ics(text: str) -> OwnDays:
    off: set[date] = set()
    at_work: set[date] = set()
    for event in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", _FOLDED.sub("", text), re.DOTALL):
        fields = dict(re.findall(r"^([A-Z-]+)(?:;[^:\r\n]*)?:(.*?)\r?$", event, re.MULTILINE))
        start = _ics_day(fields.get("DTSTART", ""))
        # An all-day event without an end is one day; where it has one, the end is the day after.
        end = _ics_day(fields["DTEND"]) if "DTEND" in fields else start + _ONE_DAY
        kind = at_work if _MADE_UP.search(fields.get("SUMMARY", "")) else off
        kind.update(_span(start, max(end, start + _ONE_DAY)))
    if not off | at_work:
        raise LeadtuiError(N_("there is no event in it"))
    return OwnDays(frozenset(off), frozenset(at_work))


def _ics_day(text: str) -> date:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError as error:
        raise LeadtuiError(N_("“{text}” is no day of an event."), text=text) from error
