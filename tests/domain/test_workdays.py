"""Working days follow China's published calendar and are Monday to Friday beyond it (Working days)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.workdays import (
    add_workdays,
    first_workday_after_holiday,
    is_known,
    is_workday,
    next_workday,
)

NEAR_2026 = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 18), True),
        (date(2026, 11, 21), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 16), False),
    ],
)
def test_public_holidays_are_off_and_make_up_weekends_are_at_work(day: date, works: bool) -> None:
    assert is_known(day)
    assert is_workday(day) is works


def test_years_without_a_published_calendar_are_monday_to_friday_and_say_so() -> None:
    monday_of_national_day = date(2090, 10, 2)
    week = [monday_of_national_day + timedelta(days=each) for each in range(7)]
    assert not any(map(is_known, week))
    assert [is_workday(day) for day in week] == [True] * 5 + [False] * 2


def test_next_workday_is_the_day_itself_or_the_first_after_the_holiday() -> None:
    assert next_workday(date(2026, 9, 30)) == date(2026, 9, 30)
    assert next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert next_workday(date(2026, 10, 10)) == date(2026, 10, 10)


def test_working_days_are_counted_over_holidays_and_make_up_days() -> None:
    assert add_workdays(date(2026, 11, 18), 3) == date(2026, 11, 23)
    assert add_workdays(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert add_workdays(date(2026, 10, 3), 1) == date(2026, 10, 8)
    assert add_workdays(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert add_workdays(date(2026, 10, 3), 0) == date(2026, 10, 3)


def test_the_day_after_the_holiday_skips_plain_weekends() -> None:
    assert first_workday_after_holiday(date(2026, 9, 28)) == date(2026, 10, 8)
    assert first_workday_after_holiday(date(2026, 4, 28)) == date(2026, 5, 6)


def test_inside_a_holiday_it_is_that_one_that_ends() -> None:
    assert first_workday_after_holiday(date(2026, 10, 3)) == date(2026, 10, 8)
    assert first_workday_after_holiday(date(2026, 10, 7)) == date(2026, 10, 8)
    assert first_workday_after_holiday(date(2026, 4, 7)) == date(2026, 5, 6)


def test_a_holiday_of_an_unpublished_year_is_not_guessed() -> None:
    assert first_workday_after_holiday(date(2090, 9, 28)) is None


@given(NEAR_2026, st.integers(1, 60))
def test_the_nth_working_day_is_one_and_has_n_working_days_up_to_it(day: date, count: int) -> None:
    end = add_workdays(day, count)
    passed = (day + timedelta(days=each) for each in range(1, (end - day).days + 1))
    assert is_workday(end)
    assert sum(map(is_workday, passed)) == count


@given(NEAR_2026)
def test_no_working_day_is_skipped_by_next_workday(day: date) -> None:
    found = next_workday(day)
    assert is_workday(found)
    assert not any(is_workday(day + timedelta(days=each)) for each in range((found - day).days))
