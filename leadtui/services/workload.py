"""How much each rep has in hand: what a manager looks at before leads go from one to another (R36)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_

from peewee import SQL, Case, Expression, fn

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.terms import Role
from leadtui.i18n import NP_
from leadtui.services import roster
from leadtui.store import settings
from leadtui.store.models import Lead, Rep


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One rep's leads, counted; `owner` is empty for those that nobody owns.

    `due` and `overdue` count what stands on today's due list, `recycling` what goes back to the pool soon, `new` what
    came into the book since Monday.
    """

    owner: str
    open: int = 0
    due: int = 0
    overdue: int = 0
    stale: int = 0
    recycling: int = 0
    new: int = 0


COUNTED = {
    "open": NP_("workload", "Open"),
    "due": NP_("workload", "Due"),
    "overdue": NP_("workload", "Overdue"),
    "stale": NP_("workload", "Stale"),
    "recycling": NP_("workload", "To pool"),
    "new": NP_("workload", "New"),
}
"""What is counted of a rep and how it is called, in the order it is told."""


def workload(desk: Desk) -> list[Load]:
    """Every rep who sells or still owns leads, most overdue first, and last the pool where it holds any.

    Two questions, however many reps there are. A rep of a team is told of themselves alone: of others' leads they see
    only some.
    """
    counted = _counted(desk)
    sums = (fn.COUNT(Case(None, [(what, Lead.id)])) for what in counted.values())
    query = Lead.select(Lead.owner, *sums).where(Lead.deleted_at.is_null()).group_by(Lead.owner)
    reps = {rep: (name, is_active) for rep, name, is_active in Rep.select(Rep.id, Rep.name, Rep.is_active).tuples()}
    found = {owner: Load(owner=reps.get(owner, ("",))[0], **dict(zip(counted, counts, strict=True)))
             for owner, *counts in query.tuples()}  # fmt: skip
    idle = (Load(owner=name) for rep, (name, is_active) in reps.items() if is_active and rep not in found)
    loads = [*found.values(), *idle]
    if roster.role() is Role.REP:
        loads = [each for each in loads if each.owner == desk.me]
    return sorted(loads, key=lambda each: (not each.owner, -each.overdue, -each.due, -each.open, each.owner))


def _counted(desk: Desk) -> dict[str, Expression]:
    """What is counted, each as a condition on leads."""
    today, now = desk.today(), desk.now()
    monday = desk.instant(today - timedelta(days=today.weekday()), time(0))
    is_open = Lead.stage << [stage.value for stage in stages.OPEN]
    is_due = Lead.attend_on <= today
    return {
        "open": is_open,
        "due": is_due,
        "overdue": is_due & (Lead.next_due < today),
        "stale": is_open & Lead.snooze_until.is_null() & _is_stale(now),
        "recycling": is_open & (Lead.recycling_on <= today),
        "new": Lead.created_at >= monday,
    }


def _is_stale(now: datetime) -> Expression:
    """Longer in its stage than the team's patience, whole days counted (spec §3)."""
    return reduce(
        or_,
        (
            (Lead.stage == stage.value) & (Lead.stage_since <= now - timedelta(days=patience + 1))
            for stage, patience in settings.stage_defaults().stale_days.items()
            if patience is not None
        ),
        SQL("0 = 1"),
    )
