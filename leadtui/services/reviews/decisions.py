"""Open leads that somebody has to decide on: a contract without its signature, a day that has passed, a plan that was
missed, a stage that lasts too long. The largest amounts come first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peewee import JOIN, Expression, Value, fn

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.filters import parse
from leadtui.domain.terms import Stage
from leadtui.i18n import NP_, Marked
from leadtui.services.reviews.scope import Scope
from leadtui.services.reviews.shape import Review
from leadtui.store import settings
from leadtui.store.models import Customer, Lead, Rep

MOST = 5
"""Leads that are named of each kind."""


@dataclass(frozen=True, slots=True)
class Case:
    """One lead: what it is called, where it stands, amount in fen, and for how many days it has waited."""

    lead_no: str
    customer: str
    stage: Stage
    owner: str
    amount: int | None
    days: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be decided, how many leads wait for it, and the first of them."""

    title: Marked
    count: int
    cases: tuple[Case, ...]


def decisions(desk: Desk, review: Review) -> tuple[Decision, ...]:
    """What waits today among the leads the review looks at; kinds without a lead are left out."""
    scope = Scope(desk, review.period, parse(review.filter), review.owner)
    today = desk.today()
    awake = Lead.snooze_until.is_null() | (Lead.snooze_until <= today)
    waiting = [*scope.leads(), Lead.stage << stages.OPEN, awake]
    found = (_decision(desk, title, [*waiting, condition], since) for title, condition, since in _kinds(desk))
    return tuple(each for each in found if each.count)


def _kinds(desk: Desk) -> Sequence[tuple[Marked, Expression, Expression]]:
    """Each kind with its condition on leads and the day or instant it has waited since."""
    today = desk.today()
    return (
        (NP_("decision", "Contract sent and unsigned"), Lead.unsigned_on <= today, Lead.contract_sent_on),
        (NP_("decision", "Expected close has passed"), Lead.expected_close < today, Lead.expected_close),
        (NP_("decision", "Next step overdue"), Lead.next_due < today, Lead.next_due),
        (NP_("decision", "Stands still in its stage"), _is_stale(desk), Lead.stage_since),
    )


def _is_stale(desk: Desk) -> Expression:
    patience = settings.stage_defaults().stale_days
    found = Value(0) == 1
    for stage in stages.OPEN:
        days = patience[stage]
        if days is not None:
            found |= (Lead.stage == stage) & (Lead.stage_since <= desk.now() - timedelta(days=days + 1))
    return found


def _decision(desk: Desk, title: Marked, conditions: Sequence[Expression], since: Expression) -> Decision:
    count = Lead.select(fn.COUNT(Lead.id)).where(*conditions).scalar()
    if not count:
        return Decision(title, 0, ())
    query = (
        Lead.select(Lead.lead_no, Customer.name, Lead.stage, Rep.name, Lead.amount, since)
        .join(Customer)
        .switch(Lead)
        .join(Rep, JOIN.LEFT_OUTER, on=Lead.owner)
        .where(*conditions)
        .order_by(Lead.amount.is_null(), Lead.amount.desc(), since, Lead.id)
        .limit(MOST)
    )
    cases = (
        Case(number, name, Stage(stage), owner or "", amount, (desk.today() - _day(start, desk)).days)
        for number, name, stage, owner, amount, start in query.tuples()
    )
    return Decision(title, int(count), tuple(cases))


def _day(start: date | datetime, desk: Desk) -> date:
    return start.astimezone(desk.zone).date() if isinstance(start, datetime) else start
