"""PostgreSQL as the engine of a team's book: connecting, schema, doing again what was in the way.

Imported only for a postgresql:// URL. psycopg stays outside Peewee's own import, so the adapter is told of it here.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import peewee
from peewee import OperationalError, PostgresqlDatabase, Psycopg3Adapter

from leadtui.domain.errors import BusyError, LeadtuiError
from leadtui.domain.servers import Server
from leadtui.i18n import N_
from leadtui.store import contacts, without_drivers, without_versions

with without_versions():
    import psycopg
    from psycopg.adapt import Loader
    from psycopg.pq import TransactionStatus
    from psycopg.types.string import StrDumperUnknown

from leadtui.store.server_trouble import IN_THE_WAY, is_in_the_way, is_lost, state

P = ParamSpec("P")
R = TypeVar("R")

MANAGER, REP = "manager", "rep"
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATING = 0x4C454144
"""The advisory lock under which the schema is changed."""
CONNECT_SECONDS = 5
ERRORS = (peewee.DatabaseError, peewee.InterfaceError)
TRIES = 25
LINE = {"keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3, "tcp_user_timeout": 15_000}
"""A line that is dead is found out within seconds, not hours."""


class _Number(Loader):
    """A sum of whole numbers as a whole number, as SQLite tells it."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


class _Text(StrDumperUnknown):
    """A text to look for, without the one character that no text on a server holds."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\x00", ""))


class _Adapter(Psycopg3Adapter):
    txn_idle = TransactionStatus.IDLE
    txn_inerror = TransactionStatus.INERROR
    txn_unknown = TransactionStatus.UNKNOWN

    def check_driver(self) -> None:
        """The driver is here, or this module would not be."""

    def get_binary_type(self) -> object:
        """What marks bytes as such."""
        return psycopg.Binary

    def connect(self, db: Any, **params: Any) -> Any:
        """A connection that tells whole numbers as such."""
        connection = psycopg.connect(**params)
        connection.adapters.register_loader("numeric", _Number)
        connection.adapters.register_dumper(str, _Text)
        db.pids.add(connection.info.backend_pid)
        return connection


class _Own(threading.local):
    """What belongs to one thread's transactions."""

    entered: bytes | None = None
    """The uid of the journal entry that the transaction under way has written last."""
    apart: Any = None
    """A second line, for what does not wait for the transaction under way."""
    has_committed = False
    """Whether something was written for good since the call began."""


class TeamDatabase(PostgresqlDatabase):
    """A database whose transactions are snapshots, and whose commit is never in doubt."""

    psycopg2_adapter = psycopg3_adapter = _Adapter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = _Own()
        self.pids: set[int] = set()
        """The server's processes that have worked for this program."""

    def begin(self, isolation_level: object = None) -> None:
        """Begin a transaction that has written nothing yet."""
        self.own.entered = None
        super().begin(isolation_level)

    def commit(self) -> None:
        """Commit; where the answer was lost, look whether it was done, so that nothing is done twice."""
        uid = self.own.entered
        try:
            super().commit()
        except ERRORS as error:
            if uid is None or not is_lost(error) or not self._holds(uid):
                raise
        self.own.has_committed |= uid is not None

    def rollback(self) -> None:
        """Roll back; where the line is gone the server does so itself."""
        if not self.is_closed() and not self.connection().closed:
            super().rollback()

    def apart(self, statement: str, given: tuple[object, ...]) -> Any:
        """The row that a statement answers, run on a line of its own: done at once, whatever becomes of the
        transaction under way."""
        with peewee.__exception_wrapper__:
            try:
                return self._apart().execute(statement, given).fetchone()
            except psycopg.OperationalError:
                return self._apart().execute(statement, given).fetchone()  # that line was cut while it lay idle

    def _apart(self) -> Any:
        if self.own.apart is None or self.own.apart.closed:
            self.own.apart = psycopg.connect(**self.connect_params, autocommit=True)
        return self.own.apart

    def close(self) -> bool:
        """Close this thread's lines; whether the first was open."""
        if self.own.apart is not None:
            self.own.apart.close()
        return bool(super().close())

    def _holds(self, uid: object) -> bool:
        self.close()
        again(self)
        return self.execute_sql("SELECT 1 FROM journal_entry WHERE uid = %s", (uid,)).fetchone() is not None


def database(server: Server) -> TeamDatabase:
    """The server's database, not connected yet."""
    told = server.parameters()
    given = {"connect_timeout": CONNECT_SECONDS, "application_name": "leadtui", **LINE, **told}
    return TeamDatabase(str(server), isolation_level="REPEATABLE READ", **given)


def again(database: TeamDatabase, tries: int = 4) -> None:
    """Connect, trying for about a second: a server that restarts is away for no longer."""
    began = time.monotonic()
    for attempt in range(tries):
        try:
            database.connect(reuse_if_open=True)
            return
        except OperationalError:
            if attempt + 1 == tries or time.monotonic() - began > 1:
                raise
            time.sleep(0.1 * 2**attempt)


def whole(database: TeamDatabase, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function that changes the book in one transaction; again as a whole where another one was in the way or
    the line broke. What was committed is never done a second time."""
    database.own.has_committed = False
    for attempt in range(TRIES):
        try:
            if not database.is_closed() and database.connection().closed:
                _anew(database)
            return function(*args, **kwargs)
        except contacts.Closed as closed:
            if database.in_transaction():
                raise
            closed.reveal()
            if database.own.has_committed:
                raise BusyError(IN_THE_WAY) from closed
        except ERRORS as error:
            may_help = is_in_the_way(error) or is_lost(error)
            if not may_help or database.own.has_committed or database.in_transaction() or attempt + 1 == TRIES:
                raise
            _wait(database, error, attempt)
    raise BusyError(IN_THE_WAY)


def _wait(database: TeamDatabase, error: BaseException, attempt: int) -> None:
    if is_lost(error):
        _anew(database)
    pause(attempt)


def _anew(database: TeamDatabase) -> None:
    if not database.is_closed():
        database.close()
    again(database)


def pause(attempt: int) -> None:
    """Wait before the next try, longer each time and never as long as another."""
    time.sleep(random.uniform(0, 0.02 * 2 ** min(attempt, 5)))


def schema_of(database: TeamDatabase) -> set[str] | None:
    """The names of the migrations that this database has seen; None where no team was set up.

    LeadtuiError for somebody whom the database allows nothing.
    """
    try:
        return {name for (name,) in database.execute_sql("SELECT name FROM schema_migration")}
    except peewee.ProgrammingError as error:
        if state(error) not in ("42P01", "42501"):
            raise
        (may_look,) = database.execute_sql("SELECT has_schema_privilege('public', 'USAGE')").fetchone()
        if may_look and state(error) == "42P01":
            return None
        (login,) = database.execute_sql("SELECT session_user").fetchone()
        raise LeadtuiError(
            N_("{login} has no rights in {url}. Its manager sees who belongs with `leadtui team list`, its owner lets"
               " people in with `leadtui team add`."),
            login=login, url=str(database.database),
        ) from error  # fmt: skip


def who(database: TeamDatabase) -> tuple[str, str] | None:
    """Name and role of whoever asks; None for the database's owner.

    LeadtuiError for somebody who does not belong to the team, or no longer.
    """
    name, is_manager, is_owner, login = database.execute_sql(
        "SELECT team_name(), team_is_manager(), team_is_owner(), session_user"
    ).fetchone()
    if name is None and not is_owner:
        raise LeadtuiError(
            N_("{login} does not belong to this team, or no longer. Ask its manager: `leadtui team list`."), login=login
        )
    return None if name is None else (name, MANAGER if is_manager else REP)


def set_up(database: TeamDatabase) -> None:
    """Bring the database to this program's schema, whole or not at all; whoever comes second finds it done."""
    # Their rules are long, and no start waits for what only an owner does.
    from leadtui.store import finding, listening, policies

    with without_drivers():
        from playhouse.migrations import Runner

    with alone(database, MIGRATING):
        Runner(database, str(MIGRATIONS)).up()
        for (statement,) in database.execute_sql(_PLAIN_TEXTS).fetchall():
            database.execute_sql(statement)
        database.connection().execute(policies.FUNCTIONS)
        database.connection().execute(finding.FUNCTIONS)
        listening.set_up(database)


_PLAIN_TEXTS = """
SELECT format('ALTER TABLE %%I ', table_name)
  || string_agg(format('ALTER COLUMN %%I TYPE TEXT COLLATE "C"', column_name), ', ')
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
  AND data_type IN ('character varying', 'text') AND collation_name IS DISTINCT FROM 'C'
GROUP BY table_name
"""
"""Texts of any length that sort by code point, as in a file, whatever the database was made with."""


@contextmanager
def alone(database: TeamDatabase, lock: int) -> Iterator[None]:
    """A transaction that no other with the same lock runs beside, and that sees what the one before it did."""
    is_outermost = not database.in_transaction()
    with database.atomic():
        if is_outermost:
            # A snapshot would be taken with the first statement: before the turn has come.
            database.execute_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        take_turn(database, lock)
        yield


def take_turn(database: TeamDatabase, lock: int) -> None:
    """Wait until no other transaction has this lock, and keep it until the end of the one under way.

    A server without such locks goes without: there one of two that collide fails and is done again.
    """
    try:
        with database.atomic():
            database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (lock,))
    except peewee.DatabaseError as error:
        if state(error) not in ("0A000", "42501", "42883"):
            raise


def now(database: TeamDatabase) -> datetime:
    """What the server's clock says."""
    (told,) = database.execute_sql("SELECT clock_timestamp()").fetchone()
    assert isinstance(told, datetime)
    return told
