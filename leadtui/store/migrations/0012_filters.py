"""Indexes for filters by what the list's own index does not hold: region, industry, the detail of a source; and for
cards put by hand."""

from peewee import Database

# Partial ones: most sheets bring none of these, and then an import pays nothing for them.
STATEMENTS = """
CREATE INDEX customer_region ON customer (region) WHERE region <> '';
CREATE INDEX customer_industry ON customer (industry) WHERE industry <> '';
CREATE INDEX lead_source_detail ON lead (source_detail) WHERE source_detail <> '';
CREATE INDEX lead_place ON lead (place) WHERE place IS NOT NULL;
"""


def up(migrator: object, db: Database) -> None:
    """Add the indexes."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        db.execute_sql(statement)
