"""One lead whole: its fields, people, records, plans and the one timeline that tells its story."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from peewee import ModelSelect

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS, LEAD_FIELDS
from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat
from leadtui.domain.terms import (
    Attitude,
    Channel,
    Confirmed,
    IntentChange,
    MilestoneKind,
    ObjectionState,
    Outcome,
    PlanState,
    Stage,
    Status,
    TagDimension,
)
from leadtui.domain.values import Value
from leadtui.i18n import N_
from leadtui.services.leads import LeadRow, rows
from leadtui.store import contacts, journal
from leadtui.store.models import (
    Amendment,
    Collaborator,
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
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FollowUpCard:
    """A contact that was made; `no` counts a lead's records from 1, `corrects` and `corrected_by` name such a one."""

    id: int
    no: int
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
    corrects: int | None = None
    corrected_by: int | None = None


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
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection and how far it is resolved."""

    text: str
    progress: str
    state: ObjectionState
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AmendmentCard:
    """A change of terms."""

    text: str
    reason: str
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ConfirmationCard:
    """Need or budget as the customer confirmed it: last on which day, heard by whom, how many times (R34).

    `id` is that of the last one.
    """

    subject: Confirmed
    on: date
    by: str
    times: int
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TagCard:
    """A tag with the dimension it stands in (R35)."""

    name: str
    dimension: TagDimension
    id: int


@dataclass(frozen=True, slots=True)
class CollaboratorCard:
    """A rep who tends the lead beside its owner (R36)."""

    rep: str
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class LeadDetail:
    """Everything about one lead. `customer` and `fields` are typed values by field key; newest records first.

    `repurchase_of` and `referred_by` are the numbers of the leads it came from, `opened` of those that came from it.
    """

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
    confirmations: tuple[ConfirmationCard, ...]
    tags: tuple[TagCard, ...]
    collaborators: tuple[CollaboratorCard, ...]
    repurchase_of: str
    referred_by: str
    opened: tuple[str, ...]

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
        contacts=contacts_of(lead.customer_id, reveal=reveal),
        follow_ups=_follow_ups(lead_id, names),
        plans=tuple(
            plan_card(row, names) for row in _of(Plan, lead_id).order_by(Plan.due.is_null(), Plan.due, Plan.id)
        ),
        stage_changes=tuple(_stage(row, names) for row in _of(StageChange, lead_id).order_by(-StageChange.id)),
        milestones=tuple(
            MilestoneCard(MilestoneKind(row.kind), row.on, row.note, row.id)
            for row in _of(Milestone, lead_id).order_by(-Milestone.id)
        ),
        objections=tuple(
            ObjectionCard(row.text, row.progress, ObjectionState(row.state), row.id) for row in _of(Objection, lead_id)
        ),
        amendments=tuple(AmendmentCard(row.text, row.reason, row.id) for row in _of(Amendment, lead_id)),
        confirmations=_confirmations(lead_id, names),
        tags=_tags(lead_id),
        collaborators=_collaborators(lead_id),
        repurchase_of=_number(lead.repurchase_of_id),
        referred_by=_number(lead.referred_by_id),
        opened=_opened(lead_id),
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


def contacts_of(customer_id: int, *, reveal: bool) -> tuple[ContactCard, ...]:
    """The people at a customer, the first contact first; masked unless revealed."""
    if reveal:
        contacts.open_to_me([customer_id])
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
            id=each.id,
        )
        for each in people
    )


def _follow_ups(lead_id: int, names: dict[int, str]) -> tuple[FollowUpCard, ...]:
    made = list(_of(FollowUp, lead_id).order_by(-FollowUp.at, -FollowUp.id))
    numbers = {row_id: place for place, row_id in enumerate(sorted(row.id for row in made), 1)}
    corrected = {row.corrects_id: numbers[row.id] for row in made if row.corrects_id}
    return tuple(
        replace(
            _follow_up(row, numbers[row.id], names),
            corrects=numbers.get(row.corrects_id),
            corrected_by=corrected.get(row.id),
        )
        for row in made
    )


def _confirmations(lead_id: int, names: dict[int, str]) -> tuple[ConfirmationCard, ...]:
    heard = list(_of(Confirmation, lead_id).order_by(-Confirmation.on, -Confirmation.id))
    cards = []
    for subject in Confirmed:
        about = [row for row in heard if row.subject == subject]
        if about:
            cards.append(ConfirmationCard(subject, about[0].on, names.get(about[0].by_id, ""), len(about), about[0].id))
    return tuple(cards)


def _tags(lead_id: int) -> tuple[TagCard, ...]:
    found = Tag.select(Tag.name, Tag.dimension, Tag.id).join(LeadTag).where(LeadTag.lead == lead_id).order_by(Tag.name)
    return tuple(TagCard(name, TagDimension(dimension), tag_id) for name, dimension, tag_id in found.tuples())


def _collaborators(lead_id: int) -> tuple[CollaboratorCard, ...]:
    found = Collaborator.select(Rep.name, Collaborator.id).join(Rep).where(Collaborator.lead == lead_id)
    return tuple(CollaboratorCard(*each) for each in found.order_by(Rep.name).tuples())


def _number(lead_id: int | None) -> str:
    return str(Lead.select(Lead.lead_no).where(Lead.id == lead_id).scalar() or "") if lead_id else ""


def _opened(lead_id: int) -> tuple[str, ...]:
    came = (Lead.repurchase_of == lead_id) | (Lead.referred_by == lead_id)
    found = Lead.select(Lead.lead_no).where(came, Lead.deleted_at.is_null()).order_by(Lead.id)
    return tuple(number for (number,) in found.tuples())


def _follow_up(row: FollowUp, number: int, names: dict[int, str]) -> FollowUpCard:
    return FollowUpCard(
        id=row.id,
        no=number,
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


def plan_card(row: Plan, names: dict[int, str]) -> PlanCard:
    """A plan as it is shown; `names` are those of the reps by id."""
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
