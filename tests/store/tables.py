"""What the tests of the store look at: contents of tables, files, settings, and other processes at work."""

import hashlib
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from leadtui.store import database
from leadtui.store.models import JOURNALLED, db

# Everything that text in a note may do to a format.
AWKWARD = "第一行\n第二行\u2028“引号” \"quotes\" 'single' \\ {x} \u0085 %s ; -- 👨‍👩‍👧\t末"
Contents = dict[str, list[tuple[object, ...]]]


def contents(*, without: Sequence[str] = ("version",)) -> Contents:
    """Every row of every journalled table, derived columns included, and the search index."""
    key = "lead_id" if database.is_on_server() else "rowid"
    found: Contents = {"lead_search": db.execute_sql(f"SELECT {key}, text FROM lead_search ORDER BY 1").fetchall()}
    for model in JOURNALLED:
        names = [field.column_name for field in model._meta.sorted_fields if field.column_name not in without]
        columns = ", ".join(f'"{name}"' for name in names)
        table = model._meta.table_name
        found[table] = db.execute_sql(f'SELECT {columns} FROM "{table}" ORDER BY id').fetchall()
    return found


@contextmanager
def opened_copy(template: Path, path: Path) -> Iterator[Path]:
    """A copy of a database, open for as long as the block runs."""
    shutil.copy(template, path)
    database.open_file(path)
    try:
        yield path
    finally:
        database.close()


def digest(path: Path) -> str:
    """What the bytes of a file come to."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def mode(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


def setting(name: str) -> object:
    """A pragma of the open connection."""
    return db.execute_sql(f"PRAGMA {name}").fetchone()[0]


def running(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process at work on a database."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> str:
    """What it printed; it must have ended well."""
    words, complaints = process.communicate(timeout=60)
    assert process.returncode == 0, complaints
    return words
