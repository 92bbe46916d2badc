"""Opening a database: private, whole, of a known schema; whatever else is refused and left as it was."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import DatabaseError

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.services import capture
from leadtui.store import backups, database, files, journal
from leadtui.store.models import Lead, Rep, db
from tests.store.tables import digest, mode, running, setting, told

pytestmark = pytest.mark.file


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """The program sets its own umask; the tests after this one get theirs back."""
    before = os.umask(0o022)
    yield
    database.close()
    os.umask(before)


class TestNewFile:
    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    def test_x1_folder_and_files_are_the_owners_alone(self, tmp_path: Path, desk: Desk, umask: int) -> None:
        """Principle 6, X1: readable by their owner only, whatever the umask."""
        os.umask(umask)
        path = tmp_path / "data" / "leadtui" / "leads.db"
        database.open_file(path)
        with db.atomic():
            Rep.insert(uid=b"0" * 16, name=desk.me).execute()
            written = [each for each in path.parent.iterdir() if each != path]
            assert {mode(each) for each in [path, *written]} == {0o600}
        assert (mode(path.parent), mode(path.parent.parent)) == (0o700, 0o700)

    def test_it_is_made_whole_and_leaves_nothing_beside_it(self, tmp_path: Path) -> None:
        path = tmp_path / "leads.db"
        database.open_file(path)
        assert setting("application_id") == files.APPLICATION_ID
        assert setting("user_version") == database.schema_version()
        database.close()
        assert os.listdir(tmp_path) == ["leads.db"]

    def test_it_is_made_where_links_cannot_be(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """S10: vfat and some network shares know no hard links."""

        def refuse(source: Path, target: Path) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
        database.open_file(tmp_path / "leads.db")
        assert Lead.select().count() == 0
        assert os.listdir(tmp_path) == ["leads.db"]

    def test_four_processes_may_make_it_at_once(self, tmp_path: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from leadtui.store import database;"
            "from leadtui.store.models import Lead; database.open_file(Path(sys.argv[1]));"
            "print(Lead.select().count())"
        )
        path = tmp_path / "leads.db"
        four = [running(code, path) for _each in range(4)]
        assert [told(each) for each in four] == ["0\n"] * 4
        assert os.listdir(tmp_path) == ["leads.db"]

    def test_an_existing_one_that_others_could_read_is_closed_to_them(self, book: Path, tmp_path: Path) -> None:
        """X2: loose modes of our own file, our own folder and the copies in it are mended; a shared folder is not."""
        database.close()
        own = tmp_path / "leadtui" / book.name
        own.parent.mkdir(mode=0o755)
        shutil.move(book, own)
        shared = shutil.copy(own, book)
        copies = backups.folder(own)
        copies.mkdir(mode=0o755)
        (copies / "old.db").touch(0o644)
        tmp_path.chmod(0o755)
        for path in (own, Path(shared)):
            path.chmod(0o644)
            database.open_file(path)
            assert mode(path) == 0o600
        loose = [each for each in (own.parent, copies, copies / "old.db") if mode(each) & 0o077]
        assert loose == []
        assert mode(tmp_path) == 0o755


class TestSettings:
    def test_s2_every_connection_has_them(self, book: Path) -> None:
        """S2: the values are read back, since Peewee does not check that one took."""
        expected = {"foreign_keys": 1, "synchronous": 2, "secure_delete": 1, "trusted_schema": 0}
        assert {name: setting(name) for name in expected} == expected
        assert setting("busy_timeout") == database.BUSY_SECONDS * 1000
        safe = database.wal_is_safe(sqlite3.sqlite_version_info) and not files.is_on_network(book)
        assert setting("journal_mode") == ("wal" if safe else "delete")

    @pytest.mark.parametrize(
        ("version", "is_safe"),
        [
            ((3, 7, 0), False),
            ((3, 40, 1), False),
            ((3, 44, 5), False),
            ((3, 44, 6), True),
            ((3, 44, 9), True),
            ((3, 45, 0), False),
            ((3, 50, 6), False),
            ((3, 50, 7), True),
            ((3, 51, 0), False),
            ((3, 51, 2), False),
            ((3, 51, 3), True),
            ((3, 52, 0), True),
            ((4, 0, 0), True),
        ],
    )
    def test_s11_wal_only_where_sqlite_has_the_fix(self, version: tuple[int, int, int], is_safe: bool) -> None:
        assert database.wal_is_safe(version) is is_safe

    def test_references_are_enforced(self, book: Path, desk: Desk) -> None:
        with pytest.raises(DatabaseError), journal.change(desk, "Add") as change:
            change.insert(Lead, lead_no="1", customer=99, created_at=desk.now(), stage_since=desk.now())
        assert Lead.select().count() == 0


class TestRefused:
    """S6, M1: named, refused, not one byte changed."""

    def refused(self, path: Path, words: str) -> LeadtuiError:
        before, rights = digest(path), mode(path)
        with pytest.raises(LeadtuiError, match=words) as refusal:
            database.open_file(path)
        assert path.name in str(refusal.value)
        assert (digest(path), mode(path)) == (before, rights)
        assert [each for each in os.listdir(path.parent) if each != path.name] == []
        return refusal.value

    @pytest.mark.parametrize("words", [b"", b"\x00", b"customer,phone\n", b"SQLite format 3", b"\xff" * 5000])
    def test_s6_what_is_no_database(self, tmp_path: Path, words: bytes) -> None:
        path = tmp_path / "leads.db"
        path.write_bytes(words)
        path.chmod(0o644)
        assert self.refused(path, "not a leadtui database").exit_code == 1

    def test_s6_the_database_of_another_program(self, tmp_path: Path) -> None:
        path = tmp_path / "places.sqlite"
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE moz_places (id INTEGER)")
        other.close()
        path.chmod(0o644)
        assert self.refused(path, "another program").exit_code == 1

    @pytest.mark.parametrize("kept", [50, 0.01, 0.5, 0.9, 0.99])
    def test_s6_what_was_cut_off(self, empty_book: Path, tmp_path: Path, kept: float) -> None:
        whole = empty_book.read_bytes()
        path = tmp_path / "leads.db"
        path.write_bytes(whole[: kept if isinstance(kept, int) else int(len(whole) * kept)])
        assert self.refused(path, "damaged|not a leadtui").exit_code == 1

    def test_m1_what_a_newer_leadtui_made(self, empty_book: Path, tmp_path: Path) -> None:
        path = tmp_path / "leads.db"
        shutil.copy(empty_book, path)
        newer = sqlite3.connect(path)
        newer.execute(f"PRAGMA user_version = {database.schema_version() + 1}")
        newer.close()
        refusal = self.refused(path, "newer leadtui")
        assert refusal.exit_code == 1
        assert "Upgrade" in str(refusal)

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="not a file") as refusal:
            database.open_file(tmp_path)
        assert refusal.value.exit_code == 2

    def test_a_place_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "notes").write_text("words")
        with pytest.raises(UsageError, match="Choose another place"):
            database.open_file(tmp_path / "notes" / "leads.db")
        assert (tmp_path / "notes").read_text() == "words"

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
    def test_x2_the_database_of_somebody_else(self, empty_book: Path, tmp_path: Path) -> None:
        path = tmp_path / "leads.db"
        shutil.copy(empty_book, path)
        os.chown(path, 65534, 65534)
        assert self.refused(path, "somebody else").exit_code == 2

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
    def test_x2_a_link_to_somebody_elses_database(self, empty_book: Path, tmp_path: Path) -> None:
        theirs, link = tmp_path / "theirs.db", tmp_path / "leads.db"
        shutil.copy(empty_book, theirs)
        os.chown(theirs, 65534, 65534)
        link.symlink_to(theirs)
        before = digest(theirs)
        with pytest.raises(UsageError, match="somebody else"):
            database.open_file(link)
        assert digest(theirs) == before

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_x2_a_folder_of_somebody_else(self, tmp_path: Path) -> None:
        theirs = tmp_path / "theirs"
        theirs.mkdir()
        os.chown(theirs, 65534, 65534)
        with pytest.raises(UsageError, match="belongs to somebody else") as refusal:
            database.open_file(theirs / "leads.db")
        assert refusal.value.exit_code == 2
        assert os.listdir(theirs) == []

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
    def test_x2_a_place_one_may_not_look_into(self, tmp_path: Path) -> None:
        (tmp_path / "closed").mkdir(mode=0o700)
        tmp_path.chmod(0o755)
        os.seteuid(65534)
        try:
            with pytest.raises(UsageError) as refusal:
                database.open_file(tmp_path / "closed" / "leads.db")
        finally:
            os.seteuid(0)
        assert refusal.value.exit_code == 2
        assert "leads.db" in str(refusal.value)


class TestLinks:
    def test_a_link_to_a_database_is_as_good(self, book: Path, tmp_path: Path, desk: Desk) -> None:
        database.close()
        link = tmp_path / "link.db"
        link.symlink_to(book)
        database.open_file(link)
        capture.add(desk, {"customer": "甲", "phone": "13900000000"})
        database.close()
        assert link.is_symlink()
        database.open_file(book)
        assert Lead.select().count() == 1

    def test_a_link_to_what_is_not_there_yet_makes_it_there(self, tmp_path: Path) -> None:
        link = tmp_path / "link.db"
        link.symlink_to(tmp_path / "elsewhere" / "leads.db")
        database.open_file(link)
        assert link.is_symlink()
        assert os.listdir(tmp_path / "elsewhere") == ["leads.db"]
