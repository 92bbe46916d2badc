"""The manager's view: who has how much in hand, leads handed over many at once, who works beside an owner (R36)."""

from datetime import timedelta

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError, Implausible
from leadtui.domain.fields import Entity
from leadtui.domain.filters import Filter, parse
from leadtui.domain.terms import Stage
from leadtui.services import bulk, detail, followups, history, leads, moves, pool, records, today
from leadtui.services.bulk import Edit
from leadtui.services.handover import hand_over, heirs
from leadtui.services.workload import Load, workload
from tests.services.captured import colleague, later, lead, questions, reached, step

pytestmark = pytest.mark.usefixtures("book")


def loads(desk: Desk) -> dict[str, Load]:
    """The workload by owner."""
    return {each.owner: each for each in workload(desk)}


class TestWorkload:
    def test_r36_every_rep_is_counted_as_their_own_list_counts(self, desk: Desk) -> None:
        early = later(desk, days=-20)
        late = lead(early, "甲公司", step=step(early, 15))
        reached(early, late)
        lead(desk, "乙公司", step=step(desk, 3))
        theirs = lead(colleague(desk), "丙公司")
        moves.move(colleague(desk), theirs, Stage.LOST, reason="价格", entered={})

        found = loads(desk)

        due = today.due_list(desk, everyone=True, wanted=Filter(terms=(("owner", "李娜"),)))
        assert found["李娜"] == Load(owner="李娜", open=2, due=due.total, overdue=1, stale=1, recycling=0, new=1)
        assert found["王强"] == Load(owner="王强", open=0, due=0, overdue=0, stale=0, recycling=0, new=1)

    def test_most_overdue_come_first_and_the_pool_last(self, desk: Desk) -> None:
        early = later(desk, days=-9)
        for name in ("甲公司", "乙公司"):
            lead(colleague(early), name, step=step(early, 2))
        lead(early, "丙公司", step=step(early, 2))
        pool.release(desk, [lead(desk, "丁公司")], "没时间")

        assert [(each.owner, each.open, each.overdue) for each in workload(desk)] == [
            ("王强", 2, 2),
            ("李娜", 1, 1),
            ("", 1, 0),
        ]

    def test_a_snoozed_lead_is_neither_due_nor_stale(self, desk: Desk) -> None:
        early = later(desk, days=-9)
        followups.snooze(desk, lead(early, step=step(early, 2)), desk.today() + timedelta(days=3), "出差")

        assert loads(desk)["李娜"] == Load(owner="李娜", open=1)

    def test_one_rep_more_asks_nothing_more(self, desk: Desk) -> None:
        for name in ("王强", "赵敏", "孙丽"):
            lead(colleague(desk, name), f"{name}的客户")
        few = questions(lambda: workload(desk))
        for number in range(9):
            lead(colleague(desk, f"+新人{number}"), f"客户{number}")
        assert questions(lambda: workload(desk)) == few


class TestHandover:
    def test_r54_leads_go_by_turns_with_what_is_still_to_do_as_one_step(self, desk: Desk) -> None:
        chosen = [lead(desk, f"客户{number}号", step=step(desk, 1)) for number in range(4)]
        followups.plan(desk, chosen[3], step(desk, 1, owner="+赵敏"))
        before = loads(desk)["李娜"]

        assert hand_over(desk, chosen, ["王强", "张伟"]) == {"王强": 2, "张伟": 2}

        assert [row.owner for row in leads.rows(desk, chosen)] == ["王强", "张伟", "王强", "张伟"]
        assert [detail.detail(desk, each).open_plans[0].owner for each in chosen] == ["王强", "张伟", "王强", "赵敏"]
        assert today.due_list(colleague(later(desk, days=1)), everyone=False).total == 2
        assert history.undo(desk) == "Hand over to 王强, 张伟: 4 leads"
        assert loads(desk)["李娜"] == before

    def test_r56_a_lead_nobody_has_called_yet_gets_its_24_hours_anew_one_that_was_called_does_not(
        self, desk: Desk
    ) -> None:
        early = later(desk, days=-3)
        fresh, called = lead(early, "甲公司"), lead(early, "乙公司", step=step(early, 5))
        reached(early, called)

        hand_over(desk, [fresh, called], ["王强"])

        rows = {row.id: row for row in leads.rows(desk, [fresh, called])}
        assert rows[fresh].first_due_at == desk.now() + timedelta(hours=24)
        assert [each.value for each in rows[fresh].reasons] == ["first_touch", "no_next_step"]
        assert rows[called].reasons == ()

    def test_who_has_a_lead_already_keeps_it_and_a_slip_is_asked_about(self, desk: Desk) -> None:
        mine, theirs = lead(desk, "甲公司"), lead(colleague(desk), "乙公司")
        assert hand_over(desk, [theirs, mine], ["王强"]) == {"王强": 1}
        with pytest.raises(FieldError, match="王强"):
            heirs(desk, "李娜，王墙")
        with pytest.raises(FieldError, match="whom"):
            heirs(desk, " , ")

    def test_every_way_to_another_owner_takes_the_plans_along(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 1))
        bulk.edit(desk, [lead_id], Edit(owner="王强"))
        assert detail.detail(desk, lead_id).open_plans[0].owner == "王强"

    def test_open_leads_of_an_owner_are_found_without_the_closed_ones(self, desk: Desk) -> None:
        stays, closed = lead(desk, "甲公司"), lead(desk, "乙公司")
        moves.move(desk, closed, Stage.LOST, reason="价格", entered={})
        assert leads.ids(desk, parse("owner:李娜 stage:open")) == [stays]
        assert leads.ids(desk, parse("stage:进行中")) == [stays]


class TestCollaborators:
    def test_r36_who_works_beside_the_owner_is_found_and_only_their_plans_are_due_to_them(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 0))
        wang = colleague(desk)
        records.attach(desk, lead_id, Entity.COLLABORATOR, {"rep": "王强"})

        assert leads.ids(wang, parse("with:me")) == leads.ids(desk, parse("with:王强")) == [lead_id]
        assert today.due_list(wang, everyone=False).total == 0
        followups.plan(desk, lead_id, step(desk, 0, owner="王强"))
        assert today.due_list(wang, everyone=False).total == 1

    def test_r36_a_collaborator_is_added_once_shown_and_taken_away_and_never_the_owner(self, desk: Desk) -> None:
        lead_id = lead(desk)
        lead(colleague(desk), "乙公司")
        first = records.attach(desk, lead_id, Entity.COLLABORATOR, {"rep": "王强"})
        assert records.attach(desk, lead_id, Entity.COLLABORATOR, {"rep": "王强"}) == first
        assert [each.rep for each in detail.detail(desk, lead_id).collaborators] == ["王强"]
        with pytest.raises(Implausible, match="owns"):
            records.attach(desk, lead_id, Entity.COLLABORATOR, {"rep": "李娜"})

        records.remove(desk, lead_id, Entity.COLLABORATOR, first)
        assert detail.detail(desk, lead_id).collaborators == ()
        history.undo(desk)
        assert [each.rep for each in detail.detail(desk, lead_id).collaborators] == ["王强"]

    def test_r36_a_collaborator_who_becomes_the_owner_is_beside_nobody_any_more(self, desk: Desk) -> None:
        lead_id = lead(desk)
        records.attach(desk, lead_id, Entity.COLLABORATOR, {"rep": "+王强"})
        hand_over(desk, [lead_id], ["王强"])
        assert detail.detail(desk, lead_id).collaborators == ()
