"""How satisfied the customers are whose delivery fell into a period (R72, R73)."""

from peewee import Case, ModelSelect, fn

from leadtui.i18n import NP_, _, told
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import COUNT, LABEL, Column
from leadtui.services.reviews.tally import Counts, Groups, Tally
from leadtui.store.models import Lead

SATISFIED = 4
"""From this score on a customer is asked for a repurchase and a referral."""
_SCORES = range(5, 0, -1)


def _delivered(scope: Scope, span: Span) -> ModelSelect:
    return Lead.select().where(span.holds_day(Lead.delivered_on), *scope.leads())


def _note(total: Counts, _groups: Groups) -> str | None:
    answered = total["answered"]
    if not answered:
        return None
    told = _("Satisfied (4 or 5): {satisfied} of {answered} who answered; average {average}.")
    average = f"{total['score'] / answered:.1f}"
    return told.format(satisfied=total["satisfied"], answered=answered, average=average)


def _label(key: str) -> str:
    return key or told(NP_("review", "no answer yet"))


_SCORE = Case(Lead.satisfaction, [(score, str(score)) for score in _SCORES], "")

SATISFACTION = Tally(
    key="satisfaction",
    title=NP_("review", "Satisfaction after delivery"),
    definition=NP_(
        "review",
        "Counted are the leads delivered in the period, by the score (1 to 5) the customer gave in the survey until"
        " today. Satisfied = 4 or 5, out of those who answered.",
    ),
    columns=(
        Column("score", NP_("review", "Score"), LABEL),
        Column("leads", NP_("review", "Delivered"), COUNT, bar=True),
    ),
    leads=_delivered,
    by=_SCORE,
    counted={
        "leads": Lead.delivered_on.is_null(False),
        "answered": Lead.satisfaction.is_null(False),
        "satisfied": Lead.satisfaction >= SATISFIED,
    },
    added={"score": fn.COALESCE(Lead.satisfaction, 0)},
    label=_label,
    figures=lambda counts: (counts["leads"],),
    note=_note,
    order=lambda key: -int(key or 0),
)
