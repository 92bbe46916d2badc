"""Two edits of one lead: who changed what meanwhile, told field by field beside what was to be saved."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, Difference
from leadtui.domain.fields import FIELDS, Entity, Field
from leadtui.domain.values import shown
from leadtui.i18n import N_, _
from leadtui.store import database, journal
from leadtui.store.models import Contact, Customer, JournalEntry, JournalRow, Lead, Rep, Row

OF: dict[type[Row], Entity] = {Lead: Entity.LEAD, Customer: Entity.CUSTOMER, Contact: Entity.CONTACT}
Read = Mapping[Entity, Mapping[str, object]]


def conflict(desk: Desk, lead_id: int, expected: int, mine: Read) -> ConflictError:
    """The refusal of an edit that was made on version `expected`; contact details are named, not told (R10)."""
    row = Lead.get_or_none(Lead.id == lead_id)
    if row is None or row.version <= expected:
        return ConflictError(N_("Somebody else changed this meanwhile. Nothing was saved; look at it again."))
    steps = _steps_since(row, row.version - expected)
    differences = tuple({each.key: each for each in _differences(desk, steps, mine)}.values())
    refusal = ConflictError(
        N_("{who} changed this meanwhile: {fields}. Nothing was saved; look at it again."),
        who=steps[0].entry.by if steps else "?",
        fields="; ".join(map(_told, differences)) or "?",
    )
    refusal.differences = differences
    return refusal


def _steps_since(row: Any, count: int) -> list[JournalRow]:
    """The newest changes of the lead, its customer and their people, one for each version, newest first."""
    people = Contact.select(Contact.id).where(Contact.customer == row.customer_id)
    wanted = _of(Lead, JournalRow.row_id == row.id) | _of(Customer, JournalRow.row_id == row.customer_id)
    wanted |= _of(Contact, JournalRow.row_id << people)
    # A reveal changes nothing; and a server tells which fields of a contact changed in a line of its own.
    counts = ~((JournalRow.op == journal.KEEP) & JournalRow.after.is_null())
    if database.is_on_server():
        counts &= ~_of(Contact, JournalRow.op == journal.UPDATE)
    query = JournalRow.select(JournalRow, JournalEntry).join(JournalEntry).where(wanted, counts)
    return list(query.order_by(JournalRow.id.desc()).limit(count))


def _of(model: type[Row], condition: Any) -> Any:
    return (JournalRow.table == model._meta.table_name) & condition


def _differences(desk: Desk, steps: list[JournalRow], mine: Read) -> Iterator[Difference]:
    for step in steps:
        model, entity = next((each, of) for each, of in OF.items() if each._meta.table_name == step.table)
        stands = model.get_or_none(model.id == step.row_id)
        for key in json.loads(step.after or "{}"):
            field = next((each for each in FIELDS if (each.entity, each.key) == (entity, key)), None)
            if field is not None and stands is not None:
                wanted = mine.get(entity, {})
                yield Difference(
                    key, field.label, _said(field, stands.__data__[key], desk),
                    _said(field, wanted[key], desk) if key in wanted else None,
                )  # fmt: skip


def _said(field: Field, value: Any, desk: Desk) -> str:
    if field.entity is Entity.CONTACT:
        return ""
    if field.key == "owner" and isinstance(value, int):
        value = Rep.get_by_id(value).name
    return shown(field, value, desk)


def _told(difference: Difference) -> str:
    text = f"{difference.label} {difference.theirs}".rstrip()
    return text + " " + _("(yours: {mine})").format(mine=difference.mine) if difference.mine else text
