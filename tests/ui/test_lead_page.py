"""A lead's page: everything known about it, records added, corrected and removed by keyboard, the next cycle opened."""

from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.domain.terms import ObjectionState, Outcome, Stage
from leadtui.services import capture, leads, moves, records, team
from leadtui.services.detail import detail
from leadtui.ui.dialogs.brief_page import BriefPage
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.dialogs.lead_page import LeadPage
from leadtui.ui.dialogs.record_form import RecordForm
from leadtui.ui.page_blocks import Record
from leadtui.ui.widgets.record_list import RecordList
from tests.services.captured import lead, reached, step
from tests.ui.driving import Opener, screen_text, settled


def put_on(screen: object, entity: Entity, row_id: int) -> None:
    """Move the page's cursor to a record, wherever it stands."""
    assert isinstance(screen, LeadPage)
    for listed in screen.query(RecordList):
        for block in listed.blocks:
            record = block.record
            if isinstance(record, Record) and (record.entity, record.row_id) == (entity, row_id):
                listed.focus()
                assert listed.put_on(record)
                return
    raise AssertionError((entity, row_id))


@pytest.mark.slow
async def test_records_are_added_changed_and_removed_on_the_page(book: Path, desk: Desk, opened: Opener) -> None:
    """R49, R62: a digit chooses the kind, the form knows its fields, each change is one undo step."""
    only = lead(desk, "甲公司", contact="周建国", step=step(desk, -3, "回访"))
    team.put(desk, "talk_tracks", [{"title": "周期", "text": "三个同行案例"}])
    async with opened() as pilot:
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, LeadPage)
        await pilot.press("a", "3")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RecordForm)
        await pilot.press("f2")
        await settled(pilot)
        assert "Objection is needed" in screen_text(pilot)
        assert isinstance(pilot.app.focused, TextArea)
        await pilot.press(*"slow", "tab", "ctrl+t")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "Added: Objection" in screen_text(pilot)
        assert detail(desk, only).objections[0].progress == "三个同行案例"
        (card,) = detail(desk, only).objections
        put_on(pilot.app.screen, Entity.OBJECTION, card.id)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("tab", "tab", "3", "f2")
        await settled(pilot)
        assert detail(desk, only).objections[0].state is ObjectionState.RESOLVED
        assert "Resolved  slow" in screen_text(pilot)
        put_on(pilot.app.screen, Entity.OBJECTION, card.id)
        await pilot.press("x")
        await settled(pilot)
        assert detail(desk, only).objections == ()
        await pilot.press("u")
        await settled(pilot)
        assert "Resolved  slow" in screen_text(pilot)
        put_on(pilot.app.screen, Entity.PLAN, detail(desk, only).open_plans[0].id)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen.query_one("#action", Input).value == "回访"
        await pilot.press("down")
        pilot.app.screen.query_one("#due", expect_type=None).query_one(Input).value = "+5d"
        await pilot.press("f2")
        await settled(pilot)
        assert str(detail(desk, only).open_plans[0].due) == "2026-11-27"


async def test_r18_a_follow_up_is_corrected_and_never_removed(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", step=step(desk, -3))
    wrong = reached(desk, only, "要三台", concern="交期")
    async with opened() as pilot:
        await pilot.press("2", "enter")
        await settled(pilot)
        put_on(pilot.app.screen, Entity.FOLLOW_UP, wrong)
        await pilot.press("x")
        await settled(pilot)
        assert "Enter corrects it" in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, FollowUpForm)
        assert pilot.app.screen.query_one(TextArea).text == "要三台"
        pilot.app.screen.query_one(TextArea).text = "要五台"
        await pilot.press("f2")
        await settled(pilot)
        text = screen_text(pilot)
        assert "corrects #1" in text
        assert "corrected by #2" in text
    new, old = detail(desk, only).follow_ups
    assert (new.summary, new.concern, new.outcome, new.at) == ("要五台", "交期", Outcome.REACHED, old.at)


@pytest.mark.slow
async def test_the_cursor_reaches_every_record_in_a_small_terminal(book: Path, desk: Desk, opened: Opener) -> None:
    """80 columns: one column, read to the end and back; a text longer than the screen is scrolled through."""
    only = lead(desk, "甲公司", step=step(desk, -3), need_detail="\n".join(f"要求{number}" for number in range(40)))
    for number in range(6):
        reached(desk, only, f"第{number}次", next_step=step(desk, number + 1))
        records.attach(desk, only, Entity.OBJECTION, {"text": f"异议{number}"})
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("2", "enter")
        await settled(pilot)
        page = pilot.app.screen
        assert isinstance(page, LeadPage)
        listed = page.query_one("#facts", RecordList)
        stops = [block.record for block in listed.blocks if block.record is not None]
        read = ""
        for direction in (1, -1):
            seen = [page.record]
            for _each in range(200):
                page.action_step(direction)
                seen.append(page.record)
                read += "" if direction < 0 else "\n".join(listed.render_line(line).text for line in range(21))
            assert list(dict.fromkeys(seen)) == stops[::direction]
        assert [number for number in range(40) if f"要求{number}" not in read] == []
        assert listed.scroll_y == 0


@pytest.mark.slow
async def test_commands_of_a_lead_work_on_its_page_and_escape_leads_back(
    book: Path, desk: Desk, opened: Opener
) -> None:
    lead(desk, "甲公司", step=step(desk, -3))
    second = lead(desk, "乙公司", step=step(desk, -2))
    async with opened() as pilot:
        await pilot.press("j", "enter")
        await settled(pilot)
        assert "乙公司" in screen_text(pilot)
        await pilot.press("r", *"+9d", "f2")
        await settled(pilot)
        assert "2026-12-01 Tue · in 9 days" in screen_text(pilot)
        assert "Rescheduled" in screen_text(pilot)
        await pilot.press("m", *"2", "f2")
        await settled(pilot)
        assert "still needs: Validity checked" in screen_text(pilot)
        await pilot.press("escape", "t", "t")
        await settled(pilot)
        assert isinstance(pilot.app.screen, LeadPage)
        assert "[Stages 1]" in screen_text(pilot)
        assert "Planned for" not in screen_text(pilot)
        await pilot.press("escape", "j")
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 1
        await pilot.press("u", "enter", "u")
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 1, "a lead that is taken back has no page"
        assert "Taken back: Add lead" in screen_text(pilot)
        await pilot.press("U", "U")
        await settled(pilot)
        await pilot.press("2", "enter", "3")
        await settled(pilot)
        assert "board" in str(pilot.app.screen).lower()
        await pilot.press("2")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, LeadPage)
    assert str(detail(desk, second).open_plans[0].due) == "2026-12-01"


@pytest.mark.slow
async def test_r74_a_satisfied_customer_is_offered_the_next_cycle(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", step=step(desk, -3))
    capture.edit(desk, only, {"satisfaction": "5", "repurchase_intent": "二期", "signed_on": "2026-11-10"})
    moves.move(desk, only, Stage.WON, reason="签了")
    records.attach(desk, only, Entity.TAG, {"name": "标杆"})
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("2", "enter")
        await settled(pilot)
        assert "Satisfaction 5 · R Repurchase · I Referral" in screen_text(pilot)
        await pilot.press("R")
        await settled(pilot)
        assert pilot.app.screen.query_one("#initial_need", Input).value == "二期"
        await pilot.press("f2")
        await settled(pilot)
        (number,) = detail(desk, only).opened
        assert f"Opened: {number}" in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert f"Repurchase of {detail(desk, only).row.lead_no}" in screen_text(pilot)
        await pilot.press("escape", "I")
        await settled(pilot)
        await pilot.press(*"Beta", "tab", "tab", "tab", *"13900000000", "f2")
        await settled(pilot)
        referred = detail(desk, only).opened[1]
        assert detail(desk, leads.find(referred)).referred_by == detail(desk, only).row.lead_no
        await pilot.press("B")
        await settled(pilot)
        assert isinstance(pilot.app.screen, BriefPage)
        assert "138****2345" in screen_text(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert pilot.app.clipboard.startswith("# 甲公司")
        assert "13862012345" not in pilot.app.clipboard
