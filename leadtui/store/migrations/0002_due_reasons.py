"""A lead's day for each reason it can be due, and when a plan was marked done without a record."""

from peewee import Database

# What is derived stays 0 until store/derived.py has computed it; finding such leads costs one look at an index.
STATEMENTS = """
ALTER TABLE lead ADD COLUMN cadence_on DATE;
ALTER TABLE lead ADD COLUMN survey_on DATE;
ALTER TABLE lead ADD COLUMN unsigned_on DATE;
ALTER TABLE lead ADD COLUMN missing_on DATE;
ALTER TABLE lead ADD COLUMN derived_by INTEGER NOT NULL DEFAULT 0;
CREATE INDEX lead_derived_by ON lead (derived_by);
ALTER TABLE plan ADD COLUMN marked_at BIGINT;
CREATE INDEX plan_marked ON plan (lead_id) WHERE marked_at IS NOT NULL;
"""


def up(migrator: object, db: Database) -> None:
    """Add the columns and the indexes that find what is not computed yet."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
