"""A lead moves only through the gates: fields and move in one step, a reason where one is skipped (R24)."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, LeadtuiError
from leadtui.domain.terms import MilestoneKind, Stage, Status, Validity
from leadtui.services import capture, followups, history, leads, moves
from leadtui.services.detail import detail
from leadtui.services.followups import NextStep
from leadtui.services.moves import GateError
from leadtui.store import journal
from leadtui.store.models import Confirmation, JournalEntry, Lead, Milestone, StageChange
from tests.services.captured import colleague, later, lead, reached

pytestmark = pytest.mark.usefixtures("book")

QUALIFIED = {"validity": "valid", "grade": "A", "grade_basis": "预算已定，一个月内采购"}


def stands(lead_id: int) -> tuple[Stage, Status]:
    """Stage and status of a lead."""
    row = Lead.get_by_id(lead_id)
    return Stage(row.stage), Status(row.status)


def last_change(lead_id: int) -> StageChange:
    """The newest row of a lead's road."""
    return StageChange.select().where(StageChange.lead == lead_id).order_by(StageChange.id.desc()).get()


class TestGates:
    def test_r24_a_move_names_everything_that_is_missing_and_moves_nothing(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with pytest.raises(GateError) as refusal:
            moves.move(desk, lead_id, Stage.SOLUTION, entered={"grade": "A"})
        assert [each.field for each in refusal.value.missing] == ["validity", "grade_basis", None]
        assert refusal.value.exit_code == 1
        for word in ("Solution", "Validity: valid", "Grade basis", "One effective follow-up"):
            assert word in str(refusal.value)
        assert stands(lead_id) == (Stage.CAPTURED, Status.PROSPECT)
        assert Lead.get_by_id(lead_id).grade is None

    def test_r24_fields_and_move_are_one_undoable_step(self, desk: Desk) -> None:
        lead_id = lead(desk)
        reached(desk, lead_id)
        moved = moves.move(desk, lead_id, Stage.SOLUTION, entered=QUALIFIED)
        assert (moved.stage, moved.status, moved.offered) == (
            Stage.SOLUTION,
            Status.INTERESTED,
            Status.INTERESTED,
        )
        assert moved.status_kept_for == ()
        assert stands(lead_id) == (Stage.SOLUTION, Status.INTERESTED)
        journal.undo(desk)
        assert stands(lead_id) == (Stage.CAPTURED, Status.PROSPECT)
        assert Lead.get_by_id(lead_id).grade is None

    def test_r24_a_written_reason_skips_the_gate_and_is_kept_with_what_it_skipped(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        moves.move(desk, lead_id, Stage.SOLUTION, reason="老板直接拍板")
        change = last_change(lead_id)
        assert change.reason == "老板直接拍板"
        assert change.skipped.split(",") == ["grade", "grade_basis", "One effective follow-up"]
        assert (change.from_stage, change.to_stage) == ("captured", "solution")

    def test_a_reason_of_blanks_is_none(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with pytest.raises(GateError):
            moves.move(desk, lead_id, Stage.SOLUTION, reason=" \n\t")
        assert stands(lead_id)[0] is Stage.CAPTURED

    @pytest.mark.parametrize("outcome", [followups.Outcome.NO_ANSWER, followups.Outcome.LEFT_MESSAGE])
    def test_r24_only_a_contact_that_reached_somebody_counts(self, desk: Desk, outcome: followups.Outcome) -> None:
        lead_id = lead(desk, **QUALIFIED)
        followups.record(desk, lead_id, followups.FollowUpDraft(outcome=outcome))
        with pytest.raises(GateError, match="One effective follow-up"):
            moves.move(desk, lead_id, Stage.SOLUTION)
        reached(desk, lead_id)
        moves.move(desk, lead_id, Stage.SOLUTION)
        assert stands(lead_id)[0] is Stage.SOLUTION

    def test_r24_won_asks_for_date_and_amount(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with pytest.raises(GateError) as refusal:
            moves.move(desk, lead_id, Stage.WON, entered={"signed_on": "2026-11-21"})
        assert [each.field for each in refusal.value.missing] == ["contract_amount"]
        moves.move(desk, lead_id, Stage.WON, entered={"signed_on": "2026-11-21", "contract_amount": "38万"})
        assert stands(lead_id) == (Stage.WON, Status.WON)

    def test_r25_the_status_that_comes_with_a_move_carries_the_offered_reason(self, desk: Desk) -> None:
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.WON, entered={"signed_on": "2026-11-21", "contract_amount": "38万"})
        assert Lead.get_by_id(lead_id).status_reason == "Signed 2026-11-21"
        assert last_change(lead_id).reason == "Signed 2026-11-21"

    def test_the_time_in_stage_starts_with_the_move_and_not_with_a_status(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        reached(desk, lead_id)
        tomorrow = later(desk, days=1)
        moves.move(tomorrow, lead_id, Stage.QUALIFYING)
        moves.move(later(desk, days=2), lead_id, Stage.QUALIFYING, status=Status.INTERESTED)
        assert Lead.get_by_id(lead_id).stage_since == tomorrow.now()

    def test_m8_a_card_dragged_from_an_old_board_is_a_conflict(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        seen = leads.rows(desk, [lead_id])[0].version
        moves.move(colleague(desk), lead_id, Stage.LOST, reason="价格")
        with pytest.raises(ConflictError):
            moves.move(desk, lead_id, Stage.QUALIFYING, expected=seen)
        assert stands(lead_id)[0] is Stage.LOST

    def test_a_move_to_where_it_stands_is_no_entry(self, desk: Desk) -> None:
        lead_id = lead(desk)
        before = JournalEntry.select().count()
        moves.move(desk, lead_id, Stage.CAPTURED)
        assert JournalEntry.select().count() == before


class TestStatus:
    def test_the_offered_status_is_kept_back_where_its_own_gate_does_not_hold(self, desk: Desk) -> None:
        """§3: the stage moves, the status stays, and the result says what it lacks."""
        lead_id = lead(desk, proposal_sent_at="2026-11-20")
        moved = moves.move(desk, lead_id, Stage.NEGOTIATION)
        assert (moved.status, moved.offered) == (Status.PROSPECT, Status.HIGH_INTENT)
        assert [each.label for each in moved.status_kept_for] == [
            "Budget confirmed",
            "Decision-maker known",
            "Purchase timing",
        ]
        assert stands(lead_id) == (Stage.NEGOTIATION, Status.PROSPECT)

    def test_r24_high_intent_takes_the_field_and_the_confirmation(self, desk: Desk) -> None:
        lead_id = lead(desk, proposal_sent_at="2026-11-20", decision_maker="周总", purchase_timing="年底前")
        with journal.change(desk, "Confirm") as change:
            change.insert(Confirmation, lead=lead_id, subject="budget", on=desk.today())
        assert moves.move(desk, lead_id, Stage.NEGOTIATION).status is Status.HIGH_INTENT

    def test_r24_high_intent_takes_the_milestone_and_the_contact_with_authority(self, desk: Desk) -> None:
        lead_id = lead(desk, proposal_sent_at="2026-11-20", purchase_timing="年底前", decision_authority="是")
        with journal.change(desk, "Milestone") as change:
            change.insert(Milestone, lead=lead_id, kind=MilestoneKind.BUDGET_APPROVED, on=desk.today())
        assert moves.move(desk, lead_id, Stage.NEGOTIATION).status is Status.HIGH_INTENT

    def test_a_status_that_was_asked_for_is_refused_where_its_gate_does_not_hold(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        with pytest.raises(GateError, match="Interested still needs: One effective follow-up"):
            moves.move(desk, lead_id, Stage.QUALIFYING, status=Status.INTERESTED)
        assert stands(lead_id) == (Stage.CAPTURED, Status.PROSPECT)

    def test_a_reason_lets_the_asked_status_through(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        moves.move(desk, lead_id, Stage.QUALIFYING, status=Status.INTERESTED, reason="展会上谈过")
        assert stands(lead_id) == (Stage.QUALIFYING, Status.INTERESTED)
        assert Lead.get_by_id(lead_id).status_reason == "展会上谈过"

    def test_r25_a_status_moves_inside_a_stage_and_is_on_record(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        reached(desk, lead_id)
        moves.move(desk, lead_id, Stage.CAPTURED, status=Status.INTERESTED, reason="主动要方案")
        change = last_change(lead_id)
        assert (change.from_stage, change.to_stage) == ("captured", "captured")
        assert (change.from_status, change.to_status, change.reason) == (
            "prospect",
            "interested",
            "主动要方案",
        )

    def test_r25_a_status_is_lowered_with_a_reason_alone(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        reached(desk, lead_id)
        moves.move(desk, lead_id, Stage.CAPTURED, status=Status.INTERESTED, reason="主动要方案")
        with pytest.raises(LeadtuiError, match="lowered with a reason"):
            moves.move(desk, lead_id, Stage.CAPTURED, status=Status.PROSPECT)
        moves.move(desk, lead_id, Stage.CAPTURED, status=Status.PROSPECT, reason="预算没批")
        assert stands(lead_id)[1] is Status.PROSPECT

    def test_a_move_inside_a_status_boundary_leaves_the_status(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效")
        moved = moves.move(desk, lead_id, Stage.QUALIFYING)
        assert (moved.offered, moved.status) == (None, Status.PROSPECT)


class TestLostAndInvalid:
    @pytest.mark.parametrize("stage", [Stage.LOST, Stage.INVALID])
    def test_without_a_reason_it_is_refused(self, desk: Desk, stage: Stage) -> None:
        lead_id = lead(desk)
        with pytest.raises(GateError, match="reason"):
            moves.move(desk, lead_id, stage)
        assert stands(lead_id)[0] is Stage.CAPTURED

    @pytest.mark.parametrize("reason", ["price", "价格", "Price"])
    def test_a_listed_reason_is_stored_by_its_key(self, desk: Desk, reason: str) -> None:
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.LOST, reason=reason)
        row = Lead.get_by_id(lead_id)
        assert (row.lost_reason, row.closing_note) == ("price", "")
        assert stands(lead_id) == (Stage.LOST, Status.LOST)
        assert row.status_reason == reason

    def test_an_unlisted_reason_is_kept_as_text_under_other(self, desk: Desk) -> None:
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.LOST, reason="老板换人了")
        row = Lead.get_by_id(lead_id)
        assert (row.lost_reason, row.closing_note) == ("other", "老板换人了")
        assert detail(desk, lead_id).closing_note == "老板换人了"

    def test_a_field_set_with_the_move_wins_over_the_reason(self, desk: Desk) -> None:
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.LOST, reason="对方没钱了", entered={"lost_reason": "预算"})
        row = Lead.get_by_id(lead_id)
        assert (row.lost_reason, row.closing_note) == ("budget", "对方没钱了")

    def test_r50_invalid_takes_its_reason_and_its_validity(self, desk: Desk) -> None:
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.INVALID, reason="空号")
        row = Lead.get_by_id(lead_id)
        assert (row.invalid_reason, row.validity, row.status) == (
            "dead_number",
            Validity.INVALID,
            Status.PROSPECT,
        )

    def test_an_unlisted_reason_of_an_invalid_lead_is_kept_as_text(self, desk: Desk) -> None:
        lead_id = lead(desk)
        moves.move(desk, lead_id, Stage.INVALID, reason="同行打探")
        row = Lead.get_by_id(lead_id)
        assert (row.invalid_reason, row.closing_note) == (None, "同行打探")
        assert last_change(lead_id).skipped == ""

    @pytest.mark.parametrize("stage", [Stage.CAPTURED, Stage.QUALIFYING, Stage.SOLUTION, Stage.NEGOTIATION])
    def test_lost_is_reached_from_every_open_stage_and_left_again(self, desk: Desk, stage: Stage) -> None:
        lead_id = lead(desk)
        moves.move(desk, lead_id, stage, reason="先放这里")
        moves.move(desk, lead_id, Stage.LOST, reason="竞品")
        moves.move(desk, lead_id, Stage.QUALIFYING, reason="客户回头")
        assert stands(lead_id) == (Stage.QUALIFYING, Status.PROSPECT)
        assert last_change(lead_id).from_status == "lost"

    def test_the_next_step_of_a_lost_lead_is_kept_for_its_return(self, desk: Desk) -> None:
        lead_id = lead(desk, step=NextStep(action="发报价"))
        moves.move(desk, lead_id, Stage.LOST, reason="竞品")
        assert [plan.action for plan in detail(desk, lead_id).open_plans] == ["发报价"]


class TestManyAtOnce:
    def test_all_move_as_one_change_that_one_undo_returns(self, desk: Desk) -> None:
        ids = [lead(desk, name, validity="valid") for name in "甲乙丙"]
        moves.move_many(desk, dict.fromkeys(ids), Stage.QUALIFYING)
        assert {detail(desk, each).row.stage for each in ids} == {Stage.QUALIFYING}
        assert history.undo(desk) == "Move to Qualifying: 3 leads"
        assert {detail(desk, each).row.stage for each in ids} == {Stage.CAPTURED}

    def test_one_that_lacks_something_keeps_all_and_the_refusal_names_all(self, desk: Desk) -> None:
        """R24: the form asks once for what any of them lacks."""
        ready, ungraded, unknown = lead(desk, "甲"), lead(desk, "乙"), lead(desk, "丙")
        for each, known in ((ready, QUALIFIED), (ungraded, {"validity": "valid"})):
            reached(desk, each)
            capture.edit(desk, each, known)
        reached(desk, unknown)
        with pytest.raises(GateError) as refusal:
            moves.move_many(desk, dict.fromkeys((ready, ungraded, unknown)), Stage.SOLUTION)
        assert {each.field for each in refusal.value.missing} == {"validity", "grade", "grade_basis"}
        assert {detail(desk, each).row.stage for each in (ready, ungraded, unknown)} == {Stage.CAPTURED}

    def test_what_is_entered_fills_only_what_each_lacks(self, desk: Desk) -> None:
        """A grade somebody has worked out is not overwritten by the one of another."""
        graded, ungraded = lead(desk, "甲"), lead(desk, "乙")
        for each in (graded, ungraded):
            reached(desk, each)
        capture.edit(desk, graded, {"grade": "A", "grade_basis": "预算已批"})
        entered = {"validity": "valid", "grade": "C", "grade_basis": "先观察"}
        moves.move_many(desk, dict.fromkeys((graded, ungraded)), Stage.SOLUTION, entered=entered)
        known = [detail(desk, each).fields for each in (graded, ungraded)]
        assert [(each["grade"], each["grade_basis"]) for each in known] == [("A", "预算已批"), ("C", "先观察")]
