"""The field dictionary: every field a person enters, with its section, kind and name (spec §2.1, R76).

Forms, `edit --set`, import mapping, `show` and export read this one declaration.
"""

from dataclasses import dataclass
from enum import StrEnum

from leadtui.domain.terms import (
    Acceptance,
    Grade,
    InvalidReason,
    Level,
    LostReason,
    NegotiationProgress,
    Source,
    Term,
    Validity,
)
from leadtui.i18n import NP_, Marked, in_every_language, told


class Section(Term):
    """The five pages of a lead, in the order of the funnel."""

    LEAD = "lead", NP_("section", "Lead")
    QUALIFICATION = "qualification", NP_("section", "Qualification")
    PROPOSAL = "proposal", NP_("section", "Proposal")
    NEGOTIATION = "negotiation", NP_("section", "Negotiation")
    AFTER_SALE = "after_sale", NP_("section", "After-sale")


class Entity(StrEnum):
    """Whose field it is."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    LEAD = "lead"


class Kind(StrEnum):
    """How a field's value is read and shown. Money is fen; an instant is UTC; a day is local."""

    LINE = "line"
    NOTE = "note"
    DAY = "day"
    INSTANT = "instant"
    MONEY = "money"
    CHOICE = "choice"
    YES_NO = "yes_no"
    SCORE = "score"
    REP = "rep"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the dictionary."""

    key: str
    entity: Entity
    section: Section
    kind: Kind
    marked: Marked
    choices: type[Term] | None = None

    @property
    def label(self) -> str:
        """The field's name in the language being spoken."""
        return told(self.marked)

    def is_called(self, text: str) -> bool:
        """Whether `text` is this field's key or its name in any language."""
        wanted = text.strip().casefold()
        return wanted in {self.key, *(name.casefold() for name in in_every_language(self.marked))}


def _fields(
    entity: Entity, section: Section, *rows: tuple[str, Kind, Marked] | tuple[str, type[Term], Marked]
) -> tuple[Field, ...]:
    made = []
    for key, kind, marked in rows:
        if isinstance(kind, Kind):
            made.append(Field(key, entity, section, kind, marked))
        else:
            made.append(Field(key, entity, section, Kind.CHOICE, marked, kind))
    return tuple(made)


CUSTOMER_FIELDS = _fields(
    Entity.CUSTOMER,
    Section.LEAD,
    ("customer_no", Kind.LINE, NP_("field", "Customer no.")),
    ("name", Kind.LINE, NP_("field", "Customer name")),
    ("industry", Kind.LINE, NP_("field", "Industry")),
    ("region", Kind.LINE, NP_("field", "Region")),
    ("employees", Kind.LINE, NP_("field", "Employees")),
    ("annual_revenue", Kind.LINE, NP_("field", "Annual revenue")),
    ("remark", Kind.NOTE, NP_("field", "Remarks")),
)

CONTACT_FIELDS = _fields(
    Entity.CONTACT,
    Section.LEAD,
    ("name", Kind.LINE, NP_("field", "Contact")),
    ("title", Kind.LINE, NP_("field", "Title")),
    ("phone", Kind.LINE, NP_("field", "Phone")),
    ("wechat", Kind.LINE, NP_("field", "WeChat")),
    ("email", Kind.LINE, NP_("field", "Email")),
    ("decision_authority", Kind.YES_NO, NP_("field", "Decision authority")),
    ("is_primary", Kind.YES_NO, NP_("field", "Primary contact")),
)

LEAD_FIELDS = (
    *_fields(
        Entity.LEAD,
        Section.LEAD,
        ("lead_no", Kind.LINE, NP_("field", "Lead no.")),
        ("source", Source, NP_("field", "Source")),
        ("source_detail", Kind.LINE, NP_("field", "Source detail")),
        ("first_contact_at", Kind.INSTANT, NP_("field", "First contact")),
        ("initial_need", Kind.NOTE, NP_("field", "Initial need")),
        ("budget_min", Kind.MONEY, NP_("field", "Budget from")),
        ("budget_max", Kind.MONEY, NP_("field", "Budget to")),
        ("intent", Level, NP_("field", "Intent")),
        ("priority", Level, NP_("field", "Priority")),
    ),
    *_fields(
        Entity.LEAD,
        Section.QUALIFICATION,
        ("validity", Validity, NP_("field", "Validity")),
        ("invalid_reason", InvalidReason, NP_("field", "Invalid reason")),
        ("need_fit", Level, NP_("field", "Need fit")),
        ("budget_fit", Level, NP_("field", "Budget fit")),
        ("grade", Grade, NP_("field", "Grade")),
        ("grade_basis", Kind.NOTE, NP_("field", "Grade basis")),
        ("expected_close", Kind.DAY, NP_("field", "Expected close")),
        ("owner", Kind.REP, NP_("field", "Owner")),
        ("assigned_at", Kind.INSTANT, NP_("field", "Assigned at")),
        ("first_due_at", Kind.INSTANT, NP_("field", "First follow-up due")),
    ),
    *_fields(
        Entity.LEAD,
        Section.PROPOSAL,
        ("pain_point", Kind.NOTE, NP_("field", "Pain point")),
        ("decision_process", Kind.NOTE, NP_("field", "Decision process")),
        ("decision_maker", Kind.LINE, NP_("field", "Decision-maker")),
        ("purchase_timing", Kind.LINE, NP_("field", "Purchase timing")),
        ("need_detail", Kind.NOTE, NP_("field", "Need in detail")),
        ("proposal", Kind.NOTE, NP_("field", "Proposal")),
        ("proposal_file", Kind.LINE, NP_("field", "Proposal document")),
        ("proposal_sent_at", Kind.INSTANT, NP_("field", "Proposal sent")),
        ("quote_amount", Kind.MONEY, NP_("field", "Quote")),
        ("proposal_feedback", Kind.NOTE, NP_("field", "Feedback on proposal")),
    ),
    *_fields(
        Entity.LEAD,
        Section.NEGOTIATION,
        ("max_budget", Kind.MONEY, NP_("field", "Highest budget")),
        ("must_have", Kind.NOTE, NP_("field", "Must-haves")),
        ("concession_plan", Kind.NOTE, NP_("field", "Concession plan")),
        ("price", Kind.MONEY, NP_("field", "Price")),
        ("payment_terms", Kind.LINE, NP_("field", "Payment terms")),
        ("delivery_cycle", Kind.LINE, NP_("field", "Delivery cycle")),
        ("service_terms", Kind.LINE, NP_("field", "Service terms")),
        ("negotiation_progress", NegotiationProgress, NP_("field", "Negotiation progress")),
        ("contract_amount", Kind.MONEY, NP_("field", "Contract amount")),
        ("contract_sent_on", Kind.DAY, NP_("field", "Contract sent on")),
        ("signed_on", Kind.DAY, NP_("field", "Signed on")),
    ),
    *_fields(
        Entity.LEAD,
        Section.AFTER_SALE,
        ("delivered_on", Kind.DAY, NP_("field", "Delivered on")),
        ("acceptance", Acceptance, NP_("field", "Acceptance")),
        ("survey_due_on", Kind.DAY, NP_("field", "Survey due")),
        ("satisfaction", Kind.SCORE, NP_("field", "Satisfaction")),
        ("after_feedback", Kind.NOTE, NP_("field", "After-sale feedback")),
        ("repurchase_intent", Kind.NOTE, NP_("field", "Repurchase intent")),
        ("referral_info", Kind.NOTE, NP_("field", "Referral")),
        ("lost_reason", LostReason, NP_("field", "Lost reason")),
        ("competitor", Kind.LINE, NP_("field", "Competitor")),
    ),
)

FIELDS = (*CUSTOMER_FIELDS, *CONTACT_FIELDS, *LEAD_FIELDS)
GIVEN = frozenset({"customer_no", "lead_no", "assigned_at", "is_primary"})
"""Fields that leadtui gives itself: shown, never entered (R7: a number never changes afterwards)."""

BY_KEY = {field.key: field for field in LEAD_FIELDS}
"""The lead's fields by key."""
