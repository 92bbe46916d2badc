"""What a team has set for itself, as JSON by key."""

from functools import lru_cache

from leadtui.domain import cadence
from leadtui.domain.cadence import Cadence
from leadtui.store.models import Setting

CADENCE = "cadence"


def text(key: str) -> str:
    """The JSON of a setting; empty while nobody has set it."""
    return str(Setting.select(Setting.value).where(Setting.key == key).scalar() or "")


def team_cadence() -> Cadence:
    """The cadence in force: the team's, else the house's."""
    return _read_cadence(text(CADENCE))


@lru_cache(maxsize=4)
def _read_cadence(written: str) -> Cadence:
    import json

    return cadence.read(json.loads(written)) if written else cadence.DEFAULT
