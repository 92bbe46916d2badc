"""Open plans as a calendar shows them: what, when, with whom; contacts masked, always (R37, R38)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from leadtui.desk import Desk
from leadtui.domain.privacy import mask_name, mask_phone
from leadtui.domain.terms import Channel, PlanState
from leadtui.i18n import N_
from leadtui.store import journal
from leadtui.store.models import Contact, Customer, Lead, Plan, Rep


@dataclass(frozen=True, slots=True)
class Appointment:
    """An open plan with a day; `uid` and `version` are the plan's own and survive its changes."""

    uid: str
    version: int
    due: date
    due_time: str | None
    action: str
    channel: Channel | None
    points: str
    goal: str
    lead_no: str
    customer: str
    contact: str
    phone: str


def appointments(desk: Desk, *, everyone: bool) -> Iterator[Appointment]:
    """The open plans that have a day, by day; mine, or everybody's."""
    query = (
        Plan.select(
            Plan.uid, Plan.version, Plan.due, Plan.due_time, Plan.action, Plan.channel, Plan.points, Plan.goal,
            Lead.lead_no, Customer.id, Customer.name,
        )
        .join(Lead)
        .join(Customer)
        .switch(Plan)
        .join(Rep, JOIN.LEFT_OUTER, on=Plan.owner)
        .where(Plan.state == PlanState.PLANNED, Plan.due.is_null(False), Lead.deleted_at.is_null())
        .order_by(Plan.due, Plan.due_time, Plan.id)
    )  # fmt: skip
    if not everyone:
        query = query.where(Rep.name == desk.me)
    found = list(query.tuples())
    people = _people({row[-2] for row in found})
    for uid, version, due, at, action, channel, points, goal, number, customer, name in found:
        contact, phone = people.get(customer, ("", ""))
        kind = Channel(channel) if channel else None
        yield Appointment(
            uid.hex, version, due, at, action, kind, points, goal, number, name, mask_name(contact), mask_phone(phone)
        )


def record(desk: Desk, file_name: str, count: int) -> None:
    """Note in the journal that plans went out into a calendar."""
    journal.act(desk, N_("Export calendar {file}: {count} plans"), file=file_name, count=count)


def _people(customers: set[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    ids = list(customers)
    for start in range(0, len(ids), 500):
        query = Contact.select(Contact.customer, Contact.name, Contact.phone)
        query = query.where(Contact.customer << ids[start : start + 500])
        for customer, name, phone in query.order_by(-Contact.is_primary, Contact.id).tuples():
            found.setdefault(customer, (name, phone))
    return found
