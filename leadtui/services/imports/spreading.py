"""Next steps of a sheet that are overdue on the day it comes in, spread over coming working days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.domain.terms import PlanState
from leadtui.services import backlog
from leadtui.services.imports.drafts import LeadDraft
from leadtui.store.models import Rep


def overdue(drafts: Iterable[LeadDraft], today: date) -> list[tuple[date, LeadDraft]]:
    """The drafts whose open next step is of a day that is past, the oldest first."""
    found = []
    for draft in drafts:
        for row, state in draft.plans:
            if state is PlanState.PLANNED and row.plan and row.plan.due and row.plan.due.day < today:
                found.append((row.plan.due.day, draft))
    return sorted(found, key=lambda each: each[0])


def spread(late: Sequence[tuple[date, LeadDraft]], desk: Desk) -> None:
    """Move these next steps, the oldest first, to working days from today on.

    Each rep gets as many a day as clear what is late within the usual days, with what is planned there already.
    """
    today = desk.today()
    planned = backlog.planned_from(today)
    reps = dict(Rep.select(Rep.name, Rep.id).tuples())
    last = workdays.add_workdays(today, backlog.DAYS_TO_CATCH_UP)
    by_rep: dict[str, list[LeadDraft]] = defaultdict(list)
    for _day, draft in late:
        by_rep[draft.owner].append(draft)
    for owner, drafts in by_rep.items():
        rep = reps.get(owner)
        taken = Counter({day: count for (of, day), count in planned.items() if of == rep and rep is not None})
        load = len(drafts) + sum(count for day, count in taken.items() if day <= last)
        per_day = max(1, -(-load // backlog.DAYS_TO_CATCH_UP))
        for draft in drafts:
            draft.moved_to = _free(taken, per_day, today)
            taken[draft.moved_to] += 1


def _free(taken: Counter[date], per_day: int, today: date) -> date:
    day = workdays.next_workday(today)
    while taken[day] >= per_day:
        day = workdays.next_workday(day + timedelta(days=1))
    return day
