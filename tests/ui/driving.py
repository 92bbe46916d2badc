"""The app over a real database file, driven by Textual's pilot."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from leadtui import terminal
from leadtui.config import Settings
from leadtui.desk import Desk
from leadtui.store import database

terminal.prepare()

from textual import events  # noqa: E402
from textual.pilot import Pilot  # noqa: E402 -- Textual reads its settings when it is imported

from leadtui.ui import lead_screen  # noqa: E402
from leadtui.ui.app import LeadTui  # noqa: E402
from leadtui.ui.book import Book  # noqa: E402

RESTING_SECONDS = 0.01
lead_screen.RESTING_SECONDS = RESTING_SECONDS  # the story beside the list follows the cursor sooner than for a person

Opened = AbstractAsyncContextManager[Pilot[None]]
Opener = Callable[..., Opened]


@pytest.fixture
def opened(book: Path, desk: Desk) -> Opener:
    """Opens the full screen on the book."""

    @asynccontextmanager
    async def opener(size: tuple[int, int] = (120, 36), **settings: object) -> AsyncIterator[Pilot[None]]:
        chosen = Settings(database=book, language="en", desk=desk, **settings)  # type: ignore[arg-type]
        database.close()
        thread = Book(chosen)
        try:
            app = LeadTui(chosen, thread, thread.first_page().result())
            async with app.run_test(size=size) as pilot:
                try:
                    await settled(pilot)
                    yield pilot
                finally:
                    await leaving(app)
        finally:
            thread.close()
            database.connect()

    return opener


async def leaving(app: LeadTui) -> None:
    """Leave the app as a person does: what runs beside it ends before its screens do; `run_test` closes those first."""
    if app.is_running:
        app.exit()
    while app.is_running:
        await asyncio.sleep(0.002)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every question to the book has been answered and shown; answers may ask anew."""
    assert isinstance(pilot.app, LeadTui)
    for _each in range(3):
        await pilot.app.book.ask(int)
        await pilot.pause()
    await pilot.pause(2 * RESTING_SECONDS)
    await pilot.app.book.ask(int)
    await pilot.pause()


def screen_text(pilot: Pilot[None]) -> str:
    """What stands on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def line_with(pilot: Pilot[None], words: str) -> str:
    """The first line of the list or board that holds these words, or nothing."""
    lines = (line.split("│")[0] for line in screen_text(pilot).splitlines())
    return next((line for line in lines if words in line), "")


def at_once(pilot: Pilot[None], *keys: str) -> None:
    """Keys of one piece of input, as they come over a slow line: none waits for what the one before does."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(events.Key(key, character))
