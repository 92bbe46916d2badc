"""The words of another team that leads bring along: its own sources and reasons, added to this team's settings."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.numbering import CODE
from leadtui.domain.team_words import VOCABULARY, Words, words_document
from leadtui.domain.terms import OpenTerm, Word
from leadtui.domain.topics import Topic
from leadtui.i18n import N_, _, in_every_language
from leadtui.store import database, settings
from leadtui.store.journal import Change
from leadtui.store.models import Setting


def learn(change: Change, words: Sequence[tuple[type[OpenTerm], Word]]) -> None:
    """Add these words to the team's settings where their keys are not known, in the same change as the leads."""
    for kind in dict.fromkeys(kind for kind, _word in words):
        topic = VOCABULARY[kind]
        known = settings.value(topic)
        wanted = known
        for word in dict.fromkeys(word for each, word in words if each is kind):
            if word.key not in {each.key for each in wanted}:
                wanted = (*wanted, _distinct(kind, word, wanted))
        if wanted != known:
            _demand_right([word.label for word in wanted[len(known) :]])
            _keep(change, topic, wanted)


def _demand_right(labels: Sequence[str]) -> None:
    """Refuse new words from who may not set the team's rules, before anything is written."""
    if not database.is_on_server():
        return
    from leadtui.store import members

    found = members.me()
    if found is not None and found[1] != members.MANAGER:
        raise LeadtuiError(
            N_("The team does not have these words yet: {words}. Nothing was saved. A manager adds them to the team's"
               " settings; then do it again."),
            words=_(", ").join(labels),
        )  # fmt: skip


def _distinct(kind: type[OpenTerm], word: Word, known: Words) -> Word:
    """The word with a label and a code that nothing else in the list has."""
    labels = {each.label.casefold() for each in known}
    labels |= {name.casefold() for term in kind for name in in_every_language(term.marked)}
    codes = {each.code for each in known if each.code}
    tried = (word.label, *(f"{word.label} {number}" for number in range(2, len(labels) + 3)))
    label = next(each for each in tried if each.casefold() not in labels)
    return replace(word, label=label, code=_free(word.code, codes) if word.code else "")


def _free(code: str, taken: set[str]) -> str:
    tried = (f"{code[: 8 - len(str(number))]}{number}" for number in count(2))
    return code if code not in taken else next(each for each in tried if each not in taken and CODE.fullmatch(each))


def _keep(change: Change, topic: Topic[Words], words: Words) -> None:
    value = json.dumps(words_document(words), ensure_ascii=False)
    row = Setting.get_or_none(Setting.key == topic.key)
    if row is None:
        change.insert(Setting, key=topic.key, value=value)
    else:
        change.update(Setting, row.id, value=value)
