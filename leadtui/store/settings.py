"""What a team has set for itself, as JSON by key."""

from functools import lru_cache

from leadtui.domain import cadence
from leadtui.domain.cadence import Cadence
from leadtui.domain.uids import uid7
from leadtui.store.models import Setting

CADENCE = "cadence"


def text(key: str) -> str:
    """The JSON of a setting; empty while nobody has set it."""
    return str(Setting.select(Setting.value).where(Setting.key == key).scalar() or "")


def note(key: str, text: str) -> None:
    """Remember something that the program found out; nobody's choice, so that no undo step comes of it."""
    if Setting.update(value=text).where(Setting.key == key).execute() == 0:
        Setting.insert(key=key, value=text, uid=uid7()).execute()


def team_cadence() -> Cadence:
    """The cadence in force: the team's, else the house's."""
    return _read_cadence(text(CADENCE))


@lru_cache(maxsize=4)
def _read_cadence(written: str) -> Cadence:
    import json

    return cadence.read(json.loads(written)) if written else cadence.DEFAULT
