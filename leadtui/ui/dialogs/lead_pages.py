"""What stands on the five pages of the lead form, in its order, and what a lead holds for each line (spec §2.1)."""

from collections.abc import Mapping

from leadtui.desk import Desk
from leadtui.domain.fields import FOLLOW_UP_FIELDS, LEAD_FIELDS, PLAN_FIELDS, Entity, Field, Kind, Section
from leadtui.domain.money import format_budget
from leadtui.domain.tags import shown_tags
from leadtui.domain.terms import InvalidReason, Validity
from leadtui.domain.text import visible
from leadtui.domain.values import Value, shown
from leadtui.i18n import NP_, language
from leadtui.services.detail import LeadDetail
from leadtui.services.entering import ENTERED

_OWN = (
    Field(
        "budget",
        Entity.LEAD,
        Section.LEAD,
        Kind.LINE,
        NP_("field", "Budget"),
        NP_("about", "The expected budget, a range on one line"),
        NP_("example", "100-200k"),
    ),
    Field(
        "tags",
        Entity.LEAD,
        Section.LEAD,
        Kind.LINE,
        NP_("field", "Tags"),
        NP_("about", "Words apart by blanks; industry: region: need: before one names its dimension"),
        NP_("example", "need:MES VIP"),
    ),
    Field(
        "exists",
        Entity.LEAD,
        Section.QUALIFICATION,
        Kind.YES_NO,
        NP_("field", "Company exists?"),
        NP_("about", "The first question of validity: does the company exist?"),
        NP_("example", "yes"),
    ),
)
_BY_FIELD = {field.key: field for field in FOLLOW_UP_FIELDS}
_OF_PLAN = {field.key: field for field in PLAN_FIELDS}

LINES: dict[str, Field] = {
    **{key: _BY_FIELD[key] for key in ("channel", "outcome", "summary")},
    **{key: _OF_PLAN[key] for key in ("action", "due")},
    **{field.key: field for field in _OWN},
    **ENTERED,
}
"""Every line of the form by the key it is entered under."""

RECORD = ("channel", "outcome", "summary")
STEP = ("action", "due")
ASKED = frozenset({*RECORD, *STEP, "exists"})
"""Lines that are no field of the lead."""

REACH = ("phone", "wechat", "email")
"""The ways to reach a customer, of which one is demanded (R5)."""

_WHO = ("customer", "contact", "phone", "wechat", "email", "title")
_WHAT = ("source", "source_detail", "initial_need", "budget", "intent", "priority")
_WHERE = ("industry", "region", "employees", "annual_revenue", "tags", "first_contact_at", "remark")
_QUALIFICATION = (
    "exists",
    "decision_authority",
    "validity",
    "invalid_reason",
    "need_fit",
    "budget_fit",
    "expected_close",
    "grade",
    "grade_basis",
    "owner",
    "first_due_at",
)


def pages(*, is_new: bool, with_record: bool = False) -> dict[Section, tuple[str, ...]]:
    """The keys on each page. A new lead has room for its next step, and for the contact that brought it."""
    first: tuple[str, ...]
    if with_record:
        first = (*_WHO, *RECORD, *STEP, *_WHAT, *_WHERE)
    elif is_new:
        first = (*_WHO, *_WHAT, *STEP, *_WHERE)
    else:
        first = (*_WHO, *_WHAT, *_WHERE)
    found: dict[Section, tuple[str, ...]] = {Section.LEAD: first, Section.QUALIFICATION: _QUALIFICATION}
    for section in (Section.PROPOSAL, Section.NEGOTIATION, Section.AFTER_SALE):
        found[section] = tuple(field.key for field in LEAD_FIELDS if field.section is section)
    return found


def held(whole: LeadDetail, desk: Desk) -> dict[str, str]:
    """What a lead holds, as text for each line; the contact is the first one, as revealed."""
    person = whole.contacts[0] if whole.contacts else None
    tags = shown_tags((each.name, each.dimension) for each in whole.tags)
    texts = {"tags": tags, "budget": _budget(whole.fields), "exists": _exists(whole.fields)}
    for key, field in ENTERED.items():
        if field.entity is Entity.LEAD:
            value = whole.fields[field.key]
        elif field.entity is Entity.CUSTOMER:
            value = whole.customer[field.key]
        else:
            value = getattr(person, field.key) if person else None
        # What a terminal would obey stands as an escape, and is written only where somebody edits the line.
        texts[key] = visible(_text(field, value, desk), multiline=field.kind is Kind.NOTE)
    return texts


def _text(field: Field, value: Value, desk: Desk) -> str:
    if field.kind is Kind.CHOICE:
        return str(value or "")
    if field.kind is Kind.YES_NO:
        return "" if value is None else "yes" if value else "no"
    return shown(field, value, desk)


def _budget(fields: Mapping[str, Value]) -> str:
    low, high = fields["budget_min"], fields["budget_max"]
    return format_budget(low if isinstance(low, int) else None, high if isinstance(high, int) else None, language())


def _exists(fields: Mapping[str, Value]) -> str:
    if fields["invalid_reason"] == InvalidReason.NO_SUCH_COMPANY:
        return "no"
    return "yes" if fields["validity"] == Validity.VALID else ""
