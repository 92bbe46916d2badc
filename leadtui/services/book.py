"""The book, a rep's database: opened and closed, and asked so that what goes wrong is said plainly."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from leadtui.desk import Desk
from leadtui.domain.errors import BusyError, DamagedError, LeadtuiError, UsageError
from leadtui.domain.servers import Place, Server
from leadtui.i18n import N_
from leadtui.services import days
from leadtui.store import database, rules, settings
from leadtui.store.models import db

if TYPE_CHECKING:
    from leadtui.store.file_line import FileLine as FileLine
    from leadtui.store.listening import Line as Line

P = ParamSpec("P")
R = TypeVar("R")


def open_book(place: Place, desk: Desk) -> Desk:
    """Open a book for this thread, a file made or migrated, or a team's on a server; LeadtuiError where it cannot be.

    The desk to work at from now on: a server knows by the login who that is.
    """
    if not isinstance(place, Path):
        return _open_team(place, desk)
    path = place
    try:
        plainly(database.open_file)(path)
        _begin(desk)
        return desk
    except DamagedError as error:
        raise _with_way_out(error, path, desk) from error
    except OSError as error:
        raise UsageError(
            N_("{path} cannot be opened: {why}. Name another with --database."), path=path, why=error.strerror
        ) from error


def _open_team(place: Server, desk: Desk) -> Desk:
    from leadtui.services import clocks

    database.open_place(place)
    try:
        desk = plainly(clocks.set_right)(plainly(_who)(desk))
        _begin(desk)
    except LeadtuiError:
        database.close()
        raise
    return desk


def _who(desk: Desk) -> Desk:
    """The desk of the login's own person, whatever the configuration says."""
    from leadtui.store.server import who

    found = who(db.obj)
    return desk if found is None else replace(desk, me=found[0], known=True)


def _begin(desk: Desk) -> None:
    if not database.is_read_only() and plainly(rules.are_behind)():
        from leadtui.store import derived

        plainly(derived.catch_up)(desk)
    plainly(settings.follow)()
    if not database.is_read_only():
        with suppress(BusyError):  # somebody writes just now; reading goes on
            plainly(days.begin)(desk)


def open_path() -> Path | None:
    """The file of the open book, None where it is not a file."""
    return database.file()


def is_read_only() -> bool:
    """Whether the open book can be read but not written: its file, its folder or its whole disk is closed."""
    return database.is_read_only()


def catch_up(desk: Desk) -> int:
    """Do a short slice of what an upgrade left to do; how many leads that were, 0 when nothing is left."""
    if not rules.are_behind():
        return 0
    from leadtui.store import derived

    return derived.catch_up_words(desk)


def seen(before: int | None = None) -> int:
    """A number that moves when another window or process has changed something; where it has moved from `before`,
    the words that were set there are followed at once."""
    found = database.data_version()
    if found != before:
        settings.follow()
    return found


def listen() -> "Line | FileLine | None":
    """A line on which a team's server, or the kernel, tells that something was changed; None where nothing tells."""
    path = database.file()
    if path is not None:
        from leadtui.store import file_line

        return file_line.line(path)
    from leadtui.store import listening

    return listening.line(db.obj)


def _with_way_out(error: DamagedError, path: Path, desk: Desk) -> DamagedError:
    """The same refusal, naming the newest copy that is sound where there is one."""
    from leadtui.store import backups

    copy = backups.newest_good(path.expanduser().resolve())
    if copy is None:
        return error
    return DamagedError(
        N_("{trouble} The newest sound copy is of {when}: `leadtui restore --newest` brings it back."),
        trouble=error,
        when=f"{copy.made_at.astimezone(desk.zone):%Y-%m-%d %H:%M}",
    )


def aside(function: Callable[P, R]) -> Callable[P, R]:
    """`function` on a connection of its own, for a thread beside the one that answers the screens."""

    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        with database.connected():
            return function(*args, **kwargs)

    return plainly(asked)


def close_book() -> None:
    """Close this thread's connection; nothing happens where none is open."""
    database.close()


def plainly(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, raising LeadtuiError for what a database raises on a bad day (BusyError: try again)."""
    return database.speaks_plainly(function)
