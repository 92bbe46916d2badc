"""Suggestions for grade, priority and validity, with their reasons (R12, R47, R49, R51–R53)."""

from datetime import date, timedelta

import pytest

from leadtui.domain import grading
from leadtui.domain.money import WAN
from leadtui.domain.terms import Grade, InvalidReason, Level, Validity

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "grade"), [(-3, Grade.A), (0, Grade.A), (30, Grade.A), (31, Grade.B), (60, Grade.B), (61, Grade.C)]
)
def test_r52_days_to_the_expected_close(days: int, grade: Grade) -> None:
    assert grading.suggest_grade(None, TODAY + timedelta(days=days), TODAY).grade is grade


@pytest.mark.parametrize(("intent", "grade"), [(Level.HIGH, Grade.A), (Level.MEDIUM, Grade.B), (Level.LOW, Grade.C)])
def test_r12_intent(intent: Level, grade: Grade) -> None:
    assert grading.suggest_grade(intent, None, TODAY).grade is grade


@pytest.mark.parametrize("intent", Level)
@pytest.mark.parametrize("days", [10, 45, 90])
def test_the_more_urgent_basis_wins_and_a_disagreement_shows(intent: Level, days: int) -> None:
    found = grading.suggest_grade(intent, TODAY + timedelta(days=days), TODAY)
    assert found.grade == min(found.by_intent, found.by_close)
    assert found.is_mismatched == (found.by_intent != found.by_close)
    assert len(found.reasons) == 2


def test_both_reasons_are_in_words() -> None:
    found = grading.suggest_grade(Level.LOW, TODAY + timedelta(days=20), TODAY)
    assert found.reasons == ("Intent Low: C", "20 days to the expected close: A")


def test_nothing_known_suggests_nothing() -> None:
    found = grading.suggest_grade(None, None, TODAY)
    assert (found.grade, found.reasons, found.is_mismatched) == (None, (), False)
    assert grading.suggest_priority(None, None, None, None, TODAY).priority is None


@pytest.mark.parametrize(
    ("urgency", "budget", "priority"),
    [
        (Level.HIGH, Level.HIGH, Level.HIGH),
        (Level.HIGH, Level.MEDIUM, Level.HIGH),
        (Level.HIGH, Level.LOW, Level.MEDIUM),
        (Level.MEDIUM, Level.MEDIUM, Level.MEDIUM),
        (Level.MEDIUM, Level.LOW, Level.LOW),
        (Level.LOW, Level.LOW, Level.LOW),
        (Level.MEDIUM, None, Level.MEDIUM),
        (None, Level.LOW, Level.LOW),
    ],
)
def test_r47_priority_is_urgency_times_budget(urgency: Level | None, budget: Level | None, priority: Level) -> None:
    assert grading.suggest_priority(urgency, None, budget, None, TODAY).priority is priority


def test_r47_the_nearer_close_and_the_size_of_the_budget_count() -> None:
    near, far = TODAY + timedelta(days=5), TODAY + timedelta(days=200)
    assert grading.suggest_priority(Level.LOW, near, None, 60 * WAN, TODAY).priority is Level.HIGH
    assert grading.suggest_priority(Level.HIGH, far, None, 5 * WAN, TODAY).priority is Level.LOW


@pytest.mark.parametrize(
    ("exists", "may_decide", "validity", "reason"),
    [
        (True, True, Validity.VALID, None),
        (True, None, Validity.UNVERIFIED, None),
        (None, None, Validity.UNVERIFIED, None),
        (False, True, Validity.INVALID, InvalidReason.NO_SUCH_COMPANY),
        (True, False, Validity.INVALID, InvalidReason.NO_AUTHORITY),
    ],
)
def test_r49_the_two_questions(
    exists: bool | None, may_decide: bool | None, validity: Validity, reason: InvalidReason | None
) -> None:
    assert grading.judge_validity(exists, may_decide) == (validity, reason)


def test_r53_the_four_dimensions_draft_the_basis() -> None:
    text = grading.draft_basis(Grade.A, {"annual_revenue": "8000万", "need_fit": "High", "employees": ""})
    assert text == "Grade A: annual revenue 8000万, need fit High"
    assert grading.draft_basis(Grade.A, {}) == ""
