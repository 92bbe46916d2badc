"""The filter line: words and `name:value` terms, one grammar for the full screen and the command line."""

import re
from dataclasses import dataclass

TERMS = ("stage", "status", "grade", "owner", "source", "tag", "due", "region", "industry", "priority", "with")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a filter line asks for: every word and every term must hold."""

    words: str = ""
    terms: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return not self.words and not self.terms


EVERYTHING = Filter()


_TOKEN = r'([^\s:"“”]+:)["“”]([^"“”]*)["“”]?|(\S+)'


def _tokens(text: str) -> list[str]:
    """The words of a line; quotes hold a value with blanks together, as in source:"trade show"."""
    return ["".join(parts) for parts in re.findall(_TOKEN, text)]


def parse(text: str) -> Filter:
    """Read a filter line; a colon of either width marks a term, an unknown name makes the token a plain word.

    Halves of characters, as which the bytes of a call may arrive, are read as ?: nothing holds them.
    """
    words, terms = [], []
    for token in _tokens(text.encode("utf-8", "replace").decode().replace("：", ":")):
        name, colon, value = token.partition(":")
        if colon and value and name.casefold() in TERMS:
            terms.append((name.casefold(), value))
        elif not (colon and name.casefold() in TERMS):
            words.append(token)
    return Filter(" ".join(words), tuple(terms))
