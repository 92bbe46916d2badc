"""What must be settled before Textual is imported, and whether this terminal can carry a full screen at all."""

import os
import sys

from leadtui.domain.errors import UsageError
from leadtui.i18n import N_


def check() -> None:
    """Refuse a full screen where there is none: a pipe, or a terminal that cannot place its cursor."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(N_("The full screen needs a terminal. For scripts there is `leadtui today`."))
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise UsageError(N_("This terminal (TERM) is too plain for the full screen. Try `leadtui today`."))


def prepare() -> None:
    """Set what Textual reads while it is imported; what the user has set stays."""
    # With the Kitty keyboard protocol, five or more characters committed by an input method arrive as garbage.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # Motion says nothing here that place does not say, and every frame costs bytes on a slow line.
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")


def erases_with_ground() -> bool:
    """Whether this terminal fills what it erases with the ground it writes on; its entry in terminfo knows."""
    import curses

    try:
        curses.setupterm(fd=sys.__stdout__.fileno() if sys.__stdout__ else 1)
        return curses.tigetflag("bce") == 1
    except (curses.error, OSError, ValueError):
        return False
