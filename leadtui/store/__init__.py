"""The database and nothing but: opening, tables, migrations, the journal, what is derived, the search index.

Two engines stand behind the same nouns. A private book is an SQLite file, a team's is a database on PostgreSQL.

- `database` opens, connects, closes, tells what went wrong and whether others wrote; what it asks of a server is in
  `server`, imported with the first postgresql:// URL and never before.
- Models, queries, journal, derived columns, settings and numbers are the same Peewee for both: no `rowid`, no
  pragma, no function of one engine; parameters are written `db.param`, texts sort by code point, booleans are booleans.
- Ids come from the engine's own sequence (`images`), display numbers from a counter row (`numbers`): never max + 1.
- `search` keeps one segmented text a lead: FTS5 here, a tsvector there.
- On a file writers queue (IMMEDIATE). On a server each transaction is a snapshot (REPEATABLE READ); every change writes
  its lead's row, so of two at once the second fails and is done again as a whole (`database.speaks_plainly`).
- What others write is told, by a server (`listening`) or by the kernel of a file's machine (`file_line`). What LISTEN,
  inotify and advisory locks do, polling and counter rows do too, where they lack.
- Copies, integrity, erasing free pages and migrating by whoever opens are matters of a file alone.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def without_drivers() -> Iterator[None]:
    """Import Peewee's modules without the database drivers they take along: those cost a private book 0.1 s."""
    drivers = [
        name for name in ("psycopg", "psycopg2", "psycopg2cffi", "pymysql", "MySQLdb") if name not in sys.modules
    ]
    sys.modules.update(dict.fromkeys(drivers))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in drivers:
            del sys.modules[name]


@contextmanager
def without_versions() -> Iterator[None]:
    """Import psycopg without the packages' metadata, in which it looks up its own version: a fifth of its import, and
    a team's book is opened in no less than that."""
    unasked = [name for name in ("psycopg.version", "psycopg_binary.version") if name not in sys.modules]
    for name in unasked:
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__version__ = ""  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for name in unasked:
            del sys.modules[name]


with without_drivers():
    import peewee  # noqa: F401
