"""The board on the real program: cards dragged with real mouse sequences and carried with real keys.

Each test asserts what the screen shows and what the database holds, read by a fresh connection.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from leadtui.desk import Desk
from leadtui.services import capture
from leadtui.store import database
from tests.conftest import Figure
from tests.terminal.driver import Terminal
from tests.terminal.test_first_day import command

ROWS = 30


class Board(Terminal):
    """The program with its board on the screen, and a mouse."""

    def __init__(self, home: Path, cols: int = 120, rows: int = ROWS) -> None:
        super().__init__(home, cols=cols, rows=rows, env={"LEADTUI_LANG": "en"})
        self.wait_for("Board")
        self.press("3")
        self.wait_until(lambda text: "Pick up" in text and ("Captured" in text or "no grade" in text))
        self.settle()

    def mouse(self, button: int, x: int, y: int, end: str = "M") -> None:
        """One SGR mouse report about a cell, both from 1."""
        os.write(self.fd, f"\x1b[<{button};{x};{y}{end}".encode())

    def press_at(self, x: int, y: int) -> None:
        """Press the left button."""
        self.mouse(0, x, y)
        self.settle()

    def drag_to(self, x: int, y: int) -> None:
        """Move with the button down."""
        self.mouse(32, x, y)
        self.settle()

    def let_go(self, x: int, y: int) -> None:
        """Release the button."""
        self.mouse(0, x, y, "m")
        self.settle()

    def find(self, words: str) -> tuple[int, int]:
        """The cell of a card's name, both from 1, once it is there: the columns come before their cards."""
        if not any(words in line for line in self.text().splitlines()[2:-2]):
            self.wait_until(lambda text: any(words in line for line in text.splitlines()[2:-2]))
            self.settle()
        for y, line in enumerate(self.text().splitlines()[2:-2], 3):
            if words in line:
                return cell_len(line[: line.index(words)]) + 1, y
        raise AssertionError(f"no {words} on\n{self.text()}")

    def stands_in(self, words: str, column: int) -> bool:
        """Whether a card stands in a column, from 0, on a screen of 120 cells."""
        return any(
            words in line and (cell_len(line[: line.index(words)])) // 22 == column
            for line in self.text().splitlines()[2:-2]
        )

    def wait_on(self, y: int, words: str) -> None:
        """Wait until these words stand on a line of the screen, counted from 1."""
        self._wait(lambda: words in self.text().splitlines()[y - 1], f"{words!r} never came on line {y}", 10)

    def wait_in(self, words: str, column: int, within: float = 10) -> None:
        """Wait until a card stands in a column."""
        self._wait(lambda: self.stands_in(words, column), f"{words} never stood in column {column}", within)

    def drag(self, words: str, column: int, y: int = 8) -> None:
        """Drag a card to a column and let it go there."""
        self.press_at(*self.find(words))
        self.drag_to(self.find(words)[0] + 4, y)
        self.drag_to(column * 22 + 6, y)
        self.let_go(column * 22 + 6, y)

    def leaves(self) -> bool:
        """Quit; whether it ended well."""
        self.press("q")
        return self.leave() == 0


@pytest.fixture
def home(tmp_path: Path, empty_book: Path) -> Iterator[Path]:
    """A home with an empty book, open in this process to write into before the program starts."""
    path = tmp_path / ".local/share/leadtui/leadtui.db"
    path.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(empty_book, path)
    database.open_file(path)
    yield tmp_path
    database.close()


def state(home: Path, number: str) -> tuple[str, str | None]:
    """Stage and grade of a lead, read by a fresh connection."""
    book = sqlite3.connect(home / ".local/share/leadtui/leadtui.db")
    try:
        found = book.execute("SELECT stage, grade FROM lead WHERE lead_no = ?", (number,)).fetchone()
    finally:
        book.close()
    return str(found[0]), found[1]


def stage(home: Path, number: str) -> str:
    """Where a lead stands."""
    return state(home, number)[0]


def added(desk: Desk, customer: str, **more: str) -> str:
    """A lead; its number."""
    return capture.add(desk, {"customer": customer, "phone": "13862012345", **more})


@pytest.fixture
def valid(home: Path, desk: Desk) -> str:
    """甲公司, whose validity is known: the gate of 筛选分级 holds."""
    return added(desk, "甲公司", validity="valid", proposal_sent_at="2026-11-20 10:00")


def test_a_card_is_dragged_to_a_stage_and_u_returns_it(home: Path, valid: str) -> None:
    """The ghost and the drop line are seen on the way; it moves when it is saved, and undo is told and true."""
    with Board(home) as board:
        x, y = board.find("甲")
        board.press_at(x, y)
        board.drag_to(30, 12)
        assert board.find("甲")[0] < 22, "the card stays in its place until it is dropped"
        board.wait_on(12, "甲公司")  # the ghost, at the mouse
        board.wait_on(5, "──")  # the line under the head of the column
        assert stage(home, valid) == "captured"
        board.let_go(30, 12)
        board.wait_for("Moved to Qualifying")
        board.wait_in("甲", 1)
        board._wait(lambda: "──" not in board.text().splitlines()[4], "the line under the head stayed", 10)
        assert stage(home, valid) == "qualifying"
        board.press("u")
        board.wait_for("Taken back")
        board.wait_in("甲", 0)
        assert stage(home, valid) == "captured"
        assert board.leaves()


@pytest.mark.slow
def test_a_gated_drag_opens_the_form_and_enter_moves(home: Path, desk: Desk) -> None:
    """R24: Esc in the form leaves the card; what it asks for goes in with the move."""
    number = added(desk, "乙公司")
    with Board(home) as board:
        board.drag("乙", 1)
        board.wait_for("Qualifying still needs")
        board.press("esc")
        board.wait_gone("Qualifying still needs")
        board.wait_in("乙", 0)
        assert stage(home, number) == "captured"
        board.drag("乙", 1)
        board.wait_for("Qualifying still needs")
        board.press("2", "f2")
        board.wait_for("Moved to Qualifying")
        board.wait_in("乙", 1)
        assert board.leaves()
    assert stage(home, number) == "qualifying"


@pytest.mark.slow
def test_a_refused_drop_stays_and_says_why(home: Path, desk: Desk) -> None:
    """A form saved without what the gate asks for moves nothing and names it."""
    number = added(desk, "丙公司")
    with Board(home) as board:
        board.drag("丙", 1)
        board.wait_for("Qualifying still needs")
        board.press("f2")
        board.wait_for("give a reason to skip")
        assert stage(home, number) == "captured"
        board.press("esc")
        board.wait_gone("still needs")
        board.wait_in("丙", 0)
        assert board.leaves()


@pytest.mark.slow
def test_escape_or_a_drop_outside_puts_the_card_back(home: Path, valid: str) -> None:
    with Board(home) as board:
        board.press_at(*board.find("甲"))
        board.drag_to(30, 10)
        board.press("esc")
        board.wait_for("Put back")
        board.let_go(30, 10)
        board.wait_in("甲", 0)
        board.press_at(*board.find("甲"))
        board.drag_to(30, 10)
        board.drag_to(40, 1)
        board.let_go(40, 1)
        board.wait_for("Put back")
        board.wait_in("甲", 0)
        assert stage(home, valid) == "captured"
        board.press_at(30, 20)
        board.drag_to(60, 20)
        board.let_go(60, 20)
        assert stage(home, valid) == "captured", "a drag of nothing is nothing"
        assert board.leaves()


@pytest.mark.slow
def test_a_drag_scrolls_to_hidden_columns_and_down_a_long_one(home: Path, desk: Desk, valid: str) -> None:
    """At 80 cells three columns are shown, with what is hidden told at the edge; held there, the drag goes on."""
    for number in range(12):
        added(desk, f"排{number:02}公司")
    with Board(home, cols=80, rows=24) as board:
        board.wait_for("2›")
        assert "Negotiation" not in board.text()
        x, y = board.find("甲")
        board.press_at(x, y)
        board.drag_to(x + 3, y + 1)
        assert "排11" not in board.text()
        board.drag_to(x + 3, 21)
        board.wait_for("排11")
        board.drag_to(79, 10)
        board.wait_for("Won & after-sale")
        board.wait_gone("Captured")
        board.drag_to(1, 10)
        board.wait_for("Captured")
        board.drag_to(79, 10)
        board.wait_for("Won & after-sale")
        board.drag_to(36, 10)
        board.let_go(36, 10)
        board.wait_for("Moved to Negotiation")
        assert stage(home, valid) == "negotiation"
        board.press("u")
        board.wait_for("Taken back")
        assert stage(home, valid) == "captured"
        assert board.leaves()


@pytest.mark.slow
def test_marked_cards_move_as_one_change(home: Path, desk: Desk) -> None:
    """The form asks once for what any of them lacks; one undo returns them all."""
    numbers = [added(desk, f"{name}公司") for name in "甲乙丙"]
    with Board(home) as board:
        board.press("g", "v", "v")
        board.wait_for("2 marked")
        assert board.text().count("+ ") == 2
        board.press("L")
        assert "2 leads" in board.wait_for("still needs")
        board.press("2", "f2")
        board.wait_for("2 moved to Qualifying")
        assert [stage(home, number) for number in numbers] == ["qualifying", "qualifying", "captured"]
        board.wait_in("甲", 1)
        board.wait_in("乙", 1)
        board.wait_in("丙", 0)
        board.press("u")
        board.wait_for("Taken back")
        board.wait_in("甲", 0)
        board.wait_in("乙", 0)
        board.wait_in("丙", 0)
        assert board.leaves()
    assert [stage(home, number) for number in numbers] == ["captured"] * 3


@pytest.mark.slow
def test_a_card_is_carried_by_keys_and_put_back_by_escape(home: Path, valid: str) -> None:
    """Digits name columns while a card is in the hand, and views otherwise."""
    with Board(home) as board:
        board.press("space", "l", "l")
        board.wait_on(5, "──")
        board.press("esc")
        board.wait_for("Put back")
        board.wait_in("甲", 0)
        assert stage(home, valid) == "captured"
        board.press("space", "2", "enter")
        board.wait_for("Moved to Qualifying")
        board.wait_in("甲", 1)
        assert stage(home, valid) == "qualifying"
        board.press("2")
        board.wait_for("Leads 1")
        board._wait(lambda: "▌" in board.line_with("甲公司"), "the cursor is not on it in the list", 10)
        board.press("3")
        board.wait_for("Solution")
        board._wait(lambda: "▌" in board.line_with("甲"), "the cursor is not on it on the board", 10)
        assert board.leaves()


@pytest.mark.slow
def test_a_resize_in_mid_drag_keeps_the_card_in_the_hand(home: Path, valid: str) -> None:
    with Board(home) as board:
        board.press_at(*board.find("甲"))
        board.drag_to(50, 10)
        board.resize(160, 40)
        board.settle(0.4)
        assert stage(home, valid) == "captured"
        board.drag_to(36, 14)
        board.let_go(36, 14)
        board.wait_for("Moved to Qualifying")
        assert all(
            each in board.text() for each in ("Captured", "Qualifying", "Solution", "Negotiation", "Won & after-sale")
        )
        assert board.leaves()
    assert stage(home, valid) == "qualifying"


@pytest.mark.slow
def test_m8_a_lead_changed_elsewhere_in_mid_drag_is_a_conflict_that_is_told(home: Path, valid: str) -> None:
    """The drop does not write over what somebody else saved; what they saved is seen."""
    with Board(home) as board:
        board.press_at(*board.find("甲"))
        board.drag_to(30, 10)
        command(home, "edit", valid, "--set", "grade=B")
        board.settle(2.5)
        board.let_go(30, 10)
        board.wait_for("changed this meanwhile")
        board.wait_in("甲", 0)
        board.wait_on(board.find("甲")[1] + 1, "B")
        assert board.leaves()
    assert state(home, valid) == ("captured", "B")


def test_m9_a_change_of_another_process_appears_within_two_seconds(home: Path, valid: str, figure: Figure) -> None:
    with Board(home) as board:
        command(home, "move", valid, "qualifying")
        began = time.monotonic()
        board.wait_in("甲", 1, within=2)
        figure("M9", f"another process's change on the board after {time.monotonic() - began:.1f} s")
        assert board.leaves()


@pytest.mark.slow
def test_other_axes_change_their_field(home: Path, valid: str) -> None:
    """b turns the columns to status, grade and owner; a drop there changes that field, and s and d how it looks."""
    with Board(home) as board:
        board.press("b", "b")
        board.wait_for("no grade")
        assert board.find("甲")[0] > 60
        board.press("space", "1", "enter")
        board.wait_for("Moved to A")
        assert state(home, valid) == ("captured", "A")
        board.press("d", "x")
        assert board.leaves()
    with Board(home) as board:
        board.press("b")
        board.wait_for("Columns: owner")
        assert board.leaves()
