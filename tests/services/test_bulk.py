"""Many leads at once: one change, one undo, each lead with a record and a plan of its own."""

from datetime import date, time, timedelta

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Channel, Grade, Level, Outcome
from leadtui.domain.when import When
from leadtui.services import backlog, bulk, detail, followups, history, leads
from leadtui.services.bulk import Edit, Turn
from leadtui.services.followups import FollowUpDraft
from tests.services.captured import lead, questions, reached, step

pytestmark = pytest.mark.usefixtures("book")


def dues(desk: Desk, *wanted: int) -> list[date | None]:
    return [row.next_due for row in leads.rows(desk, wanted)]


def test_one_outcome_is_logged_for_all_each_with_its_record_and_plan(desk: Desk) -> None:
    several = [lead(desk, name, step=step(desk, -1)) for name in "甲乙丙"]
    draft = FollowUpDraft(
        channel=Channel.EMAIL, outcome=Outcome.MATERIAL_SENT, summary="节日问候", next_step=step(desk, 7)
    )
    assert followups.record_many(desk, several, draft) == 3
    for each in several:
        found = detail.detail(desk, each)
        assert [(card.channel, card.summary) for card in found.follow_ups] == [(Channel.EMAIL, "节日问候")]
        assert [plan.due for plan in found.open_plans] == [desk.today() + timedelta(days=7)]
    assert history.undo(desk) == "Log follow-up: 3 leads"
    assert [detail.detail(desk, each).follow_ups for each in several] == [(), (), ()]
    assert dues(desk, *several) == [desk.today() - timedelta(days=1)] * 3


def test_a_refused_record_writes_none(desk: Desk) -> None:
    several = [lead(desk, name) for name in "甲乙"]
    with pytest.raises(LeadtuiError, match="needs a summary"):
        followups.record_many(desk, several, FollowUpDraft())
    assert [detail.detail(desk, each).follow_ups for each in several] == [(), ()]


def test_no_answer_goes_by_the_usual_channel_and_leaves_the_plan(desk: Desk) -> None:
    planned = lead(desk, "甲", step=followups.NextStep(due=When(desk.today()), channel=Channel.VISIT))
    known = lead(desk, "乙")
    reached(desk, known, channel=Channel.WECHAT, next_step=step(desk, 0))
    followups.no_answer(desk, [planned])
    followups.no_answer(desk, [known])
    for each, channel in ((planned, Channel.VISIT), (known, Channel.WECHAT)):
        newest = detail.detail(desk, each).follow_ups[0]
        assert (newest.channel, newest.outcome) == (channel, Outcome.NO_ANSWER)
    assert dues(desk, planned, known) == [desk.today()] * 2
    assert history.undo(desk) == "No answer: 乙"


class TestShift:
    def test_by_calendar_days_with_the_time_kept(self, desk: Desk) -> None:
        only = lead(desk, step=followups.NextStep(due=When(date(2026, 11, 27), time(10, 0))))
        assert backlog.shift(desk, [only], 1) == {only: When(date(2026, 11, 28), time(10, 0))}
        assert backlog.shift(desk, [only], -1) == {only: When(date(2026, 11, 27), time(10, 0))}

    def test_what_is_late_counts_from_today(self, desk: Desk) -> None:
        only = lead(desk, step=step(desk, -5))
        assert backlog.shift(desk, [only], 1)[only].day == desk.today() + timedelta(days=1)

    def test_without_a_plan_one_for_tomorrow_is_made(self, desk: Desk) -> None:
        only = lead(desk)
        backlog.shift(desk, [only], 1)
        assert dues(desk, only) == [desk.today() + timedelta(days=1)]

    @pytest.mark.parametrize("days", [-3, 0, None])
    def test_never_into_the_past(self, desk: Desk, days: int | None) -> None:
        only = lead(desk) if days is None else lead(desk, step=step(desk, days))
        before = dues(desk, only)
        with pytest.raises(LeadtuiError, match="into the past"):
            backlog.shift(desk, [only], -1)
        assert dues(desk, only) == before

    def test_several_are_one_change(self, desk: Desk) -> None:
        soon, late = lead(desk, "甲", step=step(desk, 2)), lead(desk, "乙", step=step(desk, -2))
        assert set(backlog.shift(desk, [soon, late], -1)) == {soon}
        assert history.undo(desk) == "Shift next step: 2 leads"
        assert dues(desk, soon) == [desk.today() + timedelta(days=2)]


class TestEdit:
    def test_the_preview_says_what_the_edit_then_does(self, desk: Desk) -> None:
        mine = [lead(desk, name) for name in "甲乙"]
        theirs = lead(desk, "丙", owner="王磊")
        all_three = [*mine, theirs]
        shown = bulk.preview(desk, all_three, Edit(owner="王磊"))
        assert (shown.total, shown.unchanged) == (3, 1)
        assert shown.turns == (Turn("Owner", "李娜", "王磊", 2),)
        assert bulk.edit(desk, all_three, Edit(owner="王磊")) == 2
        assert {row.owner for row in leads.rows(desk, all_three)} == {"王磊"}
        assert bulk.preview(desk, all_three, Edit(owner="王磊")).unchanged == 3

    def test_somebody_new_is_said_to_be_new(self, desk: Desk) -> None:
        only = [lead(desk)]
        assert bulk.preview(desk, only, Edit(owner="王垒")).turns[0].after == "王垒 (new)"
        with pytest.raises(LeadtuiError, match="Is it 李娜"):
            bulk.preview(desk, only, Edit(owner="李那"))

    def test_everything_at_once_is_one_undo(self, desk: Desk) -> None:
        several = [lead(desk, name, grade="b") for name in "甲乙"]
        wanted = Edit(grade=Grade.A, priority=Level.HIGH, add_tags=("重点", "展会"))
        assert [turn.count for turn in bulk.preview(desk, several, wanted).turns] == [2, 2, 2, 2]
        assert bulk.edit(desk, several, wanted) == 2
        for row in leads.rows(desk, several):
            assert (row.grade, row.priority, set(row.tags)) == (Grade.A, Level.HIGH, {"重点", "展会"})
        assert bulk.edit(desk, several, Edit(remove_tags=("展会",))) == 2
        assert {row.tags for row in leads.rows(desk, several)} == {("重点",)}
        history.undo(desk)
        history.undo(desk)
        for row in leads.rows(desk, several):
            assert (row.grade, row.priority, row.tags) == (Grade.B, None, ())

    def test_an_empty_edit_is_refused(self, desk: Desk) -> None:
        with pytest.raises(LeadtuiError, match="Nothing is to be changed"):
            bulk.edit(desk, [lead(desk)], Edit())

    def test_tags_are_read_between_blanks_and_commas_of_any_width(self) -> None:
        assert bulk.tag_names("重点,展会，VIP 重点") == ("重点", "展会", "VIP")


def test_all_are_snoozed_or_none(desk: Desk) -> None:
    several = [lead(desk, name) for name in "甲乙"]
    with pytest.raises(LeadtuiError, match="needs a reason"):
        bulk.snooze(desk, several, desk.today() + timedelta(days=3), " ")
    assert bulk.snooze(desk, several, desk.today() + timedelta(days=3), "等预算") == 2
    assert {row.snooze_until for row in leads.rows(desk, several)} == {desk.today() + timedelta(days=3)}


def test_done_counts_those_that_had_a_plan(desk: Desk) -> None:
    with_plan, without = lead(desk, "甲", step=step(desk, 0)), lead(desk, "乙")
    assert bulk.complete(desk, [with_plan, without]) == 1
    with pytest.raises(LeadtuiError, match="None of these"):
        bulk.complete(desk, [without])


def test_the_usual_limit_clears_the_backlog_within_a_week_of_work(desk: Desk) -> None:
    late = [lead(desk, f"客户{number}", step=step(desk, -1)) for number in range(12)]
    limit = backlog.usual_limit(desk, late)
    assert limit == 3
    assert len({each.day for each in backlog.preview(desk, late, limit)}) <= 5
    assert backlog.usual_limit(desk, []) == 1


@pytest.mark.file
def test_editing_many_asks_little_for_each(desk: Desk) -> None:
    """No whole lead, no tags, no field is read once per lead: the screens wait for the database thread meanwhile."""
    several = [lead(desk, f"客户{number}") for number in range(40)]

    def asked(count: int, owner: str) -> int:
        return questions(
            lambda: bulk.edit(desk, several[:count], Edit(owner=owner, grade=Grade.A, add_tags=(f"重点{owner}",)))
        )

    assert (asked(40, "王磊") - asked(20, "张伟")) / 20 <= 10
