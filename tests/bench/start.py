"""How long until the due list is painted, against a bare Textual app on the same terminal in the same run."""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import leadtui
from leadtui.desk import Desk
from leadtui.services import demo
from tests.terminal.driver import SURROUNDINGS, Terminal

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("HELLO")
Bare().run()
"""
NOW = datetime.fromisoformat(SURROUNDINGS["LEADTUI_NOW"])


def run(most: int, rounds: int) -> None:
    """Measure empty, a tenth of `most` and `most` leads, interleaved with the bare app."""
    # An installed leadtui is compiled, like the libraries it is measured against.
    compileall.compile_dir(str(Path(leadtui.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        bare = home / "bare.py"
        bare.write_text(BARE)
        books = {count: _book(home, count) for count in (0, most // 10, most)}
        times: dict[str, list[float]] = {}
        sent: dict[str, int] = {}
        for _round in range(rounds):
            _measure("bare", home, "HELLO", times, sent, program=[str(bare)])
            for count, book in books.items():
                words = "逾期" if count else "还没有线索"
                _measure(f"{count:,} leads", home, words, times, sent, "--database", str(book))
        _print_starts(times, sent)
        _print_today(home, books[most], rounds)


def _book(home: Path, count: int) -> Path:
    path = home / f"{count}.db"
    if count:
        demo.write(path, Desk("李娜", ZoneInfo("Asia/Shanghai"), True, lambda: NOW), leads=count)
    return path


def _measure(
    name: str,
    home: Path,
    words: str,
    times: dict[str, list[float]],
    sent: dict[str, int],
    *arguments: str,
    program: Sequence[str] = (),
) -> None:
    started = time.perf_counter()
    with Terminal(home, *arguments, cols=120, rows=40, program=program) as screen:
        screen.wait_for(words)
        times.setdefault(name, []).append(time.perf_counter() - started)
        screen.settle(0.5)
        sent[name] = len(screen.received)


def _print_starts(times: dict[str, list[float]], sent: dict[str, int]) -> None:
    print("| start to painted due list | median ms | against bare Textual | bytes sent |\n|---|---|---|---|")
    bare = times["bare"]
    for name, taken in times.items():
        ratio = statistics.median(one / base for one, base in zip(taken, bare, strict=True))
        print(f"| {name} | {statistics.median(taken) * 1e3:.0f} | {ratio:.2f}× | {sent[name]:,} |")


def _print_today(home: Path, book: Path, rounds: int) -> None:
    """`leadtui today` against a bare interpreter."""
    environ = {**os.environ, **SURROUNDINGS, "HOME": str(home)}
    commands = {
        "python -c 'import sqlite3'": [sys.executable, "-c", "import sqlite3"],
        "leadtui today": [sys.executable, "-m", "leadtui", "--database", str(book), "today"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _round in range(rounds):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, env=environ, check=True, capture_output=True)
            times[name].append(time.perf_counter() - started)
    print("\n| command | median ms |\n|---|---|")
    for name, taken in times.items():
        print(f"| {name} | {statistics.median(taken) * 1e3:.0f} |")
    print()
