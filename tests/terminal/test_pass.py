"""The pass on the real program: thirty due leads, one key or one form each, until 今日清零; keystrokes are counted."""

from datetime import timedelta
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.terms import Outcome
from leadtui.services import detail
from leadtui.services.today import Done, done_today, due_list
from leadtui.store import database
from tests.conftest import NOW
from tests.services.captured import at, lead, reached, step
from tests.terminal.driver import NAMED, Terminal

COUNT = 30
NAMES = [f"第{number:02}号机械厂" for number in range(COUNT)]
KINDS = "ffffF+wzcs"
"""What is done with each lead in turn: logged, logged with a next step of one's own, or one key."""
MOST = 8
"""Keystrokes besides the text that an ordinary call may cost."""
SAID = "报价已确认"
HANDS: dict[str, tuple[tuple[str, ...], int]] = {
    "f": (("f", SAID, "f2"), 2),
    "F": (("f", SAID, "tab", "tab", "tab", "寄样品", "tab", "+3d", "f2"), 6),
    "+": (("+",), 1),
    "w": (("w",), 1),
    "z": (("z", "+5d", "tab", "等预算", "enter"), 3),
    "c": (("c",), 1),
    "s": (("s",), 1),
}
"""The keys of each, and how many of them are no text."""


def due_leads(desk: Desk) -> list[int]:
    """Thirty leads that were talked to yesterday and are planned for today."""
    yesterday = at(desk, NOW - timedelta(days=1))
    made = [lead(yesterday, name, grade="b") for name in NAMES]
    for each in made:
        reached(yesterday, each, next_step=step(yesterday, 1))
    return made


def carried_out(screen: Terminal, kind: str, name: str) -> int:
    """Do it with the lead under the cursor, then wait until the cursor stands on another; keystrokes besides text."""
    screen.wait_until(lambda _text: name in screen.line_with("▌") and "今日 " in screen.text())
    keys, count = HANDS[kind]
    for key in keys:
        if key == "tab":
            screen.press(key)
            continue
        screen.send(key)
        if key not in NAMED and len(key) > 1:
            screen.wait_for(key)
    screen.wait_until(lambda text: "今日清零" in text or ("▌" in text and name not in screen.line_with("▌")))
    return count


def test_thirty_leads_are_passed_through_until_all_is_clear(book: Path, desk: Desk, tmp_path: Path) -> None:
    made = due_leads(desk)
    database.close()
    kinds = [KINDS[number % len(KINDS)] for number in range(COUNT)]
    with Terminal(tmp_path, "--database", str(book), cols=80, rows=24) as screen:
        screen.wait_for(f"今日计划 {COUNT}")
        strokes = [carried_out(screen, kind, name) for kind, name in zip(kinds, NAMES, strict=True)]
        ordinary = [count for kind, count in zip(kinds, strokes, strict=True) if kind in "fF"]
        assert max(ordinary) <= MOST
        assert sum(strokes) <= 3 * COUNT

        screen.wait_for("待补录 3")
        for name in (each for each, kind in zip(NAMES, kinds, strict=True) if kind == "c"):
            carried_out(screen, "f", name)
        screen.wait_for("今日计划 6")
        for name, kind in zip(NAMES, kinds, strict=True):
            if kind in "ws":
                carried_out(screen, "+" if kind == "w" else "f", name)
        text = screen.wait_for("今日清零")
        assert "今天跟进 24 家" in text or "24 lead" in text
        screen.wait_for(f"{COUNT}/{COUNT}")
        screen.send("q")
        assert screen.leave() == 0

    database.open_file(book)
    assert done_today(desk) == Done(24, 0)
    assert due_list(desk, everyone=True).total == 0
    day = desk.today()
    for lead_id, kind in zip(made, kinds, strict=True):
        found = detail.detail(desk, lead_id)
        today = [each.outcome for each in found.follow_ups if each.at.astimezone(desk.zone).date() == day]
        plans = [(plan.due, plan.action) for plan in found.open_plans]
        match kind:
            case "f" | "c" | "s":
                assert today == [Outcome.REACHED]
                assert [due for due, _action in plans if due and due > day]
            case "F":
                assert (today, plans) == ([Outcome.REACHED], [(day + timedelta(days=3), "寄样品")])
            case "+":
                assert (today, plans) == ([], [(day + timedelta(days=1), "回访")])
            case "w":
                assert (today, plans) == ([Outcome.NO_ANSWER], [(day + timedelta(days=1), "回访")])
            case "z":
                assert (today, found.row.snooze_until) == ([], day + timedelta(days=5))
