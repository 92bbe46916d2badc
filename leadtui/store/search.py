"""The full-text index of leads over segmented text: FTS5 in a file, a tsvector on a server (search_on_server)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from peewee import DatabaseError

from leadtui.domain import searchtext
from leadtui.store import search_on_server
from leadtui.store.database import execute_many, is_on_server
from leadtui.store.models import db


@dataclass(frozen=True, slots=True)
class Words:
    """What a lead is found by."""

    name: str
    people: Sequence[str]
    phones: Sequence[str]
    others: Sequence[str]
    pinyin: str | None = None
    """That of name and people, where they are indexed already."""


def replace(gone: Sequence[int], documents: Sequence[tuple[int, Words]]) -> None:
    """Forget these leads' words and index the given ones instead."""
    if not gone:
        return
    texts = [(lead, document(words)) for lead, words in documents]
    if is_on_server():
        search_on_server.replace(gone, texts)
        return
    marks = ", ".join("?" * len(gone))
    db.execute_sql(f"DELETE FROM lead_search WHERE rowid IN ({marks})", tuple(gone))
    execute_many("INSERT INTO lead_search (rowid, text) VALUES (?, ?)", texts)


def know(first: int, last: int) -> None:
    """Know a run of contacts: on a server their words stand apart from those of their leads."""
    if is_on_server():
        search_on_server.know(first, last)


def document(words: Words) -> str:
    """The text under which a lead is indexed."""
    return searchtext.document(words.name, words.others, words.phones, words.people, words.pinyin)


def documents(leads: Sequence[int]) -> dict[int, str]:
    """The text under which each of these leads is indexed now."""
    marks, key = ", ".join([db.param] * len(leads)), "lead_id" if is_on_server() else "rowid"
    return dict(db.execute_sql(f"SELECT {key}, text FROM lead_search WHERE {key} IN ({marks})", tuple(leads)))


def is_sound() -> bool:
    """Whether the index agrees with its own text; asks for the right to write, but changes nothing."""
    if is_on_server():
        return search_on_server.is_sound()
    try:
        db.execute_sql("INSERT INTO lead_search (lead_search) VALUES ('integrity-check')")
    except DatabaseError:
        return False
    return True


def matching(text: str) -> tuple[str, tuple[str, ...]] | None:
    """SQL that selects the ids of leads whose words match what a person typed, or None when it holds no word."""
    phrases = searchtext.phrases(text)
    if not phrases:
        return None
    if is_on_server():
        return search_on_server.MATCHING, (search_on_server.query(phrases),)
    return "SELECT rowid FROM lead_search WHERE lead_search MATCH ?", (
        " AND ".join(map(searchtext.match_term, phrases)),
    )


def newest(text: str, limit: int | None) -> Iterator[int]:
    """The leads whose words match what a person typed, the last entered first; at most so many."""
    found = matching(text)
    if found is None:
        return iter(())
    sql, given = found
    if is_on_server():
        asked = db.execute_sql(search_on_server.NEWEST, (*given, limit))
    else:
        asked = db.execute_sql(f"{sql} ORDER BY rowid DESC LIMIT ?", (*given, -1 if limit is None else limit))
    return (lead for (lead,) in asked)


def among(ids: Sequence[int]) -> tuple[str, tuple[object, ...]]:
    """SQL that selects these ids, however many, and what fills it."""
    if is_on_server():
        return "(SELECT unnest(%s::bigint[]))", (list(ids),)
    return "(SELECT value FROM json_each(?))", (json.dumps(list(ids)),)


def sharing(name: str, key: str, limit: int) -> list[int]:
    """Leads whose words share a piece of a name, those of rare pieces first; `key` is the name's own part, folded."""
    pieces = searchtext.pieces(name, key)
    if not pieces:
        return []
    if is_on_server():
        return search_on_server.sharing(pieces, limit)
    found = db.execute_sql(
        "SELECT rowid FROM lead_search WHERE lead_search MATCH ? ORDER BY rank LIMIT ?",
        (" OR ".join(map(searchtext.match_term, pieces)), limit),
    )
    return [lead for (lead,) in found]


def compact() -> None:
    """Write the index anew without the words of what is gone: until then they stand in its older parts."""
    if not is_on_server():
        db.execute_sql("INSERT INTO lead_search (lead_search) VALUES ('optimize')")


def rebuild() -> None:
    """Make the index anew from its own text."""
    if is_on_server():
        search_on_server.rebuild()
    else:
        db.execute_sql("INSERT INTO lead_search (lead_search) VALUES ('rebuild')")
