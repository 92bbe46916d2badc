"""The office's own calendar goes before the official one (Working days)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain import clocks, holidays, workdays
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.holidays import NO_OWN_DAYS, OwnDays

FEED = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20270205\r
DTEND;VALUE=DATE:20270212\r
SUMMARY:春节\r
  休\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20270220\r
SUMMARY:春节 补班\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(autouse=True)
def _nobody_s_calendar() -> Iterator[None]:
    yield
    workdays.follow(NO_OWN_DAYS)


def test_a_toml_file_names_days_and_spans() -> None:
    text = 'off = [2027-01-01, "2027-02-05/2027-02-11"]\nwork = ["2027-02-20"]'
    own = holidays.read(text, "holidays.toml")
    assert len(own.off) == 8
    assert own.at_work == {date(2027, 2, 20)}
    assert own.years == {2027}


def test_an_ics_feed_says_off_and_at_work_by_its_summary() -> None:
    own = holidays.read(FEED, "China.ICS")
    assert own.off == {date(2027, 2, 5) + timedelta(number) for number in range(7)}
    assert own.at_work == {date(2027, 2, 20)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("off = 3", "a.toml"),
        ("off = [", "a.toml"),
        ('off = ["soon"]', "a.toml"),
        ('off = ["2027-02-11/2027-02-05"]', "a.toml"),
        ('off = ["2027-02-05/2047-02-05"]', "a.toml"),
        ('closed = ["2027-02-05"]', "a.toml"),
        ("off = [2027-02-05T10:00:00]", "a.toml"),
        ("BEGIN:VCALENDAR", "a.ics"),
        ("BEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT", "a.ics"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, name: str) -> None:
    with pytest.raises(LeadtuiError):
        holidays.read(text, name)


def test_it_goes_before_the_official_calendar_and_makes_its_year_known() -> None:
    assert workdays.notice(date(2027, 2, 5)).startswith("The holidays of 2027 are not published yet")
    assert workdays.is_workday(date(2027, 2, 5))
    workdays.follow(holidays.read(FEED, "china.ics"))
    assert not workdays.is_workday(date(2027, 2, 5))
    assert workdays.is_workday(date(2027, 2, 20))
    assert workdays.notice(date(2027, 2, 5)) == workdays.notice(date(2026, 2, 5)) == ""
    assert workdays.first_workday_after_holiday(date(2027, 2, 1)) == date(2027, 2, 12)
    workdays.follow(OwnDays(at_work=frozenset({date(2026, 10, 2)}), off=frozenset({date(2026, 11, 18)})))
    assert workdays.is_workday(date(2026, 10, 2))
    assert not workdays.is_workday(date(2026, 11, 18))
    assert not workdays.is_known(date(2027, 2, 5))


@given(day=st.dates(date(2004, 1, 1), date(2040, 12, 31)))
def test_the_working_days_around_a_day_enclose_it(day: date) -> None:
    before, after = workdays.last_workday(day), workdays.next_workday(day)
    assert before <= day <= after
    assert workdays.is_workday(before)
    assert workdays.is_workday(after)
    assert (before == after) == workdays.is_workday(day)


def test_r72_the_survey_is_due_three_working_days_after_the_delivery() -> None:
    """Over the National Day of 2026 with its make-up Saturday 10-10; a named day stays."""
    assert clocks.survey_on(date(2026, 9, 30), None, None, "") == date(2026, 10, 10)
    assert clocks.survey_on(date(2026, 9, 30), date(2026, 10, 4), None, "") == date(2026, 10, 4)
    assert clocks.survey_on(None, None, None, "") is None


@pytest.mark.parametrize(("score", "feedback"), [(4, ""), (None, "很好"), (1, "慢")])
def test_r73_an_answer_ends_the_survey(score: int | None, feedback: str) -> None:
    assert clocks.survey_on(date(2026, 9, 30), None, score, feedback) is None


def test_a_contract_is_raised_five_working_days_after_it_was_sent() -> None:
    sent = date(2026, 11, 13)
    assert clocks.unsigned_on(sent, None, "contract_sent") == date(2026, 11, 20)
    assert clocks.unsigned_on(sent, date(2026, 11, 16), "contract_sent") is None
    assert clocks.unsigned_on(sent, None, "signed") is None
    assert clocks.unsigned_on(None, None, None) is None


@given(day=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_clocks_end_on_working_days_in_order(day: date) -> None:
    survey, unsigned = clocks.survey_on(day, None, None, ""), clocks.unsigned_on(day, None, None)
    assert survey is not None
    assert unsigned is not None
    assert day < survey < unsigned
    assert workdays.is_workday(survey)
    assert workdays.is_workday(unsigned)
