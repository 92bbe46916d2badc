"""Judging a lead: the suggestions for grade, priority and basis from what is known, and validity's two questions."""

from dataclasses import dataclass

from leadtui.desk import Desk
from leadtui.domain import grading, values
from leadtui.domain.due import amount
from leadtui.domain.fields import BY_KEY, CUSTOMER_FIELDS, Entity
from leadtui.domain.grading import GradeSuggestion, PrioritySuggestion
from leadtui.domain.terms import Level
from leadtui.i18n import N_
from leadtui.services.capture import apply
from leadtui.services.followups import customer_of
from leadtui.store import journal
from leadtui.store.models import Customer, Lead


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is suggested for a lead; `basis` is a draft of the grade's basis from the four dimensions (R51, R53)."""

    grade: GradeSuggestion
    priority: PrioritySuggestion
    basis: str


def judge(desk: Desk, lead_id: int) -> Judgement:
    """The suggestions for a lead as it stands."""
    row = Lead.get_by_id(lead_id)
    customer = Customer.get_by_id(row.customer_id)
    intent = Level(row.intent) if row.intent else None
    budget_fit = Level(row.budget_fit) if row.budget_fit else None
    suggested = grading.suggest_grade(intent, row.expected_close, desk.today())
    budget = amount(None, None, None, row.budget_min, row.budget_max)
    dimensions = {
        field.key: values.shown(field, getattr(customer, field.key), desk)
        for field in CUSTOMER_FIELDS
        if field.key in ("employees", "annual_revenue")
    }
    for key in ("need_fit", "budget_fit"):
        dimensions[key] = values.shown(BY_KEY[key], getattr(row, key), desk)
    return Judgement(
        suggested,
        grading.suggest_priority(intent, row.expected_close, budget_fit, budget, desk.today()),
        grading.draft_basis(suggested.grade, dimensions),
    )


def answer(desk: Desk, lead_id: int, *, exists: bool | None, may_decide: bool | None) -> None:
    """Write down validity's two answers (R49): validity, the reason where it is none, and the contact's authority."""
    validity, reason = grading.judge_validity(exists, may_decide)
    read: dict[Entity, dict[str, object]] = {entity: {} for entity in (Entity.CUSTOMER, Entity.CONTACT)}
    read[Entity.LEAD] = {"validity": validity, "invalid_reason": reason}
    if may_decide is not None:
        read[Entity.CONTACT] = {"decision_authority": may_decide}
    with journal.change(desk, N_("Check validity: {customer}"), customer=customer_of(lead_id)) as change:
        apply(change, lead_id, read)
