"""Writing drafts in one change: parents in one run each, then what hangs on them, by ids known beforehand."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast

from leadtui.domain.identity import company_key, phone_key
from leadtui.domain.terms import PlanState, Source
from leadtui.domain.values import Value
from leadtui.services.imports.drafts import CustomerDraft, LeadDraft
from leadtui.services.imports.placing import REASON
from leadtui.services.imports.rows import Planned, Progress, SheetRow
from leadtui.services.imports.standing import chunks
from leadtui.store import numbers, settings
from leadtui.store.journal import Change
from leadtui.store.models import (
    Amendment,
    Contact,
    Customer,
    FollowUp,
    ImportedRow,
    Lead,
    LeadTag,
    Objection,
    Plan,
    Rep,
    StageChange,
    Tag,
)

T = TypeVar("T")
Ids = Mapping[int, int]
_PARTS = 10


def write(change: Change, drafts: Sequence[LeadDraft], progress: Progress) -> None:
    """Write everything that the drafts hold; `progress` hears of each of the parts."""
    reps = _reps(change, drafts)
    _write_customers(change, drafts)
    progress(2, _PARTS)
    leads = _write_leads(change, drafts, reps)
    progress(4, _PARTS)
    follow_ups = _write_records(change, drafts, leads, reps)
    progress(6, _PARTS)
    _write_plans(change, drafts, leads, follow_ups, reps)
    _write_placings(change, drafts, leads, reps)
    progress(8, _PARTS)
    _write_talks(change, drafts, leads)
    _write_tags(change, drafts, leads)
    marks = _each(drafts, leads, lambda draft: draft.prints)
    change.insert_many(
        ImportedRow,
        [{"fingerprint": mark, "lead": lead, "follow_up": follow_ups.get(id(row))} for lead, (mark, row) in marks],
    )
    progress(9, _PARTS)


def _each(drafts: Sequence[LeadDraft], leads: Ids, held: Callable[[LeadDraft], Iterable[T]]) -> Iterator[tuple[int, T]]:
    """What hangs on each draft, with the id of its lead."""
    for draft in drafts:
        for one in held(draft):
            yield leads[id(draft)], one


def _reps(change: Change, drafts: Sequence[LeadDraft]) -> dict[str, int]:
    """The ids of everybody whom the rows name; who is new comes to be known."""
    names = {change.desk.me, *(draft.owner for draft in drafts)}
    names.update(name for draft in drafts for _mark, row in draft.prints for name in (row.owner, row.by))
    known: dict[str, int] = {name: rep for name, rep in Rep.select(Rep.name, Rep.id).tuples()}
    missing = sorted(names - known.keys() - {""})
    ids = change.insert_many(Rep, [{"name": name} for name in missing], keep=True)
    return known | dict(zip(missing, ids, strict=True))


def _write_customers(change: Change, drafts: Sequence[LeadDraft]) -> None:
    """Make the customers that are new, bring the others up to date; each draft knows its id afterwards."""
    customers = list({id(draft.customer): draft.customer for draft in drafts}.values())
    new = [customer for customer in customers if customer.id is None]
    _give_numbers(change, new)
    rows = [
        {**each.values, "name_key": company_key(str(each.values["name"])), "created_at": each.created_at}
        for each in new
    ]
    for customer, row_id in zip(new, change.insert_many(Customer, rows), strict=True):
        customer.id = row_id
    made = {id(customer) for customer in new}
    for customer in customers:
        if customer.values and id(customer) not in made:
            change.update(Customer, cast(int, customer.id), **cast(dict[str, Any], customer.values))
    _write_people(change, customers)


def _give_numbers(change: Change, new: Sequence[CustomerDraft]) -> None:
    """Keep the sheet's customer numbers that are free; the others get one of the day they were met."""
    given = [str(number) for each in new if (number := each.values.get("customer_no"))]
    used: set[str] = set()
    for some in chunks(given):
        query = Customer.select(Customer.customer_no).where(Customer.customer_no << some)
        used.update(number for (number,) in query.tuples())
    without: dict[date, list[CustomerDraft]] = defaultdict(list)
    for each in new:
        number = str(each.values.get("customer_no") or "")
        if number and number not in used:
            used.add(number)
        else:
            without[each.created_at.astimezone(change.desk.zone).date()].append(each)
    for day, some_of_day in without.items():
        block = numbers.customer_numbers(day, len(some_of_day), used)
        for each, number in zip(some_of_day, block, strict=True):
            each.values["customer_no"] = number


def _write_people(change: Change, customers: Sequence[CustomerDraft]) -> None:
    new: list[dict[str, object]] = []
    for customer in customers:
        for place, person in enumerate(customer.people):
            key = phone_key(str(person.get("phone", "")))
            row_id = person.get("id")
            if row_id is None:
                new.append({**person, "customer": customer.id, "phone_key": key, "is_primary": place == 0})
            elif person != customer.known[cast(int, row_id)]:
                known = customer.known[cast(int, row_id)]
                changes: dict[str, Any] = {name: value for name, value in person.items() if value != known[name]}
                change.update(Contact, cast(int, row_id), **changes, phone_key=key)
    change.insert_many(Contact, new)


def _write_leads(change: Change, drafts: Sequence[LeadDraft], reps: Mapping[str, int]) -> dict[int, int]:
    """The id of each draft's lead by the draft's identity."""
    new = [draft for draft in drafts if draft.id is None]
    _give_lead_numbers(change, new)
    rows = [_lead(draft, reps) | {"created_by": reps[change.desk.me]} for draft in new]
    made = change.insert_many(
        Lead, [row | {"customer": draft.customer.id} for draft, row in zip(new, rows, strict=True)]
    )
    leads = {id(draft): row_id for draft, row_id in zip(new, made, strict=True)}
    for draft in drafts:
        if draft.id is None:
            continue
        leads[id(draft)] = draft.id
        if draft.values:
            change.update(Lead, draft.id, **_lead(draft, reps))
    return leads


def _lead(draft: LeadDraft, reps: Mapping[str, int]) -> dict[str, Any]:
    values: dict[str, Any] = dict(draft.values)
    if "owner" in values:
        values["owner"] = reps.get(draft.owner)
    return values


def _give_lead_numbers(change: Change, new: Sequence[LeadDraft]) -> None:
    reserved = {str(draft.values["lead_no"]) for draft in new if "lead_no" in draft.values}
    without: dict[tuple[date, Source], list[LeadDraft]] = defaultdict(list)
    for draft in new:
        if "lead_no" not in draft.values:
            day = cast(datetime, draft.values["created_at"]).astimezone(change.desk.zone).date()
            without[day, cast(Source, draft.values.get("source", Source.OTHER))].append(draft)
    template = settings.number_template()
    for (day, source), some in without.items():
        block = numbers.lead_numbers(day, settings.source_code(source), len(some), reserved, template)
        for draft, number in zip(some, block, strict=True):
            draft.values["lead_no"] = number


def _write_records(change: Change, drafts: Sequence[LeadDraft], leads: Ids, reps: Mapping[str, int]) -> dict[int, int]:
    """The id of each row's follow-up by the row's identity."""
    records = list(_each(drafts, leads, lambda draft: draft.records))
    ids = change.insert_many(FollowUp, [_record(lead, row, reps) for lead, row in records])
    return {id(row): row_id for (_lead_id, row), row_id in zip(records, ids, strict=True)}


def _record(lead: int, row: SheetRow, reps: Mapping[str, int]) -> dict[str, object]:
    told = row.record
    assert told is not None
    return {
        "lead": lead,
        "at": told.at,
        "channel": told.channel,
        "outcome": told.outcome,
        "summary": told.summary,
        "feedback": told.feedback,
        "attitude": told.attitude,
        "intent_change": told.intent_change,
        "new_need": told.new_need,
        "concern": told.concern,
        "decision_progress": told.decision_progress,
        "by": reps.get(row.by or row.owner),
        "recorded_at": told.at,
        "is_imported": True,
    }


def _write_plans(
    change: Change, drafts: Sequence[LeadDraft], leads: Ids, follow_ups: Ids, reps: Mapping[str, int]
) -> None:
    for draft in drafts:
        for plan in draft.settled:
            change.update(Plan, plan, state=PlanState.DONE)
    rows = []
    for draft in drafts:
        for row, state in draft.plans:
            planned = cast(Planned, row.plan)
            is_moved = draft.moved_to is not None and state is PlanState.PLANNED
            rows.append(
                {
                    "lead": leads[id(draft)],
                    "due": draft.moved_to if is_moved else planned.due and planned.due.day,
                    "due_time": f"{planned.due.time:%H:%M}" if planned.due and planned.due.time else None,
                    "action": planned.action,
                    "points": planned.points,
                    "goal": planned.goal,
                    "owner": reps.get(row.owner or draft.owner),
                    "state": state,
                    "follow_up": follow_ups.get(id(row)),
                    "created_at": row.record.at if row.record else change.desk.now(),
                }
            )
    change.insert_many(Plan, rows)


def _write_placings(change: Change, drafts: Sequence[LeadDraft], leads: Ids, reps: Mapping[str, int]) -> None:
    rows = []
    for draft in drafts:
        if place := draft.placing:
            came_from = draft.came_from or (None, None)
            last = place.stage, place.status, draft.values["stage_since"]
            for stage, status, at in (*(() if draft.came_from else place.before), last):
                rows.append(
                    {
                        "lead": leads[id(draft)],
                        "from_stage": came_from[0],
                        "to_stage": stage,
                        "from_status": came_from[1],
                        "to_status": status,
                        "reason": REASON,
                        "skipped": place.skipped if (stage, status) == last[:2] else "",
                        "by": reps[change.desk.me],
                        "at": at,
                    }
                )
                came_from = stage, status
    change.insert_many(StageChange, rows)


def _write_talks(change: Change, drafts: Sequence[LeadDraft], leads: Ids) -> None:
    """Objections and amendments, each as the sheet words it."""
    now = change.desk.now()
    objections = _each(drafts, leads, lambda draft: draft.objections)
    change.insert_many(
        Objection,
        [{"lead": lead, "text": text, "progress": more, "created_at": now} for lead, (text, more) in objections],
    )
    amendments = _each(drafts, leads, lambda draft: draft.amendments)
    change.insert_many(
        Amendment,
        [{"lead": lead, "text": text, "reason": more, "created_at": now} for lead, (text, more) in amendments],
    )


def _write_tags(change: Change, drafts: Sequence[LeadDraft], leads: Ids) -> None:
    names = sorted({tag for draft in drafts for tag in draft.tags})
    known: dict[str, Value] = {}
    for some in chunks(names):
        known.update(Tag.select(Tag.name, Tag.id).where(Tag.name << some).order_by(-Tag.id).tuples())
    missing = [name for name in names if name not in known]
    known.update(zip(missing, change.insert_many(Tag, [{"name": name} for name in missing], keep=True), strict=True))
    pairs = _each(drafts, leads, lambda draft: draft.tags)
    change.insert_many(LeadTag, [{"lead": lead, "tag": known[tag]} for lead, tag in pairs])
