"""Conversion of the leads created in a period, by source and by grade (R28) and of those that customers brought
(R74, R75): invalid ones apart, open ones shown."""

from functools import partial

from peewee import Case, Expression, ModelSelect

from leadtui.domain import stages
from leadtui.domain.statistics import share, wilson
from leadtui.domain.terms import Stage
from leadtui.i18n import NP_, told
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import INTERVAL, LABEL, SHARE, Column, Values
from leadtui.services.reviews.tally import Counts, Tally
from leadtui.store.models import Lead

STANDING = {
    "leads": Lead.stage != Stage.INVALID,
    "won": Lead.stage == Stage.WON,
    "lost": Lead.stage == Stage.LOST,
    "open": Lead.stage << stages.OPEN,
    "invalid": Lead.stage == Stage.INVALID,
}
"""Which leads of a cohort each column counts."""

COLUMNS = (
    Column("leads", NP_("review", "Leads")),
    Column("won", NP_("review", "Won")),
    Column("lost", NP_("review", "Lost")),
    Column("open", NP_("review", "Open")),
    Column("invalid", NP_("review", "Invalid")),
    Column("rate", NP_("review", "Conversion"), SHARE, bar=True),
    Column("interval", NP_("review", "95% interval"), INTERVAL),
)

DEFINITION = NP_(
    "review",
    "Counted are the leads created in the period (an imported lead on the day of its first contact), by where they"
    " stand today. Leads = won + lost + open; invalid ones are counted apart and are in no rate. Conversion = won ÷"
    " leads: an open lead can still be won, so the rate of a young period grows. In 95 of 100 cases the true rate lies"
    " in the interval (Wilson). A lead that was lost and came back counts where it stands now; a repurchase is a lead"
    " of its own. A lead belongs to its present owner; the trash is left out.",
)

BROUGHT = NP_(
    "review",
    "Counted are the leads created in the period that were opened from another lead: as the next cycle of the same"
    " customer (repurchase), or recommended by a customer (referral). Columns and rates are those of the conversion by"
    " source. A lead that only carries the source referral or existing customer, without the lead it came from, is not"
    " among them.",
)


def _created(scope: Scope, span: Span) -> ModelSelect:
    return Lead.select().where(span.holds(Lead.created_at), *scope.leads())


def _brought(scope: Scope, span: Span) -> ModelSelect:
    return _created(scope, span).where(Lead.repurchase_of.is_null(False) | Lead.referred_by.is_null(False))


def figures(counts: Counts) -> Values:
    """The columns of a conversion from what was counted."""
    won, leads = counts["won"], counts["leads"]
    return *(counts[name] for name in STANDING), share(won, leads), wilson(won, leads)


def _brought_by(key: str) -> str:
    return told(NP_("review", "Repurchase") if key == "repurchase" else NP_("review", "Referral"))


_WAY: Expression = Case(None, [(Lead.repurchase_of.is_null(False), "repurchase")], "referral")

_conversion = partial(
    Tally, counted=STANDING, figures=figures, note=lambda total, _groups: words.too_few(total["leads"])
)

BY_SOURCE = _conversion(
    key="conversion_by_source",
    title=NP_("review", "Conversion by source"),
    definition=DEFINITION,
    columns=(Column("source", NP_("review", "Source"), LABEL), *COLUMNS),
    leads=_created,
    by=Lead.source,
    label=words.source,
)
BY_GRADE = _conversion(
    key="conversion_by_grade",
    title=NP_("review", "Conversion by grade"),
    definition=DEFINITION,
    columns=(Column("grade", NP_("review", "Grade"), LABEL), *COLUMNS),
    leads=_created,
    by=Lead.grade,
    label=words.grade,
    order=lambda key: key or "~",
)
BY_CUSTOMERS = _conversion(
    key="repurchase_and_referral",
    title=NP_("review", "Repurchases and referrals"),
    definition=BROUGHT,
    columns=(Column("way", NP_("review", "Brought by customers"), LABEL), *COLUMNS),
    leads=_brought,
    by=_WAY,
    label=_brought_by,
    order=lambda key: key != "repurchase",
)
