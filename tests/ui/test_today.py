"""Today: the due list on the screen, worked through by keyboard."""

import logging
import threading
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.services import detail
from leadtui.services.followups import NextStep
from leadtui.ui.dialogs.followup_form import FollowUpForm
from tests.services.captured import lead, reached, step
from tests.ui.driving import Opener, line_with, screen_text, settled

HOSTILE = ("[/] [red]x[/] [@click=app.quit]点[/]", "esc\\x1b]0;taken\\x07 \\x1b[31mred", "a\u202eb")


async def test_due_leads_stand_under_their_reason_most_urgent_first(book: Path, desk: Desk, opened: Opener) -> None:
    reached(desk, lead(desk, "甲公司"), next_step=step(desk, 0, "寄案例"))
    reached(desk, lead(desk, "乙公司"), next_step=step(desk, -2, "提交报价"))
    lead(desk, "丙公司")
    reached(desk, lead(desk, "丁公司"), next_step=step(desk, 5))
    async with opened() as pilot:
        lines = [line.split("│")[0] for line in screen_text(pilot).splitlines()]
        order = ["Overdue 1", "乙公司", "First touch 1", "丙公司", "Planned today 1", "甲公司"]
        places = [next(place for place, line in enumerate(lines) if words in line) for words in order]
        assert places == sorted(places)
        assert "2d late" in line_with(pilot, "乙公司")
        assert "提交报价" in line_with(pilot, "乙公司")
        assert "丁公司" not in "\n".join(lines)
        assert "Today 3" in lines[0]


@pytest.mark.slow
async def test_saving_a_record_leads_to_the_next_one(book: Path, desk: Desk, opened: Opener) -> None:
    """R22: the record with its next step is saved in one go, and the cursor stands on the next due lead."""
    first = lead(desk, "甲公司", step=step(desk, -3))
    second = lead(desk, "乙公司", step=step(desk, -2))
    async with opened() as pilot:
        await pilot.press("f")
        await settled(pilot)
        assert isinstance(pilot.app.screen, FollowUpForm)
        assert pilot.app.screen.focused is not None
        assert pilot.app.screen.focused.id == "summary"
        await pilot.press(*"done", "tab", "tab", "tab", *"call", "tab", *"+3d", "f2")
        await settled(pilot)
        assert not line_with(pilot, "甲公司").startswith("▌")
        assert "乙公司" in line_with(pilot, "▌")
        assert pilot.app.screen.row.id == second  # type: ignore[attr-defined]
        assert "Logged: 甲公司" in screen_text(pilot)
    found = detail.detail(desk, first)
    assert [each.summary for each in found.follow_ups] == ["done"]
    assert [(each.action, str(each.due)) for each in found.open_plans] == [("call", "2026-11-25")]


@pytest.mark.slow
async def test_a_refused_record_stays_in_the_form(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", step=step(desk, -3))
    async with opened() as pilot:
        await pilot.press("f")
        await settled(pilot)
        await pilot.press(*"said", "tab", "tab", "tab", "tab", *"whenever", "ctrl+s")
        await settled(pilot)
        assert isinstance(pilot.app.screen, FollowUpForm)
        assert "“whenever” was not understood" in screen_text(pilot)
        assert "said" in screen_text(pilot)
    assert detail.detail(desk, only).follow_ups == ()


async def test_u_takes_the_record_back(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", step=step(desk, -3))
    async with opened() as pilot:
        await pilot.press("f")
        await settled(pilot)
        await pilot.press(*"said", "f2")
        await settled(pilot)
        assert line_with(pilot, "No next step 1")
        await pilot.press("u")
        await settled(pilot)
        assert "3d late" in line_with(pilot, "甲公司")
    assert detail.detail(desk, only).follow_ups == ()


async def test_a_filter_narrows_and_escape_widens(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "杭州天行科技有限公司", step=step(desk, -3))
    lead(desk, "乙公司", step=step(desk, -2))
    async with opened() as pilot:
        await pilot.press("slash", *"txkj")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "杭州天行科技" in screen_text(pilot)
        assert "乙公司" not in screen_text(pilot)
        await pilot.press("escape")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "乙公司" in screen_text(pilot)


async def test_an_unreadable_filter_is_told(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "乙公司", step=step(desk, -2))
    async with opened() as pilot:
        await pilot.press("slash", *"stage:no")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "“no” is none of" in screen_text(pilot)
        await pilot.press("backspace", "backspace", *"won")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "is none of" not in screen_text(pilot), "what is wrong no more is not said any more"


async def test_empty_book_says_how_to_begin(book: Path, opened: Opener) -> None:
    async with opened() as pilot:
        assert "No leads yet" in screen_text(pilot)
        assert "brings in the sheet" in screen_text(pilot)


async def test_all_clear(book: Path, desk: Desk, opened: Opener) -> None:
    reached(desk, lead(desk, "甲公司"), next_step=step(desk, 3))
    async with opened() as pilot:
        assert "All clear" in screen_text(pilot)


@pytest.mark.slow
async def test_customers_text_is_never_markup_or_control(book: Path, desk: Desk, opened: Opener) -> None:
    """Names show as they are written, in list, detail, palette, form and board; a click on one runs nothing."""
    for days, name in enumerate(HOSTILE):
        due = step(desk, days - len(HOSTILE)).due
        lead(desk, name, step=NextStep(action=name, due=due), contact=name, need_detail=name)
    shown = [name[:8].replace("\u202e", "") for name in HOSTILE]
    async with opened() as pilot:
        for keys, seen in (
            ((), shown),
            (("2",), shown),
            (("3",), shown),
            (("1", "f"), shown[:1]),
            (("escape",), shown),
            (("enter",), shown[:1]),
            (("escape", "colon", "b"), []),
        ):
            await pilot.press(*keys)
            await settled(pilot)
            text = screen_text(pilot)
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert [each for each in seen if each not in text] == [], keys
        await pilot.press("escape")
        await pilot.click(offset=(40, 4))
        await pilot.click(offset=(20, 5))
        await settled(pilot)
        assert pilot.app.is_running


@pytest.mark.slow
async def test_no_query_runs_on_the_ui_thread(book: Path, desk: Desk, opened: Opener) -> None:
    """The event loop never waits for a database."""
    lead(desk, "甲公司", step=step(desk, -3))
    asked_on: set[str] = set()

    class Recorder(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            asked_on.add(threading.current_thread().name)

    logger, recorder = logging.getLogger("peewee"), Recorder()
    async with opened() as pilot:
        logger.addHandler(recorder)
        logger.setLevel(logging.DEBUG)
        try:
            for keys in ("2", "3", "1", "f", "escape", "u"):
                await pilot.press(keys)
                await settled(pilot)
        finally:
            logger.removeHandler(recorder)
            logger.setLevel(logging.NOTSET)
    assert {name.split("_")[0] for name in asked_on} == {"book"}


async def test_the_language_switches_at_run_time(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", step=step(desk, -3))
    async with opened() as pilot:
        assert "Overdue 1" in screen_text(pilot)
        await pilot.press("ctrl+l")
        await settled(pilot)
        assert "逾期 1" in screen_text(pilot)
        assert "今日 1" in screen_text(pilot)
        assert "记跟进" in screen_text(pilot)


async def test_too_small_says_so_and_recovers(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", step=step(desk, -3))
    async with opened() as pilot:
        await pilot.resize_terminal(20, 5)
        await settled(pilot)
        assert "Too small" in screen_text(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "甲公司" in screen_text(pilot)


@pytest.mark.slow
async def test_the_story_beside_the_list_is_the_present_one(book: Path, desk: Desk, opened: Opener) -> None:
    """After a change, a switch of the language and a switch of views the pane tells what holds now."""
    reached(desk, lead(desk, "甲公司"), next_step=step(desk, -3, "回访"))
    async with opened() as pilot:
        await pilot.press("2")
        await settled(pilot)
        assert "2026-11-19 Thu · 3 days ago" in screen_text(pilot)
        await pilot.press("r", *"+9d", "f2")
        await settled(pilot)
        assert "2026-12-01 Tue · in 9 days" in screen_text(pilot)
        await pilot.press("ctrl+l")
        await settled(pilot)
        assert "2026-12-01 周二 · 9天后" in screen_text(pilot)
