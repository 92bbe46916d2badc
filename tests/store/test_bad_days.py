"""Killed writers, full disks, busy windows: nothing saved is lost, and a sentence says what to do."""

import signal
import sqlite3
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import BusyError, LeadtuiError
from leadtui.services import capture
from leadtui.store import backups, database
from leadtui.store.models import Lead, db
from tests.store.tables import mode, running, setting

pytestmark = pytest.mark.file


WRITES_AND_IS_KILLED = """
import os, signal, sqlite3, sys
writer = sqlite3.connect(sys.argv[1], isolation_level=None)
writer.execute("PRAGMA journal_mode = delete")
writer.execute("PRAGMA cache_size = 2")
writer.execute("BEGIN IMMEDIATE")
writer.execute("UPDATE lead SET initial_need = ?", ("x" * 300_000,))
writer.execute("UPDATE customer SET remark = ?", ("x" * 300_000,))
os.kill(os.getpid(), signal.SIGKILL)
"""


class TestBadDays:
    def test_s1_a_writer_killed_half_way_leaves_what_was_saved(self, book: Path, desk: Desk) -> None:
        """S1: the next start rolls the half-done write back and goes on."""
        capture.add(desk, {"customer": "甲", "phone": "13900000000", "initial_need": "扩容"})
        database.close()
        killed = running(WRITES_AND_IS_KILLED, book)
        killed.communicate(timeout=30)
        assert killed.returncode == -signal.SIGKILL
        assert book.with_name(f"{book.name}-journal").stat().st_size > 0
        database.open_file(book)
        assert [row.initial_need for row in Lead.select()] == ["扩容"]
        assert setting("integrity_check") == "ok"
        capture.add(desk, {"customer": "乙", "phone": "13900000001"})
        assert Lead.select().count() == 2

    def test_m7_a_writer_who_waits_in_vain_is_told_to_try_again(
        self, book: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        database.close()
        monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
        database.open_file(book)
        other = sqlite3.connect(book, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        saving = database.speaks_plainly(capture.add)
        with pytest.raises(BusyError, match="try again") as refusal:
            saving(desk, {"customer": "甲", "phone": "13900000000"})
        assert refusal.value.exit_code == 3
        other.execute("ROLLBACK")
        other.close()
        assert saving(desk, {"customer": "甲", "phone": "13900000000"})

    def test_s3_a_full_disk_is_named_and_costs_nothing_that_was_saved(self, book: Path, desk: Desk) -> None:
        capture.add(desk, {"customer": "甲", "phone": "13900000000"})
        pages = setting("page_count")
        db.execute_sql(f"PRAGMA max_page_count = {pages}")
        saving = database.speaks_plainly(capture.add)
        with pytest.raises(LeadtuiError, match="disk is full") as refusal:
            saving(desk, {"customer": "乙", "phone": "13900000001", "initial_need": "长" * 20_000})
        assert refusal.value.exit_code == 1
        assert Lead.select().count() == 1
        db.execute_sql("PRAGMA max_page_count = 1073741823")
        assert saving(desk, {"customer": "乙", "phone": "13900000001"})

    def test_s5_a_file_that_cannot_be_written_is_named(self, book: Path, desk: Desk) -> None:
        db.execute_sql("PRAGMA query_only = 1")
        with pytest.raises(LeadtuiError, match="cannot be written"):
            database.speaks_plainly(capture.add)(desk, {"customer": "甲", "phone": "13900000000"})

    def test_m9_what_another_process_committed_is_noticed(self, book: Path) -> None:
        before = database.data_version()
        assert database.data_version() == before
        other = sqlite3.connect(book)
        with other:
            other.execute("INSERT INTO number_sequence VALUES ('x', 1)")
        other.close()
        assert database.data_version() != before

    def test_s9_a_copy_is_whole_private_and_replaces_the_one_before(self, book: Path, desk: Desk) -> None:
        target = book.with_name("copy.db")
        for number in range(2):
            capture.add(desk, {"customer": f"客户{number}", "phone": "13900000000"})
            backups.write(book, target, "asked", desk.now())
        database.close()
        assert mode(target) == 0o600
        database.open_file(target)
        assert Lead.select().count() == 2
        assert setting("integrity_check") == "ok"
