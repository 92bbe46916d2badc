"""Why and from which day a lead is due (spec §3)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain import due
from leadtui.domain.due import DueFacts
from leadtui.domain.terms import Reason, Stage

TODAY = date(2026, 11, 22)
QUIET = DueFacts(stage=Stage.SOLUTION)
DAYS = st.none() | st.integers(-5, 5).map(lambda days: TODAY + timedelta(days))
FACTS = st.builds(
    DueFacts,
    stage=st.sampled_from(list(Stage)),
    next_due=DAYS,
    first_touch_on=DAYS,
    cadence_on=DAYS,
    survey_on=DAYS,
    unsigned_on=DAYS,
    missing_on=DAYS,
    idle_on=DAYS,
    snooze_until=DAYS,
)


def day(days: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"next_due": day(-1)}, Reason.OVERDUE),
        ({"next_due": day(0)}, Reason.PLANNED_TODAY),
        ({"first_touch_on": day(0)}, Reason.FIRST_TOUCH),
        ({"first_touch_on": day(-9)}, Reason.FIRST_TOUCH),
        ({"cadence_on": day(0)}, Reason.CADENCE),
        ({"survey_on": day(-3)}, Reason.SURVEY),
        ({"unsigned_on": day(0)}, Reason.UNSIGNED),
        ({"missing_on": day(0)}, Reason.RECORD_MISSING),
        ({"cadence_on": day(1)}, None),
        ({"idle_on": day(-1)}, Reason.NO_NEXT_STEP),
        ({"next_due": day(1)}, None),
        ({"first_touch_on": day(1)}, None),
        ({}, None),
    ],
)
def test_each_reason_by_itself(known: dict[str, date], reason: Reason | None) -> None:
    assert due.reasons(replace(QUIET, **known), TODAY) == ((reason,) if reason else ())


def test_the_most_urgent_reason_comes_first() -> None:
    """§3: 1 overdue · 2 first touch · 3 planned today · 9 no next step."""
    both = replace(QUIET, first_touch_on=day(0))
    assert due.reasons(replace(both, next_due=day(-1)), TODAY) == (Reason.OVERDUE, Reason.FIRST_TOUCH)
    assert due.reasons(replace(both, next_due=day(0)), TODAY) == (Reason.FIRST_TOUCH, Reason.PLANNED_TODAY)
    assert due.reasons(replace(both, idle_on=day(0)), TODAY) == (Reason.FIRST_TOUCH, Reason.NO_NEXT_STEP)


@pytest.mark.parametrize("stage", [Stage.LOST, Stage.INVALID])
def test_what_is_closed_is_never_due(stage: Stage) -> None:
    facts = DueFacts(stage=stage, next_due=day(-1), first_touch_on=day(-1), idle_on=day(-1))
    assert due.attend_on(facts) is None
    assert due.reasons(facts, TODAY) == ()
    assert not due.is_tended(stage)


def test_a_snooze_holds_back_until_its_day_and_brings_nothing_forward() -> None:
    facts = replace(QUIET, next_due=day(-3), snooze_until=day(2))
    assert due.attend_on(facts) == day(2)
    assert [bool(due.reasons(facts, day(days))) for days in (0, 1, 2)] == [False, False, True]
    assert due.attend_on(replace(facts, next_due=day(5))) == day(5)
    assert due.attend_on(replace(QUIET, snooze_until=day(2))) is None


@given(facts=FACTS, days=st.integers(-6, 6))
def test_a_lead_is_due_from_its_day_of_attention_on(facts: DueFacts, days: int) -> None:
    """The stored day and the reasons never disagree; what is due today stays due tomorrow."""
    attended = due.attend_on(facts)
    holding = due.reasons(facts, day(days))
    assert bool(holding) == (attended is not None and attended <= day(days))
    if holding:
        assert due.reasons(facts, day(days + 1))
    assert list(holding) == sorted(holding, key=list(Reason).index)


@given(facts=FACTS, ahead=st.integers(0, 12))
def test_looking_ahead_shows_what_is_due_by_then_and_nothing_else(facts: DueFacts, ahead: int) -> None:
    attended = due.attend_on(facts)
    coming = due.reasons(facts, TODAY, ahead)
    assert bool(coming) == (attended is not None and attended <= day(ahead))
    assert set(due.reasons(facts, TODAY)) <= set(coming)
    assert Reason.OVERDUE not in coming or (facts.next_due is not None and facts.next_due < TODAY)


@pytest.mark.parametrize(
    ("known", "amount"),
    [
        ((100, 90, 80, 10, 20), 100),
        ((None, 90, 80, 10, 20), 90),
        ((None, None, 80, 10, 20), 80),
        ((None, None, None, 10, 20), 15),
        ((None, None, None, None, 20), 20),
        ((None, None, None, 10, None), 10),
        ((None, None, None, None, None), None),
        ((0, 90, 80, 10, 20), 0),
        ((None, None, None, 10, 21), 15),
    ],
)
def test_the_amount_is_the_surest_one_known(known: tuple[int | None, ...], amount: int | None) -> None:
    """§3: contract, else price, else quote, else the middle of the budget range."""
    assert due.amount(*known) == amount
