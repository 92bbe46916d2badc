"""Every field of the dictionary (spec §2.1) has a line on some screen, and is told on the lead's page when set."""

from datetime import time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.fields import (
    DICTIONARY,
    FIELDS,
    FOLLOW_UP_FIELDS,
    GIVEN,
    STAGE_CHANGE_FIELDS,
    STATE_FIELDS,
    Entity,
    Field,
)
from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat
from leadtui.domain.terms import Attitude, Channel, IntentChange, Outcome, Stage, Status
from leadtui.domain.when import When
from leadtui.services import board, capture, followups, leads, moves, qualification, records, timeline
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.ui import page_blocks
from leadtui.ui.dialogs import asking, lead_pages
from leadtui.ui.dialogs.ask import Ask
from leadtui.ui.dialogs.record_form import fields_of
from tests.services.captured import lead, step
from tests.ui.driving import Opener, screen_text, settled

NAMES = {Entity.CUSTOMER: "customer", Entity.CONTACT: "contact"}
MASKS = {"name": mask_name, "phone": mask_phone, "wechat": mask_wechat, "email": mask_email}
BY_ITSELF = GIVEN | {"by", "recorded_at"}
"""What leadtui writes down itself."""
ON_A_LINE = {"budget_min": "budget", "budget_max": "budget"}


def ids(pilot: Pilot[None]) -> set[str]:
    """The lines of the form that is shown."""
    return {widget.id for widget in pilot.app.screen.query("*") if widget.id}


async def test_each_field_has_a_line_on_a_screen(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", step=step(desk, 0))
    row = leads.rows(desk, [only])[0]
    on_pages = {key for keys in lead_pages.pages(is_new=False).values() for key in keys}
    lines: dict[Entity, set[str]] = {
        entity: {each.key for each in fields_of(entity)} for entity in (*records.ATTACHED, Entity.PLAN)
    }
    async with opened(size=(80, 24)) as pilot:
        book_ = pilot.app.book  # type: ignore[attr-defined]
        asked: list[Ask[object]] = [asking.snooze(row, book_), asking.which_stage(row, book_)]
        asked.append(asking.what_is_missing({only: None}, board.Spot(board.By.STATUS, "interested"), (), book_))
        await pilot.press("f")
        await settled(pilot)
        lines[Entity.FOLLOW_UP] = ids(pilot)
    state = {question.key for form in asked for question in form.questions}
    assert state == {"stage", "until", "reason"}
    # The board's columns hold the statuses; a plan's state is what c and x make of it; a move writes its own change.
    lines[Entity.STAGE_CHANGE] = {each.key for each in STAGE_CHANGE_FIELDS}
    lines[Entity.PLAN] |= {"state"}
    for field in DICTIONARY:
        if field.key in BY_ITSELF or field in STATE_FIELDS:
            continue
        key = NAMES.get(field.entity, field.key) if field.key == "name" else field.key
        held = on_pages if field in FIELDS else lines[field.entity]
        assert ON_A_LINE.get(key, key) in held or field.key in lines.get(field.entity, ()), field


def page(desk: Desk, lead_id: int) -> str:
    """Everything on a lead's page, as text."""
    found, happened = timeline.told(desk, lead_id)
    blocks = [
        *page_blocks.facts(found, qualification.judge(desk, lead_id), desk),
        *page_blocks.story(happened, None, desk),
    ]
    return "\n".join(block.content.plain for block in blocks)


def as_shown(field: Field, desk: Desk) -> str:
    """The field's example as the page tells it."""
    value = values.read(field, field.example, desk)
    if field.entity is Entity.CONTACT and field.key in MASKS:
        return MASKS[field.key](str(value))
    if field.key == "decision_authority":
        return "decides"
    return values.shown(field, value, desk)


@pytest.mark.slow
def test_each_field_of_a_lead_is_told_on_its_page(book: Path, desk: Desk) -> None:
    only = lead(desk)
    for field in FIELDS:
        if field.key in GIVEN:
            continue
        key = NAMES.get(field.entity, field.key) if field.key == "name" else field.key
        capture.edit(desk, only, {key: field.example})
        text = page(desk, only)
        wanted = as_shown(field, desk)
        if field.key in ON_A_LINE:
            wanted = wanted.rstrip("+")
        assert wanted in text, (field.key, wanted)
        capture.edit(desk, only, {key: BLANK.get(key, "")} if key not in ("customer", "phone") else {})
    text = page(desk, only)
    row = leads.rows(desk, [only])[0]
    assert all(each in text for each in (row.lead_no, "Customer no.", "Assigned at", "first contact"))


BLANK = {"source": "other", "validity": "unverified", "negotiation_progress": "not_started", "owner": "李娜"}


def test_each_field_of_a_record_is_told_on_the_page(book: Path, desk: Desk) -> None:
    only = lead(desk)
    for entity in records.ATTACHED:
        fields = records.fields_of(entity)
        entered = {field.key: field.example for field in fields if field.key not in GIVEN}
        records.attach(desk, only, entity, entered)
        text = page(desk, only)
        for field in fields:
            if field.kind == "day":
                assert f"{values.read(field, field.example, desk):%m-%d}" in text, field
            elif field.key not in GIVEN:
                assert as_shown(field, desk) in text, field


def test_each_field_of_a_follow_up_a_plan_and_a_move_is_told_on_the_page(book: Path, desk: Desk) -> None:
    only = lead(desk)
    said = {field.key: f"said as {field.key}" for field in FOLLOW_UP_FIELDS if field.kind == "note"}
    made = FollowUpDraft(
        at=desk.instant(desk.today().replace(day=20), time(0)),
        channel=Channel.MEETING,
        outcome=Outcome.MATERIAL_SENT,
        attitude=Attitude.HESITANT,
        intent_change=IntentChange.DOWN,
        **said,
    )
    followups.record(desk, only, made)
    day = desk.today().replace(day=25)
    planned = NextStep(
        action="to do", due=When(day), points="to say", goal="to reach", owner="王强", channel=Channel.SMS
    )
    followups.plan(desk, only, planned)
    moves.move(desk, only, Stage.QUALIFYING, status=Status.INTERESTED, reason="asked for it")
    followups.snooze(desk, only, day, "waits for it")
    text = page(desk, only)
    words = (
        *said.values(), "11-20", "Online meeting", "Material sent", "Hesitant", "Down", "李娜", "noted 2026-11-22",
        "to do", "2026-11-25", "to say", "to reach", "王强", "SMS", "Captured", "Qualifying", "Interested",
        "asked for it", "Snoozed until 2026-11-25: waits for it",
    )  # fmt: skip
    for word in words:
        assert word in text, word
    followups.complete(desk, only)
    assert "Plan done" in page(desk, only)


@pytest.mark.slow
async def test_r76_the_dictionary_stands_in_help_and_is_filtered(book: Path, desk: Desk, opened: Opener) -> None:
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await settled(pilot)
        await pilot.press(*"ask by")
        await settled(pilot)
        assert "Fields" not in screen_text(pilot)
        await pilot.press(*["backspace"] * 6, *"Expected c")
        await settled(pilot)
        shown = screen_text(pilot)
        assert "Fields: Qualification" in shown
        assert "Expected close   The day the deal is likely to be made" in shown
        assert "Fields: Plan" not in shown
