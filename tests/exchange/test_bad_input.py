"""Every trap a file can be, through the command: a message, bounded memory and time, and rows added are none or all."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.exchange import reading_lines
from leadtui.services import leads
from leadtui.services.exports import Dossier
from leadtui.services.imports import dossiers
from leadtui.store import database
from tests.exchange import hostile
from tests.exchange.hostile import TRAPS
from tests.exchange.written import record_table

MEGABYTE = 1024**2
MOST, WALL_SECONDS = 300 * MEGABYTE, 60
TAKEN = {"dimension of the whole sheet"}
SAID = {
    "unclosed quote": "line 3, column 1",
    "10 MB cell, csv": "line 3, column 4",
    "10 MB cell, xlsx": "row 3, column 4",
    "10 MB cell, document": "row 2, column 2",
    "300,000 rows, csv": "more than 200000 rows",
    "300,000 rows, xlsx": "more than 200000 rows",
    "300,000 leads, JSON lines": "line 200001",
    "zip bomb": "unpack to more than 300 MB",
}
SQUEEZED = """
import resource, signal, sys
from leadtui.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:]))
"""


def _held(process: int) -> int:
    """Bytes in memory of a process and of all that it started."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_held(int(child)) for child in children)


def _book(empty_book: Path, folder: Path) -> Path:
    path = folder / "leads.db"
    path.write_bytes(empty_book.read_bytes())
    path.chmod(0o600)
    return path


def _leads(path: Path) -> int:
    """How many leads a sound book has."""
    database.open_file(path)
    database.close()
    with sqlite3.connect(path) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count = reader.execute("SELECT count(*) FROM lead").fetchone()[0]
    reader.close()
    assert isinstance(count, int)
    return count


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")
@pytest.mark.parametrize("trap", TRAPS)
def test_i1_i2_i3_a_trap_takes_neither_memory_nor_time_and_adds_nothing(
    empty_book: Path, tmp_path: Path, trap: str
) -> None:
    """At most 300 MB, the reading child included, and a minute; the message names the file, and row and column."""
    name, make = TRAPS[trap]
    book, path = _book(empty_book, tmp_path), tmp_path / name
    make(path)
    command = [sys.executable, "-m", "leadtui", "--lang", "en", "--database", str(book), "import", str(path)]
    began, most = time.monotonic(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as importing:
        while importing.poll() is None and time.monotonic() - began < WALL_SECONDS:
            most = max(most, _held(importing.pid))
            time.sleep(0.005)
        is_over = importing.poll() is not None
        importing.kill()
        assert importing.stdout
        said = importing.stdout.read()
    assert is_over, trap
    assert importing.returncode == (0 if trap in TAKEN else 1), said
    assert "Traceback" not in said
    assert 20 * MEGABYTE < most < MOST, f"{most / MEGABYTE:.0f} MB"
    assert _leads(book) == (1 if trap in TAKEN else 0)
    assert SAID.get(trap, "" if trap in TAKEN else name) in said


def _squeezed(folder: Path, limit: int, *command: str) -> subprocess.CompletedProcess[str]:
    """The command on a disk that is full as soon as a file reaches `limit` bytes; `folder` is for temporary files."""
    wanted = [sys.executable, "-c", SQUEEZED, str(limit), "--lang", "en", *command]
    environment = os.environ | {"TMPDIR": str(folder)}
    return subprocess.run(wanted, capture_output=True, text=True, timeout=WALL_SECONDS, env=environment)


@pytest.mark.slow
def test_i9_a_disk_that_fills_up_leaves_the_book_and_the_other_files_as_they_were(
    empty_book: Path, tmp_path: Path
) -> None:
    """Import and each export: a message and exit 1, rows added are none, no half a file lies about."""
    book, temporary = _book(empty_book, tmp_path), tmp_path / "tmp"
    temporary.mkdir()
    sheet = record_table(tmp_path / "a.csv", *[{"线索编号": f"NO-{n}", "客户名称": f"客户{n}"} for n in range(2000)])
    taking = ("--database", str(book), "import", str(sheet))
    full = _squeezed(temporary, book.stat().st_size + 65536, *taking)
    assert full.returncode == 1
    assert "disk" in full.stderr
    assert "Traceback" not in full.stderr
    assert _leads(book) == 0
    assert _squeezed(temporary, 2**30, *taking).returncode == 0
    assert _leads(book) == 2000
    for ending, limit in (("xlsx", 65536), ("xlsx", 2**17), ("csv", 65536), ("jsonl", 65536), ("md", 65536)):
        full = _squeezed(temporary, limit, "--database", str(book), "export", str(tmp_path / f"out.{ending}"))
        assert full.returncode == 1, ending
        assert f"out.{ending} cannot be written" in full.stderr
        assert len(full.stderr.splitlines()) == 1, full.stderr
        assert not [*temporary.iterdir(), *tmp_path.glob("*out*")]


@pytest.mark.slow
@pytest.mark.parametrize("after", [step * 0.05 for step in range(8)])
def test_i9_a_bundle_killed_half_way_has_come_or_not(empty_book: Path, tmp_path: Path, after: float) -> None:
    book, path = _book(empty_book, tmp_path), tmp_path / "a.jsonl"
    hostile.json_lines(path, 1500)
    command = [sys.executable, "-m", "leadtui", "--database", str(book), "import", str(path)]
    importing = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = book.with_name(f"{book.name}-journal")
    while importing.poll() is None and not journal.exists():
        time.sleep(0.002)
    time.sleep(after)
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    assert _leads(book) in (0, 1500)


@pytest.mark.usefixtures("book")
def test_i9_lines_that_change_while_they_are_read_add_nothing(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    hostile.json_lines(path, 20)

    def meddled() -> Iterator[Dossier]:
        found = reading_lines.read(path, desk, [])
        yield next(found)
        with path.open("a", encoding="utf-8") as file:
            file.write("{}\n")
        yield from found

    with pytest.raises(LeadtuiError, match=r"a\.jsonl was changed while it was read"):
        dossiers.take(desk, meddled(), file_name="a.jsonl")
    assert leads.ids(desk) == []
