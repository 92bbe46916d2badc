"""JSON lines: one lead a line with everything that is known of it, out and in again without a loss.

A line speaks the language of `show --json` (keys of fields and choices, money in yuan, instants as ISO 8601 with
offset) and adds uids, times and authors.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from leadtui.domain.fields import (
    AMENDMENT_FIELDS,
    CONFIRMATION_FIELDS,
    CONTACT_FIELDS,
    CUSTOMER_FIELDS,
    FOLLOW_UP_FIELDS,
    LEAD_FIELDS,
    MILESTONE_FIELDS,
    OBJECTION_FIELDS,
    PLAN_FIELDS,
    STAGE_CHANGE_FIELDS,
    STATE_FIELDS,
    Field,
    Kind,
)
from leadtui.domain.money import FEN
from leadtui.domain.terms import OpenTerm, Term
from leadtui.domain.values import Value
from leadtui.services.exports import Dossier, Entry


class Slot(NamedTuple):
    """One key of an object: how its value is read, and the choices it may be."""

    key: str
    kind: Kind
    choices: type[Term] | None = None


UID = "uid"
FORMAT = 1
"""Of bundles; a later one is refused by those who do not know it."""


def _slots(fields: Sequence[Field], **more: Kind) -> tuple[Slot, ...]:
    return (
        *(Slot(field.key, field.kind, field.choices) for field in fields),
        *(Slot(key, kind) for key, kind in more.items()),
    )


CUSTOMER = _slots(CUSTOMER_FIELDS, created_at=Kind.INSTANT)
CONTACT = _slots(CONTACT_FIELDS)
LEAD = _slots(
    (*LEAD_FIELDS, *STATE_FIELDS),
    closing_note=Kind.LINE,
    stage_since=Kind.INSTANT,
    created_at=Kind.INSTANT,
    created_by=Kind.REP,
    is_imported=Kind.YES_NO,
)
RECORDS: Mapping[str, tuple[Slot, ...]] = {
    "follow_ups": _slots(FOLLOW_UP_FIELDS, is_imported=Kind.YES_NO, corrects=Kind.LINE),
    "plans": _slots(
        PLAN_FIELDS, due_time=Kind.LINE, follow_up=Kind.LINE, created_at=Kind.INSTANT, marked_at=Kind.INSTANT
    ),
    "stage_changes": _slots(STAGE_CHANGE_FIELDS, skipped=Kind.LINE),
    "milestones": _slots(MILESTONE_FIELDS),
    "objections": _slots(OBJECTION_FIELDS, created_at=Kind.INSTANT),
    "amendments": _slots(AMENDMENT_FIELDS, created_at=Kind.INSTANT),
    "confirmations": _slots(CONFIRMATION_FIELDS),
}
"""What hangs on a lead, each list with the keys of its objects."""
WORDS = "team_words"
OPEN: Mapping[str, type[OpenTerm]] = {
    slot.key: slot.choices for slot in LEAD if slot.choices and issubclass(slot.choices, OpenTerm)
}
"""The fields of a lead whose choices a team extends."""
ORIGINS = ("repurchase_of", "referred_by")
_FLAT = ("title", "phone", "wechat", "email", "decision_authority")


def write(path: Path, dossiers: Iterable[Dossier], zone: tzinfo) -> None:
    """Write the leads line by line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for dossier in dossiers:
            file.write(json.dumps(document(dossier, zone), ensure_ascii=False) + "\n")


def write_bundle(path: Path, dossiers: Iterable[Dossier], zone: tzinfo) -> None:
    """Write the leads packed, after a line that says what this is; the same leads give the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        file.write(json.dumps({"leadtui": "bundle", "format": FORMAT}).encode() + b"\n")
        for dossier in dossiers:
            file.write(json.dumps(document(dossier, zone), ensure_ascii=False).encode() + b"\n")


def document(dossier: Dossier, zone: tzinfo) -> dict[str, object]:
    """A lead as one JSON object."""
    lead, customer = dossier.lead, dossier.customer
    about = _object(customer, CUSTOMER, zone)
    first: Entry = next((each for each in dossier.contacts if each["is_primary"]), _nobody(dossier))
    return {
        "lead_no": lead["lead_no"],
        UID: lead[UID],
        "customer": about.pop("name"),
        "customer_uid": customer[UID],
        "customer_created_at": about.pop("created_at"),
        **{key: value for key, value in about.items() if key != UID},
        "contact": first.get("name", ""),
        **{key: first.get(key) for key in _FLAT},
        **{key: value for key, value in _object(lead, LEAD, zone).items() if key not in (UID, "lead_no")},
        **{key: lead[key] or None for origin in ORIGINS for key in (origin, f"{origin}_uid")},
        "tags": [name for _dimension, name in dossier.tags],
        "tag_dimensions": {name: dimension for dimension, name in dossier.tags},
        "contacts": [_object(each, CONTACT, zone) for each in dossier.contacts],
        **{name: [_object(each, slots, zone) for each in getattr(dossier, name)] for name, slots in RECORDS.items()},
        "collaborators": list(dossier.collaborators),
        **({WORDS: words} if (words := _team_words(lead)) else {}),
    }


def _team_words(lead: Entry) -> dict[str, object]:
    """What the team's own choices that a lead holds are called, by field: no other book knows their keys."""
    own = ((key, term) for key, kind in OPEN.items() for term in kind.own() if term.value == lead.get(key))
    return {key: {"label": term.marked.msgid, "code": term.code} for key, term in own}


def _nobody(dossier: Dossier) -> Entry:
    return dossier.contacts[0] if dossier.contacts else {}


def _object(entry: Entry, slots: Sequence[Slot], zone: tzinfo) -> dict[str, object]:
    return {UID: entry[UID], **{slot.key: _json(entry[slot.key], slot.kind, zone) for slot in slots}}


def _json(value: Value, kind: Kind, zone: tzinfo) -> object:
    if kind is Kind.MONEY and isinstance(value, int):
        return value / FEN if value % FEN else value // FEN
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    return value.isoformat() if isinstance(value, date) else value
