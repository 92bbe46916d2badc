"""The words in which customers say what they need, Chinese and English: cut, joined to phrases, without filler."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from operator import add

from leadtui.domain.filler import FILLER, FUNCTION, GENERAL

_SHORTEST, _LONGEST = 2, 12
_PHRASE_SHARE, _SWALLOWED_SHARE = 0.5, 0.8
_CANDIDATES = 20
"""How many times more words are looked at than are asked for: many are filler or parts of phrases."""

_CJK = re.compile("[㐀-鿿]")
_WORD = re.compile(r"[㐀-鿿a-z][㐀-鿿a-z0-9+#.\-]*")


def terms(text: str) -> set[str]:
    """Every word of a text and every two neighbours joined, folded; filler is taken out by `ranked`."""
    # Imported at the first word: it brings a dictionary with it.
    import rjieba

    tokens = rjieba.cut(text.casefold())
    found = set(tokens)
    found.update(map(add, tokens, tokens[1:]))
    return found


def ranked(counts: Mapping[str, int], most: int, least: int = 2) -> list[tuple[str, int]]:
    """The `most` frequent words and phrases that `least` cases name, by how many name each.

    A phrase stands where half of the cases that name its rarer word name it whole; a word that hardly ever stands
    outside such a phrase is left out.
    """
    named = ((term, count) for term, count in counts.items() if count >= least and _is_word(term))
    frequent = sorted(named, key=lambda each: (-each[1], each[0]))[: most * _CANDIDATES]
    phrases: dict[str, int] = {}
    words: dict[str, int] = {}
    swallowed: Counter[str] = Counter()
    for term, count in frequent:
        parts = _parts(term)
        if not _says_something(parts):
            continue
        if len(parts) == 1:
            words[term] = count
        elif count >= _PHRASE_SHARE * min(counts.get(part, 0) for part in parts):
            phrases[term] = count
            for part in parts:
                swallowed[part] = max(swallowed[part], count)
    standing = {word: count for word, count in words.items() if swallowed[word] < _SWALLOWED_SHARE * count}
    found = sorted({**standing, **phrases}.items(), key=lambda each: (-each[1], each[0]))
    return found[:most]


def spelled(words: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """How these folded words are mostly written in the texts: MES, Excel."""
    latin = [word for word in words if not _CJK.search(word) or word != word.upper()]
    if not latin:
        return {}
    pattern = re.compile("|".join(map(re.escape, sorted(latin, key=len, reverse=True))), re.IGNORECASE)
    written: dict[str, Counter[str]] = {}
    for text in texts:
        for found in pattern.findall(text):
            written.setdefault(found.casefold(), Counter())[found] += 1
    return {word: spellings.most_common(1)[0][0] for word, spellings in written.items()}


def _is_word(term: str) -> bool:
    return _SHORTEST <= len(term) <= _LONGEST and _WORD.fullmatch(term) is not None and term not in FILLER


def _says_something(parts: Iterable[str]) -> bool:
    """Whether no part is filler or a number, and not all of them are too general."""
    is_plain = all(_WORD.fullmatch(part) and part not in FILLER and part not in FUNCTION for part in parts)
    return is_plain and not all(part in GENERAL for part in parts)


def _parts(term: str) -> list[str]:
    import rjieba

    return list(rjieba.cut(term))
