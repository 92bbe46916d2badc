"""JSON lines and bundles in: each line checked key by key, nothing trusted, and read one at a time."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, cast

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Kind
from leadtui.domain.money import FEN, parse_amount
from leadtui.domain.terms import Source, TagDimension
from leadtui.domain.text import clean
from leadtui.domain.values import Value
from leadtui.exchange import lines
from leadtui.exchange.lines import FORMAT, ORIGINS, UID, Slot
from leadtui.exchange.sheets import ROWS, check_unchanged
from leadtui.i18n import N_, _
from leadtui.services.exports import Dossier, Entry
from leadtui.services.imports import Place, Rejected

PACKED = b"\x1f\x8b"
UNPACKED = 1024**3
LONGEST = 16 * 1024**2

Json = Mapping[str, object]

# More than a form takes: what a sheet brought into one field may be longer.
_LIMITS = {Kind.NOTE: 400_000}
_LIMIT = 4_000
_UID = re.compile(r"[0-9a-f]{32}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_YEARS = range(1900, 2200)
_NEEDED = {
    "follow_ups": ("at",),
    "stage_changes": ("at", "to_stage", "to_status"),
    "milestones": ("kind", "on"),
    "objections": ("text",),
    "amendments": ("text",),
    "confirmations": ("subject", "on"),
}
_TIMES = {"follow_ups": "recorded_at", "plans": "created_at", "objections": "created_at", "amendments": "created_at"}
_PERSON = ("contact", "title", "phone", "wechat", "email", "decision_authority")
_APART = {
    *("customer", "customer_uid", "customer_created_at", "tags", "tag_dimensions", "contacts", "collaborators", UID),
    *("amount", "next_due", "next_time", "action", "suggested", "opened", "milestone_kinds"),
    *(key for origin in ORIGINS for key in (origin, f"{origin}_uid")),
}
_KNOWN = {slot.key for slots in (lines.CUSTOMER, lines.LEAD) for slot in slots} | set(_PERSON) | set(lines.RECORDS)


def is_lines(path: Path) -> bool:
    """Whether a file holds JSON lines, packed or not; what cannot be opened is for others to tell."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(PACKED)) == PACKED
    except (OSError, ValueError):
        return False


def read(path: Path, desk: Desk, rejected: list[Rejected]) -> Iterator[Dossier]:
    """The leads of a file; lines that cannot be taken go into `rejected`, with their reasons.

    Raises LeadtuiError, naming the line, where the file is damaged, changes meanwhile or is no JSON lines at all.
    """
    before = path.stat()
    for number, text in _texts(path):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise LeadtuiError(
                N_("{path}, line {line}: this is no whole JSON object. The file is damaged or no export of leads."),
                path=path,
                line=number,
            ) from error
        if not isinstance(found, dict):
            raise LeadtuiError(N_("{path}, line {line}: a JSON object is expected."), path=path, line=number)
        if "leadtui" in found:
            _check_header(found, path)
            continue
        try:
            yield _Reading(desk).dossier(found)
        except LeadtuiError as error:
            cells = (str(found.get("lead_no") or ""), str(found.get("customer") or ""))
            place = Place("", number, ("lead_no", "customer"), cells)
            rejected.append(Rejected(place, _("Row {row}: {why}").format(row=number, why=error)))
    check_unchanged(path, before)


def count(path: Path) -> int:
    """How many lines a file has. Raises LeadtuiError where it is too large or broken off, before anything is done."""
    return sum(1 for _line in _lines(path))


def _check_header(found: Json, path: Path) -> None:
    if found.get("format") != FORMAT:
        raise LeadtuiError(N_("{path} was made by a newer leadtui. Upgrade leadtui, then import it."), path=path)


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """The lines as text, blank ones left out."""
    for number, line in _lines(path):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise LeadtuiError(N_("{path}, line {line}: this is no UTF-8."), path=path, line=number) from error
        if text.strip():
            yield number, text


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, without more of the file in memory than one of them."""
    with path.open("rb") as file:
        is_packed = file.read(len(PACKED)) == PACKED
        file.seek(0)
        source = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if is_packed else file
        read, number = 0, 0
        while line := _next(source, path, number + 1):
            number += 1
            read += len(line)
            if len(line) > LONGEST or read > UNPACKED or number > ROWS:
                raise LeadtuiError(
                    N_("{path}, line {line}: the file is too large. Split it, then import the parts."),
                    path=path,
                    line=number,
                )
            yield number, line


def _next(source: BinaryIO, path: Path, number: int) -> bytes:
    try:
        return source.readline(LONGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise LeadtuiError(
            N_("{path}, line {line}: the file is damaged or not whole. Have it sent again."), path=path, line=number
        ) from error


class _Reading:
    """One line while it is read."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def dossier(self, found: Json) -> Dossier:
        """The lead of a line. Raises LeadtuiError naming what cannot be read."""
        name = self._text(found.get("customer") or found.get("name"))
        if not name:
            raise LeadtuiError(N_("the customer's name is missing."))
        lead = self._entry(found, lines.LEAD)
        number = str(lead.setdefault("lead_no", ""))
        lead[UID] = _uid(found.get(UID), "lead", number + name if number else _canonical(found))
        for origin in ORIGINS:
            lead[f"{origin}_uid"] = _given_uid(found.get(f"{origin}_uid"))
        lead.setdefault("source", Source.OTHER.value)
        if found.get("source") and Source.named(str(found["source"])) is None:
            # A source that another team added to its list: its word is kept, though not in the list here.
            lead.setdefault("source_detail", self._text(found["source"]))
        customer = self._entry({**found, "name": name, "created_at": found.get("customer_created_at")}, lines.CUSTOMER)
        customer[UID] = _uid(found.get("customer_uid"), "customer", name)
        if unknown := self._unknown(found):
            customer["remark"] = "\n".join(filter(None, (str(customer.get("remark", "")), *unknown)))
        uid = str(lead[UID])
        return Dossier(
            lead=lead,
            customer=customer,
            contacts=self._contacts(found, str(customer[UID])),
            **{key: self._records(found, key, slots, uid) for key, slots in lines.RECORDS.items()},
            tags=self._tags(found),
            collaborators=[text for each in _list(found, "collaborators") if (text := self._text(each))],
        )

    def _entry(self, found: Json, slots: Sequence[Slot]) -> dict[str, Value]:
        """The keys that say something; what is left out keeps the default of a new row."""
        entry: dict[str, Value] = {}
        for slot in slots:
            given = found.get(slot.key)
            if given is None or given == "":
                continue
            try:
                entry[slot.key] = self._value(given, slot)
            except (ValueError, OverflowError, AttributeError, TypeError) as error:
                raise LeadtuiError(
                    N_("{field}: “{text}” was not understood."), field=slot.key, text=clean(str(given))[:60]
                ) from error
        return entry

    def _value(self, given: object, slot: Slot) -> Value:
        if slot.key == "source":
            return (Source.named(str(given)) or Source.OTHER).value
        if slot.key in ("corrects", "follow_up"):
            return _given_uid(given)
        if slot.key == "due_time":
            return _checked(str(given), _CLOCK.fullmatch(str(given)) is not None)
        if slot.choices:
            return slot.choices.read(str(given)).value
        reader = self._readers().get(slot.kind)
        return reader(given) if reader else self._text(given, slot.kind)

    def _readers(self) -> dict[Kind, Callable[[object], Value]]:
        return {
            Kind.INSTANT: self._instant,
            Kind.DAY: _day,
            Kind.MONEY: _money,
            Kind.YES_NO: lambda given: _checked(given, isinstance(given, bool)),  # type: ignore[arg-type]
            Kind.SCORE: lambda given: _checked(given, given in (1, 2, 3, 4, 5)),  # type: ignore[arg-type]
        }

    def _text(self, given: object, kind: Kind = Kind.LINE) -> str:
        if given is None or isinstance(given, Mapping | list):
            return ""
        return clean(str(given), limit=_LIMITS.get(kind, _LIMIT), multiline=kind is Kind.NOTE)

    def _instant(self, given: object) -> datetime:
        moment = datetime.fromisoformat(str(given))
        if moment.year not in _YEARS:
            raise ValueError
        return moment if moment.tzinfo else moment.replace(tzinfo=self.desk.zone)

    def _contacts(self, found: Json, customer: str) -> list[Entry]:
        people = _list(found, "contacts")
        if "contacts" not in found and any(found.get(key) for key in _PERSON):
            people = [{**found, "name": found.get("contact"), UID: None, "is_primary": True}]
        made: list[Entry] = []
        for each in people:
            if isinstance(each, Mapping):
                person = self._entry(each, lines.CONTACT)
                made.append(person | {UID: _uid(each.get(UID), customer, _canonical(dict(person)))})
        return made

    def _records(self, found: Json, key: str, slots: Sequence[Slot], lead: str) -> list[Entry]:
        made: list[Entry] = []
        for each in _list(found, key):
            if not isinstance(each, Mapping):
                continue
            record = self._entry(each, slots)
            for needed in _NEEDED.get(key, ()):
                if needed not in record:
                    raise LeadtuiError(N_("{field} is missing."), field=f"{key}.{needed}")
            if time := _TIMES.get(key):
                record.setdefault(time, record.get("at") or self.desk.now())
            uid = _uid(each.get(UID), lead, key + _canonical(each))
            made.append(record | {UID: uid})
        return made

    def _tags(self, found: Json) -> list[tuple[str, str]]:
        given = found.get("tag_dimensions")
        dimensions = given if isinstance(given, Mapping) else {}
        names = [name for each in _list(found, "tags") if (name := self._text(each))]
        return [((TagDimension.named(str(dimensions.get(name))) or TagDimension.OTHER).value, name) for name in names]

    def _unknown(self, found: Json) -> list[str]:
        """What no field of ours holds, kept as lines of the remark."""
        kept = (key for key in found if key not in _KNOWN | _APART)
        return [f"{self._text(key)}: {text}" for key in kept if (text := self._text(found[key]))]


def _list(found: Json, key: str) -> list[object]:
    given = found.get(key)
    return given if isinstance(given, list) else []


def _canonical(found: object) -> str:
    return json.dumps(found, sort_keys=True, ensure_ascii=False, default=str)


def _given_uid(given: object) -> str:
    text = str(given or "").replace("-", "").lower()
    return text if _UID.fullmatch(text) else ""


def _uid(given: object, *content: str) -> str:
    """The uid given, else one that the same content always gets: so it is not taken twice."""
    return _given_uid(given) or blake2b("\x1f".join(content).encode(), digest_size=16).hexdigest()


def _checked(given: Value, is_right: bool) -> Value:
    if not is_right:
        raise ValueError
    return given


def _day(given: object) -> date:
    day = date.fromisoformat(str(given)[:10])
    if day.year not in _YEARS:
        raise ValueError
    return day


def _money(given: object) -> int:
    if isinstance(given, bool):
        raise ValueError
    fen = parse_amount(str(given)) if isinstance(given, str) else round(cast(float, given) * FEN)
    if fen is None or not 0 <= fen <= 10**15:
        raise ValueError
    return fen
