"""The due list is answered by its index alone: its reasons stand there too."""

from peewee import Database

# On a cold morning each lead looked up for its reason is a page read from the disk.
STATEMENTS = """
DROP INDEX lead_attend_on;
CREATE INDEX lead_attend_on ON lead
  (attend_on, owner_id, next_owner, priority, amount, created_at, id, deleted_at,
   next_due, first_touch_on, cadence_on, survey_on, unsigned_on, missing_on, recycling_on)
  WHERE attend_on IS NOT NULL AND deleted_at IS NULL;
"""


def up(migrator: object, db: Database) -> None:
    """Make the index anew."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
