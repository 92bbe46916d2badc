"""Personal settings: flag before environment before the TOML file before a default; and where files lie."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain import holidays, servers, workdays
from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.domain.holidays import NO_OWN_DAYS, OwnDays
from leadtui.domain.servers import Place
from leadtui.domain.text import clean
from leadtui.i18n import N_

SAMPLE = ".sample"
"""What the name of a database is followed by in that of the sample that stands in for it."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """How a plan whose time has come is told beside the line on the screen; `command` is run with two words more,
    the lead's number and the text."""

    bell: bool = True
    osc9: bool = False
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What this person has set. `keymap`: command id to keys, as `"n,f7"`; 0 minutes lock never."""

    database: Place
    language: str
    desk: Desk
    theme: str = ""
    glyphs: str = ""
    keymap: Mapping[str, str] = field(default_factory=dict)
    idle_lock_minutes: float = 10
    warnings: tuple[str, ...] = ()
    reminders: Reminding = Reminding()
    asks_zone: bool = False
    """Whether the zone is to be asked for: nobody has set one, and the host's is that of no person."""
    asks_language: bool = False
    """Whether nobody has said which language to speak; the locale decided."""
    is_newcomer: bool = False
    """Whether this person was never asked how to begin."""
    is_sample: bool = False
    """Whether `database` is the sample that stands in for the book until it is taken away."""
    has_mouse: bool = True
    slow_link: bool = False
    """Whether the terminal is at the other end of a line on which every byte costs."""

    @property
    def own_database(self) -> Place:
        """The user's own database, also while the sample stands in for it."""
        if not self.is_sample or not isinstance(self.database, Path):
            return self.database
        return self.database.with_name(self.database.name.removesuffix(SAMPLE))


def load(
    *,
    database: str | None = None,
    language: str | None = None,
    slow_link: bool | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings in force. Raises UsageError naming what cannot be read and how to mend it."""
    path = config_file()
    written = _read(path)
    keymap = written.get("keymap", {})
    if not isinstance(keymap, dict):
        raise UsageError(N_('{path}: [keymap] must be a table of command = "keys".'), path=path)
    workdays.follow(_own_days(_text(written, "holidays"), path.parent))
    place = database or environ.get("LEADTUI_DATABASE") or written.get("database")
    wanted = language or environ.get("LEADTUI_LANG") or _text(written, "language")
    spoken = i18n.choose(wanted, environ)
    i18n.speak(spoken)
    own = servers.place(str(place)) if place else data_folder() / "leadtui.db"
    sample = sample_of(own) if isinstance(own, Path) and sample_of(own).exists() else None
    is_newcomer = not _asked("welcomed").exists()
    return Settings(
        database=sample or own,
        is_sample=sample is not None,
        is_newcomer=is_newcomer,
        asks_language=not wanted,
        language=spoken,
        desk=_desk(written, environ),
        theme=_text(written, "theme"),
        glyphs=_text(written, "glyphs"),
        idle_lock_minutes=_minutes(written, path),
        keymap={str(command): str(keys) for command, keys in keymap.items()},
        asks_zone=(spoken == "zh_CN" or is_newcomer) and _is_zone_open(written, environ),
        has_mouse=written.get("mouse", True) is not False,
        reminders=_reminding(written.get("reminders", {}), path),
        slow_link=_is_slow(slow_link, written.get("slow_link"), environ, path),
    )


def config_file() -> Path:
    """Where the personal settings are read from."""
    from platformdirs import user_config_path

    return user_config_path("leadtui") / "config.toml"


def state_folder() -> Path:
    """Where the program keeps what it remembers between sittings."""
    from platformdirs import user_state_path

    return user_state_path("leadtui")


def data_folder() -> Path:
    """Where the database lies unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path("leadtui")


def sample_of(database: Path) -> Path:
    """Where the sample lies that stands in for a database."""
    return database.with_name(database.name + SAMPLE)


def _minutes(written: Mapping[str, object], path: Path) -> float:
    minutes = written.get("idle_lock_minutes", 10)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 <= minutes <= 24 * 60:
        raise UsageError(N_("{path}: idle_lock_minutes must be a number of minutes; 0 locks never."), path=path)
    return minutes


def _is_slow(flag: bool | None, written: object, environ: Mapping[str, str], path: Path) -> bool:
    """By flag, environment or file; else where the session came over SSH."""
    if written is not None and not isinstance(written, bool):
        raise UsageError(N_("{path}: slow_link is true or false; without it, a session over SSH is slow."), path=path)
    chosen = environ.get("LEADTUI_SLOW_LINK", "")
    if flag is not None:
        return flag
    if chosen:
        return chosen not in ("0", "false", "no")
    return bool(environ.get("SSH_CONNECTION")) if written is None else written


def _own_days(name: str, folder: Path) -> OwnDays:
    """The office's own holiday file; a relative name is looked for beside the configuration."""
    if not name:
        return NO_OWN_DAYS
    path = folder / Path(name).expanduser()
    try:
        return holidays.read(path.read_text("utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError, LeadtuiError) as error:
        raise UsageError(N_("{path} cannot be read as a holiday file: {why}"), path=path, why=error) from error


def _read(path: Path) -> dict[str, object]:
    try:
        text = path.read_text("utf-8")
        import tomllib  # most people have set nothing, and pay for no parser

        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(N_("{path} cannot be read: {why}"), path=path, why=error) from error


def _text(written: Mapping[str, object], name: str) -> str:
    return str(written.get(name, ""))


def _reminding(written: object, path: Path) -> Reminding:
    refusal = UsageError(
        N_('{path}: [reminders] holds bell = true, osc9 = false and command = "…", a line that a shell could read.'),
        path=path,
    )
    if not isinstance(written, dict) or not written.keys() <= {"bell", "osc9", "command"}:
        raise refusal
    bell, osc9, line = written.get("bell", True), written.get("osc9", False), written.get("command", "")
    if not (isinstance(bell, bool) and isinstance(osc9, bool) and isinstance(line, str)):
        raise refusal
    import shlex

    try:
        return Reminding(bell, osc9, tuple(shlex.split(line)) if line else ())
    except ValueError as error:
        raise refusal from error


def _desk(written: Mapping[str, object], environ: Mapping[str, str]) -> Desk:
    chosen = clean(environ.get("LEADTUI_USER") or _text(written, "me"))
    zone = _zone(environ.get("LEADTUI_TIMEZONE") or _text(written, "timezone"))
    stopped = environ.get("LEADTUI_NOW")
    me = chosen or _login_name()
    if not stopped:
        return Desk(me, zone, bool(chosen))
    instant = _instant(stopped, zone)
    return Desk(me, zone, bool(chosen), lambda: instant)


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "me"


def _zone(name: str) -> tzinfo:
    if not name:
        return datetime.now(UTC).astimezone().tzinfo or UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(N_("{zone} is no time zone; give one such as Asia/Shanghai."), zone=name) from error


_NOBODYS = ("UTC", "UCT", "Universal", "Zulu")


def _is_zone_open(written: Mapping[str, object], environ: Mapping[str, str]) -> bool:
    if environ.get("LEADTUI_TIMEZONE") or written.get("timezone"):
        return False
    host = datetime.now(UTC).astimezone()
    return not host.utcoffset() and host.tzname() in _NOBODYS and not _asked("zone-asked").exists()


def _asked(what: str) -> Path:
    return state_folder() / what


def note_zone_asked() -> None:
    """Remember that the zone was asked for; where that cannot be written it is asked again."""
    _note("zone-asked")


def note_welcomed() -> None:
    """Remember that this person has said how to begin."""
    _note("welcomed")


def _note(what: str) -> None:
    with suppress(OSError):
        _asked(what).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _asked(what).touch(0o600)


def set_timezone(name: str) -> tzinfo:
    """Write the rep's zone into the configuration, all else in it untouched; the zone.

    Raises UsageError for an unknown zone and for a file that cannot be written.
    """
    zone = _zone(name)
    _write("timezone", name)
    return zone


def set_language(language: str) -> None:
    """Write one of LANGUAGES into the configuration. Raises UsageError for a file that cannot be written."""
    _write("language", language)


def _write(key: str, value: str) -> None:
    import json
    import tomllib

    path = config_file().resolve()
    try:
        text = path.read_bytes().decode("utf-8") if path.exists() else ""
        line = f"{key} = {json.dumps(value)}"
        table = _FIRST_TABLE.search(text)
        top = table.start() if table else len(text)
        present = re.compile(rf"^{key}[ \t]*=[^\r\n]*", re.MULTILINE)
        changed, count = present.subn(lambda _found: line, text[:top], count=1)
        new = changed + text[top:] if count else f"{line}\n{text}"
        if tomllib.loads(new) != tomllib.loads(text) | {key: value}:
            raise UsageError(N_("{path} cannot be changed; write {line} into it yourself."), path=path, line=line)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        making = path.with_name(f".{path.name}.{os.getpid()}.new")
        making.write_bytes(new.encode("utf-8"))
        making.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o600)
        making.replace(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(N_("{path} cannot be written: {why}"), path=path, why=error) from error


_FIRST_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


def _instant(text: str, zone: tzinfo) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(N_("LEADTUI_NOW={text} is no ISO 8601 instant."), text=text) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)
