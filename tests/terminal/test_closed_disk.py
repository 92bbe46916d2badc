"""A book on a disk that cannot be written: every view is there, with a banner; nothing is worse afterwards."""

import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.disks import close_for_writing, disk
from tests.store.tables import digest
from tests.terminal.conftest import DATA
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_s5_the_full_screen_says_so_and_goes_on_reading(due_home: Path, figure: Figure, journal: str) -> None:
    """Also under another zone, for which the days of the leads would be computed anew."""
    with disk(due_home / "disk", 3000) as place:
        path = place / "leads.db"
        shutil.copy(due_home / DATA / "leadtui.db", path)
        with sqlite3.connect(path) as converting:
            converting.execute(f"PRAGMA journal_mode = {journal}")
        converting.close()
        close_for_writing(place)
        before = digest(path)
        began = time.monotonic()
        zone = {"LEADTUI_TIMEZONE": "Asia/Tokyo"}
        with Terminal(due_home, "--database", str(path), cols=120, env=zone) as screen:
            screen.wait_for("甲公司")
            figure(
                "S5",
                f"disk closed for writing, {journal} journal: on the screen after {time.monotonic() - began:.2f} s",
            )
            screen.wait_until(lambda text: str(path) in text, timeout=5)
            for key, words in (("2", "甲公司"), ("3", "线索获取"), ("1", "甲公司"), ("enter", "下一步")):
                screen.press(key)
                screen.wait_for(words)
                assert key == "enter" or any(banner in screen.text() for banner in ("只读", "READ ONLY"))
            screen.press("esc", "f")
            screen.wait_for("记跟进 ·")
            screen.type("报价已发")
            screen.press("ctrl+s")
            screen.wait_for("无法写入")
            assert "报价已发" in screen.text(), "what was typed stays"
            screen.settle(5.5, 6)  # the look at the file, five seconds after the start
            assert "损坏" not in screen.text()
            screen.press("esc")
            screen.wait_gone("记跟进 ·")
            screen.press("q")
            assert screen.leave() == 0
        assert digest(path) == before
        assert [each.name for each in place.iterdir()] == ["leads.db"]
