"""The line on which the kernel tells that something in the book's folder was written, so that nobody has to look every
second: a screen that nobody touches costs nothing. Where it does not tell, the file is looked at.

Linux alone has inotify; a library for its three calls would start a process to find libc.
"""

import ctypes
import os
from pathlib import Path

from leadtui.store import files

_WRITTEN = 0x00000002 | 0x00000080 | 0x00000100 | 0x00000200
"""IN_MODIFY, IN_MOVED_TO, IN_CREATE, IN_DELETE."""
_ROOM = 65536


class FileLine:
    """A line that is only listened to; `fileno` is readable when there is something to hear."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno

    def fileno(self) -> int:
        """What to wait for."""
        return self._fileno

    def heard(self) -> bool:
        """Whether something was written since this was asked last, by whomever; never waits."""
        try:
            return bool(os.read(self._fileno, _ROOM))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Listen no more."""
        os.close(self._fileno)


def line(path: Path) -> FileLine | None:
    """A line that hears of what programs of this machine write; None where nothing tells, or others could write too."""
    path = path.expanduser().resolve()
    kernel = ctypes.CDLL(None, use_errno=True)
    if not hasattr(kernel, "inotify_init1") or files.is_on_network(path):
        return None
    fileno = kernel.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    if fileno < 0:
        return None  # this user has as many already as the machine allows
    if kernel.inotify_add_watch(fileno, os.fsencode(path.parent), _WRITTEN) < 0:
        os.close(fileno)
        return None
    return FileLine(fileno)
