"""What another program writes is on the screen, told by the kernel or asked for where it does not tell."""

import sqlite3
import sys
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.store import file_line
from leadtui.ui import watch
from tests.services.captured import lead, step
from tests.ui.driving import Opener, screen_text

TOLD = pytest.param(True, marks=pytest.mark.skipif(sys.platform != "linux", reason="Linux's inotify"))


@pytest.mark.parametrize("is_told", [TOLD, False])
async def test_m9_another_programs_change_is_shown(
    book: Path, desk: Desk, opened: Opener, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    lead(desk, "甲公司", step=step(desk, -2))
    monkeypatch.setattr(watch, "WATCH_SECONDS", 0.05)
    if not is_told:
        monkeypatch.setattr(file_line, "line", lambda _path: None)
    async with opened() as pilot:
        for name in ("乙公司", "丙公司"):
            await pilot.pause(0.2)
            other = sqlite3.connect(book)
            with other:
                other.execute("UPDATE customer SET name = ?", (name,))
            other.close()
            for _each in range(40):
                await pilot.pause(0.05)
                if name in screen_text(pilot):
                    break
            assert name in screen_text(pilot)
