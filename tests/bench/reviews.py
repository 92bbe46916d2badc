"""Whether a review costs what its queries cost: each panel against the same SQL alone, fetched and thrown away."""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from leadtui.domain.errors import StoppedError
from leadtui.domain.periods import MONTH, Period, period
from leadtui.services import demo, reviews
from leadtui.store import database
from leadtui.store.models import FollowUp, db
from tests.bench.journal import DESK, TODAY

CONTACTS = 10
"""Follow-ups a lead."""
ROUNDS = 3
_PERIODS = {"month": period(MONTH, TODAY), "year": Period(date(2025, 12, 1), date(2026, 11, 30))}


def run(leads: int) -> None:
    """Measure and print every panel of a month and of a year, and how soon a review that is stopped has stopped."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        demo.write(path, DESK, leads=leads)
        measure(path, leads)


def measure(path: Path, leads: int) -> None:
    """The same on a book that is there, which gains the follow-ups it lacks."""
    database.open_file(path)
    fill(leads * CONTACTS)
    count = FollowUp.select().count()
    print(f"| {leads:,} leads, {count:,} follow-ups | month, ms | SQL | ratio | year, ms | SQL | ratio | target |")
    print("|---|---|---|---|---|---|---|---|")
    for key in reviews.PANELS:
        told = [_panel(key, days) for days in _PERIODS.values()]
        cells = " | ".join(f"{ours * 1e3:.0f} | {bare * 1e3:.0f} | {ours / bare:.2f}×" for ours, bare in told)
        print(f"| {key} | {cells} | ≤1.5× |", flush=True)
    print(f"\nstopped after {_stopping() * 1e3:.0f} ms\n")
    database.close()


def fill(wanted: int) -> None:
    """Repeat the follow-ups, an hour earlier each time, until there are so many."""
    names = [field.column_name for field in FollowUp._meta.sorted_fields if field.name not in ("id", "uid")]
    columns = ", ".join(f'"{name}"' for name in names)
    moved = columns.replace('"at"', '"at" - 3600000').replace('"recorded_at"', '"recorded_at" - 3600000')
    with db.atomic():
        while (missing := wanted - FollowUp.select().count()) > 0:
            db.execute_sql(
                f"INSERT INTO follow_up (uid, {columns}) SELECT randomblob(16), {moved} FROM follow_up LIMIT {missing}"
            )
    db.execute_sql("ANALYZE")


def _panel(key: str, days: Period) -> tuple[float, float]:
    """Seconds for a panel, and for its statements alone; the best of some rounds, one after the other."""
    connection = db.connection()
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    reviews.panel(DESK, key, days)
    connection.set_trace_callback(None)

    def bare() -> None:
        for sql in statements:
            connection.execute(sql).fetchall()

    times = [(_timed(lambda: reviews.panel(DESK, key, days)), _timed(bare)) for _round in range(ROUNDS)]
    return min(ours for ours, _bare in times), min(alone for _ours, alone in times)


def _stopping() -> float:
    """Seconds between the wish to stop and the end, in the longest panels."""
    worst = 0.0
    for key in ("activity", "funnel", "needs"):
        wished: list[float] = []
        until = time.perf_counter() + 0.2

        def cancelled(until: float = until, wished: list[float] = wished) -> bool:
            if time.perf_counter() > until:
                wished.append(time.perf_counter())
                return True
            return False

        try:
            reviews.panel(DESK, key, _PERIODS["year"], cancelled=cancelled)
        except StoppedError:
            worst = max(worst, time.perf_counter() - wished[0])
    return worst


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
