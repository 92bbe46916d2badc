"""One plan of several, changed and given up by its id."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError
from leadtui.domain.terms import Channel, PlanState
from leadtui.services import followups, leads, plans
from leadtui.services.detail import detail
from leadtui.services.followups import NextStep
from leadtui.store import journal
from tests.services.captured import lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


def test_r17_the_second_of_two_plans_is_changed_and_the_first_stays(desk: Desk) -> None:
    lead_id = lead(desk, step=step(desk, 1, "近"))
    reached(desk, lead_id, next_step=step(desk, 5, "远"))
    near, far = detail(desk, lead_id).open_plans
    plans.change(desk, far.id, NextStep(action="改", due=step(desk, 0).due, channel=Channel.VISIT, goal="签字"))
    first, second = detail(desk, lead_id).open_plans
    assert (first.action, first.channel, first.goal, first.owner) == ("改", Channel.VISIT, "签字", "李娜")
    assert second == near
    assert leads.rows(desk, [lead_id])[0].action == "改"
    journal.undo(desk)
    assert detail(desk, lead_id).open_plans == (near, far)


def test_a_plan_given_up_stays_readable_and_is_changed_no_more(desk: Desk) -> None:
    lead_id = lead(desk, step=step(desk, 1))
    (card,) = detail(desk, lead_id).open_plans
    plans.cancel(desk, card.id)
    assert [each.state for each in detail(desk, lead_id).plans] == [PlanState.CANCELLED]
    for refused in (lambda: plans.cancel(desk, card.id), lambda: plans.change(desk, card.id, step(desk, 2))):
        with pytest.raises(ConflictError, match="done or cancelled"):
            refused()
    followups.plan(desk, lead_id, step(desk, 3))
    assert len(detail(desk, lead_id).open_plans) == 1
