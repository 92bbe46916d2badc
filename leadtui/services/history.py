"""What was changed, by whom and when: undo, redo and the audit trail, all read from the journal."""

from dataclasses import dataclass
from datetime import datetime

from peewee import Expression, fn

from leadtui.desk import Desk
from leadtui.store import database, journal
from leadtui.store.models import JOURNALLED, Contact, Customer, JournalEntry, JournalRow, Lead, Row


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    id: int
    kind: str
    name: str
    by: str
    at: datetime
    is_live: bool


def undo(desk: Desk) -> str | None:
    """Take back the rep's last change; its name, or None when there is nothing to take back."""
    entry = journal.undo(desk)
    return journal.told_name(entry) if entry else None


def redo(desk: Desk) -> str | None:
    """Repeat what the rep undid last; its name, or None when there is nothing."""
    entry = journal.redo(desk)
    return journal.told_name(entry) if entry else None


def entries(lead_id: int | None = None, *, limit: int = 100) -> list[Entry]:
    """The newest journal entries, of everything or of one lead with all that belongs to it."""
    query = JournalEntry.select().order_by(JournalEntry.id.desc()).limit(limit)
    if lead_id is not None:
        touching = JournalRow.select(JournalRow.entry).where(_touches(lead_id))
        query = query.where((JournalEntry.id << touching) | (JournalEntry.target << touching))
    return [Entry(entry.id, entry.kind, journal.told_name(entry), entry.by, entry.at, entry.live) for entry in query]


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
    return (JournalRow.table == model._meta.table_name) & (alone | (is_run & fn.EXISTS(inside)))


def seen() -> int:
    """A number that moves when another window or process has changed something."""
    return database.data_version()
