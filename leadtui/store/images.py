"""Rows as the journal keeps them: column values as JSON, single or by the thousand, out of a table and back in."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from uuid import UUID

from peewee import BlobField, BooleanField, CharField, Expression, Field, ModelSelect, TextField, Value

from leadtui.domain import stages
from leadtui.domain.errors import BusyError
from leadtui.domain.uids import uid7
from leadtui.i18n import N_
from leadtui.store import search
from leadtui.store.columns import UidField
from leadtui.store.contacts import SEALED
from leadtui.store.database import execute_many, is_on_server
from leadtui.store.models import DERIVED, Contact, Customer, Lead, LeadTag, Row, Setting, Tag, db
from leadtui.store.settings import pacing

_AT_ONCE = 500
"""Rows whose columns are converted together: quick, and never all of a large import in memory twice."""
_AS_IS = frozenset({int, bytes, type(None)})
_TEXT_AS_IS = _AS_IS | {str}
_OPEN = [stage.value for stage in stages.OPEN]
_RUNS = 20
"""How often a run of ids is asked for before others are said to be in the way."""


def kept(model: type[Row]) -> list[Field]:
    """The fields of a table that the journal keeps: all but what is derived."""
    return [field for field in model._meta.sorted_fields if model is not Lead or field.name not in DERIVED]


def image(model: type[Row], values: Mapping[str, object]) -> dict[str, object]:
    """Field values as plain JSON values."""
    return {name: _plain(model._meta.fields[name], value) for name, value in values.items()}


def _plain(field: Field, value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    stored = field.db_value(value)
    return stored.isoformat() if isinstance(stored, date) else stored


def _stored(field: Field, value: object) -> object:
    if isinstance(value, str) and isinstance(field, UidField | BlobField):
        return bytes.fromhex(value)
    # An image from a file holds 0 and 1.
    return bool(value) if isinstance(field, BooleanField) and value is not None else value


def insert_rows(model: type[Row], rows: Sequence[Mapping[str, object]]) -> range:
    """Insert new rows with their defaults and a run of new ids; the ids. A row may bring the `uid` it has elsewhere."""
    fields = model._meta.sorted_fields
    first = _next_id(model, len(rows))
    ids = range(first, first + len(rows))
    plain = [(field, field.name, field.default) for field in fields if field.name not in ("id", "uid", "version")]
    given = set().union(*rows)
    unknown = given - {name for _field, name, _default in plain} - {"uid"}
    if unknown:
        raise ValueError(f"{model._meta.table_name} has no fields {sorted(unknown)}")

    def values() -> Iterator[tuple[object, ...]]:
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            uids = [row.get("uid") or uid7() for row in some]
            columns = (
                _column(field, [row.get(name, default) for row in some])
                if name in given
                else repeat(field.db_value(default))
                for field, name, default in plain
            )
            yield from zip(ids[start : start + _AT_ONCE], uids, repeat(1), *columns, strict=False)

    _insert(model, ["id", "uid", "version", *(field.column_name for field, _name, _default in plain)], values())
    know(model, ids[0], ids[-1])
    return ids


def know(model: type[Row], first: int, last: int) -> None:
    """Have the search find a run of new rows, where they are people."""
    if model is Contact:
        search.know(first, last)


def _column(field: Field, values: list[object]) -> list[object]:
    """The values of one column as they are stored."""
    # What needs no conversion is left alone, and what repeats is converted once: a large import feels both.
    if set(map(type, values)) <= (_TEXT_AS_IS if isinstance(field, CharField | TextField) else _AS_IS):
        return values
    stored = {value: field.db_value(value) for value in set(values)}
    return [stored[value] for value in values]


def insert_images(model: type[Row], whole: Iterable[Mapping[str, object]]) -> None:
    """Put rows back from their complete images, ids and uids included."""
    fields = kept(model)
    # An image from before a migration lacks the columns that came with it.
    rows = ([_stored(field, each.get(field.name, field.default)) for field in fields] for each in whole)
    _insert(model, [field.column_name for field in fields], rows)


def _insert(model: type[Row], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join([db.param] * len(names))
    execute_many(f'INSERT INTO "{model._meta.table_name}" ({quoted}) VALUES ({marks})', rows)


def _next_id(model: type[Row], count: int) -> int:
    """The first of `count` ids that were never used; a table's sequence survives the deletion of its rows."""
    table = model._meta.table_name
    if is_on_server():
        return _next_run(table, count)
    found = db.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return (found[0] if found else 0) + 1


def _next_run(table: str, count: int) -> int:
    """The first of so many ids in one run of the server's sequence; what others take between makes it begin anew."""
    for _attempt in range(_RUNS):
        taken = db.execute_sql(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, %s)", (count,)).fetchall()
        if taken[-1][0] - taken[0][0] == count - 1:
            return int(taken[0][0])
    raise BusyError(N_("Others are adding much at once just now. Nothing was saved; try again."))


def write(model: type[Row], row_id: int, values: Mapping[str, object]) -> None:
    """Set columns of one row from image values and count the change."""
    fields = model._meta.fields
    assignments = {fields[name]: _stored(fields[name], value) for name, value in values.items()}
    model.update({**assignments, model.version: model.version + 1}).where(model.id == row_id).execute()
    if values.keys() & SEALED:
        know(model, row_id, row_id)


def archive(model: type[Row], first: int, last: int) -> bytes:
    """A run of rows, compressed."""
    fields = kept(model)
    names = ", ".join(f'"{field.column_name}"' for field in fields)
    sql = f'SELECT {names} FROM "{model._meta.table_name}" WHERE id BETWEEN {db.param} AND {db.param} ORDER BY id'
    packer = zlib.compressobj(1)
    parts = [packer.compress(json.dumps([field.name for field in fields]).encode() + b"\n")]
    for row in db.execute_sql(sql, (first, last)):
        parts.append(packer.compress(json.dumps(row, ensure_ascii=False, default=_hex_or_day).encode() + b"\n"))
    return b"".join(parts) + packer.flush()


def _hex_or_day(value: object) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def unarchive(model: type[Row], packed: bytes) -> None:
    """Put a run of rows back."""
    # Not splitlines: a customer's text may hold the other line separators of Unicode.
    lines = zlib.decompress(bytes(packed)).decode().rstrip("\n").split("\n")
    names = json.loads(lines[0])
    fields = [model._meta.fields[name] for name in names]
    rows = (
        [_stored(field, value) for field, value in zip(fields, json.loads(line), strict=True)] for line in lines[1:]
    )
    _insert(model, [field.column_name for field in fields], rows)


def leads_of(model: type[Row], run: Expression) -> Iterator[int]:
    """The leads that a run of rows belongs to."""
    if model is Lead:
        query = Lead.select(Lead.id).where(run)
    elif "lead" in model._meta.fields:
        query = model.select(model.lead).distinct().where(run)
    elif model is Customer:
        query = Lead.select(Lead.id).where(Lead.customer << Customer.select(Customer.id).where(run))
    elif model is Contact:
        query = Lead.select(Lead.id).where(Lead.customer << Contact.select(Contact.customer).where(run))
    elif model is Tag:
        query = LeadTag.select(LeadTag.lead).distinct().where(LeadTag.tag << Tag.select(Tag.id).where(run))
    elif model is Setting:
        changed = {key for (key,) in Setting.select(Setting.key).where(run, Setting.key << pacing()).tuples()}
        if not changed:
            return
        query = _paced(changed)
    else:
        return
    yield from (lead_id for (lead_id,) in query.tuples())


def _paced(settings: set[str]) -> ModelSelect:
    """The leads whose days follow these settings: the cadence paces nobody who has no grade or a plan."""
    by_cadence = Lead.grade.is_null(False) & Lead.next_due.is_null() & Value("cadence" in settings)
    by_contract = Lead.contract_sent_on.is_null(False) & Value("unsigned_days" in settings)
    by_pool = Lead.owner.is_null(False) & Lead.stage.in_(_OPEN) & Value("pool" in settings)
    return Lead.select(Lead.id).where(by_cadence | by_contract | by_pool)
