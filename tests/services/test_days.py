"""Days computed under another zone or calendar are found out and set right."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.domain.holidays import NO_OWN_DAYS, OwnDays
from leadtui.domain.terms import Reason
from leadtui.services import days, history, leads, today
from leadtui.store import search
from leadtui.store.models import Setting
from tests.conftest import SHANGHAI
from tests.services.captured import at, lead, reached

LATE_EVENING = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
"""Half past midnight of the 19th in Shanghai, still the 18th in UTC."""


def test_a_book_computed_under_utc_is_right_once_it_is_opened_in_shanghai(book: Path, desk: Desk) -> None:
    """The contact of 00:30 counts for the day it had on the rep's own calendar; nothing to undo comes of it."""
    in_utc = replace(at(desk, LATE_EVENING), zone=UTC)
    lead_id = lead(in_utc, "甲公司", grade="A", grade_basis="急")
    reached(in_utc, lead_id)
    assert days.refresh_days(in_utc) == 1
    assert days.refresh_days(in_utc) == 0
    before = leads.rows(desk, [lead_id])[0].since[Reason.CADENCE]
    entries = len(history.entries())
    assert days.refresh_days(replace(desk, zone=SHANGHAI)) == 1
    after = leads.rows(desk, [lead_id])[0].since[Reason.CADENCE]
    assert (before, after) == (date(2026, 11, 20), date(2026, 11, 23))
    assert len(history.entries()) == entries
    assert today.due_list(desk, everyone=True).total == 0
    assert search.matching("甲公司") is not None
    assert days.behind(desk) == []


def test_another_holiday_file_moves_the_days(book: Path, desk: Desk) -> None:
    lead_id = lead(desk, "甲公司", grade="A", grade_basis="急")
    reached(desk, lead_id)
    days.refresh_days(desk)
    before = leads.rows(desk, [lead_id])[0].since[Reason.CADENCE]
    workdays.follow(OwnDays(off=frozenset([before])))
    try:
        assert days.behind(desk) == [lead_id]
        days.refresh_days(desk)
        assert leads.rows(desk, [lead_id])[0].since[Reason.CADENCE] > before
    finally:
        workdays.follow(NO_OWN_DAYS)
    assert days.behind(desk) == [lead_id]


def test_an_empty_book_has_nothing_to_compute_and_remembers_its_zone(book: Path, desk: Desk) -> None:
    assert days.behind(desk) == []
    lead(desk, "甲公司")
    assert days.behind(desk) == []
    assert Setting.select().count() == 1


def test_work_that_was_broken_off_is_taken_up_again(book: Path, desk: Desk) -> None:
    first, second = lead(desk, "甲公司"), lead(desk, "乙公司")
    assert set(days.behind(desk)) == {first, second}
    days.recompute(desk, [first])
    assert set(days.behind(desk)) == {first, second}
    days.settle(desk)
    assert days.behind(desk) == []


@pytest.mark.parametrize("zone", [SHANGHAI, UTC])
def test_the_stamp_is_the_same_from_day_to_day(book: Path, desk: Desk, zone: object) -> None:
    there = replace(desk, zone=zone)  # type: ignore[arg-type]
    days.settle(there)
    lead(there, "甲公司")
    assert days.behind(at(there, LATE_EVENING)) == []
