"""A team's own sources lie in its settings; the table meant for them was never written."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    """Drop it."""
    db.execute_sql("DROP TABLE source_choice")
