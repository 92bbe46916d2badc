"""Copies of the book: made by themselves before what is risky and every half hour, on request, and brought back."""

from datetime import UTC, datetime
from pathlib import Path

from leadtui.domain.errors import DamagedError, LeadtuiError, UsageError
from leadtui.domain.servers import Place
from leadtui.i18n import N_
from leadtui.services.book import plainly
from leadtui.store import backups, database, files, restoring
from leadtui.store.backups import Backup
from leadtui.store.restoring import Restored

__all__ = ["Backup", "Restored"]


def back_up(place: Place, target: Path | None = None) -> Backup:
    """A verified copy of the book now: at `target`, a file or a folder, or among the book's own backups.

    Raises UsageError where something else stands at `target`; an older copy there is replaced.
    """
    path = _place(place)
    database.check(path)
    if target is None:
        return plainly(backups.make)(path, "asked", _now())
    target = target.expanduser()
    if target.is_dir():
        target /= f"{path.stem}-{_now():%Y%m%dT%H%M%SZ}.db"
    if target.exists():
        _check_replaceable(path, target)
    elif not target.parent.is_dir():
        raise UsageError(N_("{path}: there is no such folder."), path=target.parent)
    return plainly(backups.write)(path, target, "asked", _now())


def _check_replaceable(path: Path, target: Path) -> None:
    if target.samefile(path):
        raise UsageError(N_("{path} is the database itself; name another file."), path=target)
    try:
        files.check_file(target)
    except DamagedError as error:
        raise UsageError(N_("{path} exists and is no copy of a book; name another file."), path=target) from error


def back_up_when_due(place: Place) -> Backup | None:
    """A copy where half an hour has passed since the last one and something was changed; for a thread of its own."""
    path = _place(place)
    return plainly(backups.make)(path, "auto", _now()) if plainly(backups.is_due)(path, _now()) else None


def back_up_before(why: str) -> Backup | None:
    """A copy of the open book before something risky (`import`, `delete`), unless the newest one is as new.

    Raises LeadtuiError, so that what is risky is not done, where none can be made.
    """
    path = database.file()
    if path is None:
        return None
    try:
        return backups.make(path, why, _now()) if backups.is_changed(path) else None
    except OSError as error:
        raise LeadtuiError(
            N_("No copy could be made before it ({why}); nothing was done."), why=error.strerror or error
        ) from error


def generations(place: Place) -> list[Backup]:
    """The copies of a book, newest first."""
    return backups.known(_place(place))


def of_open_book() -> list[Backup]:
    """The copies of the book that is open."""
    path = database.file()
    return backups.known(path) if path else []


def newest_good(place: Place) -> Backup | None:
    """The newest copy of a book that is still sound; None where there is none."""
    return backups.newest_good(_place(place))


def restore(place: Place, source: Path) -> Restored:
    """Bring a copy back in the place of the book, which is copied first, or set aside where it is damaged.

    BusyError while somebody writes; LeadtuiError, with nothing changed, where the copy is not sound.
    """
    return plainly(restoring.restore)(_place(place), source.expanduser(), _now())


def _place(place: Place) -> Path:
    if not isinstance(place, Path):
        raise UsageError(
            N_("{url} is copied by its server: `pg_dump`, run by its administrator. Your own leads go into a file with"
               " `leadtui team leave FILE`."),
            url=place,
        )  # fmt: skip
    return place.expanduser().resolve()


def _now() -> datetime:
    # The real clock also where LEADTUI_NOW holds the desk's still: copies are made in real time.
    return datetime.now(UTC)
