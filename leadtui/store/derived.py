"""What is computed from other rows and stored with a lead: amount, next plan, last contact, the days it is due, and
its words in the search index. Kept true inside the transaction of every change, and rebuilt whole on demand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import fn

from leadtui.desk import Desk
from leadtui.domain import due, stages
from leadtui.domain.terms import Outcome, PlanState, Stage
from leadtui.store import search
from leadtui.store.database import execute_many
from leadtui.store.models import Contact, Customer, FollowUp, Lead, LeadTag, Plan, Tag, db

BATCH = 500
EFFECTIVE = [outcome.value for outcome in Outcome if outcome.is_effective]
_CORRECTED = FollowUp.select(FollowUp.corrects).where(FollowUp.corrects.is_null(False))
STANDS = FollowUp.id.not_in(_CORRECTED)
"""A condition on follow-ups: not replaced by a correction, so that it counts."""


@dataclass(slots=True)
class _Around:
    """The rows around one lead that decide what is derived."""

    plan: tuple[int, date, int | None] | None = None
    follow_ups: int = 0
    last_contact: int | None = None
    people: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def refresh(leads: Iterable[int], desk: Desk) -> None:
    """Bring the derived columns and the search index up to date for these leads, gone ones included."""
    ordered = sorted(leads)
    for start in range(0, len(ordered), BATCH):
        _refresh_batch(ordered[start : start + BATCH], desk)


def rebuild(desk: Desk) -> None:
    """Compute everything anew, for every lead."""
    with db.atomic():
        refresh([lead_id for (lead_id,) in Lead.select(Lead.id).tuples()], desk)


def _refresh_batch(ids: Sequence[int], desk: Desk) -> None:
    rows = list(
        Lead.select(
            Lead.id,
            Lead.customer,
            Lead.lead_no,
            Lead.stage,
            Lead.created_at,
            Lead.first_due_at,
            Lead.assigned_at,
            Lead.contract_amount,
            Lead.price,
            Lead.quote_amount,
            Lead.budget_min,
            Lead.budget_max,
            Lead.snooze_until,
            Lead.initial_need,
            Lead.need_detail,
            Lead.deleted_at,
            Customer.name.alias("customer_name"),
            Customer.remark,
        )
        .join(Customer)
        .where(Lead.id << ids)
        .namedtuples()
    )
    around = _gather(rows)
    execute_many(_UPDATE, [_derive(row, around[row.id], desk) for row in rows])
    search.replace(ids, [_document(row, around[row.id]) for row in rows if row.deleted_at is None])


_COLUMNS = (
    "amount",
    "next_plan",
    "next_due",
    "next_owner",
    "last_contact_at",
    "first_touch_on",
    "idle_on",
    "attend_on",
)
_UPDATE = f"UPDATE lead SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"


def _derive(row: Any, near: _Around, desk: Desk) -> tuple[object, ...]:
    stage = Stage(row.stage)
    plan_id, next_due, next_owner = near.plan or (None, None, None)
    is_open = stage in stages.OPEN
    is_waiting = is_open and row.first_due_at and row.assigned_at and not near.follow_ups
    first_touch = _local_day(row.assigned_at, desk) if is_waiting else None
    idle = _local_day(row.created_at, desk) if is_open and next_due is None else None
    facts = due.DueFacts(
        stage=stage,
        next_due=next_due,
        first_touch_on=first_touch,
        idle_on=idle,
        snooze_until=row.snooze_until,
    )
    amount = due.amount(row.contract_amount, row.price, row.quote_amount, row.budget_min, row.budget_max)
    days = (next_due, first_touch, idle, due.attend_on(facts))
    plain = [day.isoformat() if day else None for day in days]
    return (amount, plan_id, plain[0], next_owner, near.last_contact, *plain[1:], row.id)


def _local_day(instant: datetime, desk: Desk) -> date:
    return instant.astimezone(desk.zone).date()


def _gather(rows: Sequence[Any]) -> dict[int, _Around]:
    """What stands around each lead, in a fixed number of queries whatever their number."""
    around: dict[int, _Around] = defaultdict(_Around)
    ids = [row.id for row in rows]
    open_plans = (
        Plan.select(Plan.lead, Plan.id, Plan.due, Plan.owner)
        .where(Plan.lead << ids, Plan.state == PlanState.PLANNED, Plan.due.is_null(False))
        .order_by(Plan.due.desc(), Plan.due_time.is_null().desc(), Plan.due_time.desc(), Plan.id.desc())
    )
    # The nearest comes last and stays; of one day's plans those with a time come before the one without.
    for lead, plan_id, day, owner in open_plans.tuples():
        around[lead].plan = (plan_id, day, owner)
    _gather_follow_ups(ids, around)
    _gather_people(rows, around)
    tags = LeadTag.select(LeadTag.lead, Tag.name).join(Tag).where(LeadTag.lead << ids)
    for lead, name in tags.tuples():
        around[lead].words.append(name)
    return around


def _gather_follow_ups(ids: Sequence[int], around: dict[int, _Around]) -> None:
    effective = fn.MAX(FollowUp.at).filter(FollowUp.outcome << EFFECTIVE).converter(lambda millis: millis)
    counted = FollowUp.select(FollowUp.lead, fn.COUNT(FollowUp.id), effective).where(FollowUp.lead << ids, STANDS)
    for lead, count, last in counted.group_by(FollowUp.lead).tuples():
        around[lead].follow_ups, around[lead].last_contact = count, last
    notes = FollowUp.select(FollowUp.lead, FollowUp.summary, FollowUp.feedback).where(FollowUp.lead << ids)
    for lead, summary, feedback in notes.tuples():
        around[lead].words += [summary, feedback]


def _gather_people(rows: Sequence[Any], around: dict[int, _Around]) -> None:
    by_customer = defaultdict(list)
    for row in rows:
        by_customer[row.customer].append(row.id)
    people = Contact.select(Contact.customer, Contact.name, Contact.phone).where(Contact.customer << list(by_customer))
    for customer, name, phone in people.tuples():
        for lead in by_customer[customer]:
            around[lead].people.append(name)
            around[lead].phones.append(phone)


def _document(row: Any, near: _Around) -> tuple[int, search.Words]:
    return row.id, search.Words(
        name=row.customer_name,
        people=near.people,
        phones=near.phones,
        others=[row.lead_no, row.initial_need, row.need_detail, row.remark, *near.words],
    )
