"""What each rep did in a period: contacts made, customers reached, new leads, stages moved, deals won (R39)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from peewee import JOIN, Case, Expression, Field, ModelSelect, fn

from leadtui.domain import stages
from leadtui.domain.terms import Stage
from leadtui.i18n import NP_
from leadtui.services.imports.placing import REASON
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import COUNT, LABEL, Column, Panel, Row, Values
from leadtui.store.around import EFFECTIVE, STANDS
from leadtui.store.models import FollowUp, Lead, Rep, StageChange, db

_COLUMNS = (
    Column("rep", NP_("review", "Rep"), LABEL),
    Column("contacts", NP_("review", "Contacts"), COUNT, bar=True),
    Column("reached", NP_("review", "Reached")),
    Column("customers", NP_("review", "Customers reached")),
    Column("new", NP_("review", "New leads")),
    Column("moved", NP_("review", "Moved on")),
    Column("won", NP_("review", "Won")),
)

_DEFINITION = NP_(
    "review",
    "Each rep's own work in the period, whoever the lead belongs to now. Contacts: all that were made, those nobody"
    " answered included; a corrected one counts once. Reached: talked to, or material sent. Customers reached: each"
    " customer once, also where two reps reached it. New leads: entered by the rep; imported ones count for their"
    " owner. Moved on: moves to a later stage. Won: moves to Won. A stage that a sheet brought is nobody's move.",
)

_IS_REACHED = FollowUp.outcome << EFFECTIVE
_NEW_BY = Case(None, [(Lead.is_imported, Lead.owner)], Lead.created_by)


@dataclass(slots=True)
class _Work:
    """What one rep did."""

    contacts: int = 0
    reached: int = 0
    customers: set[int] = field(default_factory=set)
    new: int = 0
    moved: int = 0
    won: int = 0

    def add(self, other: "_Work") -> None:
        """Take in what another did."""
        self.contacts += other.contacts
        self.reached += other.reached
        self.customers |= other.customers
        self.new += other.new
        self.moved += other.moved
        self.won += other.won


class Activity:
    """The panel: a row per rep."""

    key = "activity"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        now, before = _by_rep(scope, scope.now), _by_rep(scope, scope.before)
        names = sorted({**now, **before}, key=lambda name: (-now.get(name, _Work()).contacts, name))
        everything, then = _together(now.values()), _together(before.values())
        return Panel(
            key=self.key,
            title=NP_("review", "Activity per rep"),
            columns=_COLUMNS,
            rows=tuple(_row(name, words.rep(name), now.get(name, _Work()), before.get(name)) for name in names),
            n=everything.contacts,
            definition=_DEFINITION,
            total=_row("", words.everything(), everything, then),
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads whose contacts, entries or moves a number counts."""
        queries = {name: query for name, query in _leads_by_column(scope).items() if column in (None, name)}
        found: set[int] = set()
        for query in queries.values():
            wanted = query if row is None else query.where(Rep.name == row if row else Rep.name.is_null())
            found |= {lead for (lead,) in db.execute(wanted)}
        ordered = Lead.select(Lead.id).where(*scope.leads(of_owner=False)).order_by(Lead.created_at.desc(), -Lead.id)
        return [lead for (lead,) in db.execute(ordered) if lead in found]


def _leads_by_column(scope: Scope) -> Mapping[str, ModelSelect]:
    """For each column the leads it counts, joined with who did it."""
    contacts = _contacts(scope, scope.now).select(Lead.id)
    moves = _moves(scope, scope.now).select(Lead.id)
    return {
        "contacts": contacts,
        "reached": contacts.where(_IS_REACHED),
        "customers": contacts.where(_IS_REACHED),
        "new": _new(scope, scope.now).select(Lead.id),
        "moved": moves.where(_is_advance()),
        "won": moves.where(StageChange.to_stage == Stage.WON),
    }


def _by_rep(scope: Scope, span: Span) -> dict[str, _Work]:
    found: dict[str, _Work] = defaultdict(_Work)
    scope.go_on()
    contacts = _contacts(scope, span).select(
        Rep.name, Lead.customer, fn.COUNT(FollowUp.id), fn.SUM(Case(None, [(_IS_REACHED, 1)], 0))
    )
    for name, customer, count, reached in db.execute(contacts.group_by(Rep.name, Lead.customer)):
        work = found[name or ""]
        work.contacts += count
        work.reached += int(reached)
        if reached:
            work.customers.add(customer)
    scope.go_on()
    for name, count in db.execute(_new(scope, span).select(Rep.name, fn.COUNT(Lead.id)).group_by(Rep.name)):
        found[name or ""].new = count
    scope.go_on()
    goals = (_is_advance(), StageChange.to_stage == Stage.WON)
    sums = [fn.SUM(Case(None, [(goal, 1)], 0)) for goal in goals]
    for name, moved, won in db.execute(_moves(scope, span).select(Rep.name, *sums).group_by(Rep.name)):
        if moved or won:
            found[name or ""].moved, found[name or ""].won = int(moved), int(won)
    return dict(found)


def _contacts(scope: Scope, span: Span) -> ModelSelect:
    query = FollowUp.select().join(Lead).switch(FollowUp).join(Rep, JOIN.LEFT_OUTER, on=FollowUp.by)
    return query.where(span.holds(FollowUp.at), STANDS, *_of(scope, FollowUp.by))


def _new(scope: Scope, span: Span) -> ModelSelect:
    query = Lead.select().join(Rep, JOIN.LEFT_OUTER, on=(Rep.id == _NEW_BY))
    return query.where(span.holds(Lead.created_at), *_of(scope, _NEW_BY))


def _moves(scope: Scope, span: Span) -> ModelSelect:
    query = StageChange.select().join(Lead).switch(StageChange).join(Rep, JOIN.LEFT_OUTER, on=StageChange.by)
    is_move = StageChange.from_stage.is_null(False) & (StageChange.from_stage != StageChange.to_stage)
    return query.where(span.holds(StageChange.at), is_move, StageChange.reason != REASON, *_of(scope, StageChange.by))


def _of(scope: Scope, rep: Field) -> list[Expression]:
    return [*scope.done_by(rep), *scope.leads(of_owner=False)]


def _is_advance() -> Expression:
    road = [(stage.value, place) for place, stage in enumerate(stages.ROAD)]
    return Case(StageChange.from_stage, road, len(road)) < Case(StageChange.to_stage, road, -1)


def _together(works: Iterable[_Work]) -> _Work:
    total = _Work()
    for each in works:
        total.add(each)
    return total


def _row(key: str, label: str, now: _Work, before: _Work | None) -> Row:
    return Row(key, label, (label, *_figures(now)), None if before is None else (label, *_figures(before)))


def _figures(work: _Work) -> Values:
    return work.contacts, work.reached, len(work.customers), work.new, work.moved, work.won
