"""The storage faults as often as they are asked for: kills, flips, damages, interleavings by the hundred."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, LeadtuiError
from leadtui.services import capture, copies, leads, today
from leadtui.services.book import open_book, plainly
from leadtui.store import backups, database, integrity
from leadtui.store.models import Lead
from tests.conftest import Figure
from tests.disks import disk
from tests.store.tables import digest, running, setting, told

pytestmark = pytest.mark.slow

DESK = """
import json, os, random, signal, sys, time
from pathlib import Path
from zoneinfo import ZoneInfo
from leadtui.desk import Desk
from leadtui.services import capture, followups
from leadtui.services.followups import FollowUpDraft
from leadtui.store import database, journal
from leadtui.store.models import FollowUp, JournalEntry, Lead
desk = Desk("li", ZoneInfo("Asia/Shanghai"))
"""
KILLS = (
    DESK
    + """
path, rounds, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
database.wal_is_safe = lambda _version: mode == "wal"
chance, acknowledged, slowest = random.Random(1), 0, 0.0

def write(acks):
    database.open_file(path)
    number = acknowledged
    while True:
        number += 1
        with journal.change(desk, "Add") as change:
            customer = capture.customer_for(change, {"name": f"c{number}"}, {"phone": f"139{number:08}"})
            lead, _no = capture.capture(change, customer, {})
            for _each in range(3):
                followups.record_within(change, lead, FollowUpDraft(summary="x" * 500))
        os.write(acks, b".")

for _round in range(rounds):
    reader, acks = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        write(acks)
    os.close(acks)
    heard = len(os.read(reader, 1))
    time.sleep(chance.uniform(0.004, 0.06))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while more := os.read(reader, 65536):
        heard += len(more)
    os.close(reader)
    began = time.monotonic()
    database.open_file(path)
    slowest = max(slowest, time.monotonic() - began)
    found = Lead.select().count()
    assert acknowledged + heard <= found <= acknowledged + heard + 1, (acknowledged, heard, found)
    assert FollowUp.select().count() == 3 * found
    assert JournalEntry.select().count() == found
    assert database.db.execute_sql("PRAGMA quick_check").fetchone() == ("ok",)
    database.close()
    acknowledged = found
print(json.dumps([acknowledged, slowest]))
"""
)
COMMITS = (
    DESK
    + """
mode = sys.argv[2]
database.wal_is_safe = lambda _version: mode == "wal"
database.open_file(Path(sys.argv[1]))
print(database.db.execute_sql("PRAGMA journal_mode").fetchone()[0])
os.write(2, b"begin")
for number in range(100):
    capture.add(desk, {"customer": f"c{number}", "phone": f"139{number:08}"})
os.write(2, b"end")
"""
)
COUNTS = (
    DESK
    + """
database.open_file(Path(sys.argv[1]))
for _each in range(150):
    time.sleep(random.uniform(0, 0.06))  # a file that is never free lets one of them wait as long as the others go on
    with journal.change(desk, "Count") as change:
        stands = Lead.get_by_id(1)
        change.update(Lead, 1, quote_amount=(stands.quote_amount or 0) + 100)
"""
)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_s1_five_hundred_kills(empty_book: Path, tmp_path: Path, figure: Figure, mode: str) -> None:
    """A lead with three follow-ups a transaction; what was acknowledged is there, nothing is there in part."""
    path = tmp_path / "leads.db"
    shutil.copy(empty_book, path)
    done = running(KILLS, path, 500, mode)
    out, err = done.communicate(timeout=400)
    assert done.returncode == 0, err
    acknowledged, slowest = json.loads(out)
    assert slowest <= 0.25
    figure("S1", f"{mode}: 500 kills, 0 of {acknowledged} lost, 0 partial, reopened within {slowest * 1000:.0f} ms")


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace to count what is synced")
@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_s2_every_commit_is_synced(empty_book: Path, tmp_path: Path, figure: Figure, mode: str) -> None:
    path, trace = tmp_path / "leads.db", tmp_path / "trace"
    shutil.copy(empty_book, path)
    watched = ["strace", "-f", "-e", "trace=fsync,fdatasync,write", "-e", "signal=none", "-o", trace]
    done = subprocess.run(
        [*watched, sys.executable, "-c", COMMITS, path, mode], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{mode}\n"
    between = trace.read_text().split('"begin"')[1].split('"end"')[0]
    syncs = between.count("sync(")
    assert syncs >= 100
    figure("S2", f"{mode}: {syncs} syncs in 100 commits")


def test_m7_four_processes_count_to_six_hundred(book: Path, desk: Desk, figure: Figure) -> None:
    """Read, add, write in one transaction: nobody is told that the file is busy, nobody's step is lost."""
    capture.add(desk, {"customer": "甲", "phone": "13900000000"})
    database.close()
    assert [told(each) for each in [running(COUNTS, book) for _each in range(4)]] == [""] * 4
    database.open_file(book)
    assert Lead.get_by_id(1).quote_amount == 60_000
    figure("M7", "4 processes x 150: 0 busy, the counter is 600")


def test_m8_two_hundred_interleavings_overwrite_nothing(book: Path, desk: Desk, figure: Figure) -> None:
    """Two forms open on the same lead, saved in either order, on the same field or on others."""
    lead = leads.find(capture.add(desk, {"customer": "甲", "phone": "13900000000"}))
    chance, other = random.Random(8), Desk("王强", desk.zone, True, desk.clock)
    fields = ("pain_point", "initial_need", "source_detail", "region", "remark")
    refused = 0
    for number in range(200):
        seen = leads.rows(desk, [lead])[0].version
        first, second = chance.sample([desk, other], 2)
        mine, theirs = chance.choice(fields), chance.choice(fields)
        capture.edit(first, lead, {theirs: f"first {number}"}, expected=seen)
        with pytest.raises(ConflictError) as refusal:
            capture.edit(second, lead, {mine: f"second {number}"}, expected=seen)
        assert [each.theirs for each in refusal.value.differences if each.key == theirs] == [f"first {number}"]
        refused += 1
    figure("M8", f"{refused} interleavings of 2 forms: 0 lost, {refused} conflicts told by field")


def test_s8_twenty_damages_are_restored(book: Path, desk: Desk, figure: Figure) -> None:
    """Whatever is broken and wherever: the newest sound copy comes back with the rows it was made with."""
    chance = random.Random(8)
    for number in range(20):
        plainly(capture.add)(desk, {"customer": f"客户{number}", "phone": "13900000000"})
    made = backups.make(book, "auto", desk.now())
    database.close()
    whole = book.read_bytes()
    for number in range(20):
        broken = bytearray(whole)
        match number % 4:
            case 0:
                broken[: chance.randrange(1, 100)] = os.urandom(99)
            case 1:
                del broken[chance.randrange(0, len(broken) - 1) :]
            case 2:
                start = chance.randrange(4096, len(broken) // 2)
                broken[start : start + 40_000] = b"\xa5" * 40_000
            case 3:
                broken = bytearray()
        book.write_bytes(broken)
        newest = copies.newest_good(book)
        assert newest == made
        done = copies.restore(book, made.path)
        open_book(book, desk)
        assert Lead.select().count() == made.rows["lead"] == 20
        assert setting("integrity_check") == "ok"
        database.close()
        assert done.aside or done.copied
    figure("S8", "20 of 20 restored, rows as in the manifest")


def test_s9_fifty_copies_while_another_process_writes(book: Path, desk: Desk, tmp_path: Path, figure: Figure) -> None:
    """Each holds all that had been saved when it was asked for, and passes its own check."""
    database.close()
    code = COMMITS.replace("range(100)", "range(100_000)").replace('os.write(2, b"begin")', "")
    writer = running(code.replace("    capture.add", "    time.sleep(0.005); capture.add"), book, "delete")
    try:
        before = 0
        for _round in range(50):
            made = copies.back_up(book, tmp_path / "copy.db")
            backups.verify(made.path)
            with sqlite3.connect(book) as reader:
                now = reader.execute("SELECT count(*) FROM lead").fetchone()[0]
            reader.close()
            assert before <= made.rows["lead"] <= now
            assert made.rows["lead"] == made.rows["customer"] == made.rows["contact"]
            before = made.rows["lead"]
    finally:
        writer.kill()
        writer.communicate()
    assert before > 20
    figure("S9", "50 copies by command beside a writer: 0 rows lost, 50 sound")


def test_s7_a_thousand_flipped_bits_crash_nothing(book: Path, desk: Desk, tmp_path: Path, figure: Figure) -> None:
    """Lists and check answer or refuse in words; the copy is untouched by it and comes back."""
    for number in range(40):
        capture.add(desk, {"customer": f"客户{number}", "phone": "13900000000", "initial_need": "长" * 200})
    made = backups.make(book, "auto", desk.now())
    database.close()
    whole, chance = book.read_bytes(), random.Random(7)
    noticed = 0
    with disk(tmp_path / "memory", 4 * len(whole) // 1024) as place:
        path = place / "leads.db"
        for _round in range(1000):
            broken = bytearray(whole)
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
            path.write_bytes(broken)
            path.chmod(0o600)
            was_refused = bool(integrity.problems(path) or backups.problems(path))
            try:
                open_book(path, desk)
                plainly(today.due_list)(desk, everyone=True)
                plainly(leads.rows)(desk, plainly(leads.ids)(desk))
            except LeadtuiError:
                was_refused = True
            finally:
                database.close()
            noticed += was_refused
    book.write_bytes(broken)
    copies.restore(book, made.path)
    assert digest(made.path) == made.sha256
    open_book(book, desk)
    assert Lead.select().count() == 40
    figure("S7", f"1000 flipped bits: 0 crashes, {noticed / 10:.0f} % noticed by check or list, the copy restores all")
