"""The manager's view on the screen: who has how much in hand, and leads handed over from there (R36, R54)."""

from pathlib import Path

from leadtui.desk import Desk
from leadtui.services import leads
from tests.services.captured import colleague, lead, step
from tests.ui.driving import Opener, line_with, screen_text, settled


async def test_r36_a_manager_sees_who_has_how_much_and_hands_some_over(book: Path, desk: Desk, opened: Opener) -> None:
    theirs = [lead(colleague(desk), f"王强的客户{number}", step=step(desk, 0)) for number in range(3)]
    lead(desk, "李娜的客户", step=step(desk, 3), region="华东")
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("O")
        await settled(pilot)
        assert line_with(pilot, "王强").split()[1:] == ["3", "3", "–", "–", "–", "3"]

        await pilot.press("r")
        await settled(pilot)
        await pilot.press(*"李娜", "f2")
        await settled(pilot)
        assert "李娜 3" in screen_text(pilot)
        assert {row.owner for row in leads.rows(desk, theirs)} == {"李娜"}
        assert line_with(pilot, "王强").split()[1:] == ["–"] * 6

        await pilot.press("u")
        await settled(pilot)
        assert line_with(pilot, "王强").split()[1:] == ["3", "3", "–", "–", "–", "3"]
        await pilot.press("enter")
        await settled(pilot)
        shown = screen_text(pilot)
        assert "王强的客户0" in shown
        assert "李娜的客户" not in shown
