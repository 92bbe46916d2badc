"""The daily look at the file: due once a day and after an unclean end, in a process of its own."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from leadtui.services import health
from leadtui.store import database, integrity

pytestmark = pytest.mark.file


def test_a_check_is_due_at_first_then_once_a_day_and_after_an_unclean_end(book: Path) -> None:
    assert integrity.begin(book), "never checked"
    assert health.check(book) == ""
    integrity.end(book)
    assert not integrity.begin(book), "checked just now, and left in good order"
    os.close(integrity._held.pop(book))
    assert integrity.begin(book), "its process is gone without an end: that was unclean"
    integrity.end(book)
    yesterday = time.time() - integrity.EVERY_SECONDS - 60
    os.utime(book.with_name(f".{book.name}.checked"), (yesterday, yesterday))
    assert integrity.begin(book), "a day has passed"


def test_damage_is_found_and_not_called_checked(book: Path) -> None:
    database.close()
    size = book.stat().st_size
    with book.open("r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(4096))
    assert health.check(book)
    assert not book.with_name(f".{book.name}.checked").exists()


def test_the_marks_are_private(book: Path) -> None:
    integrity.begin(book)
    health.check(book)
    for mark in book.parent.glob(f".{book.name}.*"):
        assert mark.stat().st_mode & 0o077 == 0, mark


def test_nobody_who_saves_waits_for_the_look_at_a_large_file(book: Path) -> None:
    """It holds no lock: while it reads, another connection commits at once."""
    writer = sqlite3.connect(book, timeout=0, isolation_level=None)
    writer.execute("CREATE TABLE written (n)")
    asked = [sqlite3.Connection.execute]

    class Slow(sqlite3.Connection):
        def execute(self, sql: str, given: Any = (), /) -> sqlite3.Cursor:
            if sql.startswith("PRAGMA quick_check"):
                asked[0](self, "BEGIN")
                asked[0](self, "SELECT count(*) FROM lead").fetchone()
                writer.execute("INSERT INTO written VALUES (1)")
            return asked[0](self, sql, given)

    with pytest.MonkeyPatch.context() as patched:
        plain = sqlite3.connect
        patched.setattr(sqlite3, "connect", lambda *args, **named: plain(*args, **named, factory=Slow))
        assert integrity.problems(book) == []
    assert writer.execute("SELECT count(*) FROM written").fetchone() == (1,)
