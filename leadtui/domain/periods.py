"""The spans of days a review looks at: weeks from Monday, months, quarters and any range, and the one before each."""

from dataclasses import dataclass
from datetime import date, timedelta

from leadtui.domain.errors import UsageError
from leadtui.domain.when import EARLIEST, LATEST
from leadtui.i18n import N_

WEEK, MONTH, QUARTER, RANGE = "week", "month", "quarter", "range"
KINDS = (WEEK, MONTH, QUARTER)

_ONE_DAY = timedelta(days=1)
_MONTHS = {MONTH: 1, QUARTER: 3}
_WORDS = {
    "week": (WEEK, 0), "this-week": (WEEK, 0), "本周": (WEEK, 0), "last-week": (WEEK, 1), "上周": (WEEK, 1),
    "month": (MONTH, 0), "this-month": (MONTH, 0), "本月": (MONTH, 0),
    "last-month": (MONTH, 1), "上月": (MONTH, 1), "上个月": (MONTH, 1),
    "quarter": (QUARTER, 0), "this-quarter": (QUARTER, 0), "本季度": (QUARTER, 0), "本季": (QUARTER, 0),
    "last-quarter": (QUARTER, 1), "上季度": (QUARTER, 1), "上季": (QUARTER, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; `kind` is one of week, month, quarter and range."""

    start: date
    end: date
    kind: str = RANGE

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def previous(self) -> "Period":
        """The one of its kind before it; for a range as many days just before."""
        if self.kind == RANGE:
            return Period(self.start - timedelta(days=self.days), self.start - _ONE_DAY)
        return period(self.kind, self.start, back=1)

    def is_running(self, today: date) -> bool:
        """Whether it is not over yet, so that its figures still grow."""
        return self.start <= today <= self.end


def period(kind: str, today: date, back: int = 0) -> Period:
    """The week, month or quarter that `today` lies in, or the one so many before it (after it where negative)."""
    if kind == WEEK:
        monday = today - timedelta(days=today.weekday(), weeks=back)
        return Period(monday, monday + timedelta(days=6), WEEK)
    months = _MONTHS[kind]
    first = (today.year * 12 + today.month - 1) // months - back
    return Period(_first_of(first * months), _first_of((first + 1) * months) - _ONE_DAY, kind)


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def parse_period(text: str, today: date) -> Period:
    """A period by its word (week, last-month, 本季度), as a month 2026-11, or FROM..TO; else UsageError."""
    word = text.strip().casefold()
    if word in _WORDS:
        kind, back = _WORDS[word]
        return period(kind, today, back)
    start, dots, end = word.partition("..")
    try:
        if not dots:
            return period(MONTH, _day(f"{word}-01"))
        found = Period(_day(start.strip()), _day(end.strip()))
    except ValueError:
        raise UsageError(
            N_("“{text}” is no period. Try week, last-week, month, last-month, quarter or 2026-11-01..2026-11-15."),
            text=text,
        ) from None
    if found.start > found.end:
        raise UsageError(N_("“{text}” ends before it begins."), text=text)
    return found


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not EARLIEST <= day < LATEST:
        raise ValueError
    return day
