"""The main job on the real program: a team's own sheet becomes today's due list, and nothing is lost overnight."""

import json
import os
import subprocess
import sys
from pathlib import Path

from rich.cells import cell_len

from tests.terminal.driver import SURROUNDINGS, Terminal

STAGES = ("线索获取", "筛选分级", "需求与方案", "谈判与合同", "成交与售后")
DATA = Path(__file__).parent.parent / "data"


def command(home: Path, *arguments: str) -> str:
    """What a command prints, run as a script would."""
    environ = {**os.environ, **SURROUNDINGS, "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "leadtui", *arguments], env=environ, capture_output=True, text=True, check=True
    )
    return done.stdout


def shown(home: Path, lead_no: str) -> dict[str, object]:
    """One lead as the command line tells it."""
    found = json.loads(command(home, "show", lead_no, "--json"))
    assert isinstance(found, dict)
    return found


def board_column(text: str, words: str) -> int:
    """The column of the board, from 0, in which a card stands; -1 where it is not to be seen."""
    lines = text.splitlines()[2:-2]
    line = next((line for line in lines if words in line), None)
    if line is None:
        return -1
    place = cell_len(line[: line.index(words)])
    heads = [cell_len(lines[0][: lines[0].index(stage)]) for stage in STAGES if stage in lines[0]]
    return sum(head <= place for head in heads) - 1


def test_from_the_teams_sheet_to_a_cleared_lead(tmp_path: Path) -> None:
    """Import, see what is due, log a call with its next step, move a card, undo it, quit, find everything again."""
    taken = json.loads(command(tmp_path, "import", str(DATA / "followup-records.xlsx"), "--json"))
    assert (taken["rows"], taken["created"], taken["rejected"]) == (11, 9, 0)

    with Terminal(tmp_path, cols=120, rows=36) as screen:
        screen.wait_for("今日计划")
        due = screen.line_with("北京中关科技")
        assert "𠮷*健" in due
        assert "137****4567" in due
        assert "今天" in due

        screen.press("a")
        assert "逾期 2" in screen.wait_for("逾期914天"), "the sheet's old plans, of other reps"
        screen.press("/")
        screen.type("zgkj")
        screen.press("enter")
        screen.wait_gone("逾期")
        screen.press("f")
        screen.wait_for("记跟进 ·")
        screen.type("已提供对比表,客户周三前答复")
        screen.press("tab", "tab", "tab")
        screen.type("电话确认对比结果")
        screen.press("tab")
        screen.type("后天下午")
        screen.wait_for("2026-11-24 周二 14:00 · 2天后")
        screen.press("ctrl+s")
        screen.wait_for("已记录")
        screen.press("esc")
        screen.wait_for("逾期 2")
        screen.wait_gone("今日计划")
        assert screen.line_with("▌").split()[0].startswith("▌"), "the cursor stands on a lead"

        screen.press("3")
        screen.wait_for("成交与售后")
        screen.wait_until(lambda text: board_column(text, "北京中关科技") == 3)
        screen.press("h", "h", "h", "h", "l", "l", "l", "G", "H")
        screen.wait_for("进入 需求与方案 还差")
        screen.press("backtab")
        screen.type("先补齐需求再谈")
        screen.press("f2")
        screen.wait_for("已移到需求与方案")
        screen.wait_until(lambda text: board_column(text, "北京中关科技") == 2)
        screen.press("u")
        screen.wait_for("已撤销")
        screen.wait_until(lambda text: board_column(text, "北京中关科技") == 3)
        screen.press("q")
        assert screen.leave() == 0

    lead = shown(tmp_path, "官网-20261118-001")
    newest = lead["follow_ups"][0]  # type: ignore[index]
    assert newest["summary"] == "已提供对比表,客户周三前答复"
    plans = [each for each in lead["plans"] if each["state"] == "planned"]  # type: ignore[attr-defined]
    assert [(each["action"], each["due"]) for each in plans] == [("电话确认对比结果", "2026-11-24T14:00:00+08:00")]
    assert lead["stage"] == "negotiation"

    with Terminal(tmp_path, cols=120, rows=36) as screen:
        screen.wait_for("今日清零")
        screen.press("2")
        screen.wait_for("线索 9")
        assert "11-24" in screen.line_with("北京中关科技")
        screen.press("q")
        assert screen.leave() == 0
