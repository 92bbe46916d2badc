"""What the measurements are asked for, where their books lie, and how their figures are printed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from leadtui.desk import Desk
from leadtui.services import demo
from tests.terminal.driver import SURROUNDINGS

MILLION = 1_000_000
NOW = datetime.fromisoformat(SURROUNDINGS["LEADTUI_NOW"])


@dataclass(frozen=True, slots=True)
class Asked:
    """`folder` keeps the books from one run to the next; `peers` is a virtual environment with other programs."""

    folder: Path
    leads: int
    rounds: int
    seconds: int
    million: bool
    peers: Path | None

    @property
    def home(self) -> Path:
        """The home of whoever works on the books: no settings of anybody's in it."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return home

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of leads to measure at, the smallest first."""
        sizes = {self.leads // 10, self.leads} | ({MILLION} if self.million else set())
        return tuple(sorted(sizes))

    def book(self, count: int) -> Path:
        """A book of so many leads, made where there is none yet."""
        path = self.folder / f"{count}.db"
        if not path.exists():
            demo.write(path, Desk("李娜", ZoneInfo("Asia/Shanghai"), True, lambda: NOW), leads=count)
        return path


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |")
    print()


def ratio(ours: Sequence[float], yardstick: Sequence[float]) -> float:
    """The median of how many times as long each round took as the yardstick in the same round."""
    return statistics.median(one / base for one, base in zip(ours, yardstick, strict=True))


def millis(taken: Sequence[float]) -> str:
    """The median of seconds, in milliseconds."""
    return f"{statistics.median(taken) * 1e3:.0f}"
