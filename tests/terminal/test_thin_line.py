"""What a key costs on a slow line, in bytes on a real terminal, and that the terminal can be handed back and forth."""

import os
import signal
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal
from tests.terminal.test_first_day import command

START, STEP, STORY, PAGE, VIEW, MOVE, FORM = 15_000, 700, 3_500, 9_000, 12_000, 4_000, 4_000


class Line(Terminal):
    """A terminal whose bytes are counted."""

    def cost(self, *keys: str, quiet: float = 0.3, words: str = "") -> int:
        """How many bytes answered these keys, whose answer holds these words."""
        before = len(self.received)
        for key in keys:
            self.press(key)
        self.wait_for(words)
        self.settle(quiet)
        return len(self.received) - before


def test_each_key_costs_what_it_changes_and_one_behind_an_escape_is_heard(tmp_path: Path) -> None:
    book = tmp_path / "sample.db"
    command(tmp_path, "demo", "--write", str(book))
    with Line(tmp_path, "--database", str(book), cols=120, rows=40) as line:
        line.wait_for("今日")
        line.settle(0.6)
        assert len(line.received) <= START
        assert line.cost("j") <= STEP + STORY
        assert line.cost("pgdn") <= PAGE
        assert line.cost("f", words="记跟进 · ") <= FORM
        line.press("esc")
        assert line.cost("3") <= VIEW
        line.settle(1.0)
        line.press("j")
        assert line.cost("j") <= STEP
        line.settle(0.5)
        assert line.cost("L", words="已移到") <= MOVE
        # To a terminal an escape and a key that arrive at once are one key, Alt and the other.
        line.press("f")
        line.wait_for("记跟进 · ")
        line.send("esc", "2")
        line.wait_for("哈尔滨岭达茶饮集团有限公司")
        line.send("esc", "q")
        assert line.leave() == 0


def test_over_ssh_a_mouse_that_merely_moves_reports_nothing(tmp_path: Path) -> None:
    with Line(tmp_path, env={"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}) as line:
        line.wait_for("还没有线索")
        assert b"\x1b[?1002h" in line.received
        assert b"\x1b[?1003h" not in line.received


@pytest.mark.slow
def test_a_step_in_the_review_costs_what_it_changes(tmp_path: Path) -> None:
    book = tmp_path / "sample.db"
    command(tmp_path, "demo", "--write", str(book))
    with Line(tmp_path, "--database", str(book), cols=120, rows=40) as line:
        line.wait_for("今日")
        line.settle(0.6)
        assert line.cost("4", quiet=1.0) <= VIEW
        assert line.cost("Q", quiet=1.0) <= VIEW
        assert line.cost("a", quiet=1.0) <= VIEW
        line.press("j")
        line.settle(0.5)
        assert line.cost("j") <= STEP
        assert line.cost("right") <= STEP
        line.press("q")
        line.leave()


@pytest.mark.slow
def test_a_terminal_used_by_somebody_else_is_painted_whole_again(tmp_path: Path) -> None:
    with Terminal(tmp_path, cols=80, rows=24) as screen:
        screen.wait_for("还没有线索")
        screen.settle(0.3)
        before = screen.text()
        screen.stream.feed(b"\x1b[2J\x1b[H-bash: garbage")
        os.kill(screen.pid, signal.SIGTSTP)
        screen.settle(0.3)
        os.kill(screen.pid, signal.SIGCONT)
        screen.wait_gone("garbage")
        screen.settle(0.3)
        assert screen.text() == before
        screen.stream.feed(b"\x1b[2J\x1b[H-wall: garbage")
        os.kill(screen.pid, signal.SIGWINCH)
        screen.wait_gone("garbage")
        screen.settle(0.3)
        assert screen.text() == before
