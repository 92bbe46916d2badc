"""R24: each gate passes, refuses and is skipped with a reason, on every path below the screen: one lead, several, the
command line; an import, which cannot ask, places the lead and writes down what it skipped."""

from collections.abc import Callable
from datetime import time
from pathlib import Path as File

import pytest

from leadtui.cli.main import main
from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.fields import BY_KEY
from leadtui.domain.terms import Stage
from leadtui.services import imports, moves
from leadtui.services.imports import Place, Record, SheetRow
from leadtui.services.moves import GateError
from leadtui.store import database, journal
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


@pytest.fixture
def command(book: File, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Moves a lead by the command line, over the same file; the result is the exit code."""
    for name, value in (("NOW", "2026-11-22T09:00:00+08:00"), ("TIMEZONE", "Asia/Shanghai"), ("USER", "李娜")):
        monkeypatch.setenv(f"LEADTUI_{name}", value)

    def move(lead_id: int, stage: Stage, *, entered: dict[str, str] | None = None, reason: str = "") -> int:
        number = Lead.get_by_id(lead_id).lead_no
        sets = [word for key, text in (entered or {}).items() for word in ("--set", f"{key}={text}")]
        database.close()
        try:
            return main(["--database", str(book), "--lang", "en", "move", number, stage, "--reason", reason, *sets])
        finally:
            database.connect()

    return move


@pytest.mark.file
@each_gate
def test_a_gate_on_the_command_line_passes_refuses_and_is_skipped(
    desk: Desk, command: Callable[..., int], stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = WHAT_IT_TAKES[stage]
    lead_id, skipping = lead(desk, "甲公司"), lead(desk, "乙公司")
    reached(desk, lead_id)
    for left_out in takes:
        rest = {key: text for key, text in takes.items() if key != left_out}
        assert command(lead_id, stage, entered=rest) == 1
        assert left_out in capsys.readouterr().err
        assert Lead.get_by_id(lead_id).stage == Stage.CAPTURED
    assert command(lead_id, stage, entered=takes) == 0
    assert (Lead.get_by_id(lead_id).stage, last_change(lead_id).skipped) == (stage, "")
    assert command(skipping, stage, reason="老板拍板") == 0
    assert (Lead.get_by_id(skipping).stage, last_change(skipping).reason) == (stage, "老板拍板")


def last_change(lead_id: int) -> StageChange:
    """The newest change of a lead's stage."""
    return StageChange.select().where(StageChange.lead == lead_id).order_by(StageChange.id.desc()).get()


@each_gate
def test_an_import_never_asks_and_writes_what_it_skips(desk: Desk, stage: Stage) -> None:
    """§3: a sheet's lead stands where the sheet says; what its gate lacks is a skip with the reason "import"."""
    takes = WHAT_IT_TAKES[stage]
    for number, left_out in enumerate([None, *takes], 1):
        known = {key: values.read(BY_KEY[key], text, desk) for key, text in takes.items() if key != left_out}
        row = SheetRow(
            place=Place("表", number, (), ()),
            customer={"name": f"客户{number}"},
            lead=known,
            record=Record(at=desk.instant(desk.today(), time(0)), summary="聊过"),
            stage=stage,
        )
        imports.take(desk, [row], file_name="表.xlsx")
        change = StageChange.select().order_by(StageChange.id.desc()).get()
        skipped = {*change.skipped.split(",")} & set(takes)
        assert Lead.get_by_id(change.lead_id).stage == stage
        assert skipped == ({left_out} if left_out else set())
        if left_out:
            assert change.reason == "import"
