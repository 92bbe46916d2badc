"""Which files a person may mean while a path is typed: what lies in the folder, and what was used before."""

import json
import os.path
from contextlib import suppress
from pathlib import Path

from leadtui.config import state_folder
from leadtui.domain.text import harmless
from leadtui.exchange.sheets import CARDS, TEXTS, WORKBOOKS
from leadtui.ui import paths

_KINDS = WORKBOOKS | TEXTS | CARDS | {".jsonl", ".leadtui", ".gz"}
_MOST = 200
_REMEMBERED = 5


def offered(typed: str) -> list[str]:
    """Paths that begin as typed, folders with a slash behind; before anything is typed, recent ones first."""
    head, _slash, tail = typed.rpartition("/")
    folder = paths.named(head + "/" if _slash else ".")
    found = []
    with suppress(OSError):
        for entry in folder.iterdir():
            if not entry.name.casefold().startswith(tail.casefold()) or (entry.name.startswith(".") and not tail):
                continue
            if not _is_plain(entry.name):
                continue
            if entry.is_dir():
                found.append(entry.name + "/")
            elif entry.suffix.lower() in _KINDS:
                found.append(entry.name)
    found.sort(key=lambda name: (name.endswith("/"), name))
    here = [head + _slash + name for name in found[:_MOST]]
    return here if typed else [*(path for path in recent() if path not in here), *here]


def completed(typed: str) -> str:
    """What is typed, gone on with as far as all that is offered agrees."""
    found = offered(typed)
    return max(typed, os.path.commonprefix(found), key=len) if found else typed  # noqa: RUF071 -- letters, not parts of a path


def recent() -> list[str]:
    """The files brought in last from this machine, those that are still there."""
    with suppress(OSError, ValueError):
        told = json.loads(_file().read_text("utf-8"))
        return [each for each in told if isinstance(each, str) and _is_plain(each) and Path(each).is_file()]
    return []


def _is_plain(name: str) -> bool:
    """Whether a name may stand in a line as it is: a terminal would obey what is in the names of some files."""
    return harmless(name) == name


def note(path: Path) -> None:
    """Remember a file that was brought in; where that cannot be written it is not offered next time."""
    place = str(path.absolute())
    kept = [place, *(each for each in recent() if each != place)][:_REMEMBERED]
    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _file().write_text(json.dumps(kept, ensure_ascii=False), "utf-8")


def _file() -> Path:
    return state_folder() / "recent-sheets.json"
