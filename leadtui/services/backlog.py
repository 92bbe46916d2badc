"""Many plans moved at once: what is overdue spread over coming working days, or all to one day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import PlanState
from leadtui.domain.when import When
from leadtui.i18n import N_
from leadtui.services.followups import NextStep, customer_of, move_plan, open_plans, write_plan
from leadtui.services.today import by_weight
from leadtui.store import journal
from leadtui.store.models import Lead, Plan

DAYS_TO_CATCH_UP = 5
"""Working days over which a backlog is spread unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A lead whose overdue plans would move from the day of the oldest to another."""

    lead: int
    was: date
    day: date


def preview(desk: Desk, leads: Sequence[int], per_day: int) -> tuple[Moving, ...]:
    """Where `spread` would put the overdue plans of these leads, the most urgent first. Writes nothing.

    From today on each working day takes `per_day` leads of a rep, those planned for it already included.
    Raises LeadtuiError for a limit below 1.
    """
    if per_day < 1:
        raise LeadtuiError(N_("At least one lead a day; {count} is none."), count=per_day)
    today = desk.today()
    late = list(
        Lead.select(Lead.id, Lead.next_due, Lead.next_owner)
        .where(Lead.id << list(leads), Lead.next_due < today, Lead.deleted_at.is_null())
        .order_by(*by_weight())
        .tuples()
    )
    taken = planned_from(today)
    moving = []
    for lead, was, owner in late:
        day = workdays.next_workday(today)
        while taken[owner, day] >= per_day:
            day = workdays.next_workday(day + timedelta(days=1))
        taken[owner, day] += 1
        moving.append(Moving(lead, was, day))
    return tuple(moving)


def usual_limit(desk: Desk, leads: Sequence[int]) -> int:
    """A daily limit with which these overdue leads and what is planned already fit into the coming five working days.

    At least 1; the load is that of whoever has most to do.
    """
    today = desk.today()
    last = workdays.add_workdays(today, DAYS_TO_CATCH_UP)
    late = Lead.select(Lead.next_owner).where(Lead.id << list(leads), Lead.next_due < today)
    planned = Lead.select(Lead.next_owner).where(Lead.next_due >= today, Lead.next_due <= last)
    load: Counter[int | None] = Counter(owner for (owner,) in late.tuples())
    load.update(owner for (owner,) in planned.where(Lead.deleted_at.is_null()).tuples() if owner in load)
    return max(1, -(-max(load.values(), default=0) // DAYS_TO_CATCH_UP))


def planned_from(today: date) -> Counter[tuple[int | None, date]]:
    """How many leads each rep has planned for each coming day."""
    planned = Lead.select(Lead.next_owner, Lead.next_due).where(Lead.next_due >= today, Lead.deleted_at.is_null())
    return Counter(planned.tuples())


def spread(desk: Desk, leads: Sequence[int], per_day: int) -> tuple[Moving, ...]:
    """Move the overdue plans of these leads as `preview` shows, in one change; what was moved."""
    with journal.change(desk, N_("Spread {count} overdue leads"), count=len(leads)) as change:
        moving = preview(desk, leads, per_day)
        days = {each.lead: each.day for each in moving}
        late = Plan.select(Plan.id, Plan.lead).where(
            Plan.lead << list(days), Plan.state == PlanState.PLANNED, Plan.due < desk.today()
        )
        for plan, lead in list(late.tuples()):
            change.update(Plan, plan, due=days[lead])
    return moving


def reschedule(desk: Desk, leads: Iterable[int], due: When) -> None:
    """Move the nearest plan of each lead to a day, in one change; a lead with none gets one for it."""
    wanted = list(dict.fromkeys(leads))
    with journal.change(desk, N_("Reschedule: {count} leads"), count=len(wanted)) as change:
        for lead in wanted:
            nearest = open_plans(lead).first()
            if nearest is None:
                write_plan(change, lead, NextStep(due=due))
            else:
                move_plan(change, nearest.id, due)


def shift(desk: Desk, leads: Iterable[int], days: int) -> dict[int, When]:
    """Move the nearest plan of each lead by calendar days, its time kept, in one change; where each went.

    What is late counts from today; a lead without a plan gets one. Nothing goes into the past: what would, stays, and
    where that leaves nothing to move it is a LeadtuiError.
    """
    wanted = list(dict.fromkeys(leads))
    told: dict[str, object] = {"count": len(wanted)}
    name = N_("Shift next step: {count} leads")
    if len(wanted) == 1:
        name, told = N_("Shift next step: {customer}"), {"customer": customer_of(wanted[0])}
    today = desk.today()
    moved = {}
    with journal.change(desk, name, **told) as change:
        for lead in wanted:
            nearest = open_plans(lead).first()
            stood = max(nearest.due, today) if nearest else today
            if stood + timedelta(days=days) < today or (nearest is None and days < 0):
                continue
            at = time.fromisoformat(nearest.due_time) if nearest and nearest.due_time else None
            due = When(stood + timedelta(days=days), at)
            if nearest is None:
                write_plan(change, lead, NextStep(due=due))
            else:
                move_plan(change, nearest.id, due)
            moved[lead] = due
    if not moved:
        raise LeadtuiError(N_("A next step is never moved into the past."))
    return moved
