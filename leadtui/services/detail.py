"""One lead whole: its fields, people, records, plans and the one timeline that tells its story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from peewee import ModelSelect

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS, LEAD_FIELDS
from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat
from leadtui.domain.terms import (
    Attitude,
    Channel,
    IntentChange,
    MilestoneKind,
    ObjectionState,
    Outcome,
    PlanState,
    Stage,
    Status,
)
from leadtui.domain.values import Value
from leadtui.i18n import N_
from leadtui.services.leads import LeadRow, rows
from leadtui.store import journal
from leadtui.store.models import (
    Amendment,
    Contact,
    Customer,
    FollowUp,
    Lead,
    Milestone,
    Objection,
    Plan,
    Rep,
    Row,
    StageChange,
)


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A person at the customer; name, phone, WeChat and e-mail are masked unless revealed (R10)."""

    name: str
    title: str
    phone: str
    wechat: str
    email: str
    decision_authority: bool | None
    is_primary: bool


@dataclass(frozen=True, slots=True)
class FollowUpCard:
    """A contact that was made."""

    id: int
    at: datetime
    channel: Channel
    outcome: Outcome
    summary: str
    new_need: str
    concern: str
    decision_progress: str
    feedback: str
    attitude: Attitude | None
    intent_change: IntentChange | None
    by: str
    recorded_at: datetime
    is_imported: bool


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A next step."""

    id: int
    due: date | None
    due_time: str | None
    channel: Channel | None
    points: str
    goal: str
    action: str
    owner: str
    state: PlanState


@dataclass(frozen=True, slots=True)
class StageCard:
    """A move between stages or statuses; `from_stage` is None for the capture."""

    at: datetime
    from_stage: Stage | None
    to_stage: Stage
    from_status: Status | None
    to_status: Status
    reason: str
    skipped: str
    by: str


@dataclass(frozen=True, slots=True)
class MilestoneCard:
    """A milestone reached."""

    kind: MilestoneKind
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection and how far it is resolved."""

    text: str
    progress: str
    state: ObjectionState


@dataclass(frozen=True, slots=True)
class AmendmentCard:
    """A change of terms."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeadDetail:
    """Everything about one lead. `customer` and `fields` are typed values by field key; newest records first."""

    row: LeadRow
    customer: dict[str, Value]
    fields: dict[str, Value]
    closing_note: str
    snooze_reason: str
    status_reason: str
    contacts: tuple[ContactCard, ...]
    follow_ups: tuple[FollowUpCard, ...]
    plans: tuple[PlanCard, ...]
    stage_changes: tuple[StageCard, ...]
    milestones: tuple[MilestoneCard, ...]
    objections: tuple[ObjectionCard, ...]
    amendments: tuple[AmendmentCard, ...]

    @property
    def open_plans(self) -> tuple[PlanCard, ...]:
        """What is still to be done, nearest first."""
        return tuple(plan for plan in self.plans if plan.state is PlanState.PLANNED)


def detail(desk: Desk, lead_id: int, *, reveal: bool = False) -> LeadDetail:
    """One lead with all that belongs to it; LeadtuiError when it is gone."""
    found = rows(desk, [lead_id], reveal=reveal)
    if not found:
        raise LeadtuiError(N_("This lead is no longer there; somebody deleted it."))
    lead = Lead.get_by_id(lead_id)
    customer = Customer.get_by_id(lead.customer_id)
    names = dict(Rep.select(Rep.id, Rep.name).tuples())
    return LeadDetail(
        row=found[0],
        customer={field.key: getattr(customer, field.key) for field in CUSTOMER_FIELDS},
        fields={field.key: _value(lead, field.key, found[0]) for field in LEAD_FIELDS},
        closing_note=lead.closing_note,
        snooze_reason=lead.snooze_reason,
        status_reason=lead.status_reason,
        contacts=_contacts(lead.customer_id, reveal=reveal),
        follow_ups=tuple(_follow_up(row, names) for row in _of(FollowUp, lead_id).order_by(-FollowUp.at, -FollowUp.id)),
        plans=tuple(_plan(row, names) for row in _of(Plan, lead_id).order_by(Plan.due.is_null(), Plan.due, Plan.id)),
        stage_changes=tuple(_stage(row, names) for row in _of(StageChange, lead_id).order_by(-StageChange.id)),
        milestones=tuple(
            MilestoneCard(MilestoneKind(row.kind), row.on, row.note)
            for row in _of(Milestone, lead_id).order_by(-Milestone.id)
        ),
        objections=tuple(
            ObjectionCard(row.text, row.progress, ObjectionState(row.state)) for row in _of(Objection, lead_id)
        ),
        amendments=tuple(AmendmentCard(row.text, row.reason) for row in _of(Amendment, lead_id)),
    )


def reveal_contacts(desk: Desk, lead_id: int) -> LeadDetail:
    """The lead with its contact details in full; that somebody looked is recorded (R37)."""
    shown = detail(desk, lead_id, reveal=True)
    journal.act(desk, N_("Reveal contacts: {customer}"), lead_id, customer=shown.row.customer)
    return shown


def _value(lead: Lead, key: str, row: LeadRow) -> Value:
    return row.owner if key == "owner" else getattr(lead, key)


def _of(model: type[Row], lead_id: int) -> ModelSelect:
    return model.select().where(model.lead == lead_id)


def _contacts(customer_id: int, *, reveal: bool) -> tuple[ContactCard, ...]:
    people: Sequence[Contact] = (
        Contact.select().where(Contact.customer == customer_id).order_by(-Contact.is_primary, Contact.id)
    )
    return tuple(
        ContactCard(
            name=each.name if reveal else mask_name(each.name),
            title=each.title,
            phone=each.phone if reveal else mask_phone(each.phone),
            wechat=each.wechat if reveal else mask_wechat(each.wechat),
            email=each.email if reveal else mask_email(each.email),
            decision_authority=each.decision_authority,
            is_primary=each.is_primary,
        )
        for each in people
    )


def _follow_up(row: FollowUp, names: dict[int, str]) -> FollowUpCard:
    return FollowUpCard(
        id=row.id,
        at=row.at,
        channel=Channel(row.channel),
        outcome=Outcome(row.outcome),
        summary=row.summary,
        new_need=row.new_need,
        concern=row.concern,
        decision_progress=row.decision_progress,
        feedback=row.feedback,
        attitude=Attitude(row.attitude) if row.attitude else None,
        intent_change=IntentChange(row.intent_change) if row.intent_change else None,
        by=names.get(row.by_id, ""),
        recorded_at=row.recorded_at,
        is_imported=row.is_imported,
    )


def _plan(row: Plan, names: dict[int, str]) -> PlanCard:
    return PlanCard(
        id=row.id,
        due=row.due,
        due_time=row.due_time,
        channel=Channel(row.channel) if row.channel else None,
        points=row.points,
        goal=row.goal,
        action=row.action,
        owner=names.get(row.owner_id, ""),
        state=PlanState(row.state),
    )


def _stage(row: StageChange, names: dict[int, str]) -> StageCard:
    return StageCard(
        at=row.at,
        from_stage=Stage(row.from_stage) if row.from_stage else None,
        to_stage=Stage(row.to_stage),
        from_status=Status(row.from_status) if row.from_status else None,
        to_status=Status(row.to_status),
        reason=row.reason,
        skipped=row.skipped,
        by=names.get(row.by_id, ""),
    )
