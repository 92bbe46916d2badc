"""The database file as a file: whose it is, who may read it, whether SQLite and leadtui may open it at all."""

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadtui.domain.errors import DamagedError, LeadtuiError, UsageError
from leadtui.i18n import N_

SQLITE_HEADER = b"SQLite format 3\x00"
APPLICATION_ID = 0x4C454144  # "LEAD"
_ID_AT = slice(68, 72)  # where SQLite's header holds it, big-endian
_OWN_FOLDER = "leadtui"
_FORMAT_AT = 19  # where it says how the file is to be read: 2 for a log beside it


def exists(path: Path) -> bool:
    """Whether there is something at the path; UsageError where one may not even look."""
    try:
        return path.exists()
    except OSError as error:
        raise UsageError(N_("{path} cannot be read. Check its permissions."), path=path) from error


def prepare_folder(folder: Path) -> None:
    """Make the data folder, readable by its owner only; refuse one that cannot be written or is somebody else's."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        details = folder.stat()
    except OSError as error:
        raise UsageError(
            N_("Cannot make the data folder {path}: {why}. Choose another place with --database."),
            path=folder,
            why=error.strerror,
        ) from error
    # The administrator's folders are fine (/tmp, /srv/sales): root can read everything anyway.
    if details.st_uid not in (os.geteuid(), 0):
        raise UsageError(
            N_("The folder {path} belongs to somebody else. Choose another place with --database."),
            path=folder,
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(
            N_("The folder {path} cannot be written. Make it writable, or choose another with --database."),
            path=folder,
        )


def check_file(path: Path) -> None:
    """Refuse, without touching it, whatever is not a private SQLite file of this user."""
    details = path.stat()
    if not stat.S_ISREG(details.st_mode):
        raise UsageError(N_("{path} is not a file. Name a database file with --database."), path=path)
    if details.st_uid != os.geteuid():
        raise UsageError(N_("{path} belongs to somebody else. Name your own with --database."), path=path)
    if not os.access(path, os.R_OK):
        raise UsageError(N_("{path} cannot be read. Check its permissions."), path=path)
    with path.open("rb") as file:
        header = file.read(_ID_AT.stop)
    if not header.startswith(SQLITE_HEADER) or len(header) < _ID_AT.stop:
        raise DamagedError(
            N_("{path} is not a leadtui database; it was left as it is. Name another with --database."),
            path=path,
        )
    if int.from_bytes(header[_ID_AT], "big") != APPLICATION_ID:
        raise LeadtuiError(
            N_("{path} is a database of another program; it was left as it is. Name another with --database."),
            path=path,
        )


def make_private(path: Path) -> None:
    """Close the file, its copies and leadtui's own folder to everybody but their owner, where that can be done."""
    if is_read_only(path):
        return
    copies = path.with_name(f"{path.name}.backups")
    ours = [path, copies, *copies.iterdir()] if copies.is_dir() else [path]
    if path.parent.name == _OWN_FOLDER:  # one such as /srv/sales is somebody else's to close
        ours.append(path.parent)
    for each in ours:
        details = each.stat()
        if details.st_mode & 0o077 and details.st_uid == os.geteuid():
            each.chmod(0o700 if each.is_dir() else 0o600)


def is_read_only(path: Path) -> bool:
    """Whether an existing database can be read but not written: its file, its folder or its whole disk is closed."""
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK))


def reading(path: Path) -> str:
    """The database as SQLite is told to open it for reading alone.

    One that keeps a log (WAL) can be read where nothing can be written only as a file that nobody changes.
    """
    is_still = is_read_only(path) and _needs_no_log(path)
    return unlocked(path) if is_still else f"{path.absolute().as_uri()}?mode=ro"


def unlocked(path: Path) -> str:
    """The same as a file that nobody changes: no writer waits for this reader, who may see half a change."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def keeps_log(path: Path) -> bool:
    """Whether what is written goes into a log first (WAL), where readers are in no writer's way."""
    with path.open("rb") as file:
        return file.read(_FORMAT_AT + 1)[_FORMAT_AT:] == b"\x02"


def any_text(stored: bytes) -> str:
    """Text out of a file that may be damaged: what is no UTF-8 is shown as �."""
    return stored.decode("utf-8", "replace")


def _needs_no_log(path: Path) -> bool:
    """Whether a database with a log was closed in good order: the file alone holds everything."""
    log = path.with_name(f"{path.name}-wal")
    return keeps_log(path) and not (log.exists() and log.stat().st_size)


def sync(path: Path) -> None:
    """Wait until the disk says that it holds this file or folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty private file next to `path`, to be filled and put in its place; what stays is removed."""
    making = path.with_name(f".{path.name}.{os.getpid()}.new")
    making.unlink(missing_ok=True)
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield making
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            making.with_name(making.name + ending).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what programs that were killed have left half-made in a folder: customers' data stands in it."""
    for path in folder.glob(".*.new*"):
        made = _HALF_MADE.search(path.name)
        if made and time.time() - path.stat().st_mtime > _LEFT_SECONDS and not _runs(int(made[1])):
            path.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


_HALF_MADE = re.compile(r"\.(\d+)\.new")
_LEFT_SECONDS = 3600
"""A program on another host may be at it; nobody takes this long."""


def is_on_network(path: Path, mounts: str | None = None) -> bool:
    """Whether the file lies on a file system shared between hosts, where SQLite's WAL is not safe."""
    try:
        table = mounts if mounts is not None else Path("/proc/self/mountinfo").read_text("utf-8", "replace")
    except OSError:
        return False
    best, kind = "", ""
    for line in table.splitlines():
        left, _separator, right = line.partition(" - ")
        fields, rest = left.split(), right.split()
        if len(fields) < 5 or not rest:
            continue
        point = _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[4])
        if (path == Path(point) or path.is_relative_to(point)) and len(point) >= len(best):
            best, kind = point, rest[0]
    return kind in NETWORK_FILE_SYSTEMS


NETWORK_FILE_SYSTEMS = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "9p",
        "ceph",
        "gpfs",
        "lustre",
        "beegfs",
        "ocfs2",
        "gfs2",
        "davfs",
        "virtiofs",
        "vboxsf",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.ceph",
        "fuse.rclone",
    ]
)
_ESCAPED = re.compile(r"\\([0-7]{3})")
