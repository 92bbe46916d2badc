"""A card's place on the board where the order of a column is by hand."""

from peewee import Database


def up(migrator: object, db: Database) -> None:
    """Add the place; a card that was never put anywhere by hand has none."""
    db.execute_sql("ALTER TABLE lead ADD COLUMN place BIGINT")
