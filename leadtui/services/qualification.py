"""Judging a lead: the suggestions for grade, priority and basis from what is known, and validity's two questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    return weigh(desk, {**customer.__data__, **row.__data__})


def weigh(desk: Desk, known: Mapping[str, Any]) -> Judgement:
    """The suggestions from what is known of lead and customer, typed values by field key; asks no database."""
    intent, budget_fit = _level(known.get("intent")), _level(known.get("budget_fit"))
    close = known.get("expected_close")
    suggested = grading.suggest_grade(intent, close, desk.today())
    budget = amount(None, None, None, known.get("budget_min"), known.get("budget_max"))
    fields = [field for field in CUSTOMER_FIELDS if field.key in ("employees", "annual_revenue")]
    fields += [BY_KEY["need_fit"], BY_KEY["budget_fit"]]
    dimensions = {field.key: values.shown(field, known.get(field.key), desk) for field in fields}
    return Judgement(
        suggested,
        grading.suggest_priority(intent, close, budget_fit, budget, desk.today()),
        grading.draft_basis(suggested.grade, dimensions),
    )


def _level(key: str | None) -> Level | None:
    return Level(key) if key else None


def answer(desk: Desk, lead_id: int, *, exists: bool | None, may_decide: bool | None) -> None:
    """Write down validity's two answers (R49): validity, the reason where it is none, and the contact's authority."""
    validity, reason = grading.judge_validity(exists, may_decide)
    read: dict[Entity, dict[str, object]] = {entity: {} for entity in (Entity.CUSTOMER, Entity.CONTACT)}
    read[Entity.LEAD] = {"validity": validity, "invalid_reason": reason}
    if may_decide is not None:
        read[Entity.CONTACT] = {"decision_authority": may_decide}
    with journal.change(desk, N_("Check validity: {customer}"), customer=customer_of(lead_id)) as change:
        apply(change, lead_id, read)
