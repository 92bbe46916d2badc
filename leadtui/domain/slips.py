"""Is a name that nobody bears yet a slip for one that somebody does? Many characters sound alike."""

import re
from collections.abc import Iterable

from leadtui.domain.searchtext import spoken
from leadtui.domain.text import fold

_LETTERS = 4
"""A letter more, less or other makes another word of a shorter name."""
_DIGITS = re.compile(r"\d+")


def slips_of(name: str, known: Iterable[str]) -> list[str]:
    """The known names that this one may have been meant as: they sound the same, or are a letter away."""
    return [each for each in known if each != name and _is_near(fold(name), fold(each))]


def _is_near(name: str, other: str) -> bool:
    if _DIGITS.findall(name) != _DIGITS.findall(other):
        return False
    if spoken(name) == spoken(other):
        return True
    from rapidfuzz.distance import OSA

    return min(len(name), len(other)) >= _LETTERS and OSA.distance(name, other) <= 1
