"""Sequences for display numbers: handed out inside a transaction, never twice, by however many writers (R7)."""

from collections.abc import Collection, Sequence
from datetime import date

from peewee import Field

from leadtui.domain import numbering
from leadtui.store.database import is_on_server
from leadtui.store.models import Customer, Lead, NumberSequence, db

_BLOCK = 500
_TAKE = (
    "INSERT INTO number_sequence (scope, last) VALUES (%s, %s)"
    " ON CONFLICT (scope) DO UPDATE SET last = number_sequence.last + excluded.last RETURNING last"
)


def take(scope: str, count: int = 1) -> int:
    """The first of `count` sequence numbers that nobody else gets.

    In a file that is part of the caller's transaction; on a server nobody waits for it, and a change that fails
    leaves a gap.
    """
    if is_on_server():
        return int(db.obj.apart(_TAKE, (scope, count))[0]) - count + 1
    last = (
        NumberSequence.insert(scope=scope, last=count)
        .on_conflict(conflict_target=[NumberSequence.scope], update={NumberSequence.last: NumberSequence.last + count})
        .returning(NumberSequence.last)
        .execute()
    )
    return int(last[0].last) - count + 1


def lead_number(day: date, source_code: str, template: str = numbering.LEAD_TEMPLATE) -> str:
    """A lead number that was never given out and that no imported lead carries."""
    return _free(Lead.lead_no, template, day, source_code)


def customer_number(day: date) -> str:
    """A customer number, unique like `lead_number`."""
    return _free(Customer.customer_no, numbering.CUSTOMER_TEMPLATE, day, "")


def lead_numbers(
    day: date, source_code: str, count: int, reserved: Collection[str] = (), template: str = numbering.LEAD_TEMPLATE
) -> list[str]:
    """So many new lead numbers at once; none of them is among `reserved`, numbers about to be written."""
    return _free_block(Lead.lead_no, template, day, source_code, count, reserved)


def customer_numbers(day: date, count: int, reserved: Collection[str] = ()) -> list[str]:
    """So many new customer numbers at once, like `lead_numbers`."""
    return _free_block(Customer.customer_no, numbering.CUSTOMER_TEMPLATE, day, "", count, reserved)


def _free_block(
    field: Field, template: str, day: date, source_code: str, count: int, reserved: Collection[str]
) -> list[str]:
    scope = f"{field.model._meta.table_name}:{numbering.prefix(template, day, source_code)}"
    found: list[str] = []
    while missing := min(count - len(found), _BLOCK):
        first = take(scope, missing)
        block = [numbering.number(template, day, source_code, first + place) for place in range(missing)]
        held = taken(field, block)
        found += [number for number in block if number not in held and number not in reserved]
    return found


def _free(field: Field, template: str, day: date, source_code: str) -> str:
    table = field.model._meta.table_name
    scope = f"{table}:{numbering.prefix(template, day, source_code)}"
    while True:
        number = numbering.number(template, day, source_code, take(scope))
        if not taken(field, [number]):
            return number


def taken(field: Field, numbers: Sequence[str]) -> set[str]:
    """Those of these numbers that some row carries, also one that only others see."""
    if is_on_server():
        table = field.model._meta.table_name
        found = db.execute_sql(f"SELECT team_taken_{table}(%s)", (list(numbers),)).fetchall()
    else:
        found = field.model.select(field).where(field << numbers).tuples()
    return {number for (number,) in found}
