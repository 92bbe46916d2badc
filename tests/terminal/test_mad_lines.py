"""Bytes that are no text, terminals of no size, pastes without end, screens nobody looks at."""

import json
import os
import random
import time
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.terminal.driver import Terminal
from tests.terminal.test_first_day import command


@pytest.fixture
def form(due_home: Path) -> Terminal:
    """The follow-up form of the one lead that is due."""
    screen = Terminal(due_home)
    screen.wait_for("甲公司")
    screen.press("f")
    screen.wait_for("记跟进 ·")
    return screen


def left(screen: Terminal) -> None:
    """Leave the form, then the program: an escape and a key right behind it would be one."""
    screen.press("esc")
    screen.wait_gone("记跟进 ·")
    screen.press("q")


def records(home: Path) -> list[str]:
    """The summaries of every record there is."""
    leads = json.loads(command(home, "list", "--json"))
    shown = (json.loads(command(home, "show", each["lead_no"], "--json")) for each in leads)
    return [record["summary"] for lead in shown for record in lead["follow_ups"]]


@pytest.mark.slow
def test_p7_bytes_that_are_no_utf8_are_survived_and_named(form: Terminal) -> None:
    """A terminal set to GBK, line noise: shown as �, with a hint; Textual alone would end at the first byte."""
    noise = bytes(random.Random(7).randrange(0x80, 0x100) for _each in range(2000))
    with form as screen:
        os.write(screen.fd, "王总".encode("gbk"))
        screen.wait_for("UTF-8")
        screen.wait_for("\ufffd")
        for sent in (b"\xff", noise):
            os.write(screen.fd, sent)
            screen.settle(0.2)
        left(screen)
        assert screen.leave() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "locale",
    [
        {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "zh_CN.GBK", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
    ],
)
def test_p8_chinese_is_shown_in_any_locale(due_home: Path, locale: dict[str, str]) -> None:
    with Terminal(due_home, env=locale) as screen:
        screen.wait_for("甲公司")
        screen.press("f")
        screen.wait_for("记跟进 ·")
        screen.type("报价已发")
        screen.wait_for("报价已发")
        left(screen)
        assert screen.leave() == 0


@pytest.mark.slow
def test_p10_no_size_and_no_storm_of_sizes_loses_what_was_typed(form: Terminal, figure: Figure) -> None:
    with form as screen:
        screen.type("报价已发")
        screen.wait_for("报价已发")
        for cols, rows in ((1, 1), (5, 2), (20, 3), (1000, 500), (1, 500)):
            screen.resize(cols, rows)
            time.sleep(0.05)
        for step in range(500):
            screen.resize(20 + step % 150, 5 + step % 50)
            time.sleep(0.0005)
        screen.settle(0.2)
        screen.resize(100, 30)
        began = time.monotonic()
        screen.wait_for("报价已发")
        took = time.monotonic() - began
        assert took < 2
        figure("P10", f"500 sizes in a storm, 1x1 and 1000x500: settled after {took:.2f} s, text kept")
        left(screen)
        assert screen.leave() == 0


@pytest.mark.slow
def test_p12_a_paste_without_brackets_saves_no_record(form: Terminal, due_home: Path) -> None:
    """Every line end of it is an Enter."""
    with form as screen:
        screen.press("tab")
        screen.type("第一行\r第二行\r\r第四行\r" * 8)
        screen.wait_for("记跟进 ·")
        left(screen)
        assert screen.leave() == 0
    assert records(due_home) == ["首次沟通"]


@pytest.mark.slow
def test_p12_a_paste_without_brackets_adds_no_lead(due_home: Path) -> None:
    """The small forms save on the Enter of their last line, but not when more comes right behind it."""
    with Terminal(due_home) as screen:
        screen.wait_for("甲公司")
        screen.press("n")
        screen.settle(0.2)
        screen.type("乙公司\r王五\r13900000000\r展会\rA\r20万\r采购\r备注\r" * 5)
        screen.wait_for("f2")
        screen.press("esc", "esc")
        screen.wait_gone("新建线索")
        screen.press("q")
        assert screen.leave() == 0
    assert len(json.loads(command(due_home, "list", "--json"))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [1, 10])
def test_p11_a_paste_without_end_is_cut(form: Terminal, due_home: Path, figure: Figure, megabytes: int) -> None:
    """In brackets: the field holds its limit, the screen answers again, memory stays bounded."""
    data = b"\x1b[200~" + ("长" * 349_525).encode() * megabytes + b"\x1b[201~"
    with form as screen:
        began = time.monotonic()
        sent = 0
        while sent < len(data):
            sent += os.write(screen.fd, data[sent : sent + 4096])
            screen._read(0)
        screen.wait_for("20000", timeout=30)
        took = time.monotonic() - began
        assert took < (4 if megabytes == 1 else 25)
        status = Path(f"/proc/{screen.pid}/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
        assert peak < 250
        figure("P11", f"{megabytes} MB pasted: usable after {took:.1f} s, {peak} MB at the most")
        left(screen)
        assert screen.leave() == 0


@pytest.mark.slow
def test_x5_an_idle_screen_hides_its_customers_and_costs_nothing(due_home: Path) -> None:
    """The key that unlocks does nothing else; half-typed text waits behind the lock."""
    settings = due_home / ".config/leadtui/config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("idle_lock_minutes = 0.015\n")
    with Terminal(due_home) as screen:
        screen.wait_for("甲公司")
        screen.press("f")
        screen.type("报价")
        screen.wait_until(lambda text: "Locked" in text or "锁定" in text, timeout=5)
        screen.settle()
        assert "甲公司" not in screen.text()
        assert "报价" not in screen.text()
        sent = len(screen.received)
        screen.settle(0.6, 0.6)
        assert len(screen.received) == sent
        screen.press("x")
        screen.wait_for("报价")
        assert "报价x" not in screen.text()
        left(screen)
        assert screen.leave() == 0
