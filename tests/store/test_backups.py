"""Copies: whole, verified, private, thinned by a rule that no clock can break, brought back without a loss."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import BusyError, DamagedError, LeadtuiError, UsageError
from leadtui.services import capture, copies
from leadtui.services.book import open_book
from leadtui.store import backups, database, integrity, restoring
from leadtui.store.backups import Backup
from leadtui.store.models import Lead
from tests.store.tables import digest, mode, running, setting, told

pytestmark = pytest.mark.file


START = datetime(2026, 1, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
Damage = Callable[[Path], None]


def add(desk: Desk, *names: str) -> None:
    """Leads with these names."""
    for name in names:
        capture.add(desk, {"customer": name, "phone": "13900000000"})


def at(made_at: datetime) -> Backup:
    """A copy of a moment, as far as thinning looks."""
    return Backup(Path(f"{made_at:%Y%m%d%H%M%S}"), made_at, "auto", 0, "", 0, 0, {})


def names() -> set[str]:
    """The customers of the open book."""
    return {lead.customer.name for lead in Lead.select()}


class TestMaking:
    def test_s12_it_is_whole_verified_private_and_described(self, book: Path, desk: Desk) -> None:
        add(desk, "甲", "乙")
        made = backups.make(book, "asked", NOW)
        assert (mode(made.path), mode(made.path.parent), mode(backups._manifest(made.path))) == (0o600, 0o700, 0o600)
        assert backups.read(made.path) == made
        assert (made.rows["lead"], made.sha256, made.size) == (2, digest(made.path), made.path.stat().st_size)
        backups.verify(made.path)
        assert sorted(os.listdir(made.path.parent)) == [made.path.name, f"{made.path.name}.json"]

    def test_s12_at_most_every_half_hour_and_only_if_something_changed(self, book: Path, desk: Desk) -> None:
        assert not backups.is_due(book, NOW), "nothing is in it"
        add(desk, "甲")
        assert backups.is_due(book, NOW)
        backups.make(book, "auto", NOW)
        add(desk, "乙")
        assert not backups.is_due(book, NOW + timedelta(minutes=29))
        assert backups.is_due(book, NOW + timedelta(minutes=30))
        assert backups.is_due(book, NOW - timedelta(days=1)), "C3: the clock was set back"
        backups.make(book, "auto", NOW + timedelta(minutes=30))
        assert not backups.is_due(book, NOW + timedelta(days=3)), "nothing changed since"

    def test_s12_before_an_import_unless_the_newest_is_as_new(self, book: Path, desk: Desk) -> None:
        assert copies.back_up_before("import") is None
        add(desk, "甲")
        made = copies.back_up_before("import")
        assert made
        assert made.why == "import"
        assert copies.back_up_before("import") is None

    def test_s9_it_is_whole_while_others_write(self, book: Path, desk: Desk) -> None:
        """What a plain copy would tear apart: a writer in the middle of its transaction, its journal on the disk."""
        add(desk, "甲")
        writer = sqlite3.connect(book, isolation_level=None)
        writer.execute("PRAGMA cache_size = 2")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE customer SET name = '丙'")
        made = backups.make(book, "auto", NOW)
        writer.execute("ROLLBACK")
        writer.close()
        with sqlite3.connect(made.path) as copy:
            assert copy.execute("SELECT name FROM customer").fetchall() == [("甲",)]
        copy.close()

    def test_s4_no_room_is_said_before_anything_is_written(
        self, book: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add(desk, "甲")
        monkeypatch.setattr(shutil, "disk_usage", lambda _place: shutil._ntuple_diskusage(100, 99, 1))
        with pytest.raises(LeadtuiError, match="no room for a copy"):
            backups.make(book, "auto", NOW)
        assert list(backups.folder(book).iterdir()) == []

    @pytest.mark.parametrize("share", [0.25, 0.5, 0.75, 0.99])
    def test_s4_a_disk_that_fills_up_leaves_the_older_copy_and_no_half_one(
        self, book: Path, desk: Desk, tmp_path: Path, share: float
    ) -> None:
        add(desk, "甲")
        target = tmp_path / "copy.db"
        backups.write(book, target, "asked", NOW)
        before = digest(target)
        add(desk, "乙")
        database.close()
        code = (
            "import resource, signal, sys; from pathlib import Path; from leadtui.services import copies\n"
            "from leadtui.domain.errors import LeadtuiError\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))\n"
            "try: copies.back_up(Path(sys.argv[1]), Path(sys.argv[2]))\n"
            "except LeadtuiError as error: print(error)\n"
        )
        limit = int(book.stat().st_size * share) // 4096 * 4096
        assert "disk" in told(running(code, book, target, limit))
        assert digest(target) == before
        assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.db", "copy.db.json", book.name]

    def test_what_is_no_copy_is_never_replaced(self, book: Path, tmp_path: Path) -> None:
        letter = tmp_path / "letter.txt"
        letter.write_text("dear")
        with pytest.raises(UsageError, match="no copy of a book"):
            copies.back_up(book, letter)
        with pytest.raises(UsageError, match="the database itself"):
            copies.back_up(book, book)
        with pytest.raises(UsageError, match="no such folder"):
            copies.back_up(book, tmp_path / "nowhere" / "copy.db")
        assert letter.read_text() == "dear"


class TestThinning:
    def test_s12_a_year_of_half_hours_keeps_days_weeks_and_months(self) -> None:
        """All of two days, then 12 days, 10 weeks and 9 months, whatever the number made."""
        kept: list[Backup] = []
        now = START
        for step in range(365 * 4):
            now = START + timedelta(hours=6 * step)
            kept.append(at(now))
            gone = backups.thinned(kept, now)
            kept = [each for each in kept if each not in gone]
        ages = sorted((now - each.made_at).days for each in kept)
        assert len([age for age in ages if age < 2]) == 8
        assert 12 + 10 + 5 <= len(ages) - 8 <= 12 + 10 + 9
        assert ages[8:20] == list(range(2, 14))
        assert ages[-1] > 270

    def test_c3_a_clock_that_jumps_thins_nothing_to_nothing(self) -> None:
        """C3: a day ahead, ten years ahead, back to 1970; there is never less than what was counted in days."""
        fortnight = [at(START + timedelta(days=day)) for day in range(14)]
        for now in (START + timedelta(days=3650), datetime(1970, 1, 1, tzinfo=UTC), START):
            left = [each for each in fortnight if each not in backups.thinned(fortnight, now)]
            assert len(left) >= 12
        assert backups.thinned(fortnight, datetime(1970, 1, 1, tzinfo=UTC)) == []


def header(path: Path) -> None:
    """Its first bytes are gone."""
    with path.open("r+b") as file:
        file.write(b"\0" * 100)


def cut(path: Path) -> None:
    """Its second half is gone."""
    os.truncate(path, path.stat().st_size // 8192 * 4096)


def emptied(path: Path) -> None:
    """Nothing is left in it."""
    os.truncate(path, 0)


def flipped(path: Path) -> None:
    """A page in the middle holds noise."""
    with path.open("r+b") as file:
        for page in range(2, 30):
            file.seek(page * 4096)
            file.write(b"\xa5" * 200)


class TestRestoring:
    @pytest.mark.parametrize("damage", [header, cut, emptied, flipped])
    def test_s8_s7_a_damaged_file_is_set_aside_and_the_newest_sound_copy_brought_back(
        self, book: Path, desk: Desk, damage: Damage
    ) -> None:
        add(desk, "甲")
        older = backups.make(book, "auto", NOW - timedelta(hours=1))
        add(desk, "乙")
        newer = backups.make(book, "auto", NOW)
        database.close()
        damage(newer.path)
        damage(book)
        damaged = digest(book)
        assert copies.newest_good(book) == older
        if damage is not flipped:
            with pytest.raises(DamagedError, match=r"2026-11-22 08:00: `leadtui restore --newest`"):
                open_book(book, desk)
        done = copies.restore(book, older.path)
        assert done.aside
        assert (digest(done.aside), mode(done.aside)) == (damaged, 0o600)
        open_book(book, desk)
        assert names() == {"甲"}
        assert Lead.select().count() == older.rows["lead"]

    def test_s8_its_journal_goes_aside_with_it(self, book: Path, desk: Desk) -> None:
        """Left behind, it would be rolled into the restored file."""
        add(desk, "甲")
        made = backups.make(book, "auto", NOW)
        database.close()
        for ending in ("-wal", "-shm", "-journal"):
            book.with_name(book.name + ending).write_bytes(b"left behind")
        header(book)
        done = copies.restore(book, made.path)
        assert done.aside
        assert [each for each in os.listdir(book.parent) if each.startswith(f"{book.name}-")] == []
        assert done.aside.with_name(f"{done.aside.name}-wal").read_bytes() == b"left behind"

    def test_s8_a_damaged_file_that_is_open_elsewhere_stays(self, book: Path, desk: Desk) -> None:
        add(desk, "甲")
        made = backups.make(book, "auto", NOW)
        integrity.begin(book)
        header(book)
        with pytest.raises(LeadtuiError, match="still open in another window"):
            restoring.restore(book, made.path, NOW)
        integrity.end(book)
        assert restoring.restore(book, made.path, NOW).aside

    def test_a_sound_one_is_copied_first_and_other_windows_see_the_restored(self, book: Path, desk: Desk) -> None:
        """The file stays the same file: a window that has it open goes on with what was brought back."""
        add(desk, "甲")
        made = backups.make(book, "auto", NOW)
        add(desk, "乙")
        seen = database.data_version()
        done = copies.restore(book, made.path)
        assert done.copied
        assert done.copied.rows["lead"] == 2
        assert database.data_version() != seen, "M9"
        assert names() == {"甲"}
        assert setting("integrity_check") == "ok"
        add(desk, "丙")
        copies.restore(book, done.copied.path)
        assert names() == {"甲", "乙"}

    def test_m7_a_restore_waits_for_a_writer_and_gives_up_in_words(
        self, book: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add(desk, "甲")
        made = backups.make(book, "auto", NOW)
        monkeypatch.setattr(backups, "PATIENCE_SECONDS", 0.1)
        writer = sqlite3.connect(book, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE customer SET name = '乙'")
        with pytest.raises(BusyError):
            restoring.restore(book, made.path, NOW)
        writer.execute("COMMIT")
        writer.close()
        assert names() == {"乙"}

    def test_what_is_not_sound_or_not_a_copy_changes_nothing(self, book: Path, desk: Desk, tmp_path: Path) -> None:
        add(desk, "甲")
        made = backups.make(book, "auto", NOW)
        with made.path.open("r+b") as file:
            file.seek(made.size - 1)
            file.write(b"!")
        letter = tmp_path / "letter.txt"
        letter.write_text("dear")
        before = digest(book)
        for source, words in ((made.path, "not what it was"), (letter, "not a leadtui"), (book, "database itself")):
            with pytest.raises(LeadtuiError, match=words):
                copies.restore(book, source)
        with pytest.raises(UsageError, match="no such file"):
            copies.restore(book, tmp_path / "nothing.db")
        assert digest(book) == before

    def test_m1_a_newer_file_is_not_replaced(self, book: Path, desk: Desk) -> None:
        """No way out that destroys: what a newer leadtui wrote stays."""
        add(desk, "甲")
        made = backups.make(book, "auto", NOW)
        database.close()
        with sqlite3.connect(book) as newer:
            newer.execute("PRAGMA user_version = 99")
        newer.close()
        before = digest(book)
        with pytest.raises(LeadtuiError, match="newer leadtui"):
            copies.restore(book, made.path)
        assert digest(book) == before

    def test_where_nothing_stands_the_copy_becomes_the_book(self, book: Path, desk: Desk, tmp_path: Path) -> None:
        add(desk, "甲")
        made = backups.make(book, "auto", NOW)
        database.close()
        place = tmp_path / "new" / "leads.db"
        assert copies.restore(place, made.path) == restoring.Restored()
        open_book(place, desk)
        assert names() == {"甲"}
        assert (mode(place), mode(place.parent)) == (0o600, 0o700)
