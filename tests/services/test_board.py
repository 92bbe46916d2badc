"""The board: every stage a column, nearest due first, with sums that add up."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.filters import parse
from leadtui.domain.terms import Stage
from leadtui.services import board, deals
from leadtui.services.board import By
from leadtui.store import journal
from leadtui.store.models import Lead
from tests.services.captured import colleague, lead, step

pytestmark = pytest.mark.usefixtures("book")


def column(desk: Desk, stage: Stage, text: str = "") -> board.Column:
    """One column of the board."""
    return next(each for each in board.columns(desk, parse(text)) if each.key == stage)


def test_an_empty_board_has_every_stage_in_its_order(desk: Desk) -> None:
    columns = board.columns(desk)
    assert [each.key for each in columns] == list(Stage)
    assert {(each.ids, each.amount, each.weighted) for each in columns} == {((), 0, 0)}


def test_a_card_stands_in_its_stage_nearest_due_first(desk: Desk) -> None:
    without, far, near = (
        lead(desk, "无"),
        lead(desk, "远", step=step(desk, 9)),
        lead(desk, "近", step=step(desk, 1)),
    )
    moved = lead(desk, "别处", validity="有效")
    deals.move(desk, moved, Stage.QUALIFYING)
    assert column(desk, Stage.CAPTURED).ids == (near, far, without)
    assert column(desk, Stage.QUALIFYING).ids == (moved,)


def test_sums_are_of_known_amounts_and_weighted_by_the_stage(desk: Desk) -> None:
    """§3: probability 10 · 20 · 50 · 80 · 100 · 0 %."""
    amounts = {"甲": "10万", "乙": "5万", "丙": ""}
    for name, amount in amounts.items():
        lead(desk, name, budget_max=amount)
    captured = column(desk, Stage.CAPTURED)
    assert (len(captured.ids), captured.amount, captured.weighted) == (3, 15_000_000, 1_500_000)
    for lead_id, stage in zip(captured.ids, (Stage.NEGOTIATION, Stage.LOST, Stage.SOLUTION), strict=True):
        deals.move(desk, lead_id, stage, reason="试试")
    assert {each.key: each.weighted for each in board.columns(desk) if each.ids} == {
        Stage.SOLUTION: 0,
        Stage.NEGOTIATION: 8_000_000,
        Stage.LOST: 0,
    }


def test_amounts_nobody_knows_come_to_nothing(desk: Desk) -> None:
    lead(desk)
    assert column(desk, Stage.CAPTURED).amount == 0


def test_a_filter_narrows_cards_and_sums_alike(desk: Desk) -> None:
    mine = lead(desk, "甲", budget_max="1万")
    lead(colleague(desk), "乙", budget_max="9万")
    shown = column(desk, Stage.CAPTURED, "owner:me")
    assert (shown.ids, shown.amount) == ((mine,), 1_000_000)
    assert column(desk, Stage.CAPTURED, "甲").ids == (mine,)


def test_a_deleted_lead_is_no_card(desk: Desk) -> None:
    lead_id = lead(desk, budget_max="1万")
    with journal.change(desk, "Delete") as change:
        change.update(Lead, lead_id, deleted_at=desk.now())
    assert column(desk, Stage.CAPTURED) == board.Column(By.STAGE, Stage.CAPTURED, (), 0, 0)
