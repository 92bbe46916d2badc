"""What grade, priority and validity a lead seems to deserve, and why: a person confirms (R12, R47, R49, R52)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leadtui.domain.money import WAN
from leadtui.domain.terms import Grade, InvalidReason, Level, Validity
from leadtui.i18n import _, ngettext

A_DAYS, B_DAYS = 30, 60
"""Days to the expected close up to which a lead is A, and up to which it is B (R52)."""

_BY_LEVEL = {Level.HIGH: Grade.A, Level.MEDIUM: Grade.B, Level.LOW: Grade.C}
_POINTS = {Level.HIGH: 2, Level.MEDIUM: 1, Level.LOW: 0}
_LARGE, _MIDDLING = 50 * WAN, 10 * WAN
_DIMENSIONS = ("employees", "annual_revenue", "need_fit", "budget_fit")


@dataclass(frozen=True, slots=True)
class GradeSuggestion:
    """The more urgent of the two bases; each basis may be unknown. `reasons` are sentences for a person."""

    grade: Grade | None
    by_intent: Grade | None
    by_close: Grade | None
    reasons: tuple[str, ...]

    @property
    def is_mismatched(self) -> bool:
        """Whether the two bases disagree, which earns a badge."""
        return None not in (self.by_intent, self.by_close) and self.by_intent is not self.by_close


@dataclass(frozen=True, slots=True)
class PrioritySuggestion:
    """Urgency × budget (R47), with the reasons in words."""

    priority: Level | None
    reasons: tuple[str, ...]


def suggest_grade(intent: Level | None, expected_close: date | None, today: date) -> GradeSuggestion:
    """The grade that intent and days to the expected close speak for (R12, R52)."""
    reasons = []
    by_intent = _BY_LEVEL[intent] if intent else None
    if intent and by_intent:
        reasons.append(_("Intent {intent}: {grade}").format(intent=intent.label, grade=by_intent.label))
    by_close = None
    if expected_close:
        days = (expected_close - today).days
        by_close = Grade.A if days <= A_DAYS else Grade.B if days <= B_DAYS else Grade.C
        reasons.append(_("{days} to the expected close: {grade}").format(days=_days(days), grade=by_close.label))
    known = [grade for grade in (by_intent, by_close) if grade]
    return GradeSuggestion(min(known, default=None), by_intent, by_close, tuple(reasons))


def suggest_priority(
    intent: Level | None, expected_close: date | None, budget_fit: Level | None, budget: int | None, today: date
) -> PrioritySuggestion:
    """The priority that urgency and budget speak for; `budget` in fen counts where its fit is not judged.

    Urgency is the nearness of the expected close, else the intent.
    """
    urgency = _urgency(expected_close, today) or intent
    money = budget_fit or _size(budget)
    reasons = []
    if urgency:
        reasons.append(_("Urgency {level}").format(level=urgency.label))
    if money:
        reasons.append(_("Budget {level}").format(level=money.label))
    points = [_POINTS[level] for level in (urgency, money) if level]
    if not points:
        return PrioritySuggestion(None, ())
    mean = sum(points) / len(points)
    level = Level.HIGH if mean > 1 else Level.MEDIUM if mean == 1 else Level.LOW
    return PrioritySuggestion(level, tuple(reasons))


def judge_validity(exists: bool | None, may_decide: bool | None) -> tuple[Validity, InvalidReason | None]:
    """What the two questions come to (R49): does the company exist, may the contact decide; None: not known yet."""
    if exists is False:
        return Validity.INVALID, InvalidReason.NO_SUCH_COMPANY
    if may_decide is False:
        return Validity.INVALID, InvalidReason.NO_AUTHORITY
    return (Validity.VALID if exists and may_decide else Validity.UNVERIFIED), None


def draft_basis(grade: Grade | None, dimensions: Mapping[str, str]) -> str:
    """A first wording of the basis from the four dimensions as shown (R51, R53); '' where none is known."""
    told = {
        "employees": _("employees {value}"),
        "annual_revenue": _("annual revenue {value}"),
        "need_fit": _("need fit {value}"),
        "budget_fit": _("budget fit {value}"),
    }
    known = [told[key].format(value=dimensions[key]) for key in _DIMENSIONS if dimensions.get(key)]
    if not known:
        return ""
    text = _(", ").join(known)
    return _("Grade {grade}: {text}").format(grade=grade.label, text=text) if grade else text


def _days(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)


def _urgency(expected_close: date | None, today: date) -> Level | None:
    if expected_close is None:
        return None
    days = (expected_close - today).days
    return Level.HIGH if days <= A_DAYS else Level.MEDIUM if days <= B_DAYS else Level.LOW


def _size(budget: int | None) -> Level | None:
    if budget is None:
        return None
    return Level.HIGH if budget >= _LARGE else Level.MEDIUM if budget >= _MIDDLING else Level.LOW
