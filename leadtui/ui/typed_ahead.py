"""Keys typed ahead of the screen, as a slow line delivers them: they wait until the first list stands, until what the
key before opens stands, or until the focus is where that key moves it, and go on in the order they were typed."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget
from textual.worker import Worker, WorkType

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

OPENING_SECONDS = 2.0
"""How long keys wait for something to open."""
DEALING_SECONDS = 0.5
"""How long keys wait for the key before to be dealt with."""
ROUNDS = 2
"""A key goes up to the app, whose command sends a message up from the widget: an Enter that submits a line."""


class TypedAhead:
    """Holds keys back for one app."""

    def __init__(self, app: "LeadTui") -> None:
        self.app = app
        self._held: list[events.Event] | None = []
        self._wait: Callable[[], Awaitable[None]] | None = None

    def begin(self) -> None:
        """The first list stands: what was typed before it is dealt with now."""
        if self._held:
            self._begin_release()
        else:
            self._held = None

    def keep(self, event: events.Event) -> bool:
        """Whether this event is held back for now."""
        if self._held is None or not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        self._held.append(event)
        return True

    def until_opened(self, act: Worker[None] | None) -> None:
        """Keep keys back until the focus has moved to what is being opened, or the act is over."""
        self._hold(partial(self.opened, self.app.focused, act))

    def until_dealt_with(self, event: events.Event, focused: Widget | None) -> None:
        """Keep keys back while one that may move the focus is on its way from the widget it went to."""
        if focused is not None and isinstance(event, events.Key) and not event.is_printable:
            self._hold(partial(self._dealt_with, focused))

    def _hold(self, wait: Callable[[], Awaitable[None]]) -> None:
        self._wait = wait
        if self._held is None:
            self._held = []
            self._begin_release()

    def _begin_release(self) -> None:
        work: WorkType[None] = self._release
        self.app.run_worker(work, group="keys")

    async def _release(self) -> None:
        """Let the keys go in the order they were typed; those behind one that is to be waited for wait again."""
        while self.app.is_running and (self._wait is not None or self._held):
            if self._wait is not None:
                wait, self._wait = self._wait, None
                await wait()
            elif self._held:
                await self.app.take(self._held.pop(0))
        self._held = None

    async def opened(self, had_focus: Widget | None, act: Worker[None] | None) -> None:
        """Wait until the focus has moved from where it was, the act is over, or the program is left."""
        patience = time.monotonic() + OPENING_SECONDS
        while self.app.is_running and self.app.focused in (None, had_focus) and time.monotonic() < patience:
            if act is not None and act.is_finished:
                break
            await asyncio.sleep(0.005)

    async def _dealt_with(self, focused: Widget) -> None:
        """Each node from the widget up to the app has worked off what had come to it by then, in this order."""
        patience = time.monotonic() + DEALING_SECONDS
        for _round in range(ROUNDS):
            for node in focused.ancestors_with_self:
                done = asyncio.Event()
                is_coming = node.call_later(done.set)
                while is_coming and not done.is_set() and node.is_running and time.monotonic() < patience:
                    await asyncio.sleep(0)
