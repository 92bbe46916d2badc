"""Hands faster than the line, terminals smaller than the screen, names that would take the terminal over."""

import json
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal
from tests.terminal.test_first_day import command, shown

HOSTILE = ("[/] [red]x[/] [@click=app.quit]点[/]", "before\x1b]0;taken\x07\x1b[31mred after")


def added(home: Path, customer: str, due: str) -> str:
    """A lead that is overdue or due, with one record already; its number."""
    number = command(home, "add", "--customer", customer, "--phone", "13862012345").strip()
    command(home, "log", number, "--channel", "call", "--summary", "首次沟通", "--next", "回访", "--due", due)
    return number


@pytest.mark.slow
def test_keys_typed_ahead_reach_the_form_they_open(tmp_path: Path) -> None:
    """A whole record typed at once, as a slow line delivers it, lands on the second lead and nowhere else."""
    added(tmp_path, "甲公司", "今天 10:00")
    second = added(tmp_path, "乙公司", "今天 11:00")
    with Terminal(tmp_path) as screen:
        screen.wait_for("今日计划 2")
        screen.type("jf报价已发cdz\x13")
        screen.wait_for("已记录：乙公司")
        screen.wait_for("今日计划 1")
        screen.press("q")
        assert screen.leave() == 0
    records = shown(tmp_path, second)["follow_ups"]
    assert records[0]["summary"] == "报价已发cdz"  # type: ignore[index]


@pytest.mark.slow
def test_p10_a_terminal_too_small_says_so_and_recovers(tmp_path: Path) -> None:
    added(tmp_path, "甲公司", "今天")
    with Terminal(tmp_path, cols=20, rows=5) as screen:
        screen.wait_for("窗口太小")
        screen.resize(80, 24)
        screen.wait_for("甲公司")
        screen.resize(20, 5)
        screen.wait_for("窗口太小")
        screen.resize(100, 30)
        screen.wait_for("甲公司")
        screen.press("q")
        assert screen.leave() == 0


@pytest.mark.slow
def test_t1_t2_no_name_reaches_the_terminal_raw(tmp_path: Path) -> None:
    """What stands in a name is shown as text on every view; no sequence of it is sent."""
    for name in HOSTILE:
        added(tmp_path, name, "今天")
    with Terminal(tmp_path, cols=120, rows=30) as screen:
        screen.wait_for("今日计划 2")
        for key in ("j", "2", "3", "1", "f", "esc", "enter", "esc"):
            screen.press(key)
        assert "[/] [red]x[/]" in screen.text()
        screen.press("q")
        assert screen.leave() == 0
        sent = bytes(screen.received)
    assert b"taken\x07" not in sent
    assert b"\x1b[31mred" not in sent


@pytest.mark.slow
def test_t6_a_stored_name_beyond_the_limit_still_shows(tmp_path: Path) -> None:
    """Entry refuses a name above 200 characters; one that came to be stored by another way is shown."""
    import sqlite3

    number = added(tmp_path, "甲公司", "今天")
    place = json.loads(command(tmp_path, "show", number, "--json"))["customer"]
    assert place == "甲公司"
    with sqlite3.connect(tmp_path / ".local/share/leadtui/leadtui.db") as book:
        book.execute("UPDATE customer SET name = ?", ("长" * 400 + "\x1b[2J",))
    book.close()
    with Terminal(tmp_path) as screen:
        screen.wait_for("长长长")
        screen.press("enter")
        screen.wait_for("下一步")
        screen.press("esc", "q")
        assert screen.leave() == 0
        assert b"\x1b[2J" not in bytes(screen.received).split(b"\x1b[?1049h")[1].split(b"\x1b[?1049l")[0]


def test_s6_a_foreign_database_is_refused_before_the_screen_opens(tmp_path: Path) -> None:
    """One line that names the file and the way out, exit code 1, not one byte of a full screen."""
    import sqlite3

    foreign = tmp_path / "other.db"
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()
    before = foreign.read_bytes()
    with Terminal(tmp_path, "--database", str(foreign), cols=200) as screen:
        assert screen.leave() == 1
        assert "其他程序的数据库" in screen.text()
        assert b"\x1b[?1049h" not in bytes(screen.received)
    assert foreign.read_bytes() == before


@pytest.mark.slow
def test_what_is_typed_behind_tab_and_enter_lands_in_the_line_they_lead_to(due_home: Path) -> None:
    """A slow line delivers several lines of a form at once: none of their text stays in the line before."""
    with Terminal(due_home, cols=100, rows=36) as screen:
        screen.wait_for("甲公司")
        for number in range(5):
            screen.press("f")
            screen.wait_for("记跟进 ·")
            screen.send(
                f"摘要{number}", "tab", f"反馈{number}", "enter", "space", "tab", f"下一步{number}", "tab", "明天"
            )
            screen.send("enter", f"要点{number}", "tab", f"目标{number}", "backtab", f"改{number}")
            screen.wait_for(f"改{number}")
            screen.press("ctrl+s")
            screen.wait_gone("记跟进 ·")
            if number < 4:
                screen.press("2")
                screen.wait_for("甲公司")
        screen.press("q")
        assert screen.leave() == 0
    (found,) = json.loads(command(due_home, "list", "--json"))
    lead = shown(due_home, found["lead_no"])
    told = [(each["summary"], each["feedback"]) for each in lead["follow_ups"]]  # type: ignore[attr-defined]
    assert told[:5] == [(f"摘要{number}", f"反馈{number}") for number in range(4, -1, -1)]
    steps = {(each["action"], each["points"], each["goal"]) for each in lead["plans"]}  # type: ignore[attr-defined]
    assert steps >= {(f"下一步{number}", f"改{number}", f"目标{number}") for number in range(5)}
