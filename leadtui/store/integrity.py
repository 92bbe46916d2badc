"""Is the file sound? Looked at once a day and after an unclean end, in a process of its own, never in the way.

Beside the database lie two empty marks: `.NAME.open`, there while a full screen has it open, and `.NAME.checked`,
whose time is that of the last good check. `python -m leadtui.store.integrity FILE` prints what is wrong.
"""

import fcntl
import os
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path

from leadtui.store import files

EVERY_SECONDS = 24 * 3600
_NO_DAMAGE = ("SQLITE_BUSY", "SQLITE_CANTOPEN")
"""Somebody writes just now, or the file cannot be opened here: nothing is known of it."""


def _mark(path: Path, name: str) -> Path:
    return path.with_name(f".{path.name}.{name}")


_held: dict[Path, int] = {}
"""The marks this process holds, by database: a lock that the kernel lets go whatever way the process ends."""


def begin(path: Path) -> bool:
    """A full screen opens the file; whether a check is due: never done, a day old, or the last end was unclean."""
    opened, checked = _mark(path, "open"), _mark(path, "checked")
    was_unclean = opened.exists() and not is_open(path)
    if path not in _held:
        _held[path] = os.open(opened, os.O_CREAT | os.O_RDONLY, 0o600)
        fcntl.flock(_held[path], fcntl.LOCK_SH)
    is_fresh = checked.exists() and 0 <= time.time() - checked.stat().st_mtime < EVERY_SECONDS
    return was_unclean or not is_fresh


def end(path: Path) -> None:
    """The full screen leaves the file in good order; the mark stays while another one has it open."""
    held = _held.pop(path, None)
    if held is not None:
        os.close(held)
    if not is_open(path):
        _mark(path, "open").unlink(missing_ok=True)


def is_open(path: Path) -> bool:
    """Whether a full screen has the file open just now."""
    try:
        mark = os.open(_mark(path, "open"), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(mark)


def problems(path: Path) -> list[str]:
    """What SQLite finds wrong with the file; empty when it is sound. Reads only."""
    # A large file takes a minute to read, and nobody can save while its lock is held. Only what looks wrong without
    # one, maybe because it was being written, is looked at once more.
    if not files.keeps_log(path) and not _found(files.unlocked(path)):
        return []
    return _found(files.reading(path))


def _found(place: str) -> list[str]:
    reader = sqlite3.connect(place, uri=True, timeout=5)
    reader.text_factory = files.any_text
    try:
        found = [str(line) for (line,) in reader.execute("PRAGMA quick_check(5)")]
    except UnicodeDecodeError as error:
        found = [str(error)]  # what SQLite says of the damage quotes it
    except sqlite3.DatabaseError as error:
        found = ["ok"] if error.sqlite_errorname in _NO_DAMAGE else [str(error)]
    finally:
        reader.close()
    return [] if found == ["ok"] else found


def main() -> int:
    """Check one file as a process of its own; 0 when it is sound."""
    os.umask(0o077)
    path = Path(sys.argv[1])
    found = problems(path)
    if not found:
        with suppress(OSError):  # it can be read where nothing can be noted
            _mark(path, "checked").touch(0o600)
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
