"""No text from a sheet, a colleague or a customer controls the terminal, starts an action or ends the program."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.driver import SURROUNDINGS, Terminal
from tests.terminal.hostile import ESCAPES, MARKUP, STRANGE, foreign
from tests.terminal.test_first_day import command

GROUPS = (
    "".join(MARKUP[:5]), "".join(MARKUP[5:]), "".join(ESCAPES[:5]), "".join(ESCAPES[5:12]), "".join(ESCAPES[12:]),
    "".join(STRANGE[:8]), "".join(STRANGE[8:]),
)  # fmt: skip
WRITTEN_BEHIND = (
    ("customer", "name"), ("customer", "remark"), ("contact", "name"), ("lead", "initial_need"), ("plan", "action"),
    ("follow_up", "summary"), ("follow_up", "feedback"), ("rep", "name"), ("tag", "name"), ("lead", "source_detail"),
)  # fmt: skip
EVERYWHERE = (
    "j", "enter", "esc", "2", "j", "G", "3", "l", "enter", "esc", "1", "f", "esc", "e", "esc", "m", "esc", "z", "esc",
    "r", "esc", "o", "?", "esc", "a",
)  # fmt: skip


def book(home: Path) -> Path:
    """Where the database of a home lies."""
    return home / ".local/share/leadtui/leadtui.db"


def imported(home: Path) -> None:
    """Leads whose every text is hostile, by way of a sheet, due today."""
    sheet = home / "sheet.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["公司名称", "联系人", "联系方式", "跟进日期", "沟通内容摘要", "客户反馈", "下一步计划", "备注"]
        )
        for number, text in enumerate(each.replace("\x00", "") for each in GROUPS):
            cells = [text, text[:40], f"1390000000{number}", "2026-11-20"]
            writer.writerow([*cells, text, text, f"{text} 11月22日前回访", text])
    taken = json.loads(command(home, "import", str(sheet), "--json"))
    assert taken["created"] + taken["rejected"] == len(GROUPS)
    assert taken["created"] >= len(GROUPS) - 1


def walked(screen: Terminal) -> bytes:
    """Through every view, page and form; what the terminal was sent."""
    screen.press(*EVERYWHERE)
    screen.press(":")
    screen.type("red")
    screen.press("esc", "esc", "1", "/")
    screen.type("[/][@click=app.quit]x")
    screen.press("enter", "esc", "esc")
    screen.press("q")
    assert screen.leave() == 0
    return bytes(screen.received)


@pytest.mark.slow
def test_t1_t2_a_sheet_of_hostile_text_through_every_screen(tmp_path: Path) -> None:
    imported(tmp_path)
    with Terminal(tmp_path, cols=160, rows=40, env={"LEADTUI_USER": ""}) as screen:
        screen.wait_for("[/][/red]")
        assert foreign(walked(screen)) == []


@pytest.mark.slow
def test_t1_t2_a_colleagues_database_of_hostile_text_through_every_screen(tmp_path: Path) -> None:
    """Written past the entry's sanitiser: what is stored raw is made harmless at display."""
    imported(tmp_path)
    with sqlite3.connect(book(tmp_path)) as behind:
        for table, column in WRITTEN_BEHIND:
            ids = [row_id for (row_id,) in behind.execute(f"SELECT id FROM {table}")]
            for number, row_id in enumerate(ids):
                text = f"{number}" + GROUPS[(number + 2) % len(GROUPS)]
                behind.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row_id))
    behind.close()
    with Terminal(tmp_path, cols=160, rows=40, env={"LEADTUI_USER": ""}) as screen:
        screen.wait_until(lambda text: "\\x1b" in text)
        assert foreign(walked(screen)) == []


@pytest.mark.slow
def test_t1_t3_hostile_text_typed_and_pasted(tmp_path: Path) -> None:
    """By hand into forms and in brackets: neither obeyed nor stored; lone surrogates and NUL never arrive."""
    pasted = "".join((*MARKUP, *STRANGE)).replace("\n", " ").replace("\x00", "")
    with Terminal(tmp_path, cols=160, rows=40) as screen:
        screen.wait_until(lambda text: "n" in text and "?" in text)
        screen.settle(0.3)
        screen.press("n")
        screen.settle(0.3)
        screen.type("\x1b[200~" + pasted + "\x1b[31m\x1b]0;t\x07" + "\x1b[201~")
        screen.press("tab", "tab")
        screen.type("13862012345")
        screen.press("f2")
        screen.settle(0.3)
        screen.press("esc", "1", "q")
        assert screen.leave() == 0
        assert foreign(bytes(screen.received)) == []
    for lead in json.loads(command(tmp_path, "list", "--json")):
        assert not any(char in lead["customer"] for char in "\x1b\x07\u202e\u200b")


def test_t3_surrogates_and_nul_end_at_the_door(tmp_path: Path) -> None:
    """By a sheet, by the command line, by bytes that are no UTF-8: taken without them."""
    sheet = tmp_path / "sheet.csv"
    header = "公司名称,联系人,联系方式,沟通内容摘要\n".encode()
    sheet.write_bytes(header + b"\xe7\x94\xb2\x00,a,13900000000,b\n")
    assert called(tmp_path, "import", sheet).returncode == 0
    taken = called(tmp_path, "add", "--customer", "甲".encode() + b"\xed\xa0\x80\xff", "--phone", "13900000000")
    assert taken.returncode == 0
    assert [lead["customer"] for lead in json.loads(command(tmp_path, "list", "--json"))] == ["甲", "甲"]
    searched = called(tmp_path, "list", "甲".encode() + b"\xed\xa0\x80\xff", "--json")
    assert len(json.loads(searched.stdout)) == 2


def called(home: Path, *arguments: str | bytes | Path) -> subprocess.CompletedProcess[bytes]:
    """A command, its words any bytes."""
    environ = {**os.environ, **SURROUNDINGS, "HOME": str(home)}
    words: list[str | bytes | Path] = [sys.executable, "-m", "leadtui", *arguments]
    return subprocess.run(words, env=environ, capture_output=True, timeout=60)


@pytest.mark.slow
def test_t1_t2_a_name_of_everything_on_the_first_screens(due_home: Path) -> None:
    """The everyday part of it: one customer whose name and next step hold it all, on list, page and form."""
    with sqlite3.connect(book(due_home)) as behind:
        text = "[/]" + "".join((*ESCAPES, *MARKUP, *STRANGE))
        for table, column in WRITTEN_BEHIND:
            behind.execute(f"UPDATE {table} SET {column} = ?", (text,))
    behind.close()
    with Terminal(due_home, cols=160, rows=40, env={"LEADTUI_USER": ""}) as screen:
        screen.wait_for("[/]")
        screen.press("enter", "esc", "3", "e", "esc", "1", "q")
        assert screen.leave() == 0
        assert foreign(bytes(screen.received)) == []
