"""The public pool: who tended a lead before, when it came back and why, when it was claimed, and when it goes next."""

from peewee import Database

# Both indexes are small: they hold the leads in the pool and those that a rule will send there.
STATEMENTS = """
ALTER TABLE lead ADD COLUMN former_owner_id BIGINT REFERENCES rep (id);
ALTER TABLE lead ADD COLUMN released_at BIGINT;
ALTER TABLE lead ADD COLUMN release_reason VARCHAR(255) NOT NULL DEFAULT '';
ALTER TABLE lead ADD COLUMN claimed_at BIGINT;
ALTER TABLE lead ADD COLUMN recycling_on DATE;
ALTER TABLE lead ADD COLUMN recycle_on DATE;
CREATE INDEX lead_in_pool ON lead (id) WHERE owner_id IS NULL AND deleted_at IS NULL;
CREATE INDEX lead_recycle_on ON lead (recycle_on) WHERE recycle_on IS NOT NULL;
CREATE INDEX lead_claimed_at ON lead (claimed_at) WHERE claimed_at IS NOT NULL;
"""


def up(migrator: object, db: Database) -> None:
    """Add the columns, and the indexes that find what goes back and what is there."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
