"""One lead whole: typed fields, masked people, every record, newest first."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS, LEAD_FIELDS
from leadtui.domain.terms import MilestoneKind, ObjectionState, PlanState, Stage, Status
from leadtui.services import followups, moves
from leadtui.services.detail import detail
from leadtui.store import journal
from leadtui.store.models import Amendment, Lead, Milestone, Objection
from tests.services.captured import later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


def test_it_holds_every_field_of_the_dictionary(desk: Desk) -> None:
    """§2.1: no field is entered that is not shown."""
    shown = detail(desk, lead(desk, budget_max="20万", expected_close="2026-12-01", region="江苏"))
    assert list(shown.customer) == [field.key for field in CUSTOMER_FIELDS]
    assert list(shown.fields) == [field.key for field in LEAD_FIELDS]
    assert (shown.customer["region"], shown.fields["budget_max"]) == ("江苏", 20_000_000)
    assert (shown.fields["expected_close"], shown.fields["owner"]) == (date(2026, 12, 1), "李娜")


def test_r10_people_are_masked_unless_revealed(desk: Desk) -> None:
    lead_id = lead(
        desk,
        contact="周建国",
        title="总经理",
        wechat="wxid_9k2",
        email="zhou@example.com",
        decision_authority="是",
    )
    (masked,) = detail(desk, lead_id).contacts
    assert (masked.name, masked.phone, masked.wechat, masked.email) == (
        "周*国", "138****2345", "w******2", "z***@example.com",
    )  # fmt: skip
    assert (masked.title, masked.decision_authority, masked.is_primary) == ("总经理", True, True)
    (shown,) = detail(desk, lead_id, reveal=True).contacts
    assert (shown.name, shown.phone, shown.wechat, shown.email) == (
        "周建国", "13862012345", "wxid_9k2", "zhou@example.com",
    )  # fmt: skip


def test_r10_not_one_contact_detail_is_anywhere_in_the_masked_lead(desk: Desk) -> None:
    lead_id = lead(desk, contact="周建国", wechat="wxid_9k2", email="zhou@example.com")
    whole = repr(detail(desk, lead_id))
    assert [word for word in ("周建国", "13862012345", "wxid_9k2", "zhou@") if word in whole] == []


def test_records_come_newest_first_and_plans_nearest_first(desk: Desk) -> None:
    lead_id = lead(desk)
    reached(desk, lead_id, "先", at=desk.now() - timedelta(days=2))
    reached(desk, lead_id, "后", at=desk.now() - timedelta(days=1))
    reached(desk, lead_id, "补录", at=desk.now() - timedelta(days=3))
    followups.plan(desk, lead_id, step(desk, 5, "远"))
    reached(desk, lead_id, "今天", next_step=step(desk, 1, "近"))
    shown = detail(desk, lead_id)
    assert [card.summary for card in shown.follow_ups] == ["今天", "后", "先", "补录"]
    assert [card.action for card in shown.open_plans] == ["近", "远"]
    assert {card.state for card in shown.open_plans} == {PlanState.PLANNED}


def test_r25_the_road_of_the_lead_with_its_reasons(desk: Desk) -> None:
    lead_id = lead(desk)
    moves.move(later(desk, hours=1), lead_id, Stage.LOST, reason="价格")
    newest, first = detail(desk, lead_id).stage_changes
    assert (first.from_stage, first.to_stage, first.from_status, first.to_status) == (
        None, Stage.CAPTURED, None, Status.PROSPECT,
    )  # fmt: skip
    assert (newest.from_stage, newest.to_stage, newest.to_status) == (Stage.CAPTURED, Stage.LOST, Status.LOST)
    assert (newest.reason, newest.by, newest.at) == ("价格", "李娜", later(desk, hours=1).now())


def test_what_hangs_on_it_is_there(desk: Desk) -> None:
    lead_id, other = lead(desk, "甲"), lead(desk, "乙")
    with journal.change(desk, "Attach") as change:
        for each in (lead_id, other):
            change.insert(Milestone, lead=each, kind=MilestoneKind.DEMO_DONE, on=date(2026, 11, 20), note="很满意")
            change.insert(
                Objection, lead=each, text="太贵", progress="再谈", state="in_progress", created_at=desk.now()
            )
            change.insert(Amendment, lead=each, text="付款改 3-6-1", reason="客户财务要求", created_at=desk.now())
    shown = detail(desk, lead_id)
    assert [(card.kind, card.on, card.note) for card in shown.milestones] == [
        (MilestoneKind.DEMO_DONE, date(2026, 11, 20), "很满意")
    ]
    assert [(card.text, card.progress, card.state) for card in shown.objections] == [
        ("太贵", "再谈", ObjectionState.IN_PROGRESS)
    ]
    assert [(card.text, card.reason) for card in shown.amendments] == [("付款改 3-6-1", "客户财务要求")]


def test_a_lead_that_is_gone_is_said_to_be(desk: Desk) -> None:
    lead_id = lead(desk)
    with journal.change(desk, "Delete") as change:
        change.update(Lead, lead_id, deleted_at=desk.now())
    for gone in (lead_id, 99):
        with pytest.raises(LeadtuiError, match="no longer there"):
            detail(desk, gone)


def test_it_is_a_picture_that_nobody_can_write_on(desk: Desk) -> None:
    shown = detail(desk, lead(desk))
    assert all(field.name in repr(shown) for field in fields(shown))
    with pytest.raises(AttributeError):
        shown.closing_note = "x"  # type: ignore[misc]
