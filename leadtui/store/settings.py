"""What a team has set for itself, as JSON by key: each setting read once for as long as its text stays the same."""

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from leadtui.domain import stages
from leadtui.domain.stages import StageDefaults
from leadtui.domain.terms import SPOKEN, OpenTerm
from leadtui.domain.uids import uid7
from leadtui.store.models import Setting

if TYPE_CHECKING:
    from leadtui.domain.cadence import Cadence
    from leadtui.domain.gates import Gates
    from leadtui.domain.pool import Patiences
    from leadtui.domain.topics import Topic

V = TypeVar("V")

CADENCE = "cadence"


def text(key: str) -> str:
    """The JSON of a setting; empty while nobody has set it."""
    return str(Setting.select(Setting.value).where(Setting.key == key).scalar() or "")


def value(topic: "Topic[V]") -> V:
    """A setting in force: the team's, else the house's."""
    found: V = _read(topic, text(topic.key))
    return found


@lru_cache(maxsize=64)
def _read(topic: "Topic[Any]", written: str) -> Any:
    return topic.read(json.loads(written)) if written else topic.default


def note(key: str, text: str) -> None:
    """Remember something that the program found out; nobody's choice, so that no undo step comes of it."""
    if Setting.update(value=text).where(Setting.key == key).execute() == 0:
        Setting.insert(key=key, value=text, uid=uid7()).execute()


def pacing() -> tuple[str, ...]:
    """The settings that days of leads are derived from."""
    from leadtui.domain import pool, team_rules

    return CADENCE, team_rules.UNSIGNED_DAYS.key, pool.PATIENCE.key


def team_cadence() -> "Cadence":
    """The cadence in force: the team's, else the house's."""
    return _read_cadence(text(CADENCE))


@lru_cache(maxsize=4)
def _read_cadence(written: str) -> "Cadence":
    from leadtui.domain import cadence

    return cadence.read(json.loads(written)) if written else cadence.DEFAULT


def number_template() -> str:
    """The template of new lead numbers."""
    from leadtui.domain import team_rules

    return value(team_rules.NUMBER_TEMPLATE)


def source_code(source: str) -> str:
    """The code of a source in lead numbers."""
    from leadtui.domain import numbering

    return numbering.code_for(source, source_codes())


def source_codes() -> dict[str, str]:
    """The code of every source, the team's own included, by key."""
    from leadtui.domain import team_words

    return {word.key: word.code for word in value(team_words.SOURCES)}


def stage_defaults() -> StageDefaults:
    """Odds and patience by stage."""
    written = text(stages.SETTING)
    if not written:
        return stages.HOUSE
    from leadtui.domain import team_rules

    found: StageDefaults = _read(team_rules.STAGES, written)
    return found


def gates() -> "Gates":
    """What stages and statuses demand."""
    # Imported when a lead moves: it brings the whole field dictionary with it, which the first paint does without.
    from leadtui.domain import team_gates

    return value(team_gates.GATES)


def unsigned_days() -> int:
    """Working days that a contract may lie unsigned."""
    from leadtui.domain import team_rules

    return value(team_rules.UNSIGNED_DAYS)


def patiences() -> "Patiences":
    """When leads of each grade go back to the pool."""
    from leadtui.domain import pool

    return value(pool.PATIENCE)


def follow() -> None:
    """Let sources and reasons have the words that this book's team has given them, now and for this process."""
    keys = list(SPOKEN.values())
    found = dict(Setting.select(Setting.key, Setting.value).where(Setting.key << keys).tuples())
    for kind, key in SPOKEN.items():
        _speak(kind, found.get(key, ""))


_spoken: dict[type[OpenTerm], str] = {}


def _speak(kind: type[OpenTerm], written: str) -> None:
    if _spoken.get(kind, "") != written:
        from leadtui.domain.team_words import VOCABULARY  # most teams have set no words, and no start waits for this

        kind.follow(_read(VOCABULARY[kind], written))
        _spoken[kind] = written


def forget() -> None:
    """Know no words but the house's again, as before a book was opened."""
    _spoken.clear()
    for kind in SPOKEN:
        kind.follow(())
