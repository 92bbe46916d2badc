"""The board: a column a stage, with how much stands in it."""

from dataclasses import dataclass

from peewee import fn

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.terms import Stage
from leadtui.services.leads import conditions
from leadtui.store.models import Lead


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its cards by id in due order, and the sum of their amounts in fen."""

    stage: Stage
    ids: tuple[int, ...]
    amount: int

    @property
    def weighted(self) -> int:
        """The amount times the stage's probability, in fen."""
        return self.amount * stages.PROBABILITY[self.stage] // 100


def columns(desk: Desk, wanted: Filter = EVERYTHING) -> tuple[Column, ...]:
    """Every stage with the leads that stand in it, nearest due first."""
    shown = [Lead.deleted_at.is_null(), *conditions(desk, wanted)]
    amount = fn.COALESCE(fn.SUM(Lead.amount), 0)
    totals = dict(Lead.select(Lead.stage, amount).where(*shown).group_by(Lead.stage).tuples())
    cards = Lead.select(Lead.stage, Lead.id).where(*shown).order_by(Lead.next_due.is_null(), Lead.next_due, Lead.id)
    held: dict[str, list[int]] = {stage.value: [] for stage in Stage}
    for stage, lead_id in cards.tuples():
        held[stage].append(lead_id)
    return tuple(Column(stage, tuple(held[stage]), int(totals.get(stage, 0))) for stage in Stage)
