"""What the journal tells of one lead's past: changes of its rows that stand, and the sheets and merges that made it."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from leadtui.desk import Desk
from leadtui.domain.fields import BY_KEY, Kind
from leadtui.domain.terms import Confirmed, ObjectionState
from leadtui.domain.values import shown
from leadtui.i18n import _
from leadtui.services.history import IMPORTED, holds
from leadtui.store import journal
from leadtui.store.columns import from_millis
from leadtui.store.models import Amendment, ImportedRow, JournalEntry, JournalRow, Lead, Objection, Plan

MERGED = "Merge {other} into {keep}: {customer}"
"""What a merge is called in the journal (services/merging.py)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row as a change found and left it: the stored values of the fields that differed."""

    table: str
    row_id: int
    at: datetime
    by: str
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class Brought:
    """An import or a merge that a lead came through; `records`: the rows of the sheet that it took for this lead."""

    at: datetime
    by: str
    name: str
    records: int


@dataclass(slots=True)
class Trail:
    """A lead's part of the journal, oldest first. `made_by`: who made a row, by table and id."""

    steps: list[Step] = field(default_factory=list)
    made_by: dict[tuple[str, int], str] = field(default_factory=dict)
    brought: list[Brought] = field(default_factory=list)

    def updates(self, table: str) -> Iterator[Step]:
        """The changes of the rows of one table."""
        return (step for step in self.steps if step.table == table)

    def first_image(self, table: str, row_id: int) -> dict[str, object]:
        """What stood first in the fields of a row that were changed later."""
        first: dict[str, object] = {}
        for step in self.updates(table):
            if step.row_id == row_id:
                first = {**step.before, **first}
        return first


def trail(lead_id: int) -> Trail:
    """What the journal holds of a lead, in two queries; what was undone is no part of its past."""
    found = Trail()
    touching = holds(Lead, Lead.id == lead_id) | holds(ImportedRow, ImportedRow.lead == lead_id)
    for model in (Plan, Objection, Amendment):
        touching |= holds(model, model.lead == lead_id)
    rows = (
        JournalRow.select(JournalRow, JournalEntry)
        .join(JournalEntry)
        .where(touching, JournalEntry.live, JournalEntry.kind == journal.CHANGE)
        .order_by(JournalRow.id)
    )
    imported = [each for (each,) in ImportedRow.select(ImportedRow.id).where(ImportedRow.lead == lead_id).tuples()]
    told: dict[int, JournalEntry] = {}
    taken = Counter[int]()
    for row in rows:
        entry = row.entry
        is_merge = entry.name == MERGED and row.table == Lead._meta.table_name
        if entry.name == IMPORTED or is_merge:
            told[entry.id] = entry
        if row.table == ImportedRow._meta.table_name:
            taken[entry.id] += sum(row.row_id <= each <= row.last_id for each in imported)
        elif row.op == journal.UPDATE and entry.id not in told:
            images = (json.loads(row.before), json.loads(row.after))
            found.steps.append(Step(row.table, row.row_id, entry.at, entry.by, *images))
        elif row.op == journal.INSERT and row.row_id == row.last_id:
            found.made_by[row.table, row.row_id] = entry.by
    found.brought = [
        Brought(entry.at, entry.by, journal.told_name(entry), taken[entry_id]) for entry_id, entry in told.items()
    ]
    return found


_TOLD_APART = frozenset(
    {"owner", "assigned_at", "first_due_at", "survey_due_on", "acceptance", "satisfaction", "lost_reason"}
    | {"invalid_reason"}
)
_WITH_A_DAY = frozenset({"proposal_sent_at", "contract_sent_on", "signed_on", "delivered_on"})


def edited(step: Step, desk: Desk) -> tuple[str, ...]:
    """The fields of a lead that a change edited, each as old and new; those that have an event of their own are not."""
    told = []
    for key, new in step.after.items():
        is_apart = key in _TOLD_APART or (key in _WITH_A_DAY and not step.before[key])
        if key not in BY_KEY or is_apart:
            continue
        old = value_shown(key, step.before[key], desk)
        change = value_shown(key, new, desk) or _("emptied")
        if old:
            change = _("{new} (was {old})").format(new=change, old=old)
        told.append(f"{BY_KEY[key].label}  {change}")
    return tuple(told)


def value_shown(key: str, stored: object, desk: Desk) -> str:
    """A lead's value as the journal stores it, as a person reads it."""
    of = BY_KEY[key]
    if of.kind is Kind.INSTANT and isinstance(stored, int):
        return shown(of, from_millis(stored), desk)
    return shown(of, stored if isinstance(stored, str | int) else None, desk)


def as_day(value: object) -> date | None:
    """A day as it is, or as the journal stores it."""
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def objection_state(image: dict[str, object]) -> str:
    """The word for an objection's state in an image, or nothing."""
    return ObjectionState(str(image["state"])).label if image.get("state") else ""


def confirmed(subject: str) -> str:
    """The word for what was confirmed."""
    return Confirmed(subject).label
