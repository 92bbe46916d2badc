"""Kills by the dozen, disks that fill up, files that cannot be written, schemas of every age: nothing saved is lost."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadtui.cli.main import main
from leadtui.desk import Desk
from leadtui.services import capture
from leadtui.store import database
from leadtui.store.models import Lead
from tests.conftest import Figure
from tests.store.tables import digest, running, setting, told

pytestmark = pytest.mark.file


WRITES = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from leadtui.desk import Desk
from leadtui.services import capture
from leadtui.store import database
database.open_file(Path(sys.argv[1]))
desk = Desk("li", ZoneInfo("Asia/Shanghai"))
number = 0
while True:
    number += 1
    capture.add(desk, {"customer": f"c{number}", "phone": f"139{number:08}", "initial_need": "x" * 2000})
    print(number, flush=True)
"""
FILLS_UP = """
import resource, signal, sys
from pathlib import Path
from leadtui.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(main(["--database", sys.argv[1], "add", "--customer", "B", "--phone", "13900000001", "--need", "x" * 20000]))
"""


@pytest.mark.slow
def test_s1_writers_killed_fifty_times_lose_nothing_they_acknowledged(empty_book: Path, tmp_path: Path) -> None:
    path = tmp_path / "leads.db"
    shutil.copy(empty_book, path)
    path.chmod(0o600)
    chance = random.Random(1)
    acknowledged = 0
    for _round in range(50):
        writer = running(WRITES.replace("number = 0", f"number = {acknowledged}"), path)
        assert writer.stdout
        last = int(writer.stdout.readline())
        time.sleep(chance.uniform(0.004, 0.06))
        writer.send_signal(signal.SIGKILL)
        said = [int(line) for line in writer.stdout.read().splitlines() if line.strip()]
        writer.communicate()
        last = max([last, *said])
        began = time.monotonic()
        database.open_file(path)
        assert time.monotonic() - began < 0.5
        found = Lead.select().count()
        assert setting("integrity_check") == "ok"
        database.close()
        assert found in (last, last + 1), "one may have been written and not yet said"
        acknowledged = found


def test_s3_a_disk_that_is_full_keeps_what_was_saved(book: Path, desk: Desk) -> None:
    """The command says it and fails; everything else is as it was, readable, and the retry works."""
    capture.add(desk, {"customer": "A", "phone": "13900000000"})
    database.close()
    full = running(FILLS_UP, book)
    out, err = full.communicate(timeout=30)
    assert (full.returncode, out) == (1, "")
    assert "leadtui: " in err
    assert "Traceback" not in err
    database.open_file(book)
    assert Lead.select().count() == 1
    assert setting("integrity_check") == "ok"
    assert capture.add(desk, {"customer": "B", "phone": "13900000001"})


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place that another user can reach: pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("HOME", folder)
        monkeypatch.setenv("LEADTUI_LANG", "en")
        monkeypatch.setenv("LEADTUI_USER", "李娜")
        yield Path(folder)
        os.seteuid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(("of_folder", "of_file"), [(0o500, 0o400), (0o500, 0o600), (0o700, 0o400)])
def test_s5_what_cannot_be_written_can_still_be_read(
    book: Path, desk: Desk, elsewhere: Path, capsys: pytest.CaptureFixture[str], of_folder: int, of_file: int
) -> None:
    """Every list is readable; a change is refused in a sentence; not a byte is different."""
    capture.add(desk, {"customer": "甲", "phone": "13900000000"})
    database.close()
    place = elsewhere / "closed" / "leads.db"
    place.parent.mkdir()
    shutil.copy(book, place)
    for each, mode in ((place, of_file), (place.parent, of_folder)):
        os.chown(each, 65534, 65534)
        each.chmod(mode)
    before = digest(place)
    adding = ["add", "--customer", "乙", "--phone", "13900000001"]
    # Python itself may lie where the other user cannot look: everything is imported before.
    assert [main(["--database", str(book), *words]) for words in (["list"], ["today"], adding)] == [0, 0, 0]
    capsys.readouterr()
    os.seteuid(65534)
    assert main(["--database", str(place), "list"]) == 0
    assert "甲" in capsys.readouterr().out
    assert main(["--database", str(place), "today", "--json"]) == 0
    capsys.readouterr()
    assert main(["--database", str(place), *adding]) == 1
    said = capsys.readouterr().err
    assert said.startswith("leadtui: ")
    assert len(said.splitlines()) == 1
    assert digest(place) == before


def at_schema(path: Path, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file as the program of that schema made it, with a customer and a lead."""
    known = database.MIGRATIONS
    folder = path.with_name("migrations")
    folder.mkdir()
    for each in known.glob("[0-9]*.py"):
        if int(each.name[:4]) <= version:
            shutil.copy(each, folder)
    monkeypatch.setattr(database, "MIGRATIONS", folder)
    database.open_file(path)
    for table, number in (("customer", 1), ("lead", 1)):
        columns = database.db.execute_sql(f"PRAGMA table_info({table})").fetchall()
        given = {name: number for _id, name, _kind, needed, default, _key in columns if needed and default is None}
        names, marks = ", ".join(given), ", ".join("?" * len(given))
        database.db.execute_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(given.values()))
    database.close()
    monkeypatch.setattr(database, "MIGRATIONS", known)


@pytest.mark.parametrize("version", range(1, database.schema_version() + 1))
def test_m6_a_file_of_every_schema_opens_with_all_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "leads.db"
    at_schema(path, version, monkeypatch)
    database.open_file(path)
    assert setting("user_version") == database.schema_version()
    assert database.db.execute_sql("SELECT count(*) FROM lead").fetchone() == (1,)
    assert setting("integrity_check") == "ok"
    database.close()


@pytest.mark.slow
def test_m3_a_migration_killed_anywhere_is_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """A hundred kills; the next start finishes what was not begun."""
    old = tmp_path / "old.db"
    at_schema(old, 1, monkeypatch)
    code = "import sys, pathlib; from leadtui.store import database; database.open_file(pathlib.Path(sys.argv[1]))"
    whole = time.monotonic()
    told(running(code, shutil.copy(old, tmp_path / "timed.db")))
    whole = time.monotonic() - whole
    chance = random.Random(3)
    path = tmp_path / "leads.db"
    for _round in range(100):
        shutil.copy(old, path)
        migrating = subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.5, 1.05) * whole)
        migrating.kill()
        migrating.wait()
        reader = sqlite3.connect(path)
        version = reader.execute("PRAGMA user_version").fetchone()[0]
        assert version in (1, database.schema_version())
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert reader.execute("SELECT count(*) FROM lead").fetchone() == (1,)
        reader.close()
    database.open_file(path)
    assert setting("user_version") == database.schema_version()
    database.close()
    figure("M3", "100 kills during an upgrade: 0 half-way")
