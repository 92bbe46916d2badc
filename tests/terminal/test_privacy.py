"""Customers' data stays in the book: not in logs, reports, other files, or anything said; erased, it is gone."""

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.terminal.driver import SURROUNDINGS, Terminal
from tests.terminal.test_first_day import DATA as SHEETS
from tests.terminal.test_first_day import command
from tests.terminal.test_hands import added

pytestmark = pytest.mark.slow

NAMES = [f"金丝雀{each}" for each in "甲乙丙丁戊己庚辛壬癸"]
PHONES = [f"1387654{number:04}" for number in range(1001, 1011)]
CANARIES = (*NAMES, *PHONES)
LOGGED = """
import logging, os, sys
logging.basicConfig(filename=os.environ["HOME"] + "/everything.log", level=int(os.environ["LEVEL"]))
"""
CALLS = LOGGED + "from leadtui.__main__ import main; sys.exit(main())"
CRASHES = (
    LOGGED
    + """
from leadtui.services import leads
def rows(*_given, **_named): raise RuntimeError(CUSTOMERS)
CUSTOMERS = open(os.environ["HOME"] + "/.canaries").read()
leads.rows = rows
from leadtui.__main__ import main
sys.exit(main())
"""
)
BOOK = ("leadtui.db", "leadtui.db-journal", "leadtui.db-wal")


def said(home: Path, level: int, *words: str, code: str = CALLS) -> str:
    """What a command tells on standard error, with everything logged at a level."""
    environ = {**os.environ, **SURROUNDINGS, "HOME": str(home), "LEVEL": str(level)}
    done = subprocess.run([sys.executable, "-c", code, *words], env=environ, capture_output=True, text=True, timeout=60)
    return done.stderr


def files(home: Path) -> list[Path]:
    """Every file that is not the book, its copies, or what was asked to be written."""
    found = [each for each in home.rglob("*") if each.is_file()]
    return [each for each in found if each.name not in BOOK and "backups" not in str(each) and each.name[0] != "."]


def hits(texts: list[bytes]) -> list[str]:
    """The canaries that stand in these."""
    return [each for each in CANARIES if any(each.encode() in text for text in texts)]


def planted(home: Path) -> list[str]:
    """Ten leads, whose names and phones are canaries; their numbers."""
    for name, phone in zip(NAMES, PHONES, strict=True):
        command(home, "add", "--customer", name, "--contact", name, "--phone", phone, "--next", "回访", "--due", "今天")
    (home / ".canaries").write_text(" ".join(CANARIES), "utf-8")
    return [each["lead_no"] for each in json.loads(command(home, "list", "--json"))]


@pytest.mark.parametrize("level", [10, 20, 40])
def test_x3_twenty_canaries_are_in_no_log_report_or_message(tmp_path: Path, figure: Figure, level: int) -> None:
    """At every level of logging: commands that work, fail and crash, and the full screen with a crash."""
    lead = planted(tmp_path)[0]
    calls = [
        ("list",), ("today",), ("show", lead), ("show", lead, "--reveal"), ("doctor",), ("history",), ("undo",),
        ("redo",), ("log", lead, "--channel", "call"), ("move", lead, "won"), ("edit", lead, "--set", "grade=Z"),
        ("edit", lead, "--set", "due=x"), ("delete", lead), ("restore-lead", lead), ("backup",), ("list", "zzz"),
        ("import", str(SHEETS / "messy-november.xlsx")),
    ]  # fmt: skip
    told = [said(tmp_path, level, *words).encode() for words in calls]
    told.append(said(tmp_path, level, "list", code=CRASHES).encode())
    assert b"error in the program" in told[-1] or "程序出错".encode() in told[-1]
    with Terminal(tmp_path, program=("-c", CALLS), env={"LEVEL": str(level)}) as screen:
        screen.wait_for(NAMES[0])
        screen.press("2", "3", "1", "enter", "esc", "f", "esc", "q")
        assert screen.leave() == 0
    assert (tmp_path / "everything.log").exists()
    # An undo names what it took back, which is what it is asked for.
    told[6:8] = []
    assert hits([*told, *(each.read_bytes() for each in files(tmp_path))]) == []
    loose = [each for each in files(tmp_path) if each.name != "everything.log" and each.stat().st_mode & 0o077]
    assert loose == []
    figure("X3", f"20 canaries, {len(calls) + 1} commands and the full screen, logging at {level}: 0 hits")


def test_x1_every_folder_and_file_under_every_umask(tmp_path: Path, figure: Figure) -> None:
    """Book, copies, drafts, state, settings, exports, rejected rows, the editor's text: the owner's alone."""
    looked = 0
    for umask in (0o000, 0o022, 0o077):
        home = tmp_path / f"{umask:o}"
        home.mkdir(mode=0o700)
        before = os.umask(umask)
        try:
            added(home, "甲公司", "今天")
            sheet = home / "new.csv"
            sheet.write_text("客户名称,联系电话\n乙公司,13800138000\n,13800138001\n", "utf-8")
            called(home, "import", str(sheet))
            for words in (("backup",), ("export", str(home / "out.xlsx")), ("calendar", str(home / "out.ics"))):
                called(home, *words)
            called(home, "export", str(home / "out.csv"), "--reveal")
            called(home, "contacts", str(home / "out.vcf"), "--reveal")
            called(home, "bundle", str(home / "out.bundle"))
            looks = home / "looks.sh"
            looks.write_text(
                '#!/bin/sh\nls -lnR "$(dirname "$1")" > "$HOME/seen"; ls -ldn "$(dirname "$1")" >> "$HOME/seen"\n'
            )
            looks.chmod(0o700)
            with Terminal(home, env={"VISUAL": str(looks)}) as screen:
                screen.wait_for("甲公司")
                screen.press("f")
                screen.wait_for("记跟进 ·")
                screen.type("草稿")
                time.sleep(0.5)
                screen.press("esc")
                screen.wait_gone("记跟进 ·")
                screen.press("3", "b", "q")
                assert screen.leave() == 0
        finally:
            os.umask(before)
        ours = [home / ".local/share/leadtui", home / ".local/state/leadtui"]
        found = [each for folder in ours for each in (folder, *folder.rglob("*"))]
        found += [each for each in home.glob("out*")] + list(home.glob("*rejected*"))
        names = [each.name for each in found]
        assert {"out.xlsx", "out.csv", "out.ics", "out.vcf", "out.bundle", "leadtui.db"} <= set(names)
        assert any("drafts" in str(each) for each in found)
        assert any("backups" in str(each) for each in found)
        wrong = [(each, stat.filemode(each.stat().st_mode)) for each in found if each.stat().st_mode & 0o077]
        assert wrong == []
        looked += len(found)
    figure("X1", f"{looked} files and folders under 3 umasks: 0 that others can read")


def called(home: Path, *words: str) -> None:
    """A command, whatever it comes to."""
    environ = {**os.environ, **SURROUNDINGS, "HOME": str(home)}
    subprocess.run([sys.executable, "-m", "leadtui", *words], env=environ, capture_output=True, timeout=60)


def test_s13_an_erased_customer_is_in_no_file_outside_the_copies(tmp_path: Path, figure: Figure) -> None:
    """Book, log, index, journal, drafts of its leads and of new ones that name it."""
    lead = added(tmp_path, "麒麓数控", "今天")
    command(tmp_path, "edit", lead, "--set", "contact=欧阳靖远")
    other = added(tmp_path, "别家公司", "今天")
    with Terminal(tmp_path) as screen:
        screen.wait_for("麒麓数控")
        for key, title, text in (("f", "记跟进 ·", "欧阳靖远要九台磨床"), ("n", "新建线索", "麒麓数控二厂")):
            screen.press(key)
            screen.wait_for(title)
            screen.type(text)
            screen.wait_for(text)
            time.sleep(0.4)
            screen.press("esc")
            screen.wait_gone(title)
        screen.press("j", "f")
        screen.wait_for("记跟进 · 别家公司")
        screen.type("照常")
        time.sleep(0.4)
        screen.press("esc")
        screen.wait_gone("记跟进 ·")
        screen.press("q")
        assert screen.leave() == 0
    held = [each for each in tmp_path.rglob("*") if each.is_file()]
    secrets = [word.encode() for word in ("麒麓", "欧阳靖远", "九台磨床")]
    escaped = [word.decode().encode("unicode_escape") for word in secrets]
    assert any(word in each.read_bytes() for each in held for word in escaped), "the drafts are there at first"
    number = json.loads(command(tmp_path, "show", lead, "--json"))["customer_no"]
    command(tmp_path, "erase", number, "--yes")
    left = [each for each in tmp_path.rglob("*") if each.is_file() and "backups" not in str(each)]
    found = [(each.name, word) for each in left for word in (*secrets, *escaped) if word in each.read_bytes()]
    assert found == []
    drafts = list(tmp_path.glob(".local/state/leadtui/drafts/*/*.json"))
    assert [json.loads(each.read_text())["lead_no"] for each in drafts] == [other]
    figure("S13", f"{len(left)} files searched after an erasure: 0 hits outside the copies")


def test_x6_a_password_in_the_place_of_the_database_is_told_to_nobody(tmp_path: Path, figure: Figure) -> None:
    """However it is refused; it stands in no message and, given by the environment, in no process list."""
    place = "postgresql://li:geheim%40x@127.0.0.1:1/leads"
    environ = {**os.environ, **SURROUNDINGS, "HOME": str(tmp_path), "LEADTUI_DATABASE": place}
    for words in (["list"], ["doctor"], ["today", "--json"], []):
        running = subprocess.Popen(
            [sys.executable, "-m", "leadtui", *words], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert b"geheim" not in Path(f"/proc/{running.pid}/cmdline").read_bytes()
        out, err = running.communicate(timeout=60)
        assert running.returncode
        assert b"geheim" not in out + err
    assert [each for each in tmp_path.rglob("*") if each.is_file() and b"geheim" in each.read_bytes()] == []
    figure("X6", "password in the database's place: 0 hits in messages, files and process list")
