"""Contacts and next steps: what is logged settles what was planned, and nothing is forgotten."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError, LeadtuiError
from leadtui.domain.terms import Attitude, Channel, IntentChange, Outcome, PlanState
from leadtui.domain.when import When
from leadtui.services import assignment, followups, history, leads
from leadtui.services.assignment import Rule
from leadtui.services.detail import PlanCard, detail
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.store import journal
from leadtui.store.models import FollowUp, JournalEntry, Lead, Plan, Rep
from tests.services.captured import at, colleague, later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


def plans(desk: Desk, lead_id: int) -> list[tuple[str, PlanState]]:
    """What was to be done and what became of it, in the order it was written."""
    cards = sorted(detail(desk, lead_id).plans, key=lambda card: card.id)
    return [(card.action, card.state) for card in cards]


def next_step(desk: Desk, lead_id: int) -> PlanCard:
    """The nearest open plan."""
    return detail(desk, lead_id).open_plans[0]


class TestRecord:
    def test_r18_to_r21_everything_noted_is_kept(self, desk: Desk) -> None:
        lead_id = lead(desk)
        an_hour_ago = desk.now() - timedelta(hours=1)
        draft = FollowUpDraft(
            channel=Channel.VISIT,
            outcome=Outcome.MATERIAL_SENT,
            summary="送了样本\n聊了预算",
            at=an_hour_ago,
            feedback="交期太长",
            attitude=Attitude.HESITANT,
            intent_change=IntentChange.UP,
            new_need="要双工位",
            concern="售后",
            decision_progress="下周上会",
        )
        followups.record(desk, lead_id, draft)
        (card,) = detail(desk, lead_id).follow_ups
        kept = (
            card.channel,
            card.outcome,
            card.summary,
            card.at,
            card.feedback,
            card.attitude,
            card.intent_change,
        )
        assert kept == (
            Channel.VISIT, Outcome.MATERIAL_SENT, "送了样本\n聊了预算", an_hour_ago, "交期太长",
            Attitude.HESITANT, IntentChange.UP,
        )  # fmt: skip
        assert (card.new_need, card.concern, card.decision_progress) == ("要双工位", "售后", "下周上会")
        assert (card.by, card.recorded_at, card.is_imported) == ("李娜", desk.now(), False)

    def test_without_a_word_it_is_a_call_that_reached_somebody_just_now(self, desk: Desk) -> None:
        """§3: without a word the outcome is 已沟通."""
        lead_id = lead(desk)
        followups.record(desk, lead_id, FollowUpDraft(summary="聊过"))
        (card,) = detail(desk, lead_id).follow_ups
        assert (card.outcome, card.channel, card.at) == (Outcome.REACHED, Channel.CALL, desk.now())

    @pytest.mark.parametrize("outcome", [Outcome.REACHED, Outcome.MATERIAL_SENT])
    @pytest.mark.parametrize("summary", ["", "  \n", "\u200b"])
    def test_a_contact_that_reached_somebody_needs_words(self, desk: Desk, outcome: Outcome, summary: str) -> None:
        lead_id = lead(desk)
        with pytest.raises(LeadtuiError, match="summary"):
            followups.record(desk, lead_id, FollowUpDraft(outcome=outcome, summary=summary))
        assert FollowUp.select().count() == 0

    @pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE])
    def test_one_that_reached_nobody_needs_none(self, desk: Desk, outcome: Outcome) -> None:
        followups.record(desk, lead(desk), FollowUpDraft(outcome=outcome))
        assert FollowUp.get().outcome == outcome

    def test_a_contact_that_lies_ahead_is_refused(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with pytest.raises(LeadtuiError, match="has passed"):
            reached(desk, lead_id, at=desk.now() + timedelta(hours=1))
        assert FollowUp.select().count() == 0

    def test_t1_what_a_terminal_would_obey_is_not_stored(self, desk: Desk) -> None:
        reached(desk, lead(desk), "\x1b]52;c;aGk=\x07报价\u202e")
        assert FollowUp.get().summary == "]52;c;aGk=报价"

    def test_a_lead_that_is_gone_is_named(self, desk: Desk) -> None:
        with pytest.raises(LeadtuiError, match="no longer there"):
            reached(desk, 99)

    def test_the_author_is_who_logged_it_not_who_owns_the_lead(self, desk: Desk) -> None:
        lead_id = lead(desk)
        reached(colleague(desk), lead_id)
        assert [card.by for card in detail(desk, lead_id).follow_ups] == ["王强"]


class TestSettling:
    def test_r17_it_completes_the_plans_due_up_to_that_day_and_writes_the_next(self, desk: Desk) -> None:
        """§3: saving a follow-up completes the lead's open plans due up to that day."""
        lead_id = lead(desk)
        with journal.change(desk, "Plans") as change:
            for days, action in ((-3, "旧的"), (-1, "昨天"), (0, "今天"), (1, "明天"), (None, "没日子")):
                due = None if days is None else desk.today() + timedelta(days)
                change.insert(Plan, lead=lead_id, due=due, action=action, created_at=desk.now())
        reached(desk, lead_id, next_step=step(desk, 5, "上门演示"))
        done, planned = PlanState.DONE, PlanState.PLANNED
        assert plans(desk, lead_id) == [
            ("旧的", done), ("昨天", done), ("今天", done), ("明天", planned), ("没日子", planned),
            ("上门演示", planned),
        ]  # fmt: skip

    @pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE])
    def test_an_attempt_leaves_them_open(self, desk: Desk, outcome: Outcome) -> None:
        lead_id = lead(desk, step=step(desk, 0, "回访"))
        followups.record(desk, lead_id, FollowUpDraft(outcome=outcome))
        assert plans(desk, lead_id) == [("回访", PlanState.PLANNED)]

    def test_a_late_entry_settles_only_what_was_due_by_then(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 0, "回访"))
        reached(desk, lead_id, at=desk.now() - timedelta(days=1))
        assert plans(desk, lead_id) == [("回访", PlanState.PLANNED)]

    def test_that_day_is_the_reps_and_not_the_servers(self, desk: Desk) -> None:
        """§3 Today: half past midnight in Shanghai is the day before in UTC; the day's plan is answered."""
        lead_id = lead(desk, step=step(desk, 1, "回访"))
        night = at(desk, datetime.combine(desk.today() + timedelta(1), time(0, 30), desk.zone))
        reached(night, lead_id)
        assert plans(desk, lead_id) == [("回访", PlanState.DONE)]

    def test_record_and_next_step_are_one_undo_step(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 0, "回访"))
        reached(desk, lead_id, next_step=step(desk, 3, "报价"))
        assert history.undo(desk) == "Log follow-up: 苏州恒远精密机械有限公司"
        assert plans(desk, lead_id) == [("回访", PlanState.PLANNED)]
        assert detail(desk, lead_id).follow_ups == ()

    def test_r22_the_next_step_belongs_to_the_owner_unless_said_otherwise(self, desk: Desk) -> None:
        lead_id = lead(desk, owner="王强")
        reached(desk, lead_id, next_step=step(desk, 1))
        assert next_step(desk, lead_id).owner == "王强"
        reached(desk, lead_id, next_step=step(desk, 0, owner="赵敏"))
        assert next_step(desk, lead_id).owner == "赵敏"

    def test_r22_a_misspelt_colleague_is_no_new_one(self, desk: Desk) -> None:
        """The name that was meant is told, nothing is saved; a + says that it was meant so."""
        lead_id = lead(desk, owner="王磊")
        draft = FollowUpDraft(summary="聊过", next_step=step(desk, 1, owner="王雷"))
        with pytest.raises(FieldError, match=r"Nobody is called 王雷\. Is it 王磊\? .*\+王雷") as refusal:
            followups.record(desk, lead_id, draft)
        assert refusal.value.key == "owner"
        assert detail(desk, lead_id).follow_ups == ()
        assert [name for (name,) in Rep.select(Rep.name).order_by(Rep.id).tuples()] == ["王磊", "李娜"]
        followups.record(desk, lead_id, replace(draft, next_step=step(desk, 1, owner="+王雷")))
        assert next_step(desk, lead_id).owner == "王雷"
        with pytest.raises(FieldError, match="王磊, 王雷"):
            assignment.set_rules(desk, [Rule("王蕾", "华东")])
        reached(desk, lead(colleague(desk, "李那"), "乙"))  # whoever works here is who they say

    def test_r22_a_step_without_a_day_is_noted_but_is_no_plan_that_is_due(self, desk: Desk) -> None:
        lead_id = lead(desk)
        reached(desk, lead_id, next_step=NextStep(action="等对方消息"))
        assert plans(desk, lead_id) == [("等对方消息", PlanState.PLANNED)]
        assert leads.rows(desk, [lead_id])[0].next_due is None

    def test_an_empty_next_step_writes_none(self, desk: Desk) -> None:
        lead_id = lead(desk)
        reached(desk, lead_id, next_step=NextStep(action="  "))
        assert plans(desk, lead_id) == []


class TestPlans:
    def test_a_plan_takes_the_place_of_the_present_one(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 1, "回访"))
        due = When(desk.today() + timedelta(2), time(14, 30))
        followups.plan(
            desk,
            lead_id,
            NextStep(action="演示", due=due, points="双工位", goal="定方案", channel=Channel.VISIT),
        )
        assert plans(desk, lead_id) == [("回访", PlanState.CANCELLED), ("演示", PlanState.PLANNED)]
        card = next_step(desk, lead_id)
        assert (card.due, card.due_time, card.points, card.goal, card.channel) == (
            due.day, "14:30", "双工位", "定方案", Channel.VISIT,
        )  # fmt: skip

    def test_reschedule_moves_the_nearest_one(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, -2, "回访"))
        followups.reschedule(desk, lead_id, When(desk.today() + timedelta(3), time(9, 0)))
        card = next_step(desk, lead_id)
        assert (card.action, card.due, card.due_time) == ("回访", desk.today() + timedelta(3), "09:00")
        row = leads.rows(desk, [lead_id])[0]
        assert (row.next_due, row.next_time, row.action) == (card.due, "09:00", "回访")

    def test_reschedule_without_a_plan_makes_one(self, desk: Desk) -> None:
        lead_id = lead(desk)
        followups.reschedule(desk, lead_id, When(desk.today()))
        assert leads.rows(desk, [lead_id])[0].next_due == desk.today()

    def test_reschedule_to_the_same_day_is_no_entry(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 2))
        before = JournalEntry.select().count()
        followups.reschedule(desk, lead_id, When(desk.today() + timedelta(2)))
        assert JournalEntry.select().count() == before

    def test_complete_marks_the_nearest_done_without_a_record(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 1, "回访"))
        followups.complete(desk, lead_id)
        assert plans(desk, lead_id) == [("回访", PlanState.DONE)]
        assert detail(desk, lead_id).follow_ups == ()
        with pytest.raises(LeadtuiError, match="no open plan"):
            followups.complete(desk, lead_id)

    def test_cancel_gives_the_nearest_up(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 1, "回访"))
        followups.cancel(desk, lead_id)
        assert plans(desk, lead_id) == [("回访", PlanState.CANCELLED)]
        with pytest.raises(LeadtuiError, match="no open plan"):
            followups.cancel(desk, lead_id)


class TestSnooze:
    def test_it_keeps_day_and_reason(self, desk: Desk) -> None:
        lead_id = lead(desk)
        until = desk.today() + timedelta(7)
        followups.snooze(desk, lead_id, until, " 等预算 ")
        assert (Lead.get().snooze_until, Lead.get().snooze_reason) == (until, "等预算")
        assert detail(desk, lead_id).snooze_reason == "等预算"

    def test_it_needs_a_reason_and_a_coming_day(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with pytest.raises(LeadtuiError, match="needs a reason"):
            followups.snooze(desk, lead_id, desk.today() + timedelta(7), " ")
        for day in (desk.today(), desk.today() - timedelta(1)):
            with pytest.raises(LeadtuiError, match="has come"):
                followups.snooze(desk, lead_id, day, "等预算")
        assert Lead.get().snooze_until is None

    def test_it_ends_by_itself(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 0))
        followups.snooze(desk, lead_id, desk.today() + timedelta(2), "等预算")
        days = [bool(leads.rows(later(desk, days=day), [lead_id])[0].reasons) for day in range(4)]
        assert days == [False, False, True, True]
