"""Personal settings: reminders are checked, and the zone is written without touching what stands in the file."""

import stat
import tomllib
from pathlib import Path

import pytest

from leadtui import config
from leadtui.config import Reminding
from leadtui.domain.errors import UsageError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the configuration is looked for; it does not exist yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path / "leadtui/config.toml"


def write(file: Path, text: str) -> None:
    """Write the configuration."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", Reminding()),
        ("[reminders]\nbell = false\nosc9 = true", Reminding(bell=False, osc9=True)),
        ("[reminders]\ncommand = \"notify-send 'due now'\"", Reminding(command=("notify-send", "due now"))),
    ],
)
def test_reminders_are_read(file: Path, written: str, expected: Reminding) -> None:
    write(file, written)
    assert config.load(environ={}).reminders == expected


@pytest.mark.parametrize(
    "written",
    ["reminders = 1", '[reminders]\nbell = "no"', '[reminders]\ncommand = "a \'b"', "[reminders]\nbel = true"],
)
def test_reminders_that_cannot_be_read_are_refused(file: Path, written: str) -> None:
    write(file, written)
    with pytest.raises(UsageError, match="reminders"):
        config.load(environ={})


@pytest.mark.parametrize(
    "written",
    [
        "",
        "# mine\r\nme = '李娜'\r\n",
        "[keymap]\n'lead.log' = 'L'\ntimezone = 'x'\n",
        "me = 'a'\ntimezone = ''  # later\n[keymap]\n",
        "   [reminders]\nbell = false",
    ],
)
def test_the_zone_is_written_and_all_else_stays(file: Path, written: str) -> None:
    if written:
        write(file, written)
        file.chmod(0o640)
    config.set_timezone("Asia/Shanghai")
    text = file.read_bytes().decode()
    assert tomllib.loads(text) == tomllib.loads(written) | {"timezone": "Asia/Shanghai"}
    assert [line for line in written.splitlines() if not line.startswith("timezone = ''")] == [
        line for line in text.splitlines() if not line.startswith('timezone = "Asia')
    ]
    assert stat.S_IMODE(file.stat().st_mode) == (0o640 if written else 0o600)
    assert [each.name for each in file.parent.iterdir()] == ["config.toml"]


def test_an_unknown_zone_and_an_odd_file_are_left_alone(file: Path) -> None:
    for written, zone in (("", "Asia/Nowhere"), ("", "../../etc"), ('x = [\n[1],\n]\ntimezone = ""\n', "Asia/Tokyo")):
        write(file, written)
        with pytest.raises(UsageError):
            config.set_timezone(zone)
        assert file.read_text("utf-8") == written


def test_the_zone_is_asked_for_once_where_nobody_set_it(file: Path) -> None:
    """On a host in UTC a newcomer is asked, later only a Chinese speaker, until there is an answer of either kind."""
    assert config.load(environ={}, language="en").asks_zone
    config.note_welcomed()
    assert config.load(environ={}, language="zh_CN").asks_zone
    assert not config.load(environ={}, language="en").asks_zone
    assert not config.load(environ={"LEADTUI_TIMEZONE": "UTC"}, language="zh_CN").asks_zone
    config.note_zone_asked()
    assert not config.load(environ={}, language="zh_CN").asks_zone


def test_a_zone_in_the_file_is_not_asked_for(file: Path) -> None:
    config.set_timezone("Asia/Tokyo")
    settings = config.load(environ={}, language="zh_CN")
    assert not settings.asks_zone
    assert str(settings.desk.zone) == "Asia/Tokyo"
