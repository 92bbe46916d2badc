"""The line on which the kernel tells that a book was written."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadtui.store import database, file_line, files
from leadtui.store.file_line import FileLine
from leadtui.store.models import Lead

pytestmark = [pytest.mark.file, pytest.mark.skipif(sys.platform != "linux", reason="Linux's inotify")]


@pytest.fixture
def line(book: Path) -> Iterator[FileLine]:
    """A line to the open book, from which nothing has been heard yet."""
    found = file_line.line(book)
    assert found is not None
    found.heard()
    yield found
    found.close()


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_what_another_program_commits_is_heard_once(book: Path, line: FileLine, mode: str) -> None:
    database.close()
    other = sqlite3.connect(book)
    assert other.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
    line.heard()
    with other:
        other.execute("INSERT INTO rep (name, uid, role, is_active) VALUES ('王强', 'w', 'rep', TRUE)")
    assert line.heard()
    assert not line.heard()
    other.close()


def test_reading_is_no_news(line: FileLine) -> None:
    assert Lead.select().count() == 0
    assert not line.heard()


def test_a_file_that_other_hosts_share_is_asked_instead(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "NETWORK_FILE_SYSTEMS", _Everything())
    assert file_line.line(book) is None


def test_a_folder_that_cannot_be_watched_is_asked_instead(tmp_path: Path) -> None:
    assert file_line.line(tmp_path / "gone" / "leadtui.db") is None


class _Everything(frozenset[str]):
    """Every kind of file system."""

    def __contains__(self, _kind: object) -> bool:
        return True
