"""R24: each gate is met on every path of the screen: left by Esc it moves nothing, filled it lets through, a reason
skips it. One run walks through several gates; what counts is what the database holds."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.widgets import Input

from leadtui.desk import Desk
from leadtui.domain.terms import Stage
from leadtui.store.models import Lead, StageChange
from leadtui.ui.dialogs.ask import Ask
from leadtui.ui.dialogs.lead_page import LeadPage
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.screens.board import BoardScreen
from leadtui.ui.widgets.choice_line import ChoiceLine
from tests.services.captured import lead, reached
from tests.ui.driving import LeadTui, Opener, Pilot, screen_text, settled

ROAD = {
    Stage.QUALIFYING: {"validity": "valid"},
    Stage.SOLUTION: {"grade": "A", "grade_basis": "年营收超5000万"},
    Stage.NEGOTIATION: {"proposal_sent_at": "昨天"},
    Stage.WON: {"signed_on": "周五", "contract_amount": "38万"},
}
"""What each gate still asks for when the one before was passed."""
CLOSED = {Stage.LOST: {"lost_reason": "price"}, Stage.INVALID: {"invalid_reason": "dead_number"}}
BEFORE = dict(zip(list(Stage)[1:5], list(Stage)[:4], strict=True))

Begin = Callable[[Pilot[None], Stage], Awaitable[None]]
"""Asks for a move of the lead under the cursor, the way a path does."""


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds, for two seconds at the most."""
    for _each in range(400):
        if holds():
            return
        await pilot.pause(0.005)
    raise AssertionError(screen_text(pilot))


def gate(pilot: Pilot[None]) -> Ask[object] | None:
    """The gate's form, where it is open."""
    screen = pilot.app.screen
    return screen if isinstance(screen, Ask) and screen.query("#reason") else None


async def stands(pilot: Pilot[None], lead_id: int) -> tuple[str, str]:
    """Where the database has the lead, and what the last move skipped."""

    def read() -> tuple[str, str]:
        change = StageChange.select().where(StageChange.lead == lead_id).order_by(StageChange.id.desc()).get()
        return Lead.get_by_id(lead_id).stage, change.skipped

    assert isinstance(pilot.app, LeadTui)
    return await pilot.app.book.ask(read)


async def put_on(pilot: Pilot[None], lead_id: int, stage: Stage) -> None:
    """Wait until the cursor stands on a lead that is shown in a stage."""
    app = pilot.app
    assert isinstance(app, LeadTui)
    if not (isinstance(app.screen, LeadScreen) and app.screen.row and app.screen.row.id == lead_id):
        app.current_lead = lead_id
        app.data_changed.publish(None)

    def there() -> bool:
        row = app.screen.row if isinstance(app.screen, LeadScreen) else None
        return row is not None and row.id == lead_id and row.stage is stage

    await until(pilot, there)


async def leaves(pilot: Pilot[None], begin: Begin, lead_id: int, stage: Stage) -> None:
    """Esc leaves the lead where it was."""
    before = await stands(pilot, lead_id)
    await begin(pilot, stage)
    await until(pilot, lambda: gate(pilot))
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, LeadScreen))
    assert await stands(pilot, lead_id) == before


async def refuses_and_passes(
    pilot: Pilot[None], begin: Begin, lead_id: int, stage: Stage, takes: dict[str, str]
) -> None:
    """Saved without what it asks for the form stays and moves nothing; filled in, all is saved together."""
    before = await stands(pilot, lead_id)
    await begin(pilot, stage)
    await until(pilot, lambda: gate(pilot))
    form = pilot.app.screen
    assert isinstance(form, Ask)
    form.action_save()
    await until(pilot, lambda: "still needs" in str(form.query_one(".ask-error").render()))
    assert await stands(pilot, lead_id) == before
    for key, text in takes.items():
        answer = form.query_one(f"#{key}")
        if isinstance(answer, ChoiceLine):
            answer.choose([each.value for each in answer.choices].index(text))
        else:
            (answer if isinstance(answer, Input) else answer.query_one(Input)).value = text
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(pilot.app.screen, LeadScreen))
    assert await stands(pilot, lead_id) == (stage, "")


async def skips(pilot: Pilot[None], begin: Begin, lead_id: int, stage: Stage, takes: dict[str, str]) -> None:
    """A written reason and Enter on its line go through; what was left open stays on record."""
    await begin(pilot, stage)
    await until(pilot, lambda: gate(pilot))
    pilot.app.screen.query_one("#reason").focus()
    await pilot.press("x", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, LeadScreen))
    stage_now, skipped = await stands(pilot, lead_id)
    assert stage_now == stage
    assert set(takes) <= {*skipped.split(",")} or stage in CLOSED


async def by_key(pilot: Pilot[None], stage: Stage) -> None:
    """L on the board."""
    await pilot.press("L")


async def by_hand(pilot: Pilot[None], stage: Stage) -> None:
    """A drag with the mouse from the card to the head of the column."""
    board = pilot.app.screen
    assert isinstance(board, BoardScreen)
    cards, target = board.cursor_list, board.body.columns[list(Stage).index(stage)]
    card = cards.region.offset + Offset(3, cards.cursor * cards.LINES - cards.scroll_offset.y)
    drop = target.region.offset + Offset(3, 3)
    await pilot.mouse_down(offset=card)
    for where in (card + Offset(4, 0), drop):
        await pilot.hover(offset=where)
    await pilot.mouse_up(offset=drop)


async def by_choice(pilot: Pilot[None], stage: Stage) -> None:
    """m in the list, and the stage by its digit."""
    await pilot.press("m")
    await until(pilot, lambda: pilot.app.screen.query("#stage"))
    await pilot.press(str(list(Stage).index(stage) + 1), "enter")


async def walk(pilot: Pilot[None], begin: Begin, careful: int, hasty: int, *gates: Stage) -> None:
    """One lead meets the gates and gives what they ask for, another skips them one by one."""
    for stage in gates:
        await put_on(pilot, careful, BEFORE[stage])
        await refuses_and_passes(pilot, begin, careful, stage, ROAD[stage])
    await put_on(pilot, hasty, BEFORE[gates[0]])
    await leaves(pilot, begin, hasty, gates[0])
    for stage in gates:
        await put_on(pilot, hasty, BEFORE[stage])
        await skips(pilot, begin, hasty, stage, ROAD[stage])


def two(desk: Desk) -> tuple[int, int]:
    """A lead that was reached, and one of which nothing is known."""
    careful, hasty = lead(desk, "甲公司"), lead(desk, "乙公司")
    reached(desk, careful)
    return careful, hasty


@pytest.mark.slow
async def test_r24_every_gate_of_the_road_by_the_board_key(book: Path, desk: Desk, opened: Opener) -> None:
    leads = two(desk)
    async with opened(size=(160, 36)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        await walk(pilot, by_key, *leads, *ROAD)


@pytest.mark.slow
async def test_r24_every_gate_of_the_road_by_the_drag(book: Path, desk: Desk, opened: Opener) -> None:
    leads = two(desk)
    async with opened(size=(160, 36)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        await walk(pilot, by_hand, *leads, *ROAD)


@pytest.mark.slow
async def test_r24_every_gate_from_the_list_closed_stages_too(book: Path, desk: Desk, opened: Opener) -> None:
    careful, hasty = two(desk)
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("2")
        await settled(pilot)
        await walk(pilot, by_choice, careful, hasty, *ROAD)
        await put_on(pilot, careful, Stage.WON)
        await refuses_and_passes(pilot, by_choice, careful, Stage.LOST, CLOSED[Stage.LOST])
        await put_on(pilot, hasty, Stage.WON)
        await skips(pilot, by_choice, hasty, Stage.INVALID, CLOSED[Stage.INVALID])


@pytest.mark.slow
async def test_r24_every_gate_from_the_leads_page(book: Path, desk: Desk, opened: Opener) -> None:
    careful, hasty = two(desk)
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("2")
        await settled(pilot)
        for lead_id, meets in ((careful, refuses_and_passes), (hasty, skips)):
            await put_on(pilot, lead_id, Stage.CAPTURED)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, LeadPage))
            for stage in ROAD:
                await put_on(pilot, lead_id, BEFORE[stage])
                await meets(pilot, by_choice, lead_id, stage, ROAD[stage])
            await pilot.press("escape")
            await settled(pilot)


@pytest.mark.slow
async def test_r24_gates_by_bulk_all_of_the_marked_or_none(book: Path, desk: Desk, opened: Opener) -> None:
    careful, hasty = two(desk)

    async def marked(pilot: Pilot[None], stage: Stage) -> None:
        await settled(pilot)
        if "2 marked" not in screen_text(pilot):
            await pilot.press("g", "v", "v")
        await pilot.press("L")

    async with opened(size=(160, 36)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        await leaves(pilot, marked, hasty, Stage.QUALIFYING)
        await refuses_and_passes(pilot, marked, careful, Stage.QUALIFYING, ROAD[Stage.QUALIFYING])
        assert await stands(pilot, hasty) == (Stage.QUALIFYING, "")
        await skips(pilot, marked, careful, Stage.SOLUTION, ROAD[Stage.SOLUTION])
        assert (await stands(pilot, hasty))[0] == Stage.SOLUTION
