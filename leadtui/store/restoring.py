"""Bringing a copy back: verified and upgraded beside the database first, then put in its place in one step."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leadtui.domain.errors import DamagedError, LeadtuiError, UsageError
from leadtui.i18n import N_
from leadtui.store import backups, database, files, integrity
from leadtui.store.backups import Backup


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the database that stood there: copied before, or set aside because it was damaged."""

    copied: Backup | None = None
    aside: Path | None = None


def restore(path: Path, source: Path, now: datetime) -> Restored:
    """Put the state that `source` holds in the place of the database at `path`; nothing is deleted.

    Raises LeadtuiError, with the database untouched, where the copy is not sound or the place is not leadtui's.
    """
    path = path.expanduser().resolve()
    if not source.exists():
        raise UsageError(N_("{path}: there is no such file."), path=source)
    if path.exists() and path.samefile(source):
        raise UsageError(N_("{path} is the database itself; name a copy of it."), path=source)
    files.prepare_folder(path.parent)
    with files.beside(path) as making:
        backups.stage(source.resolve(), making, _upgrade)
        files.sync(making)
        if not path.exists():
            done = Restored()
            making.replace(path)
        elif why := _damage(path):
            done = Restored(aside=_set_aside(path, why, now))
            making.replace(path)
        else:
            # Into the file that stands there, in one transaction: other windows see it as a change like any other.
            done = Restored(copied=backups.make(path, "restore", now))
            backups.copy(making, path)
        files.sync(path.parent)
    return done


def _upgrade(path: Path) -> None:
    if database.identify(path) < database.schema_version():
        database.migrate(path)


def _damage(path: Path) -> str:
    """What is wrong with the file that stands there; LeadtuiError where it is not ours to replace."""
    try:
        files.check_file(path)
        database.identify(path)
    except DamagedError as error:
        return str(error)
    return next(iter(backups.problems(path)), "")


def _set_aside(path: Path, why: str, now: datetime) -> Path:
    if integrity.is_open(path):
        raise LeadtuiError(
            N_("{path} is damaged ({why}) and still open in another window. Close that, then restore."),
            path=path,
            why=why,
        )
    aside = backups.set_aside(path, now)
    with suppress(OSError):
        aside.chmod(0o600)
    return aside
