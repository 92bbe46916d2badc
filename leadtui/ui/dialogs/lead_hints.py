"""What the lead form suggests while it is filled in: grade, priority, basis, validity and owner, each with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import grading, values
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.money import parse_budget
from leadtui.domain.terms import Term, Validity
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import qualification
from leadtui.services.assignment import Rule
from leadtui.services.entering import ENTERED
from leadtui.ui.glyphs import glyphs

WEIGHED = ("intent", "expected_close", "budget_fit", "need_fit", "employees", "annual_revenue")
"""The lines that grade, priority and basis are drawn from, beside the budget."""

JUDGED = ("exists", "decision_authority")
"""Validity's two questions (R49)."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A suggestion for a line: the text to take, and what is said of it."""

    value: str
    said: str


def hints(texts: Mapping[str, str], desk: Desk, rules: Sequence[Rule]) -> dict[str, Hint]:
    """The suggestions from what stands in the form, by line."""
    judged = qualification.weigh(desk, _known(texts, desk))
    found: dict[str, Hint] = {}
    if judged.grade.grade:
        reasons = [*judged.grade.reasons]
        if judged.grade.is_mismatched:
            reasons.append(_("[the two disagree]"))
        named = _("Grade {grade}").format(grade=judged.grade.grade.label)
        found["grade"] = _hint(judged.grade.grade, named, reasons)
    if judged.priority.priority:
        named = _("Priority {level}").format(level=judged.priority.priority.label)
        found["priority"] = _hint(judged.priority.priority, named, judged.priority.reasons)
    if judged.basis:
        found["grade_basis"] = Hint(judged.basis, _("Draft: {text}").format(text=visible(judged.basis)))
    validity, reason = judged_validity(texts)
    if validity is not Validity.UNVERIFIED:
        found["validity"] = _hint(validity, validity.label, [reason.label] if reason else [])
    owner = next((each.owner for each in rules if each.fits(texts["region"].strip(), texts["industry"].strip())), "")
    if owner:
        found["owner"] = Hint(owner, _("Suggested by the assignment rules: {owner}").format(owner=visible(owner)))
    return found


def judged_validity(texts: Mapping[str, str]) -> tuple[Validity, Term | None]:
    """What the two answers come to, with the reason where the lead is none."""
    exists, may_decide = (_answer(texts[key]) for key in JUDGED)
    return grading.judge_validity(exists, may_decide)


def _answer(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _hint(term: Term, named: str, reasons: Sequence[str]) -> Hint:
    said = _("Suggested: {value}").format(value=named)
    return Hint(term.value, f" {glyphs().dot} ".join([said, *reasons]))


def _known(texts: Mapping[str, str], desk: Desk) -> dict[str, Any]:
    """What can be read already; what cannot is as good as unknown until it can."""
    low, high = parse_budget(texts["budget"]) or (None, None)
    known: dict[str, Any] = {"budget_min": low, "budget_max": high}
    for key in WEIGHED:
        try:
            known[key] = values.read(ENTERED[key], texts[key], desk)
        except LeadtuiError:
            known[key] = None
    return known
