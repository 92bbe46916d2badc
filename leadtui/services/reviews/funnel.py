"""The funnel step by step (R39): how many leads entered a stage and went on, how long they stood, and where they
stand still."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from peewee import Case, ModelSelect

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

_NOW, _BEFORE = "now", "before"
_PLACES = {stage.value: place for place, stage in enumerate(stages.ROAD)}
_Step = tuple[int, str, int, bool]
"""A lead, the stage it came to, when, and whether it is snoozed."""
_AT_REST = frozenset(stage.value for stage in stages.CLOSED_OFF)


@dataclass(frozen=True, slots=True)
class _Window:
    """A period in milliseconds, and the moment as of which it is told who stands where."""

    since: int
    until: int
    as_of: int
    patience: Mapping[str, int]
    """By stage the instant before which a lead must have entered it to stand still."""


@dataclass(slots=True)
class _Found:
    """The leads that each number of a period counts, by column and stage, and the times of the stays that ended."""

    leads: dict[tuple[str, str], set[int]]
    times: dict[str, list[int]]


class Funnel:
    """The panel: a row per stage of the road."""

    key = "funnel"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        found = _found(scope, {_NOW: scope.now, _BEFORE: scope.before})
        return Panel(
            key=self.key,
            title=NP_("review", "Funnel"),
            columns=_COLUMNS,
            rows=tuple(_row(stage, found[_NOW], found[_BEFORE]) for stage in stages.ROAD),
            n=sum(len(found[_NOW].leads["entered", stage]) for stage in stages.ROAD),
            definition=_DEFINITION,
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads behind a number; behind a time those that entered the stage in the period."""
        name = {"rate": "went_on", "interval": "went_on", "days": "entered"}.get(column or "", column)
        leads = _found(scope, {_NOW: scope.now})[_NOW].leads
        meant = [each for (kind, stage), each in leads.items() if row in (None, stage) and name in (None, kind)]
        chosen = set().union(*meant)
        ordered = Lead.select(Lead.id).where(*scope.leads()).order_by(Lead.created_at.desc(), Lead.id.desc())
        return [lead for (lead,) in db.execute(ordered) if lead in chosen]


def _found(scope: Scope, spans: Mapping[str, Span]) -> dict[str, _Found]:
    """Walk the stays of all leads, each from one change of stage to the next.

    A change of status alone is no move, nor is a second beginning of a lead that was merged.
    """
    found = {name: _Found(defaultdict(set), defaultdict(list)) for name in spans}
    windows = [(_window(scope, span), found[name]) for name, span in spans.items()]
    here: _Step = (0, "", 0, False)
    for step in db.execute(_steps(scope)):
        if step[0] != here[0]:
            _count(here, None, "", windows)
        elif step[1] == here[1]:
            continue
        else:
            _count(here, step[2], step[1], windows)
        here = step
    _count(here, None, "", windows)
    for each in found.values():
        for stage in stages.ROAD:
            each.leads["dropped", stage] -= each.leads["went_on", stage]
    return found


def _steps(scope: Scope) -> ModelSelect:
    """Lead, stage, since when and whether it is snoozed, in order; without leads at rest before both periods."""
    scope.go_on()
    snoozed = Case(None, [(Lead.snooze_until > min(scope.period.end, scope.desk.today()), 1)], 0)
    meant = (Lead.stage << stages.OPEN) | (Lead.stage_since >= scope.before.since)
    change = StageChange
    query = change.select(change.lead, change.to_stage, change.at, snoozed).join(Lead)
    return query.where(meant, *scope.leads()).order_by(change.lead, change.at, change.id)


def _count(stay: _Step, left: int | None, went_to: str, windows: Sequence[tuple[_Window, _Found]]) -> None:
    """Count a stay where it belongs; a lead that was there twice is in a set once."""
    lead, stage, entered, is_snoozed = stay
    if stage not in _PLACES:
        return
    for window, found in windows:
        if entered >= window.until or (left is not None and left < window.since):
            continue
        if entered >= window.since:
            found.leads["entered", stage].add(lead)
            found.leads[_way(stage, went_to), stage].add(lead)
        if left is not None and left < window.until:
            found.times[stage].append(left - entered)
        elif entered < window.as_of:
            found.leads["standing", stage].add(lead)
            if entered < window.patience.get(stage, 0) and not is_snoozed:
                found.leads["stale", stage].add(lead)


def _way(stage: str, went_to: str) -> str:
    if went_to in _AT_REST:
        return "dropped"
    return "went_on" if _PLACES.get(went_to, -1) > _PLACES[stage] else "kept"


def _window(scope: Scope, span: Span) -> _Window:
    day = min(span.days.end, scope.desk.today())
    allowed = settings.stage_defaults().stale_days
    patience = {
        stage.value: to_millis(scope.desk.instant(day - timedelta(days=days), time(0)))
        for stage in stages.OPEN
        if (days := allowed[stage]) is not None
    }
    until = to_millis(span.until)
    return _Window(to_millis(span.since), until, min(until, to_millis(scope.desk.now()) + 1), patience)


def _row(stage: Stage, now: _Found, before: _Found) -> Row:
    return Row(stage.value, stage.label, (stage.label, *_values(stage, now)), (stage.label, *_values(stage, before)))


def _values(stage: Stage, found: _Found) -> Values:
    leads = found.leads
    entered, went_on = len(leads["entered", stage]), len(leads["went_on", stage])
    if stage not in stages.OPEN:
        # The end of the road: nobody goes on from it, and everybody won stands there.
        return entered, None, None, None, None, None, None, None
    took = median(found.times[stage])
    return (
        entered,
        went_on,
        len(leads["dropped", stage] - leads["went_on", stage]),
        share(went_on, entered),
        wilson(went_on, entered),
        None if took is None else took / _DAY,
        len(leads["standing", stage]),
        len(leads["stale", stage]),
    )
