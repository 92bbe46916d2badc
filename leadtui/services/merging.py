"""Two leads or two customers that are one: shown field by field, then merged in one undoable change (R2).

The kept one's values stand, what it does not know comes from the other, notes are joined; both histories stay.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import stages, values
from leadtui.domain.errors import ConflictError, LeadtuiError
from leadtui.domain.field_types import RecordSection
from leadtui.domain.fields import CUSTOMER_FIELDS, GIVEN, LEAD_FIELDS, STATE_FIELDS, Entity, Field, Kind
from leadtui.domain.identity import company_key
from leadtui.domain.terms import Stage
from leadtui.domain.text import NOTE_LIMIT
from leadtui.domain.values import Value
from leadtui.i18n import N_, _
from leadtui.services.followups import customer_of
from leadtui.store import contacts, journal
from leadtui.store.journal import Change
from leadtui.store.models import (
    JOURNALLED,
    Amendment,
    Collaborator,
    Confirmation,
    Contact,
    Customer,
    FollowUp,
    Lead,
    LeadTag,
    Milestone,
    Objection,
    Plan,
    Rep,
    Row,
)

_EMPTY = ("", None, "unverified", "not_started", "other")
_STATE = tuple(field for field in STATE_FIELDS if field.key in ("stage", "status"))
_LINKS = ("repurchase_of", "referred_by")
_COUNTED: dict[RecordSection, type[Row]] = {
    RecordSection.FOLLOW_UP: FollowUp,
    RecordSection.PLAN: Plan,
    RecordSection.OBJECTION: Objection,
    RecordSection.MILESTONE: Milestone,
    RecordSection.AMENDMENT: Amendment,
    RecordSection.CONFIRMATION: Confirmation,
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person asks for against the rule: fields to take from the other, fields to leave as the kept one has."""

    take: Collection[str]
    leave: Collection[str]


@dataclass(frozen=True, slots=True)
class MergedField:
    """One field that differs: as the kept one has it, as the other, and what a merge makes of it, all as shown.

    `takes_other`, `takes_kept`: the result is that one's value alone; neither where notes are joined, as `can_join`
    says they may be.
    """

    key: str
    entity: Entity
    label: str
    kept: str
    other: str
    result: str
    takes_other: bool
    takes_kept: bool = False
    can_join: bool = False


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would come to; `moved` counts the records of the other, `is_two_customers` says both merge.

    `histories`: kinds of record with how many the kept one has and how many the other. `seen`: the versions of all
    rows whose fields are shown, for the merge to stand on.
    """

    keep_no: str
    other_no: str
    customer: str
    other_customer: str
    is_two_customers: bool
    fields: tuple[MergedField, ...]
    moved: int
    leads_moved: int
    histories: tuple[tuple[str, int, int], ...] = ()
    seen: tuple[int, ...] = ()


def preview(
    desk: Desk, keep_id: int, other_id: int, take: Collection[str] = (), leave: Collection[str] = ()
) -> MergePreview:
    """What merging two leads would make of them; `take` names the fields whose value comes from the other, `leave`
    those that stay as the kept one has them.

    Raises LeadtuiError where they are one lead or one of them is gone.
    """
    keep, other = _pair(keep_id, other_id)
    mine, theirs = keep.customer, other.customer
    asked = _Asked(take, leave)
    names = {rep_id: name for rep_id, name in Rep.select(Rep.id, Rep.name).tuples()}
    fields = [_shown(field, keep, other, asked, desk, names) for field in (*LEAD_FIELDS, *_STATE)]
    if mine.id != theirs.id:
        fields += [_shown(field, mine, theirs, asked, desk, names) for field in CUSTOMER_FIELDS]
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
        histories=tuple(_histories([keep_id], [other_id])),
        seen=_versions(keep, other, mine, theirs),
    )


def preview_customers(
    desk: Desk, keep_id: int, other_id: int, take: Collection[str] = (), leave: Collection[str] = ()
) -> MergePreview:
    """What merging two customers would make of them; all leads and people of the other come along, apart as they are.

    Raises LeadtuiError where they are one or one of them is gone.
    """
    keep, other = _customers(keep_id, other_id)
    asked = _Asked(take, leave)
    fields = [_shown(field, keep, other, asked, desk, {}) for field in CUSTOMER_FIELDS]
    mine, theirs = (
        [
            lead_id
            for (lead_id,) in Lead.select(Lead.id).where(Lead.customer == each, Lead.deleted_at.is_null()).tuples()
        ]
        for each in (keep_id, other_id)
    )
    return MergePreview(
        keep_no=keep.customer_no,
        other_no=other.customer_no,
        customer=keep.name,
        other_customer=other.name,
        is_two_customers=True,
        fields=tuple(field for field in fields if field is not None),
        moved=sum(model.select().where(model.lead << theirs).count() for model in _hanging()),
        leads_moved=len(theirs),
        histories=tuple(_histories(mine, theirs)),
        seen=_versions(keep, other),
    )


def _histories(mine: list[int], theirs: list[int]) -> Iterator[tuple[str, int, int]]:
    """How many records of each kind two sets of leads have, where one has any."""
    for section, model in _COUNTED.items():
        kept, other = (model.select().where(model.lead << ids).count() for ids in (mine, theirs))
        if kept or other:
            yield section.label, kept, other


def _versions(*rows: Row) -> tuple[int, ...]:
    return tuple(int(row.version) for row in rows)


def _demand(seen: tuple[int, ...] | None, *rows: Row) -> None:
    """Refuse a merge of what no longer stands as it was shown."""
    if seen is not None and seen != _versions(*rows):
        raise ConflictError(N_("Somebody else changed one of the two meanwhile; nothing was merged. Look at it again."))


def merge(
    desk: Desk,
    keep_id: int,
    other_id: int,
    take: Collection[str] = (),
    leave: Collection[str] = (),
    seen: tuple[int, ...] | None = None,
) -> None:
    """Make one lead of two, and one customer where they had two, in one undoable change.

    Everything that hangs on the other hangs on the kept one afterwards; the other goes to the trash. `seen` are the
    versions of the preview that is stood on; newer ones are a ConflictError.
    """
    keep, other = _pair(keep_id, other_id)
    with journal.change(
        desk, N_("Merge {other} into {keep}: {customer}"),
        other=other.lead_no, keep=keep.lead_no, customer=keep.customer.name,
    ) as change:  # fmt: skip
        keep, other = _pair(keep_id, other_id)
        _demand(seen, keep, other, keep.customer, other.customer)
        _merge_leads(change, keep, other, _Asked(take, leave))
        if keep.customer_id != other.customer_id:
            _merge_customers(change, keep.customer, other.customer, _Asked(take, leave))


def merge_customers(
    desk: Desk,
    keep_id: int,
    other_id: int,
    take: Collection[str] = (),
    leave: Collection[str] = (),
    seen: tuple[int, ...] | None = None,
) -> None:
    """Make one customer of two with all their leads and people, in one undoable change; the leads stay apart.

    `seen` as in `merge`.
    """
    keep, other = _customers(keep_id, other_id)
    with journal.change(
        desk, N_("Merge {other} into {keep}: {customer}"),
        other=other.customer_no, keep=keep.customer_no, customer=keep.name,
    ) as change:  # fmt: skip
        keep, other = _customers(keep_id, other_id)
        _demand(seen, keep, other)
        _merge_customers(change, keep, other, _Asked(take, leave))


def _customers(keep_id: int, other_id: int) -> tuple[Customer, Customer]:
    keep, other = Customer.get_or_none(Customer.id == keep_id), Customer.get_or_none(Customer.id == other_id)
    if keep is None or other is None or keep.deleted_at or other.deleted_at:
        raise LeadtuiError(N_("This customer is no longer there."))
    if keep_id == other_id:
        raise LeadtuiError(N_("That is one and the same; there is nothing to merge."))
    return keep, other


def _pair(keep_id: int, other_id: int) -> tuple[Lead, Lead]:
    if keep_id == other_id:
        raise LeadtuiError(N_("That is one and the same; there is nothing to merge."))
    for lead_id in (keep_id, other_id):
        customer_of(lead_id)
    return Lead.get_by_id(keep_id), Lead.get_by_id(other_id)


def _hanging() -> Iterator[type[Row]]:
    return (model for model in JOURNALLED if "lead" in model._meta.fields)


def _shown(field: Field, keep: Row, other: Row, asked: _Asked, desk: Desk, names: dict[int, str]) -> MergedField | None:
    """The field as a merge would make it; None where both are the same or leadtui gives it."""
    column = field.key
    mine, theirs = keep.__data__[column], other.__data__[column]
    if field.key in GIVEN or mine == theirs:
        return None
    result = _result(field, keep, other, asked)

    def told(value: Any) -> str:
        return values.shown(field, names.get(value, "") if field.kind is Kind.REP else value, desk)

    return MergedField(
        key=field.key,
        entity=field.entity,
        label=field.label,
        kept=told(mine),
        other=told(theirs),
        result=told(result),
        takes_other=bool(result == theirs),
        takes_kept=bool(result == mine),
        can_join=field.kind is Kind.NOTE and bool(mine) and bool(theirs) and theirs not in mine,
    )


def _result(field: Field, keep: Row, other: Row, asked: _Asked) -> Value:
    mine, theirs = keep.__data__[field.key], other.__data__[field.key]
    if field.key in asked.leave:
        return mine  # type: ignore[no-any-return]
    if field.key in ("stage", "status"):
        return theirs if field.key in asked.take or _is_further(other, keep) else mine  # type: ignore[no-any-return]
    if field.key in asked.take or mine in _EMPTY:
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


def _merged(fields: Sequence[Field], keep: Row, other: Row, asked: _Asked) -> dict[str, Any]:
    return {field.key: _result(field, keep, other, asked) for field in fields if field.key not in GIVEN}


def _merge_leads(change: Change, keep: Lead, other: Lead, asked: _Asked) -> None:
    merged = _merged((*LEAD_FIELDS, *_STATE), keep, other, asked)
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


def _merge_customers(change: Change, keep: Customer, other: Customer, asked: _Asked) -> None:
    merged = _merged(CUSTOMER_FIELDS, keep, other, asked)
    merged["name_key"] = company_key(merged["name"])
    change.update(Customer, keep.id, **merged)
    contacts.open_to_me([keep.id, other.id])
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
