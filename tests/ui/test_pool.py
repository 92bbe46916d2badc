"""The public pool on the screen: released for a reason, shown by one key, claimed by another (R36)."""

import pytest

from leadtui.desk import Desk
from leadtui.services import leads, team
from leadtui.ui import upkeep
from tests.services.captured import later, lead
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
