"""A customer's personal data taken out for good: rows, journal images, search words and the file's free pages (R37).

What reviews count stays: stages, grades, sources, amounts, days and who worked. It is recorded, but no undo step.
"""

import json
import zlib
from collections.abc import Iterable, Iterator

from peewee import CharField, TextField

from leadtui.desk import Desk
from leadtui.domain.identity import company_key
from leadtui.i18n import N_
from leadtui.store import database, derived, journal, search
from leadtui.store.models import (
    BY_TABLE,
    JOURNALLED,
    Contact,
    Customer,
    JournalEntry,
    JournalRow,
    Lead,
    Row,
    db,
)

_KEPT = {
    "customer_no", "industry", "region", "employees", "annual_revenue", "lead_no", "source", "intent", "priority",
    "validity", "invalid_reason", "need_fit", "budget_fit", "grade", "negotiation_progress", "acceptance", "stage",
    "status", "lost_reason", "channel", "outcome", "attitude", "intent_change", "state", "due_time", "from_stage",
    "to_stage", "from_status", "to_status", "skipped", "kind", "subject",
}  # fmt: skip
"""Text columns that hold a key, a number or a statistic, and stay; every other text is emptied."""

Owned = dict[type[Row], set[int]]


def erase(desk: Desk, customer_id: int) -> None:
    """Erase a customer's personal data; its number stands for its name afterwards. Cannot be taken back."""
    with db.atomic():
        customers = {customer_id, *_merged_into(customer_id)}
        names = [name for (name,) in Customer.select(Customer.name).where(Customer.id << customers).tuples()]
        owned = _owned(customers)
        _empty(owned)
        _empty_mentions(names)
        _scrub_journal(owned, customers, names)
        Contact.delete().where(Contact.customer << customers).execute()
        for row in Customer.select().where(Customer.id << customers):
            key = company_key(row.customer_no)
            Customer.update(name=row.customer_no, name_key=key).where(Customer.id == row.id).execute()
        derived.refresh(owned[Lead], desk)
        number = Customer.get_by_id(customer_id).customer_no
        journal.act(desk, N_("Erase personal data: {number}"), number=number)
        search.compact()
    database.shred()


def extent(customer_id: int) -> dict[type[Row], int]:
    """How many rows of each table an erasure of this customer would empty."""
    return {model: len(ids) for model, ids in _owned({customer_id, *_merged_into(customer_id)}).items()}


def _merged_into(customer_id: int) -> Iterator[int]:
    """Customers that were merged into this one: its leads were theirs."""
    mine = Lead.select(Lead.id).where(Lead.customer == customer_id)
    moved = JournalRow.select(JournalRow.before).where(
        JournalRow.table == Lead._meta.table_name, JournalRow.row_id << mine, JournalRow.before.is_null(False)
    )
    former = {json.loads(before).get("customer") for (before,) in moved.tuples()}
    gone = Customer.select(Customer.id).where(Customer.id << list(former - {None}), Customer.deleted_at.is_null(False))
    yield from (each for (each,) in gone.tuples())


def _owned(customers: Iterable[int]) -> Owned:
    """The rows that belong to these customers, by table."""
    customers = set(customers)
    leads = {each for (each,) in Lead.select(Lead.id).where(Lead.customer << customers).tuples()}
    people = {each for (each,) in Contact.select(Contact.id).where(Contact.customer << customers).tuples()}
    owned: Owned = {Customer: customers, Contact: people, Lead: leads}
    for model in JOURNALLED:
        if "lead" in model._meta.fields:
            owned[model] = {each for (each,) in model.select(model.id).where(model.lead << leads).tuples()}
    return owned


def _empty(owned: Owned) -> None:
    for model, ids in owned.items():
        texts = [
            field
            for field in model._meta.sorted_fields
            if isinstance(field, CharField | TextField) and field.name not in _KEPT and not field.null
        ]
        if model not in (Customer, Contact) and texts and ids:
            emptied = {field: "" for field in texts}
            model.update({**emptied, model.version: model.version + 1}).where(model.id << ids).execute()
    Customer.update({Customer.remark: "", Customer.version: Customer.version + 1}).where(
        Customer.id << owned[Customer]
    ).execute()


def _empty_mentions(names: Iterable[str]) -> None:
    """A referred lead names its referrer."""
    Lead.update(source_detail="").where(Lead.source_detail << list(names)).execute()


def _scrub_journal(owned: Owned, customers: set[int], names: Iterable[str]) -> None:
    """Empty every image of these rows; what was done to them can be undone no more."""
    rows = []
    for row in _put_away():
        if gone := set(_about(row, customers, owned[Lead])):
            rows.append(row)
            owned[BY_TABLE[row.table]] |= gone
    rows += [row for model, ids in owned.items() for row in _steps(model, ids)]
    entries = {row.entry_id for row in rows}
    for row in rows:
        emptied = {name: "{}" for name in ("before", "after") if getattr(row, name) is not None}
        JournalRow.update(archive=None, **emptied).where(JournalRow.id == row.id).execute()
    told = JournalEntry.id << entries
    for name in names:
        told |= JournalEntry.params.contains(json.dumps(name, ensure_ascii=False)[1:-1])
    for entry in JournalEntry.select().where(told | (JournalEntry.target << entries)):
        kind = journal.ACT if entry.id in entries or entry.target in entries else entry.kind
        params = _without(entry.params, names)
        JournalEntry.update(params=params, kind=kind).where(JournalEntry.id == entry.id).execute()


def _steps(model: type[Row], ids: set[int]) -> list[JournalRow]:
    """What was done to these rows alone; runs that an import inserted hold no image of them."""
    alone = JournalRow.row_id == JournalRow.last_id
    return list(JournalRow.select().where(JournalRow.table == model._meta.table_name, JournalRow.row_id << ids, alone))


def _put_away() -> Iterator[JournalRow]:
    """Rows that stand in the journal alone: deleted, or taken out by an undo."""
    yield from JournalRow.select().where((JournalRow.op == journal.DELETE) | JournalRow.archive.is_null(False))


def _about(row: JournalRow, customers: set[int], leads: set[int]) -> Iterator[int]:
    """The ids of the rows in these images that belong to the customers."""
    own = {Customer: customers, Lead: leads}.get(BY_TABLE[row.table], set())
    for values in _images(row):
        if values.get("customer") in customers or values.get("lead") in leads or values["id"] in own:
            yield int(str(values["id"]))


def _images(row: JournalRow) -> Iterator[dict[str, object]]:
    if row.before:
        yield json.loads(row.before)
    if row.archive:
        lines = zlib.decompress(bytes(row.archive)).decode().rstrip("\n").split("\n")
        names = json.loads(lines[0])
        yield from (dict(zip(names, json.loads(line), strict=True)) for line in lines[1:])


def _without(params: str, names: Iterable[str]) -> str:
    values = json.loads(params)
    for key, value in values.items():
        if isinstance(value, str) and any(name in value for name in names):
            values[key] = "***"
    return json.dumps(values, ensure_ascii=False)
