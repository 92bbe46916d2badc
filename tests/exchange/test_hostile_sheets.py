"""Sheets that lie, bait or break off: all of their rows, none of their traps, never half of them."""

import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from leadtui.domain.errors import LeadtuiError
from leadtui.exchange.sheets import read_tables
from leadtui.store import database
from tests.exchange.written import record_table, workbook

ROWS = [["客户名称", "联系人", "电话"], ["苏州恒远", "周建国", "13862012345"], ["乙", "吴敏", "13900000001"]]
Change = Callable[[bytes], bytes]


def rewritten(path: Path, change: Change, part: str = "sheet1.xml") -> Path:
    """The same workbook with one of its parts changed."""
    made = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name.endswith(part) else data)
    return made


def test_i4_a_sheet_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    """WPS and report tools write A1:A1 over any table."""
    path = workbook(tmp_path / "a.xlsx", a=ROWS)
    lying = rewritten(path, lambda data: data.replace(b'<dimension ref="A1:C3"/>', b'<dimension ref="A1:A1"/>'))
    assert b'ref="A1:A1"' in zipfile.ZipFile(lying).read("xl/worksheets/sheet1.xml")
    assert [list(row) for row in read_tables(lying)[0].rows] == ROWS


@pytest.mark.parametrize(
    "trap",
    [
        '<!DOCTYPE x [<!ENTITY a "LAUGH"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">]>',
        '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY c SYSTEM "http://127.0.0.1:9/secret">]>',
    ],
)
def test_i3_entities_neither_laugh_nor_fetch(tmp_path: Path, trap: str) -> None:
    """Refused or left empty; nothing of a file, nothing of the net, and no billion of anything."""
    path = workbook(tmp_path / "a.xlsx", a=ROWS)

    def bait(data: bytes) -> bytes:
        head, _mark, rest = data.partition(b"?>")
        return head + b"?>" + trap.encode() + rest.replace(b"<t>\xe8\x8b\x8f", b"<t>&c;\xe8\x8b\x8f")

    baited = rewritten(path, bait, "sharedStrings.xml")
    began = time.monotonic()
    try:
        text = repr(read_tables(baited))
    except LeadtuiError:
        text = ""
    assert time.monotonic() - began < 5
    assert "LAUGH" not in text
    assert Path("/etc/hostname").read_text().strip() not in text


@pytest.mark.slow
@pytest.mark.parametrize("after", [step * 0.02 for step in range(20)])
def test_i9_an_import_killed_half_way_has_happened_or_not(empty_book: Path, tmp_path: Path, after: float) -> None:
    """Rows added are none or all; the file is sound either way."""
    path = tmp_path / "leads.db"
    path.write_bytes(empty_book.read_bytes())
    path.chmod(0o600)
    many = [
        {"线索编号": f"展会-20261103-{n:03}", "客户名称": f"客户{n}", "联系方式": f"139{n:08}"} for n in range(1500)
    ]
    sheet = record_table(tmp_path / "a.csv", *many)
    command = [sys.executable, "-m", "leadtui", "--database", str(path), "import", str(sheet)]
    importing = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = path.with_name(f"{path.name}-journal")
    while importing.poll() is None and not journal.exists():
        time.sleep(0.002)
    time.sleep(after)
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    database.open_file(path)
    database.close()
    with sqlite3.connect(path) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert reader.execute("SELECT count(*) FROM lead").fetchone()[0] in (0, len(many))
    reader.close()
