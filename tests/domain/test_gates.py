"""Stage and status gates (R24): each demand by itself, and every way to meet it."""

from dataclasses import replace
from datetime import date

import pytest

from leadtui import i18n
from leadtui.domain.gates import (
    STAGE_GATES,
    STATUS_GATES,
    GateFacts,
    missing_for_stage,
    missing_for_status,
)
from leadtui.domain.terms import Confirmed, MilestoneKind, Stage, Status, Validity

NOTHING = GateFacts()
DAY = date(2026, 11, 21)
EVERYTHING = GateFacts(
    validity=Validity.VALID,
    grade="A",
    grade_basis="预算已定",
    owner="李娜",
    effective_follow_ups=1,
    proposal_sent_at=DAY,
    signed_on=DAY,
    contract_amount=0,
    lost_reason="price",
    invalid_reason="dead_number",
    milestones=frozenset({MilestoneKind.BUDGET_APPROVED}),
    decision_maker="周总",
    purchase_timing="年底前",
)


def names(target: Stage | Status, facts: GateFacts) -> list[str]:
    """What is missing, as it is told."""
    missing = missing_for_stage(target, facts) if isinstance(target, Stage) else missing_for_status(target, facts)
    return [each.label for each in missing]


@pytest.mark.parametrize(
    ("target", "demands"),
    [
        (Stage.CAPTURED, []),
        (Stage.QUALIFYING, ["Validity checked"]),
        (Stage.SOLUTION, ["Validity: valid", "Grade", "Grade basis", "Owner", "One effective follow-up"]),
        (Stage.NEGOTIATION, ["Proposal sent"]),
        (Stage.WON, ["Signed on", "Contract amount"]),
        (Stage.LOST, ["Lost reason"]),
        (Stage.INVALID, ["Invalid reason"]),
        (Status.PROSPECT, []),
        (Status.INTERESTED, ["Validity: valid", "One effective follow-up"]),
        (Status.HIGH_INTENT, ["Budget confirmed", "Decision-maker known", "Purchase timing"]),
        (Status.WON, ["Signed on"]),
        (Status.LOST, ["Lost reason"]),
    ],
)
def test_r24_each_gate_names_what_it_demands_and_lets_through_what_has_it(
    target: Stage | Status, demands: list[str]
) -> None:
    assert names(target, NOTHING) == demands
    assert names(target, EVERYTHING) == []


def test_every_stage_and_status_has_a_gate() -> None:
    assert set(STAGE_GATES) == set(Stage)
    assert set(STATUS_GATES) == set(Status)


@pytest.mark.parametrize(
    ("target", "lacking", "named"),
    [
        (Stage.SOLUTION, {"validity": Validity.INVALID}, "Validity: valid"),
        (Stage.SOLUTION, {"validity": Validity.UNVERIFIED}, "Validity: valid"),
        (Stage.SOLUTION, {"grade": ""}, "Grade"),
        (Stage.SOLUTION, {"grade_basis": ""}, "Grade basis"),
        (Stage.SOLUTION, {"owner": None}, "Owner"),
        (Stage.SOLUTION, {"effective_follow_ups": 0}, "One effective follow-up"),
        (Stage.WON, {"signed_on": None}, "Signed on"),
        (Stage.WON, {"contract_amount": None}, "Contract amount"),
        (Stage.QUALIFYING, {"validity": Validity.UNVERIFIED}, "Validity checked"),
        (Status.HIGH_INTENT, {"milestones": frozenset()}, "Budget confirmed"),
        (Status.HIGH_INTENT, {"milestones": frozenset({MilestoneKind.DEMO_DONE})}, "Budget confirmed"),
        (Status.HIGH_INTENT, {"decision_maker": ""}, "Decision-maker known"),
        (Status.HIGH_INTENT, {"purchase_timing": ""}, "Purchase timing"),
    ],
)
def test_one_thing_lacking_is_the_one_thing_named(
    target: Stage | Status, lacking: dict[str, object], named: str
) -> None:
    assert names(target, replace(EVERYTHING, **lacking)) == [named]


def test_a_lead_found_invalid_counts_as_checked() -> None:
    assert names(Stage.QUALIFYING, GateFacts(validity=Validity.INVALID)) == []


def test_a_contract_for_nothing_has_an_amount() -> None:
    assert names(Stage.WON, GateFacts(signed_on=DAY, contract_amount=0)) == []


@pytest.mark.parametrize(
    "known",
    [
        {"confirmed": frozenset({Confirmed.BUDGET})},
        {"confirmed": frozenset({"budget"})},
        {"milestones": frozenset({"budget_approved"})},
    ],
)
def test_a_budget_is_confirmed_by_the_customer_or_a_milestone(known: dict[str, frozenset[str]]) -> None:
    assert "Budget confirmed" not in names(Status.HIGH_INTENT, GateFacts(**known))


@pytest.mark.parametrize(
    "known",
    [
        {"decision_maker": "周总"},
        {"contact_has_authority": True},
        {"milestones": frozenset({MilestoneKind.DECISION_MAKER_KNOWN})},
    ],
)
def test_a_decision_maker_is_known_by_field_contact_or_milestone(known: dict[str, object]) -> None:
    assert "Decision-maker known" not in names(Status.HIGH_INTENT, GateFacts(**known))


def test_a_confirmed_need_is_no_confirmed_budget() -> None:
    assert "Budget confirmed" in names(Status.HIGH_INTENT, GateFacts(confirmed=frozenset({Confirmed.NEED})))


def test_demands_are_told_in_chinese() -> None:
    i18n.speak("zh_CN")
    told = names(Stage.WON, NOTHING)
    assert len(told) == 2
    assert all(not name.isascii() for name in told)
