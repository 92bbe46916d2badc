"""A lead's own life: captured, edited, assigned, moved from stage to stage through the gates (R5, R24, R54–R56)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import gates, numbering, stages
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.gates import GateFacts, Requirement
from leadtui.domain.identity import company_key, phone_key
from leadtui.domain.terms import InvalidReason, LostReason, Source, Stage, Status, Validity
from leadtui.domain.text import LINE_LIMIT, clean
from leadtui.i18n import N_, _
from leadtui.services import people
from leadtui.services.entered import read_all
from leadtui.services.facts import gate_facts
from leadtui.services.followups import NOTHING_PLANNED, NextStep, _write_plan, customer_of
from leadtui.store import journal, numbers
from leadtui.store.journal import Change
from leadtui.store.models import (
    Contact,
    Customer,
    Lead,
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
        self.target = target
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
    read = read_all(entered, desk)
    customer, contact, lead = read[Entity.CUSTOMER], read[Entity.CONTACT], read[Entity.LEAD]
    if not customer.get("name"):
        raise LeadtuiError(N_("A lead needs the customer's name."))
    if not any(contact.get(way) for way in ("phone", "wechat", "email")):
        raise LeadtuiError(N_("A lead needs one way to reach the customer: phone, WeChat or e-mail."))
    with journal.change(desk, N_("Add lead: {customer}"), customer=customer["name"]) as change:
        customer_id = _customer(change, customer, contact)
        lead_id, lead_no = _capture(change, customer_id, lead)
        if not next_step.is_empty:
            _write_plan(change, lead_id, next_step)
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
    with journal.change(desk, N_("Edit: {customer}"), customer=customer_of(lead_id)) as change:
        edit_within(change, lead_id, entered, expected)


def edit_within(change: Change, lead_id: int, entered: Mapping[str, str], expected: int | None = None) -> None:
    """The same as part of a change under way."""
    _apply(change, lead_id, read_all(entered, change.desk), expected)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Goal:
    """Where leads are to stand: another stage, another status, or both; and what is given for it."""

    stage: Stage | None
    status: Status | None
    reason: str
    entered: Mapping[str, str]
    fills_gaps_only: bool


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
    return move_many(desk, {lead_id: expected}, stage, status=status, reason=reason, entered=entered)[0]


def move_many(
    desk: Desk,
    cards: Mapping[int, int | None],
    stage: Stage,
    *,
    status: Status | None = None,
    reason: str = "",
    entered: Mapping[str, str] | None = None,
) -> list[Moved]:
    """Move leads (id to the version looked at) as one change: all of them or none; GateError names what any lacks."""
    name, params = told_move(cards, stage.label)
    with journal.change(desk, name, **params) as change:
        return move_within(change, cards, stage, status=status, reason=reason, entered=entered)


def told_move(cards: Collection[int], goes_to: str) -> tuple[str, dict[str, object]]:
    """What undo and history call a move: a msgid and what fills it."""
    if len(cards) == 1:
        return N_("Move to {stage}: {customer}"), {"stage": goes_to, "customer": customer_of(next(iter(cards)))}
    return N_("Move to {stage}: {count} leads"), {"stage": goes_to, "count": len(cards)}


def move_within(
    change: Change,
    cards: Mapping[int, int | None],
    stage: Stage | None,
    *,
    status: Status | None = None,
    reason: str = "",
    entered: Mapping[str, str] | None = None,
) -> list[Moved]:
    """The same as part of a change under way; without a stage only the status changes, through its own gate.

    What is entered for several leads fills only what each of them lacks.
    """
    goal = _Goal(
        stage=stage,
        status=status,
        reason=clean(reason, limit=LINE_LIMIT),
        entered=entered or {},
        fills_gaps_only=len(cards) > 1,
    )
    moved: list[Moved] = []
    refusals: list[GateError] = []
    for lead_id, expected in cards.items():
        try:
            moved.append(_move(change, lead_id, goal, expected))
        except GateError as refusal:
            refusals.append(refusal)
    if refusals:
        missing = {each.key: each for refusal in refusals for each in refusal.missing}
        raise GateError(refusals[0].target, tuple(missing.values()))
    return moved


def _move(change: Change, lead_id: int, goal: _Goal, expected: int | None) -> Moved:
    desk, reason = change.desk, goal.reason
    stage = goal.stage or Stage(Lead.get_by_id(lead_id).stage)
    closing = _closing(stage, reason) if goal.stage else {}
    _apply(change, lead_id, read_all({**closing, **_given(lead_id, stage, goal)}, desk), expected)
    row = Lead.get_by_id(lead_id)
    if goal.stage in stages.CLOSED_OFF and reason and not closing:
        change.update(Lead, lead_id, closing_note=reason, **_under_other(stage, row))
        row = Lead.get_by_id(lead_id)
    facts = gate_facts(row)
    missing = gates.missing_for_stage(stage, facts) if goal.stage else ()
    if missing and not reason:
        raise GateError(stage, missing)
    came_from = (Stage(row.stage), Status(row.status))
    moved = _status_after(came_from, stage, goal.status, facts, has_reason=bool(reason))
    why = reason or _offered_reason(stage, moved.status, row)
    change.update(Lead, lead_id, **_state_after(came_from, stage, moved.status, why, desk))
    skipped = ",".join(each.field or each.marked.msgid for each in missing)
    if came_from != (stage, moved.status):
        _note_stage(change, lead_id, came_from, (stage, moved.status), why, skipped)
    return moved


def _given(lead_id: int, stage: Stage, goal: _Goal) -> Mapping[str, str]:
    """What was entered for this lead: for one of many, only what it lacks itself."""
    if not goal.fills_gaps_only:
        return goal.entered
    facts = gate_facts(Lead.get_by_id(lead_id))
    lacking = gates.missing_for_stage(stage, facts) + (
        gates.missing_for_status(goal.status, facts) if goal.status else ()
    )
    gaps = {each.field for each in lacking}
    return {key: text for key, text in goal.entered.items() if key in gaps}


def _state_after(came_from: tuple[Stage, Status], stage: Stage, status: Status, why: str, desk: Desk) -> dict[str, Any]:
    """The fields of a lead that a move to this stage and status sets."""
    after: dict[str, Any] = {"stage": stage, "status": status}
    if stage is not came_from[0]:
        after["stage_since"] = desk.now()
    if status is not came_from[1]:
        after["status_reason"] = why
    if stage is Stage.INVALID:
        after["validity"] = Validity.INVALID
    if came_from[0] in stages.CLOSED_OFF and stage not in stages.CLOSED_OFF:
        # Reactivated: why it was closed stays in the history, and closing it again asks anew.
        after |= {"lost_reason": None, "invalid_reason": None, "closing_note": ""}
    return after


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
