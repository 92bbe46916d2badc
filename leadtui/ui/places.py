"""The places of a screen that one can go to at once, as jump mode shows them."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.geometry import Offset


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: where its letter is drawn, and what going there does."""

    at: Offset
    go: Callable[[], object]
