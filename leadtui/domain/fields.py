"""The field dictionary: every field a person enters, with its section, kind, name, description and example (R76).

Forms, `edit --set`, import mapping, `show`, `fields` and export read this one declaration.
"""

from leadtui.domain.customer_fields import CONTACT_FIELDS, CUSTOMER_FIELDS
from leadtui.domain.field_types import Entity, Field, Kind, RecordSection, Section
from leadtui.domain.lead_fields import LEAD_FIELDS
from leadtui.domain.record_fields import (
    AMENDMENT_FIELDS,
    COLLABORATOR_FIELDS,
    CONFIRMATION_FIELDS,
    FOLLOW_UP_FIELDS,
    MILESTONE_FIELDS,
    OBJECTION_FIELDS,
    PLAN_FIELDS,
    STAGE_CHANGE_FIELDS,
    STATE_FIELDS,
    TAG_FIELDS,
)

__all__ = [
    "AMENDMENT_FIELDS",
    "BY_KEY",
    "COLLABORATOR_FIELDS",
    "CONFIRMATION_FIELDS",
    "CONTACT_FIELDS",
    "CUSTOMER_FIELDS",
    "DICTIONARY",
    "FIELDS",
    "FOLLOW_UP_FIELDS",
    "GIVEN",
    "LEAD_FIELDS",
    "MILESTONE_FIELDS",
    "OBJECTION_FIELDS",
    "PLAN_FIELDS",
    "STAGE_CHANGE_FIELDS",
    "STATE_FIELDS",
    "TAG_FIELDS",
    "Entity",
    "Field",
    "Kind",
    "RecordSection",
    "Section",
]

FIELDS = (*CUSTOMER_FIELDS, *CONTACT_FIELDS, *LEAD_FIELDS)
"""What a form of a lead holds."""

DICTIONARY = (
    *FIELDS,
    *STATE_FIELDS,
    *FOLLOW_UP_FIELDS,
    *PLAN_FIELDS,
    *OBJECTION_FIELDS,
    *MILESTONE_FIELDS,
    *AMENDMENT_FIELDS,
    *CONFIRMATION_FIELDS,
    *TAG_FIELDS,
    *COLLABORATOR_FIELDS,
    *STAGE_CHANGE_FIELDS,
)
"""Every field of spec §2.1, in the order it is told."""

GIVEN = frozenset({"customer_no", "lead_no", "assigned_at", "is_primary"})
"""Fields that leadtui gives itself: shown, never entered (R7: a number never changes afterwards)."""

BY_KEY = {field.key: field for field in LEAD_FIELDS}
"""The lead's fields by key."""
