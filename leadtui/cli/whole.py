"""One lead whole, as JSON: all its fields at the top level, then what hangs on it."""

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from typing import cast

from leadtui.cli.documents import listed, plain, yuan
from leadtui.desk import Desk
from leadtui.domain.fields import CUSTOMER_FIELDS, LEAD_FIELDS, Field, Kind
from leadtui.domain.values import Value
from leadtui.services.customers import CustomerView
from leadtui.services.detail import (
    AmendmentCard,
    CollaboratorCard,
    ConfirmationCard,
    ContactCard,
    LeadDetail,
    MilestoneCard,
    ObjectionCard,
    PlanCard,
)
from leadtui.services.qualification import Judgement

_Card = ContactCard | MilestoneCard | ObjectionCard | AmendmentCard | ConfirmationCard | CollaboratorCard

NOBODY = ContactCard("", "", "", "", "", None, False)
_STATE = ("stage", "status", "amount", "created_at", "next_due", "next_time", "snooze_until")


def document(found: LeadDetail, judged: Judgement, desk: Desk) -> dict[str, object]:
    """A lead as `show` gives it: every field at the top, the first contact's too, then what hangs on it."""
    zone = desk.zone
    first = found.contacts[0] if found.contacts else NOBODY
    customer = {field.key: _field(field, found.customer[field.key], zone) for field in CUSTOMER_FIELDS}
    return {
        "lead_no": found.row.lead_no,
        "customer": customer.pop("name"),
        **customer,
        "contact": first.name,
        "title": first.title,
        "phone": first.phone,
        "wechat": first.wechat,
        "email": first.email,
        "decision_authority": first.decision_authority,
        **{field.key: _field(field, found.fields[field.key], zone) for field in LEAD_FIELDS},
        **{key: value for key, value in listed(found.row, desk).items() if key in _STATE},
        "stage_since": plain(found.row.stage_since, zone),
        "status_reason": found.status_reason,
        "closing_note": found.closing_note,
        "snooze_reason": found.snooze_reason,
        "suggested": _suggested(judged),
        "tags": list(found.row.tags),
        "contacts": _attached(found.contacts, zone),
        "follow_ups": plain(found.follow_ups, zone),
        "plans": [_plan(plan, zone) for plan in found.plans],
        "stage_changes": plain(found.stage_changes, zone),
        "milestones": _attached(found.milestones, zone),
        "objections": _attached(found.objections, zone),
        "amendments": _attached(found.amendments, zone),
        "confirmations": _attached(found.confirmations, zone),
        "collaborators": _attached(found.collaborators, zone),
        "tag_ids": {each.name: each.id for each in found.tags},
        "tag_dimensions": {each.name: each.dimension for each in found.tags},
        "repurchase_of": found.repurchase_of or None,
        "referred_by": found.referred_by or None,
        "opened": list(found.opened),
    }


def _suggested(judged: Judgement) -> dict[str, object]:
    return {
        "grade": judged.grade.grade,
        "grade_by_intent": judged.grade.by_intent,
        "grade_by_close": judged.grade.by_close,
        "grade_mismatch": judged.grade.is_mismatched,
        "grade_reasons": list(judged.grade.reasons),
        "grade_basis": judged.basis,
        "priority": judged.priority.priority,
        "priority_reasons": list(judged.priority.reasons),
    }


def _attached(cards: Sequence[_Card], zone: tzinfo) -> list[dict[str, object]]:
    """Records with the id that `attach --id` takes."""
    return [{"id": card.id, **cast("dict[str, object]", plain(card, zone))} for card in cards]


def customer_document(found: CustomerView, desk: Desk) -> dict[str, object]:
    """A customer as `customer` gives it."""
    fields = {field.key: _field(field, found.fields[field.key], desk.zone) for field in CUSTOMER_FIELDS}
    return {
        **fields,
        "contacts": plain(found.contacts, desk.zone),
        "leads": [listed(row, desk) for row in found.leads],
        "won": yuan(found.won),
        "open": yuan(found.open),
        "total": yuan(found.total),
    }


def _field(field: Field, value: Value, zone: tzinfo) -> object:
    return yuan(value) if field.kind is Kind.MONEY and isinstance(value, int) else plain(value, zone)


def _plan(plan: PlanCard, zone: tzinfo) -> dict[str, object]:
    due: date | None = plan.due
    if plan.due and plan.due_time:
        due = datetime.combine(plan.due, time.fromisoformat(plan.due_time), zone)
    return {
        "due": plain(due, zone),
        "action": plan.action,
        "channel": plan.channel,
        "points": plan.points,
        "goal": plan.goal,
        "owner": plan.owner,
        "state": plan.state,
    }
