"""Plans of today that have a time: which moment comes next, and whom to contact then."""

from dataclasses import dataclass
from datetime import datetime, time

from leadtui.desk import Desk
from leadtui.domain.terms import PlanState
from leadtui.services.today import mine
from leadtui.store.models import Customer, Lead, Plan


@dataclass(frozen=True, slots=True)
class Reminder:
    """A plan whose time has come; `at` is on the rep's clock."""

    at: datetime
    lead_id: int
    lead_no: str
    customer: str
    action: str


def following(desk: Desk, after: datetime, *, everyone: bool) -> tuple[Reminder, ...]:
    """The plans of the next moment after `after` on its day, of the rep's leads unless `everyone`; () where none comes.

    What is snoozed or closed reminds nobody.
    """
    local = after.astimezone(desk.zone)
    # Begun at the leads that are due, few of however many: their index knows them.
    due = Lead.select(Lead.id).where(Lead.attend_on <= local.date(), Lead.deleted_at.is_null())
    query = (
        Plan.select(Plan.due_time, Plan.action, Lead.id, Lead.lead_no, Customer.name)
        .join(Lead)
        .join(Customer)
        .where(
            Plan.lead << (due if everyone else due.where(mine(desk))),
            Plan.state == PlanState.PLANNED,
            Plan.due == local.date(),
            Plan.due_time > f"{local:%H:%M}",
        )
        .order_by(Plan.due_time, Lead.id)
    )
    rows = list(query.tuples())
    return tuple(
        Reminder(datetime.combine(local.date(), time.fromisoformat(clock), desk.zone), lead_id, lead_no, name, action)
        for clock, action, lead_id, lead_no, name in rows
        if clock == rows[0][0]
    )
