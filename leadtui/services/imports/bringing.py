"""Writing leads that come whole: rows keep their uids and times, people and tags are met by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from leadtui.domain import numbering
from leadtui.domain.identity import company_key, is_masked, phone_key
from leadtui.domain.terms import Source
from leadtui.domain.values import Value
from leadtui.services.exports import RECORDS, Dossier, Entry
from leadtui.services.imports import hanging, people, vocabulary
from leadtui.services.imports.hanging import raw
from leadtui.services.imports.standing import chunks, edited
from leadtui.store import contacts, numbers
from leadtui.store.journal import Change
from leadtui.store.models import (
    Collaborator,
    Contact,
    Customer,
    FollowUp,
    Lead,
    LeadTag,
    Rep,
    Row,
    StageChange,
    Tag,
)

_ORIGINS = ("repurchase_of", "referred_by")
_PEOPLE = ("owner", "by", "created_by")
_APART = frozenset({"uid", "corrects", "follow_up", "lead_no", "customer_no", *(f"{each}_uid" for each in _ORIGINS)})
_MASKED = frozenset({"name", "phone", "wechat", "email"})
_GIVEN = frozenset({"created_at", "created_by", "is_imported", "is_primary"})
_EMPTY = {"source": "other", "validity": "unverified", "negotiation_progress": "not_started"}


@dataclass(frozen=True, slots=True)
class Known:
    """A lead of the book that a file tells of; `is_same` where the uid says so, not number and customer."""

    lead: int
    lead_no: str
    customer: int
    is_same: bool
    is_deleted: bool


@dataclass(slots=True)
class Bringing:
    """One import under way: who and what is known by name so far, and what has to wait for the end."""

    change: Change
    follow_ups: int = 0
    renumbered: list[tuple[str, str]] = field(default_factory=list)
    reps: dict[str, int] = field(default_factory=dict)
    tags: dict[tuple[str, str], int] = field(default_factory=dict)
    origins: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, new: Sequence[Dossier]) -> None:
        """Make leads that are not in the book, on customers that may be."""
        self._learn(new)
        customers = self._customers(new)
        given = self._lead_numbers(new)
        rows = []
        for dossier, customer, lead_no in zip(new, customers, given, strict=True):
            values = self._values(dossier.lead)
            made = values.get("created_at") or _first_heard(dossier) or self.change.desk.now()
            known = {"created_at": made, "stage_since": made, "created_by": self.reps[self.change.desk.me]}
            rows.append(known | values | {"uid": raw(dossier.lead["uid"]), "lead_no": lead_no, "customer": customer})
        leads = self.change.insert_many(Lead, rows)
        self._note_origins(zip(new, leads, strict=True))
        self._hang_on(list(zip(new, leads, strict=True)), set())

    def update(self, there: Sequence[tuple[Dossier, Known]]) -> set[int]:
        """Bring known leads up to date; which of them changed."""
        self._learn([dossier for dossier, _known in there])
        leads = [(dossier, known.lead) for dossier, known in there]
        strangers = {known.lead for _dossier, known in there if not known.is_same}
        behind = strangers | _behind(leads)
        touched = self._refresh(Lead, [(each.lead, known.lead, known.lead) for each, known in there], behind)
        touched |= self._refresh(
            Customer, [(each.customer, known.customer, known.lead) for each, known in there], behind
        )
        met = hanging.present(Contact, (person["uid"] for each, _known in there for person in each.contacts))
        people_there = [
            (person, met[str(person["uid"])], known.lead)
            for each, known in there
            for person in each.contacts
            if person["uid"] in met
        ]
        contacts.open_to_me({known.customer for _each, known in there})
        touched |= self._refresh(Contact, people_there, behind)
        for dossier, known in there:
            if self._meet(known.customer, dossier.contacts):
                touched.add(known.lead)
        self._note_origins(leads)
        touched |= self._hang_on(leads, strangers)
        return touched

    def _refresh(self, model: type[Row], pairs: Sequence[tuple[Entry, int, int]], behind: set[int]) -> set[int]:
        """Bring rows (entry, its row, its lead) up to date; the leads for which something changed."""
        held = _standing(model, [row_id for _entry, row_id, _lead in pairs])
        edits = dict(edited(model, list(held), self.change.desk))
        touched: set[int] = set()
        for entry, row_id, lead in pairs:
            fill_only = lead in behind or raw(entry["uid"]) != held[row_id]["uid"].bytes
            changes = _changes(held[row_id], self._values(entry), edits.get(row_id, {}), fill_only=fill_only)
            if model is Contact and "phone" in changes:
                changes["phone_key"] = phone_key(changes["phone"])
            if model is Customer and "name" in changes:
                changes["name_key"] = company_key(changes["name"])
            if changes and self.change.update(model, row_id, **changes):
                touched.add(lead)
        return touched

    def link(self) -> None:
        """Tie leads to those they came from, now that all of them are in the book."""
        wanted = {uid for _lead, _key, uid in self.origins}
        found: dict[str, int] = {}
        for some in chunks(raw(uid) for uid in wanted):
            found |= {uid.hex: lead for uid, lead in Lead.select(Lead.uid, Lead.id).where(Lead.uid << some).tuples()}
        for lead, key, uid in self.origins:
            if uid in found:
                self.change.update(Lead, lead, **{key: found[uid]})

    def _learn(self, dossiers: Sequence[Dossier]) -> None:
        """Know everybody and every tag that these leads name; who is new stays known after an undo."""
        names = {self.change.desk.me}
        for dossier in dossiers:
            names.update(dossier.collaborators)
            for entry in (dossier.lead, *(each for name in RECORDS for each in getattr(dossier, name))):
                names.update(str(entry[key]) for key in _PEOPLE if entry.get(key))
        if names - self.reps.keys():
            self.reps = dict(Rep.select(Rep.name, Rep.id).tuples())
        vocabulary.learn(self.change, [word for dossier in dossiers for word in dossier.words])
        missing = sorted(names - self.reps.keys() - {""})
        made = self.change.insert_many(Rep, [{"name": name} for name in missing], keep=True)
        self.reps.update(zip(missing, made, strict=True))
        tags = {tag for dossier in dossiers for tag in dossier.tags}
        if tags - self.tags.keys():
            query = Tag.select(Tag.dimension, Tag.name, Tag.id).order_by(-Tag.id)
            self.tags = {(dimension, name): tag for dimension, name, tag in query.tuples()}
        lacking = sorted(tags - self.tags.keys())
        rows = [{"dimension": dimension, "name": name} for dimension, name in lacking]
        self.tags.update(zip(lacking, self.change.insert_many(Tag, rows, keep=True), strict=True))

    def _values(self, entry: Entry) -> dict[str, Any]:
        """An entry as columns, people by id; what names other rows is left to those who know them."""
        found: dict[str, Any] = {}
        for key, value in entry.items():
            if key in _PEOPLE:
                found[key] = self.reps.get(str(value))
            elif key not in _APART and key not in _ORIGINS:
                found[key] = value
        return found

    def _customers(self, new: Sequence[Dossier]) -> list[int]:
        """The customer of each new lead: the one of its uid, else of exactly its name, else a new one."""
        found = _customers_there(new)
        fresh: dict[str, Dossier] = {}
        chosen: list[str] = []
        for each in new:
            uid, name = str(each.customer["uid"]), str(each.customer["name"])
            key = next((key for key in (uid, name) if key in found or key in fresh), uid)
            if key not in found:
                fresh.setdefault(key, each)
            chosen.append(key)
        found.update(zip(fresh, self._new_customers(list(fresh.values())), strict=True))
        for each, key in zip(new, chosen, strict=True):
            if fresh.get(key) is not each:
                self._meet(found[key], each.contacts)
        return [found[key] for key in chosen]

    def _new_customers(self, new: Sequence[Dossier]) -> range:
        wanted = [str(each.customer.get("customer_no") or "") for each in new]
        taken = _taken(Customer, "customer_no", wanted)
        rows = []
        for each, number in zip(new, wanted, strict=True):
            made = each.customer.get("created_at") or _first_heard(each) or self.change.desk.now()
            assert isinstance(made, datetime)
            if not number or number in taken:
                (number,) = numbers.customer_numbers(self._day(made), 1, [*taken, *wanted])
            taken.add(number)
            values = self._values(each.customer) | {"created_at": made, "customer_no": number}
            key = company_key(str(each.customer["name"]))
            rows.append(values | {"uid": raw(each.customer["uid"]), "name_key": key})
        ids = self.change.insert_many(Customer, rows)
        there = hanging.present(Contact, (person["uid"] for each in new for person in each.contacts))
        people_ = [
            _contact(person, customer)
            for each, customer in zip(new, ids, strict=True)
            for person in each.contacts
            if person["uid"] not in there
        ]
        self.change.insert_many(Contact, people_)
        return ids

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.change.desk.zone).date()

    def _lead_numbers(self, new: Sequence[Dossier]) -> list[str]:
        """The number that each lead brings, or a new one where another lead has it."""
        wanted = [str(each.lead["lead_no"]) for each in new]
        taken = _taken(Lead, "lead_no", wanted)
        given = []
        for each, number in zip(new, wanted, strict=True):
            if number and number not in taken:
                taken.add(number)
                given.append(number)
                continue
            made = each.lead.get("created_at") or _first_heard(each) or self.change.desk.now()
            assert isinstance(made, datetime)
            code = numbering.SOURCE_CODES[Source.named(str(each.lead.get("source") or "")) or Source.OTHER]
            (free,) = numbers.lead_numbers(self._day(made), code, 1, [*taken, *wanted])
            taken.add(free)
            given.append(free)
            if number:
                self.renumbered.append((number, free))
        return given

    def _hang_on(self, leads: Sequence[tuple[Dossier, int]], strangers: set[int]) -> set[int]:
        touched, count = hanging.hang_on(self.change, leads, strangers, self._values)
        self.follow_ups += count
        pairs = [(lead, self.tags[tag]) for dossier, lead in leads for tag in dossier.tags]
        touched |= hanging.tie(self.change, LeadTag, "tag", pairs)
        pairs = [(lead, self.reps[name]) for dossier, lead in leads for name in dossier.collaborators]
        return touched | hanging.tie(self.change, Collaborator, "rep", pairs)

    def _meet(self, customer: int, given: Sequence[Entry]) -> bool:
        """Bring people to a customer who is there; whether anything changed."""
        before = len(self.change.steps)
        contacts.open_to_me([customer])
        held = list(Contact.select().where(Contact.customer == customer).order_by(Contact.id).dicts())
        known = hanging.present(Contact, (each["uid"] for each in given))
        met: list[people.Person] = [dict(each) for each in held]
        for person in given:
            if person["uid"] not in known:
                people.meet(met, person)
        for was, now in zip(held, met, strict=False):
            if changes := {key: now[key] for key in _FILLED if was[key] != now[key]}:
                filled: dict[str, Any] = changes | {"phone_key": phone_key(str(now["phone"]))}
                self.change.update(Contact, was["id"], **filled)
        fresh = [_contact(each, customer) | ({"is_primary": False} if held else {}) for each in met[len(held) :]]
        self.change.insert_many(Contact, fresh)
        return len(self.change.steps) > before

    def _note_origins(self, leads: Iterable[tuple[Dossier, int]]) -> None:
        for dossier, lead in leads:
            for key in _ORIGINS:
                if uid := dossier.lead.get(f"{key}_uid"):
                    self.origins.append((lead, key, str(uid)))


_FILLED = ("name", "title", "phone", "wechat", "email", "decision_authority")


def _contact(person: Entry, customer: int) -> dict[str, object]:
    """A person as a new row; one who was met under another roof gets a uid of their own."""
    values: dict[str, object] = {key: person.get(key, "") for key in _FILLED[:5]}
    values |= {"decision_authority": person.get("decision_authority"), "is_primary": bool(person.get("is_primary"))}
    return values | {"uid": raw(person["uid"]), "customer": customer, "phone_key": phone_key(str(values["phone"]))}


def _first_heard(dossier: Dossier) -> Value:
    """When a lead was first heard of, where the file does not say when it was made."""
    times = [each["at"] for each in dossier.follow_ups if isinstance(each["at"], datetime)]
    return dossier.lead.get("first_contact_at") or min(times, default=None)


def _customers_there(new: Sequence[Dossier]) -> dict[str, int]:
    """Customers of the book by uid and by name, the oldest of a name; of those in the trash only by uid."""
    found: dict[str, int] = {}
    for names in chunks({str(each.customer["name"]) for each in new}):
        query = Customer.select(Customer.name, Customer.id).where(Customer.name << names, Customer.deleted_at.is_null())
        found.update(query.order_by(-Customer.id).tuples())
    return found | hanging.present(Customer, (each.customer["uid"] for each in new))


def _taken(model: type[Row], key: str, wanted: Iterable[str]) -> set[str]:
    column = getattr(model, key)
    return set().union(*(numbers.taken(column, list(map(str, some))) for some in chunks(set(wanted) - {""})))


def _standing(model: type[Row], ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for some in chunks(set(ids)) for row in model.select().where(model.id << some).dicts()}


def _behind(leads: Sequence[tuple[Dossier, int]]) -> set[int]:
    """The leads of which the book has records that the file lacks: there the file is the older one."""
    there = {raw(each["uid"]) for dossier, _lead in leads for each in (*dossier.follow_ups, *dossier.stage_changes)}
    found: set[int] = set()
    for some in chunks(lead for _dossier, lead in leads):
        for model in (FollowUp, StageChange):
            query = model.select(model.lead, model.uid).where(model.lead << some)
            found.update(lead for lead, uid in query.tuples() if uid.bytes not in there)
    return found


def _changes(
    current: Mapping[str, Any], wanted: Mapping[str, Any], edits: Mapping[str, object], *, fill_only: bool
) -> dict[str, Any]:
    """The wanted values that may be written: into empty fields, or where nobody edited here."""
    found = {}
    for key, value in wanted.items():
        if key in _GIVEN:
            continue
        held = current[key]
        is_empty = held in (None, "", _EMPTY.get(key)) or (key in _MASKED and is_masked(held))
        is_said = value not in (None, "") and not (key in _MASKED and is_masked(str(value)))
        if is_said and held != value and (is_empty or not (fill_only or key in edits)):
            found[key] = value
    return found
