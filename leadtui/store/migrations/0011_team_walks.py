"""On a server: who sees a lead stands beside its words, so that one index finds both; and a rep's own list by index."""

from peewee import Database, SqliteDatabase

# An operator such as @@ may not look at a row before row security has, so that a search would read every lead there is:
# store/finding.py asks for words and rep at once. No list of pending words: each search would read it from end to end.
STATEMENTS = """
ALTER TABLE lead_search ADD COLUMN seen_by BIGINT[] NOT NULL DEFAULT '{}';
DROP INDEX lead_search_words;
CREATE INDEX lead_search_words ON lead_search USING gin (words, seen_by) WITH (fastupdate = off);
CREATE INDEX lead_owner ON lead (owner_id, created_at, id) WHERE deleted_at IS NULL;
"""


def up(migrator: object, db: Database) -> None:
    """Add them; a private file has one reader, who sees everything."""
    if isinstance(db, SqliteDatabase):
        return
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
