"""The database and nothing but: opening, tables, migrations, the journal, what is derived, the search index."""
