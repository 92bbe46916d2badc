"""Bringing in a sheet from the full screen: seen first, taken on the second Enter, taken back by u."""

from pathlib import Path

from textual.widgets import Input

from leadtui.desk import Desk
from leadtui.services import leads
from tests.ui.driving import Opener, screen_text, settled

SHEET = Path(__file__).parent.parent / "data" / "followup-records.xlsx"


async def test_a_sheet_is_previewed_then_taken_then_taken_back(book: Path, desk: Desk, opened: Opener) -> None:
    async with opened() as pilot:
        await pilot.press("i")
        await settled(pilot)
        pilot.app.screen.query_one(Input).value = str(SHEET)
        await pilot.press("enter")
        await settled(pilot)
        assert "11 rows: 9 leads created" in screen_text(pilot)
        assert "No leads yet" in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Today 1" in screen_text(pilot)
        await pilot.press("u")
        await settled(pilot)
        assert "No leads yet" in screen_text(pilot)
    assert leads.ids(desk) == []


async def test_what_cannot_be_read_is_told_in_the_form(book: Path, opened: Opener, tmp_path: Path) -> None:
    async with opened() as pilot:
        await pilot.press("i")
        await settled(pilot)
        pilot.app.screen.query_one(Input).value = str(tmp_path / "missing.xlsx")
        await pilot.press("enter")
        await settled(pilot)
        assert "there is no such file" in screen_text(pilot).replace("\n", " ")
