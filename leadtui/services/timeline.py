"""Everything that happened to a lead in one order, newest first: contacts, plans, moves, milestones, objections, the
contract's steps, where it came from and what was corrected. Screen and command line tell the same one (R18, R25, R26).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.fields import BY_KEY, FOLLOW_UP_FIELDS, Entity
from leadtui.domain.gates import skipped_labels
from leadtui.domain.terms import Outcome, PlanState, Stage, Term
from leadtui.domain.values import shown
from leadtui.i18n import NP_, _, ngettext
from leadtui.services import timeline_journal
from leadtui.services.detail import FollowUpCard, LeadDetail, PlanCard, StageCard, detail, plan_card
from leadtui.services.timeline_journal import Trail
from leadtui.store.models import Amendment, Confirmation, Objection, Plan, Rep


class Kind(Term):
    """What sort of thing happened; a reader chooses the kinds to see."""

    FOLLOW_UP = "follow_up", NP_("timeline", "Contacts")
    PLAN = "plan", NP_("timeline", "Plans")
    STAGE = "stage", NP_("timeline", "Stages")
    MILESTONE = "milestone", NP_("timeline", "Milestones")
    OBJECTION = "objection", NP_("timeline", "Objections")
    CONTRACT = "contract", NP_("timeline", "Proposal & contract")
    CONFIRMATION = "confirmation", NP_("timeline", "Confirmations")
    ORIGIN = "origin", NP_("timeline", "Imports & hand-overs")
    CORRECTED = "corrected", NP_("timeline", "Corrected records")
    EDIT = "edit", NP_("timeline", "Edits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `title` with `old` and `new`, where something changed, is its one line; `texts` are
    what was said or written. Midnight stands for a time nobody noted. `entity` and `row_id` name the record behind it,
    `card` the follow-up."""

    at: datetime
    kind: Kind
    title: str
    old: str = ""
    new: str = ""
    texts: tuple[str, ...] = ()
    by: str = ""
    entity: Entity | None = None
    row_id: int = 0
    card: FollowUpCard | None = None


def told(desk: Desk, lead_id: int, *, reveal: bool = False) -> tuple[LeadDetail, tuple[Event, ...]]:
    """A lead whole and its timeline; LeadtuiError when it is gone."""
    lead = detail(desk, lead_id, reveal=reveal)
    return lead, events(desk, lead)


def events(desk: Desk, lead: LeadDetail) -> tuple[Event, ...]:
    """The timeline of a lead, newest first, in a fixed number of queries whatever its length."""
    lead_id = lead.row.id
    trail = timeline_journal.trail(lead_id)
    names = dict(Rep.select(Rep.id, Rep.name).tuples())
    found = [
        *_journal(trail, names, desk),
        *_origin(trail),
        *(_stage(card) for card in reversed(lead.stage_changes)),
        *_plans(lead_id, names, trail, desk),
        *_contract(lead, desk),
        *_amendments(lead_id, trail),
        *_objections(lead_id, trail),
        *_milestones(lead, desk),
        *_confirmations(lead_id, names, desk),
        *(_follow_up(card, desk) for card in reversed(lead.follow_ups)),
    ]
    # What happened at one moment stands in the order above, the first of it lowest.
    order = sorted(enumerate(found), key=lambda each: (each[1].at, each[0]), reverse=True)
    return tuple(event for _place, event in order)


def counts(happened: Iterable[Event]) -> dict[Kind, int]:
    """How many events there are of each kind that occurs, in the order of the kinds."""
    kinds = [event.kind for event in happened]
    return {kind: kinds.count(kind) for kind in Kind if kind in kinds}


def of_kind(happened: Iterable[Event], kind: Kind | None) -> tuple[Event, ...]:
    """The events of one kind, or all of them."""
    return tuple(event for event in happened if kind is None or event.kind is kind)


_SAID = {field.key: field for field in FOLLOW_UP_FIELDS}


def _follow_up(card: FollowUpCard, desk: Desk) -> Event:
    marks = [card.channel.label]
    if card.outcome is not Outcome.REACHED:
        marks.append(card.outcome.label)
    if card.attitude:
        marks.append(card.attitude.label)
    if card.intent_change:
        marks.append(_("intent {change}").format(change=card.intent_change.label))
    noted = card.recorded_at.astimezone(desk.zone).date()
    if card.is_imported:
        marks.append(_("from a sheet"))
    elif noted > card.at.astimezone(desk.zone).date():
        marks.append(_("noted {day}").format(day=noted))
    if card.corrects:
        marks.append(_("corrects #{no}").format(no=card.corrects))
    if card.corrected_by:
        marks.append(_("corrected by #{no}").format(no=card.corrected_by))
    extras = [(key, getattr(card, key)) for key in ("new_need", "concern", "decision_progress", "feedback")]
    return Event(
        at=card.at,
        kind=Kind.CORRECTED if card.corrected_by else Kind.FOLLOW_UP,
        title=" · ".join(marks),
        texts=tuple(filter(None, (card.summary, *(_labelled(_SAID[key].label, text) for key, text in extras)))),
        by=card.by,
        entity=Entity.FOLLOW_UP,
        row_id=card.id,
        card=card,
    )


def _labelled(label: str, text: str) -> str:
    return f"{label}  {text}" if text else ""


def _stage(card: StageCard) -> Event:
    # What an import writes for a reason is a word of ours, not of a person.
    reason = _("import") if card.reason == stages.BY_IMPORT else card.reason
    if card.skipped:
        fields = _(", ").join(skipped_labels(card.skipped))
        reason = _("{reason} (skipped: {fields})").format(reason=reason, fields=fields)
    title, old, new = _("captured"), "", ""
    if card.from_stage is card.to_stage:
        title, old, new = _("Status"), card.from_status.label if card.from_status else "", card.to_status.label
    elif card.from_stage is not None:
        title, old, new = "", card.from_stage.label, card.to_stage.label
    elif card.to_stage is not Stage.CAPTURED:
        title, new = "", card.to_stage.label
    return Event(
        at=card.at, kind=Kind.STAGE, title=title, old=old, new=new, texts=(reason,) if reason else (), by=card.by
    )


def _plans(lead_id: int, names: dict[int, str], trail: Trail, desk: Desk) -> Iterator[Event]:
    """Each plan as it was made, and what became of it."""
    cards = {row.id: (row, plan_card(row, names)) for row in Plan.select().where(Plan.lead == lead_id)}
    followed = {step.row_id for step in trail.updates("plan") if "state" in step.after}
    for row, card in cards.values():
        # What became of an imported plan stands in no change of its own.
        is_settled = card.state is not PlanState.PLANNED and row.id not in followed
        first = trail.first_image("plan", row.id)
        yield Event(
            at=row.created_at,
            kind=Kind.PLAN,
            title=_("Planned for {day}").format(day=_day(first.get("due", card.due), desk)),
            new=card.state.label if is_settled else "",
            texts=_plan_texts(card),
            by=trail.made_by.get(("plan", row.id), ""),
            entity=Entity.PLAN,
            row_id=row.id,
        )
    for step in trail.updates("plan"):
        if step.row_id not in cards:
            continue
        card = cards[step.row_id][1]
        title, old, new = _plan_step(step.before, step.after, desk)
        if title:
            yield Event(
                at=step.at,
                kind=Kind.PLAN,
                title=title,
                old=old,
                new=new,
                texts=(card.action,) if card.action else (),
                by=step.by,
                entity=Entity.PLAN,
                row_id=step.row_id,
            )


def _plan_texts(card: PlanCard) -> tuple[str, ...]:
    points = _("Points: {text}").format(text=card.points) if card.points else ""
    goal = _("Goal: {text}").format(text=card.goal) if card.goal else ""
    return tuple(filter(None, (card.action, points, goal)))


def _plan_step(before: dict[str, object], after: dict[str, object], desk: Desk) -> tuple[str, str, str]:
    words = {"done": _("Plan done"), "cancelled": _("Plan cancelled"), "planned": _("Plan reopened")}
    if "state" in after:
        return words.get(str(after["state"]), ""), "", ""
    if "due" in after:
        return _("Rescheduled"), _day(before["due"], desk), _day(after["due"], desk)
    return (_("Plan changed"), "", "") if {"action", "points", "goal", "channel", "owner"} & after.keys() else ("",) * 3


def _day(value: object, desk: Desk) -> str:
    day = timeline_journal.as_day(value)
    return day.isoformat() if day else _("no day set")


def _contract(lead: LeadDetail, desk: Desk) -> Iterator[Event]:
    """The steps that carry a day of their own: proposal and contract sent, signed, delivered."""
    for key in ("proposal_sent_at", "contract_sent_on", "signed_on", "delivered_on"):
        value = lead.fields[key]
        if not value:
            continue
        beside = {"proposal_sent_at": "quote_amount", "signed_on": "contract_amount"}.get(key)
        amount = shown(BY_KEY[beside], lead.fields[beside], desk) if beside else ""
        at = value if isinstance(value, datetime) else _midnight(value, desk)
        yield Event(at=at, kind=Kind.CONTRACT, title=BY_KEY[key].label, new=amount)


def _midnight(day: object, desk: Desk) -> datetime:
    found = timeline_journal.as_day(day)
    assert found is not None
    return datetime.combine(found, time(0), desk.zone).astimezone(UTC)


def _amendments(lead_id: int, trail: Trail) -> Iterator[Event]:
    for row in Amendment.select().where(Amendment.lead == lead_id).order_by(Amendment.id):
        yield Event(
            at=row.created_at,
            kind=Kind.CONTRACT,
            title=_("Terms amended"),
            texts=tuple(filter(None, (row.text, row.reason))),
            by=trail.made_by.get(("amendment", row.id), ""),
            entity=Entity.AMENDMENT,
            row_id=row.id,
        )


def _objections(lead_id: int, trail: Trail) -> Iterator[Event]:
    rows = {row.id: row for row in Objection.select().where(Objection.lead == lead_id).order_by(Objection.id)}

    def event(row: Objection, at: datetime, by: str, old: str, new: str, *texts: str) -> Event:
        return Event(
            at=at,
            kind=Kind.OBJECTION,
            title=_("Objection"),
            old=old,
            new=new,
            texts=tuple(filter(None, texts)),
            by=by,
            entity=Entity.OBJECTION,
            row_id=row.id,
        )

    for row in rows.values():
        yield event(row, row.created_at, trail.made_by.get(("objection", row.id), ""), "", "", row.text)
    for step in trail.updates("objection"):
        if step.row_id in rows and {"state", "progress", "text"} & step.after.keys():
            old, new = (timeline_journal.objection_state(image) for image in (step.before, step.after))
            texts = (rows[step.row_id].text, str(step.after.get("progress", "")))
            yield event(rows[step.row_id], step.at, step.by, old, new, *texts)


def _milestones(lead: LeadDetail, desk: Desk) -> Iterator[Event]:
    for card in reversed(lead.milestones):
        yield Event(
            at=_midnight(card.on, desk),
            kind=Kind.MILESTONE,
            title=card.kind.label,
            texts=(card.note,) if card.note else (),
            entity=Entity.MILESTONE,
            row_id=card.id,
        )


def _confirmations(lead_id: int, names: dict[int, str], desk: Desk) -> Iterator[Event]:
    for row in Confirmation.select().where(Confirmation.lead == lead_id).order_by(Confirmation.id):
        yield Event(
            at=_midnight(row.on, desk),
            kind=Kind.CONFIRMATION,
            title=_("Confirmed: {subject}").format(subject=timeline_journal.confirmed(row.subject)),
            by=names.get(row.by_id, ""),
            entity=Entity.CONFIRMATION,
            row_id=row.id,
        )


def _origin(trail: Trail) -> Iterator[Event]:
    """The sheets that brought the lead or more of it, and the merges it went through."""
    for entry in trail.brought:
        count = entry.records
        brought = ngettext("{count} record", "{count} records", count).format(count=count) if count else ""
        yield Event(at=entry.at, kind=Kind.ORIGIN, title=entry.name, texts=(brought,) if brought else (), by=entry.by)


def _journal(trail: Trail, names: dict[int, str], desk: Desk) -> Iterator[Event]:
    """What only the journal tells of the lead itself: hand-overs, snoozes, acceptance, satisfaction, edits."""
    for step in trail.updates("lead"):
        for key in step.after:
            tell = _TOLD.get(key)
            if tell is not None and (event := tell(step, names, desk)) is not None:
                yield event
        changed = timeline_journal.edited(step, desk)
        if changed:
            yield Event(at=step.at, kind=Kind.EDIT, title=_("Edited"), texts=changed, by=step.by)


def _handed_over(step: timeline_journal.Step, names: dict[int, str], _desk: Desk) -> Event:
    old, new = (names.get(int(str(image["owner"] or 0)), _("nobody")) for image in (step.before, step.after))
    titles = {"claimed_at": _("Claimed from the pool"), "released_at": _("Back to the public pool")}
    title = next((titles[key] for key in titles if step.after.get(key)), _("Handed over"))
    reason = str(step.after.get("release_reason") or "")
    texts = (reason,) if reason else ()
    return Event(at=step.at, kind=Kind.ORIGIN, title=title, old=old, new=new, by=step.by, texts=texts)


def _snoozed(step: timeline_journal.Step, _names: dict[int, str], desk: Desk) -> Event | None:
    if not step.after["snooze_until"]:
        return None
    title = _("Snoozed until {day}").format(day=_day(step.after["snooze_until"], desk))
    reason = str(step.after.get("snooze_reason") or "")
    return Event(at=step.at, kind=Kind.PLAN, title=title, texts=(reason,) if reason else (), by=step.by)


def _after_sale(key: str) -> Callable[[timeline_journal.Step, dict[int, str], Desk], Event | None]:
    def tell(step: timeline_journal.Step, _names: dict[int, str], desk: Desk) -> Event | None:
        old, new = (timeline_journal.value_shown(key, image[key], desk) for image in (step.before, step.after))
        if not new:
            return None
        return Event(at=step.at, kind=Kind.CONTRACT, title=BY_KEY[key].label, old=old, new=new, by=step.by)

    return tell


_TOLD: dict[str, Callable[[timeline_journal.Step, dict[int, str], Desk], Event | None]] = {
    "owner": _handed_over,
    "snooze_until": _snoozed,
    "acceptance": _after_sale("acceptance"),
    "satisfaction": _after_sale("satisfaction"),
}
