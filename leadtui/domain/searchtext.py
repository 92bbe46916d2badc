"""Text for a full-text index that finds whole words only: what stands beside a lead, what a search asks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from leadtui.domain.identity import legal_form, phone_key
from leadtui.domain.text import CJK, fold

_SINGLE = re.compile(CJK)
_SPACED = rf"(?:[^\W_](?<!{CJK}))+"
_WORD = re.compile(rf"{_SPACED}|[^\W_]")
_LONG = re.compile(rf"(?:[^\W_](?<!{CJK})){{2}}")
_RUN = re.compile(rf"{_SPACED}|{CJK}+")
_FULL_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
_SPELLED = 12
_SPANNED = 4
"""A search of so many characters is found even where it begins inside a run and goes on behind it."""
_LONGEST_RUN = 40
_QUERY_LIMIT = 200
# The reading that a character has as a surname and nowhere else.
_SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "长孙": ("zhang", "sun"),
    "单": ("shan",),
    "曾": ("zeng",),
    "仇": ("qiu",),
    "解": ("xie",),
    "查": ("zha",),
    "任": ("ren",),
    "盖": ("ge",),
    "朴": ("piao",),
    "区": ("ou",),
    "翟": ("zhai",),
    "覃": ("qin",),
    "乐": ("yue",),
    "员": ("yun",),
    "种": ("chong",),
    "召": ("shao",),
    "缪": ("miao",),
    "冼": ("xian",),
    "折": ("she",),
    "黑": ("he",),
    "秘": ("bi",),
    "繁": ("po",),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to each other; with `prefix` the last may be the beginning of one."""

    words: tuple[str, ...]
    prefix: bool


@lru_cache(maxsize=4096)
def segment(text: str) -> str:
    """The folded words of `text`, blanks between: a CJK character alone, letters and digits in runs."""
    return " ".join(_WORD.findall(fold(text)))


def document(
    name: str,
    others: Iterable[str],
    phones: Iterable[str],
    people: Iterable[str] = (),
    pinyin: str | None = None,
) -> str:
    """What the index holds of a lead, in three lines: every text in words and their ends; pinyin; phones.

    `pinyin` is that of `name` and `people` where it is known: reading its dictionaries takes a while and 55 MB.
    """
    people, others, phones = tuple(people), tuple(filter(None, others)), tuple(phones)
    words = [segment(text) for text in (name, *people, *others)]
    words += _ends(" ".join([name, *people, *others, *phones, *(phone_key(phone) for phone in phones)]))
    if pinyin is None:
        pinyin = _joined(_names_spelled(name, people))
    numbers = [each for phone in phones for each in (segment(phone), phone_key(phone))]
    return "\n".join([_joined(words), pinyin, _joined(numbers)])


def pinyin_in(document: str) -> str | None:
    """The pinyin in what the index holds of a lead; None where it stands among the words, as it once did."""
    lines = document.split("\n")
    return lines[1] if len(lines) == 3 else None


def _joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)


def _names_spelled(name: str, people: Iterable[str]) -> Iterator[str]:
    yield from _spellings(fold(name))
    for folded in map(fold, people):
        yield from _spellings(folded)
        yield from _surname_spellings(folded)


def spelled(text: str) -> str:
    """The pinyin of a text, syllables and Latin words with a blank between."""
    return " ".join(whole for _initial, whole in _syllables(fold(text)))


def names(typed: str, text: str) -> bool:
    """Whether what was typed so far stands in a short text, as it is written or in pinyin, whole or initials."""
    wanted = fold(typed).replace(" ", "")
    folded = fold(text)
    return wanted in folded.replace(" ", "") or any(each.startswith(wanted) for each in _spellings(folded))


def phrases(text: str) -> tuple[Phrase, ...]:
    """What a search for `text` demands, all of it: a phrase for each word typed, () where nothing is left."""
    text = text[:_QUERY_LIMIT]
    if whole := _as_phone(text):
        return (Phrase((whole,), True),)
    # A masked number is searched by the digits that it shows.
    asked = fold(text.replace("*", " ").replace("＊", " ")).split()
    found = ((phone,) if (phone := _as_phone(word)) else tuple(_WORD.findall(word)) for word in asked)
    return tuple(Phrase(words, _SINGLE.fullmatch(words[-1]) is None) for words in found if words)


def query(text: str) -> str | None:
    """`text` as an FTS5 MATCH expression, valid whatever was typed; None where nothing can be searched."""
    return " AND ".join(map(match_term, phrases(text))) or None


def match_term(phrase: Phrase) -> str:
    """A phrase as FTS5 asks for it."""
    return f'"{" ".join(phrase.words)}"{" *" if phrase.prefix else ""}'


def pieces(name: str, key: str) -> tuple[Phrase, ...]:
    """Any piece of a name: two characters of Chinese in a row, the beginning of a Latin word."""
    words = segment(key).split()
    pairs = [Phrase((one, other), False) for one, other in pairwise(words) if _is_cjk(one) and _is_cjk(other)]
    starts = [Phrase((word[:4],), True) for word in segment(name).split() if len(word) > 2]
    return tuple(dict.fromkeys(pairs + starts))


def _is_cjk(word: str) -> bool:
    return len(word) == 1 and not word.isascii()


def _as_phone(text: str) -> str:
    key = phone_key(text)
    return key if _FULL_PHONE.fullmatch(key) else ""


def _ends(text: str) -> list[str]:
    """The ends of runs of letters and digits, so that the beginning of one is any part of a run.

    Where a short end stands right before other words, those of a short search follow it.
    """
    found: dict[str, None] = {}
    # A lead's records repeat themselves, and most chunks are Chinese throughout: each character a word of its own.
    for chunk in dict.fromkeys(fold(text).split()):
        if _LONG.search(chunk):
            found.update(dict.fromkeys(_ends_within(chunk)))
    return list(found)


@lru_cache(maxsize=4096)
def _ends_within(chunk: str) -> tuple[str, ...]:
    found = []
    words = _WORD.findall(chunk)
    for place, word in enumerate(words):
        for start in range(1, min(len(word), _LONGEST_RUN)):
            end = word[start:]
            following = words[place + 1 : place + _SPANNED] if len(end) < _SPANNED else []
            found.append(" ".join([end, *following]))
    return tuple(found)


def _spellings(folded: str) -> list[str]:
    cut = legal_form(folded) or len(folded)
    return _from_each(_syllables(folded[:cut]), _syllables(folded[cut:]))


def _surname_spellings(folded: str) -> list[str]:
    for surname in (folded[:2], folded[:1]):
        if readings := _SURNAMES.get(surname):
            given = _syllables(folded[len(surname) :])
            return _from_each([(each[0], each) for each in readings], given)[:2]
    return []


def _from_each(own: list[tuple[str, str]], legal: list[tuple[str, str]]) -> list[str]:
    """Initials joined and pinyin joined, from each of the first syllables of the own part of a name on.

    Nobody looks a company up by 有限公司, so nothing begins there, and only the whole name spells it out.
    """
    initials = [initial for initial, _whole in own + legal]
    found = []
    for start in range(min(len(own), _SPELLED)):
        spelled = own[start : start + _SPELLED] if start else (own + legal)[:_SPELLED]
        found.append("".join(initials[start : start + _SPELLED]))
        found.append("".join([whole for _initial, whole in spelled]))
    return found


def _syllables(folded: str) -> list[tuple[str, str]]:
    """(initial, whole) of each character's reading; a run of Latin letters or digits is its own initial."""
    found: list[tuple[str, str]] = []
    for run in _RUN.findall(folded):
        found += _spell(run) if _SINGLE.match(run) else [(run, run)]
    return found


def spoken(folded: str) -> str:
    """How a name is read aloud, as pinyin: names written with other characters may sound the same."""
    return "".join(whole for _initial, whole in _syllables(folded))


def _spell(run: str) -> list[tuple[str, str]]:
    from pypinyin.seg import mmseg

    return [syllable for word in mmseg.seg.cut(run) for syllable in _readings(word)]


@lru_cache(maxsize=16_384)
def _readings(word: str) -> tuple[tuple[str, str], ...]:
    # The run was cut into known words first: 重庆 and 银行 keep their readings, and a word is looked up once.
    from pypinyin import lazy_pinyin

    return tuple((each[0], each) for each in lazy_pinyin([word], errors="ignore"))
