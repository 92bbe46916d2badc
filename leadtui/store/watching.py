"""Long queries that can be stopped: the database asks many times a second whether it is to go on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from peewee import OperationalError, SqliteDatabase

from leadtui.domain.errors import StoppedError
from leadtui.store.models import db

_STEPS = 50_000
"""Steps of SQLite's machine between two questions: a few milliseconds."""


@contextmanager
def stoppable(cancelled: Callable[[], bool]) -> Iterator[None]:
    """What this thread asks in here ends with StoppedError soon after `cancelled` turns true.

    A query of another database than SQLite comes to its own end first.
    """
    if not isinstance(db.obj, SqliteDatabase):
        yield
        return
    connection = db.connection()
    connection.set_progress_handler(cancelled, _STEPS)
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        if cancelled() and "interrupted" in str(error):
            raise StoppedError() from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
