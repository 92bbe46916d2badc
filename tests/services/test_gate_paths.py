"""R24: each gate passes, refuses and is skipped with a reason, on every path below the screen: one lead, several."""

from collections.abc import Callable

import pytest

from leadtui.desk import Desk
from leadtui.domain.terms import Stage
from leadtui.services import moves
from leadtui.services.moves import GateError
from leadtui.store import journal
from leadtui.store.models import JournalEntry, Lead, StageChange
from tests.services.captured import lead, reached

pytestmark = pytest.mark.usefixtures("book")

WHAT_IT_TAKES = {
    Stage.QUALIFYING: {"validity": "valid"},
    Stage.SOLUTION: {"validity": "valid", "grade": "A", "grade_basis": "年营收超5000万"},
    Stage.NEGOTIATION: {"proposal_sent_at": "2026-11-12"},
    Stage.WON: {"signed_on": "2026-11-21", "contract_amount": "38万"},
    Stage.LOST: {"lost_reason": "价格"},
    Stage.INVALID: {"invalid_reason": "空号"},
}

Path = Callable[..., object]


def one(desk: Desk, lead_id: int, stage: Stage, **how: object) -> object:
    """Detail pane, board key, drag and command line: one lead."""
    return moves.move(desk, lead_id, stage, **how)


def several(desk: Desk, lead_id: int, stage: Stage, **how: object) -> object:
    """Marked leads: this one and another, which is as far."""
    other = lead(desk, "同行", phone="13711111111")
    reached(desk, other)
    return moves.move_many(desk, {lead_id: None, other: None}, stage, **how)


each_path = pytest.mark.parametrize("path", [one, several])
each_gate = pytest.mark.parametrize("stage", WHAT_IT_TAKES)


@each_path
@each_gate
def test_a_gate_lets_through_what_has_all_it_takes(desk: Desk, path: Path, stage: Stage) -> None:
    lead_id = lead(desk)
    reached(desk, lead_id)
    path(desk, lead_id, stage, entered=WHAT_IT_TAKES[stage])
    assert Lead.get_by_id(lead_id).stage == stage
    assert StageChange.select().order_by(StageChange.id.desc()).get().skipped == ""


@each_path
@each_gate
@pytest.mark.parametrize("place", range(3))
def test_a_gate_refuses_where_anything_is_missing(desk: Desk, path: Path, stage: Stage, place: int) -> None:
    takes = WHAT_IT_TAKES[stage]
    left_out = list(takes)[place % len(takes)]
    lead_id = lead(desk)
    reached(desk, lead_id)
    with pytest.raises(GateError) as refusal:
        path(desk, lead_id, stage, entered={key: text for key, text in takes.items() if key != left_out})
    assert [each.field for each in refusal.value.missing] == [left_out]
    row = Lead.get_by_id(lead_id)
    assert row.stage == Stage.CAPTURED
    assert getattr(row, left_out) in (None, "", "unverified")


@each_path
@each_gate
def test_a_gate_is_skipped_with_a_reason_that_stays_visible(desk: Desk, path: Path, stage: Stage) -> None:
    lead_id = lead(desk)
    path(desk, lead_id, stage, reason="老板拍板")
    row = Lead.get_by_id(lead_id)
    change = StageChange.select().where(StageChange.lead == lead_id).order_by(StageChange.id.desc()).get()
    assert (row.stage, change.reason) == (stage, "老板拍板")
    if stage not in (Stage.LOST, Stage.INVALID):
        assert set(WHAT_IT_TAKES[stage]) <= {*change.skipped.split(",")}


def test_several_leads_move_in_one_step_or_not_at_all(desk: Desk) -> None:
    ready, not_ready = lead(desk, "甲", validity="有效"), lead(desk, "乙")
    with pytest.raises(GateError):
        moves.move_many(desk, dict.fromkeys((ready, not_ready)), Stage.QUALIFYING)
    assert {row.stage for row in Lead.select()} == {"captured"}
    before = JournalEntry.select().count()
    moves.move_many(desk, dict.fromkeys((ready, not_ready)), Stage.QUALIFYING, entered={"validity": "有效"})
    assert {row.stage for row in Lead.select()} == {"qualifying"}
    assert JournalEntry.select().count() == before + 1
    journal.undo(desk)
    assert {row.stage for row in Lead.select()} == {"captured"}
