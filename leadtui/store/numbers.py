"""Sequences for display numbers: handed out inside a transaction, never twice, by however many writers (R7)."""

from collections.abc import Callable
from datetime import date

from leadtui.domain import numbering
from leadtui.store.models import Customer, Lead, NumberSequence, Row


def take(scope: str, count: int = 1) -> int:
    """The first of `count` sequence numbers that nobody else gets. Runs inside the caller's transaction."""
    last = (
        NumberSequence.insert(scope=scope, last=count)
        .on_conflict(
            conflict_target=[NumberSequence.scope], update={NumberSequence.last: NumberSequence.last + count}
        )
        .returning(NumberSequence.last)
        .execute()
    )
    return int(last[0].last) - count + 1


def lead_number(day: date, source_code: str, template: str = numbering.LEAD_TEMPLATE) -> str:
    """A lead number that was never given out and that no imported lead carries."""
    return _free(template, day, source_code, lambda number: Lead.select().where(Lead.lead_no == number).exists())


def customer_number(day: date) -> str:
    """A customer number, unique like `lead_number`."""
    template = numbering.CUSTOMER_TEMPLATE
    return _free(template, day, "", lambda number: Customer.select().where(Customer.customer_no == number).exists())


def _free(template: str, day: date, source_code: str, is_taken: Callable[[str], bool]) -> str:
    scope = numbering.prefix(template, day, source_code)
    while True:
        number = numbering.number(template, day, source_code, take(_scope_of(template, scope)))
        if not is_taken(number):
            return number


def _scope_of(template: str, prefix: str) -> str:
    kind: type[Row] = Customer if template == numbering.CUSTOMER_TEMPLATE else Lead
    return f"{kind._meta.table_name}:{prefix}"
