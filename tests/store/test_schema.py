"""The models say what the migrated file holds: columns, types, nullability, indexes."""

from pathlib import Path

import pytest
from peewee import (
    AutoField,
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from leadtui.desk import Desk
from leadtui.domain.uids import uid7
from leadtui.store import journal
from leadtui.store.models import JOURNALLED, JournalEntry, JournalRow, NumberSequence, Rep, db

pytestmark = pytest.mark.file


MODELS: tuple[type[Model], ...] = (*JOURNALLED, JournalEntry, JournalRow, NumberSequence)
TYPES: tuple[tuple[type[Field], str], ...] = (
    (AutoField, "INTEGER"),
    (BigAutoField, "INTEGER"),
    (ForeignKeyField, "BIGINT"),
    (BlobField, "BLOB"),
    (BooleanField, "BOOLEAN"),
    (BigIntegerField, "BIGINT"),
    (IntegerField, "INTEGER"),
    (DateField, "DATE"),
    (TextField, "TEXT"),
    (CharField, "VARCHAR(255)"),
)


def declared(model: type[Model]) -> dict[str, tuple[str, bool, bool]]:
    """Column name to type, whether it must be filled, whether it is the key, as the model says."""
    return {
        field.column_name: (
            next(name for kind, name in TYPES if isinstance(field, kind)),
            not field.null,
            bool(field.primary_key),
        )
        for field in model._meta.sorted_fields
    }


def migrated(table: str) -> dict[str, tuple[str, bool, bool]]:
    """The same, as the file says; SQLite does not call an INTEGER key NOT NULL though it is."""
    rows = db.execute_sql(f'PRAGMA table_info("{table}")').fetchall()
    return {name: (kind, bool(must or key), bool(key)) for _place, name, kind, must, _default, key in rows}


def indexes(table: str) -> dict[tuple[str, ...], bool]:
    """The leading columns of every index of a table, and whether it is unique."""
    found = {}
    for _place, name, is_unique, _origin, _partial in db.execute_sql(f'PRAGMA index_list("{table}")').fetchall():
        columns = tuple(row[2] for row in db.execute_sql(f'PRAGMA index_info("{name}")').fetchall())
        found[columns] = bool(is_unique)
    return found


@pytest.mark.usefixtures("book")
class TestSchema:
    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_a_model_has_the_columns_of_its_table(self, model: type[Model]) -> None:
        assert migrated(model._meta.table_name) == declared(model)

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_what_a_model_calls_unique_or_indexed_is(self, model: type[Model]) -> None:
        found = indexes(model._meta.table_name)
        for field in model._meta.sorted_fields:
            if field.primary_key:
                continue
            if field.unique:
                assert found.get((field.column_name,)) is True
            elif field.index:
                assert any(columns[0] == field.column_name for columns in found), field.name

    def test_no_table_is_without_a_model_but_those_of_the_search_and_the_migrations(self) -> None:
        rows = db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        others = {name for (name,) in rows if not name.startswith(("sqlite_", "lead_search"))}
        assert others == {model._meta.table_name for model in MODELS} | {"schema_migration"}

    def test_every_reference_to_a_row_is_enforced(self) -> None:
        for model in MODELS:
            keys = db.execute_sql(f'PRAGMA foreign_key_list("{model._meta.table_name}")').fetchall()
            enforced = {row[3]: row[2] for row in keys}
            references = [field for field in model._meta.sorted_fields if isinstance(field, ForeignKeyField)]
            assert enforced == {field.column_name: field.rel_model._meta.table_name for field in references}

    def test_rows_get_uids_of_version_7_that_sort_by_their_making(self, desk: Desk) -> None:
        """§2: a UUIDv7 beside every key survives a move between databases."""
        with journal.change(desk, "Add reps") as change:
            change.insert_many(Rep, [{"name": f"销售{number}"} for number in range(50)])
        with journal.change(desk, "Add another") as change:
            change.insert(Rep, name="最后")
        uids = [uid for (uid,) in Rep.select(Rep.uid).order_by(Rep.id).tuples()]
        assert len(set(uids)) == 51
        assert {uid.version for uid in uids} == {7}
        stamps = [uid.int >> 80 for uid in uids]
        assert stamps == sorted(stamps)


def test_uids_made_in_one_millisecond_are_distinct() -> None:
    made = [uid7() for _each in range(10_000)]
    assert len(set(made)) == len(made)


def test_the_book_of_a_test_is_its_own(book: Path, tmp_path: Path) -> None:
    assert book.parent == tmp_path
