"""Ends of every kind as often as they are asked for: each time gone in time, whole, with what was typed."""

import json
import os
import random
import select
import signal
import time
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.terminal.driver import Terminal
from tests.terminal.test_leaving import CALLS, IGNORES_HANGUP, RESTORED, gone_within, hang_up, sound
from tests.terminal.test_ssh import drafted

pytestmark = pytest.mark.slow


def writing(home: Path, *program: str) -> Terminal:
    """A screen with an empty record open on it."""
    screen = Terminal(home, program=program)
    screen.wait_for("甲公司")
    screen.press("f")
    screen.wait_for("记跟进 ·")
    return screen


def typed(screen: Terminal, text: str, seconds: float) -> None:
    """Type as hands do, one character after the other."""
    for character in text:
        os.write(screen.fd, character.encode())
        screen._read(0)
        time.sleep(seconds)


def test_p1_fifty_dropped_lines(due_home: Path, figure: Figure) -> None:
    """All that had arrived is in the draft, however short before."""
    slowest, chance = 0.0, random.Random(1)
    for number in range(50):
        with writing(due_home) as screen:
            typed(screen, f"第{number}次报价已发", 0.01)
            time.sleep(chance.uniform(0.05, 0.3))
            hang_up(screen)
            slowest = max(slowest, gone_within(screen, 0.5))
            assert screen.status == 128 + signal.SIGHUP
        assert f"第{number}次报价已发" in drafted(due_home)
    assert sound(due_home)
    figure("P1", f"line dropped 50 times: 50 drafts whole, gone within {slowest:.2f} s")


def test_p2_ten_hang_ups_that_the_parent_ignores(due_home: Path, figure: Figure) -> None:
    slowest = 0.0
    for number in range(10):
        with writing(due_home, "-c", IGNORES_HANGUP + CALLS) as screen:
            typed(screen, f"第{number}次", 0.01)
            time.sleep(0.1)
            hang_up(screen)
            slowest = max(slowest, gone_within(screen, 1))
        assert f"第{number}次" in drafted(due_home)
    figure("P2", f"hang-up ignored 10 times: gone within {slowest:.2f} s, 10 drafts")


def test_p3_ten_stalled_lines(due_home: Path, figure: Figure) -> None:
    """Nobody reads what it paints, then it is told to end: its draft is on the disk, its patience is two seconds."""
    slowest = 0.0
    for number in range(10):
        with writing(due_home) as screen:
            typed(screen, f"第{number}次", 0.01)
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                if select.select([], [screen.fd], [], 0)[1]:
                    os.write(screen.fd, b"\x0c")
            os.kill(screen.pid, signal.SIGTERM)
            slowest = max(slowest, gone_within(screen, 2.7))
        assert f"第{number}次" in drafted(due_home)
    assert sound(due_home)
    figure("P3", f"line stalled 10 times: 10 drafts, gone within {slowest:.2f} s")


def test_p4_twenty_terminals_given_back(due_home: Path, figure: Figure) -> None:
    slowest = 0.0
    for _round in range(20):
        with Terminal(due_home) as screen:
            screen.wait_for("甲公司")
            began = time.monotonic()
            os.kill(screen.pid, signal.SIGTERM)
            assert screen.leave() == 128 + signal.SIGTERM
            slowest = max(slowest, time.monotonic() - began)
            assert all(each in bytes(screen.received) for each in RESTORED)
    figure("P4", f"SIGTERM 20 times: terminal restored and code 143 each time, within {slowest:.2f} s")


def test_p5_a_hundred_kills_while_typing(due_home: Path, figure: Figure) -> None:
    """One character every 50 ms, as fast hands do: a draft is at most half a second old."""
    most, chance = 0, random.Random(5)
    text = "abcdefghijklmnopqrstuvwxyz"
    for number in range(100):
        with writing(due_home) as screen:
            reached = chance.randrange(5, len(text))
            typed(screen, f"{number:03}{text[:reached]}", 0.05)
            os.kill(screen.pid, signal.SIGKILL)
            gone_within(screen, 1)
        kept = drafted(due_home)
        assert f"{number:03}"[:2] in kept or reached <= 10
        lost = reached - len(kept.partition(f"{number:03}")[2])
        most = max(most, lost)
        assert lost <= 10
        for path in due_home.glob(".local/state/leadtui/drafts/*/*"):
            path.unlink()
    figure("P5", f"kill -9 while typing 100 times: {most} characters lost at the most")


HANDLER = """
from leadtui.ui.dialogs.followup_form import FollowUpForm
async def broken(self): raise KeyError({"name": "甲公司", "phone": "13862012345"})
FollowUpForm.action_talk_track = broken
"""
WORKER = """
from leadtui.ui.dialogs.followup_form import FollowUpForm
def broken(self):
    async def failing(): raise KeyError({"name": "甲公司", "phone": "13862012345"})
    self.run_worker(failing())
FollowUpForm.action_talk_track = broken
"""
COMPOSE = """
from textual.screen import Screen
from leadtui.ui.dialogs.followup_form import FollowUpForm
class Broken(Screen):
    def compose(self):
        customer = {"name": "甲公司", "phone": "13862012345"}
        raise KeyError(customer)
        yield
FollowUpForm.action_talk_track = lambda self: self.app.push_screen(Broken())
"""
RENDER = """
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.widgets.lines import KeyLine
def broken(self):
    def render(line): raise KeyError({"name": "甲公司", "phone": "13862012345"})
    KeyLine.render = render
    self.query_one(KeyLine).refresh()
FollowUpForm.action_talk_track = broken
"""
SERVICE = """
from leadtui.ui.dialogs.followup_form import FollowUpForm
def failing(): raise KeyError({"name": "甲公司", "phone": "13862012345"})
async def broken(self): await self.book.ask(failing)
FollowUpForm.action_talk_track = broken
"""


@pytest.mark.parametrize(
    "place", [HANDLER, WORKER, COMPOSE, RENDER, SERVICE], ids=["handler", "worker", "compose", "render", "service"]
)
def test_p6_x3_an_error_anywhere_keeps_the_draft_and_tells_nobody(due_home: Path, figure: Figure, place: str) -> None:
    with writing(due_home, "-c", place + CALLS) as screen:
        typed(screen, "报价已发", 0.01)
        screen.settle(0.2)
        shown = len(screen.received)
        os.write(screen.fd, b"\x14")
        assert screen.leave() == 1
        after = bytes(screen.received[shown:])
    assert all(each in after for each in RESTORED)
    left = after.split(b"\x1b[?1049l")[1].decode()
    (report,) = due_home.glob(".local/state/leadtui/crash-*.log")
    assert not any(each in left + report.read_text() for each in ("甲公司", "13862012345", "Traceback", "报价"))
    assert "报价已发" in drafted(due_home)
    assert sound(due_home)
    figure("P6", "error in handler, worker, compose, render, service: terminal restored, draft kept, 0 customers told")


def test_p7_a_thousand_bursts_of_noise(due_home: Path, figure: Figure) -> None:
    """Line noise of every length, in a form: not one crash, and what is typed afterwards is taken."""
    chance = random.Random(7)
    with writing(due_home) as screen:
        for _each in range(1000):
            os.write(screen.fd, bytes(chance.randrange(0x80, 0x100) for _byte in range(chance.randrange(1, 6))))
            screen._read(0)
        screen.settle(0.3)
        screen.press("tab")
        screen.type("照常")
        screen.wait_for("照常", timeout=60)
        screen.press("esc")
        screen.wait_gone("记跟进 ·")
        screen.press("q")
        assert screen.leave() == 0
    assert not json.dumps(drafted(due_home)).count("\\u001b")
    figure("P7", "1000 bursts of bytes that are no UTF-8: 0 crashes")
