"""What a team sees on the screen: its public pool (R36) and who did what (R37)."""

import pytest

from leadtui.desk import Desk
from leadtui.services import detail, leads, team
from leadtui.ui import upkeep
from tests.services.captured import colleague, later, lead
from tests.ui.driving import Opener, line_with, screen_text, settled


async def test_released_shown_and_claimed(opened: Opener, desk: Desk) -> None:
    first = lead(desk, "甲公司")
    lead(desk, "乙公司")
    async with opened() as pilot:
        await pilot.press("2", "G", "P")
        await settled(pilot)
        await pilot.press(*"busy", "f2")
        await settled(pilot)
        assert "In the pool: 甲公司" in screen_text(pilot)
        await pilot.press("0")
        await settled(pilot)
        assert line_with(pilot, "甲公司")
        assert not line_with(pilot, "乙公司")
        await pilot.press("p")
        await settled(pilot)
        assert "1 lead is yours now" in screen_text(pilot)
        assert await pilot.app.book.ask(lambda: leads.rows(desk, [first])[0].owner) == "李娜"


async def test_the_first_window_of_the_day_sends_back_what_the_rule_says(
    opened: Opener, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "DAYS_AFTER_SECONDS", 0.01)
    team.put(desk, "pool", {"": {"days": 5}})
    old = lead(later(desk, days=-6), "甲公司")
    async with opened() as pilot:
        await pilot.pause(0.1)
        await settled(pilot)
        assert "1 lead went back to the pool" in screen_text(pilot)
        assert await pilot.app.book.ask(lambda: leads.rows(desk, [old])[0].owner) == ""


async def test_who_did_what_is_told_and_narrowed(opened: Opener, desk: Desk) -> None:
    """The audit by person, kind and days; Enter goes to the lead (R37)."""
    first = lead(desk, "甲公司")
    lead(later(colleague(desk), days=-3), "乙公司")
    detail.reveal_contacts(desk, first)
    async with opened() as pilot:
        await pilot.press("Y")
        await settled(pilot)
        assert all(words in screen_text(pilot) for words in ("Add lead: 甲公司", "Add lead: 乙公司", "everybody"))
        await pilot.press("b", "b")
        await settled(pilot)
        assert "王强" in screen_text(pilot)
        assert "甲公司" not in screen_text(pilot)
        await pilot.press("b", "d", "t", "t", "t")
        await settled(pilot)
        assert "Seen or sent" in screen_text(pilot)
        assert "Add lead" not in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.current_lead == first
        assert line_with(pilot, "甲公司")
