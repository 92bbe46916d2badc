"""The choices a team extends: sources with their codes, reasons for lost and for invalid leads (spec §2.2)."""

import re
from collections.abc import Sequence
from typing import Any

from leadtui.domain.errors import Implausible
from leadtui.domain.numbering import CODE, SOURCE_CODES
from leadtui.domain.terms import SPOKEN, InvalidReason, LostReason, OpenTerm, Source, Word
from leadtui.domain.topics import Cell, Cells, InUse, Topic, records, text_of
from leadtui.i18n import N_, NP_, Marked, in_every_language, told

_LABEL, _CODE, _ACTIVE, _KEY = (
    NP_("setting", "Name"),
    NP_("setting", "Code"),
    NP_("setting", "In use"),
    NP_("setting", "Key"),
)
_KEY_FORM = re.compile(r"[a-z][a-z0-9_]{0,39}")

Words = tuple[Word, ...]


def _house(kind: type[OpenTerm]) -> Words:
    return tuple(Word(term.value, code=SOURCE_CODES[term] if isinstance(term, Source) else "") for term in kind)


def _reader(kind: type[OpenTerm], *, has_codes: bool) -> Any:
    def read(document: object) -> Words:
        """The house's choices as the team has set them, then its own."""
        house = {word.key: word for word in _house(kind)}
        found: dict[str, Word] = {}
        for told_ in records(document):
            word = _word(kind, told_, house, found, has_codes=has_codes)
            found[word.key] = word
        words = (*(found.get(key, word) for key, word in house.items()), *(w for w in found.values() if w.label))
        _refuse_doubles(kind, words)
        return words

    return read


def _word(
    kind: type[OpenTerm], told_: dict[str, Any], house: dict[str, Word], found: dict[str, Word], *, has_codes: bool
) -> Word:
    label = text_of(_LABEL, "label", told_.get("label", ""))
    given = _house_key(kind, str(told_.get("key", "")), label, house)
    if not given and not label:
        raise Implausible("label", N_("{field} is needed."), field=told(_LABEL))
    code = text_of(_CODE, "code", told_.get("code", "")) or (house[given].code if given else "")
    if has_codes and not CODE.fullmatch(code):
        raise Implausible("code", N_("A source needs a code of 1 to 8 letters or digits; it stands in lead numbers."))
    is_active = _is_yes(told_.get("active", True))
    if given:
        return Word(given, "", code, is_active)
    key = str(told_.get("key", "")) or _key_for(label, {*house, *found})
    if not _KEY_FORM.fullmatch(key):
        raise Implausible("key", N_("“{text}” is no key: small letters, digits and _ make one."), text=key)
    return Word(key, label, code if has_codes else "", is_active)


def _house_key(kind: type[OpenTerm], key: str, label: str, house: dict[str, Word]) -> str:
    """The key of the given choice that a row is about, or nothing; its name is not the team's to change."""
    by_name = next((term.value for term in kind if label in (term.value, *in_every_language(term.marked))), "")
    if key in house and label and by_name != key:
        raise Implausible("label", N_("The name of a given choice stays; put it away and add your own."))
    return key if key in house else by_name if not key else ""


def _refuse_doubles(kind: type[OpenTerm], words: Words) -> None:
    labels = [word.label.casefold() for word in words if word.label]
    labels += [name.casefold() for term in kind for name in dict.fromkeys(in_every_language(term.marked))]
    codes = [word.code for word in words if word.code and word.is_active]
    for key, name, held in (("label", _LABEL, labels), ("code", _CODE, codes)):
        double = next((text for text in held if held.count(text) > 1), None)
        if double:
            raise Implausible(key, N_("{field}: “{text}” stands twice."), field=told(name), text=double)


def _key_for(label: str, taken: set[str]) -> str:
    """A language-neutral key made of a label: its pinyin, or its letters."""
    from leadtui.domain.searchtext import spelled

    key = re.sub(r"[^a-z0-9]+", "_", spelled(label)).strip("_")[:30]
    key = key if key[:1].isalpha() else f"own_{key}".rstrip("_")
    return next(each for each in (key, *(f"{key}_{n}" for n in range(2, 1000))) if each not in taken)


def _is_yes(value: object) -> bool:
    if isinstance(value, bool):
        return value
    answer = InUse.named(str(value))
    if answer is None:
        raise Implausible("active", N_("{field}: yes or no is wanted."), field=told(_ACTIVE))
    return answer is InUse.YES


def _rows(kind: type[OpenTerm]) -> Any:
    labels = {term.value: term.marked for term in kind}

    def rows(words: Words) -> list[dict[str, str]]:
        """Each choice with its name in the language being spoken."""
        return [
            {
                "key": word.key,
                "label": word.label or told(labels[word.key]),
                "code": word.code,
                "active": (InUse.YES if word.is_active else InUse.NO).label,
            }
            for word in words
        ]

    return rows


def _document(kind: type[OpenTerm]) -> Any:
    def document(rows: Sequence[Cells]) -> object:
        """The rows as they are stored; a given choice is stored by its key alone."""
        given = {term.value for term in kind}
        made = []
        for row in rows:
            kept = {"key": row.get("key", ""), "label": row["label"], "code": row.get("code", "")}
            if kept["key"] in given and row["label"] in in_every_language(kind(kept["key"]).marked):
                kept["label"] = ""
            made.append({**kept, "active": _is_yes(row.get("active") or InUse.YES)})
        return made

    return document


def words_document(words: Words) -> list[dict[str, object]]:
    """The words as they are stored."""
    return [{"key": w.key, "label": w.label, "code": w.code, "active": w.is_active} for w in words]


def kept(wanted: Words, before: Words, used: set[str]) -> Words:
    """The wanted words, with those of before that leads carry: these are put away, never dropped."""
    named = {word.key for word in wanted}
    lost = [word for word in before if word.label and word.key in used and word.key not in named]
    return (*wanted, *(Word(word.key, word.label, word.code, False) for word in lost))


def _topic(key: str, marked: Marked, about: str, kind: type[OpenTerm], *, has_codes: bool = False) -> Topic[Words]:
    code = (Cell("code", _CODE, width=8),) if has_codes else ()
    return Topic(
        key,
        marked,
        about,
        (
            Cell("label", _LABEL, width=20),
            *code,
            Cell("active", _ACTIVE, InUse, width=8),
            Cell("key", _KEY, is_given=True, width=20),
        ),
        _house(kind),
        _reader(kind, has_codes=has_codes),
        _rows(kind),
        _document(kind),
        is_list=True,
    )


SOURCES = _topic(
    SPOKEN[Source],
    NP_("setting", "Sources"),
    N_("Where leads come from; the code stands in the lead number. One that leads carry is put away, not removed."),
    Source,
    has_codes=True,
)
LOST_REASONS = _topic(
    SPOKEN[LostReason], NP_("setting", "Lost reasons"), N_("Why a lead was lost; asked when it is."), LostReason
)
INVALID_REASONS = _topic(
    SPOKEN[InvalidReason],
    NP_("setting", "Invalid reasons"),
    N_("Why a lead is no lead; asked when it is."),
    InvalidReason,
)

VOCABULARY: dict[type[OpenTerm], Topic[Words]] = {
    Source: SOURCES,
    LostReason: LOST_REASONS,
    InvalidReason: INVALID_REASONS,
}
"""The settings that say which words the team's choices have."""
