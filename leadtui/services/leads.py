"""Leads as they are listed and looked up: which ones pass a filter, in what order, and the lines that show them."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, SQL, Case, Expression, Field, ForeignKeyField, ModelSelect, fn

from leadtui.desk import Desk
from leadtui.domain import due, stages
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.identity import company_key
from leadtui.domain.privacy import mask_name, mask_phone
from leadtui.domain.terms import Grade, Level, Reason, Source, Stage, Status, Term
from leadtui.i18n import N_
from leadtui.store import contacts, database, settings
from leadtui.store.models import Collaborator, Contact, Customer, Lead, LeadTag, Milestone, Plan, Rep, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRow:
    """One line of a lead list. Contact details are masked unless revealed; amount in fen."""

    id: int
    version: int
    lead_no: str
    customer: str
    contact: str
    phone: str
    source: str
    grade: Grade | None
    priority: Level | None
    stage: Stage
    stage_since: datetime
    stale_days: int | None
    """After how many days in its stage the lead is stale; None: never."""
    status: Status
    owner: str
    tags: tuple[str, ...]
    milestones: tuple[str, ...]
    amount: int | None
    created_at: datetime
    first_due_at: datetime | None
    next_due: date | None
    next_time: str | None
    action: str
    snooze_until: date | None
    recycle_on: date | None
    """The day the lead goes back to the pool; None: not by a rule."""
    reasons: tuple[Reason, ...]
    since: Mapping[Reason, date]
    """From which day each reason calls for the lead, coming days included."""

    @property
    def reason(self) -> Reason | None:
        """The most urgent reason the lead is due today."""
        return self.reasons[0] if self.reasons else None


def find(lead_no: str) -> int:
    """The id of the lead with this number; LeadtuiError when there is none."""
    lead = Lead.select(Lead.id).where(Lead.lead_no == lead_no.strip(), Lead.deleted_at.is_null()).scalar()
    if lead is None:
        raise LeadtuiError(N_("There is no lead {lead_no}. `leadtui list` shows them all."), lead_no=lead_no)
    return int(lead)


def is_number(text: str) -> bool:
    """Whether a lead has this number."""
    return bool(Lead.select(Lead.id).where(Lead.lead_no == text.strip(), Lead.deleted_at.is_null()).exists())


SORTS = {
    "lead_no": (Lead.lead_no,),
    "customer": (Customer.name,),
    "grade": (Lead.grade.is_null(), Lead.grade),
    "stage": (Case(Lead.stage, [(stage.value, place) for place, stage in enumerate(Stage)], 99),),
    "status": (Lead.status,),
    "owner": (Rep.name.is_null(), Rep.name),
    "source": (Lead.source,),
    "created_at": (Lead.created_at.desc(),),
    "next_due": (Lead.next_due.is_null(), Lead.next_due),
    "amount": (Lead.amount.is_null(), -Lead.amount),
}
"""What a list can be sorted by. The keys are a fixed list: nothing a person types becomes SQL."""


POOL = ("pool", "公海")
"""What stands for nobody where an owner is named."""

OPEN = ("open", "进行中")
"""What stands for every stage before the win where a stage is named."""


def ids(desk: Desk, wanted: Filter = EVERYTHING, *, sort: str = "created_at", limit: int | None = None) -> list[int]:
    """The ids of all leads that pass the filter, or of the first so many; newest first unless sorted otherwise."""
    found = list(_walk(desk, wanted, sort, limit))
    if not wanted.words:
        return found
    if limit is not None:
        # Who is named exactly comes first, however far down the list.
        found += still_listed(desk, wanted, _exact(wanted.words)) - set(found)
    return list(_exact_first(found, wanted.words))[:limit]


def packed_ids(desk: Desk, wanted: Filter = EVERYTHING, *, sort: str = "created_at") -> "array[int]":
    """The same ids in four bytes each (eight where they have grown large), for a list of any length."""
    width = "I" if (Lead.select(fn.MAX(Lead.id)).scalar() or 0) < 2**31 else "q"
    walked, first = _walk(desk, wanted, sort, None), _exact(wanted.words) if wanted.words else {}
    if not first:
        return array(width, walked)
    ahead: list[int] = []
    others = array(width)
    for lead_id in walked:
        (ahead if lead_id in first else others).append(lead_id)
    return array(width, sorted(ahead, key=first.__getitem__)) + others


def still_listed(desk: Desk, wanted: Filter, among: Collection[int]) -> set[int]:
    """Those of some leads that pass the filter."""
    query = Lead.select(Lead.id).where(Lead.id << list(among), Lead.deleted_at.is_null(), *conditions(desk, wanted))
    return {lead_id for (lead_id,) in query.tuples()}


MANY_HITS = 5_000
"""Leads that share so many words are listed as they were entered; sorting them would keep the person waiting."""


def _walk(desk: Desk, wanted: Filter, sort: str, limit: int | None) -> Iterator[int]:
    if sort not in SORTS:
        raise LeadtuiError(N_("Cannot sort by {field}; choose one of: {fields}"), field=sort, fields=", ".join(SORTS))
    if wanted.words and not wanted.terms and sort == "created_at":
        from leadtui.store import search

        hits = list(search.newest(wanted.words, MANY_HITS + 1))
        if len(hits) > MANY_HITS:
            is_enough = limit is not None and limit <= MANY_HITS
            return iter(hits[:limit]) if is_enough else search.newest(wanted.words, limit)
        # Found already: the words are not asked for a second time.
        query = Lead.select(Lead.id).where(Lead.deleted_at.is_null(), Lead.id << SQL(*search.among(hits)))
    else:
        query = Lead.select(Lead.id).where(Lead.deleted_at.is_null(), *conditions(desk, wanted))
    if sort == "customer":
        query = query.join(Customer)
    elif sort == "owner":
        query = query.join(Rep, JOIN.LEFT_OUTER, on=Lead.owner)
    return database.first_column(query.order_by(*SORTS[sort], Lead.id.desc()).limit(limit))


def _exact_first(found: Sequence[int], words: str) -> Sequence[int]:
    """An exact customer name or lead number comes first, then a name that differs in spelling alone."""
    first = _exact(words)
    if not first:
        return found
    ahead = sorted((lead_id for lead_id in found if lead_id in first), key=first.__getitem__)
    return [*ahead, *(lead_id for lead_id in found if lead_id not in first)]


def _exact(words: str) -> dict[int, int]:
    """The leads of exactly this name or number (0), and of a name that differs in spelling alone (1)."""
    # One question an index can answer for each: both in one would walk all leads.
    key = company_key(words)
    named = Lead.select(Lead.id, Customer.name).join(Customer).where(Customer.name_key == key)
    first = {lead_id: 0 if name == words else 1 for lead_id, name in named.tuples() if key or name == words}
    return first | {lead_id: 0 for (lead_id,) in Lead.select(Lead.id).where(Lead.lead_no == words).tuples()}


def conditions(desk: Desk, wanted: Filter) -> list[Expression]:
    """The filter as conditions on Lead. Raises LeadtuiError naming a term that cannot be read."""
    found = [_condition(name, value, desk) for name, value in wanted.terms]
    if wanted.words:
        from leadtui.store import search

        matching = search.matching(wanted.words)
        found.append(SQL("0 = 1") if matching is None else Lead.id << SQL(f"({matching[0]})", matching[1]))
    return found


def _condition(name: str, value: str, desk: Desk) -> Expression:
    choices: dict[str, type[Term]] = {"status": Status, "grade": Grade, "priority": Level}
    if name in choices:
        return _walked(getattr(Lead, name)) == choices[name].read(value)
    match name:
        case "stage":
            stages_ = stages.OPEN if value.casefold() in OPEN else (Stage.read(value),)
            return _walked(Lead.stage) << [stage.value for stage in stages_]
        case "source":
            source = Source.named(value)
            if source is not None:
                return Lead.source == source
            told = Lead.alias()
            detailed = told.select(told.id).where(told.source_detail == value, SQL("source_detail <> ''"))
            return (Lead.source == value) | (Lead.id << detailed)
        case "owner" | "with":
            return _whose(name, value, desk)
        case "tag":
            return Lead.id << LeadTag.select(LeadTag.lead).join(Tag).where(Tag.name == value)
        case "due":
            return _due_condition(value, desk)
        case _:
            whose = Customer.select(Customer.id).where(getattr(Customer, name) == value, SQL(f"{name} <> ''"))
            return _walked(Lead.customer) << whose


def _walked(column: Field) -> Expression:
    """A column as an expression, which no index of its own answers: the list's index is walked in the list's order.

    An index of the column would find all of its leads at once, and sort them, for the few that are shown first.
    """
    return fn.COALESCE(column, SQL("0" if isinstance(column, ForeignKeyField) else "''"))


def _whose(name: str, value: str, desk: Desk) -> Expression:
    """Leads of an owner, of nobody, or of those whom somebody works on beside the owner."""
    if name == "owner" and value.casefold() in POOL:
        return Lead.owner.is_null()
    rep = Rep.select(Rep.id).where(Rep.name == (desk.me if value == "me" else value))
    if name == "owner":
        return Lead.owner << rep
    return Lead.id << Collaborator.select(Collaborator.lead).where(Collaborator.rep << rep)


def _due_condition(value: str, desk: Desk) -> Expression:
    today = desk.today()
    if value.casefold() in ("overdue", "逾期"):
        return Lead.next_due < today
    if value.casefold() in ("none", "无"):
        return Lead.next_due.is_null()
    if value.casefold() in ("week", "本周"):
        return Lead.next_due <= today + timedelta(days=6 - today.weekday())
    from leadtui.domain.when import parse_when

    named, now = value.lstrip("<="), desk.local_now()
    day = parse_when(named, now) or parse_when(named, now, ahead=False)
    if day is None:
        raise LeadtuiError(N_("“{text}” is not a day. Try overdue, week, none, 下周三 or 2026-11-25."), text=value)
    return Lead.next_due <= day.day if value.startswith("<") else Lead.next_due == day.day


def rows(desk: Desk, wanted: Sequence[int], *, reveal: bool = False) -> list[LeadRow]:
    """The lines of these leads, in the order of the ids; gone ones are left out."""
    if not wanted:
        return []  # a server would walk whole tables to find out that none of them is among no ids
    around = _Page(wanted, reveal=reveal)
    made = {row.id: _row(row, around, desk, reveal=reveal) for row in around.leads}
    return [made[lead_id] for lead_id in wanted if lead_id in made]


class _Page:
    """What the lines of some leads need, in a fixed number of queries."""

    def __init__(self, wanted: Sequence[int], *, reveal: bool) -> None:
        self.leads = list(_joined().where(Lead.id << list(wanted), Lead.deleted_at.is_null()).namedtuples())
        customers = {row.customer for row in self.leads}
        if reveal:
            contacts.open_to_me(customers)
        people = Contact.select(Contact.customer, Contact.name, Contact.phone).where(
            Contact.customer << list(customers)
        )
        self.people: dict[int, tuple[str, str]] = {}
        for customer, name, phone in people.order_by(-Contact.is_primary, Contact.id).tuples():
            self.people.setdefault(customer, (name, phone))
        self.tags = _grouped(
            LeadTag.select(LeadTag.lead, Tag.name).join(Tag).where(LeadTag.lead << list(wanted)).order_by(Tag.name)
        )
        self.stale_days = settings.stage_defaults().stale_days
        self.milestones = _grouped(
            Milestone.select(Milestone.lead, Milestone.kind)
            .where(Milestone.lead << list(wanted))
            .order_by(Milestone.on)
        )


_DAYS = (
    "next_due",
    "first_touch_on",
    "cadence_on",
    "survey_on",
    "unsigned_on",
    "missing_on",
    "idle_on",
    "recycling_on",
    "recycle_on",
)


def _joined() -> ModelSelect:
    return (
        Lead.select(
            Lead.id,
            Lead.version,
            Lead.lead_no,
            Lead.customer,
            Lead.source,
            Lead.grade,
            Lead.priority,
            Lead.stage,
            Lead.stage_since,
            Lead.status,
            Lead.amount,
            Lead.created_at,
            Lead.first_due_at,
            Lead.snooze_until,
            *(getattr(Lead, name) for name in _DAYS),
            Customer.name.alias("customer_name"),
            Rep.name.alias("owner_name"),
            Plan.due_time,
            Plan.action,
        )
        .join(Customer)
        .switch(Lead)
        .join(Rep, JOIN.LEFT_OUTER, on=Lead.owner)
        .switch(Lead)
        .join(Plan, JOIN.LEFT_OUTER, on=(Plan.id == Lead.next_plan))
    )


def _grouped(pairs: ModelSelect) -> dict[int, tuple[str, ...]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for key, value in pairs.tuples():
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _row(row: Any, around: _Page, desk: Desk, *, reveal: bool) -> LeadRow:
    name, phone = around.people.get(row.customer, ("", ""))
    stage = Stage(row.stage)
    facts = due.DueFacts(stage=stage, snooze_until=row.snooze_until, **{name: getattr(row, name) for name in _DAYS})
    return LeadRow(
        id=row.id,
        version=row.version,
        lead_no=row.lead_no,
        customer=row.customer_name,
        contact=name if reveal else mask_name(name),
        phone=phone if reveal else mask_phone(phone),
        source=row.source,
        grade=Grade(row.grade) if row.grade else None,
        priority=Level(row.priority) if row.priority else None,
        stage=stage,
        stage_since=row.stage_since,
        stale_days=around.stale_days[stage],
        status=Status(row.status),
        owner=row.owner_name or "",
        tags=around.tags.get(row.id, ()),
        milestones=around.milestones.get(row.id, ()),
        amount=row.amount,
        created_at=row.created_at,
        first_due_at=row.first_due_at,
        next_due=row.next_due,
        next_time=row.due_time,
        action=row.action or "",
        snooze_until=row.snooze_until,
        recycle_on=row.recycle_on,
        reasons=due.reasons(facts, desk.today()),
        since=due.days(facts),
    )


def exist() -> bool:
    """Whether the book holds any lead at all."""
    return bool(Lead.select(Lead.id).where(Lead.deleted_at.is_null()).exists())


def count(desk: Desk, wanted: Filter = EVERYTHING) -> int:
    """How many leads pass the filter."""
    return int(Lead.select().where(Lead.deleted_at.is_null(), *conditions(desk, wanted)).count())


def owners() -> list[str]:
    """Everybody who sells, by name."""
    return [name for (name,) in Rep.select(Rep.name).where(Rep.is_active).order_by(Rep.name).tuples()]


def present(numbers: Iterable[str]) -> dict[str, int]:
    """The ids behind those of these lead numbers whose lead is there, deleted ones left out."""
    query = Lead.select(Lead.lead_no, Lead.id).where(Lead.lead_no << list(numbers), Lead.deleted_at.is_null())
    return dict(query.tuples())
