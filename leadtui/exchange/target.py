"""A file on its way out: written beside its place, private, and put there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.i18n import N_


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[Path]:
    """The path of an empty file beside `path`, which takes its place when the block ends well.

    Raises LeadtuiError where `path` exists and `force` does not allow to replace it.
    """
    _check(path, force=force)
    # What a link leads to is replaced, not the link.
    place = path.resolve()
    making = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        making.unlink(missing_ok=True)
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise UsageError(N_("{path} cannot be written: {why}"), path=path, why=error.strerror) from error
    try:
        yield making
        _settle(making)
        if force:
            making.replace(place)
        else:
            _put(making, place, path)
    except OSError as error:
        raise LeadtuiError(N_("{path} cannot be written: {why}"), path=path, why=error.strerror or error) from error
    finally:
        making.unlink(missing_ok=True)


def _check(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise UsageError(N_("{path} is a folder. Name a file in it."), path=path)
    if path.exists() and not path.is_file():
        raise UsageError(N_("{path} is no plain file."), path=path)
    if path.exists() and not force:
        raise _taken(path)


def _taken(path: Path) -> LeadtuiError:
    return LeadtuiError(N_("{path} exists already. Name another file, or replace it with --force."), path=path)


def _settle(making: Path) -> None:
    """On the disk before it takes its name: after a crash there is the old file or the whole new one."""
    with making.open("rb") as file:
        os.fsync(file.fileno())


def _put(making: Path, place: Path, path: Path) -> None:
    try:
        os.link(making, place)  # unlike a rename it never replaces what came there meanwhile
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError:
        making.rename(place)  # no hard links here (vfat, some network shares)
