"""The full-text index of leads: SQLite's FTS5 over segmented text. What PostgreSQL does instead stays in here too."""

from collections.abc import Sequence
from dataclasses import dataclass

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
        [
            (lead, searchtext.document(words.name, words.others, words.phones, words.people))
            for lead, words in documents
        ],
    )


def matching(text: str) -> tuple[str, tuple[str, ...]] | None:
    """SQL that selects the ids of leads whose words match what a person typed, or None when it holds no word."""
    expression = searchtext.query(text)
    if expression is None:
        return None
    return "SELECT rowid FROM lead_search WHERE lead_search MATCH ?", (expression,)
