"""What is being typed, on disk within half a second and offered again after a crash, a dropped line or Esc.

One private file a draft in the state folder, named by a digest: no customer's data stands in a file name.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leadtui.desk import Desk
from leadtui.domain.servers import Place
from leadtui.domain.text import NOTE_LIMIT, visible
from leadtui.i18n import _

WRITE_SECONDS = 0.2
"""How long the first change waits for others before it is written."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it lies on disk. `form` says what it belongs to, `values` hold text by field, `at` is when it was
    typed (ISO 8601, UTC)."""

    form: str
    lead_no: str
    customer: str
    at: str
    values: dict[str, str]

    @property
    def typed_at(self) -> datetime:
        """When it was typed."""
        return datetime.fromisoformat(self.at)


class Draft:
    """The draft of one form for one lead of one database (`lead_no` and `customer` empty for a new one).

    `is_held` says whether there is anything in it.
    """

    def __init__(
        self,
        database: Place,
        form: str,
        lead_no: str = "",
        customer: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.form = form
        self.clock = clock
        self.lead_no = lead_no
        self.customer = customer
        self.path = folder(database) / f"{_digest(form, lead_no)}.json"
        self.is_held = False
        self._is_closed = False

    def kept(self) -> Kept | None:
        """What was typed before and never saved."""
        found = _PEN.latest(self.path)
        self.is_held = found is not None
        return found

    def keep(self, values: Mapping[str, str]) -> None:
        """Have these texts written soon, beside the work; no texts remove the draft."""
        if self._is_closed:
            return
        if not values:
            self.drop()
            return
        self.is_held = True
        at = self.clock().astimezone(UTC).isoformat(timespec="seconds")
        cut = {name: text[:NOTE_LIMIT] for name, text in values.items()}
        _PEN.put(self.path, Kept(self.form, self.lead_no, self.customer, at, cut))

    def drop(self) -> None:
        """Forget the draft; what comes to be typed afterwards is kept again."""
        self.is_held = False
        _PEN.put(self.path, None)

    def close(self) -> None:
        """Forget the draft for good: what it held was saved."""
        self.drop()
        self._is_closed = True


class _Pen:
    """Writes drafts on a thread of its own: a full disk or a slow one never holds up the typing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Path, Kept | None] = {}
        self._timer: threading.Timer | None = None

    def put(self, path: Path, kept: Kept | None) -> None:
        """Have a draft written, or removed, soon. The interpreter waits for it when it ends in good order."""
        with self._lock:
            self._waiting[path] = kept
            if self._timer is None:
                self._timer = threading.Timer(WRITE_SECONDS, self.flush)
                self._timer.start()

    def latest(self, path: Path) -> Kept | None:
        """A draft as it will lie on disk once what waits is written."""
        with self._lock:
            return self._waiting[path] if path in self._waiting else _read(path)

    def flush(self) -> None:
        """Write at once what waits."""
        with self._lock:
            waiting, self._waiting, self._timer = self._waiting, {}, None
            for path, kept in waiting.items():
                _write(path, kept)


_PEN = _Pen()


def flush() -> None:
    """Write at once what waits to be written, as before the program is ended by force."""
    _PEN.flush()


def folder(database: Place) -> Path:
    """Where the drafts of a database lie."""
    from platformdirs import user_state_path

    named = str(database.expanduser().resolve() if isinstance(database, Path) else database)
    return user_state_path("leadtui") / "drafts" / _digest(named)


def forget_all(database: Place) -> None:
    """Throw away every draft of a database that is no more."""
    flush()
    shutil.rmtree(folder(database), ignore_errors=True)


def all_kept(database: Place) -> list[Kept]:
    """Every draft of a database, the newest first."""
    flush()
    found = [kept for path in folder(database).glob("*.json") if (kept := _read(path))]
    return sorted(found, key=lambda kept: kept.at, reverse=True)


def told(kept: Sequence[Kept], desk: Desk, *, key: str) -> str:
    """The line that offers drafts: the newest with its lead and time, and the key that goes on with it."""
    newest = kept[0]
    time = f"{newest.typed_at.astimezone(desk.zone):%m-%d %H:%M}"
    line = _("Draft: {customer} · {time} · {key} continues")
    if len(kept) > 1:
        line = _("Draft: {customer} · {time} · {key} continues · W shows all {count}")
    customer = visible(newest.customer) or _("a new lead")
    return line.format(customer=customer, time=time, key=key, count=len(kept))


def forget(database: Place, kept: Kept) -> None:
    """Remove one draft."""
    Draft(database, kept.form, kept.lead_no).drop()
    flush()


def forget_about(database: Place, lead_nos: Collection[str], words: Collection[str]) -> None:
    """Remove the drafts for these leads and those in which one of these words stands: their customer was erased."""
    for kept in all_kept(database):
        if kept.lead_no in lead_nos or any(word in text for text in kept.values.values() for word in words):
            forget(database, kept)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def _read(path: Path) -> Kept | None:
    try:
        found: Any = json.loads(path.read_text("utf-8"))
        values = {str(name): str(text) for name, text in found["values"].items()}
        kept = Kept(str(found["form"]), str(found["lead_no"]), str(found["customer"]), str(found["at"]), values)
        return kept if kept.typed_at.tzinfo else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(path: Path, kept: Kept | None) -> None:
    """Write through a file of its own that takes the old one's place; where that fails the old one stays."""
    making = path.with_suffix(f".{os.getpid()}.new")
    try:
        if kept is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(making, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            # Text from a terminal may hold halves of characters that UTF-8 cannot write.
            file.write(json.dumps(asdict(kept), ensure_ascii=True))
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    except OSError:
        with suppress(OSError):
            making.unlink(missing_ok=True)
