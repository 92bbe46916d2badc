"""The full-text index of leads: SQLite's FTS5 over segmented text. What PostgreSQL does instead stays in here too."""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import DatabaseError

from leadtui.domain import searchtext
from leadtui.store.database import execute_many
from leadtui.store.models import db


@dataclass(frozen=True, slots=True)
class Words:
    """What a lead is found by."""

    name: str
    people: Sequence[str]
    phones: Sequence[str]
    others: Sequence[str]


def replace(gone: Sequence[int], documents: Sequence[tuple[int, Words]]) -> None:
    """Forget these leads' words and index the given ones instead."""
    if not gone:
        return
    marks = ", ".join("?" * len(gone))
    db.execute_sql(f"DELETE FROM lead_search WHERE rowid IN ({marks})", tuple(gone))
    execute_many(
        "INSERT INTO lead_search (rowid, text) VALUES (?, ?)",
        [(lead, document(words)) for lead, words in documents],
    )


def document(words: Words) -> str:
    """The text under which a lead is indexed."""
    return searchtext.document(words.name, words.others, words.phones, words.people)


def documents(leads: Sequence[int]) -> dict[int, str]:
    """The text under which each of these leads is indexed now."""
    marks = ", ".join("?" * len(leads))
    return dict(db.execute_sql(f"SELECT rowid, text FROM lead_search WHERE rowid IN ({marks})", tuple(leads)))


def is_sound() -> bool:
    """Whether the index agrees with its own text; asks for the right to write, but changes nothing."""
    try:
        db.execute_sql("INSERT INTO lead_search (lead_search) VALUES ('integrity-check')")
    except DatabaseError:
        return False
    return True


def matching(text: str) -> tuple[str, tuple[str, ...]] | None:
    """SQL that selects the ids of leads whose words match what a person typed, or None when it holds no word."""
    expression = searchtext.query(text)
    if expression is None:
        return None
    return "SELECT rowid FROM lead_search WHERE lead_search MATCH ?", (expression,)


def newest(text: str, limit: int | None) -> list[int]:
    """The leads whose words match what a person typed, the last entered first; at most so many."""
    found = matching(text)
    if found is None:
        return []
    sql, given = found
    asked = db.execute_sql(f"{sql} ORDER BY rowid DESC LIMIT {db.param}", (*given, -1 if limit is None else limit))
    return [lead for (lead,) in asked]


def sharing(name: str, key: str, limit: int) -> list[int]:
    """Leads whose words share a piece of a name, those of rare pieces first; `key` is the name's own part, folded."""
    expression = searchtext.pieces(name, key)
    if expression is None:
        return []
    found = db.execute_sql(
        "SELECT rowid FROM lead_search WHERE lead_search MATCH ? ORDER BY rank LIMIT ?", (expression, limit)
    )
    return [lead for (lead,) in found]


def compact() -> None:
    """Write the index anew without the words of what is gone: until then they stand in its older parts."""
    db.execute_sql("INSERT INTO lead_search (lead_search) VALUES ('optimize')")


def rebuild() -> None:
    """Make the index anew from its own text."""
    db.execute_sql("INSERT INTO lead_search (lead_search) VALUES ('rebuild')")
