"""The list is a window: it holds ids and the rows near the screen, whatever the book holds."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.services import demo
from leadtui.ui.widgets.lead_table import LeadTable
from tests.ui.driving import Opener, screen_text, settled


@pytest.mark.slow
async def test_the_end_of_a_long_list_is_reached_without_its_middle(
    tmp_path: Path, book: Path, desk: Desk, opened: Opener
) -> None:
    """Cost follows what is on the screen: of 1 500 leads only the pages around the cursor are read."""
    from leadtui.store import database

    database.close()
    book.unlink()
    demo.write(book, desk, leads=1500)
    database.open_file(book)
    async with opened() as pilot:
        await pilot.press("2")
        await settled(pilot)
        table = pilot.app.screen.query_one(LeadTable)
        assert len(table.items) == 1500
        await pilot.press("G")
        await settled(pilot)
        assert table.cursor == 1499
        assert len(table.rows) < 400
        assert "…" not in {line.strip() for line in screen_text(pilot).splitlines()}
        last = table.lead_id
        await pilot.press("pageup", "k", "k")
        await settled(pilot)
        assert table.lead_id != last
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        assert 1300 < table.cursor < 1499
