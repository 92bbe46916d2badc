"""Sample leads into the tables, as the services would have written them: numbers by the template, plans
settled by the contacts that answer them, every move in the history."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from leadtui.domain import numbering
from leadtui.domain.identity import company_key, phone_key
from leadtui.domain.terms import PlanState, Stage, Status, TagDimension
from leadtui.services.capture import FIRST_TOUCH
from leadtui.services.sample.drafts import MINUTE, REPS, Calendar, Draft, Next
from leadtui.store import numbers
from leadtui.store.journal import Change
from leadtui.store.models import (
    Amendment,
    Confirmation,
    Contact,
    Customer,
    FollowUp,
    Lead,
    LeadTag,
    Milestone,
    Objection,
    Plan,
    Rep,
    Row,
    StageChange,
    Tag,
)

_FIRST_TOUCH_MILLIS = FIRST_TOUCH // timedelta(milliseconds=1)
_PLANNED, _DONE = PlanState.PLANNED.value, PlanState.DONE.value

Rows = list[dict[str, object]]


@dataclass(slots=True)
class Known:
    """Who and what stands in the database already: ids of reps by name, of tags by dimension and name."""

    reps: dict[str, int] = field(default_factory=dict)
    tags: dict[tuple[TagDimension, str], int] = field(default_factory=dict)


def write_block(change: Change, drafts: Sequence[Draft], calendar: Calendar, known: Known) -> None:
    """Insert these leads with everything that belongs to them."""
    _learn(change, drafts, known)
    customers = _customers(change, drafts, calendar)
    leads = _leads(change, drafts, customers, calendar, known)
    _write_contacts_made(change, drafts, leads, calendar, known)
    _write_moves(change, drafts, leads, known)
    _write_details(change, drafts, leads, known)


def _learn(change: Change, drafts: Sequence[Draft], known: Known) -> None:
    """Reps and tags on their first mention; undo leaves them, as it does everywhere."""
    if not known.reps:
        ids = change.insert_many(Rep, [{"name": name} for name in REPS], keep=True)
        known.reps.update(zip(REPS, ids, strict=True))
    wanted = dict.fromkeys(tag for draft in drafts for tag in draft.tags if tag not in known.tags)
    rows = [{"dimension": dimension.value, "name": name} for dimension, name in wanted]
    known.tags.update(zip(wanted, change.insert_many(Tag, rows, keep=True), strict=True))


def _numbers(wanted: Sequence[tuple[date, str]], several: Callable[[date, str, int], list[str]]) -> Iterator[str]:
    """A number for each (day, source code), of those that `several` gives for a day and code at once."""
    given = {(day, code): iter(several(day, code, count)) for (day, code), count in Counter(wanted).items()}
    return (next(given[each]) for each in wanted)


def _customers(change: Change, drafts: Sequence[Draft], calendar: Calendar) -> list[int]:
    """The customer id of each draft. Contacts come before the leads, so that each is indexed once."""
    new = [draft for draft in drafts if draft.customer is not None]
    days = [(calendar.day(-draft.ago), "") for draft in new]
    rows: Rows = []
    given = _numbers(days, lambda day, _code, count: numbers.customer_numbers(day, count))
    for draft, customer_no in zip(new, given, strict=True):
        customer = draft.customer or {}
        key = company_key(str(customer["name"]))
        rows.append({"customer_no": customer_no, "name_key": key, "created_at": draft.created, **customer})
    made = iter(change.insert_many(Customer, rows))
    ids: list[int] = []
    for draft in drafts:
        ids.append(next(made) if draft.repurchase_of is None else ids[draft.repurchase_of])
    contacts: Rows = [
        {
            "customer": customer,
            "phone_key": phone_key(str(draft.contact.get("phone", ""))),
            "is_primary": True,
            **draft.contact,
        }
        for draft, customer in zip(drafts, ids, strict=True)
        if draft.repurchase_of is None
    ]
    change.insert_many(Contact, contacts)
    return ids


def _leads(
    change: Change, drafts: Sequence[Draft], customers: Sequence[int], calendar: Calendar, known: Known
) -> range:
    codes = {source.value: code for source, code in numbering.SOURCE_CODES.items()}
    wanted = [(calendar.day(-draft.ago), codes[str(draft.lead["source"])]) for draft in drafts]
    given = _numbers(wanted, numbers.lead_numbers)
    rows: Rows = []
    for draft, customer, lead_no in zip(drafts, customers, given, strict=True):
        owner = known.reps[draft.owner]
        rows.append(
            {
                "lead_no": lead_no,
                "customer": customer,
                "created_at": draft.created,
                "created_by": owner,
                "first_contact_at": draft.created,
                "owner": owner,
                "assigned_at": draft.created,
                "first_due_at": draft.created + _FIRST_TOUCH_MILLIS,
                **_standing(draft),
                **draft.lead,
            }
        )
    first = _next_lead_id()
    for draft, row in zip(drafts, rows, strict=True):
        if draft.repurchase_of is not None:
            row["repurchase_of"] = first + draft.repurchase_of
        if draft.referred_by is not None:
            row["referred_by"] = first + draft.referred_by
    return change.insert_many(Lead, rows)


def _next_lead_id() -> int:
    return int(Lead.select(Lead.id).order_by(Lead.id.desc()).limit(1).scalar() or 0) + 1


def _standing(draft: Draft) -> Mapping[str, object]:
    """Stage and status as the last move left them."""
    if not draft.moves:
        return {"stage": Stage.CAPTURED.value, "stage_since": draft.created, "status": Status.PROSPECT.value}
    last = draft.moves[-1]
    before = draft.moves[-2].status if len(draft.moves) > 1 else Status.PROSPECT
    changed = {"status_reason": last.reason} if last.status is not before else {}
    return {"stage": last.stage.value, "stage_since": last.at, "status": last.status.value, **changed}


def _write_contacts_made(
    change: Change, drafts: Sequence[Draft], leads: range, calendar: Calendar, known: Known
) -> None:
    """Follow-ups and plans: a contact that reached somebody completes the plans that were due by its day."""
    rows: Rows = []
    for draft, lead in zip(drafts, leads, strict=True):
        by = known.reps[draft.owner]
        for touch in draft.touches:
            rows.append(
                {
                    "lead": lead,
                    "at": touch.at,
                    "channel": touch.channel.value,
                    "outcome": touch.outcome.value,
                    "summary": touch.summary,
                    "feedback": touch.feedback,
                    "attitude": touch.attitude,
                    "intent_change": touch.intent_change,
                    "by": by,
                    "recorded_at": touch.at + touch.late * MINUTE,
                    **touch.more,
                }
            )
    made = iter(change.insert_many(FollowUp, rows))
    plans: Rows = []
    for draft, lead in zip(drafts, leads, strict=True):
        owner = known.reps[draft.owner]
        own: Rows = [_plan(draft.plan, lead, owner, None, draft.created)] if draft.plan else []
        for touch in draft.touches:
            follow_up = next(made)
            if touch.outcome.is_effective:
                _settle(own, calendar.day(-touch.ago))
            if touch.then:
                at = touch.at + touch.late * MINUTE
                own.append(_plan(touch.then, lead, owner, follow_up, at))
        plans += own
    change.insert_many(Plan, plans)


def _settle(plans: Rows, day: date) -> None:
    for row in plans:
        due = row["due"]
        if isinstance(due, date) and due <= day:
            row["state"] = _DONE


def _plan(step: Next, lead: int, owner: int, follow_up: int | None, at: int) -> dict[str, object]:
    return {
        "lead": lead,
        "due": step.due,
        "due_time": step.time,
        "channel": step.channel and step.channel.value,
        "points": step.points,
        "goal": step.goal,
        "action": step.action,
        "owner": owner,
        "state": _PLANNED,
        "follow_up": follow_up,
        "created_at": at,
    }


def _write_moves(change: Change, drafts: Sequence[Draft], leads: range, known: Known) -> None:
    rows: Rows = []
    for draft, lead in zip(drafts, leads, strict=True):
        by = known.reps[draft.owner]
        stage, status = Stage.CAPTURED.value, Status.PROSPECT.value
        rows.append({"lead": lead, "to_stage": stage, "to_status": status, "by": by, "at": draft.created})
        for move in draft.moves:
            rows.append(
                {
                    "lead": lead,
                    "from_stage": stage,
                    "to_stage": move.stage.value,
                    "from_status": status,
                    "to_status": move.status.value,
                    "reason": move.reason,
                    "by": by,
                    "at": move.at,
                }
            )
            stage, status = move.stage.value, move.status.value
    change.insert_many(StageChange, rows)


def _write_details(change: Change, drafts: Sequence[Draft], leads: range, known: Known) -> None:
    rows: dict[type[Row], Rows] = {model: [] for model in (Milestone, Objection, Amendment, Confirmation, LeadTag)}
    for draft, lead in zip(drafts, leads, strict=True):
        by = known.reps[draft.owner]
        for kind, day, note in draft.milestones:
            rows[Milestone].append({"lead": lead, "kind": kind.value, "on": day, "note": note})
        for text, progress, state, at in draft.objections:
            rows[Objection].append(
                {"lead": lead, "text": text, "progress": progress, "state": state.value, "created_at": at}
            )
        for text, reason, at in draft.amendments:
            rows[Amendment].append({"lead": lead, "text": text, "reason": reason, "created_at": at})
        for subject, day in draft.confirmations:
            rows[Confirmation].append({"lead": lead, "subject": subject, "on": day, "by": by})
        for tag in draft.tags:
            rows[LeadTag].append({"lead": lead, "tag": known.tags[tag]})
    for model, each in rows.items():
        change.insert_many(model, each)
