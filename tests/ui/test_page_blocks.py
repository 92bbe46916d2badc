"""What a lead's page says, block by block, without a screen."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.domain.terms import Stage, Status
from leadtui.services import capture, cycles, moves, qualification, records, timeline
from leadtui.ui import page_blocks
from tests.services.captured import later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


def facts(desk: Desk, lead_id: int) -> str:
    """Everything but the timeline, as text."""
    found, _happened = timeline.told(desk, lead_id)
    blocks = page_blocks.facts(found, qualification.judge(desk, lead_id), desk)
    return "\n".join(block.content.plain for block in blocks)


def test_the_head_warns_of_a_doubtful_grade_and_of_a_lead_that_stands_still(desk: Desk) -> None:
    """R12, R52: the badge stands where the suggestion differs; a card is stale after its stage's days."""
    lead_id = lead(desk, grade="C", intent="high", expected_close="2027-05-01", budget_min="30万", budget_max="50万")
    text = facts(later(desk, days=4), lead_id)
    assert "Suggested: A · the bases disagree" in text
    assert "stale 4d" in text
    agreed = lead(desk, "乙", grade="A", intent="high")
    assert "Suggested" not in facts(desk, agreed)


def test_people_are_masked_with_their_part_in_the_decision(desk: Desk) -> None:
    """R10, R49."""
    lead_id = lead(desk, contact="周建国", decision_authority="是")
    records.attach(desk, lead_id, Entity.CONTACT, {"name": "吴敏", "title": "财务"})
    text = facts(desk, lead_id)
    assert "周*国  138****2345  decides · first contact" in text
    assert "吴*  财务" in text


def test_r34_r35_r62_what_hangs_on_it_stands_under_its_name(desk: Desk) -> None:
    lead_id = lead(desk, step=step(desk, -1, "寄报价"))
    for entity, entered in (
        (Entity.CONFIRMATION, {"subject": "need", "on": "2026-11-18"}),
        (Entity.CONFIRMATION, {"subject": "need", "on": "2026-11-20"}),
        (Entity.OBJECTION, {"text": "太贵", "progress": "谈分期", "state": "in_progress"}),
        (Entity.AMENDMENT, {"text": "三期付", "reason": "财年"}),
        (Entity.TAG, {"name": "新客", "dimension": "need"}),
        (Entity.MILESTONE, {"kind": "demo_done", "note": "车间"}),
    ):
        records.attach(desk, lead_id, entity, entered)
    text = facts(desk, lead_id)
    for words in (
        "Need  last on 11-20 · 李娜 · 2 times",
        "In progress  太贵\n  谈分期",
        "三期付\n  财年",
        "Kind of need  新客",
        "11-22 Demo done · 车间",
        "2026-11-21 Sat · yesterday  寄报价",
    ):
        assert words in text


def test_fields_stand_in_their_five_sections(desk: Desk) -> None:
    lead_id = lead(desk, initial_need="排产", pain_point="交期", must_have="本地部署", after_feedback="要移动端")
    text = facts(desk, lead_id)
    order = ["Lead\n", "排产", "Proposal\n", "交期", "Negotiation\n", "本地部署", "After-sale\n", "要移动端"]
    assert sorted(order, key=text.index) == order
    assert "Unverified" not in text, "what nobody has looked at says nothing"


def test_r74_r75_where_it_came_from_and_what_it_led_to(desk: Desk) -> None:
    first = lead(desk, "甲")
    capture.edit(desk, first, {"satisfaction": "4"})
    number = cycles.repurchase(desk, first)
    assert f"Led to {number}" in facts(desk, first)
    assert "Satisfaction 4 · R Repurchase · I Referral" in facts(desk, first)
    capture.edit(desk, first, {"satisfaction": "3"})
    assert "R Repurchase" not in facts(desk, first)


def test_a_closed_lead_says_why_and_asks_for_no_next_step(desk: Desk) -> None:
    lead_id = lead(desk)
    reached(desk, lead_id)
    assert "No next step" in facts(desk, lead_id)
    moves.move(desk, lead_id, Stage.LOST, status=Status.LOST, reason="价格高出三成")
    text = facts(desk, lead_id)
    assert "价格高出三成" in text
    assert "No next step" not in text
