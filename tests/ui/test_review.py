"""The review on the screen (view 4): panels of a period, the leads behind a number, definitions, words, a file."""

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from leadtui.desk import Desk
from leadtui.services import detail, leads
from leadtui.ui.screens.behind import BehindScreen
from leadtui.ui.screens.review import ReviewScreen
from tests.services.captured import at, later, lead, reached
from tests.ui.driving import Opener, screen_text, settled


async def entered(pilot: Pilot[None], text: str) -> None:
    """Paste a text into the line with the cursor, and Enter."""
    await settled(pilot)
    pilot.app.post_message(events.Paste(text))
    await pilot.press("enter")
    await pilot.pause(0.2)
    await settled(pilot)


@pytest.mark.slow
async def test_a_number_leads_to_its_leads_and_esc_back_to_it(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", source="website", grade="A")
    reached(desk, lead(desk, "乙公司", source="trade_show", grade="B", phone="13900000001"))
    lead(desk, "丙公司", source="trade_show", grade="B", phone="13900000002")
    lead(later(desk, days=-9), "丁公司", source="trade_show", grade="B", phone="13900000003")
    async with opened() as pilot:
        await pilot.press("4")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        text = screen_text(pilot)
        assert "This week 11-16 – 11-22 · against 11-09 – 11-15 · still running" in text
        lines = text.splitlines()
        # Two columns, and the cursor on the first number.
        assert "Conversion by source" in lines[3]
        assert "Conversion by grade" in lines[3]
        assert next(line for line in lines if line.startswith("▌")).split()[:2] == ["▌Trade", "show"]
        assert "n = 3" in text
        assert "Too few to compare" in text
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, BehindScreen)
        behind = screen_text(pilot)
        assert "Conversion by source · Trade show · 11-16 – 11-22  2 leads" in behind
        assert "乙公司" in behind
        assert "丙公司" in behind
        assert "丁公司" not in behind
        assert "甲公司" not in behind
        # The keys of a lead work here, and what they change shows in the review.
        await pilot.press("e")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.screen is screen
        assert screen.body.spot is not None
        assert (screen.body.spot.panel, screen.body.spot.row) == ("conversion_by_source", "trade_show")
        await pilot.press("right", "down")
        assert screen.body.spot.panel == "conversion_by_grade"
        await pilot.press("d")
        await settled(pilot)
        assert "Conversion = won ÷ leads" in screen_text(pilot)
        await pilot.press("escape", "w")
        await settled(pilot)
        assert "Last week 11-09 – 11-15 · against 11-02 – 11-08" in screen_text(pilot)
        assert "n = 1 " in screen_text(pilot)


@pytest.mark.slow
async def test_owner_filter_days_words_and_a_file(book: Path, desk: Desk, opened: Opener, tmp_path: Path) -> None:
    lead(desk, "甲公司", source="website")
    lead(desk, "乙公司", source="trade_show", owner="王强", phone="13900000001")
    async with opened((80, 24)) as pilot:
        await pilot.press("4", "m")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        assert "This month 11-01 – 11-30" in screen_text(pilot)
        assert "Trade show" not in screen_text(pilot)
        assert screen.body.panels[0].n == 1
        await pilot.press("a")
        await settled(pilot)
        assert screen.body.panels[0].n == 2
        await pilot.press("slash")
        await entered(pilot, "source:website")
        assert screen.body.panels[0].n == 1
        await pilot.press("escape", "r")
        await entered(pilot, "11月1日到昨天")
        assert "11-01 – 11-21 · against 10-11 – 10-31" in screen_text(pilot)
        assert screen.body.panels[0].n == 0
        await pilot.press("r")
        await entered(pilot, "2026-11")
        await pilot.press("B")
        await settled(pilot)
        assert "# Monthly review 2026-11-01 – 2026-11-30" in screen_text(pilot)
        assert "2 new leads" in screen_text(pilot)
        await pilot.press("y")
        assert "2 new leads" in pilot.app.clipboard
        path = tmp_path / "out.html"
        await pilot.press("escape", "E")
        await settled(pilot)
        await pilot.press("ctrl+u")
        await entered(pilot, str(path))
        await pilot.pause(0.2)
        await settled(pilot)
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "Conversion by source" in path.read_text("utf-8")


@pytest.mark.slow
async def test_a_change_is_counted_at_once(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", source="website", phone="13900000001")
    async with opened() as pilot:
        await pilot.press("4", "enter")
        await settled(pilot)
        await pilot.press("D")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        assert screen.body.panels[0].n == 0
        assert "Nothing to count in this period." in screen_text(pilot)
        await pilot.press("u")
        await settled(pilot)
        assert screen.body.panels[0].n == 1
    assert leads.rows(desk, [only])
    assert detail.detail(at(desk, desk.now()), only).row.customer == "甲公司"
