"""The main job on the real program: a team's own sheet becomes today's due list, and nothing is lost overnight."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.terminal.driver import SURROUNDINGS, Terminal

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

        # The first lead on the list is an overdue one; the day's plan is found by its initials.
        screen.press("/")
        screen.type("zgkj")
        screen.press("enter")
        screen.wait_gone("逾期")
        screen.press("f")
        screen.wait_for("记跟进")
        screen.type("已提供对比表,客户周三前答复")
        screen.press("tab", "tab", "tab")
        screen.type("电话确认对比结果")
        screen.press("tab")
        screen.type("后天下午")
        screen.wait_for("2026-11-24 周二 14:00 · 2天后")
        screen.press("ctrl+s")
        screen.wait_for("已记录")
        screen.press("esc")
        screen.wait_for("逾期")
        assert not screen.line_with("北京中关科技")

        # The card is moved one stage back on the board and taken back again.
        screen.press("3")
        screen.wait_for("谈判与合同")
        screen.press("/") if False else None
        screen.press("l", "l", "l", "l", "H")
        screen.wait_for("已移到")
        screen.press("u")
        screen.wait_for("已撤销")
        screen.press("q")
        assert screen.leave() == 0

    lead = shown(tmp_path, "官网-20261118-001")
    assert [each["summary"] for each in lead["follow_ups"]][0] == "已提供对比表,客户周三前答复"  # type: ignore[index,attr-defined]
    assert lead["next_due"] == "2026-11-24T14:00:00+08:00" or lead["next_due"] == "2026-11-24"

    with Terminal(tmp_path, cols=120, rows=36) as screen:
        screen.wait_for("逾期")
        screen.press("2")
        screen.wait_for("线索 9")
        assert "11-24" in screen.line_with("北京中关科技")
        screen.press("q")
        assert screen.leave() == 0
