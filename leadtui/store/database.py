"""Opening and closing the database: a private file of a known schema, with settings that are read back.

The rules of a file: folder 0700 and file 0600; a newer or foreign file is refused and left untouched; an older one is
copied, then migrated; writers queue (IMMEDIATE) instead of failing.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

from peewee import DatabaseError, ModelSelect, OperationalError, SqliteDatabase, __exception_wrapper__

from leadtui.domain.errors import DamagedError, LeadtuiError, UsageError
from leadtui.domain.servers import Place, Server, read
from leadtui.i18n import N_
from leadtui.store import files, without_drivers
from leadtui.store.models import db
from leadtui.store.trouble import first_said, plain

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 5
_SETTINGS = (
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cache_size", -2000),
)
_WRITING_KB = 16000
"""Memory for pages while something is written: an import comes back to pages that a reader walks past once."""

P = ParamSpec("P")
R = TypeVar("R")


def schema_version() -> int:
    """The schema this program knows: the number of its newest migration."""
    return max(int(path.name[:4]) for path in MIGRATIONS.glob("[0-9]*.py"))


def open_place(place: Place) -> None:
    """Open a book for this process: a file, or a team's database on a server."""
    if isinstance(place, Server):
        _open_server(place)
    else:
        open_file(place)


def _open_server(place: Server) -> None:
    """Open a team's database, whose schema has to be this program's: only its owner changes that."""
    reach(place)
    server = _engine()
    try:
        found = server.schema_of(db.obj)
    except LeadtuiError:
        close()
        raise
    known = {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}
    if found == known:
        return
    close()
    if found is None:
        from leadtui.store.server_trouble import no_team

        raise no_team(place)
    if found - known:
        raise LeadtuiError(N_("{url} was set up by a newer leadtui. Upgrade leadtui."), url=place)
    raise LeadtuiError(
        N_("{url} was set up by an older leadtui. Its owner upgrades it with `leadtui team init`."), url=place
    )


def reach(place: Server) -> None:
    """Connect to a server, whatever its schema; LeadtuiError with the way out where that cannot be."""
    server = _engine()
    os.umask(0o077)
    db.initialize(server.database(place))
    try:
        connect()
    except DatabaseError as error:
        from leadtui.store.server_trouble import plain

        close()
        raise plain(error, place, is_open=False) or error from error


def _engine() -> ModuleType:
    try:
        from leadtui.store import server
    except ImportError as error:
        raise UsageError(
            N_("A team's database needs psycopg ({why}): pip install 'leadtui[postgres]'."), why=error
        ) from error
    return server


def entering(uid: bytes) -> None:
    """This entry goes into the journal with the transaction under way: by it a commit in doubt is looked for."""
    if is_on_server():
        db.obj.own.entered = uid


def is_on_server() -> bool:
    """Whether the open book is a team's on a server."""
    return not isinstance(db.obj, SqliteDatabase)


def open_file(path: Path) -> None:
    """Open the database at `path` for this process, making it on the first day and migrating it when it is older.

    Raises UsageError or LeadtuiError, with the file untouched, where it cannot be leadtui's.
    """
    os.umask(0o077)
    # Not only absolute: SQLite keeps its journal beside the file that a link leads to, maybe on another disk.
    path = path.expanduser().resolve()
    if not files.exists(path):
        files.prepare_folder(path.parent)
        _create(path)
    else:
        files.check_file(path)
    found = identify(path)
    files.make_private(path)
    if found < schema_version():
        _upgrade(path)
    db.initialize(_connection(path))
    connect()


def check(path: Path) -> int:
    """The schema of the file at `path`, read without writing; UsageError or LeadtuiError where it is not leadtui's."""
    if not files.exists(path):
        raise UsageError(N_("{path}: there is no such file."), path=path)
    files.check_file(path)
    return identify(path)


def file() -> Path | None:
    """The file that is open, None where the database is not a file."""
    if not isinstance(db.obj, SqliteDatabase):
        return None
    name = str(db.obj.database)
    return Path(unquote(urlsplit(name).path)) if name.startswith("file:") else Path(name)


def is_read_only() -> bool:
    """Whether the file that is open can be read but not written."""
    path = file()
    return path is not None and files.is_read_only(path)


def connect() -> None:
    """Open this thread's connection, with every setting read back: Peewee does not check that one took."""
    database = db.obj
    if not database.is_closed():
        return
    database.connect()
    if is_on_server():
        return
    for name, wanted in (
        ("foreign_keys", 1),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("trusted_schema", 0),
    ):
        found = database.execute_sql(f"PRAGMA {name}").fetchone()[0]
        if found != wanted:
            raise LeadtuiError(
                N_("SQLite did not accept {name}={wanted} (it says {found}); the database was not opened."),
                name=name,
                wanted=wanted,
                found=found,
            )


def close() -> None:
    """Close this thread's connection."""
    if db.obj is not None and not db.is_closed():
        db.close()


@contextmanager
def connected() -> Iterator[None]:
    """A connection of this thread's own, closed afterwards."""
    connect()
    try:
        yield
    finally:
        close()


def speaks_plainly(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what the database says on a bad day into a sentence a rep can act on.

    On a server the function is done again as a whole where another transaction was in the way.
    """

    @wraps(function)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        if db.obj is not None and is_on_server():
            return _on_server(function, *args, **kwargs)
        try:
            return function(*args, **kwargs)
        except (OperationalError, sqlite3.OperationalError) as error:
            raise plain(first_said(error)) from error
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if "malformed" in str(error) or "not a database" in str(error):
                raise plain(first_said(error)) from error
            raise
        except (ValueError, OverflowError) as error:
            # A bit that flipped in a stored day, time or key: SQLite notices nothing, since it is a value like others.
            raise LeadtuiError(
                N_("Something in the database cannot be read ({why}). `leadtui doctor` looks into the file."), why=error
            ) from error

    return spoken


def _on_server(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Done again as a whole where another transaction or a broken line was in the way."""
    server = _engine()
    try:
        done: R = server.whole(db.obj, function, *args, **kwargs)
        return done
    except server.ERRORS as error:
        from leadtui.store.server_trouble import plain

        raise plain(error, read(db.obj.database)) or error from error


@contextmanager
def writing() -> Iterator[Any]:
    """A transaction with room for the pages that it comes back to."""
    if is_on_server() or db.in_transaction():
        with db.atomic() as transaction:
            yield transaction
        return
    db.execute_sql(f"PRAGMA cache_size = -{_WRITING_KB}")
    try:
        with db.atomic() as transaction:
            yield transaction
    finally:
        db.execute_sql(f"PRAGMA cache_size = {dict(_SETTINGS)['cache_size']}")


def first_column(query: ModelSelect) -> Iterator[Any]:
    """The first column of a query as the driver gives it: a million ids in a third of a second."""
    sql, given = query.sql()
    return (row[0] for row in db.execute_sql(sql, given))


def execute_many(sql: str, rows: Iterable[Sequence[object]]) -> None:
    """Run a statement once for each row; errors are Peewee's, as everywhere else."""
    remaining = iter(rows)
    first = list(islice(remaining, 2))
    with __exception_wrapper__:
        if len(first) == 1:
            db.cursor().execute(sql, first[0])  # a server's way for many takes three times as long for one
        else:
            db.cursor().executemany(sql, chain(first, remaining))


def shred() -> None:
    """Write the file anew, without free pages or a log in which something erased could still be read.

    On a server that is its own housekeeping (autovacuum), and a matter of its administrator's backups.
    """
    if is_on_server():
        return
    db.execute_sql("VACUUM")
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def data_version() -> int:
    """A number that moves whenever another connection has committed something; on a server, whenever anybody has."""
    if is_on_server():
        # A sum of the latest ids, not the newest: who began earlier may commit later.
        return int(db.execute_sql("SELECT team_pulse()").fetchone()[0])
    return int(db.execute_sql("PRAGMA data_version").fetchone()[0])


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug (3.51.3, also in 3.50.7 and 3.44.6)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def _connection(path: Path) -> SqliteDatabase:
    if files.exists(path) and files.is_read_only(path):
        # Its journal stays as it is: changing that would be a write.
        return SqliteDatabase(files.reading(path), uri=True, timeout=BUSY_SECONDS, pragmas=_SETTINGS)
    local = not files.is_on_network(path)
    journal = "wal" if local and wal_is_safe(sqlite3.sqlite_version_info) else "delete"
    return SqliteDatabase(
        str(path),
        timeout=BUSY_SECONDS,
        lock_type="IMMEDIATE",
        pragmas=[("journal_mode", journal), *_SETTINGS],
    )


def identify(path: Path) -> int:
    """The schema version of an existing file of ours, read without writing; refuses damaged and newer ones."""
    try:
        try:
            version = _read_version(path, "ro")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
                raise
            # A writer was killed half-way: only a connection that may write can take its half back.
            version = _read_version(path, "rw")
    except sqlite3.OperationalError as error:
        raise plain(str(error)) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise DamagedError(
            N_("{path} is damaged ({why}); it was left as it is. Restore a copy, or name another with --database."),
            path=path,
            why=error,
        ) from error
    if version > schema_version():
        raise LeadtuiError(
            N_("{path} was made by a newer leadtui (schema {found}, this one knows {known}). Upgrade leadtui."),
            path=path,
            found=version,
            known=schema_version(),
        )
    return version


def _read_version(path: Path, mode: str) -> int:
    is_closed = mode == "ro" or files.is_read_only(path)
    uri = files.reading(path) if is_closed else f"{path.as_uri()}?mode={mode}"
    reader = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)
    try:
        reader.execute("BEGIN")
        version = int(reader.execute("PRAGMA user_version").fetchone()[0])
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        # SQLite counts pages rounding up, so it misses that the last one is cut off.
        if path.stat().st_size % reader.execute("PRAGMA page_size").fetchone()[0]:
            raise sqlite3.DatabaseError("cut off")
        return version
    finally:
        reader.close()


def _create(path: Path) -> None:
    """Make a new database beside its place and link it in whole: nobody ever meets a half-made one."""
    with files.beside(path) as making:
        database = _connection(making)
        with database.connection_context():
            database.application_id = files.APPLICATION_ID
            _migrate(database)
        try:
            os.link(making, path)
        except FileExistsError:
            return  # another window was first; its file is as good
        except OSError:
            making.rename(path)  # no hard links here (vfat, some network shares)


def _upgrade(path: Path) -> None:
    """Bring an older file to this schema: one at a time, after a copy of it was made."""
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if identify(path) < schema_version():
            from leadtui.store import backups

            speaks_plainly(backups.make)(path, "migration", datetime.now(UTC))
            migrate(path)


def migrate(path: Path) -> None:
    """Bring a file to this schema, whole or not at all."""
    database = _connection(path)
    with database.connection_context():
        _migrate(database)


def _migrate(database: SqliteDatabase) -> None:
    """Apply every migration that is due, all in one transaction or none."""
    with without_drivers():
        from playhouse.migrations import Runner

    # SQLite rebuilds tables only with references unchecked, and unchecks them only outside a transaction.
    database.foreign_keys = 0
    with database.atomic():
        Runner(database, str(MIGRATIONS)).up()
        orphans = database.execute_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise LeadtuiError(
                N_("The upgrade would lose {count} links between rows; it was stopped."), count=len(orphans)
            )
        database.user_version = schema_version()
