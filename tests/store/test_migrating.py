"""An older file is copied, then migrated: wholly, once, or not at all."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.services import capture
from leadtui.store import database
from leadtui.store.models import db
from tests.store.tables import digest, mode, running, setting, told

pytestmark = pytest.mark.file


NEXT = """
def up(migrator, db):
    db.execute_sql("ALTER TABLE rep ADD COLUMN nickname VARCHAR(255) NOT NULL DEFAULT ''")
"""
BREAKS_OFF = (
    NEXT
    + """
    db.execute_sql("UPDATE rep SET name = 'nobody'")
    raise RuntimeError("half-way")
"""
)
ORPHANS = """
def up(migrator, db):
    db.execute_sql("DELETE FROM customer")
"""


class TestOlderSchema:
    @pytest.fixture
    def next_schema(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
        """Release a next schema made of the given migrations; their folder."""

        def release(*sources: str) -> Path:
            folder = tmp_path / "migrations"
            folder.mkdir()
            for each in database.MIGRATIONS.glob("[0-9]*.py"):
                shutil.copy(each, folder)
            known = database.schema_version()
            for number, source in enumerate(sources, known + 1):
                (folder / f"{number:04d}_next.py").write_text(source)
            monkeypatch.setattr(database, "MIGRATIONS", folder)
            return folder

        return release

    @pytest.fixture
    def older(self, book: Path, desk: Desk) -> Path:
        """A closed file of today's schema with a lead in it."""
        capture.add(desk, {"customer": "甲", "phone": "13900000000"})
        database.close()
        return book

    def test_principle_3_it_is_copied_then_migrated(self, older: Path, next_schema: Callable[..., Path]) -> None:
        before = digest(older)
        next_schema(NEXT)
        database.open_file(older)
        assert setting("user_version") == database.schema_version()
        assert db.execute_sql("SELECT name, nickname FROM rep").fetchall() == [("李娜", "")]
        (copy,) = older.parent.rglob("*-migration.db")
        assert mode(copy) == 0o600
        kept = sqlite3.connect(copy)
        assert kept.execute("PRAGMA user_version").fetchone()[0] == database.schema_version() - 1
        assert kept.execute("SELECT count(*) FROM lead").fetchone()[0] == 1
        kept.close()
        assert digest(older) != before

    @pytest.mark.parametrize("sources", [(BREAKS_OFF,), (NEXT, BREAKS_OFF.replace("nickname", "alias"))])
    def test_m2_one_that_fails_leaves_the_file_as_it_was(
        self, older: Path, next_schema: Callable[..., Path], sources: tuple[str, ...]
    ) -> None:
        """M2: schema, rows and history are the old ones, also where the failing one was not the first."""
        before = dump(older)
        next_schema(*sources)
        with pytest.raises(RuntimeError, match="half-way"):
            database.open_file(older)
        assert dump(older) == before

    def test_m4_one_that_orphans_rows_is_stopped(self, older: Path, next_schema: Callable[..., Path]) -> None:
        before = dump(older)
        next_schema(ORPHANS)
        with pytest.raises(LeadtuiError, match="would lose 2 links"):
            database.open_file(older)
        assert dump(older) == before

    def test_m5_two_processes_migrate_at_once(self, older: Path, next_schema: Callable[..., Path]) -> None:
        folder = next_schema("import time\n" + NEXT + "    time.sleep(0.3)\n")
        code = (
            "import sys; from pathlib import Path; from leadtui.store import database;"
            "database.MIGRATIONS = Path(sys.argv[2]); database.open_file(Path(sys.argv[1]));"
            "print(database.db.execute_sql('SELECT nickname FROM rep').fetchall())"
        )
        both = [running(code, older, folder) for _each in range(2)]
        assert [told(each) for each in both] == ["[('',)]\n"] * 2
        assert len(list(older.parent.rglob("*-migration.db"))) == 1

    def test_s4_no_copy_no_migration(self, older: Path, next_schema: Callable[..., Path]) -> None:
        """S4: where the copy does not fit, the old file stays and nothing half lies about."""
        before = digest(older)
        folder = next_schema(NEXT)
        code = (
            "import resource, sys; from pathlib import Path; from leadtui.domain.errors import LeadtuiError\n"
            "from leadtui.store import database\n"
            "database.MIGRATIONS = Path(sys.argv[2])\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
            "try: database.open_file(Path(sys.argv[1]))\n"
            "except LeadtuiError as error: print(error.exit_code)\n"
        )
        assert told(running(code, older, folder)) == "1\n"
        assert digest(older) == before
        assert sorted(each.name for each in older.parent.rglob("*.db*")) == [
            f".{older.name}.lock",
            older.name,
            f"{older.name}.backups",
        ]


def dump(path: Path) -> list[str]:
    """Schema, rows and schema version of a closed file."""
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = reader.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        found = [f"{reader.execute('PRAGMA user_version').fetchone()[0]}"]
        for name, sql in tables:
            found.append(f"{name} {sql}")
            if sql and sql.upper().startswith("CREATE TABLE"):
                found += map(repr, reader.execute(f'SELECT * FROM "{name}"').fetchall())
        return found
    finally:
        reader.close()
