"""Commands about contacts made and next steps: log, plan, snooze."""

from argparse import Namespace
from datetime import datetime, time

from leadtui.cli import output
from leadtui.cli.words import checked, optional_term, term, when
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, UsageError
from leadtui.domain.terms import Attitude, Channel, IntentChange, Outcome
from leadtui.domain.when import When, describe_when
from leadtui.i18n import N_, _
from leadtui.services import followups, leads
from leadtui.services.detail import detail
from leadtui.services.followups import FollowUpDraft, NextStep


def log(desk: Desk, wanted: Namespace) -> int:
    """Save a contact made, or a correction, and the next step with it; the step's day is echoed with its weekday."""
    step = NextStep(
        action=wanted.next,
        due=when(wanted.due, desk),
        points=wanted.points,
        goal=wanted.goal,
        owner=_rep(wanted.next_owner, desk),
        channel=optional_term(Channel, wanted.next_channel),
    )
    draft = FollowUpDraft(
        channel=term(Channel, wanted.channel),
        outcome=optional_term(Outcome, wanted.outcome) or Outcome.REACHED,
        summary=wanted.summary,
        at=_instant(when(wanted.at, desk, ahead=False), desk),
        feedback=wanted.feedback,
        attitude=optional_term(Attitude, wanted.attitude),
        intent_change=optional_term(IntentChange, wanted.intent_change),
        new_need=wanted.new_need,
        concern=wanted.concern,
        decision_progress=wanted.decision_progress,
        next_step=step,
    )
    lead_id = leads.find(wanted.lead_no)
    if wanted.corrects is None:
        followups.record(desk, lead_id, draft)
    else:
        followups.correct(desk, followups.nth(lead_id, wanted.corrects), draft)
    _tell(step, desk)
    return DONE


def _instant(made: When | None, desk: Desk) -> datetime | None:
    """When a contact was made; today without a time means now, another day its beginning."""
    if made is None or (made.time is None and made.day == desk.today()):
        return None
    return desk.instant(made.day, made.time or time(0))


def _rep(name: str | None, desk: Desk) -> str:
    return checked({"owner": name}, desk)["owner"] if name else ""


def _tell(step: NextStep, desk: Desk) -> None:
    if step.due:
        day = describe_when(step.due, desk.today())
        output.narrate(_("Next step: {step}").format(step=f"{day} {step.action}".strip()))
    elif not step.is_empty:
        output.narrate(_("The next step has no day: it is noted, but never due."))


def plan(desk: Desk, wanted: Namespace) -> int:
    """Set the next step, or close the present one; what is not said stays as it was."""
    due = when(wanted.due, desk)
    said = (wanted.text, wanted.owner, wanted.channel, wanted.points, wanted.goal)
    says_what = any(each is not None for each in said)
    closes = wanted.done or wanted.cancel
    if closes == bool(due or says_what):
        raise UsageError(N_("Give --due, --text or --owner for a next step, or else one of --done and --cancel."))
    lead_id = leads.find(wanted.lead_no)
    if wanted.done:
        followups.complete(desk, lead_id)
    elif wanted.cancel:
        followups.cancel(desk, lead_id)
    elif due and not says_what:
        followups.reschedule(desk, lead_id, due)
        _tell(NextStep(due=due), desk)
    else:
        step = _changed(desk, lead_id, due, wanted)
        followups.plan(desk, lead_id, step)
        _tell(step, desk)
    return DONE


def _changed(desk: Desk, lead_id: int, due: When | None, wanted: Namespace) -> NextStep:
    """The present next step with what the call says about it."""
    channel = optional_term(Channel, wanted.channel)
    present = next((plan for plan in detail(desk, lead_id).open_plans if plan.due), None)
    said = NextStep(
        action=wanted.text or "",
        due=due,
        owner=_rep(wanted.owner, desk),
        channel=channel,
        points=wanted.points or "",
        goal=wanted.goal or "",
    )
    if present is None:
        return said
    at = time.fromisoformat(present.due_time) if present.due_time else None
    return NextStep(
        action=present.action if wanted.text is None else said.action,
        due=due or (When(present.due, at) if present.due else None),
        owner=said.owner,
        channel=channel or present.channel,
        points=present.points if wanted.points is None else said.points,
        goal=present.goal if wanted.goal is None else said.goal,
    )


def snooze(desk: Desk, wanted: Namespace) -> int:
    """Keep a lead off the due list until a day."""
    until = when(wanted.until, desk)
    if until:
        followups.snooze(desk, leads.find(wanted.lead_no), until.day, wanted.reason)
        output.narrate(describe_when(When(until.day), desk.today()))
    return DONE
