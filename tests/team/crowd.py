"""A whole sales floor on a server, made in seconds: the sample book copied in, and once more for every rep.

What the sample says of words, stages and days holds for each copy, so that searches and lists meet what they would.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg import sql

from leadtui.desk import Desk
from leadtui.domain import searchtext
from leadtui.domain.errors import Implausible
from leadtui.domain.fields import Entity
from leadtui.domain.servers import Server
from leadtui.services import demo, records, roster
from leadtui.services.book import close_book, open_book
from leadtui.store import policies
from leadtui.store.models import JOURNALLED
from leadtui.store.search_on_server import vector
from tests import servers

_COPIED = [model._meta.table_name for model in JOURNALLED if model._meta.table_name not in ("imported_row",)]
_COMMON = {"rep", "tag", "setting", "collaborator"}
"""Tables that stay as they are when everything else is there once more for every rep."""
_PEOPLE = {"owner_id", "by_id", "created_by_id", "next_owner"}
_OTHERS = {"customer_id", "lead_id", "follow_up_id", "corrects_id", "repurchase_of_id", "referred_by_id", "next_plan"}
_NAMED = {"name", "name_key", "lead_no", "customer_no"}
SPAN = 10_000_000
"""How far apart the ids of two copies lie."""


def fill(place: Server, book: Path) -> None:
    """Copy a private book's rows, words of the search included, into a team's empty tables."""
    with closing(sqlite3.connect(f"{book.as_uri()}?mode=ro", uri=True)) as source, _quickly(place) as target:
        for table in _COPIED:
            columns = _columns(target, table)
            rows = source.execute(f"SELECT {', '.join(map(_quoted, columns))} FROM {table}")
            _copy(target, table, list(columns), _typed(rows, list(columns.values())))
        words = source.execute("SELECT rowid, text FROM lead_search")
        _copy(target, "lead_search", ["lead_id", "text", "words"], ((lead, text, vector(text)) for lead, text in words))
        target.execute("UPDATE lead_search SET seen_by = ARRAY[coalesce(owner_id, 0)] FROM lead WHERE id = lead_id")
        people = source.execute("SELECT id, phone, name FROM contact")
        said = ((key, vector(searchtext.document("", (), [phone], [name]))) for key, phone, name in people)
        _copy(target, "contact_words", ["contact_id", "words"], said)
        _count_on(target)


@dataclass(frozen=True, slots=True)
class Floor:
    """A team at work: where its book is, the logins of its reps, and the lead that all of them tend."""

    place: Server
    logins: tuple[str, ...]
    shared: int

    def at(self, login: str) -> Server:
        """The server as this rep reaches it."""
        return replace(self.place, user=login)


@contextmanager
def floor(server: Server, desk: Desk, folder: Path, *, leads: int, reps: int) -> Iterator[Floor]:
    """A team of so many reps with as many leads each, in a database that is gone afterwards."""
    with servers.fresh(server) as place:
        roster.init(place)
        yield crowd(place, desk, sample(folder / f"{leads}.db", desk, leads), reps)
    with psycopg.connect(**server.parameters(), autocommit=True) as admin:
        for role in (*(_login(place, number) for number in range(reps)), *policies.roles(place.database)):
            admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def crowd(place: Server, desk: Desk, book: Path, reps: int) -> Floor:
    """Fill a team with the book once for each of so many reps, who own what is in their copy."""
    fill(place, book)
    logins = tuple(_login(place, number) for number in range(reps))
    open_book(place, desk)
    for number, login in enumerate(logins):
        roster.add(desk, f"销售{number}", role="rep", login=login)
    close_book()
    with _quickly(place) as target:
        target.execute("CREATE TEMP TABLE part AS SELECT row_number() OVER (ORDER BY rep_id) - 1 AS n, rep_id AS rep"
                       " FROM team_member WHERE login = ANY (%s)", (list(logins),))  # fmt: skip
        (index,) = _row(target, "SELECT pg_get_indexdef('lead_search_words'::regclass)")
        target.execute("DROP INDEX lead_search_words")
        for table in _COPIED:
            if table not in _COMMON:
                _multiply(target, table)
        target.execute(
            f"INSERT INTO contact_words SELECT contact_id + n * {SPAN}, words FROM contact_words, part WHERE n > 0"
        )
        target.execute("UPDATE lead_search SET seen_by = ARRAY[rep] FROM part WHERE n = 0")
        target.execute(
            f"INSERT INTO lead_search (lead_id, text, words, seen_by) SELECT lead_id + n * {SPAN}, text || ' c' || n,"
            " words || to_tsvector('simple', 'c' || n), ARRAY[rep] FROM lead_search CROSS JOIN part WHERE n > 0"
        )
        target.execute(str(index))
        _count_on(target)
        (shared,) = _row(target, "SELECT min(id) FROM lead WHERE deleted_at IS NULL")
    with psycopg.connect(**place.parameters(), autocommit=True) as target:
        target.execute("VACUUM ANALYZE")
    open_book(place, desk)
    for number in range(reps):
        with suppress(Implausible):  # one of them owns it
            records.attach(desk, int(str(shared)), Entity.COLLABORATOR, {"rep": f"销售{number}"})
    close_book()
    return Floor(place, logins, int(str(shared)))


def _login(place: Server, number: int) -> str:
    return f"rep{number}_{place.database}"


def _row(target: psycopg.Connection, statement: str) -> tuple[object, ...]:
    found = target.execute(statement).fetchone()
    assert found is not None
    return found


def sample(path: Path, desk: Desk, leads: int) -> Path:
    """A private book of so many leads, made where there is none."""
    if not path.exists():
        demo.write(path, desk, leads=leads)
    return path


def _quickly(place: Server) -> psycopg.Connection:
    """A connection past triggers and references: what is copied holds already."""
    connection = psycopg.connect(**place.parameters())
    connection.execute("SET session_replication_role = replica")
    return connection


def _columns(target: psycopg.Connection, table: str) -> dict[str, str]:
    found = target.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s ORDER BY ordinal_position", (table,)
    ).fetchall()  # fmt: skip
    return dict(found)


def _typed(rows: Iterator[Sequence[object]], kinds: Sequence[str]) -> Iterator[Sequence[object]]:
    booleans = [place for place, kind in enumerate(kinds) if kind == "boolean"]
    for row in rows:
        given = list(row)
        for place in booleans:
            given[place] = None if given[place] is None else bool(given[place])
        yield given


def _copy(target: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with target.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def _multiply(target: psycopg.Connection, table: str) -> None:
    """Give the rows of a table to the first rep, and a copy of them to each other one."""
    columns = list(_columns(target, table))
    people = [name for name in columns if name in _PEOPLE]
    if people:
        given = ", ".join(f"{name} = (SELECT rep FROM part WHERE n = 0)" for name in people)
        target.execute(f"UPDATE {table} SET {given}")
    told = ", ".join(f"{_as_copied(table, name)} AS {_quoted(name)}" for name in columns)
    target.execute(f"INSERT INTO {table} SELECT {told} FROM {table} AS t CROSS JOIN part WHERE n > 0")


def _as_copied(table: str, name: str) -> str:
    column = f"t.{_quoted(name)}"
    if name == "id" or name in _OTHERS:
        return f"{column} + n * {SPAN}"
    if name == "uid":
        return "substr(sha256(t.uid || n::text::bytea), 1, 16)"
    if name in _PEOPLE:
        return "rep"
    if table in ("customer", "lead") and name in _NAMED:
        return f"{column} || 'c' || n"
    if name in ("phone", "phone_key"):
        return f"overlay({column} placing lpad(n::text, 2, '0') from 3)"
    return column


def _count_on(target: psycopg.Connection) -> None:
    for table in _COPIED:
        target.execute(f"SELECT setval('{table}_id_seq', coalesce(max(id), 0) + 1) FROM {table}")


def _quoted(name: str) -> str:
    return f'"{name}"'
