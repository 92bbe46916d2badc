"""Leads counted by one key: the same conditions make the numbers of a panel and the list of leads behind each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from peewee import Case, Expression, ModelSelect, fn

from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import Row, Values
from leadtui.store.models import Lead, db

Counts = Mapping[str, int]
Groups = Mapping[str, Counts]
Fill = Callable[[str, Counts], Values]


@dataclass(frozen=True, slots=True)
class Tally:
    """Which leads are meant in a span, what they are grouped by, and which of each group every column counts."""

    leads: Callable[[Scope, Span], ModelSelect]
    """A selection of leads; what it selects is replaced."""
    by: Expression
    counted: Mapping[str, Expression]


def counts(tally: Tally, scope: Scope, span: Span) -> dict[str, dict[str, int]]:
    """How many leads of each group every column counts."""
    scope.pause()
    sums = [fn.SUM(Case(None, [(condition, 1)], 0)) for condition in tally.counted.values()]
    query = tally.leads(scope, span).select(tally.by, *sums).group_by(tally.by)
    found: dict[str, dict[str, int]] = {}
    for key, *numbers in db.execute(query):
        found[key or ""] = dict(zip(tally.counted, map(int, numbers), strict=True))
    return found


def behind(tally: Tally, scope: Scope, span: Span, key: str | None, column: str | None) -> list[int]:
    """The ids of the leads behind a number: of one group, or of all for None; of one column, or any that counts."""
    query = tally.leads(scope, span).select(Lead.id)
    if key is not None:
        query = query.where(fn.COALESCE(tally.by, "") == key)
    wanted = tally.counted.get(column or "")
    if wanted is None:
        wanted = _any(tally.counted.values())
    return [lead for (lead,) in db.execute(query.where(wanted).order_by(Lead.created_at.desc(), Lead.id.desc()))]


def _any(conditions: Iterable[Expression]) -> Expression:
    first, *others = conditions
    for each in others:
        first |= each
    return first


def rows(
    tally: Tally, now: Groups, before: Groups, fill: Fill, order: Callable[[str, Counts], object]
) -> tuple[Row, ...]:
    """A row for each group of either period, in order of `order` and then of the key."""
    nothing = dict.fromkeys(tally.counted, 0)
    keys = sorted({**now, **before}, key=lambda key: (order(key, now.get(key, nothing)), key))
    return tuple(row(key, now.get(key, nothing), before.get(key), fill) for key in keys)


def row(key: str, now: Counts, before: Counts | None, fill: Fill) -> Row:
    """One row with the one of the previous period beside it, where there is one."""
    values = fill(key, now)
    return Row(key, str(values[0]), values, None if before is None else fill(key, before))


def summed(tally: Tally, groups: Groups) -> dict[str, int]:
    """All groups together."""
    return {name: sum(each[name] for each in groups.values()) for name in tally.counted}
