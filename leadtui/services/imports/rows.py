"""What an import is made of: rows already understood, and what became of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from hashlib import blake2b

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.identity import company_key
from leadtui.domain.terms import Attitude, Channel, IntentChange, Outcome, Stage, Status
from leadtui.domain.values import Value
from leadtui.domain.when import When
from leadtui.i18n import N_


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in its file (rows count from 1), with its cells as they are and their headers."""

    sheet: str
    row: int
    header: Sequence[str]
    cells: Sequence[object]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken, and why, in words for a person."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A contact made, as a row tells it. Midnight on the rep's clock means that no time is known."""

    at: datetime
    channel: Channel = Channel.OTHER
    outcome: Outcome = Outcome.REACHED
    summary: str = ""
    feedback: str = ""
    attitude: Attitude | None = None
    intent_change: IntentChange | None = None
    new_need: str = ""
    concern: str = ""
    decision_progress: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """The next step that a row names; without a day it is noted but never due."""

    action: str = ""
    due: When | None = None
    points: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of a sheet, cleaned and typed; `customer`, `contact` and `lead` hold values by field key.

    `by` made the contact, else the owner did; `notes` are lines for the remark; `objections` and `amendments` are
    pairs of (text, progress) and (text, reason).
    """

    place: Place
    lead_no: str = ""
    customer: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, Value] = field(default_factory=dict)
    lead: Mapping[str, Value] = field(default_factory=dict)
    owner: str = ""
    by: str = ""
    record: Record | None = None
    plan: Planned | None = None
    stage: Stage | None = None
    status: Status | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    objections: tuple[tuple[str, str], ...] = ()
    amendments: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The customer's name; '' where the row leaves it out."""
        return self.customer.get("name", "")

    @property
    def key(self) -> str:
        """What tells its lead from the others of the file: the number, else the customer's folded name."""
        return self.lead_no or company_key(self.name)


Progress = Callable[[int, int], None]
"""Told how much of the whole is done; it may raise `Cancelled`, and then nothing is written."""


class Cancelled(LeadtuiError):
    """A person stopped the import; nothing of it was written."""

    def __init__(self) -> None:
        super().__init__(N_("Stopped; nothing was written."))


class Doubles(StrEnum):
    """What becomes of new leads that look like one in the book under another number."""

    CREATE = "create"
    SKIP = "skip"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Wish:
    """How look-alikes are known (beside the number, which always counts) and what becomes of them.

    `spread` puts next steps that are overdue already on coming working days.
    """

    doubles: Doubles = Doubles.CREATE
    by_name: bool = True
    by_phone: bool = True
    spread: bool = False


class Fate(StrEnum):
    """What becomes of a lead of the sheet."""

    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one lead's rows; `other` names the lead that it is or looks like."""

    fate: Fate
    rows: tuple[SheetRow, ...]
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import did, or would do: `rows` read; leads created, updated, left as they were; records added.

    `duplicates` counts leads that look like one under another number; they are created unless skipped.
    `overdue` counts open next steps whose day is past.
    `verdicts` has every lead that could be read.
    `renumbered` are leads whose number another lead has here: the number they came with, the one they got.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    follow_ups: int = 0
    duplicates: int = 0
    overdue: int = 0
    rejected: tuple[Rejected, ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    verdicts: tuple[Verdict, ...] = field(default=(), compare=False, repr=False)


def fingerprint(row: SheetRow, zone: tzinfo) -> bytes:
    """16 bytes that two rows share when they say the same, whatever file and format they came in."""
    words = [row.key, company_key(row.name), row.owner, *row.tags, *row.notes]
    for part in (row.customer, row.contact, row.lead):
        words += [f"{key}={_word(part[key], zone)}" for key in sorted(part) if key != "name" or part is row.contact]
    if record := row.record:
        words += [_word(record.at, zone), record.channel, record.outcome, record.summary, record.feedback]
        words += [str(record.attitude), str(record.intent_change)]
        words += [record.new_need, record.concern, record.decision_progress]
    if plan := row.plan:
        due = (str(plan.due.day), str(plan.due.time)) if plan.due else ()
        words += ["plan", plan.action, *due, plan.points, plan.goal]
    if row.by:
        words.append(row.by)
    words += [str(row.stage), str(row.status), _told(row.objections), _told(row.amendments)]
    # One pass over all words: NUL stands in no cleaned text and, unlike the separator that is hashed, is no blank.
    squeezed = "".join("\0".join(words).split()).replace("\0", "\x1f")
    return blake2b(squeezed.encode(), digest_size=16).digest()


def _told(pairs: tuple[tuple[str, str], ...]) -> str:
    # Of one it says what it said when a row could tell of one only: rows taken then are still known.
    return str(pairs) if len(pairs) > 1 else str(next(iter(pairs), None))


def _word(value: Value, zone: tzinfo) -> str:
    # The wall clock, so that a colleague in another zone gets the same.
    return value.astimezone(zone).isoformat(" ")[:19] if isinstance(value, datetime) else str(value)
