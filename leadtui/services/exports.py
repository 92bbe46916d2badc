"""Leads whole, as files carry them: read page by page with all that hangs on them, contacts masked unless revealed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import Field as TableField

from leadtui.desk import Desk
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat
from leadtui.domain.terms import PlanState
from leadtui.domain.values import Value
from leadtui.i18n import N_
from leadtui.services.leads import conditions
from leadtui.store import journal
from leadtui.store.models import (
    DERIVED,
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
    StageChange,
    Tag,
)

PAGE = 500

Entry = Mapping[str, Value]
"""One row as a file carries it: typed values by key, uids as 32 hexadecimal digits, people by name."""

RECORDS: Mapping[str, type[Row]] = {
    "follow_ups": FollowUp,
    "plans": Plan,
    "stage_changes": StageChange,
    "milestones": Milestone,
    "objections": Objection,
    "amendments": Amendment,
    "confirmations": Confirmation,
}
"""What hangs on a lead, by the name under which a dossier holds it; parents before children."""

_HELD_BACK = DERIVED | {"version", "name_key", "phone_key", "place", "deleted_at"}
_PEOPLE = ("owner", "by", "created_by")
_ORIGINS = ("repurchase_of", "referred_by")
_MASKS = {"name": mask_name, "phone": mask_phone, "wechat": mask_wechat, "email": mask_email}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One lead with its customer and its whole history, each list oldest first; tags are (dimension, name).

    `lead` holds beside `repurchase_of` and `referred_by`, the numbers of leads, their uids under `…_uid`.
    """

    lead: Entry
    customer: Entry
    contacts: Sequence[Entry] = ()
    follow_ups: Sequence[Entry] = ()
    plans: Sequence[Entry] = ()
    stage_changes: Sequence[Entry] = ()
    milestones: Sequence[Entry] = ()
    objections: Sequence[Entry] = ()
    amendments: Sequence[Entry] = ()
    confirmations: Sequence[Entry] = ()
    tags: Sequence[tuple[str, str]] = ()
    collaborators: Sequence[str] = ()

    @property
    def next_plan(self) -> Entry | None:
        """The open plan that comes first; one without a day only where no other is open."""
        waiting = [plan for plan in self.plans if plan["state"] == PlanState.PLANNED]
        return min(waiting, key=lambda plan: (plan["due"] is None, str(plan["due"])), default=None)


def chosen(desk: Desk, wanted: Filter = EVERYTHING) -> list[int]:
    """The ids of the leads that pass the filter, in the order in which they came into the book."""
    query = Lead.select(Lead.id).where(Lead.deleted_at.is_null(), *conditions(desk, wanted))
    return [lead_id for (lead_id,) in query.order_by(Lead.id).tuples()]


def dossiers(ids: Sequence[int], *, reveal: bool = False) -> Iterator[Dossier]:
    """These leads in this order, read page by page however many there are; gone ones are left out."""
    names = dict(Rep.select(Rep.id, Rep.name).tuples())
    for start in range(0, len(ids), PAGE):
        yield from _page(ids[start : start + PAGE], names, reveal=reveal)


def record(desk: Desk, file_name: str, count: int, *, reveal: bool = False) -> None:
    """Note in the journal that leads went out into a file, and whether their contacts did in full (R37)."""
    name = N_("Export {file}: {count} leads, contacts in full") if reveal else N_("Export {file}: {count} leads")
    journal.act(desk, name, file=file_name, count=count)


def _page(ids: Sequence[int], names: Mapping[int, str], *, reveal: bool) -> Iterator[Dossier]:
    leads = {row["id"]: row for row in _rows(Lead, Lead.id, ids) if row["deleted_at"] is None}
    customers = {row["id"]: row for row in _rows(Customer, Customer.id, {row["customer"] for row in leads.values()})}
    people = _by_parent(Contact, "customer", list(customers))
    held = {name: _by_parent(model, "lead", list(leads)) for name, model in RECORDS.items()}
    tags, helpers = _tags(ids), _collaborators(ids, names)
    origins = _origins(leads.values())
    for lead_id in ids:
        if lead_id not in leads:
            continue
        lead = leads[lead_id]
        own = {name: found[lead_id] for name, found in held.items()}
        made = {row["id"]: row["uid"].hex for row in own["follow_ups"]}
        yield Dossier(
            lead=_entry(lead, names) | _from(lead, origins),
            customer=_entry(customers[lead["customer"]], names),
            contacts=[_person(row, names, reveal=reveal) for row in people[lead["customer"]]],
            **{name: [_entry(row, names, made) for row in found] for name, found in own.items()},
            tags=tags[lead_id],
            collaborators=helpers[lead_id],
        )


def _fields(model: type[Row]) -> list[TableField]:
    kept = [field for field in model._meta.sorted_fields if field.name not in _HELD_BACK]
    return [*kept, Lead.deleted_at] if model is Lead else kept


def _rows(model: type[Row], column: TableField, ids: object) -> Iterator[dict[str, Any]]:
    yield from model.select(*_fields(model)).where(column << list(ids)).order_by(model.id).dicts()  # type: ignore[call-overload]


def _by_parent(model: type[Row], parent: str, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(model, getattr(model, parent), ids):
        found[row[parent]].append(row)
    return found


def _entry(row: Mapping[str, Any], names: Mapping[int, str], made: Mapping[int, str] = {}) -> dict[str, Value]:
    """A row of a table without its keys: what it names by key it names by uid or name here."""
    entry: dict[str, Value] = {}
    for key, value in row.items():
        if key in ("id", "lead", "customer", "deleted_at") or key in _ORIGINS:
            continue
        if key in _PEOPLE:
            entry[key] = names.get(value, "")
        elif key in ("corrects", "follow_up"):
            entry[key] = made.get(value, "")
        else:
            entry[key] = value.hex if isinstance(value, UUID) else value
    return entry


def _person(row: Mapping[str, Any], names: Mapping[int, str], *, reveal: bool) -> Entry:
    shown = _entry(row, names)
    return shown if reveal else shown | {key: mask(row[key]) for key, mask in _MASKS.items()}


def _origins(leads: object) -> dict[int, tuple[str, str]]:
    ids = {row[key] for row in leads for key in _ORIGINS} - {None}  # type: ignore[attr-defined]
    query = Lead.select(Lead.id, Lead.lead_no, Lead.uid).where(Lead.id << list(ids))
    return {lead_id: (number, uid.hex) for lead_id, number, uid in query.tuples()} if ids else {}


def _from(lead: Mapping[str, Any], origins: Mapping[int, tuple[str, str]]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key in _ORIGINS:
        found[key], found[f"{key}_uid"] = origins.get(lead[key], ("", ""))
    return found


def _tags(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    query = LeadTag.select(LeadTag.lead, Tag.dimension, Tag.name).join(Tag).where(LeadTag.lead << list(ids))
    for lead, dimension, name in query.order_by(Tag.name, Tag.dimension).tuples():
        found[lead].append((dimension, name))
    return found


def _collaborators(ids: Sequence[int], names: Mapping[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = Collaborator.select(Collaborator.lead, Collaborator.rep).where(Collaborator.lead << list(ids))
    for lead, rep in query.order_by(Collaborator.id).tuples():
        found[lead].append(names.get(rep, ""))
    return found
