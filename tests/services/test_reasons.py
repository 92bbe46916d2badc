"""Every reason of the due list comes when it should and goes when its work is done (spec §3)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtui.desk import Desk
from leadtui.domain import cadence as rules
from leadtui.domain.terms import Channel, Grade, Outcome, Reason, Stage
from leadtui.services import cadence, capture, followups, history, leads, moves
from leadtui.services.today import agenda, due_list, load
from leadtui.store import derived, journal
from leadtui.store.models import Lead, Setting
from tests.conftest import SHANGHAI
from tests.services.captured import at, lead, reached, step

MONDAY = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """李娜 on Monday 2026-11-23."""
    return at(desk, MONDAY)


def on(desk: Desk, days: int) -> Desk:
    """The same desk some days on."""
    return at(desk, desk.now() + timedelta(days=days))


def reasons(desk: Desk, lead_id: int) -> tuple[Reason, ...]:
    """Why a lead is due, as its line says and the list agrees."""
    (row,) = leads.rows(desk, [lead_id])
    listed = {each: reason for reason, ids in due_list(desk, everyone=True).sections for each in ids}
    assert listed.get(lead_id) == row.reason
    return row.reasons


def graded(desk: Desk, grade: str, customer: str = "甲") -> int:
    """A lead of this grade that was called today."""
    lead_id = lead(desk, customer, grade=grade, grade_basis="谈过")
    reached(desk, lead_id)
    return lead_id


def won(desk: Desk, **entered: str) -> int:
    """A sale signed today."""
    lead_id = lead(desk)
    moves.move(desk, lead_id, Stage.WON, entered={"signed_on": "2026-11-16", "contract_amount": "5万"}, reason="签了")
    capture.edit(desk, lead_id, dict(entered))
    return lead_id


@pytest.mark.usefixtures("book")
class TestCadence:
    def test_r13_an_a_lead_is_due_on_the_second_day_and_a_contact_ends_it(self, desk: Desk) -> None:
        lead_id = graded(desk, "A")
        assert [reasons(on(desk, days), lead_id) for days in (0, 1)] == [(), ()]
        wednesday = on(desk, 2)
        assert reasons(wednesday, lead_id) == (Reason.CADENCE,)
        followups.record(wednesday, lead_id, followups.FollowUpDraft(outcome=Outcome.NO_ANSWER))
        assert reasons(wednesday, lead_id) == (Reason.CADENCE,)
        reached(wednesday, lead_id)
        assert reasons(wednesday, lead_id) == ()
        assert reasons(on(wednesday, 2), lead_id) == (Reason.CADENCE,)

    def test_r14_b_is_due_for_content_after_a_week_whatever_calls_there_were(self, desk: Desk) -> None:
        lead_id = graded(desk, "B")
        reached(on(desk, 5), lead_id)
        assert reasons(on(desk, 6), lead_id) == ()
        assert reasons(on(desk, 7), lead_id) == (Reason.CADENCE,)
        reached(on(desk, 7), lead_id, channel=Channel.WECHAT)
        assert reasons(on(desk, 13), lead_id) == ()
        # Seven days after the content; the call of day 5 is not due before day 19.
        assert reasons(on(desk, 14), lead_id) == (Reason.CADENCE,)

    def test_r15_c_is_due_after_a_month_near_a_festival_before_it(self, desk: Desk) -> None:
        lead_id = graded(desk, "C")
        # A month on is 2026-12-23, nine days before New Year's Day; the holidays of 2027 are not known yet.
        (row,) = leads.rows(desk, [lead_id])
        assert row.since == {Reason.CADENCE: date(2027, 1, 1)}
        assert reasons(on(desk, 38), lead_id) == ()
        assert reasons(on(desk, 39), lead_id) == (Reason.CADENCE,)

    def test_a_plan_with_a_day_stands_in_for_it_and_one_without_does_not(self, desk: Desk) -> None:
        lead_id = graded(desk, "A")
        followups.plan(desk, lead_id, followups.NextStep(action="等消息"))
        assert reasons(on(desk, 9), lead_id) == (Reason.CADENCE,)
        followups.plan(desk, lead_id, step(desk, 12))
        assert reasons(on(desk, 9), lead_id) == ()

    def test_without_a_grade_there_is_no_next_step_and_with_one_there_is(self, desk: Desk) -> None:
        lead_id = lead(desk)
        reached(desk, lead_id)
        assert reasons(desk, lead_id) == (Reason.NO_NEXT_STEP,)
        capture.edit(desk, lead_id, {"grade": "B", "grade_basis": "有需求"})
        assert reasons(desk, lead_id) == ()

    @pytest.mark.parametrize("stage", [Stage.WON, Stage.LOST, Stage.INVALID])
    def test_past_the_negotiation_nobody_keeps_time(self, desk: Desk, stage: Stage) -> None:
        lead_id = graded(desk, "A")
        entered = {"signed_on": "2026-11-23", "contract_amount": "5万"} if stage is Stage.WON else {}
        moves.move(desk, lead_id, stage, entered=entered, reason="完了")
        assert reasons(on(desk, 60), lead_id) == ()

    def test_a_snooze_holds_it_back(self, desk: Desk) -> None:
        lead_id = graded(desk, "A")
        followups.snooze(desk, lead_id, desk.today() + timedelta(10), "出差")
        assert reasons(on(desk, 9), lead_id) == ()
        assert reasons(on(desk, 10), lead_id) == (Reason.CADENCE,)

    def test_a_team_changes_its_cadence_and_takes_that_back(self, desk: Desk) -> None:
        lead_id = graded(desk, "A")
        planned = graded(desk, "A", "乙")
        followups.plan(desk, planned, step(desk, 30))
        slower = {**cadence.current(), Grade.A: rules.read({"A": {"tracks": [{"channels": ["call"], "days": 9}]}})["A"]}
        cadence.change(desk, slower)
        assert cadence.current() == slower
        assert (reasons(on(desk, 8), lead_id), reasons(on(desk, 9), lead_id)) == ((), (Reason.CADENCE,))
        cadence.change(desk, {**slower, Grade.A: rules.DEFAULT[Grade.A]})
        assert reasons(on(desk, 2), lead_id) == (Reason.CADENCE,)
        history.undo(desk)
        history.undo(desk)
        assert Setting.select().count() == 0
        assert reasons(on(desk, 2), lead_id) == (Reason.CADENCE,)
        history.redo(desk)
        assert reasons(on(desk, 8), lead_id) == ()
        state = list(Lead.select().order_by(Lead.id).tuples())
        derived.rebuild(desk)
        assert list(Lead.select().order_by(Lead.id).tuples()) == state


@pytest.mark.usefixtures("book")
class TestClocks:
    def test_r72_a_survey_is_due_three_working_days_after_the_delivery_until_there_is_an_answer(
        self, desk: Desk
    ) -> None:
        lead_id = won(desk, delivered_on="2026-11-19")
        assert reasons(desk, lead_id) == ()
        assert reasons(on(desk, 1), lead_id) == (Reason.SURVEY,)
        assert reasons(on(desk, 30), lead_id) == (Reason.SURVEY,)
        capture.edit(on(desk, 30), lead_id, {"satisfaction": "5"})
        assert reasons(on(desk, 30), lead_id) == ()

    def test_a_survey_day_that_a_person_names_stays(self, desk: Desk) -> None:
        lead_id = won(desk, delivered_on="2026-11-19", survey_due_on="2026-11-29")
        assert reasons(on(desk, 5), lead_id) == ()
        assert reasons(on(desk, 6), lead_id) == (Reason.SURVEY,)

    def test_r67_a_contract_is_raised_five_working_days_after_it_was_sent_until_it_is_signed(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 60))
        reached(desk, lead_id, next_step=step(desk, 60))
        capture.edit(desk, lead_id, {"contract_sent_on": "2026-11-20"})
        assert reasons(on(desk, 3), lead_id) == ()
        assert reasons(on(desk, 4), lead_id) == (Reason.UNSIGNED,)
        capture.edit(on(desk, 4), lead_id, {"signed_on": "2026-11-27"})
        assert reasons(on(desk, 4), lead_id) == ()

    def test_r33_a_plan_marked_done_wants_its_record(self, desk: Desk) -> None:
        lead_id = graded(desk, "B")
        followups.plan(desk, lead_id, step(desk, 0))
        reached(on(desk, -1), lead_id)
        followups.plan(desk, lead_id, step(desk, 1))
        noon = at(desk, desk.now() + timedelta(hours=3))
        followups.complete(noon, lead_id)
        assert reasons(noon, lead_id) == (Reason.RECORD_MISSING,)
        history.undo(noon)
        assert reasons(noon, lead_id) == ()
        history.redo(noon)
        reached(on(noon, 1), lead_id)
        assert reasons(on(noon, 1), lead_id) == ()

    def test_a_plan_that_a_record_settles_wants_none(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 0))
        reached(desk, lead_id, next_step=step(desk, 5))
        assert reasons(on(desk, 1), lead_id) == ()

    def test_all_that_holds_is_said_most_urgent_first(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 0))
        capture.edit(desk, lead_id, {"contract_sent_on": "2026-11-02", "delivered_on": "2026-11-02"})
        assert reasons(on(desk, 1), lead_id) == (
            Reason.OVERDUE, Reason.FIRST_TOUCH, Reason.SURVEY, Reason.UNSIGNED
        )  # fmt: skip


@pytest.mark.usefixtures("book")
class TestAhead:
    def test_the_agenda_has_each_lead_once_on_its_first_day(self, desk: Desk) -> None:
        late, soon, paced = lead(desk, "迟"), lead(desk, "后天"), graded(desk, "A", "节奏")
        for each, days in ((late, -3), (soon, 2)):
            reached(desk, each, next_step=step(desk, days))
        found = agenda(desk, everyone=True, days=7)
        assert found == (
            (desk.today(), (late,)),
            (desk.today() + timedelta(2), (soon, paced)),
        )
        assert load(desk, everyone=True, days=1) == {desk.today(): 1}
        assert dict(due_list(desk, everyone=True, days=2).sections)[Reason.CADENCE] == (paced,)

    def test_somebody_else_s_are_not_on_mine(self, desk: Desk) -> None:
        lead(replace(desk, me="王强"), step=step(desk, 1))
        assert agenda(desk, everyone=False, days=7) == ()


def moments(zone: ZoneInfo) -> st.SearchStrategy[datetime]:
    """Half past midnight and half an hour before it on any day of ten years, leap days and changes of the clock too."""
    days = st.dates(date(2024, 1, 1), date(2033, 12, 31)) | st.sampled_from(
        [date(2026, 3, 8), date(2026, 11, 1), date(2028, 2, 29), date(2027, 12, 31)]
    )
    clocks = st.sampled_from([time(0, 30), time(23, 30), time(2, 30), time(1, 30)])
    return st.builds(lambda day, clock: datetime.combine(day, clock, zone), days, clocks)


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK, ZoneInfo("UTC")], ids=str)
class TestZones:
    @settings(max_examples=12, deadline=None)
    @given(data=st.data())
    def test_c1_the_day_of_the_desk_decides_clocks_cadence_and_numbers(
        self, zone: ZoneInfo, data: st.DataObject
    ) -> None:
        """C1, R7: on a host in UTC a contact at 00:30 or 23:30 counts for the rep's day, also where clocks change."""
        moment = data.draw(moments(zone)).astimezone(UTC)
        desk = Desk("李娜", zone, True, lambda: moment)
        today = desk.today()
        lead_id = lead(desk, grade="A", grade_basis="急")
        (row,) = leads.rows(desk, [lead_id])
        assert f"-{today:%Y%m%d}-" in row.lead_no
        assert row.since[Reason.FIRST_TOUCH] == today
        assert (row.first_due_at - moment) == timedelta(hours=24)
        reached(desk, lead_id)
        touch = rules.next_touch(Grade.A, rules.Contacts(since=today, last={rules.Kind.ANY: today}))
        assert touch is not None
        (row,) = leads.rows(desk, [lead_id])
        assert row.since == {Reason.CADENCE: touch.due_on}
        with journal.change(desk, "Delete") as change:
            change.update(Lead, lead_id, deleted_at=moment)
