"""The pass on the real program: thirty due leads, one key or one form each, until 今日清零; keystrokes are counted."""

from datetime import timedelta
from pathlib import Path

import pytest

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
KINDS = "Ff+wz+cs+f" + 2 * "ff+wz+cs+f"
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
    screen.wait_until(lambda _text: name in screen.line_with("▌"))
    keys, count = HANDS[kind]
    for key in keys:
        if key == "tab":
            screen.press(key)
            continue
        screen.send(key)
        if key not in NAMED and len(key) > 1:
            screen.wait_for(key)
    screen.wait_until(lambda text: "今日清零" in text or name not in (screen.line_with("▌") or name))
    return count


@pytest.mark.slow
def test_thirty_leads_are_passed_through_until_all_is_clear(book: Path, desk: Desk, tmp_path: Path) -> None:
    made = due_leads(desk)
    database.close()
    of_kind = {kind: [name for name, each in zip(NAMES, KINDS, strict=True) if each == kind] for kind in set(KINDS)}
    with Terminal(tmp_path, "--database", str(book), cols=80, rows=24) as screen:
        screen.wait_for(f"今日计划 {COUNT}")
        strokes = [carried_out(screen, kind, name) for kind, name in zip(KINDS, NAMES, strict=True)]
        assert max(strokes) <= MOST
        assert sum(strokes) <= 2 * COUNT

        screen.wait_for("待补录 3")
        for name in of_kind["c"]:
            carried_out(screen, "f", name)
        screen.wait_for("今日计划 6")
        for name in sorted(of_kind["w"] + of_kind["s"]):
            carried_out(screen, "+" if name in of_kind["w"] else "f", name)
        text = screen.wait_for("今日清零")
        assert "18" in text.split("今日清零")[1].splitlines()[1], "how many were followed up"
        screen.send("q")
        assert screen.leave() == 0

    database.open_file(book)
    assert done_today(desk) == Done(18, 0)
    assert due_list(desk, everyone=True).total == 0
    for lead_id, kind in zip(made, KINDS, strict=True):
        assert kept(desk, lead_id) == WANTED[kind], kind


WANTED = {
    "f": ([Outcome.REACHED], [8], 0),
    "F": ([Outcome.REACHED], [3], 0),
    "+": ([], [1], 0),
    "w": ([Outcome.NO_ANSWER], [1], 0),
    "z": ([], [0], 5),
    "c": ([Outcome.REACHED], [8], 0),
    "s": ([Outcome.REACHED], [8], 0),
}
"""What is in the book afterwards: today's records, the days until each plan, and those of a snooze."""


def kept(desk: Desk, lead_id: int) -> tuple[list[Outcome], list[int], int]:
    """The same of one lead."""
    found, today = detail.detail(desk, lead_id), desk.today()
    outcomes = [each.outcome for each in found.follow_ups if each.at.astimezone(desk.zone).date() == today]
    plans = [(plan.due - today).days for plan in found.open_plans if plan.due]
    snoozed = found.row.snooze_until
    return outcomes, plans, (snoozed - today).days if snoozed else 0
