"""A book longer than what is read at once: the whole list follows, columns go on below, the cursor finds its lead."""

import pytest

from leadtui.desk import Desk
from leadtui.services import board
from leadtui.ui import board_reader
from leadtui.ui.screens import leads as leads_screen
from tests.services.captured import lead
from tests.ui.driving import Opener, line_with, settled


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> list[int]:
    """Thirty leads where ten are read at once, and twenty make a large board."""
    monkeypatch.setattr(leads_screen, "AT_ONCE", 10)
    monkeypatch.setattr(leads_screen, "RESTING_SECONDS", 0.0)
    monkeypatch.setattr(board, "DEPTH", 5)
    monkeypatch.setattr(board_reader, "LARGE", 20)
    return [lead(desk, f"第{number:02}公司") for number in range(30)]


@pytest.mark.slow
async def test_a_long_list_is_whole_and_a_deep_column_goes_on(opened: Opener, short: list[int]) -> None:
    async with opened(size=(120, 20)) as pilot:
        await pilot.press("2")
        await settled(pilot)
        await settled(pilot)
        assert list(pilot.app.screen.table.items) == short[::-1]
        await pilot.press("G")
        await settled(pilot)
        assert line_with(pilot, "第00公司")
        await pilot.press("u")  # the newest one is gone from a list that was long already
        await settled(pilot)
        await settled(pilot)
        assert list(pilot.app.screen.table.items) == short[-2::-1]
        assert pilot.app.screen.row.id == short[0]
        await pilot.press("3")
        await settled(pilot)
        column = pilot.app.screen.column
        assert (len(column.cards.items), column.head.column.count) == (5, 29)
        assert column.cards.lead_id == short[0]
        await pilot.press("G")
        await settled(pilot)
        assert (list(column.cards.items), column.cards.lead_id) == (short[:-1], short[-2])
        await pilot.press("U")
        for _each in range(20):
            await settled(pilot)
            if column.head.column.count == 30:
                break
        else:
            pytest.fail("the column was not counted anew")


@pytest.mark.slow
async def test_a_column_is_read_on_where_somebody_walks_down(opened: Opener, short: list[int]) -> None:
    async with opened(size=(120, 20)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        pilot.app.current_lead = short[0]
        for _each in range(3):
            await pilot.press("pagedown", "pagedown")
            await settled(pilot)
        column = pilot.app.screen.column
        assert len(column.cards.items) > 5
        assert column.cards.cursor > 5


@pytest.mark.slow
async def test_the_column_of_a_lead_far_down_is_read_to_it(opened: Opener, short: list[int]) -> None:
    async with opened(size=(120, 20)) as pilot:
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("g")
        await settled(pilot)
        await pilot.press("3")
        await settled(pilot)
        assert pilot.app.screen.row.id == short[-1]
