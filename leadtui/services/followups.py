"""Contacts made and next steps: logging a follow-up settles the plans it answers and writes the next one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from peewee import ModelSelect

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError, LeadtuiError
from leadtui.domain.terms import Attitude, Channel, IntentChange, Outcome, PlanState
from leadtui.domain.text import LINE_LIMIT, NOTE_LIMIT, clean
from leadtui.domain.when import When
from leadtui.i18n import N_
from leadtui.services import people
from leadtui.store import journal
from leadtui.store.journal import Change
from leadtui.store.models import Customer, FollowUp, Lead, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to do next, by when and by whom (R22); without a day it is noted but never due."""

    action: str = ""
    due: When | None = None
    points: str = ""
    goal: str = ""
    owner: str = ""
    channel: Channel | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was planned."""
        return not (self.action.strip() or self.due or self.points.strip() or self.goal.strip())


NOTHING_PLANNED = NextStep()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDraft:
    """A contact as a rep notes it down; `at` is an instant, now when None."""

    channel: Channel = Channel.CALL
    outcome: Outcome = Outcome.REACHED
    summary: str = ""
    at: datetime | None = None
    feedback: str = ""
    attitude: Attitude | None = None
    intent_change: IntentChange | None = None
    new_need: str = ""
    concern: str = ""
    decision_progress: str = ""
    next_step: NextStep = NOTHING_PLANNED


def record(desk: Desk, lead_id: int, draft: FollowUpDraft) -> int:
    """Save a contact made (R18–R22), complete the plans it answers, write the next plan; the follow-up's id.

    Raises LeadtuiError where a contact that reached somebody has no summary, or lies in the future.
    """
    with journal.change(desk, N_("Log follow-up: {customer}"), customer=customer_of(lead_id)) as change:
        return record_within(change, lead_id, draft)


def record_many(
    desk: Desk, leads: Iterable[int], draft: FollowUpDraft, *, said: Mapping[int, str] = MappingProxyType({})
) -> int:
    """Save the same contact for each of these leads, with a record and a plan of its own, in one change; how many.

    `said` is the summary of those leads that were told something of their own.
    """
    wanted = list(dict.fromkeys(leads))
    with journal.change(desk, N_("Log follow-up: {count} leads"), count=len(wanted)) as change:
        for lead_id in wanted:
            record_within(change, lead_id, replace(draft, summary=said.get(lead_id, draft.summary)))
    return len(wanted)


def no_answer(desk: Desk, leads: Iterable[int]) -> int:
    """Note that these customers were tried and did not answer, each by its usual channel; plans stay. How many."""
    wanted = list(dict.fromkeys(leads))
    told: dict[str, object] = {"count": len(wanted)}
    name = N_("No answer: {count} leads")
    if len(wanted) == 1:
        name, told = N_("No answer: {customer}"), {"customer": customer_of(wanted[0])}
    with journal.change(desk, name, **told) as change:
        for lead_id in wanted:
            record_within(change, lead_id, FollowUpDraft(channel=usual_channel(lead_id), outcome=Outcome.NO_ANSWER))
    return len(wanted)


def usual_channel(lead_id: int) -> Channel:
    """The planned channel, else the one of the last contact, else a call."""
    planned = open_plans(lead_id).where(Plan.channel.is_null(False)).first()
    if planned is not None:
        return Channel(planned.channel)
    last = FollowUp.select(FollowUp.channel).where(FollowUp.lead == lead_id).order_by(-FollowUp.at, -FollowUp.id)
    channel = last.limit(1).scalar()
    return Channel(channel) if channel and channel != Channel.OTHER else Channel.CALL


def record_within(change: Change, lead_id: int, draft: FollowUpDraft) -> int:
    """The same as part of a change under way."""
    follow_up, at = _note_down(change, lead_id, draft, draft.at or change.desk.now())
    if draft.outcome.is_effective:
        _settle(change, lead_id, at.astimezone(change.desk.zone).date())
    if not draft.next_step.is_empty:
        write_plan(change, lead_id, draft.next_step, follow_up)
    return follow_up


def correct(desk: Desk, follow_up_id: int, draft: FollowUpDraft) -> int:
    """Correct a record by a new one that stands in its place (R18); the old one stays readable. The new one's id.

    Without a time it keeps that of the old one; plans stay as they are, but for a next step that is given.
    Raises LeadtuiError where the record is gone or was corrected already.
    """
    wrong = FollowUp.get_or_none(FollowUp.id == follow_up_id)
    if wrong is None:
        raise LeadtuiError(N_("There is no such record to correct."))
    if FollowUp.select().where(FollowUp.corrects == follow_up_id).exists():
        raise LeadtuiError(N_("This record was corrected already; correct the newer one."))
    lead_id = wrong.lead_id
    with journal.change(desk, N_("Correct follow-up: {customer}"), customer=customer_of(lead_id)) as change:
        follow_up, _at = _note_down(change, lead_id, draft, draft.at or wrong.at, corrects=follow_up_id)
        if not draft.next_step.is_empty:
            write_plan(change, lead_id, draft.next_step, follow_up)
    return follow_up


def nth(lead_id: int, number: int) -> int:
    """The id of a lead's follow-up by its number in `show`, counted from 1 on; LeadtuiError where there is none."""
    query = FollowUp.select(FollowUp.id).where(FollowUp.lead == lead_id).order_by(FollowUp.id)
    found = query.offset(number - 1).limit(1).scalar() if number > 0 else None
    if found is None:
        raise LeadtuiError(N_("There is no such record to correct."))
    return int(found)


def _note_down(
    change: Change, lead_id: int, draft: FollowUpDraft, at: datetime, *, corrects: int | None = None
) -> tuple[int, datetime]:
    desk = change.desk
    if at > desk.now() + timedelta(minutes=1):
        raise LeadtuiError(N_("A contact cannot be noted before it was made. Give a time that has passed."))
    summary = clean(draft.summary, limit=NOTE_LIMIT, multiline=True)
    if draft.outcome.is_effective and not summary:
        raise FieldError("summary", N_("What was said? A follow-up needs a summary."))
    follow_up = change.insert(
        FollowUp,
        lead=lead_id,
        at=at,
        channel=draft.channel,
        outcome=draft.outcome,
        summary=summary,
        feedback=_note(draft.feedback),
        attitude=draft.attitude,
        intent_change=draft.intent_change,
        new_need=_note(draft.new_need),
        concern=_note(draft.concern),
        decision_progress=_note(draft.decision_progress),
        by=people.rep(change, desk.me),
        recorded_at=desk.now(),
        corrects=corrects,
    )
    return follow_up, at


def plan(desk: Desk, lead_id: int, step: NextStep) -> None:
    """Write a next step without a contact, in place of the lead's present one."""
    with journal.change(desk, N_("Plan next step: {customer}"), customer=customer_of(lead_id)) as change:
        for row in open_plans(lead_id):
            change.update(Plan, row.id, state=PlanState.CANCELLED)
        write_plan(change, lead_id, step)


def reschedule(desk: Desk, lead_id: int, due: When) -> None:
    """Move the lead's nearest plan to another day; a lead with none gets a plan for that day."""
    with journal.change(desk, N_("Reschedule: {customer}"), customer=customer_of(lead_id)) as change:
        nearest = open_plans(lead_id).first()
        if nearest is None:
            write_plan(change, lead_id, NextStep(due=due))
        else:
            move_plan(change, nearest.id, due)


def complete(desk: Desk, lead_id: int) -> None:
    """Mark the lead's nearest plan done; its record is asked for until there is one. LeadtuiError when it has none."""
    with journal.change(desk, N_("Mark done: {customer}"), customer=customer_of(lead_id)) as change:
        nearest = open_plans(lead_id).first()
        if nearest is None:
            raise LeadtuiError(N_("This lead has no open plan to mark done."))
        change.update(Plan, nearest.id, state=PlanState.DONE, marked_at=desk.now())


def cancel(desk: Desk, lead_id: int) -> None:
    """Give up the lead's nearest plan; LeadtuiError when it has none."""
    with journal.change(desk, N_("Cancel next step: {customer}"), customer=customer_of(lead_id)) as change:
        nearest = open_plans(lead_id).first()
        if nearest is None:
            raise LeadtuiError(N_("This lead has no open plan to cancel."))
        change.update(Plan, nearest.id, state=PlanState.CANCELLED)


def snooze(desk: Desk, lead_id: int, until: date, reason: str) -> None:
    """Keep the lead off the due list until a day, for a reason."""
    with journal.change(desk, N_("Snooze: {customer}"), customer=customer_of(lead_id)) as change:
        snooze_within(change, lead_id, until, reason)


def snooze_within(change: Change, lead_id: int, until: date, reason: str) -> None:
    """The same as part of a change under way."""
    reason = clean(reason, limit=LINE_LIMIT)
    if not reason:
        raise LeadtuiError(N_("Why? A snooze needs a reason."))
    if until <= change.desk.today():
        raise LeadtuiError(N_("A snooze ends on a coming day; {day} has come."), day=until)
    change.update(Lead, lead_id, snooze_until=until, snooze_reason=reason)


def customer_of(lead_id: int) -> str:
    """The name of a lead's customer; LeadtuiError when the lead is gone."""
    name = Customer.select(Customer.name).join(Lead).where(Lead.id == lead_id, Lead.deleted_at.is_null()).scalar()
    if name is None:
        raise LeadtuiError(N_("This lead is no longer there; somebody deleted it."))
    return str(name)


def _settle(change: Change, lead_id: int, day: date) -> None:
    """Complete the plans that a contact on `day` answers."""
    for row in open_plans(lead_id).where(Plan.due <= day):
        change.update(Plan, row.id, state=PlanState.DONE)


def open_plans(lead_id: int) -> ModelSelect:
    """The plans of a lead that have a day and are still to do, the nearest first."""
    return (
        Plan.select()
        .where(Plan.lead == lead_id, Plan.state == PlanState.PLANNED, Plan.due.is_null(False))
        .order_by(Plan.due, Plan.due_time.is_null(), Plan.due_time, Plan.id)
    )


def move_plan(change: Change, plan_id: int, due: When) -> None:
    """Put a plan on another day, and at the time named with it."""
    change.update(Plan, plan_id, due=due.day, due_time=_clock(due))


def write_plan(change: Change, lead_id: int, step: NextStep, follow_up: int | None = None) -> None:
    """Write the next step of a lead; its owner does it unless somebody else is named."""
    lead = Lead.select(Lead.owner).where(Lead.id == lead_id).get()
    change.insert(
        Plan,
        lead=lead_id,
        due=step.due.day if step.due else None,
        due_time=_clock(step.due) if step.due else None,
        channel=step.channel,
        points=_note(step.points),
        goal=_note(step.goal),
        action=clean(step.action, limit=LINE_LIMIT),
        owner=people.rep(change, step.owner) or lead.owner_id,
        follow_up=follow_up,
        created_at=change.desk.now(),
    )


def _clock(when: When) -> str | None:
    return f"{when.time:%H:%M}" if when.time else None


def _note(text: str) -> str:
    return clean(text, limit=NOTE_LIMIT, multiline=True)
