"""What was changed, by whom and when: undo, redo and the audit trail, all read from the journal."""

from dataclasses import dataclass
from datetime import datetime

from peewee import Expression, fn

from leadtui.desk import Desk
from leadtui.domain.terms import Term
from leadtui.i18n import N_, NP_
from leadtui.store import journal
from leadtui.store.models import BY_TABLE, JOURNALLED, Contact, Customer, JournalEntry, JournalRow, Lead, Row

IMPORTED = N_("Import {file}: {count} leads")
"""What a change is called that brought in a file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    id: int
    kind: str
    name: str
    by: str
    at: datetime
    is_live: bool


class EntryKind(Term):
    """What an entry of the journal is."""

    CHANGE = journal.CHANGE, NP_("journal", "Change")
    UNDO = journal.UNDO, NP_("journal", "Undone")
    REDO = journal.REDO, NP_("journal", "Repeated")
    ACT = journal.ACT, NP_("journal", "Seen or sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are asked for; what is empty does not matter. `until` is the first instant no longer wanted."""

    by: str = ""
    kind: EntryKind | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Wanted()


def undo(desk: Desk) -> str | None:
    """Take back the rep's last change; its name, or None when there is nothing to take back."""
    entry = journal.undo(desk)
    return journal.told_name(entry) if entry else None


def redo(desk: Desk) -> str | None:
    """Repeat what the rep undid last; its name, or None when there is nothing."""
    entry = journal.redo(desk)
    return journal.told_name(entry) if entry else None


def entries(lead_id: int | None = None, *, limit: int = 100, wanted: Wanted = EVERYTHING) -> list[Entry]:
    """The newest journal entries that are wanted, of everything or of one lead with all that belongs to it."""
    query = JournalEntry.select().order_by(JournalEntry.id.desc()).limit(limit)
    if wanted.by:
        query = query.where(JournalEntry.by == wanted.by)
    if wanted.kind:
        query = query.where(JournalEntry.kind == wanted.kind)
    if wanted.since is not None:
        query = query.where(JournalEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(JournalEntry.at < wanted.until)
    if lead_id is not None:
        touching = JournalRow.select(JournalRow.entry).where(_touches(lead_id))
        query = query.where((JournalEntry.id << touching) | (JournalEntry.target << touching))
    return [Entry(entry.id, entry.kind, journal.told_name(entry), entry.by, entry.at, entry.live) for entry in query]


def authors() -> list[str]:
    """Everybody who stands in the journal, by name."""
    return [name for (name,) in JournalEntry.select(JournalEntry.by).distinct().order_by(JournalEntry.by).tuples()]


def lead_of(entry_id: int) -> int | None:
    """The one lead that an entry is about and that is still there; None for several or none."""
    entry = JournalEntry.get_by_id(entry_id)
    touched: set[int] = set()
    rows = JournalRow.select().where(JournalRow.entry == (entry.target or entry_id)).limit(_FEW)
    for row in rows:
        model = BY_TABLE[row.table]
        run = model.id.between(row.row_id, row.last_id)
        if model is Lead or "lead" in model._meta.fields:
            column = Lead.id if model is Lead else model.lead
            touched.update(lead_id for (lead_id,) in model.select(column).where(run).limit(2).tuples())
    there = Lead.select(Lead.id).where(Lead.id << list(touched), Lead.deleted_at.is_null())
    found = [lead_id for (lead_id,) in there.tuples()]
    return found[0] if len(found) == 1 else None


_FEW = 40
"""Rows of an entry that are looked at for its lead: one that touched more is about many."""


def _touches(lead_id: int) -> Expression:
    """Journal rows about a lead: its own, its customer's and contacts', and those of what hangs on it."""
    customer = Lead.select(Lead.customer).where(Lead.id == lead_id)
    found = holds(Lead, Lead.id == lead_id)
    found |= holds(Customer, Customer.id << customer)
    found |= holds(Contact, Contact.customer << customer)
    for model in JOURNALLED:
        if "lead" in model._meta.fields:
            found |= holds(model, model.lead == lead_id)
    return found


def holds(model: type[Row], belongs: Expression) -> Expression:
    """Journal rows of a table that name one of its rows, alone or inside a run."""
    alone = JournalRow.row_id << model.select(model.id).where(belongs)
    inside = model.select(model.id).where(belongs, model.id.between(JournalRow.row_id, JournalRow.last_id))
    is_run = JournalRow.last_id > JournalRow.row_id
    # The table stands in both halves: one index finds the row itself, another the few runs.
    is_of_table = JournalRow.table == model._meta.table_name
    return (is_of_table & alone) | (is_of_table & is_run & fn.EXISTS(inside))
