"""The board: a card moves when the change is committed, or stays and says why."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.terms import MilestoneKind, Stage
from leadtui.services import detail, moves
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


@pytest.mark.slow
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


@pytest.mark.slow
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
    moves.move(desk, won, Stage.WON, entered={"signed_on": "2026-11-20", "contract_amount": "10万"})
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        text = screen_text(pilot)
        assert "Won & after-sale" in text
        assert "甲" in text
        assert sum(each.label in text for each in list(Stage)[:5]) == 3


async def test_lost_and_invalid_are_counted_beside_the_keys(book: Path, desk: Desk, opened: Opener) -> None:
    moves.move(desk, lead(desk, "甲公司"), Stage.LOST, reason="price")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "Lost 1" in screen_text(pilot)
        assert MilestoneKind.ACCEPTED.label not in screen_text(pilot)


@pytest.mark.slow
async def test_filter_marks_and_cursor_survive_the_way_to_the_list_and_back(
    book: Path, desk: Desk, opened: Opener
) -> None:
    for name in ("甲公司", "乙公司", "甲乙合营"):
        lead(desk, name)
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("slash", *"甲", "enter")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "乙公司" not in screen_text(pilot)
        await pilot.press("g", "v")
        await settled(pilot)
        marked = screen_text(pilot)
        assert "1 marked" in marked
        await pilot.press("2")
        await settled(pilot)
        assert "乙公司" not in screen_text(pilot)
        on = pilot.app.screen.row.id  # type: ignore[attr-defined]
        await pilot.press("3")
        await settled(pilot)
        assert screen_text(pilot) == marked
        assert pilot.app.screen.row.id == on  # type: ignore[attr-defined]
        await pilot.press("escape", "escape")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "乙公司"[:1] in screen_text(pilot)
        assert "marked" not in screen_text(pilot)


@pytest.mark.slow
async def test_what_a_filter_hides_is_no_longer_marked(book: Path, desk: Desk, opened: Opener) -> None:
    """Nothing unseen is moved."""
    hidden, seen = lead(desk, "甲公司", **STANDS), lead(desk, "乙公司", **STANDS)
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("g", "v", "v")
        await pilot.press("slash", *"乙公司", "enter")
        await pilot.pause(0.1)
        await settled(pilot)
        assert "1 marked" in screen_text(pilot)
        await pilot.press("L")
        await settled(pilot)
    assert (stage(desk, hidden), stage(desk, seen)) == (Stage.CAPTURED, Stage.QUALIFYING)


@pytest.mark.slow
async def test_five_columns_at_160_and_hints_at_the_edges_of_80(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司")
    async with opened(size=(160, 30)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert all(each.label in screen_text(pilot) for each in list(Stage)[:5])
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "2›" in screen_text(pilot)
        await pilot.press("l", "l", "l")
        await settled(pilot)
        assert ("‹1 Qualifying" in screen_text(pilot), "1›" in screen_text(pilot)) == (True, True)


@pytest.mark.slow
async def test_looks_are_remembered_from_sitting_to_sitting(book: Path, desk: Desk, opened: Opener) -> None:
    """Folds and height of the cards; none of it is a change that u would take back."""
    lead(desk, "甲公司", grade="A")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("d", "x")
        await settled(pilot)
        assert "Captured 1" in screen_text(pilot)
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "Captured 1" in screen_text(pilot)
        await pilot.press("x")
        await settled(pilot)
        assert "Captured 1" not in screen_text(pilot)
        await pilot.press("u")
        await settled(pilot)
        assert "Taken back: Add lead" in screen_text(pilot)


@pytest.mark.slow
async def test_a_place_by_hand_is_chosen_with_the_arrows(book: Path, desk: Desk, opened: Opener) -> None:
    first, second, third = (lead(desk, name) for name in ("甲公司", "乙公司", "丙公司"))
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("s", "s", "s")
        await settled(pilot)
        await pilot.press("g", "space", "j", "j", "enter")
        await settled(pilot)
        cards = pilot.app.screen.cursor_list  # type: ignore[attr-defined]
        assert cards.items == (second, first, third)
        await pilot.press("u")
        await settled(pilot)
        assert cards.items == (first, second, third)


async def test_a_move_draws_only_the_cards_that_change(book: Path, desk: Desk, opened: Opener) -> None:
    """The columns that have no part in a move are not drawn again."""
    lead(desk, "甲公司", **STANDS)
    moves.move(desk, lead(desk, "丙公司", **STANDS), Stage.NEGOTIATION, reason="急单")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        await pilot.press("h", "h", "h", "h")
        await settled(pilot)
        cards = pilot.app.screen.body.columns[3].cards  # type: ignore[attr-defined]
        drawn: list[int] = []
        draw = cards.render_lines_of
        cards.render_lines_of = lambda item, width: drawn.append(item) or draw(item, width)
        await pilot.press("L")
        await settled(pilot)
        assert "Moved to Qualifying" in screen_text(pilot)
        drawn_by_the_move = list(drawn)
        cards.refresh()
        await settled(pilot)
        assert (drawn_by_the_move, bool(drawn)) == ([], True)


@pytest.mark.slow
async def test_what_opens_over_the_board_puts_the_card_back(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", **STANDS)
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        for key in ("colon", "question_mark"):
            await pilot.press("space", "l")
            await settled(pilot)
            assert "In your hand" in screen_text(pilot)
            await pilot.press(key)
            await settled(pilot)
            await pilot.press("escape")
            await settled(pilot)
            assert "In your hand" not in screen_text(pilot)
        await pilot.press("space", "l")
        await pilot.resize_terminal(30, 8)
        await settled(pilot)
        await pilot.resize_terminal(120, 36)
        await settled(pilot)
        assert "甲" in screen_text(pilot)
    assert stage(desk, only) is Stage.CAPTURED


@pytest.mark.slow
async def test_a_double_click_opens_and_a_click_on_a_strip_unfolds_it(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司")
    async with opened() as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "Lost 0" in screen_text(pilot)
        await pilot.click(offset=(112, 10))
        await settled(pilot)
        assert "Lost 0" not in screen_text(pilot)
        await pilot.click(offset=(112, 3))
        await pilot.press("x")
        await settled(pilot)
        assert "Lost 0" in screen_text(pilot)
        await pilot.click(offset=(5, 5), times=2)
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 2
