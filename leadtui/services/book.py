"""The book, a rep's database: opened and closed, and asked so that what goes wrong is said plainly."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

from leadtui.desk import Desk
from leadtui.domain.errors import BusyError, UsageError
from leadtui.i18n import N_
from leadtui.services import days
from leadtui.store import database, derived

P = ParamSpec("P")
R = TypeVar("R")


def open_book(path: Path, desk: Desk) -> None:
    """Open the database at `path` for this thread, made or migrated; LeadtuiError where it cannot be."""
    try:
        plainly(database.open_file)(path)
        plainly(derived.catch_up)(desk)
        # A book that another window is filling right now is no new one for long.
        with suppress(BusyError):
            plainly(days.begin)(desk)
    except OSError as error:
        raise UsageError(
            N_("{path} cannot be opened: {why}. Name another with --database."), path=path, why=error.strerror
        ) from error


def close_book() -> None:
    """Close this thread's connection; nothing happens where none is open."""
    database.close()


def plainly(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, raising LeadtuiError for what a database raises on a bad day (BusyError: try again)."""
    return database.speaks_plainly(function)
