"""The words that must be known before all others: language, database, line. Read by hand, since texts can only be
chosen once the language is known, and since nothing else is needed for the full screen, which is not to wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadtui.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class Early:
    """What was found, wherever it stands; `is_all`: that was the whole line."""

    lang: str | None = None
    database: str | None = None
    slow_link: bool | None = None
    command: str | None = None
    """The word that stands where a command has its name."""
    is_all: bool = True


_VALUED = ("--lang", "--database")
_SWITCHES = {"--slow-link": True, "--no-slow-link": False}


def early_words(argv: Sequence[str]) -> Early:
    """The early words of a command line; what is wrong with them is said when the whole line is read."""
    found: dict[str, str] = {}
    slow_link, others, is_sound = None, [], True
    words = iter(argv)
    for word in words:
        name, separator, value = word.partition("=")
        if word in _SWITCHES:
            slow_link = _SWITCHES[word]
        elif name in _VALUED:
            given = value if separator else next(words, "")
            is_sound = is_sound and bool(given) and not given.startswith("-")
            found[name] = given
        else:
            others.append(word)
    lang = found.get("--lang")
    is_all = not others and is_sound and (lang is None or lang in LANGUAGES)
    named = others[0] if others and not others[0].startswith("-") else None
    return Early(lang, found.get("--database"), slow_link, named, is_all)
