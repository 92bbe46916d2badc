"""Why leads were lost in a period, and against whom decided ones stood (R30)."""

from peewee import ModelSelect, fn

from leadtui.domain.statistics import share, wilson
from leadtui.domain.terms import Stage
from leadtui.i18n import NP_
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import COUNT, INTERVAL, LABEL, MONEY, SHARE, Column, Values
from leadtui.services.reviews.tally import Counts, Tally
from leadtui.store.models import Lead

_FEN = 100


def _lost(scope: Scope, span: Span) -> ModelSelect:
    return Lead.select().where(Lead.stage == Stage.LOST, span.holds(Lead.stage_since), *scope.leads())


def _contested(scope: Scope, span: Span) -> ModelSelect:
    decided = Lead.stage << (Stage.WON, Stage.LOST)
    named = fn.TRIM(Lead.competitor) != ""
    return Lead.select().where(decided, named, span.holds(Lead.stage_since), *scope.leads())


def _reason_figures(counts: Counts) -> Values:
    return counts["leads"], counts["amount"] / _FEN, counts["without"]


def _competitor_figures(counts: Counts) -> Values:
    won, leads = counts["won"], counts["leads"]
    return leads, won, counts["lost"], share(won, leads), wilson(won, leads)


LOST_REASONS = Tally(
    key="lost_reasons",
    title=NP_("review", "Why leads were lost"),
    definition=NP_(
        "review",
        "Counted are the leads that were lost in the period and are lost today, by the reason given. A lead that came"
        " back is none of them. The amount is what the leads were worth: contract, else price, else quote, else the"
        " middle of the budget; leads without any of these are counted beside it.",
    ),
    columns=(
        Column("lost_reason", NP_("review", "Reason"), LABEL),
        Column("leads", NP_("review", "Leads"), COUNT, bar=True),
        Column("amount", NP_("review", "Amount"), MONEY),
        Column("without", NP_("review", "Without an amount")),
    ),
    leads=_lost,
    by=Lead.lost_reason,
    counted={"leads": Lead.stage == Stage.LOST, "without": Lead.amount.is_null()},
    added={"amount": Lead.amount},
    label=words.lost_reason,
    figures=_reason_figures,
)

COMPETITORS = Tally(
    key="competitors",
    title=NP_("review", "Against competitors"),
    definition=NP_(
        "review",
        "Counted are the leads that were won or lost in the period and name a competitor, by the name as it was"
        " written. Win rate = won ÷ (won + lost), with its 95% interval.",
    ),
    columns=(
        Column("competitor", NP_("review", "Competitor"), LABEL),
        Column("leads", NP_("review", "Decided")),
        Column("won", NP_("review", "Won")),
        Column("lost", NP_("review", "Lost")),
        Column("win_rate", NP_("review", "Win rate"), SHARE, bar=True),
        Column("interval", NP_("review", "95% interval"), INTERVAL),
    ),
    leads=_contested,
    by=fn.TRIM(Lead.competitor),
    counted={
        "leads": Lead.stage << (Stage.WON, Stage.LOST),
        "won": Lead.stage == Stage.WON,
        "lost": Lead.stage == Stage.LOST,
    },
    label=str,
    figures=_competitor_figures,
    note=lambda total, _groups: words.too_few(total["leads"]),
)
