"""Starting the full screen: the book is opened and its first page read while Textual is still being imported."""

import gc

from leadtui import terminal
from leadtui.config import Settings


def run(settings: Settings, *, is_demo: bool = False) -> int:
    """Show the full screen until the user leaves; the exit code."""
    terminal.check()
    terminal.prepare()
    # Until the first paint memory only grows, and looking for garbage in it costs a twelfth of the start.
    gc.disable()
    from leadtui.ui.book import Book

    book = Book(settings)
    try:
        first = book.first_page()
        from leadtui.ui.app import LeadTui

        app = LeadTui(settings, book, first.result(), is_demo=is_demo)
        app.run()
        return app.return_code or 0
    finally:
        book.close()
