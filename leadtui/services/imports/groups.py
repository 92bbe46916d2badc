"""Which rows of a file are one lead: by number, else by customer; oldest first, each row once (R32)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from leadtui.desk import Desk
from leadtui.domain.identity import company_key, phone_key
from leadtui.domain.values import Value
from leadtui.services.imports.rows import SheetRow, fingerprint

_DAY_IN_NUMBER = re.compile(r"(?<!\d)20\d{6}")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Group:
    """The rows of one lead, oldest first, with their fingerprints."""

    lead_no: str
    rows: list[SheetRow] = field(default_factory=list)
    prints: list[bytes] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The customer's name as the newest row spells it; '' where none does."""
        return next((row.name for row in reversed(self.rows) if row.name), "")

    @property
    def key(self) -> str:
        """The customer's folded name; '' where no row names one."""
        return company_key(self.name) if self.name else ""

    @property
    def phones(self) -> set[str]:
        """The phones of its people, normalised."""
        return {key for row in self.rows if (key := phone_key(str(row.contact.get("phone", ""))))}


def grouped(rows: Sequence[SheetRow], desk: Desk) -> list[Group]:
    """The leads of a file as they appear. A row without a number goes with the one its customer has."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.lead_no and row.name:
            numbers[company_key(row.name)].add(row.lead_no)
    groups: dict[tuple[str, str], Group] = {}
    seen: set[bytes] = set()
    for row in sorted(rows, key=told_at):
        mark = fingerprint(row, desk.zone)
        if mark in seen:
            continue
        seen.add(mark)
        known = numbers.get(company_key(row.name), set()) if row.name else set()
        number = row.lead_no or (next(iter(known)) if len(known) == 1 else "")
        group = groups.setdefault((number, "" if number else row.key), Group(number))
        group.rows.append(row)
        group.prints.append(mark)
    return sorted(groups.values(), key=lambda group: min(_place(row) for row in group.rows))


def _place(row: SheetRow) -> int:
    return row.place.row


def told_at(row: SheetRow) -> datetime:
    """When a row was told, as far as it says; rows without a day come before all others."""
    if row.record:
        return row.record.at
    first = row.lead.get("first_contact_at")
    return first if isinstance(first, datetime) else _LONG_AGO


def told_on(row: SheetRow, desk: Desk) -> date | None:
    """The local day of a row's record, None where it has none."""
    return row.record.at.astimezone(desk.zone).date() if row.record else None


def merged(rows: Sequence[SheetRow]) -> dict[str, Value]:
    """What the rows say of the lead, oldest first: the newest word counts; `owner` is a name."""
    found: dict[str, Value] = {}
    for row in rows:
        found |= row.lead
        if row.owner:
            found["owner"] = row.owner
    return found


def created_at(group: Group, desk: Desk) -> datetime:
    """首次接触时间, else the first follow-up, else the day inside the number, else now."""
    contacts = [at for row in group.rows if isinstance(at := row.lead.get("first_contact_at"), datetime)]
    records = [row.record.at for row in group.rows if row.record]
    if contacts or records:
        return min(contacts or records)
    for digits in _DAY_IN_NUMBER.findall(group.lead_no):
        try:
            return desk.instant(date.fromisoformat(digits), time(0))
        except ValueError:
            continue
    return desk.now()
