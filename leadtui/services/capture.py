"""A lead comes into the book, is edited, and what is to do on it goes with it to another owner (R5, R54–R56)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError
from leadtui.domain.fields import Entity
from leadtui.domain.identity import company_key, is_masked, phone_key
from leadtui.domain.plausible import check
from leadtui.domain.terms import PlanState, Source, Stage, Status
from leadtui.domain.workdays import add_workdays
from leadtui.i18n import N_
from leadtui.services import conflicts, people
from leadtui.services.assignment import proposed_owner
from leadtui.services.entering import TAGS, read_all
from leadtui.services.followups import (
    NOTHING_PLANNED,
    FollowUpDraft,
    NextStep,
    customer_of,
    record_within,
    write_plan,
)
from leadtui.services.tagging import set_tags
from leadtui.store import contacts, database, journal, numbers, settings
from leadtui.store.journal import Change
from leadtui.store.models import Collaborator, Contact, Customer, Lead, Plan, StageChange

FIRST_TOUCH = timedelta(hours=24)
"""A lead is to be contacted within this time of its assignment (R56)."""

_BATCH = 500

SURVEY_WORKDAYS = 3
"""The satisfaction survey is due so many working days after delivery (R72)."""


def add(
    desk: Desk,
    entered: Mapping[str, str],
    next_step: NextStep = NOTHING_PLANNED,
    record: FollowUpDraft | None = None,
) -> str:
    """Capture a new lead (R5) from entered fields by key, contact fields as `contact`, `phone` …; its number.

    Only a customer's name and one way to reach it are demanded; it belongs to who adds it unless `owner` says else.
    `budget` and `tags` are lines of their own; a `record` of the contact that brought the lead is part of the change.
    """
    read = read_all(entered, desk)
    customer, contact, lead = read[Entity.CUSTOMER], read[Entity.CONTACT], read[Entity.LEAD]
    demand(customer, contact)
    with journal.change(desk, N_("Add lead: {customer}"), customer=customer["name"]) as change:
        customer_id = customer_for(change, customer, contact)
        lead_id, lead_no = capture(change, customer_id, lead)
        set_entered_tags(change, lead_id, read)
        if record is not None:
            record_within(change, lead_id, record)
        if not next_step.is_empty:
            write_plan(change, lead_id, next_step)
    return lead_no


def set_entered_tags(change: Change, lead_id: int, read: Mapping[Entity, Mapping[str, object]]) -> None:
    """Give a lead the tags that were entered, if any line of them was."""
    if Entity.TAG in read:
        set_tags(change, lead_id, str(read[Entity.TAG][TAGS]))


def demand(customer: Mapping[str, object], contact: Mapping[str, object]) -> None:
    """Refuse a capture without the two things it takes: a name and one way to reach it (R5)."""
    if not customer.get("name"):
        raise FieldError("customer", N_("A lead needs the customer's name."))
    if not any(contact.get(way) for way in ("phone", "wechat", "email")):
        raise FieldError("phone", N_("A lead needs one way to reach the customer: phone, WeChat or e-mail."))


def customer_for(change: Change, customer: Mapping[str, object], contact: Mapping[str, object]) -> int:
    """The customer of exactly this name, or a new one; it and its contact gain what was not known yet."""
    name = str(customer["name"])
    found = Customer.get_or_none(Customer.name == name, Customer.deleted_at.is_null())
    if found is None:
        now = change.desk.now()
        number = numbers.customer_number(change.desk.today())
        values_ = {**customer, "name_key": company_key(name), "customer_no": number, "created_at": now}
        customer_id = change.insert(Customer, **values_)
    else:
        customer_id = int(found.id)
        change.update(Customer, customer_id, **_unknown_yet(found, customer))
    _contact(change, customer_id, {**contact, "phone_key": phone_key(str(contact.get("phone", "")))})
    return customer_id


def _contact(change: Change, customer_id: int, contact: Mapping[str, object]) -> None:
    """The person entered: a known one where nothing speaks against it, who gains what was not known yet."""
    contacts.open_to_me([customer_id])
    known = list(Contact.select().where(Contact.customer == customer_id))
    given = {key: value for key, value in contact.items() if value not in ("", None) and key != "phone"}
    for row in known:
        held = {key: getattr(row, key) for key in given}
        same = {key for key in given if held[key] == given[key]}
        is_silent = all(held[key] in ("", None) for key in given.keys() - same)
        if is_silent and same & {"name", "phone_key", "wechat", "email"}:
            change.update(Contact, row.id, **_unknown_yet(row, contact))
            return
    change.insert(Contact, customer=customer_id, is_primary=not known, **contact)


def _unknown_yet(row: Customer | Contact, entered: Mapping[str, object]) -> dict[str, Any]:
    """What was entered and the row does not hold yet."""
    return {key: value for key, value in entered.items() if value and getattr(row, key) in ("", None)}


def capture(change: Change, customer_id: int, lead: Mapping[str, object]) -> tuple[int, str]:
    """Open a lead on a customer: named owner, else the one the assignment rules propose, else me (R54); id, number."""
    desk = change.desk
    now = desk.now()
    source = Source(str(lead.get("source", Source.OTHER)))
    lead_no = numbers.lead_number(desk.today(), settings.source_code(source), settings.number_template())
    # Whom a rule names was looked at when the rule was made.
    owner = people.rep(change, str(lead.get("owner") or people.NEW + (proposed_owner(customer_id) or desk.me)))
    check(lead, lead, desk.today())
    given = {"first_due_at": now + FIRST_TOUCH, **lead, **survey_clock(lead, {})}
    me = people.rep(change, desk.me)
    # On a server a lead is written by who sees it: it goes over to another at the end.
    goes_over = database.is_on_server() and owner is not None and owner != me
    given |= {"source": source, "owner": me if goes_over else owner, "lead_no": lead_no}
    lead_id = change.insert(
        Lead,
        customer=customer_id,
        created_at=now,
        created_by=me,
        stage_since=now,
        assigned_at=now,
        **given,
    )
    note_stage(change, lead_id, None, (Stage.CAPTURED, Status.PROSPECT))
    if goes_over and owner is not None:
        change.hand_over(lead_id, owner)
    return lead_id, lead_no


def edit(desk: Desk, lead_id: int, entered: Mapping[str, str], *, expected: int | None = None) -> None:
    """Change fields of a lead, its customer and its first contact, entered as text by key.

    `expected` is the version of the lead the rep was looking at; a newer one is a ConflictError.
    """
    with journal.change(desk, N_("Edit: {customer}"), customer=customer_of(lead_id)) as change:
        edit_within(change, lead_id, entered, expected)


def edit_within(change: Change, lead_id: int, entered: Mapping[str, str], expected: int | None = None) -> None:
    """The same as part of a change under way."""
    read = read_all(entered, change.desk)
    row = Lead.get_by_id(lead_id)
    apply(change, lead_id, read, expected, row)
    if "owner" in read[Entity.LEAD]:
        pass_on(change, {lead_id: row.owner_id})


def apply(
    change: Change,
    lead_id: int,
    read: Mapping[Entity, Mapping[str, object]],
    expected: int | None = None,
    row: Lead | None = None,
) -> None:
    """Write values by entity to a lead, its customer and its first contact; `row` is the lead where it is at hand."""
    lead: dict[str, Any]
    customer: dict[str, Any]
    lead, customer, contact = dict(read[Entity.LEAD]), dict(read[Entity.CUSTOMER]), dict(read[Entity.CONTACT])
    row = row or Lead.get_by_id(lead_id)
    check({**row.__data__, **lead}, lead, change.desk.today())
    lead |= survey_clock(lead, row.__data__)
    if "owner" in lead:
        lead["owner"] = people.rep(change, str(lead["owner"] or ""))
        if lead["owner"] != row.owner_id:
            lead = {"first_due_at": change.desk.now() + FIRST_TOUCH, **lead, "assigned_at": change.desk.now()}
    if expected is not None and row.version != expected:
        raise conflicts.conflict(change.desk, lead_id, expected, read)
    change.update(Lead, lead_id, expected=expected, **lead)
    if customer:
        if "name" in customer:
            if not customer["name"]:
                raise FieldError("customer", N_("A lead needs the customer's name."))
            customer["name_key"] = company_key(str(customer["name"]))
        change.update(Customer, row.customer_id, **customer)
    if contact:
        _edit_contact(change, row.customer_id, contact)
    set_entered_tags(change, lead_id, read)


def pass_on(change: Change, former: Mapping[int, int | None]) -> None:
    """What the `former` owners of leads were still to do on them is the present ones'; plans of others stay theirs.

    Nobody works on a lead beside themselves.
    """
    ids = list(former)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        plans = Plan.select(Plan.id, Plan.lead, Plan.owner, Lead.owner).join(Lead)
        of_these = plans.where(Plan.lead << batch, Plan.state == PlanState.PLANNED)
        for plan, lead_id, planner, owner in list(of_these.tuples()):
            if planner == former[lead_id] and planner != owner:
                change.update(Plan, plan, owner=owner)
        beside = Collaborator.select(Collaborator.id).join(Lead).where(Collaborator.rep == Lead.owner, Lead.id << batch)
        for (row_id,) in list(beside.tuples()):
            change.delete(Collaborator, row_id)


def survey_clock(entered: Mapping[str, object], stands: Mapping[str, object]) -> dict[str, object]:
    """The survey's day that a delivery entered just now sets (R72); nothing where a person gave one."""
    if "delivered_on" not in entered or "survey_due_on" in entered:
        return {}
    if stands.get("survey_due_on") != _survey_due(stands.get("delivered_on")):
        return {}
    return {"survey_due_on": _survey_due(entered["delivered_on"])}


def _survey_due(delivered: object) -> date | None:
    return add_workdays(delivered, SURVEY_WORKDAYS) if isinstance(delivered, date) else None


def _edit_contact(change: Change, customer_id: int, contact: dict[str, Any]) -> None:
    # A form shows contacts masked: what comes back masked was not touched.
    contact = {key: value for key, value in contact.items() if not is_masked(str(value))}
    if "phone" in contact:
        contact["phone_key"] = phone_key(str(contact["phone"]))
    first = (
        Contact.select(Contact.id)
        .where(Contact.customer == customer_id)
        .order_by(-Contact.is_primary, Contact.id)
        .limit(1)
        .scalar()
    )
    if first is None:
        change.insert(Contact, customer=customer_id, is_primary=True, **contact)
    else:
        change.update(Contact, first, **contact)


def note_stage(
    change: Change,
    lead_id: int,
    came_from: tuple[Stage, Status] | None,
    goes_to: tuple[Stage, Status],
    reason: str = "",
    skipped: str = "",
) -> None:
    """Write a move between stages or statuses into the lead's road (R25)."""
    change.insert(
        StageChange,
        lead=lead_id,
        from_stage=came_from and came_from[0],
        to_stage=goes_to[0],
        from_status=came_from and came_from[1],
        to_status=goes_to[1],
        reason=reason,
        skipped=skipped,
        by=people.rep(change, change.desk.me),
        at=change.desk.now(),
    )
