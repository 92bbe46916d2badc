"""The due list: everyone who must be contacted today, once, in the order to work through (spec §3)."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtui.desk import Desk
from leadtui.domain import cadence, clocks, due
from leadtui.domain.filters import parse
from leadtui.domain.terms import Grade, Reason, Stage
from leadtui.services import followups, leads, moves
from leadtui.services.today import Done, agenda, coming, done_today, due_list, due_query
from leadtui.store import journal
from leadtui.store.models import Customer, FollowUp, Lead, Plan, db
from tests.conftest import NOW, SHANGHAI
from tests.services.captured import at, colleague, later, lead, reached, step
from tests.store.tables import opened_copy


def sections(desk: Desk, **wanted: object) -> dict[Reason, list[str]]:
    """The customers on everybody's list, by reason."""
    found = due_list(desk, **{"everyone": True} | wanted)
    return {reason: [row.customer for row in leads.rows(desk, ids)] for reason, ids in found.sections}


@pytest.mark.usefixtures("book")
class TestReasons:
    def test_nobody_is_due_in_an_empty_book(self, desk: Desk) -> None:
        found = due_list(desk, everyone=True)
        assert (found.sections, found.total) == ((), 0)

    def test_the_most_urgent_reason_places_a_lead_and_each_stands_once(self, desk: Desk) -> None:
        planned, overdue = lead(desk, "计划", step=step(desk, 0)), lead(desk, "逾期", step=step(desk, -1))
        for each in (planned, overdue):
            followups.record(desk, each, followups.FollowUpDraft(outcome=followups.Outcome.NO_ANSWER))
        lead(desk, "首次", step=step(desk, 1))
        reached(desk, lead(desk, "没下一步"))
        reached(desk, lead(desk, "以后"), next_step=step(desk, 1))
        assert sections(desk) == {
            Reason.OVERDUE: ["逾期"],
            Reason.FIRST_TOUCH: ["首次"],
            Reason.PLANNED_TODAY: ["计划"],
            Reason.NO_NEXT_STEP: ["没下一步"],
        }
        assert list(sections(desk)) == [
            Reason.OVERDUE, Reason.FIRST_TOUCH, Reason.PLANNED_TODAY, Reason.NO_NEXT_STEP
        ]  # fmt: skip

    def test_the_others_are_badges(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, -2))
        row = leads.rows(desk, [lead_id])[0]
        assert row.reasons == (Reason.OVERDUE, Reason.FIRST_TOUCH)
        assert row.reason is Reason.OVERDUE

    def test_r56_the_first_touch_clock_runs_from_the_assignment_until_somebody_calls(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲", step=step(desk, 30))
        assert sections(desk) == {Reason.FIRST_TOUCH: ["甲"]}
        assert sections(later(desk, days=3)) == {Reason.FIRST_TOUCH: ["甲"]}
        followups.record(desk, lead_id, followups.FollowUpDraft(outcome=followups.Outcome.NO_ANSWER))
        assert sections(later(desk, days=3)) == {}

    @pytest.mark.parametrize("stage", [Stage.LOST, Stage.INVALID])
    def test_closed_leads_are_absent(self, desk: Desk, stage: Stage) -> None:
        lead_id = lead(desk, step=step(desk, -1))
        moves.move(desk, lead_id, stage, reason="不做了")
        assert sections(desk) == {}
        assert leads.rows(desk, [lead_id])[0].reasons == ()

    def test_a_won_customer_is_due_by_plan_alone(self, desk: Desk) -> None:
        """§3: reasons 2, 4 and 9 only from 线索获取 to 谈判与合同."""
        without, planned = lead(desk, "成交"), lead(desk, "回访", step=step(desk, 0))
        for each in (without, planned):
            moves.move(desk, each, Stage.WON, entered={"signed_on": "2026-11-21", "contract_amount": "1万"})
        assert sections(desk) == {Reason.PLANNED_TODAY: ["回访"]}

    def test_a_snoozed_lead_is_absent_until_its_day(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲", step=step(desk, -1))
        followups.snooze(desk, lead_id, desk.today() + timedelta(2), "等预算")
        assert sections(desk) == {}
        assert sections(later(desk, days=1)) == {}
        assert sections(later(desk, days=2)) == {Reason.OVERDUE: ["甲"]}

    def test_a_deleted_lead_is_absent(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with journal.change(desk, "Delete") as change:
            change.update(Lead, lead_id, deleted_at=desk.now())
        assert sections(desk) == {}

    def test_a_plan_without_a_day_is_no_plan_here(self, desk: Desk) -> None:
        reached(desk, lead(desk, "甲"), next_step=followups.NextStep(action="等消息"))
        assert sections(desk) == {Reason.NO_NEXT_STEP: ["甲"]}

    @pytest.mark.parametrize("hour", range(24))
    def test_c1_today_is_the_day_of_the_desk_at_every_hour(self, desk: Desk, hour: int) -> None:
        """C1: an SSH host often runs in UTC; each hour of the rep's day is the same day."""
        now = at(desk, datetime.combine(desk.today(), time(hour, 59), SHANGHAI))
        reached(
            at(desk, datetime.combine(desk.today(), time(0), SHANGHAI)),
            lead(now, "今"),
            next_step=step(desk, 0),
        )
        reached(
            at(desk, datetime.combine(desk.today(), time(0), SHANGHAI)),
            lead(now, "明"),
            next_step=step(desk, 1),
        )
        assert sections(now) == {Reason.PLANNED_TODAY: ["今"]}


@pytest.mark.usefixtures("book")
class TestOrder:
    def test_inside_a_reason_priority_then_amount_then_age(self, desk: Desk) -> None:
        wanted = [
            ("高·大", {"priority": "high", "budget_max": "90万"}),
            ("高·小", {"priority": "high", "budget_max": "9万"}),
            ("高·不知", {"priority": "high"}),
            ("中", {"priority": "medium"}),
            ("低·大", {"priority": "low", "budget_max": "900万"}),
            ("无·早", {}),
            ("无·晚", {}),
        ]
        for place, (name, entered) in enumerate(wanted):
            lead(later(desk, minutes=place), name, **entered)
        assert sections(later(desk, hours=1)) == {Reason.FIRST_TOUCH: [name for name, _entered in wanted]}

    def test_it_does_not_depend_on_the_order_of_capture(self, desk: Desk) -> None:
        for name, entered in (
            ("低", {"priority": "low"}),
            ("大", {"budget_max": "90万"}),
            ("高", {"priority": "high"}),
        ):
            lead(desk, name, **entered)
        assert sections(desk) == {Reason.FIRST_TOUCH: ["高", "低", "大"]}

    def test_a_contract_counts_before_the_budget(self, desk: Desk) -> None:
        """§3 Amount: contract, else price, else quote, else the middle of the range."""
        lead(desk, "预算百万", budget_max="100万")
        lead(desk, "合同两百万", budget_max="1万", contract_amount="200万")
        assert sections(desk) == {Reason.FIRST_TOUCH: ["合同两百万", "预算百万"]}


@pytest.mark.usefixtures("book")
class TestWhose:
    def test_mine_are_leads_i_own_and_plans_assigned_to_me(self, desk: Desk) -> None:
        other = colleague(desk)
        lead(desk, "我的")
        lead(other, "他的")
        reached(other, lead(other, "他的，我做"), next_step=step(desk, 0, owner="李娜"))
        reached(desk, lead(desk, "我的，他做"), next_step=step(desk, 0, owner="王强"))
        mine = {"everyone": False}
        assert sections(desk, **mine) == {
            Reason.FIRST_TOUCH: ["我的"],
            Reason.PLANNED_TODAY: ["他的，我做", "我的，他做"],
        }
        assert sections(other, **mine) == {
            Reason.FIRST_TOUCH: ["他的"],
            Reason.PLANNED_TODAY: ["他的，我做", "我的，他做"],
        }
        assert due_list(desk, everyone=True).total == 4

    def test_somebody_unknown_owns_nothing(self, desk: Desk) -> None:
        lead(desk)
        assert due_list(colleague(desk, "新人"), everyone=False).total == 0

    def test_the_filter_line_narrows_it(self, desk: Desk) -> None:
        lead(desk, "苏州恒远", source="行业展会")
        lead(desk, "杭州远景", source="官网")
        assert sections(desk, wanted=parse("source:官网")) == {Reason.FIRST_TOUCH: ["杭州远景"]}
        assert sections(desk, wanted=parse("恒远")) == {Reason.FIRST_TOUCH: ["苏州恒远"]}

    def test_it_looks_ahead_by_days(self, desk: Desk) -> None:
        for days in (0, 2, 3):
            reached(desk, lead(desk, f"第{days}天"), next_step=step(desk, days))
        assert sections(desk, days=2) == {Reason.PLANNED_TODAY: ["第0天", "第2天"]}


DAYS = st.integers(-3, 3)
MAYBE = st.none() | DAYS
LEADS = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(list(Stage)),
        "created": DAYS,
        "assigned": MAYBE,
        "clock": st.booleans(),
        "touched": st.booleans(),
        "snooze": MAYBE,
        "plans": st.lists(MAYBE, max_size=2),
        "grade": st.none() | st.sampled_from(list(Grade)),
        "reached": MAYBE,
        "delivered": MAYBE,
        "satisfied": st.booleans(),
        "sent": MAYBE,
        "signed": st.booleans(),
        "marked": MAYBE,
        "deleted": st.booleans(),
    }
)


@settings(max_examples=25, deadline=None)
@given(drawn=st.lists(LEADS, min_size=1, max_size=30), days=st.integers(0, 30))
def test_the_query_ranks_every_lead_as_the_rules_do(
    empty_book: Path, tmp_path_factory: pytest.TempPathFactory, drawn: list[dict[str, object]], days: int
) -> None:
    """The SQL of the due list and domain.due say the same of any lead: whether it is due, and why first."""
    desk = Desk("李娜", SHANGHAI, True, lambda: NOW)
    with opened_copy(empty_book, tmp_path_factory.mktemp("due") / "leads.db"):
        expected = {}
        with journal.change(desk, "Random leads") as change:
            customer = change.insert(Customer, customer_no="1", name="甲", name_key="甲", created_at=NOW)
            for number, each in enumerate(drawn):
                lead_id = insert(change, customer, number, each)
                if not each["deleted"] and (holding := due.reasons(facts(desk, each), desk.today())):
                    expected[lead_id] = holding
        found = {lead_id: reason for reason, ids in due_list(desk, everyone=True).sections for lead_id in ids}
        assert found == {lead_id: holding[0] for lead_id, holding in expected.items()}
        assert {row.id: row.reasons for row in leads.rows(desk, list(found))} == expected
        ahead = {
            lead_id: reason for reason, ids in due_list(desk, everyone=True, days=days).sections for lead_id in ids
        }
        assert ahead == {
            number: coming[0]
            for number, each in enumerate(drawn, 1)
            if not each["deleted"] and (coming := due.reasons(facts(desk, each), desk.today(), days))
        }
        listed = [lead_id for _day, ids in agenda(desk, everyone=True, days=days) for lead_id in ids]
        assert sorted(listed) == sorted(ahead)


def instant(days: object) -> datetime | None:
    """Noon so many days from today."""
    return None if days is None else NOW + timedelta(days=int(str(days)), hours=3)


def insert(change: journal.Change, customer: int, number: int, each: dict[str, object]) -> int:
    """A drawn lead with its plans and follow-up."""
    today = change.desk.today()
    lead_id = change.insert(
        Lead,
        lead_no=f"{number}",
        customer=customer,
        stage=each["stage"],
        created_at=instant(each["created"]),
        stage_since=NOW,
        assigned_at=instant(each["assigned"]),
        first_due_at=instant(1) if each["clock"] else None,
        snooze_until=None if each["snooze"] is None else today + timedelta(int(str(each["snooze"]))),
        deleted_at=NOW if each["deleted"] else None,
        grade=each["grade"],
        delivered_on=on(change.desk, each["delivered"]),
        satisfaction=4 if each["satisfied"] else None,
        contract_sent_on=on(change.desk, each["sent"]),
        signed_on=today if each["signed"] else None,
    )
    if each["touched"]:
        change.insert(FollowUp, lead=lead_id, at=NOW, recorded_at=NOW, outcome="no_answer")
    if each["reached"] is not None:
        at_noon = instant(each["reached"])
        change.insert(FollowUp, lead=lead_id, at=at_noon, recorded_at=instant(-9), channel="call")
    if each["marked"] is not None:
        change.insert(Plan, lead=lead_id, due=today, state="done", marked_at=instant(each["marked"]), created_at=NOW)
    for days in each["plans"]:
        change.insert(Plan, lead=lead_id, due=None if days is None else today + timedelta(days), created_at=NOW)
    return lead_id


def on(desk: Desk, days: object) -> date | None:
    """The day so many days from today."""
    return None if days is None else desk.today() + timedelta(int(str(days)))


def cadence_day(desk: Desk, each: dict[str, object]) -> date | None:
    """The day the house's cadence asks for, the only contact being a call."""
    called = on(desk, each["reached"])
    since = on(desk, each["created"])
    assert since is not None
    last = {cadence.Kind.ANY: called, cadence.Kind.TALK: called}
    touch = cadence.next_touch(each["grade"], cadence.Contacts(since=since, first=called, last=last))
    return touch and touch.due_on


def facts(desk: Desk, each: dict[str, object]) -> due.DueFacts:
    """The same lead as the rules see it, worked out by hand."""
    today = desk.today()
    is_open = each["stage"] not in (Stage.WON, Stage.LOST, Stage.INVALID)
    days = [day for day in each["plans"] if day is not None]
    next_due = today + timedelta(min(days)) if days else None
    is_touched = each["touched"] or each["reached"] is not None
    waits = is_open and each["clock"] and each["assigned"] is not None and not is_touched
    planless = is_open and next_due is None
    # NOW lies before noon: a record made NOW is of what was marked done on an earlier day.
    recorded = each["touched"] and each["marked"] is not None and each["marked"] < 0
    return due.DueFacts(
        stage=Stage(each["stage"]),
        next_due=next_due,
        first_touch_on=today + timedelta(int(str(each["assigned"]))) if waits else None,
        cadence_on=cadence_day(desk, each) if planless and each["grade"] else None,
        survey_on=clocks.survey_on(on(desk, each["delivered"]), None, 4 if each["satisfied"] else None, ""),
        unsigned_on=clocks.unsigned_on(on(desk, each["sent"]), today if each["signed"] else None, None),
        missing_on=None if recorded else on(desk, each["marked"]),
        idle_on=on(desk, each["created"]) if planless and not each["grade"] else None,
        snooze_until=None if each["snooze"] is None else today + timedelta(int(str(each["snooze"]))),
    )


@pytest.mark.file
@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("everyone", [True, False])
@pytest.mark.parametrize("days", [0, 7])
def test_the_list_walks_the_index_of_attention_days_and_not_the_leads(desk: Desk, everyone: bool, days: int) -> None:
    """Cost follows what is due, not what is in the file."""
    sql, parameters = due_query(desk, everyone=everyone, days=days).sql()
    plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()]
    assert any("USING COVERING INDEX lead_attend_on (attend_on" in line for line in plan), plan
    assert not [line for line in plan if re.match(r"SCAN (lead|t1)\b(?! USING)", line)]


@pytest.mark.usefixtures("book")
class TestTheDaysWork:
    def test_done_today_counts_leads_and_advances_of_mine(self, desk: Desk) -> None:
        first, second = lead(desk, "甲"), lead(desk, "乙")
        reached(desk, first)
        reached(desk, first, "又聊了一次")
        followups.no_answer(desk, [second])
        reached(colleague(desk), lead(desk, "丙"))
        moves.move(desk, first, Stage.QUALIFYING, reason="先看看")
        moves.move(desk, second, Stage.LOST, reason="不做了")
        assert done_today(desk) == Done(2, 1)
        assert done_today(later(desk, days=1)) == Done(0, 0)
        assert done_today(colleague(desk)) == Done(1, 0)

    def test_the_day_is_the_reps_own(self, desk: Desk) -> None:
        reached(desk, lead(desk))
        assert done_today(at(desk, datetime.combine(NOW.date(), time(23, 59), SHANGHAI))).leads == 1
        assert done_today(at(desk, datetime.combine(NOW.date(), time(0, 1), SHANGHAI) + timedelta(days=1))).leads == 0

    def test_what_comes_is_tomorrow_and_the_next_working_day(self, desk: Desk) -> None:
        reached(desk, lead(desk, "周一"), next_step=step(desk, 1))
        assert coming(desk, everyone=False) == ((date(2026, 11, 23), 1),)
        friday = later(desk, days=5)
        assert [day for day, _count in coming(friday, everyone=False)] == [date(2026, 11, 28), date(2026, 11, 30)]
        assert dict(coming(friday, everyone=False))[date(2026, 11, 30)] == 0
