"""Every field of spec §2.1 can be set from the command line and is shown by `show --json`."""

import pytest

from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.fields import (
    AMENDMENT_FIELDS,
    COLLABORATOR_FIELDS,
    CONFIRMATION_FIELDS,
    CONTACT_FIELDS,
    DICTIONARY,
    FIELDS,
    FOLLOW_UP_FIELDS,
    GIVEN,
    MILESTONE_FIELDS,
    OBJECTION_FIELDS,
    PLAN_FIELDS,
    STAGE_CHANGE_FIELDS,
    STATE_FIELDS,
    TAG_FIELDS,
    Entity,
    Field,
    Kind,
)
from tests.cli.conftest import Run

NAMES = {Entity.CUSTOMER: "customer", Entity.CONTACT: "contact"}
ATTACHED = {
    "contact": (CONTACT_FIELDS, "contacts"),
    "milestone": (MILESTONE_FIELDS, "milestones"),
    "objection": (OBJECTION_FIELDS, "objections"),
    "amendment": (AMENDMENT_FIELDS, "amendments"),
    "confirmation": (CONFIRMATION_FIELDS, "confirmations"),
    "collaborator": (COLLABORATOR_FIELDS, "collaborators"),
}


@pytest.fixture
def lead(run: Run) -> str:
    """A lead of which next to nothing is known."""
    return run("add", "--customer", "甲", "--phone", "13800138000").out.strip()


def shown(run: Run, number: str) -> dict[str, object]:
    """The lead as scripts read it."""
    return run("show", number, "--json", "--reveal").json


def expected(field: Field, desk: Desk) -> object:
    """What the field's example is in JSON."""
    value = values.read(field, field.example, desk)
    if field.kind is Kind.MONEY:
        return int(str(value)) // 100
    if field.kind is Kind.DAY:
        return str(value)
    return value if field.kind is not Kind.INSTANT else value.astimezone(desk.zone).isoformat(timespec="seconds")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.entity}.{field.key}")
def test_a_field_of_the_lead_is_set_and_shown(run: Run, lead: str, field: Field, desk: Desk) -> None:
    key = NAMES[field.entity] if field.key == "name" else field.key
    said = run("edit", lead, "--set", f"{key}={field.example}")
    if field.key in GIVEN:
        assert said.code == 2
        assert key in shown(run, lead) or key in shown(run, lead)["contacts"][0]
    else:
        assert said.code == 0, said.err
        assert shown(run, lead)[key] == expected(field, desk)


@pytest.mark.parametrize("kind", ATTACHED)
def test_a_record_is_attached_with_all_its_fields(run: Run, lead: str, kind: str, desk: Desk) -> None:
    fields, place = ATTACHED[kind]
    pairs = [word for field in fields for word in ("--set", f"{field.key}={field.example}")]
    assert run("attach", lead, kind, *pairs).code == 0
    record = shown(run, lead)[place][0]
    assert {field.key: record[field.key] for field in fields} == {field.key: expected(field, desk) for field in fields}


def test_a_tag_is_set_and_shown_in_its_dimension(run: Run, lead: str) -> None:
    name, dimension = TAG_FIELDS[1].example, TAG_FIELDS[0].example
    run("attach", lead, "tag", "--set", f"name={name}", "--set", f"dimension={dimension}")
    whole = shown(run, lead)
    assert (whole["tags"], whole["tag_dimensions"]) == ([name], {name: "need"})


def test_a_follow_up_and_a_plan_show_all_their_fields(run: Run, lead: str) -> None:
    said = run(
        "log", lead, "--channel", "call", "--summary", "s", "--at", "2026-11-20 15:00", "--outcome", "reached",
        "--feedback", "f", "--attitude", "positive", "--intent-change", "up", "--new-need", "n", "--concern", "c",
        "--decision-progress", "d",
    )  # fmt: skip
    assert said.code == 0
    run("plan", lead, "--due", "2026-11-25", "--text", "a", "--owner", "王强", "--channel", "visit", "--points", "p",
        "--goal", "g")  # fmt: skip
    whole = shown(run, lead)
    (follow_up,) = whole["follow_ups"]
    plan = next(each for each in whole["plans"] if each["state"] == "planned")
    assert all(follow_up[field.key] not in (None, "") for field in FOLLOW_UP_FIELDS)
    assert {field.key: plan[field.key] for field in PLAN_FIELDS} == {
        "due": "2026-11-25", "channel": "visit", "points": "p", "goal": "g", "action": "a", "owner": "王强",
        "state": "planned",
    }  # fmt: skip


def test_the_state_and_its_changes_are_set_and_shown(run: Run, lead: str) -> None:
    run("move", lead, "qualifying", "--status", "interested", "--reason", "主动要方案")
    run("snooze", lead, "2026-12-01", "--reason", "等预算")
    whole = shown(run, lead)
    assert {field.key: whole[field.key] for field in STATE_FIELDS} == {
        "stage": "qualifying", "status": "interested", "status_reason": "主动要方案",
        "snooze_until": "2026-12-01", "snooze_reason": "等预算",
    }  # fmt: skip
    assert all(whole["stage_changes"][0][field.key] for field in STAGE_CHANGE_FIELDS)


def test_no_field_is_forgotten_here() -> None:
    """A new field has to join one of the tests above."""
    tested = (*FIELDS, *STATE_FIELDS, *FOLLOW_UP_FIELDS, *PLAN_FIELDS, *TAG_FIELDS, *STAGE_CHANGE_FIELDS)
    attached = tuple(field for fields, _place in ATTACHED.values() for field in fields)
    assert set(DICTIONARY) == {*tested, *attached}
