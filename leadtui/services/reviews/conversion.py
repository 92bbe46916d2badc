"""Conversion of the leads created in a period, by source and by grade (R28): invalid ones apart, open ones shown."""

from dataclasses import dataclass

from peewee import Field, ModelSelect

from leadtui.domain import stages
from leadtui.domain.statistics import MINIMUM, share, wilson
from leadtui.domain.terms import Grade, Source, Stage
from leadtui.i18n import NP_, Marked, _
from leadtui.services.reviews import tally
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import INTERVAL, LABEL, SHARE, Column, Panel, Values
from leadtui.services.reviews.tally import Counts, Tally
from leadtui.store.models import Lead


@dataclass(frozen=True, slots=True)
class Conversion:
    """The panel of one axis: source or grade."""

    key: str
    title: Marked
    axis: Column
    field: Field

    @property
    def _tally(self) -> Tally:
        return Tally(_created, self.field, COUNTED)

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        now, before = (tally.counts(self._tally, scope, span) for span in (scope.now, scope.before))
        total = tally.summed(self._tally, now)
        return Panel(
            key=self.key,
            title=self.title,
            columns=(self.axis, *COLUMNS),
            rows=tally.rows(self._tally, now, before, self._filled, self._order),
            n=total["leads"],
            definition=DEFINITION,
            note=too_few(total["leads"]),
            total=tally.row("", total, tally.summed(self._tally, before), _filled_total),
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads behind a number of this panel."""
        return tally.behind(self._tally, scope, scope.now, row, column)

    def _filled(self, key: str, counts: Counts) -> Values:
        label = source_label(key) if self.field is Lead.source else grade_label(key)
        return label, *_figures(counts)

    def _order(self, key: str, counts: Counts) -> object:
        return (-counts["leads"], -counts["invalid"]) if self.field is Lead.source else key or "~"


COUNTED = {
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
    " stand today. Leads = won + lost + open; invalid ones are counted apart and are in no rate. Conversion = won ÷ leads."
    " Open leads can still be won, so the rate of a young period grows. The interval holds the true rate in 95 of 100"
    " cases (Wilson). A lead that was lost and came back counts where it stands now; a repurchase is a lead of its own."
    " Leads belong to their present owner; leads in the trash are left out.",
)


def too_few(cases: int) -> str | None:
    """What to say where a rate stands on too few cases to be compared; None where there are enough, or none."""
    if cases >= MINIMUM or not cases:
        return None
    return _("Too few to compare: n = {count}, at least {minimum} are needed.").format(count=cases, minimum=MINIMUM)


def source_label(key: str) -> str:
    """A source in the language being spoken; one that is known no longer by its key."""
    term = Source.named(key)
    return term.label if term else key


def grade_label(key: str) -> str:
    """A grade in the language being spoken, or that there is none."""
    return Grade(key).label if key else _("no grade")


def _created(scope: Scope, span: Span) -> ModelSelect:
    return Lead.select().where(span.holds(Lead.created_at), *scope.leads())


def _filled_total(_key: str, counts: Counts) -> Values:
    return _("All"), *_figures(counts)


def _figures(counts: Counts) -> Values:
    won, leads = counts["won"], counts["leads"]
    return *(counts[name] for name in COUNTED), share(won, leads), wilson(won, leads)


PANELS = (
    Conversion(
        "conversion_by_source",
        NP_("review", "Conversion by source"),
        Column("source", NP_("review", "Source"), LABEL),
        Lead.source,
    ),
    Conversion(
        "conversion_by_grade",
        NP_("review", "Conversion by grade"),
        Column("grade", NP_("review", "Grade"), LABEL),
        Lead.grade,
    ),
)
