"""The board: a card moves when the change is committed, or stays and says why."""

from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.terms import MilestoneKind, Stage
from leadtui.services import deals, detail
from leadtui.ui.dialogs.ask import Ask
from tests.services.captured import lead, reached
from tests.ui.driving import Opener, screen_text, settled

STANDS = {"validity": "valid"}


async def test_a_card_moves_where_the_gate_holds_and_u_returns_it(book: Path, desk: Desk, opened: Opener) -> None:
    """R24: the gate of 筛选分级 asks for a checked validity, which is known here."""
    only = lead(desk, "甲公司", **STANDS)
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("L")
        await settled(pilot)
        assert "Moved to Qualifying" in screen_text(pilot)
        assert stage(desk, only) is Stage.QUALIFYING
        await pilot.press("u")
        await settled(pilot)
        assert stage(desk, only) is Stage.CAPTURED
        await pilot.press("U")
        await settled(pilot)
        assert stage(desk, only) is Stage.QUALIFYING


def stage(desk: Desk, lead_id: int) -> Stage:
    """Where the lead stands, read by a connection of the test's own."""
    from leadtui.store import database

    with database.connected():
        return detail.detail(desk, lead_id).row.stage


async def test_a_gate_asks_for_what_is_missing_and_escape_leaves_the_card(
    book: Path, desk: Desk, opened: Opener
) -> None:
    only = lead(desk, "甲公司")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("L")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Ask)
        assert "Qualifying still needs: Validity checked" in screen_text(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert stage(desk, only) is Stage.CAPTURED
        await pilot.press("L")
        await settled(pilot)
        await pilot.press("2", "f2")
        await settled(pilot)
        assert stage(desk, only) is Stage.QUALIFYING
    assert detail.detail(desk, only).fields["validity"] == "valid"


async def test_a_gate_is_skipped_with_a_written_reason(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("L")
        await settled(pilot)
        await pilot.press("tab", *"later", "f2")
        await settled(pilot)
    change = detail.detail(desk, only).stage_changes[0]
    assert (change.to_stage, change.reason, change.skipped) == (Stage.QUALIFYING, "later", "validity")


async def test_heads_count_and_add_up(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", budget_min="10万", budget_max="20万")
    lead(desk, "乙公司", budget_min="5万", budget_max="5万")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "2 · 200,000" in screen_text(pilot)


async def test_three_columns_at_eighty_cells_and_the_focused_one_among_them(
    book: Path, desk: Desk, opened: Opener
) -> None:
    won = lead(desk, "甲公司")
    reached(desk, won)
    deals.move(desk, won, Stage.WON, entered={"signed_on": "2026-11-20", "contract_amount": "10万"})
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        text = screen_text(pilot)
        assert "Won & after-sale" in text
        assert "甲" in text
        assert sum(each.label in text for each in list(Stage)[:5]) == 3


async def test_lost_and_invalid_are_counted_beside_the_keys(book: Path, desk: Desk, opened: Opener) -> None:
    deals.move(desk, lead(desk, "甲公司"), Stage.LOST, reason="price")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "Lost 1" in screen_text(pilot)
        assert MilestoneKind.ACCEPTED.label not in screen_text(pilot)
