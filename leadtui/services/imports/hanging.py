"""What hangs on leads that come whole: records, tags and collaborators, each of which is written once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from leadtui.domain.terms import PlanState
from leadtui.services.exports import RECORDS, Dossier, Entry
from leadtui.services.imports.standing import chunks, squeezed
from leadtui.store.journal import Change
from leadtui.store.models import FollowUp, Plan, Row

Leads = Sequence[tuple[Dossier, int]]

_SAME: Mapping[str, tuple[str, ...]] = {
    "follow_ups": ("at", "channel", "summary"),
    "plans": ("due", "action", "points", "goal"),
    "stage_changes": ("at", "to_stage", "to_status"),
    "milestones": ("kind", "on"),
    "objections": ("text",),
    "amendments": ("text",),
    "confirmations": ("subject", "on"),
}
"""What two records have in common that tell of the same thing, though each was entered in its own book."""


def raw(uid: object) -> bytes:
    """A uid as it is stored."""
    return bytes.fromhex(str(uid))


def present(model: type[Row], uids: Iterable[object]) -> dict[str, int]:
    """Of these uids those that stand in the table, with the keys of their rows."""
    found: dict[str, int] = {}
    for some in chunks({raw(uid) for uid in uids}):
        found |= {
            uid.hex: row_id for uid, row_id in model.select(model.uid, model.id).where(model.uid << some).tuples()
        }
    return found


def hang_on(
    change: Change, leads: Leads, strangers: set[int], values: Callable[[Entry], dict[str, Any]]
) -> tuple[set[int], int]:
    """Add to leads the records they do not have; the leads that changed, and how many follow-ups were added.

    Leads that are `strangers` were entered in two books: there records of the same content count as one.
    """
    touched = _settle(change, leads)
    follow_ups = 0
    made: dict[str, int] = {}
    for name, model in RECORDS.items():
        fresh = list(_fresh(model, name, leads, strangers))
        rows = [_row(values(entry), lead, entry, change.desk.now()) for lead, entry in fresh]
        if model is Plan:
            for row, (_lead, entry) in zip(rows, fresh, strict=True):
                row["follow_up"] = made.get(str(entry.get("follow_up")))
        ids = change.insert_many(model, rows)
        touched.update(lead for lead, _entry in fresh)
        if model is FollowUp:
            follow_ups = len(ids)
            made = present(FollowUp, (each["uid"] for dossier, _lead in leads for each in dossier.follow_ups))
            _tie_corrections(change, fresh, ids, made)
    return touched, follow_ups


def tie(change: Change, model: type[Row], other: str, pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Write the pairs of lead and tag, or lead and helper, that do not stand yet; the leads that got one."""
    wanted = dict.fromkeys(pairs)
    known: set[tuple[int, int]] = set()
    for some in chunks({lead for lead, _other in wanted}):
        known.update(model.select(model.lead, getattr(model, other)).where(model.lead << some).tuples())
    rows = [{"lead": lead, other: key} for lead, key in wanted if (lead, key) not in known]
    change.insert_many(model, rows)
    return {int(row["lead"]) for row in rows}


def _row(row: dict[str, Any], lead: int, entry: Entry, now: datetime) -> dict[str, Any]:
    """An entry as a row; a time that the file leaves out is that of the contact, else now."""
    for key in ("recorded_at", "created_at"):
        if key in row and row[key] is None:
            row[key] = row.get("at") or now
    return row | {"lead": lead, "uid": raw(entry["uid"])}


def _fresh(model: type[Row], name: str, leads: Leads, strangers: set[int]) -> Iterator[tuple[int, Entry]]:
    """The records that are not in the book, each with its lead."""
    known = set(present(model, (each["uid"] for dossier, _lead in leads for each in getattr(dossier, name))))
    same = _contents(model, name, strangers)
    for dossier, lead in leads:
        for entry in getattr(dossier, name):
            uid = str(entry["uid"])
            if uid not in known and _content(name, lead, entry) not in same:
                known.add(uid)
                yield lead, entry


def _contents(model: type[Row], name: str, leads: set[int]) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    for some in chunks(leads):
        for row in model.select().where(model.lead << some).dicts():
            found.add(_content(name, row["lead"], row))
    return found


def _content(name: str, lead: int, entry: Mapping[str, object]) -> tuple[object, ...]:
    values = (entry.get(key) for key in _SAME[name])
    return lead, *(each.timestamp() if isinstance(each, datetime) else squeezed(str(each or "")) for each in values)


def _settle(change: Change, leads: Leads) -> set[int]:
    """Plans that are open here and were closed there are closed; a plan never opens again."""
    closed = {
        str(plan["uid"]): (plan, lead)
        for dossier, lead in leads
        for plan in dossier.plans
        if plan.get("state") not in (None, PlanState.PLANNED)
    }
    touched: set[int] = set()
    for some in chunks(raw(uid) for uid in closed):
        query = Plan.select(Plan.id, Plan.uid).where(Plan.uid << some, Plan.state == PlanState.PLANNED)
        for row_id, uid in list(query.tuples()):
            plan, lead = closed[uid.hex]
            change.update(Plan, row_id, state=plan["state"], marked_at=plan.get("marked_at"))
            touched.add(lead)
    return touched


def _tie_corrections(
    change: Change, fresh: Sequence[tuple[int, Entry]], ids: Iterable[int], made: Mapping[str, int]
) -> None:
    for (_lead, entry), row_id in zip(fresh, ids, strict=True):
        if uid := entry.get("corrects"):
            change.update(FollowUp, row_id, corrects=made.get(str(uid)))
