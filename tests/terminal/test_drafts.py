"""A program killed while somebody types: what was typed is there at the next launch."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal
from tests.terminal.test_hands import added

TYPED = "客户希望分两期实施，需技术部确认接口；预算已报总经理"
LATER = "abcdefgh"


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGKILL, pytest.param(signal.SIGHUP, marks=pytest.mark.slow)])
def test_p5_what_was_typed_half_a_second_ago_outlives_the_program(tmp_path: Path, end: signal.Signals) -> None:
    """Every character typed half a second before the end is offered with lead and time, and taken up by f."""
    added(tmp_path, "甲公司", "今天 10:00")
    added(tmp_path, "乙公司", "今天 11:00")
    with Terminal(tmp_path) as screen:
        screen.wait_for("今日计划 2")
        screen.press("j", "f")
        screen.wait_for("记跟进 ·")
        screen.type(TYPED)
        time.sleep(0.5)
        for character in LATER:
            os.write(screen.fd, character.encode())
            time.sleep(0.02)
        os.kill(screen.pid, end)
        screen.leave()
    with Terminal(tmp_path) as screen:
        offer = screen.wait_for("· 11-22 09:00 ·")
        assert "乙公司" in next(line for line in offer.splitlines() if "· 11-22 09:00 ·" in line)
        screen.wait_until(lambda _text: "乙公司" in screen.line_with("▌"))
        screen.press("f")
        screen.wait_for("记跟进 · 乙公司")
        screen.wait_for(TYPED)
        screen.press("ctrl+s")
        screen.wait_for("已记录：乙公司")
        screen.press("q")
        assert screen.leave() == 0
    with Terminal(tmp_path) as screen:
        screen.wait_for("今日计划 1")
        screen.settle(0.5)
        assert "· f " not in screen.text()
