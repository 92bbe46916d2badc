"""The board: every stage a column, nearest due first, with sums that add up."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError
from leadtui.domain.filters import parse
from leadtui.domain.terms import Stage, Status
from leadtui.services import board, capture, detail, history, leads, moves
from leadtui.services.board import By, Order, Spot
from leadtui.services.moves import GateError
from leadtui.store import journal
from leadtui.store.models import Lead
from tests.services.captured import colleague, later, lead, step

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
    moves.move(desk, moved, Stage.QUALIFYING)
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
        moves.move(desk, lead_id, stage, reason="试试")
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
    assert column(desk, Stage.CAPTURED) == board.Column(By.STAGE, Stage.CAPTURED, (), board.Tally())


def test_a_column_is_ordered_by_amount_or_by_the_time_in_its_stage(desk: Desk) -> None:
    small, large, unknown = (
        lead(desk, name, budget_max=much) for name, much in zip("甲乙丙", ("1万", "9万", ""), strict=True)
    )
    assert captured(desk, Order.AMOUNT) == (large, small, unknown)
    moves.move(later(desk, days=1), small, Stage.QUALIFYING, reason="试试")
    moves.move(later(desk, days=2), small, Stage.CAPTURED)
    assert captured(desk, Order.AGE) == (large, unknown, small)


def captured(desk: Desk, order: Order) -> tuple[int, ...]:
    """The cards of the first column in an order."""
    return board.columns(desk, order=order)[0].ids


def test_a_card_put_by_hand_stays_where_it_was_put(desk: Desk) -> None:
    """Among, before and behind the others; one undo returns it."""
    first, second, third, fourth = (lead(desk, name) for name in "甲乙丙丁")
    assert captured(desk, Order.HAND) == (first, second, third, fourth)
    board.put(desk, {fourth: None}, spot(before=second))
    assert captured(desk, Order.HAND) == (first, fourth, second, third)
    board.put(desk, {third: None, first: None}, spot(before=fourth))
    assert captured(desk, Order.HAND) == (third, first, fourth, second)
    board.put(desk, {third: None}, spot(before=None))
    assert captured(desk, Order.HAND) == (first, fourth, second, third)
    history.undo(desk)
    history.undo(desk)
    assert captured(desk, Order.HAND) == (first, fourth, second, third)
    assert captured(desk, Order.DUE) == (first, second, third, fourth)


def spot(before: int | None) -> Spot:
    """A place in the first column."""
    return Spot(By.STAGE, Stage.CAPTURED, by_hand=True, before=before)


def test_room_between_two_cards_never_runs_out(desk: Desk) -> None:
    """Forty cards put one after the other into the same gap: the column is spread anew when it is full."""
    top, bottom, *others = (lead(desk, f"客户{number}") for number in range(42))
    below = bottom
    for each in others:
        board.put(desk, {each: None}, spot(before=below))
        below = each
    assert captured(desk, Order.HAND) == (top, *reversed(others), bottom)


def test_a_card_dropped_by_hand_into_another_stage_moves_and_is_placed_in_one_change(desk: Desk) -> None:
    there = lead(desk, "甲", validity="valid")
    moves.move(desk, there, Stage.QUALIFYING)
    coming = lead(desk, "乙", validity="valid")
    board.put(desk, {coming: None}, Spot(By.STAGE, Stage.QUALIFYING, by_hand=True, before=there))
    assert board.columns(desk, order=Order.HAND)[1].ids == (coming, there)
    assert history.undo(desk) == "Move to Qualifying: 乙"
    assert board.columns(desk, order=Order.HAND)[1].ids == (there,)


@pytest.mark.parametrize(
    ("by", "key", "field"), [(By.GRADE, "A", "grade"), (By.OWNER, "王磊", "owner"), (By.OWNER, "", "owner")]
)
def test_a_drop_on_a_grade_or_an_owner_sets_it(desk: Desk, by: By, key: str, field: str) -> None:
    """R55: an owner's column assigns; none takes the owner away."""
    one, other = lead(desk, "甲"), lead(desk, "乙")
    board.put(desk, {one: None, other: None}, Spot(by, key))
    assert {str(detail.detail(desk, each).fields[field] or "") for each in (one, other)} == {key}
    assert next(each for each in board.columns(desk, by=by) if each.key == key).ids == (one, other)
    history.undo(desk)
    assert key not in {str(detail.detail(desk, each).fields[field] or "") for each in (one, other)}


def test_a_status_changes_for_a_written_reason(desk: Desk) -> None:
    """R25: nothing is guessed; R24: with one, the status gate is skipped on the record."""
    only = lead(desk)
    with pytest.raises(GateError) as refusal:
        board.put(desk, {only: None}, Spot(By.STATUS, Status.INTERESTED))
    assert {each.key for each in refusal.value.missing} == {"validity", "One effective follow-up"}
    moved = board.put(desk, {only: None}, Spot(By.STATUS, Status.INTERESTED), reason="展会上谈过")
    assert [(each.stage, each.status) for each in moved] == [(Stage.CAPTURED, Status.INTERESTED)]
    assert detail.detail(desk, only).stage_changes[0].reason == "展会上谈过"


def test_columns_by_grade_and_owner_leave_out_what_is_closed_off(desk: Desk) -> None:
    """Sums weigh each card by its own stage."""
    open_, lost = lead(desk, "甲", budget_max="10万", grade="A"), lead(desk, "乙", budget_max="5万", grade="A")
    moves.move(desk, lost, Stage.LOST, reason="price")
    graded = {each.key: each for each in board.columns(desk, by=By.GRADE)}
    assert list(graded) == ["A", "B", "C", ""]
    assert (graded["A"].ids, graded["A"].amount, graded["A"].weighted) == ((open_,), 10_000_000, 1_000_000)
    (mine,) = board.columns(desk, by=By.OWNER)
    assert (mine.title, mine.ids) == ("李娜", (open_,))
    assert lost in {each.key: each for each in board.columns(desk, by=By.STATUS)}[Status.LOST].ids


def test_a_put_refuses_what_was_changed_meanwhile(desk: Desk) -> None:
    """All or nothing: one card of an older version keeps the others where they are."""
    fresh, stale = lead(desk, "甲", validity="valid"), lead(desk, "乙", validity="valid")
    seen = {each.id: each.version for each in leads.rows(desk, [fresh, stale])}
    capture.edit(desk, stale, {"grade": "B"})
    with pytest.raises(ConflictError):
        board.put(desk, seen, Spot(By.STAGE, Stage.QUALIFYING))
    with pytest.raises(ConflictError):
        board.put(desk, seen, spot(before=None))
    assert set(captured(desk, Order.DUE)) == {fresh, stale}
