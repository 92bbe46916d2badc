"""People at customers, where a file and a server differ: details that are to be opened first, who is reached how."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from peewee import SQL, fn

from leadtui.store.database import is_on_server
from leadtui.store.models import Contact, Row, db

SEALED = frozenset({"name", "phone", "phone_key", "wechat", "email"})
"""What a server shows masked until it is revealed."""

_NOTHING = SQL("''")
"""Said in the query itself, an index of filled columns answers it."""


class Closed(Exception):
    """Details are wanted that no reveal has opened before this transaction began: it is to be done again after one."""

    def __init__(self, customers: Sequence[int]) -> None:
        super().__init__("contact details have to be revealed first")
        self.customers = list(customers)

    def reveal(self) -> None:
        """Record the reveal, which opens them for a minute."""
        db.execute_sql("SELECT team_reveal(%s)", (self.customers,))


def open_to_me(customers: Iterable[int]) -> None:
    """Let what is read of these customers' people come in full; a server records it, a file shows them anyway (R37).

    Inside a transaction Closed is raised where that is news, and `server.whole` begins it anew.
    """
    wanted = list(customers) if is_on_server() else []
    if not wanted or db.execute_sql("SELECT 1 FROM team_closed(%s) LIMIT 1", (wanted,)).fetchone() is None:
        return
    closed = Closed(wanted)
    if db.in_transaction():
        raise closed
    closed.reveal()


def open_rows(model: type[Row], first: int, last: int) -> None:
    """The same for a run of rows, where they are contacts."""
    if model is Contact and is_on_server():
        run = Contact.select(Contact.customer).distinct().where(Contact.id.between(first, last))
        open_to_me(customer for (customer,) in run.tuples())


def by_phone(keys: Collection[object]) -> Iterator[tuple[str, int]]:
    """These phones with the customers that are reached by them; by `phone_key`."""
    if is_on_server():
        yield from db.execute_sql("SELECT way, customer FROM team_reached(%s, '{}')", (list(keys),)).fetchall()
    elif keys:
        query = Contact.select(Contact.phone_key, Contact.customer)
        yield from query.where(Contact.phone_key != _NOTHING, Contact.phone_key << list(keys)).tuples()


def by_handle(folded: Collection[str], most: int) -> Iterator[int]:
    """The customers that are reached by one of these WeChat ids or e-mail addresses, all in lower case; some."""
    if is_on_server():
        found = db.execute_sql("SELECT customer FROM team_reached('{}', %s)", (list(folded),)).fetchall()
        yield from (customer for (customer,) in found)
        return
    for way in (Contact.wechat, Contact.email) if folded else ():
        query = Contact.select(Contact.customer).where(way != _NOTHING, fn.LOWER(way) << list(folded)).limit(most)
        yield from (int(customer) for (customer,) in query.tuples())
