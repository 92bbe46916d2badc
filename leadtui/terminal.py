"""What must be settled before Textual is imported, whether this terminal can carry a full screen at all, and how the
program leaves when its line drops or it is told to end."""

import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from leadtui.domain.errors import UsageError
from leadtui.i18n import N_, _

PATIENCE_SECONDS = 2.0
"""How long an orderly end may take before the process leaves anyhow."""
QUITTING_SECONDS = 1.8
"""The same where a person has left, and waits for the prompt."""
RESTORED = "".join(f"\x1b[?{mode}l" for mode in (2004, 1000, 1002, 1003, 1015, 1006, 1004, 1049)) + (
    "\x1b[?7h\x1b[?25h\x1b[0m"
)
DEBUG_DOORS = ("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_PRESS", "TEXTUAL_SHOW_RETURN")
"""What would make Textual write keys and screens, customers in them, to files and sockets."""


def check() -> None:
    """Refuse a full screen where there is none: a pipe, or a terminal that cannot place its cursor."""
    if is_browser():
        return
    if not (sys.stdin and sys.stdout and sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(N_("The full screen needs a terminal. For scripts there is `leadtui today`."))
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise UsageError(N_("This terminal (TERM) is too plain for the full screen. Try `leadtui today`."))


def is_browser() -> bool:
    """Whether the screen is drawn by a browser: what is sent and heard is textual-serve's, no terminal is there."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith("WebDriver")


def prepare() -> None:
    """Set what Textual reads while it is imported; what the user has set stays, but for what would leak."""
    # With the Kitty keyboard protocol, five or more characters committed by an input method arrive as garbage.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    # Motion says nothing here that place does not say, and every frame costs bytes on a slow line.
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    for name in DEBUG_DOORS:
        os.environ.pop(name, None)


def erases_with_ground() -> bool:
    """Whether this terminal fills what it erases with the ground it writes on; its entry in terminfo knows."""
    import curses

    try:
        curses.setupterm(fd=sys.__stdout__.fileno() if sys.__stdout__ else 1)
        return curses.tigetflag("bce") == 1
    except (curses.error, OSError, ValueError):
        return False


class Leaving:
    """A watch over the line: a hang-up ends the process at once, a signal in order, and neither can hang.

    It is a thread, since on a dead or stalled line the event loop stands still. `settle` is called before the process
    ends by force: it puts away what is under way and must be quick. `leave` asks the program to end by itself.
    """

    def __init__(self, settle: Callable[[], None], leave: Callable[[int], object]) -> None:
        self._settle = settle
        self._leave = leave
        self._code = 0
        self._woken, self._wake = os.pipe()
        self._before = termios.tcgetattr(0)
        self._usual = {
            number: signal.signal(number, self._signalled)
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
        }
        threading.Thread(target=self._watch, name="leaving", daemon=True).start()

    def hurry(self) -> None:
        """The program was asked to end: long work that is still under way does not hold it up."""
        threading.Thread(target=self._hurry, name="hurry", daemon=True).start()

    def _hurry(self) -> None:
        time.sleep(QUITTING_SECONDS)
        said = _("What was still under way was given up. What was saved is safe.")
        self._restore()
        with suppress(OSError):
            os.write(2, f"leadtui: {said}\r\n".encode())
        self._end(self._code)

    def over(self) -> None:
        """The full screen has ended: the signals mean what they meant before."""
        for number, usual in self._usual.items():
            signal.signal(number, usual)
        os.write(self._wake, b"\0")

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        os.write(self._wake, bytes([number]))

    def _watch(self) -> None:
        watch = select.poll()
        watch.register(0, 0)  # POLLHUP comes unasked; what is typed is Textual's to read
        watch.register(self._woken, select.POLLIN)
        number: int = signal.SIGHUP
        if all(place != 0 for place, _event in watch.poll()):
            number = os.read(self._woken, 1)[0]
        if number == 0:
            return
        self._code = 128 + number
        if number == signal.SIGHUP:
            self._end(self._code)
        self._leave(self._code)
        time.sleep(PATIENCE_SECONDS)
        self._restore()
        self._end(self._code)

    def _end(self, code: int) -> None:
        self._settle()
        os._exit(code)

    def _restore(self) -> None:
        """Give the terminal back as far as it takes anything."""
        try:
            os.set_blocking(2, False)
            os.write(2, RESTORED.encode())
            termios.tcsetattr(0, termios.TCSANOW, self._before)
        except (OSError, termios.error):
            return  # a line that takes nothing is not to hold the process
