"""What stands in the book around the rows of a file: looked up in chunks, however many rows there are."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from peewee import Expression

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.terms import PlanState, Stage
from leadtui.domain.values import Value
from leadtui.services.history import IMPORTED
from leadtui.services.imports.groups import Group
from leadtui.services.imports.rows import Planned
from leadtui.store import contacts, journal
from leadtui.store.models import (
    Amendment,
    Contact,
    Customer,
    FollowUp,
    ImportedRow,
    JournalEntry,
    JournalRow,
    Lead,
    LeadTag,
    Objection,
    Plan,
    Rep,
    Row,
    Tag,
)

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Match:
    """A lead that rows may belong to."""

    lead: int
    lead_no: str
    customer: int
    name: str
    key: str
    stage: Stage
    is_deleted: bool


@dataclass(slots=True)
class Book:
    """What the rows of a file meet: rows taken before, leads, customers, phones."""

    prints: dict[bytes, int] = field(default_factory=dict)
    leads: dict[int, Match] = field(default_factory=dict)
    numbers: dict[str, Match] = field(default_factory=dict)
    keys: dict[str, list[Match]] = field(default_factory=lambda: defaultdict(list))
    customers: dict[str, int] = field(default_factory=dict)
    customer_numbers: dict[str, tuple[int, str]] = field(default_factory=dict)
    phones: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """A next step of a lead, open or not; `touched` is the day on which it was made, or moved here since."""

    id: int
    due: date | None
    words: str
    is_open: bool
    touched: date

    def says(self, planned: Planned) -> bool:
        """Whether this is the next step that a row names."""
        due = planned.due.day if planned.due else None
        return (self.due, self.words) == (due, squeezed(planned.action or planned.points or planned.goal))


@dataclass(slots=True)
class LeadStanding:
    """A lead: its values (`owner` a name), records (day, channel, summary), next steps."""

    values: dict[str, Value] = field(default_factory=dict)
    records: set[tuple[date, str, str]] = field(default_factory=set)
    last_day: date | None = None
    plans: list[StandingPlan] = field(default_factory=list)
    objections: set[str] = field(default_factory=set)
    amendments: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    edited: dict[str, date] = field(default_factory=dict)


@dataclass(slots=True)
class CustomerStanding:
    """A customer: its values, its people with their ids, and the days its fields were edited here."""

    values: dict[str, Value] = field(default_factory=dict)
    people: list[dict[str, Value]] = field(default_factory=list)
    edited: dict[str, date] = field(default_factory=dict)


def chunks(values: Iterable[object]) -> Iterator[list[object]]:
    """The values in lists that a query can name."""
    listed = list(values)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]


def look_up(groups: Sequence[Group]) -> Book:
    """Everything in the book that these groups could be or look like."""
    book = Book()
    for marks in chunks(mark for group in groups for mark in group.prints):
        query = ImportedRow.select(ImportedRow.fingerprint, ImportedRow.lead).where(ImportedRow.fingerprint << marks)
        book.prints.update((bytes(mark), lead) for mark, lead in query.tuples())
    book.leads = {each.lead: each for each in _matches(Lead.id, set(book.prints.values()))}
    book.numbers = {each.lead_no: each for each in _matches(Lead.lead_no, {group.lead_no for group in groups})}
    for each in _matches(Customer.name_key, {group.key for group in groups}):
        if not each.is_deleted:
            book.keys[each.key].append(each)
    for names in chunks({group.name for group in groups}):
        query = Customer.select(Customer.name, Customer.id).where(Customer.name << names, Customer.deleted_at.is_null())
        book.customers.update(query.order_by(-Customer.id).tuples())
    given = {row.customer.get("customer_no") for group in groups for row in group.rows} - {None}
    for numbers in chunks(given):
        query = Customer.select(Customer.customer_no, Customer.id, Customer.name_key).where(
            Customer.customer_no << numbers
        )
        book.customer_numbers.update((number, (customer, key)) for number, customer, key in query.tuples())
    for phones in chunks({phone for group in groups for phone in group.phones}):
        for phone, lead in _reached_by(phones):
            book.phones[phone].add(lead)
    return book


def _reached_by(phones: Collection[object]) -> Iterator[tuple[str, int]]:
    by_customer = defaultdict(set)
    for phone, customer in contacts.by_phone(phones):
        by_customer[customer].add(phone)
    held = Lead.select(Lead.id, Lead.customer).where(Lead.customer << list(by_customer), Lead.deleted_at.is_null())
    for lead, customer in held.tuples():
        yield from ((phone, lead) for phone in by_customer[customer])


def _matches(column: Expression, values: Collection[object]) -> Iterator[Match]:
    for some in chunks(values):
        query = (
            Lead.select(
                Lead.id,
                Lead.lead_no,
                Lead.customer,
                Customer.name,
                Customer.name_key,
                Lead.stage,
                Lead.deleted_at,
            )
            .join(Customer)
            .where(column << some)
            .order_by(Lead.id)
        )
        for lead, lead_no, customer, name, key, stage, deleted_at in query.tuples():
            yield Match(lead, lead_no, customer, name, key, Stage(stage), deleted_at is not None)


def of_leads(leads: Collection[int]) -> list[Match]:
    """These leads, as rows may belong to them."""
    return list(_matches(Lead.id, leads))


def matched(group: Group, book: Book) -> Match | None:
    """The lead a group is: where its known rows went, else by number, else the customer's open or newest."""
    for mark in group.prints:
        if mark in book.prints:
            return book.leads[book.prints[mark]]
    if group.lead_no:
        return book.numbers.get(group.lead_no)
    found = book.keys.get(group.key, []) if group.key else []
    return max(found, key=lambda each: (each.name == group.name, each.stage in stages.OPEN, each.lead), default=None)


def leads_standing(leads: Collection[int], desk: Desk) -> dict[int, LeadStanding]:
    """What is known of each of these leads."""
    found: dict[int, LeadStanding] = defaultdict(LeadStanding)
    names = dict(Rep.select(Rep.id, Rep.name).tuples())
    for ids in chunks(leads):
        for values in Lead.select().where(Lead.id << ids).dicts():
            found[values["id"]].values = {**values, "owner": names.get(values["owner"], "")}
        for lead, edits in edited(Lead, ids, desk):
            found[lead].edited = edits
        _add_history(found, ids, desk)
        _add_talks(found, ids)
    return found


def _add_history(found: Mapping[int, LeadStanding], ids: Sequence[object], desk: Desk) -> None:
    records = FollowUp.select(FollowUp.lead, FollowUp.at, FollowUp.channel, FollowUp.summary)
    for lead, at, channel, summary in records.where(FollowUp.lead << ids).tuples():
        day = at.astimezone(desk.zone).date()
        standing = found[lead]
        standing.records.add((day, channel, squeezed(summary)))
        standing.last_day = max(standing.last_day or day, day)
    _add_plans(found, ids, desk)


def _add_plans(found: Mapping[int, LeadStanding], ids: Sequence[object], desk: Desk) -> None:
    plans = list(Plan.select().where(Plan.lead << ids).order_by(Plan.id))
    moved = {
        plan: max(edits.values())
        for some in chunks(plan.id for plan in plans)
        for plan, edits in edited(Plan, some, desk)
    }
    for plan in plans:
        made = plan.created_at.astimezone(desk.zone).date()
        words = squeezed(plan.action or plan.points or plan.goal)
        is_open = plan.state == PlanState.PLANNED
        found[plan.lead_id].plans.append(
            StandingPlan(plan.id, plan.due, words, is_open, max(made, moved.get(plan.id, made)))
        )


def _add_talks(found: Mapping[int, LeadStanding], ids: Sequence[object]) -> None:
    objections = Objection.select(Objection.lead, Objection.text, Objection.progress).where(Objection.lead << ids)
    for lead, text, progress in objections.tuples():
        found[lead].objections |= _as_told(text, progress)
    amendments = Amendment.select(Amendment.lead, Amendment.text, Amendment.reason).where(Amendment.lead << ids)
    for lead, text, reason in amendments.tuples():
        found[lead].amendments |= _as_told(text, reason)
    for lead, name in LeadTag.select(LeadTag.lead, Tag.name).join(Tag).where(LeadTag.lead << ids).tuples():
        found[lead].tags.add(name)


def _as_told(text: str, beside: str) -> set[str]:
    """How a sheet tells of it, squeezed: alone, or with what stands beside it in one cell."""
    return {squeezed(text), squeezed(f"{text},{beside}")}


def customers_standing(customers: Collection[int], desk: Desk) -> dict[int, CustomerStanding]:
    """What is known of each of these customers."""
    found: dict[int, CustomerStanding] = defaultdict(CustomerStanding)
    contacts.open_to_me(customers)
    for ids in chunks(customers):
        for values in Customer.select().where(Customer.id << ids).dicts():
            found[values["id"]].values = values
        people = Contact.select().where(Contact.customer << ids).order_by(-Contact.is_primary, Contact.id)
        for person in people.dicts():
            found[person["customer"]].people.append(person)
        for customer, edits in edited(Customer, ids, desk):
            found[customer].edited = edits
    return found


def edited(model: type[Row], ids: Sequence[object], desk: Desk) -> Iterator[tuple[int, dict[str, date]]]:
    """For rows that were changed here, not by an import: the last local day of each field that was."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    query = (
        JournalRow.select(JournalRow.row_id, JournalRow.after, JournalEntry.at)
        .join(JournalEntry)
        .where(
            JournalRow.table == model._meta.table_name,
            JournalRow.row_id << ids,
            JournalRow.op << (journal.UPDATE, journal.KEEP),
            JournalRow.after.is_null(False),
            JournalEntry.kind == journal.CHANGE,
            JournalEntry.live,
            JournalEntry.name != IMPORTED,
        )
        .order_by(JournalEntry.id)
    )
    for row_id, after, at in query.tuples():
        found[row_id].update(dict.fromkeys(json.loads(after), at.astimezone(desk.zone).date()))
    yield from found.items()


def squeezed(text: str) -> str:
    """A text without its blanks, for telling whether two say the same."""
    return "".join(text.split())
