"""Leads whole, as files carry them: read page by page with all that hangs on them, contacts masked unless revealed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import SQL, BooleanField
from peewee import Field as TableField

from leadtui.desk import Desk
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat
from leadtui.domain.terms import OpenTerm, PlanState, Word
from leadtui.domain.values import Value
from leadtui.i18n import N_
from leadtui.services.leads import conditions
from leadtui.store import contacts, journal
from leadtui.store.columns import DayField, InstantField, UidField, from_millis
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
    db,
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
PARTS = (*RECORDS, "tags", "collaborators")
"""All that a dossier can hold beside lead, customer and contacts."""

_HELD_BACK = DERIVED | {"version", "name_key", "phone_key", "place", "deleted_at"}
_PEOPLE = ("owner", "by", "created_by")
_ORIGINS = ("repurchase_of", "referred_by")
_LINKS = ("corrects", "follow_up")
_KEYS = ("id", "lead", "customer", "deleted_at")
_MASKS = {"name": mask_name, "phone": mask_phone, "wechat": mask_wechat, "email": mask_email}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One lead with its customer and its whole history, each list oldest first; tags are (dimension, name).

    `lead` holds beside `repurchase_of` and `referred_by`, the numbers of leads, their uids under `…_uid`.
    `words` are choices of another team that this book lacks, each with its kind.
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
    words: Sequence[tuple[type[OpenTerm], Word]] = ()

    @property
    def next_plan(self) -> Entry | None:
        """The open plan that comes first; one without a day only where no other is open."""
        waiting = [plan for plan in self.plans if plan["state"] == PlanState.PLANNED]
        return min(waiting, key=lambda plan: (plan["due"] is None, str(plan["due"])), default=None)


def chosen(desk: Desk, wanted: Filter = EVERYTHING) -> list[int]:
    """The ids of the leads that pass the filter, in the order in which they came into the book."""
    query = Lead.select(Lead.id).where(Lead.deleted_at.is_null(), *conditions(desk, wanted))
    return [lead_id for (lead_id,) in query.order_by(Lead.id).tuples()]


def dossiers(
    ids: Sequence[int],
    *,
    reveal: bool = False,
    parts: Collection[str] = PARTS,
    lead_keys: frozenset[str] | None = None,
) -> Iterator[Dossier]:
    """These leads in this order, read page by page however many there are; gone ones are left out.

    Of what hangs on them only the `parts` are read, the others stay empty; of the lead itself these keys (None: all).
    """
    names = dict(Rep.select(Rep.id, Rep.name).tuples())
    for start in range(0, len(ids), PAGE):
        yield from _page(ids[start : start + PAGE], names, lead_keys, reveal=reveal, parts=parts)


def record(desk: Desk, file_name: str, count: int, *, reveal: bool = False) -> None:
    """Note in the journal that leads went out into a file, and whether their contacts did in full (R37)."""
    name = N_("Export {file}: {count} leads, contacts in full") if reveal else N_("Export {file}: {count} leads")
    journal.act(desk, name, file=file_name, count=count)


def record_review(desk: Desk, file_name: str) -> None:
    """Note in the journal that a review went out into a file; it names customers that wait for a decision (R37)."""
    journal.act(desk, N_("Review {file}"), file=file_name)


def _page(
    ids: Sequence[int],
    names: Mapping[int, str],
    lead_keys: frozenset[str] | None,
    *,
    reveal: bool,
    parts: Collection[str],
) -> Iterator[Dossier]:
    leads = {row["id"]: row for row in _rows(Lead, Lead.id, ids, lead_keys) if row["deleted_at"] is None}
    customers = {row["id"]: row for row in _rows(Customer, Customer.id, {row["customer"] for row in leads.values()})}
    for row in customers.values():
        _make_entry(row, names, {})
    people = _people(customers, names, reveal=reveal)
    held = {name: _by_parent(model, "lead", leads) for name, model in RECORDS.items() if name in parts}
    made = {row["id"]: row["uid"] for found in held.get("follow_ups", {}).values() for row in found}
    for row in (each for found in held.values() for rows in found.values() for each in rows):
        _make_entry(row, names, made)
    tags = _tags(ids) if "tags" in parts else {}
    helpers = _collaborators(ids, names) if "collaborators" in parts else {}
    origins = _origins(leads.values()) if lead_keys is None else {}
    for lead_id in ids:
        if lead_id not in leads:
            continue
        lead = leads[lead_id]
        customer = lead["customer"]
        if lead_keys is None:
            lead |= _from(lead, origins)
        _make_entry(lead, names, made)
        records: dict[str, Any] = {name: found[lead_id] for name, found in held.items()}
        yield Dossier(
            lead=lead,
            customer=customers[customer],
            contacts=people[customer],
            **records,
            tags=tags.get(lead_id, ()),
            collaborators=helpers.get(lead_id, ()),
        )


def _people(customers: Iterable[int], names: Mapping[int, str], *, reveal: bool) -> dict[int, list[dict[str, Any]]]:
    if reveal:
        contacts.open_to_me(customers)
    people = _by_parent(Contact, "customer", customers)
    for row in (each for found in people.values() for each in found):
        _make_entry(row, names, {})
        if not reveal:
            row.update({key: mask(row[key]) for key, mask in _MASKS.items() if row[key]})
    return people


@cache
def _plan_of(
    model: type[Row], keys: frozenset[str] | None
) -> tuple[list[TableField], list[tuple[str, Callable[[Any], Value]]]]:
    """The columns of a table that go out (None: all that may), and what its stored values become."""
    fields = [field for field in model._meta.sorted_fields if field.name not in _HELD_BACK]
    if keys is not None:
        fields = [field for field in fields if field.name in keys or field.name in _KEYS]
    if model is Lead:
        fields.append(Lead.deleted_at)
    read: list[tuple[str, Callable[[Any], Value]]] = []
    for field in fields:
        if isinstance(field, UidField):
            read.append((field.name, _hex))
        elif isinstance(field, InstantField):
            read.append((field.name, from_millis))
        elif isinstance(field, BooleanField):
            read.append((field.name, bool))
        elif isinstance(field, DayField):
            read.append((field.name, field.python_value))
    return fields, read


def _hex(stored: Any) -> str:
    return bytes(stored).hex()


def _rows(
    model: type[Row], column: TableField, ids: Iterable[int], keys: frozenset[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Rows with these keys, without the detour over model instances: an export reads every row there is."""
    fields, read = _plan_of(model, keys)  # type: ignore[arg-type]
    query = model.select(*fields).where(column << _literal(ids)).order_by(model.id)
    names = [field.name for field in fields]
    for stored in db.execute(query):
        row = dict(zip(names, stored, strict=True))
        for key, value in read:
            if row[key] is not None:
                row[key] = value(row[key])
        yield row


def _literal(ids: Iterable[int]) -> SQL:
    """Ids as they stand in a query: a parameter for each of hundreds takes longer than the query itself."""
    return SQL(f"({', '.join(str(int(each)) for each in ids)})")


def _by_parent(model: type[Row], parent: str, ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(model, getattr(model, parent), ids):
        found[row[parent]].append(row)
    return found


def _make_entry(row: dict[str, Any], names: Mapping[int, str], made: Mapping[int, str]) -> None:
    """Take its keys out of a row: what it names by key it names by uid or name from now on."""
    for key in _KEYS:
        row.pop(key, None)
    for key in _PEOPLE:
        if key in row:
            row[key] = names.get(row[key], "")
    for key in _LINKS:
        if key in row:
            row[key] = made.get(row[key], "")


def _origins(leads: Iterable[Mapping[str, Any]]) -> dict[int, tuple[str, str]]:
    ids = {row[key] for row in leads for key in _ORIGINS} - {None}
    query = Lead.select(Lead.id, Lead.lead_no, Lead.uid).where(Lead.id << _literal(ids))
    return {lead_id: (number, uid.hex) for lead_id, number, uid in query.tuples()} if ids else {}


def _from(lead: Mapping[str, Any], origins: Mapping[int, tuple[str, str]]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key in _ORIGINS:
        found[key], found[f"{key}_uid"] = origins.get(lead[key], ("", ""))
    return found


def _tags(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    query = LeadTag.select(LeadTag.lead, Tag.dimension, Tag.name).join(Tag).where(LeadTag.lead << _literal(ids))
    for lead, dimension, name in query.order_by(Tag.name, Tag.dimension).tuples():
        found[lead].append((dimension, name))
    return found


def _collaborators(ids: Sequence[int], names: Mapping[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = Collaborator.select(Collaborator.lead, Collaborator.rep).where(Collaborator.lead << _literal(ids))
    for lead, rep in query.order_by(Collaborator.id).tuples():
        found[lead].append(names.get(rep, ""))
    return found
