"""How leadtui is called: languages, help, exit codes, what it refuses to open, what it must not import."""

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from leadtui import __version__
from leadtui.store import database
from tests.cli.conftest import LEAD, Run

COMMANDS = (
    "today", "list", "show", "add", "edit", "log", "move", "plan", "snooze", "assign", "undo", "redo",
    "history",
    "import", "demo", "assignment",
)  # fmt: skip
needs_a_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str, language: str) -> None:
    said = run("--lang", language, command, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"leadtui {command}" in said.out
    assert command in run("--help").out


def test_it_tells_its_version(run: Run) -> None:
    assert run("--version").out == f"leadtui {__version__}\n"


def test_a_flag_wins_over_the_environment_wherever_it_stands(run: Run, lead: str, tmp_path: Path) -> None:
    assert "Captured" in run("list").out
    assert "线索获取" in run("--lang", "zh_CN", "list").out
    assert "线索获取" in run("list", "--lang", "zh_CN").out
    other = str(tmp_path / "other.db")
    run("--database", other, "add", "--customer", "Acme", "--phone", "13800138000")
    assert len(run("list", "--json", "--database", other).json) == 1
    assert [each["lead_no"] for each in run("list", "--json").json] == [lead]


@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["--lang", "zh_CN", "nosuch"],
        ["today", "--nosuch"],
        ["today", "--days", "-1"],
        ["--lang", "fr", "today"],
        ["--lang"],
        ["show"],
    ],
)
def test_usage_errors_are_one_line_and_exit_2(run: Run, words: list[str]) -> None:
    said = run(*words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("leadtui: ")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("days", ["0", "999999999"])
def test_any_number_of_days_can_be_looked_ahead(run: Run, days: str) -> None:
    assert run("today", "--days", days).code == 0


def test_help_answers_though_the_configuration_is_broken(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "leadtui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("language = [")
    assert run("--version").code == 0
    said = run("today")
    assert said.code == 2
    assert "config.toml" in said.err


def test_a_zone_or_clock_that_is_none_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADTUI_TIMEZONE", "Nowhere/Town")
    assert run("today").code == 2
    monkeypatch.setenv("LEADTUI_TIMEZONE", "Asia/Shanghai")
    monkeypatch.setenv("LEADTUI_NOW", "noon")
    assert run("today").code == 2


def test_the_first_call_makes_a_private_database(run: Run, tmp_path: Path) -> None:
    """R37: readable by its owner only."""
    target = tmp_path / "deep" / "er" / "leadtui.db"
    assert run("--database", str(target), "today").out == "All clear\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.parent.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def refused(tmp_path: Path, path: Path, request: pytest.FixtureRequest) -> Path:
    """Something that is no database of this leadtui's."""
    place = tmp_path / "place"
    match request.param:
        case "folder":
            place.mkdir()
        case "text":
            place.write_text("姓名,电话\n" * 50)
        case "foreign":
            with sqlite3.connect(place) as other:
                other.execute("CREATE TABLE notes (text TEXT)")
            other.close()
        case "newer":
            shutil.copy(path, place)
            with sqlite3.connect(place) as other:
                other.execute(f"PRAGMA user_version = {database.schema_version() + 1}")
            other.close()
        case "damaged":
            place.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
        case "below a file":
            (tmp_path / "file").touch()
            return tmp_path / "file" / "leadtui.db"
    return place


@pytest.mark.parametrize("refused", ["folder", "text", "foreign", "newer", "damaged", "below a file"], indirect=True)
def test_what_is_not_its_own_is_refused_and_left_alone(run: Run, refused: Path) -> None:
    before = refused.read_bytes() if refused.is_file() else None
    said = run("--database", str(refused), "add", "--customer", "Acme", "--phone", "13800138000")
    assert said.code in (1, 2)
    assert said.out == ""
    assert said.err.startswith("leadtui: ")
    assert len(said.err.splitlines()) == 1
    assert (refused.read_bytes() if refused.is_file() else None) == before


@needs_a_user
def test_a_folder_that_cannot_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    said = run("--database", str(folder / "leadtui.db"), "today")
    assert said.code == 2
    assert str(folder) in said.err


def test_a_busy_database_asks_to_try_again(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = run("add", "--customer", "Acme", "--phone", "13800138000")
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("leadtui: ")
    assert run("today").code == 0
    other.execute("ROLLBACK")
    other.close()
    assert run("add", "--customer", "Acme", "--phone", "13800138000").code == 0


def test_an_interrupted_command_exits_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadtui.cli import reading

    def interrupted(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "due_list", interrupted)
    assert run("today").code == 130


def test_a_reader_who_leaves_is_no_error(path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "leadtui", "list", "--json"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_undo_reaches_across_processes(spawn: Run, run: Run, lead: str) -> None:
    assert spawn("edit", lead, "--set", "grade=C").code == 0
    assert spawn("undo").out == "Edit: 苏州恒远精密机械有限公司\n"
    assert run("show", lead, "--json").json["grade"] == "A"
    assert spawn("redo").code == 0
    assert run("show", lead, "--json").json["grade"] == "C"


def test_p8_chinese_is_printed_in_any_locale(spawn: Run, lead: str) -> None:
    for locale in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        said = spawn("list", **locale)
        assert said.code == 0
        assert "恒远" in said.out


LOADED = """
import json, sys
from leadtui.cli.main import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted(name for name in sys.modules if "." not in name)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [["today"], ["list", "--json"], ["add", "Acme 13900139000"], ["show", LEAD], ["undo"], ["--help"]],
)
def test_commands_do_without_the_full_screen(lead: str, words: list[str]) -> None:
    """Neither Textual nor Rich is loaded, nor what costs time and a command does not need."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, check=True, timeout=60)
    code, loaded = json.loads(done.stderr.decode().splitlines()[-1])
    assert code == 0
    heavy = {"textual", "rich", "asyncio", "unittest", "email", "python_calamine"}
    if words[0] in ("today", "list", "show"):
        heavy |= {"pypinyin", "zhconv", "rapidfuzz", "chinese_calendar"}
    assert not heavy & set(loaded)


def test_p9_no_command_and_no_terminal_points_to_today(spawn: Run) -> None:
    said = spawn()
    assert (said.code, said.out) == (2, "")
    assert "leadtui today" in said.err
    assert len(said.err.splitlines()) == 1


def test_p9_a_dumb_terminal_is_refused_too(path: Path) -> None:
    reader, writer = pty.openpty()
    with os.fdopen(reader, "rb"), os.fdopen(writer, "wb") as terminal:
        done = subprocess.run(
            [sys.executable, "-m", "leadtui"],
            stdin=terminal,
            stdout=terminal,
            stderr=subprocess.PIPE,
            env={**os.environ, "TERM": "dumb"},
            timeout=60,
        )
    assert done.returncode == 2
    assert b"leadtui today" in done.stderr


def test_demo_writes_a_sample_database_where_nothing_is(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "sample.db"
    said = run("demo", "--write", str(target), "--leads", "40")
    assert (said.code, said.out) == (0, f"{target}\n")
    assert len(run("--database", str(target), "list", "--json").json) == 40
    assert run("list", "--json").json == []
    before = target.read_bytes()
    assert run("demo", "--write", str(target)).code == 1
    assert target.read_bytes() == before


def test_demo_needs_a_terminal(run: Run) -> None:
    assert run("demo").code == 2
