"""Two leads or two customers that are one: shown field by field, then merged in one undoable change (R2).

The kept one's values stand, what it does not know comes from the other, notes are joined; both histories stay.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import stages, values
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS, GIVEN, LEAD_FIELDS, STATE_FIELDS, Entity, Field, Kind
from leadtui.domain.identity import company_key
from leadtui.domain.terms import Stage
from leadtui.domain.text import NOTE_LIMIT
from leadtui.domain.values import Value
from leadtui.i18n import N_, _
from leadtui.services.followups import customer_of
from leadtui.store import journal
from leadtui.store.journal import Change
from leadtui.store.models import (
    JOURNALLED,
    Collaborator,
    Contact,
    Customer,
    Lead,
    LeadTag,
    Rep,
    Row,
)

_EMPTY = ("", None, "unverified", "not_started", "other")
_STATE = tuple(field for field in STATE_FIELDS if field.key in ("stage", "status"))
_LINKS = ("repurchase_of", "referred_by")


@dataclass(frozen=True, slots=True)
class MergedField:
    """One field that differs: as the kept one has it, as the other, and what a merge makes of it, all as shown.

    `takes_other`: the result is the other's value alone, which a person may also ask for.
    """

    key: str
    entity: Entity
    label: str
    kept: str
    other: str
    result: str
    takes_other: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would come to; `moved` counts the records of the other, `is_two_customers` says both merge."""

    keep_no: str
    other_no: str
    customer: str
    other_customer: str
    is_two_customers: bool
    fields: tuple[MergedField, ...]
    moved: int
    leads_moved: int


def preview(desk: Desk, keep_id: int, other_id: int, take: Collection[str] = ()) -> MergePreview:
    """What merging two leads would make of them; `take` names the fields whose value comes from the other.

    Raises LeadtuiError where they are one lead or one of them is gone.
    """
    keep, other = _pair(keep_id, other_id)
    mine, theirs = keep.customer, other.customer
    names = {rep_id: name for rep_id, name in Rep.select(Rep.id, Rep.name).tuples()}
    fields = [_shown(field, keep, other, take, desk, names) for field in (*LEAD_FIELDS, *_STATE)]
    if mine.id != theirs.id:
        fields += [_shown(field, mine, theirs, take, desk, names) for field in CUSTOMER_FIELDS]
    hanging = sum(model.select().where(model.lead == other_id).count() for model in _hanging())
    elsewhere = Lead.select().where(Lead.customer == theirs.id, Lead.id != other_id, Lead.deleted_at.is_null())
    return MergePreview(
        keep_no=keep.lead_no,
        other_no=other.lead_no,
        customer=mine.name,
        other_customer=theirs.name,
        is_two_customers=mine.id != theirs.id,
        fields=tuple(field for field in fields if field is not None),
        moved=hanging,
        leads_moved=elsewhere.count() if mine.id != theirs.id else 0,
    )


def merge(desk: Desk, keep_id: int, other_id: int, take: Collection[str] = ()) -> None:
    """Make one lead of two, and one customer where they had two, in one undoable change.

    Everything that hangs on the other hangs on the kept one afterwards; the other goes to the trash.
    """
    keep, other = _pair(keep_id, other_id)
    with journal.change(
        desk, N_("Merge {other} into {keep}: {customer}"),
        other=other.lead_no, keep=keep.lead_no, customer=keep.customer.name,
    ) as change:  # fmt: skip
        _merge_leads(change, keep, other, take)
        if keep.customer_id != other.customer_id:
            _merge_customers(change, keep.customer, other.customer, take)


def merge_customers(desk: Desk, keep_id: int, other_id: int, take: Collection[str] = ()) -> None:
    """Make one customer of two with all their leads and people, in one undoable change; the leads stay apart."""
    keep, other = Customer.get_or_none(Customer.id == keep_id), Customer.get_or_none(Customer.id == other_id)
    if keep is None or other is None or keep.deleted_at or other.deleted_at:
        raise LeadtuiError(N_("This customer is no longer there."))
    if keep_id == other_id:
        raise LeadtuiError(N_("That is one and the same; there is nothing to merge."))
    with journal.change(
        desk, N_("Merge {other} into {keep}: {customer}"),
        other=other.customer_no, keep=keep.customer_no, customer=keep.name,
    ) as change:  # fmt: skip
        _merge_customers(change, keep, other, take)


def _pair(keep_id: int, other_id: int) -> tuple[Lead, Lead]:
    if keep_id == other_id:
        raise LeadtuiError(N_("That is one and the same; there is nothing to merge."))
    for lead_id in (keep_id, other_id):
        customer_of(lead_id)
    return Lead.get_by_id(keep_id), Lead.get_by_id(other_id)


def _hanging() -> Iterator[type[Row]]:
    return (model for model in JOURNALLED if "lead" in model._meta.fields)


def _shown(
    field: Field, keep: Row, other: Row, take: Collection[str], desk: Desk, names: dict[int, str]
) -> MergedField | None:
    """The field as a merge would make it; None where both are the same or leadtui gives it."""
    column = field.key
    mine, theirs = keep.__data__[column], other.__data__[column]
    if field.key in GIVEN or mine == theirs:
        return None
    result = _result(field, keep, other, take)

    def told(value: Any) -> str:
        return values.shown(field, names.get(value, "") if field.kind is Kind.REP else value, desk)

    return MergedField(
        field.key, field.entity, field.label, told(mine), told(theirs), told(result), bool(result == theirs)
    )


def _result(field: Field, keep: Row, other: Row, take: Collection[str]) -> Value:
    mine, theirs = keep.__data__[field.key], other.__data__[field.key]
    if field.key in ("stage", "status"):
        return theirs if field.key in take or _is_further(other, keep) else mine  # type: ignore[no-any-return]
    if field.key in take or mine in _EMPTY:
        return theirs if theirs not in _EMPTY else mine  # type: ignore[no-any-return]
    if field.key == "first_contact_at" and theirs:
        return min(mine, theirs)  # type: ignore[no-any-return]
    if field.kind is Kind.NOTE and theirs and theirs not in mine:
        return f"{mine}\n{theirs}"[:NOTE_LIMIT]
    return mine  # type: ignore[no-any-return]


def _is_further(other: Row, keep: Row) -> bool:
    theirs, mine = other.__data__.get("stage"), keep.__data__.get("stage")
    road = [stage.value for stage in stages.ROAD]
    return mine in road and theirs in road and road.index(theirs) > road.index(mine)


def _merged(fields: Sequence[Field], keep: Row, other: Row, take: Collection[str]) -> dict[str, Any]:
    return {field.key: _result(field, keep, other, take) for field in fields if field.key not in GIVEN}


def _merge_leads(change: Change, keep: Lead, other: Lead, take: Collection[str]) -> None:
    merged = _merged((*LEAD_FIELDS, *_STATE), keep, other, take)
    merged["created_at"] = min(keep.created_at, other.created_at)
    if merged["owner"] != keep.owner_id:
        merged["assigned_at"] = other.assigned_at
    if merged["stage"] != keep.stage:
        merged |= {"stage_since": other.stage_since, "closing_note": other.closing_note}
    if Stage(merged["stage"]) not in stages.CLOSED_OFF:
        merged |= {"lost_reason": None, "invalid_reason": None}
    change.update(Lead, keep.id, **merged)
    _move_hanging(change, keep.id, other.id)
    for link in _LINKS:
        for (lead_id,) in Lead.select(Lead.id).where(getattr(Lead, link) == other.id).tuples():
            change.update(Lead, lead_id, **{link: keep.id if lead_id != keep.id else None})
        mine, theirs = keep.__data__[link], other.__data__[link]
        if not mine and theirs and theirs != keep.id:
            change.update(Lead, keep.id, **{link: theirs})
    note = _("Merged into {lead_no}").format(lead_no=keep.lead_no)
    change.update(Lead, other.id, deleted_at=change.desk.now(), closing_note=note)
    change.leads.add(keep.id)


def _move_hanging(change: Change, keep_id: int, other_id: int) -> None:
    for model in _hanging():
        for row in model.select().where(model.lead == other_id):
            if _has_already(model, row, keep_id):
                change.delete(model, row.id)
            else:
                change.update(model, row.id, lead=keep_id)


def _has_already(model: type[Row], row: Row, keep_id: int) -> bool:
    """Whether the kept lead carries the same tag or collaborator."""
    same = {LeadTag: "tag", Collaborator: "rep"}.get(model)
    if same is None:
        return False
    field = getattr(model, same)
    return bool(model.select().where(model.lead == keep_id, field == row.__data__[same]).exists())


def _merge_customers(change: Change, keep: Customer, other: Customer, take: Collection[str]) -> None:
    merged = _merged(CUSTOMER_FIELDS, keep, other, take)
    merged["name_key"] = company_key(merged["name"])
    change.update(Customer, keep.id, **merged)
    known = list(Contact.select().where(Contact.customer == keep.id))
    for person in Contact.select().where(Contact.customer == other.id):
        twin = next((each for each in known if _is_same_person(each, person)), None)
        if twin is None:
            change.update(Contact, person.id, customer=keep.id, is_primary=not known)
            known.append(person)
        else:
            _fill(change, twin, person)
            change.delete(Contact, person.id)
    for (lead_id,) in Lead.select(Lead.id).where(Lead.customer == other.id).tuples():
        change.update(Lead, lead_id, customer=keep.id)
    change.update(Customer, other.id, deleted_at=change.desk.now())
    change.leads.update(lead_id for (lead_id,) in Lead.select(Lead.id).where(Lead.customer == keep.id).tuples())


def _is_same_person(one: Contact, another: Contact) -> bool:
    """Whether nothing known of two contacts differs, and something is the same."""
    pairs = [(getattr(one, key), getattr(another, key)) for key in ("name", "phone_key", "wechat", "email")]
    known = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    return bool(known) and all(mine == theirs for mine, theirs in known)


def _fill(change: Change, twin: Contact, person: Contact) -> None:
    keys = ("name", "title", "phone", "phone_key", "wechat", "email", "decision_authority")
    gained = {key: getattr(person, key) for key in keys if getattr(twin, key) in ("", None)}
    change.update(Contact, twin.id, **gained)
