"""Shares with their intervals, and when two may be called different."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.statistics import difference, median, share, wilson


@pytest.mark.parametrize(
    ("won", "n", "low", "high"),
    [
        (2, 13, 0.0433, 0.4223),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_r28_the_interval_is_wilsons(won: int, n: int, low: float, high: float) -> None:
    """Values as published: 81 of 263 is the example of Newcombe (1998)."""
    assert wilson(won, n) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))


@given(st.integers(1, 60), st.floats(0.05, 0.95))
def test_the_interval_holds_the_true_rate_most_of_the_time(n: int, rate: float) -> None:
    """Over all outcomes of n leads the true rate lies inside with 79 % (one lead) and more, near 95 % amid."""
    inside = 0.0
    for won in range(n + 1):
        low, high = wilson(won, n) or (1.0, 0.0)
        assert low <= won / n <= high
        inside += comb(n, won) * rate**won * (1 - rate) ** (n - won) * (low <= rate <= high)
    assert inside > 0.79


def test_nothing_has_no_rate() -> None:
    assert (share(0, 0), wilson(0, 0), difference((0, 0), (1, 2)), median([])) == (None, None, None, None)


def test_r30_a_difference_has_an_interval_of_its_own() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), method 10."""
    assert difference((56, 70), (48, 80)) == (pytest.approx(0.0524, abs=6e-5), pytest.approx(0.3339, abs=6e-5))


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert (median([4, 1, 3, 2]), median([5, 1, 9])) == (2.5, 5)
