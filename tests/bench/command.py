"""How long `leadtui today` takes, against an interpreter that imports sqlite3 and leaves."""

import os
import statistics
import subprocess
import sys
import time

from tests.bench.asked import Asked, millis, table
from tests.terminal.driver import SURROUNDINGS


def run(asked: Asked) -> None:
    """Measure at each size, interleaved with the bare interpreter."""
    environ = {**os.environ, **SURROUNDINGS, "HOME": str(asked.home)}
    bare = "python -c 'import sqlite3'"
    commands = {bare: ["-c", "import sqlite3"]}
    for count in asked.sizes:
        commands[f"leadtui today, {count:,} leads"] = ["-m", "leadtui", "--database", str(asked.book(count)), "today"]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _round in range(asked.rounds):
        for name, arguments in commands.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, *arguments], env=environ, check=True, capture_output=True)
            times[name].append(time.perf_counter() - started)
    least = statistics.median(times[bare])
    rows = [(name, millis(taken), f"+{(statistics.median(taken) - least) * 1e3:.0f}") for name, taken in times.items()]
    targets = ["", *("≤ +120 at 100,000" for _count in asked.sizes)]
    table(
        ("command", "median ms", "over the bare interpreter", "target"),
        [(*row, target) for row, target in zip(rows, targets, strict=True)],
    )
