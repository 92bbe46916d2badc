"""The filter line: words and `name:value` terms, one grammar for the full screen and the command line."""

from dataclasses import dataclass

from leadtui.domain.text import harmless

TERMS = ("stage", "status", "grade", "owner", "source", "tag", "due", "region", "industry", "priority")


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


def parse(text: str) -> Filter:
    """Read a filter line; a colon of either width marks a term, an unknown name makes the token a plain word.

    What no text holds (controls, lone surrogates of a call's bytes) is left out.
    """
    words, terms = [], []
    for token in harmless(text).replace("：", ":").split():
        name, colon, value = token.partition(":")
        if colon and value and name.casefold() in TERMS:
            terms.append((name.casefold(), value))
        elif not (colon and name.casefold() in TERMS):
            words.append(token)
    return Filter(" ".join(words), tuple(terms))
