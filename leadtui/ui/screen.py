"""The base of every view: data goes one way. An action commits through a service, the signal tells every screen,
the visible one reads anew, hidden ones when they are shown."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from textual import work
from textual.css.query import NoMatches
from textual.screen import Screen

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import _
from leadtui.ui.book import Book
from leadtui.ui.commands import APP, bindings

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE_SECONDS = 2.0


class DataScreen(Screen[None]):
    """A screen that shows what the book holds and reads it again when that has changed."""

    BINDINGS = bindings(APP)
    VIEW = ""
    is_stale = True

    def __init__(self) -> None:
        super().__init__()
        self._caught_up = asyncio.Event()
        if not self.is_stale:
            self._caught_up.set()

    @property
    def tui(self) -> "LeadTui":
        """The app, with what it adds."""
        return cast("LeadTui", self.app)

    @property
    def book(self) -> Book:
        """The book to ask."""
        return self.tui.book

    @property
    def desk(self) -> Desk:
        """Who works, where and when."""
        return self.book.desk

    def on_mount(self) -> None:
        self.tui.data_changed.subscribe(self, self._mark_stale)

    def on_screen_resume(self) -> None:
        if self.is_stale:
            self.refresh_rows()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key of the screen is taken from a line that is being typed in, or acts before there is anything on it."""
        return bool(self.children) and not (self.focused and self.focused.has_class("-typing"))

    def _mark_stale(self, _nothing: None) -> None:
        self.is_stale = True
        self._caught_up.clear()
        if self.is_current:
            self.refresh_rows()

    @work(exclusive=True, group="reload")
    async def refresh_rows(self) -> None:
        """Read what this screen shows; a filter that cannot be read is told, and what was shown stays."""
        self.is_stale = False
        try:
            await self.reload()
        except LeadtuiError as error:
            self.tell(str(error), is_trouble=True)
        except NoMatches:
            if self.app.screen is self and not self.tui.is_leaving:
                raise  # else the widgets went while the book was asked: the screen was left
        if not self.is_stale:
            self._caught_up.set()

    async def caught_up(self) -> None:
        """Wait until this screen shows what was changed or filtered last: a key acts on what came of it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.tui.filter_holds.wait()
                await self._caught_up.wait()

    def publish(self) -> None:
        """Tell every screen that the book has changed."""
        self.is_stale = True
        self._caught_up.clear()
        self.tui.data_changed.publish(None)

    async def reload(self) -> None:
        """Ask the services for this screen's data and hand it to the widgets. Every view has its own."""

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """The answer of a service, or None after its refusal was told."""
        try:
            return await self.book.ask(question, *args, **kwargs)
        except LeadtuiError as error:
            self.tell(str(error), is_trouble=True)
            return None

    async def commit(self, change: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Carry out one change and tell every screen; whether it was done. A refusal is told."""
        try:
            await self.book.ask(change, *args, **kwargs)
        except LeadtuiError as error:
            self.tell(str(error), is_trouble=True)
            return False
        self.publish()
        return True

    def changed(self, text: str) -> None:
        """Something was committed: every screen reads anew, and the rep is told."""
        self.publish()
        self.tell(text)

    def tell(self, text: str, *, is_trouble: bool = False, seconds: float = 6) -> None:
        """Say what happened; text of customers in it is never markup."""
        self.tui.tell(text, is_trouble=is_trouble, seconds=seconds)

    def part_with(self, text: str) -> None:
        """Say what was done to a lead that may be gone with it."""
        self.tell(text)

    # Undo belongs to every view

    async def action_undo(self) -> None:
        """Take back the last change."""
        from leadtui.services import history

        await self._step_back(history.undo, _("Taken back: {change} · U to redo"), _("There is nothing to take back."))

    async def action_redo(self) -> None:
        """Repeat what was taken back."""
        from leadtui.services import history

        await self._step_back(history.redo, _("Done again: {change}"), _("There is nothing to repeat."))

    async def _step_back(self, act: Callable[[Desk], str | None], done: str, nothing: str) -> None:
        try:
            name = await self.book.ask(act, self.desk)
        except LeadtuiError as error:
            self.tell(str(error), is_trouble=True)
            return
        self.part_with(done.format(change=name) if name else nothing)
        if name:
            self.publish()
