"""What a move on the board costs as a column grows: the cards on the screen, not those in the column."""

import shutil
import statistics
import time
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.store import database, journal
from leadtui.store.models import Customer, Lead, Rep
from tests.ui.driving import Opener, screen_text, settled

MOVES = 7


def fill(desk: Desk, count: int) -> None:
    """So many leads in the first stage, each due on a day and ready to move on."""
    with journal.change(desk, "Fill") as change:
        owner = change.insert(Rep, name=desk.me)
        customers = change.insert_many(
            Customer,
            [
                {"name": f"客户{n:05}", "name_key": f"客户{n:05}", "customer_no": f"K{n:05}", "created_at": desk.now()}
                for n in range(count)
            ],
        )
        change.insert_many(
            Lead,
            [
                {
                    "customer": customer,
                    "lead_no": f"L{n:05}",
                    "owner": owner,
                    "source": "other",
                    "validity": "valid",
                    "budget_max": 100_000 * n,
                    "created_at": desk.now(),
                    "stage_since": desk.now(),
                }
                for n, customer in enumerate(customers)
            ],
        )


async def seconds_a_move(opened: Opener) -> float:
    """From the key to the card in its new column, the middle of several."""
    taken = []
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("g")
        await settled(pilot)
        body = pilot.app.screen.body  # type: ignore[attr-defined]
        for place in range(MOVES):
            moving = body.columns[0].cards.lead_id
            start = time.perf_counter()
            await pilot.press("L")
            while moving not in body.columns[1].cards.items:
                await pilot.pause(0.001)
            taken.append(time.perf_counter() - start)
            await settled(pilot)
            assert f"{place + 1}" in screen_text(pilot)
            await pilot.press("h", "g")
            await settled(pilot)
    return statistics.median(taken)


@pytest.mark.slow
async def test_a_move_out_of_ten_thousand_cards_takes_at_most_thrice_that_out_of_ten(
    book: Path, empty_book: Path, desk: Desk, opened: Opener
) -> None:
    fill(desk, 10)
    few = await seconds_a_move(opened)
    database.close()
    for each in book.parent.glob(f"{book.name}*"):
        each.unlink()
    shutil.copy(empty_book, book)
    database.open_file(book)
    fill(desk, 10_000)
    many = await seconds_a_move(opened)
    print(f"a move: {few * 1000:.0f} ms of 10 cards, {many * 1000:.0f} ms of 10 000")
    assert many < 3 * few
