"""Real small disks: one that fills up, one that cannot be written. Nothing saved is lost, reading goes on."""

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.services import capture, copies, leads, today
from leadtui.services.book import close_book, open_book, plainly
from leadtui.store import backups, database
from leadtui.store.models import Lead
from tests.conftest import Figure
from tests.disks import close_for_writing, disk, filled
from tests.store.tables import digest, setting

pytestmark = pytest.mark.file


def add(desk: Desk, name: str, need: str = "") -> str:
    """A lead; its number."""
    return plainly(capture.add)(desk, {"customer": name, "phone": "13900000000", "initial_need": need})


def add_on(desk: Desk, saved: list[str]) -> None:
    """Leads without end; the names of those that were saved."""
    for number in range(300):
        add(desk, f"客户{number}", "长" * 2000)
        saved.append(f"客户{number}")


def moved(book: Path, place: Path, journal: str) -> Path:
    """The book on another disk, with that kind of journal."""
    database.close()
    target = place / "leads.db"
    shutil.copy(book, target)
    with sqlite3.connect(target) as converting:
        converting.execute(f"PRAGMA journal_mode = {journal}")
    converting.close()
    return target


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_s3_a_disk_fills_up_in_mid_work(
    book: Path, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure, journal: str
) -> None:
    """Named as what it is; what was saved is there and readable; the retry works once there is room."""
    monkeypatch.setattr(database, "wal_is_safe", lambda _version: journal == "wal")
    add(desk, "甲")
    with disk(tmp_path / "disk", 2400) as place:
        path = moved(book, place, journal)
        open_book(path, desk)
        assert setting("journal_mode") == journal
        saved, heap = ["甲"], filled(place, leaving=900_000)
        with pytest.raises(LeadtuiError, match="disk is full"):
            add_on(desk, saved)
        assert len(saved) > 2
        assert [lead.customer.name for lead in Lead.select().order_by(Lead.id)] == saved
        assert today.due_list(desk, everyone=True).total == len(saved)
        assert setting("integrity_check") == "ok"
        heap.unlink()
        add(desk, "重试", "长" * 2000)
        assert Lead.select().count() == len(saved) + 1
        close_book()
    figure("S3", f"a disk of 2.4 MB filled, {journal} journal: {len(saved)} saved, 0 lost, the retry works")


@pytest.mark.slow
def test_s4_copies_and_exports_on_a_disk_at_every_fill_are_whole_or_not_there(
    book: Path, desk: Desk, tmp_path: Path, figure: Figure
) -> None:
    """Forty runs at 25 to 99 %: the older file stays, nothing half-made stays, no room is said."""
    chance = random.Random(4)
    for number in range(20):
        add(desk, f"客户{number}", "长" * 500)
    size = book.stat().st_size
    refused = 0
    with disk(tmp_path / "disk", 3 * size // 1024) as place:
        target = place / "copy.db"
        copies.back_up(book, target)
        for run in range(40):
            add(desk, f"再{run}")
            before, names = digest(target), sorted(os.listdir(place))
            free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
            heap = filled(place, leaving=int(free * (1 - (0.25, 0.5, 0.75, 0.99)[run % 4]) * chance.uniform(0.5, 1)))
            said = ""
            try:
                copies.back_up(book, target)
            except LeadtuiError as error:
                said = str(error)
            heap.unlink()
            if said:
                refused += 1
                assert "disk" in said or "room" in said
                assert digest(target) == before
            assert sorted(os.listdir(place)) == names
            assert backups.problems(target) == []
    assert 0 < refused < 40
    figure("S4", f"40 copies on a disk that fills up: {refused} refused, 0 cut off")


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_s5_a_closed_disk_is_read_whatever_the_journal(book: Path, desk: Desk, tmp_path: Path, journal: str) -> None:
    """Also by a desk in another zone, whose days would be computed anew; a change is refused in a sentence."""
    number = add(desk, "甲")
    with disk(tmp_path / "disk", 2000) as place:
        path = moved(book, place, journal)
        close_for_writing(place)
        before = digest(path)
        open_book(path, desk)
        assert database.is_read_only()
        assert database.file() == path
        assert [row.customer for row in leads.rows(desk, [leads.find(number)])] == ["甲"]
        assert today.due_list(desk, everyone=True).total == 1
        with pytest.raises(LeadtuiError, match="cannot be written"):
            add(desk, "乙")
        elsewhere = copies.back_up(path, tmp_path / "copy.db")
        assert elsewhere.rows["lead"] == 1
        close_book()
        assert (digest(path), os.listdir(place)) == (before, ["leads.db"])
