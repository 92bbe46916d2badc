"""What a person enters for a lead, by key or name: read into values, each by its field (spec §2.1)."""

from collections.abc import Mapping
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.errors import FieldError, LeadtuiError
from leadtui.domain.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, GIVEN, LEAD_FIELDS, Entity, Field
from leadtui.domain.money import parse_budget
from leadtui.i18n import N_


def read_all(entered: Mapping[str, str], desk: Desk) -> dict[Entity, dict[str, Any]]:
    """Entered text by field key as values by entity. `customer` and `contact` name the two `name` fields.

    `budget` is both ends of the range on one line (R46), `tags` the line of tags, read where the lead is known.
    Raises FieldError with the key as it was entered.
    """
    read: dict[Entity, dict[str, Any]] = {field.entity: {} for field in ENTERED.values()}
    for key, text in entered.items():
        if key == TAGS:
            read[Entity.TAG] = {TAGS: text}
        elif key == BUDGET:
            read[Entity.LEAD] |= _budget(text)
        else:
            field = entered_field(key)
            read[field.entity][field.key] = _read(key, field, text, desk)
    return read


def _read(key: str, field: Field, text: str, desk: Desk) -> values.Value:
    try:
        return values.read(field, text, desk)
    except FieldError as error:
        raise FieldError(key, error.msgid, **error.params) from error


def _budget(text: str) -> dict[str, int | None]:
    bounds = parse_budget(text)
    if bounds is None:
        raise FieldError(BUDGET, N_("“{text}” is no budget. Try 30-50万 or 20万以内."), text=text)
    return dict(zip(("budget_min", "budget_max"), bounds, strict=True))


BUDGET, TAGS = "budget", "tags"
"""Lines of a form that are no field of their own."""


ENTERED: dict[str, Field] = {
    **{field.key: field for field in (*CUSTOMER_FIELDS, *CONTACT_FIELDS) if field.key != "name"},
    "customer": CUSTOMER_FIELDS[1],
    "contact": CONTACT_FIELDS[0],
    **{field.key: field for field in LEAD_FIELDS},
}
"""Every field by the name it has in `--set`, in forms and in JSON."""


def entered_field(key: str) -> Field:
    """The field that a person means by a key; LeadtuiError where there is none or leadtui gives it itself."""
    field = ENTERED.get(key.strip()) or next((each for each in ENTERED.values() if each.is_called(key)), None)
    if field is None:
        raise LeadtuiError(N_("There is no field {field}. Fields: {fields}"), field=key, fields=", ".join(ENTERED))
    if field.key in GIVEN:
        raise LeadtuiError(N_("{field} is given by leadtui and never changes."), field=field.label)
    return field
