"""Chance that repeats itself: picks from one seeded stream, so that every sample comes out the same."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of picks; the same seed gives the same picks."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return choices[int(self._random() * len(choices))]

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def comes(self, percent: int) -> bool:
        """Whether something happens that does so this often in a hundred times."""
        return self._random() * 100 < percent

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """One of the choices by its percentage; the last takes what the others leave."""
        left = self._random() * 100
        for choice, percent in choices:
            left -= percent
            if left < 0:
                return choice
        return choices[-1][0]

    def several(self, highest: int, count: int) -> list[int]:
        """`count` different numbers from 1 to `highest`, highest first; fewer where there are not as many."""
        found: set[int] = set()
        while len(found) < min(count, highest):
            found.add(self.between(1, highest))
        return sorted(found, reverse=True)
