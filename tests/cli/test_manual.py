"""Help is a manual: every command has examples that its own parser takes, in both languages, in lines that fit."""

import contextlib
import io
import shlex
import subprocess
from pathlib import Path

import pytest

from leadtui import i18n
from leadtui.cli import manual
from leadtui.cli.parser import parser
from tests.cli.conftest import Run

COMMANDS = list(parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr, call-overload]


def help_of(*words: str) -> str:
    """What `--help` prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), pytest.raises(SystemExit):
        parser().parse_args([*words, "--help"])
    return printed.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_that_run(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert manual.EXAMPLES[command]
    for line in manual.EXAMPLES[command]:
        words = shlex.split(line.split(" > ")[0])
        assert words[:2] == ["leadtui", command]
        parser().parse_args(words[1:])
    for language in i18n.LANGUAGES:
        i18n.speak(language)
        lines = help_of(command).splitlines()
        assert manual.EXAMPLES[command][0] in [line.strip() for line in lines]
        assert [line for line in lines if manual.cells(line) > 80 and "leadtui " not in line] == []


def test_help_speaks_chinese_throughout() -> None:
    i18n.speak("zh_CN")
    told = help_of("log")
    for english in ("usage:", "options:", "positional arguments", "show this help", "Examples"):
        assert english not in told
    assert told.startswith("用法")


def test_wrapping_counts_cells() -> None:
    assert list(manual.wrapped("一二三四五六 seven eight", 8)) == ["一二三四", "五六", "seven", "eight"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_option(run: Run, shell: str, tmp_path: Path) -> None:
    printed = run("completion", shell).out
    for word in ("today", "restore-lead", "--dry-run", "--template"):
        assert word in printed or word.removeprefix("--") in printed, word
    if shell == "bash":
        script = tmp_path / "leadtui.bash"
        script.write_text(printed)
        asked = f"source {script}; COMP_WORDS=(leadtui to); COMP_CWORD=1; _shtab_leadtui; echo ${{COMPREPLY[@]}}"
        done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
        assert "today" in done.stdout
