"""Whether cost follows the screen and not the file: questions against SQL by hand on the same file, changes, memory."""

import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from leadtui.domain.filters import parse
from leadtui.domain.searchtext import query as expression
from leadtui.domain.terms import Stage
from leadtui.domain.when import When
from leadtui.services import board, followups, history, leads, suggesting, today
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.store import database
from tests.bench.journal import DESK
from tests.terminal.driver import Terminal

SHOWN = 40
DUE = """
SELECT id, CASE WHEN next_due < :today THEN 0 WHEN first_touch_on <= :today THEN 1 WHEN next_due <= :today THEN 2
  WHEN cadence_on <= :today THEN 3 WHEN survey_on <= :today THEN 4 WHEN unsigned_on <= :today THEN 5
  WHEN missing_on <= :today THEN 6 WHEN recycling_on <= :today THEN 7 ELSE 8 END AS reason
FROM lead WHERE deleted_at IS NULL AND attend_on <= :today
ORDER BY reason, CASE priority WHEN 'high' THEN 0 WHEN 'medium' THEN 1 WHEN 'low' THEN 2 ELSE 3 END,
  amount IS NULL, amount DESC, created_at, id
"""
FOUND = "SELECT rowid FROM lead_search WHERE lead_search MATCH ? ORDER BY rowid DESC LIMIT ?"
LISTED = "SELECT id FROM lead WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC"
DRAFT = FollowUpDraft(summary="电话沟通", next_step=NextStep(action="回访", due=When(date(2026, 11, 25))))
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("HELLO")
Bare().run()
"""

Given = tuple[object, ...] | dict[str, object]
Row = tuple[str, str, str, str, str]
"""What was measured, ours, the yardstick, their ratio, the target."""


def run(book: Path, home: Path, rounds: int = 9) -> None:
    """Measure a book and print the table; what is written to it is taken back."""
    print("| question | leadtui | yardstick | ratio | target |\n|---|---|---|---|---|")
    for row in rows(book, home, rounds):
        print("| " + " | ".join(row) + " |")
    print()


def rows(book: Path, home: Path, rounds: int = 9) -> Iterator[Row]:
    """Questions, changes and memory of a book, each beside its yardstick or target."""
    yield from _questions(book, rounds)
    yield from _changes(book, rounds)
    yield from _memory(book, home)


def _questions(book: Path, rounds: int) -> Iterator[Row]:
    """The service and the statement that a person would write by hand, in turn on the same file."""
    database.open_file(book)
    bare = sqlite3.connect(book)
    words = {"精密": "common words", "恒远": "rare words"}
    asked: list[tuple[str, Callable[[], object], tuple[str, Given], str]] = [
        (
            "due list, everybody's",
            lambda: today.due_list(DESK, everyone=True),
            (DUE, {"today": DESK.today().isoformat()}),
            "",
        ),
        ("all ids of the list", lambda: leads.packed_ids(DESK), (LISTED, ()), ""),
        (f"first {SHOWN} of the list", lambda: leads.ids(DESK, limit=SHOWN), (f"{LISTED} LIMIT {SHOWN}", ()), ""),
    ]
    asked += [
        (f"filter by {name}, all hits", _filter(text), (FOUND, (expression(text), -1)), "≤50 ms at 10⁵, ≤150 ms at 10⁶")
        for text, name in words.items()
    ]
    for name, ours, (sql, given), target in asked:
        mine, other = _interleaved(ours, partial(_fetch, bare, sql, given), rounds)
        yield name, f"{mine:.1f} ms", f"the same by hand, {other:.1f} ms", f"{mine / other:.1f}×", target
    bare.close()
    database.close()


def _fetch(bare: sqlite3.Connection, sql: str, given: Given) -> list[object]:
    return bare.execute(sql, given).fetchall()


def _filter(text: str) -> Callable[[], object]:
    return lambda: leads.packed_ids(DESK, parse(text))


def _changes(book: Path, rounds: int) -> Iterator[Row]:
    """What a person does, committed to the disk and taken back."""
    database.open_file(book)
    ids = [each for each in leads.ids(DESK, parse("stage:qualifying"), limit=rounds)]
    done = {
        "save a follow-up with its next step": [_timed(partial(followups.record, DESK, lead, DRAFT)) for lead in ids]
    }
    done["undo it"] = [_timed(lambda: history.undo(DESK)) for _lead in ids]
    spot = board.Spot(board.By.STAGE, Stage.CAPTURED)
    done["move a card"] = [_timed(partial(board.put, DESK, {lead: None}, spot)) for lead in ids]
    for _lead in ids:
        history.undo(DESK)
    done["what I did today"] = [_timed(lambda: today.done_today(DESK)) for _lead in ids]
    done["words to complete"] = [_timed(suggesting.known_words) for _lead in ids]
    database.close()
    targets = {"move a card": "≤50 ms, painted"}
    for name, taken in done.items():
        yield name, f"{statistics.median(taken):.1f} ms", "", "", targets.get(name, "")


WALK = {
    "started": (),
    "through list, end and board": ("2", "end", "home", "3", "1"),
    "a step done and taken back": ("c", "u"),
}
"""What is done, by keys, before memory is looked at again."""


def _memory(book: Path, home: Path) -> Iterator[Row]:
    """The most memory the screen ever held, on its way through `WALK`; a bare app's."""
    bare = home / "bare.py"
    bare.write_text(BARE)
    with Terminal(home, cols=120, rows=40, program=[str(bare)]) as screen:
        screen.wait_for("HELLO")
        screen.settle(1.0)
        base = _peak(screen.pid)
    with Terminal(home, "--database", str(book), cols=120, rows=40) as screen:
        screen.wait_for("逾期")
        for name, keys in WALK.items():
            for key in keys:
                screen.press(key)
                screen.settle(1.0)
            screen.settle(1.0)
            held = _peak(screen.pid)
            ratio = f"{held / base:.2f}×"
            yield f"peak memory, {name}", f"{held:.0f} MB", f"bare Textual app, {base:.0f} MB", ratio, "≤1.6×"


def _peak(pid: int) -> float:
    """The most a process ever held, in MB."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1024


def _interleaved(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The medians of both in milliseconds, one after the other in each round; the first round only warms up."""
    taken = [(_timed(ours), _timed(bare)) for _round in range(rounds + 1)][1:]
    mine, other = zip(*taken, strict=True)
    return statistics.median(mine), statistics.median(other)


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3
