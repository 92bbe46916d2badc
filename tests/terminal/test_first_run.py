"""The first minute of a newcomer: a choice instead of an empty table, a call logged, the sample gone again."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.terminal.driver import NAMED, Terminal
from tests.terminal.test_first_day import command

DATA = Path(".local/share/leadtui")
NOBODY = {"LEADTUI_LANG": "", "LEADTUI_TIMEZONE": "", "LEADTUI_USER": "", "TZ": "UTC"}
KEYSTROKES = 40
LANGUAGE, ZONE, SAMPLE = ["2"], ["f2"], ["2"]
TYPED = ("f", "price sent", "tab", "tab", "tab", "call back", "tab", "fri", "ctrl+s")
CALL = [key for each in TYPED for key in ([each] if each in NAMED else each)]


def begin(screen: Terminal) -> None:
    """Language, zone and sample, as a newcomer answers."""
    screen.wait_for("语言 / Language")
    screen.press(*LANGUAGE)
    screen.wait_for("Asia/Shanghai")
    screen.press(*ZONE)
    screen.wait_for("演示数据")
    assert "导入表格" in screen.text()
    assert "从空白开始" in screen.text()
    assert "esc" not in screen.text(), "three choices and one sentence, nothing else"
    screen.press(*SAMPLE)
    screen.wait_for("演示数据 · Z 移除")
    screen.wait_for("逾期 2")


def test_first_run_to_first_logged_call_in_forty_keystrokes(tmp_path: Path) -> None:
    """Language, zone, sample, then one whole record with its next step; nothing was set before."""
    assert len([*LANGUAGE, *ZONE, *SAMPLE, *CALL]) <= KEYSTROKES
    with Terminal(tmp_path, cols=80, rows=24, env=NOBODY) as screen:
        begin(screen)
        screen.press(CALL[0])
        screen.wait_for("记跟进 ·")
        screen.press(*TYPED[1:-1])
        screen.wait_for("周五 · ")
        screen.press(TYPED[-1])
        screen.wait_for("已记录")
        screen.press("q")
        assert screen.leave() == 0
    assert (tmp_path / ".config/leadtui/config.toml").read_text("utf-8").splitlines() == [
        'timezone = "Asia/Shanghai"',
        'language = "zh_CN"',
    ]
    assert "逾期" in command(tmp_path, "today"), "the command line shows the sample too"


@pytest.mark.slow
def test_the_sample_goes_without_a_trace_and_own_leads_stay(tmp_path: Path) -> None:
    with Terminal(tmp_path, cols=80, rows=24, env=NOBODY) as screen:
        begin(screen)
        screen.press("N")
        screen.wait_for("快速新建")
        screen.type("行业展会 上海自己加的有限公司 张伟 13800005678")
        screen.press("ctrl+s")
        screen.wait_for("自己加的")
        screen.press("esc", "Z")
        screen.wait_for("移除演示数据，连同")
        screen.press("1")
        screen.wait_for("演示数据已移除")
        screen.wait_for("自己加的")
        assert "苏州恒远" not in screen.text()
        screen.press("q")
        assert screen.leave() == 0
    left = {path.name for path in (tmp_path / DATA).iterdir()}
    assert left <= {".leadtui.db.checked", "leadtui.db"}, "no file of the sample, nor of its copies, is left"
    assert not list((tmp_path / ".local/state/leadtui/drafts").rglob("*.json"))
    with sqlite3.connect(tmp_path / DATA / "leadtui.db") as book:
        entries = [name for (name,) in book.execute("SELECT name FROM journal_entry")]
    book.close()
    assert len(entries) == 1
    assert "ample" not in entries[0]
    assert [each["customer"] for each in json.loads(command(tmp_path, "list", "--json"))] == ["上海自己加的有限公司"]
