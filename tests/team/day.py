"""All reps of a floor at work at once, each in a process of its own, and what they tell of it together."""

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from tests.team.crowd import Floor

START_SECONDS = 0.9
"""What a rep's process needs to start and to have done everything once, on two cores that all of them share."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was done: seconds by kind of action, numbers given, how many records and bumps, what went wrong."""

    seconds: float
    took: list[tuple[str, float, float]]
    numbers: list[str]
    logged: int
    bumped: int
    errors: list[str]

    def __str__(self) -> str:
        each = [f"{kind} {told(self.of(kind))}" for kind in sorted({kind for kind, *_rest in self.took})]
        return f"{len(self.took) / self.seconds:.1f} actions a second, {told(self.of())}; {', '.join(each)}"

    def of(self, kind: str = "") -> list[float]:
        """Seconds that each action of a kind took."""
        return [seconds for name, seconds, _worked in self.took if kind in ("", name)]


def told(seconds: Sequence[float]) -> str:
    """Median and 95 % in milliseconds."""
    slow = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return f"{statistics.median(seconds) * 1e3:.0f}/{slow * 1e3:.0f} ms"


def work(floor: Floor, seconds: float, *, killing: bool = False) -> Day:
    """Let every rep work for so long; `killing` ends somebody's connection every half second."""
    begin = time.time() + 1 + START_SECONDS * len(floor.logins)
    at_work = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.team.at_work", str(floor.at(login)), str(number), str(begin),
             str(begin + seconds), str(floor.shared)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number, login in enumerate(floor.logins)
    ]  # fmt: skip
    with psycopg.connect(**floor.place.parameters(), autocommit=True) as admin:
        while killing and time.time() < begin + seconds - 1:
            time.sleep(0.5)
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                (random.choice(floor.logins),),
            )
    heard = []
    for each in at_work:
        out, err = each.communicate(timeout=seconds + 120)
        assert each.returncode == 0, err
        heard.append(json.loads(out))
    return Day(
        seconds,
        [tuple(action) for each in heard for action in each["took"]],
        [number for each in heard for number in each["numbers"]],
        sum(len(each["logged"]) for each in heard),
        sum(len(each["bumps"]) for each in heard),
        [error for each in heard for error in each["errors"]],
    )
