"""Every terminal a rep may sit at starts the full screen, or is refused in one clear line."""

import re
import sys
from pathlib import Path

import pytest

from leadtui.ui import glyphs
from tests.terminal.driver import Terminal
from tests.terminal.test_first_day import command

COLOUR = re.compile(rb"\x1b\[[0-9;]*(?:3[0-79]|4[0-79]|9[0-7]|38;[25]|48;[25])[0-9;]*m")
SHELL = "import os; os.execvp('bash', ['bash', '--norc', '-i'])"
TERMS = ("xterm", "screen-256color", "tmux-256color", "linux", "vt100", "xterm-256color")


@pytest.mark.slow
@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("locale", ["C", "zh_CN.UTF-8"])
def test_it_starts_in_every_terminal(due_home: Path, tmp_path: Path, term: str, locale: str) -> None:
    """A list, a form, the board, and out again; the screen is what it is elsewhere."""
    env = {"TERM": term, "COLORTERM": "", "LANG": locale, "LC_ALL": ""}
    with Terminal(tmp_path, cols=80, rows=24, env=env) as screen:
        screen.wait_for("甲公司")
        screen.press("f")
        screen.wait_for("记跟进")
        screen.press("esc")
        screen.wait_gone("摘要")
        screen.press("3")
        screen.wait_for("线索获取")
        screen.press("q")
        assert screen.leave() == 0


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_is_refused_in_one_line(tmp_path: Path, term: str) -> None:
    with Terminal(tmp_path, cols=120, env={"TERM": term}) as screen:
        assert screen.leave() == 2
        assert len(screen.text().split("\n")[0]) > 20
        assert screen.text().strip().count("\n") == 0
        assert b"\x1b[" not in bytes(screen.received)


@pytest.mark.slow
def test_without_colour_nothing_is_coloured_and_all_is_said(due_home: Path, tmp_path: Path) -> None:
    """NO_COLOR: the reason, the cursor and the view in front are told by words, a bar and weight."""
    with Terminal(tmp_path, cols=120, rows=30, env={"NO_COLOR": "1"}) as screen:
        screen.wait_for("甲公司")
        screen.press("2", "1")
        screen.settle()
        assert "今日计划" in screen.text()
        assert screen.line_with("甲公司").startswith("▌")
        screen.press("q")
        assert screen.leave() == 0
        grey = {tuple(each.split(b";")[-3:]) for each in re.findall(rb"[34]8;2;(\d+;\d+;\d+)", bytes(screen.received))}
        assert all(len({*each}) == 1 for each in grey), "only shades of grey"


@pytest.mark.slow
def test_no_mouse_leaves_the_mouse_to_the_terminal(due_home: Path, tmp_path: Path) -> None:
    with Terminal(tmp_path, "--no-mouse") as screen:
        screen.wait_for("甲公司")
        screen.press("q")
        assert screen.leave() == 0
        assert b"\x1b[?1000h" not in bytes(screen.received)
        assert b"\x1b[?1003h" not in bytes(screen.received)


@pytest.mark.slow
def test_ctrl_z_suspends_and_fg_brings_it_back(due_home: Path, tmp_path: Path) -> None:
    """Under a shell with job control, as a rep has it."""
    with Terminal(tmp_path, cols=100, rows=30, program=("-c", SHELL)) as screen:
        screen.send(f"{sys.executable} -m leadtui\r")
        screen.wait_for("甲公司")
        screen.send("\x1a")
        screen.wait_for("Stopped")
        screen.send("fg\r")
        screen.wait_for("今日计划")
        screen.wait_gone("Stopped")
        screen.press("q")
        screen.settle(1.0)
        screen.send("exit\r")
        assert screen.leave() == 0


@pytest.mark.slow
def test_ascii_glyphs_send_nothing_of_ambiguous_width(due_home: Path, tmp_path: Path) -> None:
    config = tmp_path / ".config/leadtui/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('glyphs = "ascii"\n')
    with Terminal(tmp_path, cols=120, rows=30) as screen:
        screen.wait_for("甲公司")
        for keys in (["enter"], ["esc", "f"], ["esc", "3"], ["2"], ["?"], ["esc", "n"], ["esc"], [":"], ["esc"], [","]):
            screen.press(*keys)
            screen.settle(0.2)
        screen.press("esc", "esc", "q")
        screen.settle(0.3)
        sent = bytes(screen.received).decode("utf-8", "ignore")
    assert sorted({each for each in sent if each in glyphs.TWINS}) == []


PARTS = (
    "测试",
    "㐂",
    "𠮷野家",
    "ｶﾞｽ",
    "ＡＢＣ",
    "한국",
    "ไทย",
    "é",
    "e\u0301",
    "ß",
    "①",
    "（株）",
    "—",
    "…",
    "·",
    "A&B",
    "℃",
    "·",
    "﨑",
)


def odd_names() -> list[str]:
    """Five hundred names of every width and script."""
    return [
        f"{first}{second}{PARTS[(n * 7) % len(PARTS)]}{n}号"
        for n, (first, second) in enumerate((one, two) for one in PARTS for two in PARTS * 2)
    ][:500]


@pytest.mark.slow
def test_five_hundred_odd_names_keep_their_columns(tmp_path: Path) -> None:
    """T3: read back from a terminal of its own, the column behind the name begins in the same cell on every line."""
    sheet = tmp_path / "names.csv"
    rows = (f"{name},138{n:08d},李娜" for n, name in enumerate(odd_names()))
    sheet.write_text("\n".join(["客户名称,联系方式,负责人", *rows]), "utf-8")
    command(tmp_path, "import", str(sheet))
    begins: set[int] = set()
    seen = 0
    with Terminal(tmp_path, cols=120, rows=60) as screen:
        screen.wait_for("1 今日")
        screen.press("2")
        screen.wait_for("线索 500")
        for _page in range(9):
            screen.settle(0.2)
            for row in range(2, 58):
                cells = screen.screen.buffer[row]
                stage = "".join(cells[column].data for column in range(75))
                if "线索获取" in stage:
                    seen += 1
                    begins.add(
                        next(
                            column
                            for column in range(75)
                            if cells[column].data == "线" and cells[column + 2].data == "索"
                        )
                    )
            screen.press("pgdn")
        screen.press("q")
        assert screen.leave() == 0
    assert seen >= 400
    assert len(begins) == 1
