"""Lines that drop, stall or go mad, signals, crashes: the program ends in time, whole, and tells nobody's data."""

import os
import select
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1003l", b"\x1b[?2004l")
IGNORES_HANGUP = "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
CALLS = "import sys; from leadtui.__main__ import main; sys.exit(main())"
BREAKS = """
import sys
from leadtui.ui.screens.today import TodayScreen
def broken(self):
    secret_customer = {"phone": "13862012345", "name": "甲公司"}
    raise KeyError(secret_customer["name"], secret_customer)
TodayScreen.action_bring_sheet = broken
"""


@pytest.fixture
def screen(due_home: Path) -> Iterator[Terminal]:
    """The full screen with a lead on it."""
    with Terminal(due_home) as opened:
        opened.wait_for("甲公司")
        opened.settle()
        yield opened


def gone_within(screen: Terminal, seconds: float) -> float:
    """How long the process took to be gone, its line not read; it must be at most so long."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        done, status = os.waitpid(screen.pid, os.WNOHANG)
        if done:
            screen.status = os.waitstatus_to_exitcode(status)
            return time.monotonic() - began
        time.sleep(0.01)
    raise AssertionError(f"still there after {seconds} s")


def hang_up(screen: Terminal) -> None:
    """The other end of the line is gone."""
    os.close(screen.fd)
    screen.fd = os.open(os.devnull, os.O_RDONLY)


def sound(home: Path) -> bool:
    """Whether the database is whole and nobody holds a lock on it."""
    book = sqlite3.connect(home / ".local/share/leadtui/leadtui.db", timeout=0.2, isolation_level=None)
    try:
        book.execute("BEGIN EXCLUSIVE")
        return bool(book.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        book.close()


def test_p1_a_dropped_line_ends_it_within_a_second(screen: Terminal, tmp_path: Path) -> None:
    screen.press("f")
    screen.wait_for("记跟进")
    screen.type("报价已发")
    hang_up(screen)
    gone_within(screen, 1)
    assert screen.status == 128 + signal.SIGHUP
    assert sound(tmp_path)


@pytest.mark.slow
def test_p2_a_hang_up_that_the_parent_ignores_is_noticed(due_home: Path, tmp_path: Path) -> None:
    """Textual alone would spin at full speed for ever."""
    with Terminal(tmp_path, program=("-c", IGNORES_HANGUP + CALLS)) as screen:
        screen.wait_for("甲公司")
        hang_up(screen)
        gone_within(screen, 1)
    assert sound(tmp_path)


@pytest.mark.slow
def test_p3_a_stalled_line_holds_nobody(screen: Terminal, tmp_path: Path) -> None:
    """Nobody reads what it sends, then it is told to end: gone by its own patience."""
    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        if select.select([], [screen.fd], [], 0)[1]:
            os.write(screen.fd, b"\x0c")
    os.kill(screen.pid, signal.SIGTERM)
    gone_within(screen, 2.9)
    assert sound(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_p4_told_to_end_it_gives_the_terminal_back(screen: Terminal, tmp_path: Path, number: int) -> None:
    began = time.monotonic()
    os.kill(screen.pid, number)
    assert screen.leave() == 128 + number
    assert time.monotonic() - began < 1
    assert all(each in bytes(screen.received) for each in RESTORED)
    assert b"Traceback" not in bytes(screen.received)
    assert sound(tmp_path)


@pytest.mark.slow
def test_p4_a_hang_up_signal_ends_it_too(screen: Terminal) -> None:
    os.kill(screen.pid, signal.SIGHUP)
    gone_within(screen, 1)
    assert screen.status == 128 + signal.SIGHUP


@pytest.mark.slow
def test_m10_stopped_and_gone_on_it_holds_no_lock(screen: Terminal, tmp_path: Path) -> None:
    """Ctrl+Z in the shell, a form open: others write meanwhile, and it comes back with what was typed."""
    screen.press("f")
    screen.wait_for("记跟进")
    screen.type("报价已发")
    os.kill(screen.pid, signal.SIGTSTP)
    _pid, status = os.waitpid(screen.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert sound(tmp_path)
    os.kill(screen.pid, signal.SIGCONT)
    screen.wait_for("报价已发")
    os.kill(screen.pid, signal.SIGTERM)
    assert screen.leave() == 128 + signal.SIGTERM


def test_s1_what_was_said_to_be_saved_outlives_kill_9(screen: Terminal, tmp_path: Path) -> None:
    screen.press("f")
    screen.wait_for("记跟进")
    screen.type("报价已发")
    screen.press("ctrl+s")
    screen.wait_for("已记录")
    os.kill(screen.pid, signal.SIGKILL)
    gone_within(screen, 1)
    assert sound(tmp_path)
    book = sqlite3.connect(tmp_path / ".local/share/leadtui/leadtui.db")
    assert ("报价已发",) in book.execute("SELECT summary FROM follow_up").fetchall()
    book.close()


def test_p6_x3_a_crash_tells_no_customer_and_restores_the_terminal(due_home: Path, tmp_path: Path) -> None:
    """Textual alone prints the variables of every function on the way."""
    with Terminal(tmp_path, cols=200, program=("-c", BREAKS + CALLS)) as screen:
        screen.wait_for("甲公司")
        screen.settle()
        shown = len(screen.received)
        screen.press("i")
        assert screen.leave() == 1
        after = bytes(screen.received[shown:])
    assert all(each in after for each in RESTORED)
    left = after.split(b"\x1b[?1049l")[1].decode()
    (report,) = (tmp_path / ".local/state/leadtui").iterdir()
    assert report.name in left
    told = report.read_text()
    assert "builtins.KeyError" in told
    assert "broken" in told
    for each in ("甲公司", "13862012345", "Traceback", "secret"):
        assert each not in left + told
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700
    assert sound(tmp_path)


@pytest.mark.slow
def test_x3_x4_the_process_list_and_debug_doors_tell_nothing(due_home: Path, tmp_path: Path) -> None:
    """Neither arguments nor window title hold a customer; Textual's own logs of keys and screens are shut."""
    doors = {"TEXTUAL_LOG": str(tmp_path / "log"), "TEXTUAL_DEBUG": "1", "TEXTUAL": "debug,devtools"}
    before = set(Path.cwd().iterdir())
    with Terminal(tmp_path, env=doors) as screen:
        screen.wait_for("甲公司")
        assert "甲公司" not in Path(f"/proc/{screen.pid}/cmdline").read_text()
        screen.press("j", "q")
        assert screen.leave() == 0
        sent = bytes(screen.received)
    assert not any(each in sent for each in (b"\x1b]0;", b"\x1b]1;", b"\x1b]2;"))
    assert not (tmp_path / "log").exists()
    assert set(Path.cwd().iterdir()) == before


@pytest.mark.slow
def test_x1_every_file_of_a_sitting_is_the_owners_alone(due_home: Path, tmp_path: Path) -> None:
    """Database, journal, marks, copies and reports, under the most careless umask."""
    before = os.umask(0)
    try:
        with Terminal(tmp_path, program=("-c", BREAKS + CALLS)) as screen:
            screen.wait_for("甲公司")
            screen.settle()
            screen.press("i")
            assert screen.leave() == 1
    finally:
        os.umask(before)
    folders = [tmp_path / ".local/share/leadtui", tmp_path / ".local/state/leadtui"]
    assert [each.stat().st_mode & 0o077 for each in folders] == [0, 0]
    made = [each for folder in folders for each in folder.rglob("*")]
    assert [each for each in made if each.stat().st_mode & 0o077] == []
    assert len(made) >= 2


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells the time a process has used")
def test_p2_nothing_is_burned_while_nobody_is_there(screen: Terminal) -> None:
    """P2, P13: at rest it takes hardly any time and sends nothing."""
    screen.settle(0.5)
    used, sent = cpu_seconds(screen.pid), len(screen.received)
    screen.settle(1.0, 1.5)
    assert len(screen.received) == sent
    assert cpu_seconds(screen.pid) - used < 0.1


def cpu_seconds(pid: int) -> float:
    """The processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
