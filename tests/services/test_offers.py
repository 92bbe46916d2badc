"""What the form offers as the next step, and plans moved by the dozen."""

from datetime import date, datetime, timedelta

import pytest

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Channel, Outcome, Stage
from leadtui.domain.when import When
from leadtui.services import backlog, followups, history, leads, moves
from leadtui.services.followups import NOTHING_PLANNED, FollowUpDraft
from leadtui.services.offers import offer
from leadtui.store.models import Plan
from tests.conftest import SHANGHAI
from tests.services.captured import at, colleague, lead, reached, step

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """李娜 on Friday 2026-11-20."""
    return at(desk, FRIDAY)


@pytest.mark.usefixtures("book")
class TestOffer:
    def test_r13_an_a_lead_is_called_again_on_the_next_working_day(self, desk: Desk) -> None:
        offered = offer(desk, lead(desk, grade="A", grade_basis="急"))
        assert offered.due == When(date(2026, 11, 23))
        assert offered.channel is Channel.CALL
        assert offered.points == "Needs in detail, solution, budget range"

    def test_r14_after_a_call_a_b_lead_gets_content_and_after_content_a_call_when_that_is_nearer(
        self, desk: Desk
    ) -> None:
        lead_id = lead(desk, grade="B", grade_basis="有需求")
        after_call = offer(desk, lead_id, Channel.CALL)
        assert (after_call.due, after_call.channel) == (When(date(2026, 11, 27)), Channel.WECHAT)
        reached(desk, lead_id)
        monday = at(desk, FRIDAY + timedelta(days=10))
        after_content = offer(monday, lead_id, Channel.WECHAT)
        assert (after_content.due, after_content.channel) == (When(date(2026, 12, 4)), Channel.CALL)

    def test_a_track_that_is_late_already_comes_on_the_next_working_day(self, desk: Desk) -> None:
        lead_id = lead(desk, grade="B", grade_basis="有需求")
        reached(desk, lead_id)
        month_later = at(desk, FRIDAY + timedelta(days=28))
        assert offer(month_later, lead_id, Channel.CALL).due == When(date(2026, 12, 21))

    def test_r15_a_c_lead_is_greeted_before_the_festival_in_the_language_spoken(self, desk: Desk) -> None:
        autumn = at(desk, datetime(2026, 8, 28, 9, tzinfo=SHANGHAI))
        offered = offer(autumn, lead(autumn, grade="C", grade_basis="远"))
        assert (offered.due, offered.action) == (When(date(2026, 9, 24)), "Mid-Autumn Festival greeting")

    def test_nothing_is_offered_where_no_cadence_asks_for_it(self, desk: Desk) -> None:
        assert offer(desk, lead(desk)) == NOTHING_PLANNED
        planned = lead(desk, grade="A", grade_basis="急", step=step(desk, 4))
        assert offer(desk, planned) == NOTHING_PLANNED
        closed = lead(desk, grade="A", grade_basis="急")
        moves.move(desk, closed, Stage.LOST, reason="价格")
        assert offer(desk, closed) == NOTHING_PLANNED

    def test_a_plan_of_today_is_answered_by_the_contact_and_does_not_stand_in_the_way(self, desk: Desk) -> None:
        assert offer(desk, lead(desk, grade="A", grade_basis="急", step=step(desk, 0))) != NOTHING_PLANNED

    def test_what_is_offered_can_be_saved_as_it_is(self, desk: Desk) -> None:
        lead_id = lead(desk, grade="A", grade_basis="急")
        reached(desk, lead_id, next_step=offer(desk, lead_id))
        (row,) = leads.rows(desk, [lead_id])
        assert row.next_due == date(2026, 11, 23)

    def test_the_points_are_words_of_the_house(self, desk: Desk) -> None:
        i18n.speak("zh_CN")
        assert offer(desk, lead(desk, grade="A", grade_basis="急")).points


@pytest.mark.usefixtures("book")
class TestBacklog:
    def overdue(self, desk: Desk, *names: str) -> list[int]:
        """Leads with a plan of yesterday."""
        found = []
        for name in names:
            found.append(lead(desk, name, priority="high" if name.startswith("急") else "low"))
            reached(desk, found[-1], next_step=step(desk, -1))
        return found

    def test_overdue_plans_are_spread_over_working_days_by_priority_and_what_is_planned_there(self, desk: Desk) -> None:
        low, high, other = self.overdue(desk, "不急", "急", "也不急")
        today = lead(desk, "今天")
        reached(desk, today, next_step=step(desk, 0))
        moving = backlog.preview(desk, [low, high, other, today], 2)
        # Friday has one already; then comes Monday.
        assert [(each.lead, each.day) for each in moving] == [
            (high, date(2026, 11, 20)), (low, date(2026, 11, 23)), (other, date(2026, 11, 23))
        ]  # fmt: skip
        assert {each.was for each in moving} == {date(2026, 11, 19)}
        assert Plan.select().where(Plan.due == date(2026, 11, 23)).count() == 0
        assert backlog.spread(desk, [low, high, other, today], 2) == moving
        days = [row.next_due for row in leads.rows(desk, [high, low, other, today])]
        assert days == [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 20)]
        history.undo(desk)
        assert {row.next_due for row in leads.rows(desk, [low, high, other])} == {date(2026, 11, 19)}

    def test_each_rep_has_days_of_their_own(self, desk: Desk) -> None:
        (mine,) = self.overdue(desk, "我的")
        (theirs,) = self.overdue(colleague(desk), "他的")
        assert {each.day for each in backlog.preview(desk, [mine, theirs], 1)} == {date(2026, 11, 20)}

    def test_a_lead_late_twice_is_moved_once(self, desk: Desk) -> None:
        (lead_id,) = self.overdue(desk, "甲")
        followups.record(desk, lead_id, FollowUpDraft(outcome=Outcome.NO_ANSWER, next_step=step(desk, -3)))
        (moved,) = backlog.spread(desk, [lead_id], 5)
        assert (moved.was, moved.day) == (date(2026, 11, 17), date(2026, 11, 20))
        assert not Plan.select().where(Plan.state == "planned", Plan.due < desk.today()).exists()

    def test_less_than_one_a_day_is_refused(self, desk: Desk) -> None:
        with pytest.raises(LeadtuiError, match="At least one lead a day"):
            backlog.spread(desk, [], 0)

    def test_many_are_rescheduled_in_one_change(self, desk: Desk) -> None:
        planned, without = self.overdue(desk, "甲")[0], lead(desk, "乙")
        backlog.reschedule(desk, [planned, without, planned], When(date(2026, 12, 1)))
        assert {row.next_due for row in leads.rows(desk, [planned, without])} == {date(2026, 12, 1)}
        assert Plan.select().where(Plan.state == "planned").count() == 2
        history.undo(desk)
        assert [row.next_due for row in leads.rows(desk, [planned, without])] == [date(2026, 11, 19), None]
