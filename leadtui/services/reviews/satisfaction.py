"""How satisfied the customers are whose delivery fell into a period (R72, R73)."""

from peewee import Case, ModelSelect, fn

from leadtui.domain.statistics import share
from leadtui.i18n import NP_, _
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import COUNT, LABEL, SCORE, SHARE, Column, Values
from leadtui.services.reviews.tally import Counts, Tally
from leadtui.store.models import Lead

SATISFIED = 4
"""From this score on a customer is asked for a repurchase and a referral."""
_SCORES = range(5, 0, -1)


def _delivered(scope: Scope, span: Span) -> ModelSelect:
    return Lead.select().where(span.holds_day(Lead.delivered_on), *scope.leads())


def _figures(counts: Counts) -> Values:
    answered, satisfied = counts["answered"], counts["satisfied"]
    average = counts["score"] / answered if answered else None
    return counts["leads"], answered, satisfied, share(satisfied, answered), average


def _label(key: str) -> str:
    return key or _("no answer yet")


_SCORE = Case(Lead.satisfaction, [(score, str(score)) for score in _SCORES], "")

SATISFACTION = Tally(
    key="satisfaction",
    title=NP_("review", "Satisfaction after delivery"),
    definition=NP_(
        "review",
        "Counted are the leads delivered in the period, by the score (1 to 5) the customer gave in the survey until"
        " today. Satisfied = 4 or 5, as a share of those who answered; who has not answered is in no share.",
    ),
    columns=(
        Column("score", NP_("review", "Score"), LABEL),
        Column("leads", NP_("review", "Delivered"), COUNT, bar=True),
        Column("answered", NP_("review", "Answered")),
        Column("satisfied", NP_("review", "Satisfied")),
        Column("satisfied_share", NP_("review", "Satisfied, share"), SHARE),
        Column("average", NP_("review", "Average"), SCORE),
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
    figures=_figures,
    order=lambda key: -int(key or 0),
)
