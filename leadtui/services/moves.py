"""A lead moves from stage to stage, through one rule whatever the path: the gates and their skips (R24, R25)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import gates, stages
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.gates import GateFacts, Gates, Requirement
from leadtui.domain.terms import InvalidReason, LostReason, Outcome, Stage, Status, Validity
from leadtui.domain.text import LINE_LIMIT, clean
from leadtui.i18n import N_, _
from leadtui.services.capture import apply, note_stage
from leadtui.services.entering import read_all
from leadtui.services.followups import customer_of
from leadtui.store import journal, settings
from leadtui.store.around import STANDS
from leadtui.store.journal import Change
from leadtui.store.models import Confirmation, Contact, FollowUp, Lead, Milestone


class GateError(LeadtuiError):
    """A move was refused because the stage demands what is not known yet; `missing` names it."""

    def __init__(self, target: Stage | Status, missing: tuple[Requirement, ...]) -> None:
        super().__init__(
            N_("{target} still needs: {missing}. Set it with the move, or give a reason to skip it."),
            target=target.label,
            missing=_(", ").join(each.label for each in missing),
        )
        self.target = target
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move came to; `status_kept_for`: what the offered status still lacks, so that it stayed."""

    stage: Stage
    status: Status
    offered: Status | None
    status_kept_for: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Goal:
    """Where leads are to stand: another stage, another status, or both; and what is given for it."""

    stage: Stage | None
    status: Status | None
    reason: str
    entered: Mapping[str, str]
    fills_gaps_only: bool
    gates: Gates


def move(
    desk: Desk,
    lead_id: int,
    stage: Stage,
    *,
    status: Status | None = None,
    reason: str = "",
    entered: Mapping[str, str] | None = None,
    expected: int | None = None,
) -> Moved:
    """Move a lead to a stage, with fields and move in one change; every path to a stage comes through here (R24).

    Raises GateError where the stage demands what is missing and no `reason` skips it. Where the status that goes
    with the stage does not hold yet, the status stays and the result says what it lacks.
    """
    return move_many(desk, {lead_id: expected}, stage, status=status, reason=reason, entered=entered)[0]


def move_many(
    desk: Desk,
    cards: Mapping[int, int | None],
    stage: Stage,
    *,
    status: Status | None = None,
    reason: str = "",
    entered: Mapping[str, str] | None = None,
) -> list[Moved]:
    """Move leads (id to the version looked at) as one change: all of them or none; GateError names what any lacks."""
    name, params = told_move(cards, stage.label)
    with journal.change(desk, name, **params) as change:
        return move_within(change, cards, stage, status=status, reason=reason, entered=entered)


def told_move(cards: Collection[int], goes_to: str) -> tuple[str, dict[str, object]]:
    """What undo and history call a move: a msgid and what fills it."""
    if len(cards) == 1:
        return N_("Move to {stage}: {customer}"), {"stage": goes_to, "customer": customer_of(next(iter(cards)))}
    return N_("Move to {stage}: {count} leads"), {"stage": goes_to, "count": len(cards)}


def move_within(
    change: Change,
    cards: Mapping[int, int | None],
    stage: Stage | None,
    *,
    status: Status | None = None,
    reason: str = "",
    entered: Mapping[str, str] | None = None,
) -> list[Moved]:
    """The same as part of a change under way; without a stage only the status changes, through its own gate.

    What is entered for several leads fills only what each of them lacks.
    """
    goal = _Goal(
        stage=stage,
        status=status,
        reason=clean(reason, limit=LINE_LIMIT),
        entered=entered or {},
        fills_gaps_only=len(cards) > 1,
        gates=settings.gates(),
    )
    moved: list[Moved] = []
    refusals: list[GateError] = []
    for lead_id, expected in cards.items():
        try:
            moved.append(_move(change, lead_id, goal, expected))
        except GateError as refusal:
            refusals.append(refusal)
    if refusals:
        missing = {each.key: each for refusal in refusals for each in refusal.missing}
        raise GateError(refusals[0].target, tuple(missing.values()))
    return moved


def _move(change: Change, lead_id: int, goal: _Goal, expected: int | None) -> Moved:
    desk, reason = change.desk, goal.reason
    row = Lead.get_by_id(lead_id)
    stage = goal.stage or Stage(row.stage)
    closing = _closing(stage, reason) if goal.stage else {}
    given = {**closing, **_given(row, stage, goal)}
    apply(change, lead_id, read_all(given, desk), expected, row)
    if given:
        row = Lead.get_by_id(lead_id)
    if goal.stage in stages.CLOSED_OFF and reason and not closing:
        change.update(Lead, lead_id, closing_note=reason, **_under_other(stage, row))
        row = Lead.get_by_id(lead_id)
    facts = gate_facts(row)
    missing = gates.missing_for_stage(stage, facts, goal.gates) if goal.stage else ()
    if missing and not reason:
        raise GateError(stage, missing)
    came_from = (Stage(row.stage), Status(row.status))
    moved = _status_after(came_from, stage, goal, facts)
    why = reason or _offered_reason(stage, moved.status, row)
    change.update(Lead, lead_id, **_state_after(came_from, stage, moved.status, why, desk))
    skipped = ",".join(each.field or each.marked.msgid for each in missing)
    if came_from != (stage, moved.status):
        note_stage(change, lead_id, came_from, (stage, moved.status), why, skipped)
    return moved


def _given(row: Lead, stage: Stage, goal: _Goal) -> Mapping[str, str]:
    """What was entered for this lead: for one of many, only what it lacks itself."""
    if not goal.fills_gaps_only:
        return goal.entered
    facts = gate_facts(row)
    lacking = gates.missing_for_stage(stage, facts, goal.gates) + (
        gates.missing_for_status(goal.status, facts, goal.gates) if goal.status else ()
    )
    gaps = {each.field for each in lacking}
    return {key: text for key, text in goal.entered.items() if key in gaps}


def _state_after(came_from: tuple[Stage, Status], stage: Stage, status: Status, why: str, desk: Desk) -> dict[str, Any]:
    """The fields of a lead that a move to this stage and status sets."""
    after: dict[str, Any] = {"stage": stage, "status": status}
    if stage is not came_from[0]:
        after["stage_since"] = desk.now()
    if status is not came_from[1]:
        after["status_reason"] = why
    if stage is Stage.INVALID:
        after["validity"] = Validity.INVALID
    if came_from[0] in stages.CLOSED_OFF and stage not in stages.CLOSED_OFF:
        # Reactivated: why it was closed stays in the history, and closing it again asks anew.
        after |= {"lost_reason": None, "invalid_reason": None, "closing_note": ""}
    return after


def _closing(stage: Stage, reason: str) -> dict[str, str]:
    """The reason as the field that a lost or invalid lead carries, where it is a listed one."""
    if stage is Stage.LOST and (lost := LostReason.named(reason)):
        return {"lost_reason": lost.value}
    if stage is Stage.INVALID and (invalid := InvalidReason.named(reason)):
        return {"invalid_reason": invalid.value}
    return {}


def _under_other(stage: Stage, row: Lead) -> dict[str, Any]:
    return {"lost_reason": row.lost_reason or LostReason.OTHER} if stage is Stage.LOST else {}


def _status_after(came_from: tuple[Stage, Status], stage: Stage, goal: _Goal, facts: GateFacts) -> Moved:
    """Which status a lead carries after a move: the wanted or offered one, where its own gate holds."""
    wanted, has_reason = goal.status, bool(goal.reason)
    if wanted and not has_reason and _is_lowered(came_from[1], wanted):
        raise LeadtuiError(N_("Why? A status is lowered with a reason."))
    offered = wanted or stages.offered_status(came_from[0], stage)
    if offered is None or offered is came_from[1]:
        return Moved(stage, came_from[1], offered, ())
    lacking = gates.missing_for_status(offered, facts, goal.gates)
    if not lacking or (wanted and has_reason):
        return Moved(stage, offered, offered, ())
    if wanted:
        raise GateError(wanted, lacking)
    return Moved(stage, came_from[1], offered, lacking)


def _is_lowered(before: Status, after: Status) -> bool:
    warmth = list(Status)
    return Status.LOST not in (before, after) and warmth.index(after) < warmth.index(before)


def _offered_reason(stage: Stage, status: Status, row: Lead) -> str:
    if status is Status.WON and row.signed_on:
        return _("Signed {day}").format(day=row.signed_on)
    return _("Moved to {stage}").format(stage=stage.label)


def gate_facts(row: Lead) -> GateFacts:
    """What the gates need to know about a lead."""
    reached = [outcome for outcome in Outcome if outcome.is_effective]
    effective = FollowUp.select().where(FollowUp.lead == row.id, FollowUp.outcome << reached, STANDS)
    kinds = Milestone.select(Milestone.kind).where(Milestone.lead == row.id).tuples()
    subjects = Confirmation.select(Confirmation.subject).where(Confirmation.lead == row.id).tuples()
    decides = Contact.select().where(Contact.customer == row.customer_id, Contact.decision_authority)
    return GateFacts(
        validity=Validity(row.validity),
        grade=row.grade,
        grade_basis=row.grade_basis,
        owner=row.owner_id and "known",
        effective_follow_ups=effective.count(),
        proposal_sent_at=row.proposal_sent_at,
        signed_on=row.signed_on,
        contract_amount=row.contract_amount,
        lost_reason=row.lost_reason,
        invalid_reason=row.invalid_reason or row.closing_note,
        milestones=frozenset(kind for (kind,) in kinds),
        confirmed=frozenset(subject for (subject,) in subjects),
        decision_maker=row.decision_maker,
        contact_has_authority=decides.exists(),
        purchase_timing=row.purchase_timing,
        filled=gates.filled(row.__data__),
    )


def missing_for_status(leads: Iterable[int], status: Status) -> tuple[Requirement, ...]:
    """What any of these leads still lacks for a status."""
    facts = [gate_facts(Lead.get_by_id(lead_id)) for lead_id in leads]
    demanded = settings.gates()
    missing = (each for known in facts for each in gates.missing_for_status(status, known, demanded))
    return tuple({each.key: each for each in missing}.values())
