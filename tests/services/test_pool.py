"""The public pool (公海): what goes back and when, who may claim, and that both can be undone (R36)."""

from datetime import timedelta
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, LeadtuiError
from leadtui.domain.filters import parse
from leadtui.domain.terms import Outcome, Reason
from leadtui.services import capture, detail, followups, history, leads, moves, pool, records, team, timeline, today
from leadtui.services.followups import FollowUpDraft
from tests.services.captured import colleague, later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


@pytest.fixture
def rule(book: Path, desk: Desk) -> None:
    """A goes back after 15 days with 3 days' warning; the others stay."""
    team.put(desk, "pool", {"A": {"days": 15, "warn": 3}})


def owner(desk: Desk, lead_id: int) -> str:
    return leads.rows(desk, [lead_id])[0].owner


def pooled(desk: Desk) -> list[int]:
    return leads.ids(desk, parse("owner:公海"))


def test_without_a_rule_nothing_goes_back(desk: Desk) -> None:
    old = lead(desk, grade="A")
    assert pool.recycle(later(desk, days=900)) == 0
    assert owner(desk, old) == "李娜"


@pytest.mark.usefixtures("rule")
def test_a_lead_nobody_tends_is_warned_of_and_goes_back(desk: Desk) -> None:
    idle, ungraded = lead(desk, "甲", grade="A"), lead(desk, "乙")
    reached(desk, idle, next_step=step(desk, 60))
    for days, expected in ((11, ()), (12, (Reason.RECYCLING,)), (14, (Reason.RECYCLING,))):
        row = leads.rows(later(desk, days=days), [idle])[0]
        assert row.reasons == expected
        assert pool.recycle(later(desk, days=days)) == 0
    listed = today.due_list(later(desk, days=12), everyone=False).sections
    assert (Reason.RECYCLING, (idle,)) in listed
    assert pool.recycle(later(desk, days=15)) == 1
    assert pool.recycle(later(desk, days=15)) == 0
    assert pooled(desk) == [idle]
    found = detail.detail(desk, idle)
    assert not found.open_plans
    assert [card.summary for card in found.follow_ups] == ["聊了需求"]
    assert owner(desk, ungraded) == "李娜"


@pytest.mark.usefixtures("rule")
def test_only_work_that_reached_the_customer_keeps_a_lead(desk: Desk) -> None:
    tried, met, milestone, snoozed, contract = (lead(desk, name, grade="A") for name in "甲乙丙丁戊")
    ahead = later(desk, days=10)
    followups.record(ahead, tried, FollowUpDraft(outcome=Outcome.NO_ANSWER))
    reached(ahead, met)
    records.attach(ahead, milestone, "milestone", {"kind": "需求确认", "on": ahead.today().isoformat()})
    followups.snooze(ahead, snoozed, ahead.today() + timedelta(days=20), "预算年后")
    capture.edit(ahead, contract, {"negotiation_progress": "contract_sent"})
    assert pool.recycle(later(desk, days=24)) == 1
    assert pooled(desk) == [tried]
    assert pool.recycle(later(desk, days=25)) == 2
    assert set(pooled(desk)) == {tried, met, milestone}
    assert pool.recycle(later(desk, days=44)) == 0
    assert pool.recycle(later(desk, days=45)) == 1
    assert owner(desk, contract) == "李娜"


@pytest.mark.usefixtures("rule")
def test_closed_leads_stay_and_the_rule_follows_the_setting(desk: Desk) -> None:
    lost, open_ = lead(desk, "甲", grade="A"), lead(desk, "乙", grade="A")
    moves.move(desk, lost, moves.Stage.LOST, reason="失联")
    team.put(desk, "pool", {"A": {"days": 5, "warn": 1}})
    assert pool.recycle(later(desk, days=5)) == 1
    assert pooled(desk) == [open_]
    assert owner(desk, lost) == "李娜"


@pytest.mark.usefixtures("rule")
def test_what_a_rule_sent_back_is_no_undo_step_of_the_rep(desk: Desk) -> None:
    idle = lead(desk, "甲", grade="A")
    pool.recycle(later(desk, days=15))
    newest = history.entries(idle)[0]
    assert (newest.name, newest.by) == ("Back to the pool: 1 leads", pool.KEEPER)
    with pytest.raises(ConflictError):
        history.undo(desk)
    assert pooled(desk) == [idle]


def test_released_by_hand_for_a_reason_and_undone(desk: Desk) -> None:
    several = [lead(desk, name, step=step(desk, 2)) for name in "甲乙"]
    with pytest.raises(LeadtuiError, match="for a reason"):
        pool.release(desk, several, " ")
    assert pool.release(desk, several, "离职交接") == 2
    assert sorted(pooled(desk)) == sorted(several)
    with pytest.raises(LeadtuiError, match="in the pool already"):
        pool.release(desk, several[:1], "再放一次")
    told = [(event.title, event.old, event.texts) for event in timeline.told(desk, several[0])[1]]
    assert ("Back to the public pool", "李娜", ("离职交接",)) in told
    assert history.undo(desk) == "Release to the pool: 2 leads"
    assert pooled(desk) == []
    assert [row.next_due for row in leads.rows(desk, several)] == [desk.today() + timedelta(days=2)] * 2


def test_claimed_it_is_mine_and_the_clock_runs(desk: Desk) -> None:
    only = lead(desk)
    pool.release(desk, [only], "转岗")
    other = colleague(desk)
    assert pool.claim(other, [only]) == 1
    row = leads.rows(other, [only])[0]
    assert (row.owner, row.first_due_at) == ("王强", desk.now() + timedelta(hours=24))
    with pytest.raises(LeadtuiError, match="belongs to 王强"):
        pool.claim(desk, [only])
    assert history.undo(other) == "Claim: 苏州恒远精密机械有限公司"
    assert pooled(desk) == [only]


def test_limits_by_day_by_holding_and_the_former_owner(desk: Desk) -> None:
    team.put(desk, "pool_limits", {"daily": 2, "holding": 3, "cool_down": 7})
    several = [lead(desk, name) for name in "甲乙丙丁戊"]
    pool.release(desk, several, "放弃")
    other = colleague(desk)
    with pytest.raises(LeadtuiError, match="claim it again from 2026-11-29"):
        pool.claim(desk, several[:1])
    with pytest.raises(LeadtuiError, match="At most 2 leads a day"):
        pool.claim(other, several[:3])
    assert len(pooled(desk)) == 5, "nothing was taken"
    pool.claim(other, several[:2])
    pool.release(other, several[:1], "看错了")
    with pytest.raises(LeadtuiError, match="you have claimed 2 today"):
        pool.claim(other, several[2:3])
    tomorrow = later(other, days=1)
    pool.claim(tomorrow, several[2:4])
    with pytest.raises(LeadtuiError, match="At most 3 open leads"):
        pool.claim(later(other, days=2), several[4:])
    assert pool.claim(later(desk, days=7), several[4:]) == 1


def test_a_pool_that_cannot_be_is_refused_by_name(desk: Desk) -> None:
    with pytest.raises(LeadtuiError, match="Back after days: a whole number"):
        team.put(desk, "pool", {"A": {"days": 0}})
    with pytest.raises(LeadtuiError, match="Warn days before"):
        team.put(desk, "pool", {"A": {"days": 5, "warn": 9}})
    team.edit(desk, "pool_limits", 0, {"daily": "10", "holding": "", "cool_down": "30"})
    assert team.table("pool_limits").rows[0] == {"daily": "10", "holding": "no limit", "cool_down": "30"}
    team.edit(desk, "pool", 2, {"days": "90", "warn": "7"})
    assert [row["days"] for row in team.table("pool").rows] == ["never", "never", "90", "never"]


def test_new_leads_take_turns_among_the_owners_of_a_rule(desk: Desk) -> None:
    team.put(desk, "assignment", [{"region": "*", "owner": "李娜、王强，赵敏"}])
    taken = [owner(desk, lead(desk, name)) for name in "甲乙丙丁"]
    assert taken == ["李娜", "王强", "赵敏", "李娜"]
    history.undo(desk)
    assert owner(desk, lead(desk, "戊")) == "李娜"
