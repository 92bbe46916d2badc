"""What comes of keys in a hurry, and of taking back: the lead meant is the lead acted on, what waits comes back."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.services import leads
from leadtui.services.detail import detail
from leadtui.ui.dialogs.lead_page import LeadPage
from leadtui.ui.dialogs.merge import MergePage
from leadtui.ui.screens.list import ListScreen
from leadtui.ui.screens.today import TodayScreen
from tests.services.captured import lead, step
from tests.ui.driving import Opener, at_once, screen_text, settled


async def test_calls_taken_back_one_after_the_other_put_their_leads_back(
    book: Path, desk: Desk, opened: Opener
) -> None:
    for name in ("甲公司", "乙公司", "丙公司"):
        lead(desk, name, step=step(desk, -2))
    async with opened() as pilot:
        before = screen_text(pilot).splitlines()[3:6]
        for key in "wwuu":
            await pilot.press(key)
            await settled(pilot)
        assert isinstance(pilot.app.screen, TodayScreen)
        assert pilot.app.screen.aside == {}
        assert [each[2:8] for each in screen_text(pilot).splitlines()[3:6]] == [each[2:8] for each in before]


async def test_a_refused_claim_keeps_the_marks(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司")
    lead(desk, "乙公司")
    async with opened() as pilot:
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("V")
        await settled(pilot)
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ListScreen)
        assert len(pilot.app.screen.marked) == 2


async def test_enter_right_behind_a_name_merges_with_who_is_named(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "苏州恒远精密机械", phone="13800000001")
    other = lead(desk, "杭州云栖智联科技", phone="13800000002")
    lead(desk, "苏州恒远精密机械有限公司", phone="13800000003")
    async with opened() as pilot:
        await pilot.press("2", "M")
        await settled(pilot)
        at_once(pilot, *"云栖", "enter")
        await pilot.pause(0.4)
        await settled(pilot)
        assert isinstance(pilot.app.screen, MergePage)
        assert "云栖" in screen_text(pilot)
    assert detail(desk, other) is not None


@pytest.mark.slow
async def test_a_view_is_shown_over_however_many_pages(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", step=step(desk, -2))
    async with opened() as pilot:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("R")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert sum(isinstance(each, LeadPage) for each in pilot.app.screen_stack) == 2
        await pilot.press("u")
        await settled(pilot)
        assert "Taken back" in screen_text(pilot), "it is my own doing that the lead is gone"
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("1")
        await settled(pilot)
        assert isinstance(pilot.app.screen, TodayScreen)
    assert len(leads.ids(desk)) == 1
