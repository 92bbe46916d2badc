"""What hangs on a lead, entered by key or name: contacts, milestones, objections, amendments, confirmations, tags,
collaborators.

Each is attached, edited and removed in one undoable change (R26, R34, R35, R36, R49, R62, R69).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.errors import ConflictError, Implausible, LeadtuiError
from leadtui.domain.fields import (
    AMENDMENT_FIELDS,
    COLLABORATOR_FIELDS,
    CONFIRMATION_FIELDS,
    CONTACT_FIELDS,
    MILESTONE_FIELDS,
    OBJECTION_FIELDS,
    TAG_FIELDS,
    Entity,
    Field,
    Kind,
)
from leadtui.domain.identity import is_masked, phone_key
from leadtui.domain.terms import ObjectionState, TagDimension
from leadtui.domain.when import EARLIEST
from leadtui.i18n import N_, _
from leadtui.services import people
from leadtui.services.followups import customer_of
from leadtui.store import contacts, journal
from leadtui.store.journal import Change
from leadtui.store.models import (
    Amendment,
    Collaborator,
    Confirmation,
    Contact,
    Lead,
    LeadTag,
    Milestone,
    Objection,
    Rep,
    Row,
    Tag,
)


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of record: its table, its fields, what it cannot be without, the names of its changes."""

    model: type[Row]
    fields: tuple[Field, ...]
    needed: str
    adding: str
    editing: str
    removing: str


_SORTS = {
    Entity.CONTACT: _Sort(
        Contact,
        CONTACT_FIELDS,
        "",
        N_("Add contact: {customer}"),
        N_("Edit contact: {customer}"),
        N_("Remove contact: {customer}"),
    ),
    Entity.MILESTONE: _Sort(
        Milestone,
        MILESTONE_FIELDS,
        "kind",
        N_("Add milestone: {customer}"),
        N_("Edit milestone: {customer}"),
        N_("Remove milestone: {customer}"),
    ),
    Entity.OBJECTION: _Sort(
        Objection,
        OBJECTION_FIELDS,
        "text",
        N_("Add objection: {customer}"),
        N_("Edit objection: {customer}"),
        N_("Remove objection: {customer}"),
    ),
    Entity.AMENDMENT: _Sort(
        Amendment,
        AMENDMENT_FIELDS,
        "text",
        N_("Add amendment: {customer}"),
        N_("Edit amendment: {customer}"),
        N_("Remove amendment: {customer}"),
    ),
    Entity.CONFIRMATION: _Sort(
        Confirmation,
        CONFIRMATION_FIELDS,
        "subject",
        N_("Confirm: {customer}"),
        N_("Edit confirmation: {customer}"),
        N_("Remove confirmation: {customer}"),
    ),
    Entity.TAG: _Sort(Tag, TAG_FIELDS, "name", N_("Tag: {customer}"), "", N_("Remove tag: {customer}")),
    Entity.COLLABORATOR: _Sort(
        Collaborator,
        COLLABORATOR_FIELDS,
        "rep",
        N_("Add collaborator: {customer}"),
        "",
        N_("Remove collaborator: {customer}"),
    ),
}

ATTACHED = tuple(_SORTS)
"""What can be attached to a lead."""

UNCHANGED = (Entity.TAG, Entity.COLLABORATOR)
"""What is not edited: it is removed, and another attached."""

_MASKED = ("name", "phone", "wechat", "email")


def fields_of(entity: Entity) -> tuple[Field, ...]:
    """What a form of such a record asks for."""
    return _SORTS[entity].fields


def attach(desk: Desk, lead_id: int, entity: Entity, entered: Mapping[str, str]) -> int:
    """Add a record, entered as text by key or label, to a lead; a contact goes to its customer. The new row's id.

    Raises LeadtuiError where a value cannot be read or the record lacks what makes it one.
    """
    sort = _SORTS[entity]
    read = _read(entity, entered, desk)
    _demand(sort, read)
    with journal.change(desk, sort.adding, customer=customer_of(lead_id)) as change:
        if entity is Entity.CONTACT:
            return _add_contact(change, Lead.get_by_id(lead_id).customer_id, read)
        if entity is Entity.TAG:
            return add_tag(change, lead_id, str(read["name"]), str(read.get("dimension") or TagDimension.OTHER))
        if entity is Entity.COLLABORATOR:
            return _add_collaborator(change, lead_id, str(read["rep"]))
        return change.insert(sort.model, lead=lead_id, **_completed(entity, read, change))


def edit(desk: Desk, lead_id: int, entity: Entity, row_id: int, entered: Mapping[str, str]) -> None:
    """Change fields of a record; ConflictError when it is gone. What is `UNCHANGED` is removed and given anew."""
    sort = _SORTS[entity]
    read = _read(entity, entered, desk)
    if sort.needed in read:
        _demand(sort, read)
    _demand_own(lead_id, entity, row_id)
    with journal.change(desk, sort.editing, customer=customer_of(lead_id)) as change:
        if entity is Entity.CONTACT:
            _edit_contact(change, row_id, read)
        else:
            change.update(sort.model, row_id, **_by_rep(change, read))


def remove(desk: Desk, lead_id: int, entity: Entity, row_id: int) -> None:
    """Take a record away, undoably; of a tag only the link to this lead. `row_id` of a tag is that of the tag.

    ConflictError where the lead has no such record.
    """
    _demand_own(lead_id, entity, row_id)
    with journal.change(desk, _SORTS[entity].removing, customer=customer_of(lead_id)) as change:
        if entity is Entity.TAG:
            link = LeadTag.select(LeadTag.id).where(LeadTag.lead == lead_id, LeadTag.tag == row_id).scalar()
            change.delete(LeadTag, link)
            return
        customer = Contact.get_by_id(row_id).customer_id if entity is Entity.CONTACT else None
        change.delete(_SORTS[entity].model, row_id)
        if customer is not None:
            _one_primary(change, customer)


def as_entered(desk: Desk, lead_id: int, entity: Entity, row_id: int) -> dict[str, str]:
    """A record's fields as a form shows them: text by key, choices by theirs. ConflictError when it is gone.

    A contact is given in full, which is recorded (R37).
    """
    _demand_own(lead_id, entity, row_id)
    if entity is Entity.CONTACT:
        contacts.open_rows(Contact, row_id, row_id)
        journal.act(desk, N_("Reveal contacts: {customer}"), lead_id, customer=customer_of(lead_id))
    row = _SORTS[entity].model.get_by_id(row_id)
    return {field.key: _as_text(field, getattr(row, field.key)) for field in _SORTS[entity].fields}


def _as_text(field: Field, value: object) -> str:
    if isinstance(value, Rep):
        return str(value.name)
    if field.kind is Kind.YES_NO and value is not None:
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def _demand_own(lead_id: int, entity: Entity, row_id: int) -> None:
    """Refuse a record that is gone, or that hangs on another lead."""
    match entity:
        case Entity.CONTACT:
            customer = Lead.select(Lead.customer).where(Lead.id == lead_id)
            found = Contact.select().where(Contact.id == row_id, Contact.customer << customer)
        case Entity.TAG:
            found = LeadTag.select().where(LeadTag.lead == lead_id, LeadTag.tag == row_id)
        case _:
            model = _SORTS[entity].model
            found = model.select().where(model.id == row_id, model.lead == lead_id)
    if not found.exists():
        raise ConflictError(N_("This lead has no such record; maybe somebody removed it."))


def add_tag(change: Change, lead_id: int, name: str, dimension: str) -> int:
    """Put a tag on a lead, inside a change; the tag's id. A tag it has already is no second one."""
    tag_id = Tag.select(Tag.id).where(Tag.name == name, Tag.dimension == dimension).scalar()
    if tag_id is None:
        tag_id = change.insert_many(Tag, [{"name": name, "dimension": dimension}], keep=True)[0]
    if not LeadTag.select().where(LeadTag.lead == lead_id, LeadTag.tag == tag_id).exists():
        change.insert(LeadTag, lead=lead_id, tag=tag_id)
    return int(tag_id)


def _add_collaborator(change: Change, lead_id: int, name: str) -> int:
    """Let a rep tend the lead beside its owner (R36); one who does already is no second one."""
    rep = people.rep(change, name, key="rep")
    if Lead.select().where(Lead.id == lead_id, Lead.owner == rep).exists():
        raise Implausible("rep", N_("{rep} owns the lead; a collaborator is somebody else."), rep=name)
    known = Collaborator.select(Collaborator.id).where(Collaborator.lead == lead_id, Collaborator.rep == rep).scalar()
    return int(known) if known else change.insert(Collaborator, lead=lead_id, rep=rep)


def field_of(entity: Entity, key: str) -> Field:
    """The field of such a record that a person means; LeadtuiError naming those there are."""
    fields = _SORTS[entity].fields
    found = next((each for each in fields if each.is_called(key)), None)
    if found is None:
        names = ", ".join(each.key for each in fields)
        raise LeadtuiError(N_("There is no field {field}. Fields: {fields}"), field=key, fields=names)
    return found


def _read(entity: Entity, entered: Mapping[str, str], desk: Desk) -> dict[str, Any]:
    fields = {field_of(entity, key): text for key, text in entered.items()}
    read: dict[str, Any] = {field.key: values.read(field, text, desk) for field, text in fields.items()}
    day = read.get("on")
    if isinstance(day, date) and not EARLIEST <= day <= desk.today():
        label = field_of(entity, "on").label
        raise Implausible("on", N_("{field}: {day} has not come yet."), field=label, day=day)
    return read


def _demand(sort: _Sort, read: Mapping[str, object]) -> None:
    if sort.needed and not read.get(sort.needed):
        field = next(each for each in sort.fields if each.key == sort.needed)
        raise Implausible(sort.needed, N_("{field} is needed."), field=field.label)
    if sort.model is Contact and not any(read.get(key) for key in _MASKED):
        raise Implausible("name", N_("A contact needs a name, or one way to reach it."))


def _completed(entity: Entity, read: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The record with what it gets by itself: today, me, the moment, the first state."""
    given = _by_rep(change, {key: value for key, value in read.items() if value is not None})
    desk = change.desk
    match entity:
        case Entity.CONFIRMATION:
            return {"on": desk.today(), "by": people.rep(change, desk.me), **given}
        case Entity.MILESTONE:
            return {"on": desk.today(), **given}
        case Entity.OBJECTION:
            return {"state": ObjectionState.OPEN, "created_at": desk.now(), **given}
        case _:
            return {"created_at": desk.now(), **given}


def _by_rep(change: Change, read: Mapping[str, Any]) -> dict[str, Any]:
    if "by" not in read:
        return dict(read)
    return {**read, "by": people.rep(change, str(read["by"] or change.desk.me), key="by")}


def _add_contact(change: Change, customer_id: int, read: dict[str, Any]) -> int:
    wants_first = bool(read.pop("is_primary", False))
    row_id = change.insert(Contact, customer=customer_id, is_primary=False, **_with_key(read))
    _one_primary(change, customer_id, row_id if wants_first else None)
    return row_id


def _edit_contact(change: Change, row_id: int, read: dict[str, Any]) -> None:
    # A form shows contacts masked: what comes back masked was not touched.
    read = {key: value for key, value in read.items() if key not in _MASKED or not is_masked(str(value))}
    wants_first = bool(read.get("is_primary"))
    change.update(Contact, row_id, **_with_key(read))
    row = Contact.get_by_id(row_id)
    if not any(getattr(row, key) for key in _MASKED):
        raise Implausible("name", N_("A contact needs a name, or one way to reach it."))
    _one_primary(change, row.customer_id, row_id if wants_first else None)


def _with_key(read: Mapping[str, Any]) -> dict[str, Any]:
    return {**read, "phone_key": phone_key(str(read["phone"]))} if "phone" in read else dict(read)


def _one_primary(change: Change, customer_id: int, wanted: int | None = None) -> None:
    """Let exactly one contact of a customer be the first: the wanted one, else the one that is, else the oldest."""
    people_ = list(
        Contact.select(Contact.id, Contact.is_primary)
        .where(Contact.customer == customer_id)
        .order_by(-Contact.is_primary, Contact.id)
    )
    first = wanted or (people_[0].id if people_ else None)
    for each in people_:
        if each.is_primary != (each.id == first):
            change.update(Contact, each.id, is_primary=each.id == first)
