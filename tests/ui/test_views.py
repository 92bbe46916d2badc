"""Views on digits: saved from the filter line, recalled in every list and on the board."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.services import views
from leadtui.services.views import View
from tests.services.captured import lead, step
from tests.ui.driving import Opener, screen_text, settled


@pytest.mark.slow
async def test_a_filter_is_saved_and_recalled_by_its_digit(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", step=step(desk, -1), grade="A", grade_basis="急")
    lead(desk, "乙公司", step=step(desk, -1), grade="B", grade_basis="缓")
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("7")
        await settled(pilot)
        assert "No view lies on 7" in screen_text(pilot)
        await pilot.press("slash", *"grade:A", "enter", "F")
        await settled(pilot)
        assert "Present filter: grade:A" in screen_text(pilot)
        await pilot.press("down", "down", "s", *"hot", "enter")
        await settled(pilot)
        assert "7  hot  ·  grade:A" in screen_text(pilot)
        await pilot.press("escape", "escape")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "乙公司" in screen_text(pilot)
        for view in ("1", "2", "3"):
            await pilot.press(view, "7")
            await pilot.pause(0.1)
            await settled(pilot)
            assert "@hot" in screen_text(pilot).splitlines()[0]
            assert "乙公司" not in screen_text(pilot)
            assert "甲公司" in screen_text(pilot)
            await pilot.press("escape")
            await pilot.pause(0.1)
            await settled(pilot)
        await pilot.press("slash", *"@hot", "enter")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "甲公司" in screen_text(pilot)
        assert "乙公司" not in screen_text(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("F", "down", "down", "x", "escape")
        await settled(pilot)
    assert views.saved(desk) == ()


async def test_a_digit_names_a_column_while_a_card_is_in_the_hand(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司")
    views.save(desk, View("5", "hot", "grade:A"))
    async with opened() as pilot:
        await pilot.press("3", "space", "5")
        await settled(pilot)
        assert "@hot" not in screen_text(pilot)
