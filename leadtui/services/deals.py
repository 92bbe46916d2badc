"""A lead's own life: captured, edited, assigned, moved from stage to stage through the gates (R5, R24, R54–R56)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import gates, numbering, stages, values
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, GIVEN, LEAD_FIELDS, Entity, Field
from leadtui.domain.gates import GateFacts, Requirement
from leadtui.domain.identity import company_key, phone_key
from leadtui.domain.terms import InvalidReason, LostReason, Outcome, Source, Stage, Status, Validity
from leadtui.domain.text import LINE_LIMIT, clean
from leadtui.i18n import N_, _
from leadtui.services import people
from leadtui.services.followups import NOTHING_PLANNED, NextStep, customer_of, write_plan
from leadtui.store import journal, numbers
from leadtui.store.journal import Change
from leadtui.store.models import (
    Confirmation,
    Contact,
    Customer,
    FollowUp,
    Lead,
    Milestone,
    StageChange,
)

FIRST_TOUCH = timedelta(hours=24)
"""A lead is to be contacted within this time of its assignment (R56)."""


class GateError(LeadtuiError):
    """A move was refused because the stage demands what is not known yet; `missing` names it."""

    def __init__(self, target: Stage | Status, missing: tuple[Requirement, ...]) -> None:
        super().__init__(
            N_("{target} still needs: {missing}. Set it with the move, or give a reason to skip it."),
            target=target.label,
            missing=_(", ").join(each.label for each in missing),
        )
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move came to; `status_kept_for`: what the offered status still lacks, so that it stayed."""

    stage: Stage
    status: Status
    offered: Status | None
    status_kept_for: tuple[Requirement, ...]


def add(desk: Desk, entered: Mapping[str, str], next_step: NextStep = NOTHING_PLANNED) -> str:
    """Capture a new lead (R5) from entered fields by key, contact fields as `contact`, `phone` …; its number.

    Only a customer's name and one way to reach it are demanded; it belongs to who adds it unless `owner` says else.
    """
    read = _read_all(entered, desk)
    customer, contact, lead = read[Entity.CUSTOMER], read[Entity.CONTACT], read[Entity.LEAD]
    if not customer.get("name"):
        raise LeadtuiError(N_("A lead needs the customer's name."))
    if not any(contact.get(way) for way in ("phone", "wechat", "email")):
        raise LeadtuiError(N_("A lead needs one way to reach the customer: phone, WeChat or e-mail."))
    with journal.change(desk, N_("Add lead: {customer}"), customer=customer["name"]) as change:
        customer_id = _customer(change, customer, contact)
        lead_id, lead_no = _capture(change, customer_id, lead)
        if not next_step.is_empty:
            write_plan(change, lead_id, next_step)
    return lead_no


def _customer(change: Change, customer: Mapping[str, object], contact: Mapping[str, object]) -> int:
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


def _capture(change: Change, customer_id: int, lead: Mapping[str, object]) -> tuple[int, str]:
    desk = change.desk
    now = desk.now()
    source = Source(str(lead.get("source", Source.OTHER)))
    lead_no = numbers.lead_number(desk.today(), numbering.SOURCE_CODES[source])
    owner = people.rep(change, str(lead.get("owner") or desk.me))
    given = {**lead, "source": source, "owner": owner, "lead_no": lead_no}
    lead_id = change.insert(
        Lead,
        customer=customer_id,
        created_at=now,
        created_by=people.rep(change, desk.me),
        stage_since=now,
        assigned_at=now,
        first_due_at=now + FIRST_TOUCH,
        **given,
    )
    _note_stage(change, lead_id, None, (Stage.CAPTURED, Status.PROSPECT))
    return lead_id, lead_no


def edit(desk: Desk, lead_id: int, entered: Mapping[str, str], *, expected: int | None = None) -> None:
    """Change fields of a lead, its customer and its first contact, entered as text by key.

    `expected` is the version of the lead the rep was looking at; a newer one is a ConflictError.
    """
    read = _read_all(entered, desk)
    with journal.change(desk, N_("Edit: {customer}"), customer=customer_of(lead_id)) as change:
        _apply(change, lead_id, read, expected)


def _apply(
    change: Change, lead_id: int, read: Mapping[Entity, Mapping[str, object]], expected: int | None = None
) -> None:
    lead: dict[str, Any]
    customer: dict[str, Any]
    lead, customer, contact = dict(read[Entity.LEAD]), dict(read[Entity.CUSTOMER]), dict(read[Entity.CONTACT])
    row = Lead.get_by_id(lead_id)
    if "owner" in lead:
        lead["owner"] = people.rep(change, str(lead["owner"] or ""))
        if lead["owner"] != row.owner_id:
            lead |= {"assigned_at": change.desk.now(), "first_due_at": change.desk.now() + FIRST_TOUCH}
    change.update(Lead, lead_id, expected=expected, **lead)
    if customer:
        if "name" in customer:
            customer["name_key"] = company_key(str(customer["name"]))
        change.update(Customer, row.customer_id, **customer)
    if contact:
        _edit_contact(change, row.customer_id, contact)


def _edit_contact(change: Change, customer_id: int, contact: dict[str, Any]) -> None:
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


def assign(desk: Desk, lead_id: int, owner: str) -> None:
    """Give a lead to a rep, which starts the 24 h clock (R55, R56)."""
    edit(desk, lead_id, {"owner": owner})


def move(
    desk: Desk,
    lead_id: int,
    stage: Stage,
    *,
    status: Status | None = None,
    reason: str = "",
    entered: Mapping[str, str] | None = None,
    expected: int | None = None,
) -> Moved:
    """Move a lead to a stage, with fields and move in one change; every path to a stage comes through here (R24).

    Raises GateError where the stage demands what is missing and no `reason` skips it. Where the status that goes
    with the stage does not hold yet, the status stays and the result says what it lacks.
    """
    reason = clean(reason, limit=LINE_LIMIT)
    read = _read_all({**_closing(stage, reason), **(entered or {})}, desk)
    with journal.change(
        desk, N_("Move to {stage}: {customer}"), stage=stage.label, customer=customer_of(lead_id)
    ) as change:
        _apply(change, lead_id, read, expected)
        row = Lead.get_by_id(lead_id)
        if stage in stages.CLOSED_OFF and reason and not _closing(stage, reason):
            change.update(Lead, lead_id, closing_note=reason, **_under_other(stage, row))
            row = Lead.get_by_id(lead_id)
        facts = gate_facts(row)
        missing = gates.missing_for_stage(stage, facts)
        if missing and not reason:
            raise GateError(stage, missing)
        came_from = (Stage(row.stage), Status(row.status))
        moved = _status_after(came_from, stage, status, facts, has_reason=bool(reason))
        why = reason or _offered_reason(stage, moved.status, row)
        after: dict[str, Any] = {"stage": stage, "status": moved.status}
        if stage is not came_from[0]:
            after["stage_since"] = desk.now()
        if moved.status is not came_from[1]:
            after["status_reason"] = why
        if stage is Stage.INVALID:
            after["validity"] = Validity.INVALID
        if came_from[0] in stages.CLOSED_OFF and stage not in stages.CLOSED_OFF:
            # Reactivated: why it was closed stays in the history, and closing it again asks anew.
            after |= {"lost_reason": None, "invalid_reason": None, "closing_note": ""}
        change.update(Lead, lead_id, **after)
        skipped = ",".join(each.field or each.marked.msgid for each in missing)
        if came_from != (stage, moved.status):
            _note_stage(change, lead_id, came_from, (stage, moved.status), why, skipped)
    return moved


def _closing(stage: Stage, reason: str) -> dict[str, str]:
    """The reason as the field that a lost or invalid lead carries, where it is a listed one."""
    if stage is Stage.LOST and (lost := LostReason.named(reason)):
        return {"lost_reason": lost.value}
    if stage is Stage.INVALID and (invalid := InvalidReason.named(reason)):
        return {"invalid_reason": invalid.value}
    return {}


def _under_other(stage: Stage, row: Lead) -> dict[str, Any]:
    return {"lost_reason": row.lost_reason or LostReason.OTHER} if stage is Stage.LOST else {}


def _status_after(
    came_from: tuple[Stage, Status],
    stage: Stage,
    wanted: Status | None,
    facts: GateFacts,
    *,
    has_reason: bool,
) -> Moved:
    """Which status a lead carries after a move: the wanted or offered one, where its own gate holds."""
    offered = wanted or stages.offered_status(came_from[0], stage)
    if offered is None or offered is came_from[1]:
        return Moved(stage, came_from[1], offered, ())
    lacking = gates.missing_for_status(offered, facts)
    if not lacking or (wanted and has_reason):
        return Moved(stage, offered, offered, ())
    if wanted:
        raise GateError(wanted, lacking)
    return Moved(stage, came_from[1], offered, lacking)


def _offered_reason(stage: Stage, status: Status, row: Lead) -> str:
    if status is Status.WON and row.signed_on:
        return _("Signed {day}").format(day=row.signed_on)
    return _("Moved to {stage}").format(stage=stage.label)


def gate_facts(row: Lead) -> GateFacts:
    """What the gates need to know about a lead."""
    reached = [outcome for outcome in Outcome if outcome.is_effective]
    effective = FollowUp.select().where(FollowUp.lead == row.id, FollowUp.outcome << reached)
    kinds = Milestone.select(Milestone.kind).where(Milestone.lead == row.id).tuples()
    subjects = Confirmation.select(Confirmation.subject).where(Confirmation.lead == row.id).tuples()
    decides = Contact.select().where(Contact.customer == row.customer_id, Contact.decision_authority)
    return GateFacts(
        validity=Validity(row.validity),
        grade=row.grade,
        grade_basis=row.grade_basis,
        owner=row.owner_id and "known",
        effective_follow_ups=effective.count(),
        proposal_sent_at=row.proposal_sent_at,
        signed_on=row.signed_on,
        contract_amount=row.contract_amount,
        lost_reason=row.lost_reason,
        invalid_reason=row.invalid_reason or row.closing_note,
        milestones=frozenset(kind for (kind,) in kinds),
        confirmed=frozenset(subject for (subject,) in subjects),
        decision_maker=row.decision_maker,
        contact_has_authority=decides.exists(),
        purchase_timing=row.purchase_timing,
    )


def _note_stage(
    change: Change,
    lead_id: int,
    came_from: tuple[Stage, Status] | None,
    goes_to: tuple[Stage, Status],
    reason: str = "",
    skipped: str = "",
) -> None:
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


def _read_all(entered: Mapping[str, str], desk: Desk) -> dict[Entity, dict[str, Any]]:
    """Entered text by field key as values by entity. `customer` and `contact` name the two `name` fields."""
    read: dict[Entity, dict[str, Any]] = {entity: {} for entity in Entity}
    for key, text in entered.items():
        field = entered_field(key)
        read[field.entity][field.key] = values.read(field, text, desk)
    return read


ENTERED: dict[str, Field] = {
    **{field.key: field for field in (*CUSTOMER_FIELDS, *CONTACT_FIELDS) if field.key != "name"},
    "customer": CUSTOMER_FIELDS[1],
    "contact": CONTACT_FIELDS[0],
    **{field.key: field for field in LEAD_FIELDS},
}
"""Every field by the name it has in `--set`, in forms and in JSON."""


def entered_field(key: str) -> Field:
    """The field that a person means by a key; LeadtuiError where there is none or leadtui gives it itself."""
    field = ENTERED.get(key.strip()) or next((each for each in ENTERED.values() if each.is_called(key)), None)
    if field is None:
        raise LeadtuiError(N_("There is no field {field}. Fields: {fields}"), field=key, fields=", ".join(ENTERED))
    if field.key in GIVEN:
        raise LeadtuiError(N_("{field} is given by leadtui and never changes."), field=field.label)
    return field
