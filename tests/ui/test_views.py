"""Views on digits: saved from the filter line, recalled in every list and on the board."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.services import views
from leadtui.services.detail import detail
from leadtui.services.views import View
from tests.services.captured import lead, step
from tests.ui.driving import Opener, at_once, screen_text, settled


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


@pytest.mark.parametrize("view", ["1", "2"])
async def test_a_key_right_behind_a_digit_acts_on_what_the_view_shows(
    book: Path, desk: Desk, opened: Opener, view: str
) -> None:
    """On a slow line both come in one piece: the lead under the cursor of the list before is not touched."""
    other = lead(desk, "甲公司", step=step(desk, -2))
    only = lead(desk, "乙公司", step=step(desk, -1))
    views.save(desk, View("5", "hot", "乙公司"))
    async with opened() as pilot:
        await pilot.press(view, "home")
        await settled(pilot)
        at_once(pilot, "5", "w")
        await pilot.pause(0.3)
        await settled(pilot)
    assert [len(detail(desk, each).follow_ups) for each in (other, only)] == [0, 1]  # type: ignore[union-attr]


async def test_a_key_right_behind_the_pool_acts_on_no_lead_outside_it(book: Path, desk: Desk, opened: Opener) -> None:
    other = lead(desk, "甲公司", step=step(desk, -2))
    async with opened() as pilot:
        await pilot.press("2")
        await settled(pilot)
        at_once(pilot, "0", "w")
        await pilot.pause(0.3)
        await settled(pilot)
    assert detail(desk, other).follow_ups == ()  # type: ignore[union-attr]


async def test_keys_behind_enter_in_the_filter_line_are_commands(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", step=step(desk, -2))
    only = lead(desk, "乙公司", step=step(desk, -1))
    async with opened() as pilot:
        await pilot.press("slash")
        await settled(pilot)
        at_once(pilot, *"yg", "enter", "w")
        await pilot.pause(0.3)
        await settled(pilot)
        assert pilot.app.filter_text == "yg"  # type: ignore[attr-defined]
    assert len(detail(desk, only).follow_ups) == 1  # type: ignore[union-attr]
