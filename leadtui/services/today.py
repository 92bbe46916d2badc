"""The due list: who must be contacted today, most urgent first, each lead once with its reasons (spec §3)."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from peewee import Case, Expression, ModelSelect

from leadtui.desk import Desk
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.terms import Level, Reason
from leadtui.services.leads import conditions
from leadtui.store.models import Lead, Rep

_RANKED = tuple(Reason)
_PRIORITY = Case(Lead.priority, [(level.value, place) for place, level in enumerate(Level)], len(Level))


@dataclass(frozen=True, slots=True)
class DueList:
    """Lead ids by reason, in the order they are to be worked through."""

    sections: tuple[tuple[Reason, tuple[int, ...]], ...] = ()

    @property
    def total(self) -> int:
        """How many leads are due."""
        return sum(len(ids) for _reason, ids in self.sections)


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
    rank = Case(
        None,
        [
            (Lead.next_due < today, _RANKED.index(Reason.OVERDUE)),
            (Lead.first_touch_on <= today, _RANKED.index(Reason.FIRST_TOUCH)),
            (Lead.next_due <= today + timedelta(days=days), _RANKED.index(Reason.PLANNED_TODAY)),
        ],
        _RANKED.index(Reason.NO_NEXT_STEP),
    )
    query = Lead.select(Lead.id, rank).where(
        Lead.deleted_at.is_null(), Lead.attend_on <= today + timedelta(days=days), *conditions(desk, wanted)
    )
    if not everyone:
        query = query.where(_mine(desk))
    return query.order_by(rank, _PRIORITY, Lead.amount.is_null(), -Lead.amount, Lead.created_at, Lead.id)


def _mine(desk: Desk) -> Expression:
    """Leads I own and leads whose next plan is assigned to me."""
    me = Rep.select(Rep.id).where(Rep.name == desk.me)
    return (Lead.owner << me) | (Lead.next_owner << me)
