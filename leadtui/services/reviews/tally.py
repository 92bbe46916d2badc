"""Leads counted by one key: the same conditions make the numbers of a panel and the list of leads behind each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from peewee import SQL, Case, Expression, ModelSelect, fn

from leadtui.i18n import Marked
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import Column, Panel, Row, Values
from leadtui.store.models import Lead, db

Counts = Mapping[str, int]
Groups = Mapping[str, Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A panel of counted leads: which leads of a span, grouped by what, and which of a group each number counts."""

    key: str
    title: Marked
    definition: Marked
    columns: tuple[Column, ...]
    leads: Callable[[Scope, Span], ModelSelect]
    """A selection of leads; what it selects is replaced."""
    by: Expression
    counted: Mapping[str, Expression]
    """The first one is the panel's n, and ranks its rows."""
    label: Callable[[str], str]
    figures: Callable[[Counts], Values]
    """The values of all columns but the first."""
    added: Mapping[str, Expression] = field(default_factory=dict)
    """Further numbers that are added up, not counted."""
    order: Callable[[str], object] | None = None
    """In what order groups stand; the largest first without."""
    note: Callable[[Counts, Groups], str | None] = lambda _total, _groups: None

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        now, before = self._groups(scope, scope.now), self._groups(scope, scope.before)
        total = self._summed(now)
        n = next(iter(self.counted))
        nothing = self._summed({})
        keys = sorted({**now, **before}, key=lambda key: self._place(key, now.get(key, nothing)[n]))
        everything = (words.everything(), *self.figures(total))
        return Panel(
            key=self.key,
            title=self.title,
            columns=self.columns,
            rows=tuple(self._row(key, now.get(key, nothing), before.get(key)) for key in keys),
            n=total[n],
            definition=self.definition,
            note=self.note(total, now),
            total=Row("", words.everything(), everything, (words.everything(), *self.figures(self._summed(before)))),
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads behind a number: of one group, or of all for None; of one column, or any that counts."""
        query = self.leads(scope, scope.now).select(Lead.id)
        if row is not None:
            query = query.where(fn.COALESCE(self.by, "") == row)
        wanted = self.counted.get(column or "")
        query = query.where(_any(self.counted.values()) if wanted is None else wanted)
        return [lead for (lead,) in db.execute(query.order_by(Lead.created_at.desc(), Lead.id.desc()))]

    def _groups(self, scope: Scope, span: Span) -> dict[str, dict[str, int]]:
        scope.go_on()
        sums = [fn.SUM(Case(None, [(condition, 1)], 0)) for condition in self.counted.values()]
        sums += [fn.SUM(value) for value in self.added.values()]
        # By its place: written out twice, an expression with values in it is two different ones to PostgreSQL.
        query = self.leads(scope, span).select(self.by, *sums).group_by(SQL("1"))
        names = (*self.counted, *self.added)
        return {key or "": _numbers(names, numbers) for key, *numbers in db.execute(query)}

    def _summed(self, groups: Groups) -> dict[str, int]:
        return {name: sum(each[name] for each in groups.values()) for name in (*self.counted, *self.added)}

    def _place(self, key: str, count: int) -> tuple[object, str]:
        return (self.order(key) if self.order else -count), key

    def _row(self, key: str, now: Counts, before: Counts | None) -> Row:
        label = self.label(key)
        then = None if before is None else (label, *self.figures(before))
        return Row(key, label, (label, *self.figures(now)), then)


def _numbers(names: Iterable[str], numbers: Iterable[int | None]) -> dict[str, int]:
    return {name: int(number or 0) for name, number in zip(names, numbers, strict=True)}


def _any(conditions: Iterable[Expression]) -> Expression:
    first, *others = conditions
    for each in others:
        first |= each
    return first
