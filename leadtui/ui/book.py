"""The book as the screens see it: one thread that owns the database connection and answers one question at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from shutil import get_terminal_size
from typing import ParamSpec, TypeVar

from leadtui.config import Settings
from leadtui.services import book, leads, today
from leadtui.services.leads import LeadRow
from leadtui.services.today import DueList

P = ParamSpec("P")
R = TypeVar("R")

SETTLE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the first paint shows."""

    due: DueList
    rows: tuple[LeadRow, ...]
    is_empty: bool
    seen: int | None = None
    """What `book.seen` said before it was read."""
    is_read_only: bool = False
    """Whether the book can be read but not written."""


class Book:
    """The database thread. The event loop asks and awaits; it never waits for a query itself."""

    def __init__(self, settings: Settings) -> None:
        self.desk = settings.desk
        self.database = settings.database
        self._pool = ThreadPoolExecutor(1, "book")
        self._aside = ThreadPoolExecutor(1, "aside")
        self._counting = ThreadPoolExecutor(1, "counting")
        self._opened = self._pool.submit(book.open_book, settings.database, settings.desk)

    def first_page(self) -> Future[FirstPage]:
        """Open the database and read what the first paint needs; what goes wrong comes out of the future."""
        return self._pool.submit(self._first_page)

    def _first_page(self) -> FirstPage:
        self.desk = self._opened.result()
        return book.plainly(self._read_first_page)()

    def _read_first_page(self) -> FirstPage:
        seen = book.seen()
        due = today.due_list(self.desk, everyone=not self.desk.known)
        # As many as there are lines: the first paint shows no more, and it waits for them.
        lines = get_terminal_size().lines
        ids = [lead_id for _reason, members in due.sections for lead_id in members[:lines]][:lines]
        rows = tuple(leads.rows(self.desk, ids))
        is_empty = not rows and not leads.exist()
        return FirstPage(due, rows, is_empty=is_empty, seen=seen, is_read_only=book.is_read_only())

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of a service, worked out on the database thread. LeadtuiErrors come through."""
        asked = partial(book.plainly(question), *args, **kwargs)
        return await asyncio.wrap_future(self._pool.submit(asked))

    async def ask_aside(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Like `ask`, beside the database thread: for long work, while the screens go on being answered."""
        asked = partial(book.aside(question), *args, **kwargs)
        return await asyncio.wrap_future(self._aside.submit(asked))

    async def ask_counting(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Like `ask_aside`, on the thread that counts for reviews: an import under way does not hold it up."""
        asked = partial(book.aside(question), *args, **kwargs)
        return await asyncio.wrap_future(self._counting.submit(asked))

    def close(self) -> None:
        """Finish what is being written, then close."""
        self._aside.shutdown()
        self._counting.shutdown(cancel_futures=True)
        self._pool.submit(book.close_book).result()
        self._pool.shutdown()

    def settle(self) -> None:
        """Let what is being written come to its end, but not for long: the process is about to be gone."""
        with suppress(RuntimeError, FutureTimeout):
            self._pool.submit(book.close_book).result(SETTLE_SECONDS)
