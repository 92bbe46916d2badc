"""A manager's view of a team, and what a rep is told of others' customers: all, oneself, a masked owner (R36, R37)."""

import pytest

from leadtui.domain import periods
from leadtui.domain.errors import LeadtuiError
from leadtui.services import history, people, reviews
from leadtui.services.book import plainly
from leadtui.services.detail import reveal_contacts
from leadtui.services.handover import hand_over
from leadtui.services.history import EntryKind, Wanted
from leadtui.services.workload import workload
from tests.team.conftest import Team

pytestmark = pytest.mark.slow


def test_r36_a_manager_sees_everybodys_workload_and_a_rep_their_own(team: Team) -> None:
    with team.sits("陈静") as desk:
        counts = {each.owner: each.open for each in workload(desk)}
        assert {**counts, "李娜": 1, "": 1} == counts
        assert {"王强", "赵敏"} <= counts.keys()
        assert "孙磊" not in counts
    with team.sits("王强") as desk:
        assert [(each.owner, each.open) for each in workload(desk)] == [("王强", 0)]


def test_r54_a_manager_hands_over_and_takes_it_back_and_a_rep_may_not(team: Team) -> None:
    with team.sits("陈静") as desk:
        assert hand_over(desk, [team.lead], ["赵敏"]) == {"赵敏": 1}
        history.undo(desk)
        hand_over(desk, [team.lead], ["王强"])
    with team.sits("王强") as desk:
        assert {each.owner: each.open for each in workload(desk)} == {"王强": 1}


def test_r37_who_saw_what_is_told_to_the_manager_whole_and_to_a_rep_of_themselves(team: Team) -> None:
    with team.sits("王强") as desk:
        reveal_contacts(desk, team.lead)
        assert [each.by for each in history.entries(wanted=Wanted(by="王强", kind=EntryKind.ACT))] == ["王强"]
    with team.sits("陈静") as desk:
        assert [each.by for each in history.entries(wanted=Wanted(by="王强", kind=EntryKind.ACT))] == ["王强"]
    with team.sits("赵敏") as desk:
        assert history.entries(wanted=Wanted(by="王强", kind=EntryKind.ACT)) == []


def test_r2_of_a_lead_that_one_does_not_see_only_its_masked_owner_is_told(team: Team) -> None:
    for name, phones in (("杭州天行科技有限公司", ()), ("别的公司", ("13800005678",))):
        with team.sits("赵敏"):
            (found,) = people.look_alikes(name, phones)
            assert (found.owner, found.lead_id, found.customer + found.contact + found.lead_no) == ("李*", 0, "")
        for who in ("李娜", "王强", "陈静"):
            with team.sits(who):
                assert [each.lead_id for each in people.look_alikes(name, phones)] == [team.lead]


def test_r30_a_managers_review_counts_all_and_a_reps_what_they_see(team: Team) -> None:
    with team.sits("陈静") as desk:
        period = periods.period(periods.WEEK, desk.today(), 0)
        whole = reviews.review(desk, period)
        assert {panel.key for panel in whole.panels} == set(reviews.PANELS)


def test_a_replica_answers_reviews_and_refuses_what_is_written_in_a_sentence(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c default_transaction_read_only=on")
    with team.sits("陈静") as desk:
        reviews.review(desk, periods.period(periods.WEEK, desk.today(), 0))
        assert workload(desk)
        with pytest.raises(LeadtuiError, match="reading alone"):
            plainly(hand_over)(desk, [team.lead], ["赵敏"])
