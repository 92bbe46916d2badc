"""Programs on a terminal of 120×40, timed to the byte and counted: leadtui, bare Textual apps, other programs."""

import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.asked import Asked
from tests.terminal.driver import NAMED, Terminal

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("HELLO")
Bare().run()
"""
ROWS = """
from textual.app import App
from textual.widgets import DataTable
class Rows(App):
    def compose(self):
        yield DataTable(cursor_type="row")
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("no", "name", "phone", "stage", "next")
        for n in range(1000):
            table.add_row(f"{n:06d}", f"HELLO company {n}", f"138****{n:04d}", "solution", "tomorrow 10:00")
Rows().run()
"""


class Timed(Terminal):
    """A program on a terminal, from its start on."""

    def __init__(self, asked: Asked, *arguments: str, program: Sequence[str] = (), env: Mapping[str, str] = {}) -> None:
        self.started = time.perf_counter()
        super().__init__(asked.home, *arguments, cols=120, rows=40, program=program, env=env)

    @classmethod
    def of(cls, asked: Asked, source: str) -> "Timed":
        """A bare app, from its source."""
        path = asked.folder / "bare.py"
        path.write_text(source)
        return cls(asked, program=[str(path)])

    def until(self, words: str, timeout: float = 60) -> float:
        """Seconds from the start until these words were sent."""
        end = self.started + timeout
        while words.encode() not in self.received:
            if time.perf_counter() > end:
                raise AssertionError(f"{words!r} never came; the screen was:\n{self.text()}")
            self._read(0.05)
        return time.perf_counter() - self.started

    def answer(self, key: str, quiet: float = 0.06) -> tuple[float, int]:
        """Seconds to the last byte of what answers a key, and its bytes; what follows later is none of it."""
        before = len(self.received)
        pressed = last = time.perf_counter()
        os.write(self.fd, NAMED.get(key, key).encode())
        while self._read(quiet if len(self.received) > before else 2.0):
            last = time.perf_counter()
        return last - pressed, len(self.received) - before

    def stands(self, key: str, lines: slice, quiet: float = 0.3) -> tuple[float, int]:
        """Seconds until what these lines of the screen say stands that answers a key, left of the story; bytes."""
        before, shown = len(self.received), self._left(lines)
        pressed = last = time.perf_counter()
        sent = 0
        os.write(self.fd, NAMED.get(key, key).encode())
        while self._read(quiet if sent else 2.0):
            now = time.perf_counter()
            if (found := self._left(lines)) != shown:
                last, shown, sent = now, found, len(self.received) - before
        return last - pressed, sent

    def _left(self, lines: slice) -> list[str]:
        return [line.split("│")[0] for line in self.text().splitlines()[lines]]

    def cpu_seconds(self) -> float:
        """What all its threads have worked, to the nanosecond."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in tasks) / 1e9

    def end(self) -> None:
        """End it now."""
        os.kill(self.pid, signal.SIGKILL)
        self.status = os.waitpid(self.pid, 0)[1]
