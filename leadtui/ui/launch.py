"""Starting the full screen: the book is opened and its first page read while Textual is still being imported."""

import gc
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from leadtui import terminal
from leadtui.config import Settings, sample_of
from leadtui.i18n import _

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui
    from leadtui.ui.book import Book

DRAFT_SECONDS = 0.5
"""How long the end of a dropped line waits for a draft to be on the disk."""


def run(settings: Settings, *, is_demo: bool = False) -> int:
    """Show the full screen until the user leaves; the exit code."""
    terminal.check()
    terminal.prepare()
    wanted, code = _sitting(settings, is_demo=is_demo)
    while wanted is not None:
        _exchange(wanted)
        wanted, code = _sitting(wanted, is_demo=False)
    return code


def _sitting(settings: Settings, *, is_demo: bool) -> tuple[Settings | None, int]:
    """One book shown until it is left; the settings of the one to show next, and the exit code."""
    # Until the first paint memory only grows, and looking for garbage in it costs a twelfth of the start.
    gc.disable()
    from leadtui.ui.book import Book

    book = Book(settings)
    try:
        first = book.first_page()
        from leadtui.ui.app import LeadTui

        app = LeadTui(settings, book, first.result(), is_demo=is_demo)
        code = _carry(app, book)
        return app.wanted, code
    finally:
        book.close()


def _exchange(wanted: Settings) -> None:
    """Put the sample in the place of the user's own book, or take it away, while neither is open."""
    from leadtui.exchange import sample
    from leadtui.ui import drafts

    if not isinstance(wanted.database, Path):
        return
    if wanted.is_sample:
        sample.put(wanted.database, wanted.desk)
    else:
        sample.remove(wanted.database, wanted.desk)
        drafts.forget_all(sample_of(wanted.database))


def _carry(app: "LeadTui", book: "Book") -> int:
    """Run the app, whatever happens to the line; a crash is told in a line and never with what was on the screen."""
    from leadtui.ui import guards

    guards.take_digits_apart()
    guards.take_any_bytes(lambda: app.call_later(app.tell, _not_utf8()))
    leaving = None
    if not terminal.is_browser():
        leaving = terminal.Leaving(lambda: _settle(book), lambda code: app.call_later(app.exit, None, code))
        app.leaves = leaving.hurry
    try:
        app.run(mouse=app.settings.has_mouse)
    finally:
        if leaving is not None:
            leaving.over()
    if app.crashed is not None:
        from leadtui import crash

        sys.stderr.write(f"{crash.message(app.crashed)}\n")
    return app.return_code or 0


def _settle(book: "Book") -> None:
    """Put what is being typed and what is being written on the disk, a disk that hangs notwithstanding."""
    from leadtui.ui import drafts

    typed = threading.Thread(target=drafts.flush, daemon=True)
    typed.start()
    book.settle()
    typed.join(DRAFT_SECONDS)


def _not_utf8() -> str:
    return _("This terminal does not send UTF-8; set its encoding to UTF-8 to type Chinese.")
