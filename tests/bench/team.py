"""What a team's server costs: a rep's questions under row security against the same statements without it, the start
against that on a file of the same leads, and twenty reps at work at once at ten times the speed of hands.

The server is one that tests start: it does not wait for the disk (fsync off).
"""

import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from leadtui.desk import Desk
from leadtui.domain.filters import Filter, parse
from leadtui.services import leads, today
from leadtui.services.book import close_book, open_book
from leadtui.store.models import db
from tests import servers
from tests.bench.asked import NOW, Asked, millis, ratio, table
from tests.bench.journal import ZONE
from tests.bench.screens import Timed
from tests.team import crowd, day
from tests.team.crowd import Floor

REPS = 20
WORDS = "技术部"
LINES = "the lines alone, contacts masked by the server"
SEARCH = "search for a word that every tenth lead holds, the words and the owner by hand"
BY_HAND = (
    "SELECT id FROM lead JOIN lead_search ON lead_id = id WHERE words @@ '''技'' <-> ''术'' <-> ''部'''::tsquery"
    " AND owner_id = (SELECT rep_id FROM team_member WHERE login = %s) AND deleted_at IS NULL"
    " ORDER BY created_at DESC, id DESC"
)
Statements = list[tuple[str, Any]]


def run(asked: Asked) -> None:
    """Measure all three on one server and print them, each beside its target."""
    desk = Desk("李娜", ZONE, True, lambda: NOW)
    folder = asked.folder / "server"
    folder.mkdir(exist_ok=True)
    (folder / "postgresql.made").unlink(missing_ok=True)
    place = servers.started(folder)
    with crowd.floor(place, desk, asked.folder, leads=asked.leads // REPS, reps=REPS) as floor:
        print(f"{REPS} reps with {asked.leads // REPS:,} leads each, PostgreSQL {_version(floor)}, fsync off\n")
        _security(floor, desk, asked.rounds)
        _start(asked, floor, asked.folder / f"{asked.leads // REPS}.db")
        _load(floor, asked.seconds)


def _version(floor: Floor) -> str:
    with psycopg.connect(**floor.place.parameters()) as connection:
        return str(connection.info.parameter_status("server_version"))


def _security(floor: Floor, desk: Desk, rounds: int) -> None:
    login = floor.logins[0]
    asked = _questions(floor, desk)
    rows = []
    with (
        psycopg.connect(**floor.at(login).parameters(), autocommit=True) as rep,
        psycopg.connect(**floor.place.parameters(), autocommit=True) as owner,
    ):
        for name, statements in asked.items():
            bare = [(BY_HAND, (login,))] if name == SEARCH else statements
            assert len(_answers(rep, statements)[-1]) == len(_answers(owner, bare)[-1])
            taken = [(_timed(rep, statements), _timed(owner, bare)) for _round in range(rounds * 30)][rounds:]
            ours, yardstick = zip(*taken, strict=True)
            times = f"{statistics.median(ours) * 1e3:.1f}", f"{statistics.median(yardstick) * 1e3:.1f}"
            rows.append((name, *times, f"{ratio(ours, yardstick):.2f}×", "" if name == LINES else "≤1.5×"))
    table(("a rep asks", "ms", "without row security, ms", "ratio", "target"), rows)


def _questions(floor: Floor, desk: Desk) -> dict[str, Statements]:
    """What a rep asks, as the statements that the program sends for it."""
    mine = open_book(floor.at(floor.logins[0]), desk)
    shown = leads.ids(mine, parse("owner:me"), limit=40)
    asks: dict[str, Callable[[], object]] = {
        "list of one's own leads, 40 lines shown": lambda: (
            leads.ids(mine, parse("owner:me")),
            leads.rows(mine, shown),
        ),
        LINES: lambda: leads.rows(mine, shown),
        "due list": lambda: today.due_list(mine, everyone=False),
        SEARCH: lambda: leads.ids(mine, Filter(words=WORDS)),
    }
    found = {}
    for name, ask in asks.items():
        with _sent() as statements:
            ask()
        found[name] = statements
    close_book()
    found[SEARCH] = found[SEARCH][:2]  # beside the words it looks for a customer of that very name
    return found


@contextmanager
def _sent() -> Iterator[Statements]:
    """What is sent to the server in here."""
    sent: Statements = []
    send = db.obj.execute_sql

    def sending(statement: str, given: Any = None, *rest: object) -> object:
        sent.append((statement, given))
        return send(statement, given, *rest)

    db.obj.execute_sql = sending
    try:
        yield sent
    finally:
        del db.obj.execute_sql


def _answers(connection: psycopg.Connection, statements: Statements) -> list[list[Any]]:
    return [connection.execute(statement, given).fetchall() for statement, given in statements]


def _timed(connection: psycopg.Connection, statements: Statements) -> float:
    began = time.perf_counter()
    _answers(connection, statements)
    return time.perf_counter() - began


def _start(asked: Asked, floor: Floor, book: Path) -> None:
    """The same leads due: in a file that one rep owns whole, and as the part that is a rep's on the server."""
    private = asked.folder / "private.db"
    shutil.copy(book, private)
    with closing(sqlite3.connect(private)) as source, source:
        source.execute("UPDATE lead SET owner_id = rep.id, next_owner = rep.id FROM rep WHERE rep.name = '李娜'")
    taken: dict[str, list[float]] = {str(private): [], str(floor.at(floor.logins[0])): []}
    for _round in range(asked.rounds):
        for place, times in taken.items():
            with Timed(asked, "--no-slow-link", "--database", place) as screen:
                times.append(screen.until("逾期"))
                screen.end()
    on_file, on_server = taken.values()
    table(
        ("start to painted due list", "PostgreSQL, ms", "SQLite, ms", "ratio", "target"),
        [("", millis(on_server), millis(on_file), f"{ratio(on_server, on_file):.2f}×", "≤1.3×")],
    )


def _load(floor: Floor, seconds: float) -> None:
    done = day.work(floor, seconds)
    kinds = ["", *sorted({kind for kind, *_rest in done.took})]
    rows = [(kind or "all", len(done.of(kind)), *_two(done.of(kind)), "≤100 ms" if not kind else "") for kind in kinds]
    table((f"{REPS} reps for {seconds:.0f} s", "actions", "median, ms", "95 %, ms", "target"), rows)
    print(f"{len(done.took) / seconds:.1f} actions a second, {len(done.errors)} errors (wanted 0)\n")


def _two(seconds: Sequence[float]) -> tuple[str, str]:
    return f"{statistics.median(seconds) * 1e3:.0f}", f"{statistics.quantiles(seconds, n=20)[-1] * 1e3:.0f}"
