"""The vocabulary of made-up leads, read from words.toml and phrases.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Need:
    """What a trade wants, why, and what it usually costs in 万."""

    name: str
    pain: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: words that its company names hold, and its needs."""

    industry: str
    words: tuple[str, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of a sale: what is planned for it, and what is written down once it is made.

    `steps` are (action, points, goal, channel); a summary is one of `said` (channel, text) and of `found`.
    """

    steps: tuple[tuple[str, str, str, str], ...]
    said: tuple[tuple[str, str], ...]
    found: tuple[str, ...]
    feedback: tuple[str, ...]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in rows)


_words = _read("words.toml")

TRADES = tuple(
    Trade(each["industry"], tuple(each["words"]), tuple(Need(*need) for need in each["needs"]))
    for each in _words["trades"]
)
CITIES = _pairs(_words["cities"])
"""Cities with their region."""
FIRST, SECOND, SUFFIXES = tuple(_words["first"]), tuple(_words["second"]), tuple(_words["suffixes"])
SURNAMES = (*_words["surnames"], *_words["double_surnames"])
GIVEN = tuple(_words["given"])
TITLES: list[str] = _words["titles"]
DECIDERS: list[str] = _words["deciders"]
DEPARTMENTS: list[str] = _words["departments"]
RIVALS: list[str] = _words["rivals"]
TOOLS: list[str] = _words["today"]
"""What companies work with before they buy."""
SIZES: list[str] = _words["sizes"]
REVENUES: list[str] = _words["revenues"]
TAGS: list[str] = _words["tags"]
MISSED: list[str] = _words["missed"]
REMARKS: list[str] = _words["remarks"]
CONCERN: str = _words["concern"]
OBJECTIONS = _pairs(_words["objections"])
AMENDMENTS = _pairs(_words["amendments"])
PAYMENT_TERMS: list[str] = _words["payment_terms"]
DETAILS: dict[str, list[str]] = _words["details"]
"""Source details by source."""
BASIS: dict[str, str] = _words["basis"]
"""Why a lead has its grade."""
AFTER: dict[int, str] = {int(score): text for score, text in _words["after"].items()}
"""After-sale feedback by satisfaction."""
LOST: dict[str, str] = _words["lost"]
INVALID: dict[str, str] = _words["invalid"]
PHASES = {
    name: Phase(
        tuple((action, points, goal, channel) for action, points, goal, channel in each["steps"]),
        _pairs(each["said"]),
        tuple(each["found"]),
        tuple(each["feedback"]),
    )
    for name, each in _read("phrases.toml").items()
}
