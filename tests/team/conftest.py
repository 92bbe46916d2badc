"""A team on a real server: 陈静 manages, 李娜 owns a lead, 王强 tends it beside her, 赵敏 not, 孙磊 has left."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psycopg
import pytest

from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.domain.servers import Server
from leadtui.services import capture, leads, pool, records, roster
from leadtui.services.book import close_book, open_book
from leadtui.store import policies
from tests import servers

LOGINS = {"李娜": "lina", "王强": "wangqiang", "赵敏": "zhaomin", "陈静": "chenjing", "孙磊": "sunlei"}


@dataclass(frozen=True)
class Team:
    """Where the team's book is, who sits down at it, and two leads in it: 李娜's and one of the pool."""

    place: Server
    desk: Desk
    lead: int = 0
    pooled: int = 0

    def login(self, name: str) -> str:
        """A login for this database alone: a server's logins are shared by its databases."""
        return f"{LOGINS[name]}_{self.place.database}"

    def at(self, name: str) -> Server:
        """The server as this person reaches it."""
        return replace(self.place, user=self.login(name))

    @contextmanager
    def sits(self, name: str) -> Iterator[Desk]:
        """The book open for this person, whatever name the configuration holds."""
        desk = open_book(self.at(name), replace(self.desk, me="nobody"))
        try:
            yield desk
        finally:
            close_book()

    def psql(self, name: str) -> psycopg.Connection:
        """This person's own connection, past the program."""
        return psycopg.connect(**self.at(name).parameters(), autocommit=True)

    @contextmanager
    def owned(self) -> Iterator[Desk]:
        """The book open for the owner of the database."""
        yield open_book(self.place, self.desk)
        close_book()


@pytest.fixture
def place(server: Server, desk: Desk) -> Iterator[Server]:
    """An open book on a server, of its owner."""
    with servers.fresh(server) as fresh:
        open_book(fresh, desk)
        yield fresh
        close_book()


@pytest.fixture
def team(server: Server, desk: Desk) -> Iterator[Team]:
    """The team with its two leads."""
    with servers.fresh(server) as place:
        roster.init(place)
        made = Team(place, desk)
        with made.owned():
            for name in LOGINS:
                roster.add(desk, name, role="manager" if name == "陈静" else "rep", login=made.login(name))
        with made.sits("李娜") as lina:
            told = {"customer": "杭州天行科技", "contact": "张伟", "phone": "13800005678"}
            lead = leads.find(capture.add(lina, told))
            records.attach(lina, lead, Entity.COLLABORATOR, {"rep": "王强"})
            other = {"customer": "宁波海曙包装", "contact": "刘洋", "phone": "13911112222"}
            pooled = leads.find(capture.add(lina, other))
            pool.release(lina, [pooled], "no time")
        with made.owned():
            roster.remove(desk, "孙磊", None)
        yield replace(made, lead=lead, pooled=pooled)
    with psycopg.connect(**server.parameters(), autocommit=True) as admin:
        for role in (*map(made.login, LOGINS), *policies.roles(str(place.database))):
            admin.execute(f'DROP ROLE IF EXISTS "{role}"')
