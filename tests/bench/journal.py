"""Whether the journal and the due list hold at scale: import, undo and due list against the same rows inserted bare."""

import shutil
import sqlite3
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from leadtui.desk import Desk
from leadtui.domain.terms import Channel, Outcome
from leadtui.domain.when import When
from leadtui.services import history, imports, today
from leadtui.services.imports import Place, Planned, Record, SheetRow
from leadtui.store import database
from leadtui.store.models import db

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 22)
DESK = Desk("李娜", ZONE, True, lambda: datetime(2026, 11, 22, 1, tzinfo=UTC))


def rows(count: int) -> list[SheetRow]:
    """One sheet row a lead: a record and a plan, one lead in five hundred due."""
    made = []
    for number in range(count):
        made.append(
            SheetRow(
                place=Place("bench", number + 2, (), ()),
                lead_no=f"展会-20261101-{number:06d}",
                customer={"name": f"杭州第{number}精密机械有限公司"},
                contact={"name": "周建国", "phone": f"138{number:08d}"},
                lead={"source": "trade_show", "grade": "ABC"[number % 3], "initial_need": "产线MES系统"},
                owner="李娜",
                record=Record(
                    at=datetime(2026, 11, 4, tzinfo=UTC) - timedelta(hours=number % 900),
                    channel=Channel.CALL,
                    outcome=Outcome.REACHED,
                    summary="确认展会意向,现用Excel排产,交期常延误",
                    feedback="希望看同行业案例,预算30万-50万",
                ),
                plan=Planned(action="提交报价方案", due=When(_due(number))),
            )
        )
    return made


def _due(number: int) -> date:
    return TODAY if number % 500 == 0 else TODAY + timedelta(days=7 + number % 90)


def run(count: int) -> None:
    """Measure and print the three figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        database.open_file(path)
        empty = path.stat().st_size
        sheet = rows(count)
        taking = _timed(lambda: imports.take(DESK, sheet, file_name="bench.xlsx"))
        size = path.stat().st_size - empty
        due = min(_timed(lambda: today.due_list(DESK, everyone=True)) for _each in range(5))
        found = today.due_list(DESK, everyone=True).total
        sql, values = today.due_query(DESK, everyone=True).sql()
        plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
        bare_due = min(_timed(lambda: db.execute_sql(sql, values).fetchall()) for _each in range(5))
        bare, bare_size = bare_insert(path, Path(folder) / "bare.db")
        undoing = _timed(lambda: history.undo(DESK))
        database.close()
    print(f"| at {count:,} leads | leadtui | the same rows bare | ratio | target |\n|---|---|---|---|---|")
    print(f"| import through the journal, s | {taking:.1f} | {bare:.1f} | {taking / bare:.1f}× | |")
    print(f"| file, MB | {size / 1e6:.0f} | {bare_size / 1e6:.0f} | {size / bare_size:.2f}× | |")
    print(f"| undo of that import, s | {undoing:.1f} | | {undoing / taking:.2f}× of the import | ≤1× |")
    print(f"| due list ({found} due), ms | {due * 1e3:.1f} | {bare_due * 1e3:.1f} | {due / bare_due:.1f}× | |")
    print("\ndue list: " + " · ".join(plan) + "\n")


def bare_insert(book: Path, target: Path) -> tuple[float, int]:
    """Seconds and bytes for the same rows into the same tables and indexes, in one transaction of plain sqlite3."""
    shutil.copy(book, target)
    source = sqlite3.connect(target)
    tables = [name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    tables = [name for name in tables if not name.startswith(("sqlite_", "lead_search", "journal_", "imported_"))]
    content = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    schema = [sql for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL") if sql]
    source.close()
    target.unlink()
    bare = sqlite3.connect(target)
    bare.execute("PRAGMA synchronous = FULL")
    for sql in schema:
        if (
            any(f" {word} " in sql or f'"{word}"' in sql or f" {word}(" in sql for word in tables)
            and "VIRTUAL" not in sql
        ):
            bare.execute(sql)
    bare.commit()
    empty = target.stat().st_size

    def insert() -> None:
        with bare:
            for name, found in content.items():
                if found:
                    bare.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(found[0]))})', found)

    taken = _timed(insert)
    bare.close()
    return taken, target.stat().st_size - empty


def _timed(act: object) -> float:
    started = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - started
