"""The indexes that lists walk: the order of the list with all it is filtered by, and customers by name."""

from peewee import Database

# The first holds whatever a list filters, counts and sums by, so that no question of a list reads the wide rows; what
# a partial index demands has to stand in it, too, or SQLite looks at the row for it.
STATEMENTS = """
CREATE INDEX lead_listed ON lead
  (created_at, id, stage, status, grade, priority, owner_id, source, customer_id, next_due, stage_since, amount,
   place, deleted_at)
  WHERE deleted_at IS NULL;
CREATE INDEX customer_name ON customer (name);
DROP INDEX lead_stage;
CREATE INDEX lead_stage ON lead (stage, next_due, id, deleted_at) WHERE deleted_at IS NULL;
"""


def up(migrator: object, db: Database) -> None:
    """Add the indexes, and make the one that columns of stages are read by answer alone."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
