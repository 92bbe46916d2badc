"""Copies of the database that can be trusted: made through SQLite's own backup, verified, described, thinned, found.

They lie in `NAME.backups` beside the database, each with a manifest `….json` that holds its hash and its row counts.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leadtui.domain.errors import BusyError, LeadtuiError
from leadtui.i18n import N_
from leadtui.store import files

EVERY = timedelta(minutes=30)
KEEP_ALL = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9
PATIENCE_SECONDS = 10
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One generation as its manifest describes it; `entries` is the newest journal entry it holds."""

    path: Path
    made_at: datetime
    why: str
    size: int
    sha256: str
    schema: int
    entries: int
    rows: Mapping[str, int]


def folder(path: Path) -> Path:
    """Where the copies of this database lie."""
    return path.with_name(f"{path.name}.backups")


def make(path: Path, why: str, now: datetime) -> Backup:
    """Copy the database into its folder of backups, verify the copy, then thin the older ones.

    LeadtuiError where there is no room or the copy is not sound; nothing half-made stays.
    """
    place = folder(path)
    place.mkdir(mode=0o700, exist_ok=True)
    place.chmod(0o700)
    files.sweep(place)
    stem = f"{path.stem}-{now.astimezone(UTC).strftime(_STAMP)}"
    target = place / f"{stem}-{why}.db"
    number = 1
    while target.exists():
        number += 1
        target = place / f"{stem}.{number}-{why}.db"
    made = write(path, target, why, now)
    for old in thinned(known(path), now):
        old.path.unlink(missing_ok=True)
        _manifest(old.path).unlink(missing_ok=True)
    return made


def write(path: Path, target: Path, why: str, now: datetime) -> Backup:
    """Copy the database to `target`, verified before it takes that name, with its manifest beside it."""
    _check_room(path, target.parent)
    with files.beside(target) as making:
        copy(path, making)
        _keep_no_log(making)
        described = _described(making, target, why, now)
        files.sync(making)
        making.replace(target)
    with files.beside(_manifest(target)) as making:
        making.write_text(json.dumps(_as_json(described), ensure_ascii=False, indent=1), "utf-8")
        files.sync(making)
        making.replace(_manifest(target))
    files.sync(target.parent)
    return described


def copy(path: Path, target: Path) -> None:
    """Copy a whole state of a database over another, even while others read and write either of them."""
    end = time.monotonic() + PATIENCE_SECONDS

    def wait(status: int, _left: int, _whole: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise BusyError(N_("The database is busy in another window. Nothing was lost; try again."))

    place = files.reading(path) if files.is_read_only(path) else path.absolute().as_uri()
    with (
        closing(sqlite3.connect(place, timeout=0.1, uri=True)) as source,
        closing(sqlite3.connect(target, timeout=0.1)) as copied,
    ):
        source.backup(copied, progress=wait, sleep=0.05)


def _keep_no_log(path: Path) -> None:
    """Settle a copy for reading where nothing can be written beside it."""
    with closing(sqlite3.connect(path)) as copied:
        copied.execute("PRAGMA journal_mode = delete")


def problems(path: Path) -> list[str]:
    """What is wrong inside a database file: its structure, its references; empty when it is sound."""
    with closing(sqlite3.connect(files.reading(path), uri=True, timeout=5)) as reader:
        reader.text_factory = files.any_text
        try:
            found = [str(line) for (line,) in reader.execute("PRAGMA integrity_check(5)")]
            orphans = reader.execute("PRAGMA foreign_key_check").fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            return [str(error)]
    return ([] if found == ["ok"] else found) + ([f"{len(orphans)} rows without their owner"] if orphans else [])


def verify(path: Path) -> None:
    """LeadtuiError unless this is a sound database of leadtui's, and the one its manifest tells of where it has one."""
    files.check_file(path)
    told = read(path)
    if told and (told.size != path.stat().st_size or told.sha256 != _hash(path)):
        raise LeadtuiError(N_("{path} is not what it was when it was written; choose an older copy."), path=path)
    if found := problems(path):
        raise LeadtuiError(N_("{path} is damaged ({why}); choose an older copy."), path=path, why=found[0])


def known(path: Path) -> list[Backup]:
    """The generations of a database that have a manifest, newest first; not yet verified."""
    found = [read(each) for each in folder(path).glob("*.db")] if folder(path).is_dir() else []
    return sorted((each for each in found if each), key=lambda each: (each.made_at, each.entries), reverse=True)


def newest_good(path: Path) -> Backup | None:
    """The newest generation that is still what it was when it was written."""
    return next((each for each in known(path) if is_good(each)), None)


def is_good(backup: Backup) -> bool:
    """Whether a generation is still whole."""
    try:
        verify(backup.path)
    except (LeadtuiError, OSError):
        return False
    return True


def is_due(path: Path, now: datetime) -> bool:
    """Whether half an hour has passed since the last copy, and something was changed since."""
    newest = next(iter(known(path)), None)
    if newest is None:
        return entries(path) > 0
    # A stamp of the future comes from a clock that was set back since: it holds nothing up.
    return not timedelta() <= now - newest.made_at < EVERY and is_changed(path)


def is_changed(path: Path) -> bool:
    """Whether the database holds a change that its newest copy does not, or one less."""
    newest = next(iter(known(path)), None)
    return entries(path) != (newest.entries if newest else 0)


def entries(path: Path) -> int:
    """The number of the newest journal entry: every change makes one."""
    with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as reader:
        return _entries(reader)


def thinned(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those that may go: all of the last two days stay, then the last of 12 days, 10 weeks and 9 months.

    What counts are days that have a copy, so a clock that jumps thins nothing away.
    """
    gone, seen = [], set()
    left = {"day": DAYS, "week": WEEKS, "month": MONTHS}
    for each in sorted(backups, key=lambda each: each.made_at, reverse=True):
        if now - each.made_at < KEEP_ALL:
            seen |= set(_spans(each.made_at))
            continue
        span = next((span for span in _spans(each.made_at) if left[span[0]] and span not in seen), None)
        if span is None:
            gone.append(each)
            continue
        left[str(span[0])] -= 1
        seen |= set(_spans(each.made_at))
    return gone


def _spans(made_at: datetime) -> Iterator[tuple[str, object]]:
    yield "day", made_at.date()
    yield "week", made_at.isocalendar()[:2]
    yield "month", (made_at.year, made_at.month)


def read(path: Path) -> Backup | None:
    """What the manifest beside a copy tells of it; None where there is none that can be read."""
    try:
        told = json.loads(_manifest(path).read_text("utf-8"))
        made_at = datetime.fromisoformat(told["made_at"])
        rows = {str(name): int(count) for name, count in told["rows"].items()}
        return Backup(
            path, made_at, str(told["why"]), int(told["size"]), str(told["sha256"]), int(told["schema"]),
            int(told["entries"]), rows,
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _manifest(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _as_json(backup: Backup) -> dict[str, object]:
    return {
        "made_at": backup.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "why": backup.why,
        "size": backup.size,
        "sha256": backup.sha256,
        "schema": backup.schema,
        "entries": backup.entries,
        "rows": dict(backup.rows),
    }


def _described(making: Path, target: Path, why: str, now: datetime) -> Backup:
    if found := problems(making):
        raise LeadtuiError(
            N_("The copy would not be sound ({why}); it was not kept. `leadtui doctor` looks into the database."),
            why=found[0],
        )
    with closing(sqlite3.connect(files.reading(making), uri=True)) as reader:
        schema = int(reader.execute("PRAGMA user_version").fetchone()[0])
        rows = {name: _count(reader, name) for name in _tables(reader)}
        newest = _entries(reader)
    size, sha256 = making.stat().st_size, _hash(making)
    return Backup(target, now.replace(microsecond=0), why, size, sha256, schema, newest, rows)


def _tables(reader: sqlite3.Connection) -> list[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'lead_search%'"
    )
    return sorted(name for (name,) in reader.execute(query))


def _count(reader: sqlite3.Connection, table: str) -> int:
    return int(reader.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _entries(reader: sqlite3.Connection) -> int:
    return int(reader.execute("SELECT coalesce(max(id), 0) FROM journal_entry").fetchone()[0])


def _hash(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_room(path: Path, place: Path) -> None:
    """Refuse before anything is written where the copy would not fit."""
    import shutil

    needed = sum(each.stat().st_size for each in (path, path.with_name(f"{path.name}-wal")) if each.exists())
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        raise LeadtuiError(
            N_("{path} cannot be written: {why}. Name another place."), path=place, why=error.strerror or error
        ) from error
    if free < needed + needed // 10:
        raise LeadtuiError(
            N_("There is no room for a copy: {needed} MB needed, {free} MB free in {path}. Free some space."),
            needed=needed // 1024**2 + 1,
            free=free // 1024**2,
            path=place,
        )


def set_aside(path: Path, now: datetime) -> Path:
    """Put a file that cannot be used away with all that belongs to it, under a name with the time; never delete it."""
    stamp = now.astimezone(UTC).strftime(_STAMP)
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}.{number}")
    for ending in ("-journal", "-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            os.rename(part, aside.with_name(aside.name + ending))
    return aside


Migrates = Callable[[Path], None]


def stage(source: Path, making: Path, migrate: Migrates) -> None:
    """A verified copy of `source` at `making`, brought to this schema."""
    verify(source)
    copy(source, making)
    _keep_no_log(making)
    migrate(making)
    if found := problems(making):
        raise LeadtuiError(N_("{path} is damaged ({why}); choose an older copy."), path=source, why=found[0])
