"""Quitting while something long is under way: gone within seconds, nothing of it half done."""

import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.terminal.driver import Terminal
from tests.terminal.test_leaving import CALLS, RESTORED, sound

SLOW = """
import time
from leadtui.services import copies, history
from leadtui.store import database
from leadtui.store.models import Customer, db
from leadtui.ui import safety
def slow(path=None):
    database.connect()
    with db.atomic():
        Customer.update(name="half").execute()
        open(__import__("os").environ["HOME"] + "/begun", "w").close()
        time.sleep(8)
"""
BESIDE = SLOW + "safety.COPY_AFTER_SECONDS = 0.1; copies.back_up_when_due = slow\n"
WITHIN = SLOW + "from leadtui.ui.upkeep import Upkeep\nasync def ask(self): await self.app.book.ask(slow)\n"
WITHIN += "Upkeep._offer_drafts = ask\n"


@pytest.mark.slow
def test_p14_p4_told_to_end_during_long_work_it_says_so_to_its_parent(due_home: Path) -> None:
    with Terminal(due_home, program=("-c", BESIDE + CALLS)) as screen:
        screen.wait_for("甲公司")
        screen.settle(0.3, 1)
        os.kill(screen.pid, signal.SIGTERM)
        assert screen.leave(timeout=4) == 128 + signal.SIGTERM
    assert sound(due_home)


@pytest.mark.slow
@pytest.mark.parametrize("work", [BESIDE, WITHIN], ids=["beside the book", "on the book's thread"])
def test_p14_long_work_does_not_hold_up_the_end(due_home: Path, figure: Figure, work: str) -> None:
    with Terminal(due_home, cols=160, program=("-c", work + CALLS)) as screen:
        screen.wait_for("甲公司")
        end = time.monotonic() + 10
        while not (due_home / "begun").exists() and time.monotonic() < end:
            screen.settle(0.05, 0.1)
        began = time.monotonic()
        screen.press("q")
        assert screen.leave() == 0
        took = time.monotonic() - began
        assert all(each in bytes(screen.received) for each in RESTORED)
        assert "已保存的内容" in screen.text() or "What was saved" in screen.text()
    assert took <= 2.5
    assert sound(due_home)
    with sqlite3.connect(due_home / ".local/share/leadtui/leadtui.db") as book:
        assert book.execute("SELECT name FROM customer").fetchall() == [("甲公司",)]
    book.close()
    figure("P14", f"quit during 8 s of work: gone after {took:.2f} s, no half transaction")
