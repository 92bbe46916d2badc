"""The funnel step by step (R39): how many leads entered a stage and went on, how long they stood, and where they
stand still."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from peewee import Case, Expression, Select, fn

from leadtui.domain import stages
from leadtui.domain.statistics import median, share, wilson
from leadtui.domain.terms import Stage
from leadtui.i18n import NP_
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import COUNT, DAYS, INTERVAL, LABEL, SHARE, Column, Panel, Row, Values
from leadtui.store import settings
from leadtui.store.columns import to_millis
from leadtui.store.models import Lead, StageChange, db

_DAY = 86_400_000

_COLUMNS = (
    Column("stage", NP_("review", "Stage"), LABEL),
    Column("entered", NP_("review", "Entered"), COUNT, bar=True),
    Column("went_on", NP_("review", "Went on")),
    Column("dropped", NP_("review", "Dropped")),
    Column("rate", NP_("review", "Went on, share"), SHARE),
    Column("interval", NP_("review", "95% interval"), INTERVAL),
    Column("days", NP_("review", "Median time"), DAYS),
    Column("standing", NP_("review", "Stand here")),
    Column("stale", NP_("review", "Stand still")),
)

_DEFINITION = NP_(
    "review",
    "Entered: leads that came into the stage in the period, new ones and returned ones included. Went on: those of them"
    " whose next move was to a later stage. Dropped: those that left it as lost or invalid instead; the others still"
    " stand there or went back. Median time: of all stays in the stage that ended in the period. Stand here: leads in"
    " the stage when the period ended, or now. Stand still: those that stand there longer than the team allows for the"
    " stage and are not snoozed. Leads belong to their present owner; the trash is left out.",
)

_FLAGS = ("entered", "went_on", "dropped", "standing", "stale")
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Figures:
    """What is counted of one stage in one period, and the times of the stays that ended."""

    counts: Counts
    times: list[int]


class Funnel:
    """The panel: a row per stage of the road."""

    key = "funnel"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        spans = {"now": scope.now, "before": scope.before}
        counts, times = _counts(scope, spans), _times(scope)
        figures = {
            (name, stage): _Figures(counts[stage][name], times[name, stage]) for name in spans for stage in stages.ROAD
        }
        n = sum(figures["now", stage].counts["entered"] for stage in stages.ROAD)
        return Panel(
            key=self.key,
            title=NP_("review", "Funnel"),
            columns=_COLUMNS,
            rows=tuple(_row(stage, figures["now", stage], figures["before", stage]) for stage in stages.ROAD),
            n=n,
            definition=_DEFINITION,
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads behind a number; those whose stay ended in the period behind a time."""
        if column == "days":
            stays = _stays(scope)
            query = Select([stays], [stays.c.lead]).where(stays.c.stage << stages.OPEN, _is_in(stays.c.left, scope.now))
            named = stays.c.stage
        else:
            leads = _by_lead(scope, {"now": scope.now})
            query = Select([leads], [leads.c.lead])
            flags = ("went_on",) if column == "rate" else _FLAGS if column not in _FLAGS else (column,)
            query = query.where(sum(_flag(leads, "now", each) for each in flags) > 0)
            named = leads.c.stage
        if row is not None:
            query = query.where(named == row)
        found = {lead for (lead,) in db.execute(query)}
        ordered = Lead.select(Lead.id).where(*scope.leads()).order_by(Lead.created_at.desc(), Lead.id.desc())
        return [lead for (lead,) in db.execute(ordered) if lead in found]


def _last_day(scope: Scope, span: Span) -> date:
    """The day as of which it is told who stands where: the last of the period, or today."""
    return min(span.days.end, scope.desk.today())


def _as_of(scope: Scope, span: Span) -> int:
    return min(to_millis(span.until), to_millis(scope.desk.now()) + 1)


def _stays(scope: Scope) -> Select:
    """Every stay of a lead in a stage: lead, stage, entered, is_snoozed, and left, went_to (None while it lasts)."""
    change = StageChange
    came_from = fn.LAG(change.to_stage).over(partition_by=[change.lead], order_by=[change.at, change.id])
    steps = (
        change.select(
            change.id,
            change.lead.alias("lead"),
            change.to_stage.alias("stage"),
            change.at.alias("entered"),
            Case(None, [(Lead.snooze_until > _last_day(scope, scope.now), 1)], 0).alias("is_snoozed"),
            came_from.alias("came_from"),
        )
        .join(Lead)
        .where(*scope.leads())
        .alias("steps")
    )
    order = {"partition_by": [steps.c.lead], "order_by": [steps.c.entered, steps.c.id]}
    return (
        Select(
            [steps],
            [
                steps.c.lead,
                steps.c.stage,
                steps.c.entered,
                steps.c.is_snoozed,
                fn.LEAD(steps.c.entered).over(**order).alias("left"),
                fn.LEAD(steps.c.stage).over(**order).alias("went_to"),
            ],
        )
        # A change of status alone is no move, nor are the two beginnings of a lead that was merged.
        .where(steps.c.came_from.is_null() | (steps.c.came_from != steps.c.stage))
        .alias("stays")
    )


def _is_in(instant: Expression, span: Span) -> Expression:
    return (instant >= to_millis(span.since)) & (instant < to_millis(span.until))


def _flags(stays: Select, scope: Scope, span: Span) -> dict[str, Expression]:
    """Whether a stay counts for each column."""
    entered = _is_in(stays.c.entered, span)
    road = [(stage.value, place) for place, stage in enumerate(stages.ROAD)]
    is_on = Case(stays.c.went_to, road, -1) > Case(stays.c.stage, road, len(road))
    as_of = _as_of(scope, span)
    standing = (stays.c.entered < as_of) & (stays.c.left.is_null() | (stays.c.left >= as_of))
    is_late = stays.c.entered < Case(stays.c.stage, _patience(scope, span), 0)
    return {
        "entered": entered,
        "went_on": entered & is_on,
        "dropped": entered & (stays.c.went_to << stages.CLOSED_OFF),
        "standing": standing,
        "stale": standing & is_late & (stays.c.is_snoozed == 0),
    }


def _patience(scope: Scope, span: Span) -> list[tuple[str, int]]:
    """By stage the instant before which a lead must have entered it to be stale when the span ends."""
    day = _last_day(scope, span)
    allowed = settings.stage_defaults().stale_days
    return [
        (stage.value, to_millis(scope.desk.instant(day - timedelta(days=days), time(0))))
        for stage in stages.OPEN
        if (days := allowed[stage]) is not None
    ]


def _by_lead(scope: Scope, spans: Mapping[str, Span]) -> Select:
    """A row per lead and stage with a flag per period and column: who entered twice counts once."""
    stays = _stays(scope)
    flags = {
        f"{name}_{column}": fn.MAX(Case(None, [(condition, 1)], 0))
        for name, span in spans.items()
        for column, condition in _flags(stays, scope, span).items()
    }
    columns = [flag.alias(name) for name, flag in flags.items()]
    query = Select([stays], [stays.c.lead, stays.c.stage, *columns]).where(stays.c.stage << stages.ROAD)
    return query.group_by(stays.c.lead, stays.c.stage).alias("leads")


def _flag(leads: Select, period: str, column: str) -> Expression:
    """1 where a lead counts: one that went on was not dropped, though it was once."""
    flag = getattr(leads.c, f"{period}_{column}")
    return flag * (1 - getattr(leads.c, f"{period}_went_on")) if column == "dropped" else flag


def _counts(scope: Scope, spans: Mapping[str, Span]) -> dict[Stage, dict[str, Counts]]:
    scope.go_on()
    leads = _by_lead(scope, spans)
    names = [(period, column) for period in spans for column in _FLAGS]
    sums = [fn.SUM(_flag(leads, period, column)) for period, column in names]
    found = {stage: {period: dict.fromkeys(_FLAGS, 0) for period in spans} for stage in stages.ROAD}
    for stage, *numbers in db.execute(Select([leads], [leads.c.stage, *sums]).group_by(leads.c.stage)):
        for (period, column), number in zip(names, numbers, strict=True):
            found[Stage(stage)][period][column] = int(number)
    return {stage: dict(periods) for stage, periods in found.items()}


def _times(scope: Scope) -> dict[tuple[str, Stage], list[int]]:
    """The milliseconds of the stays that ended in each period, by period and stage."""
    scope.go_on()
    stays = _stays(scope)
    is_now = Case(None, [(stays.c.left >= to_millis(scope.now.since), 1)], 0)
    ended = (stays.c.left >= to_millis(scope.before.since)) & (stays.c.left < to_millis(scope.now.until))
    query = Select([stays], [is_now, stays.c.stage, stays.c.left - stays.c.entered])
    found: dict[tuple[str, Stage], list[int]] = defaultdict(list)
    for now, stage, took in db.execute(query.where(ended, stays.c.stage << stages.OPEN)):
        found["now" if now else "before", stage].append(took)
    return found


def _row(stage: Stage, now: _Figures, before: _Figures) -> Row:
    return Row(stage.value, stage.label, (stage.label, *_values(stage, now)), (stage.label, *_values(stage, before)))


def _values(stage: Stage, figures: _Figures) -> Values:
    counts = figures.counts
    entered, went_on = counts["entered"], counts["went_on"]
    if stage not in stages.OPEN:
        # The end of the road: nobody goes on from it, and everybody won stands there.
        return entered, None, None, None, None, None, None, None
    took = median(figures.times)
    return (
        entered,
        went_on,
        counts["dropped"],
        share(went_on, entered),
        wilson(went_on, entered),
        None if took is None else took / _DAY,
        counts["standing"],
        counts["stale"],
    )
