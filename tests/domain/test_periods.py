"""The spans of days a review looks at, and the one before each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.errors import UsageError
from leadtui.domain.periods import KINDS, Period, parse_period, period

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("week", "2026-11-16", "2026-11-22"),
        ("last-week", "2026-11-09", "2026-11-15"),
        ("上周", "2026-11-09", "2026-11-15"),
        ("month", "2026-11-01", "2026-11-30"),
        ("Last-Month", "2026-10-01", "2026-10-31"),
        ("本季度", "2026-10-01", "2026-12-31"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-11-01..2026-11-15", "2026-11-01", "2026-11-15"),
        (" 2026-11-01 .. 2026-11-01 ", "2026-11-01", "2026-11-01"),
    ],
)
def test_r27_a_period_is_said_in_words_or_days(text: str, start: str, end: str) -> None:
    found = parse_period(text, TODAY)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["", "fortnight", "2026-11-01..", "2026-11-15..2026-11-01", "2026-13", "..", "0001-01", "1000-01-01..9000-01-01"],
)
def test_what_is_no_period_is_refused_with_what_is_one(text: str) -> None:
    with pytest.raises(UsageError):
        parse_period(text, TODAY)


@given(DAYS, st.sampled_from(KINDS), st.integers(-30, 30))
def test_r27_periods_of_a_kind_follow_on_each_other(day: date, kind: str, back: int) -> None:
    """The one before ends where it begins, is of its kind, and the day lies in the one that is 0 back."""
    here = period(kind, day, back)
    assert here.previous().end + timedelta(days=1) == here.start
    assert here.previous() == period(kind, day, back + 1)
    assert period(kind, day).is_running(day)


@given(DAYS, st.integers(0, 400))
def test_a_range_is_compared_with_as_many_days(day: date, more: int) -> None:
    here = Period(day, day + timedelta(days=more))
    assert here.previous().days == here.days == more + 1
    assert here.previous().end + timedelta(days=1) == here.start
