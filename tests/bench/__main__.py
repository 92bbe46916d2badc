"""Runs the measurements and prints their tables, each figure beside its target where it has one."""

import argparse
import os
import platform
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import command, exchange, idle, journal, keys, reviews, scale, start, team
from tests.bench.asked import Asked

MEASUREMENTS: dict[str, Callable[[Asked], None]] = {
    "start": start.run,
    "command": command.run,
    "keys": keys.run,
    "idle": idle.run,
    "journal": lambda asked: journal.run(asked.leads),
    "exchange": lambda asked: exchange.run(asked.leads // 5),
    "exports": lambda _asked: exchange.run_exports(),
    "reviews": lambda asked: reviews.run(asked.leads),
    "team": team.run,
    "scale": lambda asked: scale.run(asked.book(asked.sizes[-1]), asked.home, asked.rounds),
}


def main() -> None:
    """Run what was asked for, everything by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="|".join(MEASUREMENTS), help="all if left out")
    parser.add_argument("--leads", type=int, default=100_000, help="leads of the largest book (default 100000)")
    parser.add_argument("--million", action="store_true", help="a book of 1000000 leads too; it takes 15 minutes once")
    parser.add_argument("--rounds", type=int, default=9, help="rounds, interleaved (default 9)")
    parser.add_argument("--seconds", type=int, default=60, help="how long to look at an idle screen (default 60)")
    parser.add_argument("--books", type=Path, help="a folder that keeps the books for the next run")
    parser.add_argument("--peers", type=Path, help="a virtual environment with visidata and kanban-tui in it")
    options = parser.parse_args()
    if unknown := set(options.what) - set(MEASUREMENTS):
        parser.error(f"no measurement: {', '.join(sorted(unknown))}")
    surroundings = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{surroundings}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, 120×40\n")
    with tempfile.TemporaryDirectory() as passing:
        folder = options.books or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        asked = Asked(folder, options.leads, options.rounds, options.seconds, options.million, options.peers)
        for name, measure in MEASUREMENTS.items():
            if name in options.what or not options.what:
                measure(asked)


if __name__ == "__main__":
    main()
