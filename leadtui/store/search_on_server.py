"""The same index on a server: the segmented words of a lead as a tsvector, positions included so that phrases match.

The words come split and folded already, so the server's own parser and dictionaries have no say. Those of a lead's
people are added by the server (store/sealed.py), so that nobody reads them who indexes the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from leadtui.domain import searchtext
from leadtui.domain.searchtext import Phrase
from leadtui.store.database import execute_many
from leadtui.store.models import db

LAST_PLACE, PLACES, LONGEST = 16_383, 255, 500
"""What a tsvector holds: places, places of one word, characters of one word (2 046 bytes)."""
MOST_BYTES = 900_000
"""A tsvector ends at 1 MB; what a lead says beyond is found no more."""
MATCHING = "SELECT team_found(%s::tsquery, NULL)"
NEWEST = "SELECT team_found(%s::tsquery, %s)"
_NEW = "INSERT INTO lead_search (lead_id, text, words) VALUES (%s, %s, %s::tsvector)"
_CHANGED = "UPDATE lead_search SET text = %s, words = %s::tsvector WHERE lead_id = %s"
_COMMON = 500
"""Leads looked at for one piece of a name: a piece that stands in more tells little."""


def replace(gone: Sequence[int], texts: Sequence[tuple[int, str]]) -> None:
    """Forget these leads' words and index the given texts instead; the server leaves alone what stands so already."""
    known = {
        lead for (lead,) in db.execute_sql("SELECT lead_id FROM lead_search WHERE lead_id = ANY (%s)", (list(gone),))
    }
    words = [(lead, text, vector(text)) for lead, text in texts]
    if none := list(known - {lead for lead, _text, _words in words}):
        db.execute_sql("DELETE FROM lead_search WHERE lead_id = ANY (%s)", (none,))
    if new := [each for each in words if each[0] not in known]:
        execute_many(_NEW, new)
    if old := [(text, said, lead) for lead, text, said in words if lead in known]:
        execute_many(_CHANGED, old)


def vector(text: str) -> str:
    """A segmented text as a tsvector literal."""
    places: dict[str, list[int]] = defaultdict(list)
    size = 0
    for place, word in enumerate(text.split(), 1):
        word = word[:LONGEST]
        size += 8 + (0 if word in places else len(word.encode()))
        if size > MOST_BYTES:
            break
        if len(places[word]) < PLACES:
            places[word].append(min(place, LAST_PLACE))
    return " ".join(f"{_quoted(word)}:{','.join(map(str, dict.fromkeys(at)))}" for word, at in places.items())


def query(phrases: Iterable[Phrase]) -> str:
    """What a search demands, all of it, as a tsquery."""
    return " & ".join(map(_term, phrases))


def _term(phrase: Phrase) -> str:
    words = [_quoted(word[:LONGEST]) for word in phrase.words]
    return f"({' <-> '.join(words)}{':*' if phrase.prefix else ''})"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def sharing(pieces: Sequence[Phrase], limit: int) -> list[int]:
    """Leads that share a piece of a name, those of rare pieces first."""
    asked = ", ".join(["(%s::int, %s::tsquery)"] * len(pieces))
    given = [value for place, piece in enumerate(pieces) for value in (place, _term(piece))]
    found = db.execute_sql(
        f"WITH found AS (SELECT place, lead_id FROM (VALUES {asked}) AS piece (place, asked) CROSS JOIN LATERAL"
        f" (SELECT team_found(asked, {_COMMON}) AS lead_id) AS held),"
        " common AS (SELECT place, count(*) AS leads FROM found GROUP BY place)"
        " SELECT lead_id FROM found JOIN common USING (place)"
        " GROUP BY lead_id ORDER BY sum(1.0 / leads) DESC, lead_id LIMIT %s",
        (*given, limit),
    )
    return [lead for (lead,) in found]


def know(first: int, last: int) -> None:
    """Index the people of a run of contacts; their leads take that in when they are indexed next."""
    people = db.execute_sql("SELECT id, name, phone FROM contact WHERE id BETWEEN %s AND %s", (first, last)).fetchall()
    execute_many("SELECT team_know(%s, %s::tsvector)", [(key, _of_person(name, phone)) for key, name, phone in people])


def know_all() -> None:
    """Index the people that are not yet, and have their leads taken in again; for the owner of the database."""
    unknown = "id NOT IN (SELECT contact_id FROM contact_words)"
    people = db.execute_sql(f"SELECT id, name, phone FROM contact WHERE {unknown}").fetchall()
    execute_many("SELECT team_know(%s, %s::tsvector)", [(key, _of_person(name, phone)) for key, name, phone in people])
    if people:
        db.execute_sql("UPDATE lead SET derived_by = 0")


def _of_person(name: str, phone: str) -> str:
    return vector(searchtext.document("", (), [phone], [name]))


def is_sound() -> bool:
    """Whether each lead's words are those of its text and its people."""
    newest = db.execute_sql("SELECT lead_id, text FROM lead_search ORDER BY lead_id DESC LIMIT 500").fetchall()
    given = [(lead, vector(text)) for lead, text in newest]
    return all(db.execute_sql("SELECT team_is_indexed(%s, %s::tsvector)", each).fetchone()[0] for each in given)


def rebuild() -> None:
    """Make each lead's words anew from its text."""
    rows = db.execute_sql("SELECT text, lead_id FROM lead_search").fetchall()
    execute_many(
        "UPDATE lead_search SET words = %s::tsvector WHERE lead_id = %s", [(vector(text), lead) for text, lead in rows]
    )
