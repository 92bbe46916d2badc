"""What a person enters for a lead, by key or name: read into values, each by its field (spec §2.1)."""

from collections.abc import Mapping
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, GIVEN, LEAD_FIELDS, Entity, Field
from leadtui.i18n import N_


def read_all(entered: Mapping[str, str], desk: Desk) -> dict[Entity, dict[str, Any]]:
    """Entered text by field key as values by entity. `customer` and `contact` name the two `name` fields."""
    read: dict[Entity, dict[str, Any]] = {field.entity: {} for field in ENTERED.values()}
    for key, text in entered.items():
        field = entered_field(key)
        read[field.entity][field.key] = values.read(field, text, desk)
    return read


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
