"""Indexes for the questions of a day: what is due when, what a rep did, which plan has a time, who is reached how."""

from peewee import Database

# Partial ones hold the few rows that are asked for, so that an import hardly pays for them. The due index holds the
# order inside a day as well: a look at coming weeks reads no wide rows.
STATEMENTS = """
DROP INDEX lead_attend_on;
CREATE INDEX lead_attend_on ON lead
  (attend_on, owner_id, next_owner, priority, amount, created_at, id, deleted_at)
  WHERE attend_on IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX lead_deleted_at ON lead (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX follow_up_recorded_at ON follow_up (by_id, recorded_at, lead_id) WHERE NOT is_imported;
CREATE INDEX stage_change_at ON stage_change (by_id, at, from_stage, to_stage) WHERE from_stage IS NOT NULL;
CREATE INDEX plan_due_time ON plan (due, due_time) WHERE due_time IS NOT NULL;
CREATE INDEX contact_wechat ON contact (LOWER(wechat)) WHERE wechat <> '';
CREATE INDEX contact_email ON contact (LOWER(email)) WHERE email <> '';
CREATE INDEX journal_entry_target ON journal_entry (target) WHERE target IS NOT NULL;
"""


def up(migrator: object, db: Database) -> None:
    """Add the indexes."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
