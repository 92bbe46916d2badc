"""What is left of a crash: places in the program and kinds of errors, never a value, so that no customer is in it."""

import os
import platform
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from leadtui import __version__
from leadtui.i18n import _

KEPT = 10


def message(error: BaseException) -> str:
    """What is said of a crash, once its report is written."""
    said = _("leadtui: an error in the program ended it. What was saved is safe.")
    try:
        return said + " " + _("A report without customers' data: {path}").format(path=report(error))
    except OSError:
        return said + "\n" + "\n".join(lines(error))


def report(error: BaseException) -> Path:
    """Write the report into a private file; its path. The oldest ones go."""
    from leadtui.config import state_folder

    folder = state_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
    opened = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write("\n".join(lines(error)) + "\n")
    for old in sorted(folder.glob("crash-*.log"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def lines(error: BaseException) -> Iterator[str]:
    """The report: versions, then each error of the chain by its kind and the places it went through."""
    yield f"leadtui {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield f"{type(at).__module__}.{type(at).__qualname__}"
        for frame in traceback.extract_tb(at.__traceback__):
            yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        at = at.__cause__ or at.__context__ or getattr(at, "error", None)


def _place(filename: str) -> str:
    """A file by the end of its path: a home folder bears a name."""
    return "/".join(Path(filename).parts[-3:])
