"""Many plans moved at once: what is overdue spread over coming working days, or all to one day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import PlanState
from leadtui.domain.when import When
from leadtui.i18n import N_
from leadtui.services.followups import NextStep, move_plan, open_plans, write_plan
from leadtui.services.today import by_weight
from leadtui.store import journal
from leadtui.store.models import Lead, Plan


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
    taken = _taken(today)
    moving = []
    for lead, was, owner in late:
        day = workdays.next_workday(today)
        while taken[owner, day] >= per_day:
            day = workdays.next_workday(day + timedelta(days=1))
        taken[owner, day] += 1
        moving.append(Moving(lead, was, day))
    return tuple(moving)


def _taken(today: date) -> Counter[tuple[int | None, date]]:
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
