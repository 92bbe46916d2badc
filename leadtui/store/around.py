"""The leads with the rows around them from which store/derived.py derives, read in a few queries for many leads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import Expression, Field, ModelSelect, fn

from leadtui.domain.cadence import CONTENT, TALKS
from leadtui.domain.terms import Outcome, PlanState
from leadtui.store.database import is_on_server
from leadtui.store.models import (
    Amendment,
    Contact,
    Customer,
    FollowUp,
    Lead,
    LeadTag,
    Milestone,
    Objection,
    Plan,
    Tag,
    db,
)

EFFECTIVE = [outcome.value for outcome in Outcome if outcome.is_effective]
_CORRECTED = FollowUp.select(FollowUp.corrects).where(FollowUp.corrects.is_null(False))
_NOTES = (
    FollowUp.summary,
    FollowUp.feedback,
    FollowUp.new_need,
    FollowUp.concern,
    FollowUp.decision_progress,
)
STANDS = FollowUp.id.not_in(_CORRECTED)
"""A condition on follow-ups: not replaced by a correction, so that it counts."""
SAID = (
    "initial_need",
    "need_detail",
    "source_detail",
    "grade_basis",
    "pain_point",
    "decision_process",
    "decision_maker",
    "purchase_timing",
    "proposal",
    "proposal_feedback",
    "must_have",
    "concession_plan",
    "payment_terms",
    "service_terms",
    "repurchase_intent",
    "referral_info",
    "competitor",
    "closing_note",
)
"""A lead's own texts that a search finds it by, beside those that are read anyway."""


@dataclass(slots=True)
class Around:
    """The rows around one lead that decide what is derived."""

    plan: tuple[int, date, int | None] | None = None
    follow_ups: int = 0
    first_contact: int | None = None
    last_contact: int | None = None
    last_talk: int | None = None
    last_content: int | None = None
    marked: int | None = None
    milestone: date | None = None
    people: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def read(ids: Sequence[int]) -> tuple[list[Any], dict[int, Around]]:
    """These leads, gone ones included, and what stands around each."""
    rows = list(
        Lead.select(
            Lead.id,
            Lead.customer,
            Lead.lead_no,
            Lead.stage,
            Lead.grade,
            Lead.created_at,
            Lead.first_due_at,
            Lead.assigned_at,
            Lead.contract_amount,
            Lead.price,
            Lead.quote_amount,
            Lead.budget_min,
            Lead.budget_max,
            Lead.snooze_until,
            Lead.owner,
            Lead.negotiation_progress,
            Lead.contract_sent_on,
            Lead.signed_on,
            Lead.delivered_on,
            Lead.survey_due_on,
            Lead.satisfaction,
            Lead.after_feedback,
            *(getattr(Lead, name) for name in SAID),
            Lead.deleted_at,
            Customer.name.alias("customer_name"),
            Customer.customer_no,
            Customer.remark,
        )
        .join(Customer)
        .where(_among(Lead.id, ids))
        .namedtuples()
    )
    return rows, _gather(rows)


def _among(key: Field, ids: Sequence[int]) -> Expression:
    """Whether a key is one of these; ids in one run, as an import makes them, ask in two words instead of hundreds."""
    if len(ids) > 1 and list(ids) == list(range(ids[0], ids[-1] + 1)):
        return key.between(ids[0], ids[-1])
    return key << ids


def _plain(query: ModelSelect) -> Iterable[tuple[Any, ...]]:
    """Keys and texts as the driver gives them: nothing in them is to be converted."""
    return db.execute_sql(*query.sql())  # type: ignore[no-any-return]


def _gather(rows: Sequence[Any]) -> dict[int, Around]:
    """What stands around each lead, in a fixed number of queries whatever their number."""
    around: dict[int, Around] = defaultdict(Around)
    ids = sorted(row.id for row in rows)
    open_plans = (
        Plan.select(Plan.lead, Plan.id, Plan.due, Plan.owner)
        .where(_among(Plan.lead, ids), Plan.state == PlanState.PLANNED, Plan.due.is_null(False))
        .order_by(Plan.due.desc(), Plan.due_time.is_null().desc(), Plan.due_time.desc(), Plan.id.desc())
    )
    # The nearest comes last and stays; of one day's plans those with a time come before the one without.
    for lead, plan_id, day, owner in open_plans.tuples():
        around[lead].plan = (plan_id, day, owner)
    _gather_follow_ups(ids, around)
    if not is_on_server():  # there the index knows them by itself
        _gather_people(rows, around)
    tags = LeadTag.select(LeadTag.lead, Tag.name).join(Tag).where(_among(LeadTag.lead, ids))
    for lead, name in tags.tuples():
        around[lead].words.append(name)
    reached = Milestone.select(Milestone.lead, Milestone.on, Milestone.note).where(_among(Milestone.lead, ids))
    for lead, day, note in reached.order_by(Milestone.on).tuples():
        around[lead].milestone = day
        around[lead].words.append(note)
    for told in _HUNG:
        texts = told[0].model.select(told[0].model.lead, *told).where(_among(told[0].model.lead, ids))
        for lead, *found in _plain(texts):
            around[lead].words += found
    return around


_HUNG = (
    (Objection.text, Objection.progress),
    (Amendment.text, Amendment.reason),
    (Plan.action, Plan.points, Plan.goal),
)
"""The texts of what hangs on a lead."""


def _gather_follow_ups(ids: Sequence[int], around: dict[int, Around]) -> None:
    gather_contacts(ids, around)
    notes = FollowUp.select(FollowUp.lead, *_NOTES).where(_among(FollowUp.lead, ids))
    for lead, *texts in _plain(notes):
        around[lead].words += filter(None, texts)
    # One record made since the plan was marked done is the record of it.
    recorded = FollowUp.select(FollowUp.id).where(FollowUp.lead == Plan.lead, FollowUp.recorded_at >= Plan.marked_at)
    marked = Plan.select(Plan.lead, fn.MIN(Plan.marked_at).converter(_as_stored)).where(
        _among(Plan.lead, ids), Plan.marked_at.is_null(False), Plan.state == PlanState.DONE, ~fn.EXISTS(recorded)
    )
    for lead, millis in marked.group_by(Plan.lead).tuples():
        around[lead].marked = millis


def gather_contacts(ids: Sequence[int], around: dict[int, Around]) -> None:
    """Add to what stands around these leads the contacts that cadence and clocks count from: how many follow-ups each
    lead has, and when the effective ones were made that count for each track."""
    outcome, channel = FollowUp.outcome, FollowUp.channel
    effective = outcome << EFFECTIVE
    is_sent = outcome == Outcome.MATERIAL_SENT
    is_talk = (outcome == Outcome.REACHED) & (channel << [each.value for each in TALKS])
    is_content = effective & (is_sent | (channel << [each.value for each in CONTENT]))

    def newest(condition: Expression) -> Any:
        return fn.MAX(FollowUp.at).filter(condition).converter(_as_stored)

    counted = FollowUp.select(
        FollowUp.lead,
        fn.COUNT(FollowUp.id),
        fn.MIN(FollowUp.at).filter(effective).converter(_as_stored),
        newest(effective),
        newest(is_talk),
        newest(is_content),
    )
    for lead, count, first, last, talk, content in (
        counted.where(_among(FollowUp.lead, ids), STANDS).group_by(FollowUp.lead).tuples()
    ):
        near = around[lead]
        near.follow_ups, near.first_contact, near.last_contact = count, first, last
        near.last_talk, near.last_content = talk, content


def _as_stored(millis: int | None) -> int | None:
    return millis


def _gather_people(rows: Sequence[Any], around: dict[int, Around]) -> None:
    by_customer = defaultdict(list)
    for row in rows:
        by_customer[row.customer].append(row.id)
    of_them = _among(Contact.customer, sorted(by_customer))
    people = Contact.select(Contact.customer, Contact.name, Contact.phone).where(of_them)
    for customer, name, phone in _plain(people):
        for lead in by_customer[customer]:
            around[lead].people.append(name)
            around[lead].phones.append(phone)
