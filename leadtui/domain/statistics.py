"""Figures that do not boast: shares with their interval, medians, and when two shares may be called different."""

from collections.abc import Iterable
from math import sqrt

MINIMUM = 20
"""Fewer cases than this say nothing about a rate: no headline is made of them."""

_Z = 1.959963984540054
"""Of the normal distribution: 95 of 100 intervals hold the true rate."""

Interval = tuple[float, float]


def share(count: int, total: int) -> float | None:
    """`count` of `total` as 0..1; None of nothing."""
    return count / total if total else None


def wilson(count: int, total: int) -> Interval | None:
    """The 95 % interval of Wilson around `count` of `total`, as 0..1; None of nothing."""
    if not total:
        return None
    rate, spread = count / total, _Z * _Z / total
    middle = (rate + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(rate * (1 - rate) / total + spread / (4 * total))
    # At the ends the bounds are exact, which rounding would spoil.
    return (middle - half if count else 0.0), (middle + half if count < total else 1.0)


def difference(first: tuple[int, int], second: tuple[int, int]) -> Interval | None:
    """The 95 % interval (Newcombe) of the first rate minus the second, each a count of a total; None of nothing."""
    one, two = wilson(*first), wilson(*second)
    if one is None or two is None:
        return None
    rate, other = first[0] / first[1], second[0] / second[1]
    gap = rate - other
    low = gap - sqrt((rate - one[0]) ** 2 + (two[1] - other) ** 2)
    high = gap + sqrt((one[1] - rate) ** 2 + (other - two[0]) ** 2)
    return low, high


def median(values: Iterable[float]) -> float | None:
    """The middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
