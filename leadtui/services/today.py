"""The due list: who must be contacted today, most urgent first, each lead once with its reasons (spec §3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from peewee import Case, Expression, ModelSelect, fn

from leadtui.desk import Desk
from leadtui.domain import stages, workdays
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.terms import Level, Reason, Stage
from leadtui.services.leads import conditions
from leadtui.store.models import FollowUp, Lead, Rep, StageChange

_RANKED = tuple(Reason)
_PRIORITY = Case(Lead.priority, [(level.value, place) for place, level in enumerate(Level)], len(Level))


Agenda = tuple[tuple[date, tuple[int, ...]], ...]
"""Lead ids by the day on which they need attention, in the order they are to be worked through."""


@dataclass(frozen=True, slots=True)
class DueList:
    """Lead ids by reason, in the order they are to be worked through."""

    sections: tuple[tuple[Reason, tuple[int, ...]], ...] = ()

    @property
    def total(self) -> int:
        """How many leads are due."""
        return sum(len(ids) for _reason, ids in self.sections)

    @property
    def ids(self) -> frozenset[int]:
        """The leads that are due."""
        return frozenset(lead_id for _reason, ids in self.sections for lead_id in ids)


def due_list(desk: Desk, *, everyone: bool, days: int = 0, wanted: Filter = EVERYTHING) -> DueList:
    """Today's due list, or the coming `days` too; the rep's own leads and plans unless `everyone`."""
    query = due_query(desk, everyone=everyone, days=days, wanted=wanted)
    sections = (
        (_RANKED[rank], tuple(lead_id for lead_id, _rank in members))
        for rank, members in groupby(query.tuples(), key=lambda row: row[1])
    )
    return DueList(tuple(sections))


def due_query(desk: Desk, *, everyone: bool, days: int = 0, wanted: Filter = EVERYTHING) -> ModelSelect:
    """The query behind `due_list`: ids and reason ranks. It walks the index of attention days, not the leads."""
    today = desk.today()
    until = today + timedelta(days=days)
    rank = Case(
        None,
        [
            (Lead.next_due < today, _RANKED.index(Reason.OVERDUE)),
            (Lead.first_touch_on <= until, _RANKED.index(Reason.FIRST_TOUCH)),
            (Lead.next_due <= until, _RANKED.index(Reason.PLANNED_TODAY)),
            (Lead.cadence_on <= until, _RANKED.index(Reason.CADENCE)),
            (Lead.survey_on <= until, _RANKED.index(Reason.SURVEY)),
            (Lead.unsigned_on <= until, _RANKED.index(Reason.UNSIGNED)),
            (Lead.missing_on <= until, _RANKED.index(Reason.RECORD_MISSING)),
            (Lead.recycling_on <= until, _RANKED.index(Reason.RECYCLING)),
        ],
        _RANKED.index(Reason.NO_NEXT_STEP),
    )
    query = _attended(desk, everyone=everyone, wanted=wanted, until=until, chosen=(Lead.id, rank))
    return query.order_by(rank, *by_weight())


def by_weight() -> tuple[Expression, ...]:
    """The order inside a reason: priority, then amount, then age (spec §3)."""
    return (_PRIORITY, Lead.amount.is_null(), -Lead.amount, Lead.created_at, Lead.id)


def agenda(desk: Desk, *, everyone: bool, days: int, wanted: Filter = EVERYTHING) -> Agenda:
    """The coming `days` by day, today and what is late under today: each lead once, on the first day it is due."""
    today = desk.today()
    until = today + timedelta(days=days)
    day = Case(None, [(Lead.attend_on > today, Lead.attend_on)], today)
    query = _attended(desk, everyone=everyone, wanted=wanted, until=until, chosen=(Lead.id, day))
    days_of = groupby(query.order_by(day, *by_weight()).tuples(), key=lambda row: str(row[1]))
    return tuple((date.fromisoformat(when), tuple(lead_id for lead_id, _day in of)) for when, of in days_of)


def load(desk: Desk, *, everyone: bool, days: int) -> dict[date, int]:
    """How many leads are due on each of the coming days, late ones under today; days without any are left out."""
    today = desk.today()
    day = Lead.attend_on
    query = _attended(
        desk, everyone=everyone, wanted=EVERYTHING, until=today + timedelta(days=days), chosen=(day, fn.COUNT(Lead.id))
    )
    found: dict[date, int] = defaultdict(int)
    for when, count in query.group_by(day).order_by(day).tuples():
        found[max(when, today)] += count
    return dict(found)


@dataclass(frozen=True, slots=True)
class Done:
    """What a rep did on a day: leads with a record, and moves to a later stage."""

    leads: int
    stages: int


def done_today(desk: Desk) -> Done:
    """What I have recorded and moved on today, in whatever window; what a sheet brought in is none of it."""
    me, (since, until) = _me(desk), _this_day(desk)
    followed = FollowUp.select(fn.COUNT(FollowUp.lead.distinct())).where(*_recorded_today(desk))
    moves = StageChange.select(StageChange.from_stage, StageChange.to_stage).where(
        StageChange.by << me, StageChange.at >= since, StageChange.at < until, StageChange.from_stage.is_null(False)
    )
    return Done(int(followed.scalar() or 0), sum(_is_advance(came, goes) for came, goes in moves.tuples()))


def called_today(desk: Desk, among: Sequence[int]) -> set[int]:
    """Those of some leads for which I have recorded a call today, answered or not."""
    query = FollowUp.select(FollowUp.lead).where(FollowUp.lead << list(among), *_recorded_today(desk))
    return {lead_id for (lead_id,) in query.tuples()}


def _recorded_today(desk: Desk) -> tuple[Expression, ...]:
    since, until = _this_day(desk)
    mine = FollowUp.by << _me(desk)
    return mine, FollowUp.recorded_at >= since, FollowUp.recorded_at < until, ~FollowUp.is_imported


def _me(desk: Desk) -> ModelSelect:
    return Rep.select(Rep.id).where(Rep.name == desk.me)


def _this_day(desk: Desk) -> tuple[datetime, datetime]:
    today = desk.today()
    return desk.instant(today, time(0)), desk.instant(today + timedelta(days=1), time(0))


def _is_advance(came_from: str, goes_to: str) -> bool:
    way = (*stages.OPEN, Stage.WON)
    came, goes = Stage(came_from), Stage(goes_to)
    return came in way and goes in way and way.index(goes) > way.index(came)


def coming(desk: Desk, *, everyone: bool) -> tuple[tuple[date, int], ...]:
    """Tomorrow and, where that is none, the next working day, with how many leads are due on them."""
    tomorrow = desk.today() + timedelta(days=1)
    workday = workdays.next_workday(tomorrow)
    due = load(desk, everyone=everyone, days=(workday - desk.today()).days)
    return tuple((day, due.get(day, 0)) for day in dict.fromkeys((tomorrow, workday)))


def _attended(desk: Desk, *, everyone: bool, wanted: Filter, until: date, chosen: Sequence[Expression]) -> ModelSelect:
    """The leads that need attention until a day, mine or everybody's."""
    query = Lead.select(*chosen).where(Lead.deleted_at.is_null(), Lead.attend_on <= until, *conditions(desk, wanted))
    return query if everyone else query.where(mine(desk))


def mine(desk: Desk) -> Expression:
    """A condition on leads: those I own and leads whose next plan is assigned to me."""
    me = Rep.select(Rep.id).where(Rep.name == desk.me)
    return (Lead.owner << me) | (Lead.next_owner << me)
