"""At a plan's time: a line on the screen, the bell, a message of the terminal through tmux, a command of the user's."""

import re
import time
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal
from tests.terminal.test_first_day import command

AT = {"LEADTUI_NOW": "2026-11-22T09:59:58+08:00"}


@pytest.mark.slow
def test_a_plan_reminds_at_its_time_and_silence_reigns_before_and_after(tmp_path: Path) -> None:
    number = command(tmp_path, "add", "--customer", "甲公司", "--phone", "13862012345").strip()
    command(
        tmp_path, "log", number, "--channel", "call", "--summary", "首次", "--next", "回访$(id)", "--due", "今天10:00"
    )
    told = tmp_path / "told"
    script = tmp_path / "remind me.sh"
    script.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >> {told}\nexit 3\n', "utf-8")
    script.chmod(0o700)
    config = tmp_path / ".config/leadtui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"[reminders]\nosc9 = true\ncommand = \"'{script}' now\"\n", "utf-8")
    with Terminal(tmp_path, env=AT | {"TMUX": "/tmp/tmux,1,0"}) as screen:
        screen.wait_for("今日计划 1")
        assert b"\x07" not in re.sub(rb"\x1b\][^\x07]*\x07", b"", bytes(screen.received))
        text = screen.wait_for("10:00 · 甲公司 · 回访$(id)")
        assert "甲公司" in text
        end = time.monotonic() + 10
        while not told.exists() and time.monotonic() < end:
            screen.settle(0.1)
        screen.settle(0.3)
        received = bytes(screen.received)
        assert "\x1bPtmux;\x1b\x1b]9;10:00 · 甲公司 · 回访$(id)\x07\x1b\\".encode() in received
        assert re.search(rb"(?<!\x1b\\)\x07", received)
        assert told.read_text("utf-8") == f"now|{number}|10:00 · 甲公司 · 回访$(id)|"
        assert "3" in screen.text().splitlines()[-1], "the command's failure is told"
        before = len(screen.received)
        screen.settle(0.6)
        assert len(screen.received) == before, "it reminds once"
        screen.press("q")
        assert screen.leave() == 0
