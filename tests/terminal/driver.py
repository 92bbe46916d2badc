"""The real program on a real pseudo-terminal, its screen read back by pyte: what a person would see and type."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from rich.cells import cell_len

NAMED = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "backtab": "\x1b[Z", "space": " ", "up": "\x1b[A", "down": "\x1b[B",
    "right": "\x1b[C", "left": "\x1b[D", "pgup": "\x1b[5~", "pgdn": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f4": "\x1bOS", "f8": "\x1b[19~", "ctrl+s": "\x13", "ctrl+l": "\x0c",
    "backspace": "\x7f",
}  # fmt: skip

# pyte stumbles over private modes it does not know and over string sequences; neither draws anything.
UNDRAWN = re.compile(rb"\x1b\[[?>=<][0-9;:]*[a-zA-Z$]+p?|\x1b[P\]_^].*?(?:\x1b\\|\x07)", re.DOTALL)

SURROUNDINGS = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    "LEADTUI_NOW": "2026-11-22T09:00:00+08:00",
    "LEADTUI_TIMEZONE": "Asia/Shanghai",
    "LEADTUI_USER": "李娜",
    "LEADTUI_LANG": "zh_CN",
}


class Terminal:
    """One run of leadtui on its own terminal of `cols` x `rows` cells."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        cols: int = 100,
        rows: int = 30,
        env: Mapping[str, str] = {},
        program: Sequence[str] = (),
    ) -> None:
        self.screen = pyte.Screen(cols, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.received = bytearray()
        self.status: int | None = None
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("LEADTUI_", "XDG_"))}
        for name in ("COLUMNS", "LINES", "NO_COLOR", "LC_ALL"):
            environ.pop(name, None)
        environ |= SURROUNDINGS | {"HOME": str(home)} | dict(env)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(sys.executable, [sys.executable, *(program or ("-m", "leadtui")), *arguments], environ)
        self.resize(cols, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def resize(self, cols: int, rows: int) -> None:
        """Change the size of the terminal."""
        self.screen.resize(rows, cols)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def _read(self, timeout: float) -> bool:
        """Feed what has come to the screen; whether anything did."""
        if not select.select([self.fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.received += data
        self.stream.feed(UNDRAWN.sub(b"", data))
        return bool(data)

    def text(self) -> str:
        """The screen as lines; the empty cell behind each wide character is left out."""
        return "\n".join(self._line(self.screen.buffer[row]) for row in range(self.screen.lines))

    def _line(self, cells: Mapping[int, pyte.screens.Char]) -> str:
        # Not pyte's own display: it stumbles over the empty cell of a wide character that was overwritten.
        characters: list[str] = []
        for column in range(self.screen.columns):
            data = cells[column].data
            behind_wide = bool(characters) and cell_len(characters[-1]) == 2
            characters.append(data or ("" if behind_wide else " "))
        return "".join(characters).rstrip()

    def line_with(self, words: str) -> str:
        """The first line that holds these words, of what stands left of the detail pane."""
        lines = (line.split("│")[0] for line in self.text().splitlines())
        return next((line for line in lines if words in line), "")

    def wait_for(self, words: str, timeout: float = 20) -> str:
        """The screen once these words are on it."""
        return self._wait(lambda: words in self.text(), f"{words!r} never came", timeout)

    def wait_gone(self, words: str, timeout: float = 20) -> str:
        """The screen once these words have left it."""
        return self._wait(lambda: words not in self.text(), f"{words!r} never went", timeout)

    def wait_until(self, holds: Callable[[str], bool], timeout: float = 20) -> str:
        """The screen once something holds of its text."""
        return self._wait(lambda: holds(self.text()), "what was waited for never came", timeout)

    def _wait(self, holds: Callable[[], bool], complaint: str, timeout: float) -> str:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if holds():
                return self.text()
            self._read(0.05)
        raise AssertionError(f"{complaint}; the screen was:\n{self.text()}")

    def press(self, *keys: str) -> None:
        """Press keys by name, one after the other, each after the answer to the one before has come."""
        for key in keys:
            os.write(self.fd, NAMED.get(key, key).encode())
            # An escape and a key right behind it are one key to a terminal.
            self.settle(0.2 if key == "esc" else 0.1)

    def send(self, *keys: str) -> None:
        """Press keys at once, ahead of the screen: what comes of them is to be waited for."""
        os.write(self.fd, "".join(NAMED.get(key, key) for key in keys).encode())

    def type(self, text: str) -> None:
        """Type text at once, as a paste without brackets or an input method's commit would come."""
        os.write(self.fd, text.encode())
        self.settle()

    def settle(self, quiet: float = 0.1, timeout: float = 5) -> None:
        """Read until nothing has come for a moment."""
        end = time.monotonic() + timeout
        while time.monotonic() < end and self._read(quiet):
            pass

    def leave(self, timeout: float = 10) -> int:
        """Wait until the program has ended; its exit code."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            self._read(0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
        raise AssertionError(f"it did not end; the screen was:\n{self.text()}")
