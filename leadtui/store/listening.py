"""The line on which a team's server tells that something was changed: only that, never what or whose.

The server tells with the journal's entry, whoever writes it and with what, so that nobody has to think of it. A server
or a pooler that lets nobody listen is found out, and asked every second instead.
"""

import secrets
from typing import Any

import peewee
import psycopg
from psycopg import sql

from leadtui.domain.servers import read
from leadtui.store import server, server_trouble

CHANNEL = "leadtui"
HEARING_SECONDS = 1.0
"""How long a line may need for what is told on another; a pooler that hands lines around swallows it."""

_TELLS = f"""
CREATE OR REPLACE FUNCTION team_tell() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL; END $$;
DROP TRIGGER IF EXISTS team_tell ON journal_entry;
CREATE TRIGGER team_tell AFTER INSERT ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION team_tell();
"""


def set_up(database: server.TeamDatabase) -> None:
    """Let the server tell with every entry of the journal; one that cannot is asked."""
    if database.execute_sql("SELECT 1 FROM pg_proc WHERE proname = 'pg_notify'").fetchone():
        database.connection().execute(_TELLS)


class Line:
    """A line that is only listened to; `fileno` is readable when there may be something to hear."""

    def __init__(self, connection: Any, database: server.TeamDatabase) -> None:
        self._connection = connection
        self._database = database
        self._fileno = int(connection.fileno())

    def fileno(self) -> int:
        """What to wait for, also once the line is dead."""
        return self._fileno

    def heard(self) -> bool:
        """Whether another program has changed something since this was asked last; never waits.

        Raises GoneError where the line is dead.
        """
        pgconn, is_news = self._connection.pgconn, False
        try:
            pgconn.consume_input()
            while told := pgconn.notifies():
                is_news |= told.be_pid not in self._database.pids
        except psycopg.OperationalError as error:
            raise server_trouble.plain(error, read(str(self._database.database))) or error from error
        return is_news

    def close(self) -> None:
        """Listen no more."""
        self._connection.close()


def line(database: server.TeamDatabase) -> Line | None:
    """A line that hears of changes; None where this server does not tell, or whoever stands between lets nobody hear.

    Raises Peewee's errors where the server is out of reach.
    """
    if database.execute_sql("SELECT 1 FROM pg_trigger WHERE tgname = 'team_tell'").fetchone() is None:
        return None
    with peewee.__exception_wrapper__:
        connection = psycopg.connect(**database.connect_params, autocommit=True)
    try:
        if _hears(connection, database):
            return Line(connection, database)
    except (psycopg.NotSupportedError, psycopg.ProgrammingError):
        pass  # this server knows no LISTEN
    connection.close()
    return None


def _hears(connection: Any, database: server.TeamDatabase) -> bool:
    """Let a connection listen; whether what is told on another one arrives."""
    trial = f"{CHANNEL}_{secrets.token_hex(8)}"
    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(trial)))
    database.execute_sql("SELECT pg_notify(%s, '')", (trial,))
    is_heard = any(connection.notifies(timeout=HEARING_SECONDS, stop_after=1))
    connection.execute(sql.SQL("UNLISTEN {}").format(sql.Identifier(trial)))
    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
    return is_heard
