"""One plan of several: changed or given up by its id, where `followups` speaks of a lead's nearest one."""

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError
from leadtui.domain.terms import PlanState
from leadtui.domain.text import LINE_LIMIT, NOTE_LIMIT, clean
from leadtui.i18n import N_
from leadtui.services import people
from leadtui.services.followups import NextStep, customer_of
from leadtui.store import journal
from leadtui.store.models import Plan


def change(desk: Desk, plan_id: int, step: NextStep) -> None:
    """Make an open plan this one; an owner who is not named stays. ConflictError when it is open no more."""
    row = _open(plan_id)
    with journal.change(desk, N_("Edit next step: {customer}"), customer=customer_of(row.lead_id)) as under_way:
        under_way.update(
            Plan,
            plan_id,
            due=step.due.day if step.due else None,
            due_time=f"{step.due.time:%H:%M}" if step.due and step.due.time else None,
            channel=step.channel,
            points=clean(step.points, limit=NOTE_LIMIT, multiline=True),
            goal=clean(step.goal, limit=NOTE_LIMIT, multiline=True),
            action=clean(step.action, limit=LINE_LIMIT),
            owner=people.rep(under_way, step.owner) or row.owner_id,
        )


def cancel(desk: Desk, plan_id: int) -> None:
    """Give up an open plan; it stays in the timeline. ConflictError when it is open no more."""
    row = _open(plan_id)
    with journal.change(desk, N_("Cancel next step: {customer}"), customer=customer_of(row.lead_id)) as under_way:
        under_way.update(Plan, plan_id, state=PlanState.CANCELLED)


def _open(plan_id: int) -> Plan:
    row = Plan.get_or_none(Plan.id == plan_id, Plan.state == PlanState.PLANNED)
    if row is None:
        raise ConflictError(N_("This plan is done or cancelled already."))
    return row  # type: ignore[no-any-return]
