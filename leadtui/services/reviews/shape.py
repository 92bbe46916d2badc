"""The shape of a review: panels of rows and columns, as the screen, the command line and documents show them."""

from collections.abc import Iterator
from dataclasses import dataclass

from leadtui.domain.periods import Period
from leadtui.i18n import Marked

Value = str | int | float | tuple[float, float]
Values = tuple[Value | None, ...]

LABEL, COUNT, SHARE, HOURS, DAYS, MONEY, SCORE, INTERVAL = (
    "label", "count", "share", "hours", "days", "money", "score", "interval",
)  # fmt: skip
"""What a column holds: a word, a whole number, 0..1, a time, yuan, an average, two shares (low and high)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a panel; the first one is always the LABEL. `bar`: the number that bars are drawn for."""

    key: str
    title: Marked
    kind: str = COUNT
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `key` is language-neutral, `values` go with the panel's columns, `before` holds the previous period's.

    None stands for a value that does not exist (a rate of nothing), a `before` of None for no such row.
    """

    key: str
    label: str
    values: Values
    before: Values | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure as a table. `n`: how many cases it counts; `definition`: in words, what is counted and what is not.

    `note`: a finding or a warning in the language spoken; `total`: the figures of all rows together.
    """

    key: str
    title: Marked
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    n: int
    definition: Marked
    note: str | None = None
    total: Row | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """All panels of a period, with the one they are compared with; for one `owner` or for all (None)."""

    period: Period
    previous: Period
    owner: str | None
    filter: str
    panels: tuple[Panel, ...]


def named_values(panel: Panel, row: Row, *, before: bool = False) -> dict[str, Value | None]:
    """A row by the keys of scripts: its own key under the first column's, an interval as `low` and `high`.

    With `before` the values of the previous period, empty where it has no such row.
    """
    values = row.before if before else row.values
    if values is None:
        return {}
    return dict(_named(panel, row, values))


def _named(panel: Panel, row: Row, values: Values) -> Iterator[tuple[str, Value | None]]:
    yield panel.columns[0].key, row.key or None
    for column, value in zip(panel.columns[1:], values[1:], strict=True):
        if column.kind == INTERVAL:
            low, high = value if isinstance(value, tuple) else (None, None)
            prefix = column.key.removesuffix("interval")
            yield f"{prefix}low", low
            yield f"{prefix}high", high
        else:
            yield column.key, value
