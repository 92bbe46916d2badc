"""What a field of the dictionary is made of: whose it is, where it stands, how it is read, what it is called (R76)."""

from dataclasses import dataclass
from enum import StrEnum

from leadtui.domain.terms import Term
from leadtui.i18n import NP_, Marked, in_every_language, told


class Section(Term):
    """The five pages of a lead, in the order of the funnel."""

    LEAD = "lead", NP_("section", "Lead")
    QUALIFICATION = "qualification", NP_("section", "Qualification")
    PROPOSAL = "proposal", NP_("section", "Proposal")
    NEGOTIATION = "negotiation", NP_("section", "Negotiation")
    AFTER_SALE = "after_sale", NP_("section", "After-sale")


class RecordSection(Term):
    """What hangs on a lead, and where it stands: the dictionary's sections after the five pages."""

    STATE = "state", NP_("section", "State")
    FOLLOW_UP = "follow_up", NP_("section", "Follow-up")
    PLAN = "plan", NP_("section", "Plan")
    OBJECTION = "objection", NP_("section", "Objection")
    MILESTONE = "milestone", NP_("section", "Milestone")
    AMENDMENT = "amendment", NP_("section", "Amendment")
    CONFIRMATION = "confirmation", NP_("section", "Confirmation")
    TAG = "tag", NP_("section", "Tag")
    COLLABORATOR = "collaborator", NP_("section", "Collaborator")
    STAGE_CHANGE = "stage_change", NP_("section", "Stage change")


class Entity(StrEnum):
    """Whose field it is."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    LEAD = "lead"
    FOLLOW_UP = "follow_up"
    PLAN = "plan"
    OBJECTION = "objection"
    MILESTONE = "milestone"
    AMENDMENT = "amendment"
    CONFIRMATION = "confirmation"
    TAG = "tag"
    COLLABORATOR = "collaborator"
    STAGE_CHANGE = "stage_change"


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


PASSED = frozenset({"signed_on", "contract_sent_on"})
"""Days that are written down once they have come."""
_LOOKS_BACK = PASSED | {"delivered_on", "on"}
_LOOKS_AHEAD = frozenset({"first_due_at"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the dictionary."""

    key: str
    entity: Entity
    section: Section | RecordSection
    kind: Kind
    marked: Marked
    about: Marked
    instance: Marked
    choices: type[Term] | None = None

    @property
    def label(self) -> str:
        """The field's name in the language being spoken."""
        return told(self.marked)

    @property
    def description(self) -> str:
        """What the field holds, in a sentence."""
        return told(self.about)

    @property
    def example(self) -> str:
        """What a person would enter."""
        return told(self.instance)

    @property
    def looks_back(self) -> bool:
        """Whether words such as 周五 mean the last one here, not the next."""
        return self.key in _LOOKS_BACK or (self.kind is Kind.INSTANT and self.key not in _LOOKS_AHEAD)

    def is_called(self, text: str) -> bool:
        """Whether `text` is this field's key or its name in any language."""
        wanted = text.strip().casefold()
        return wanted in {self.key, *(name.casefold() for name in in_every_language(self.marked))}


Declared = tuple[str, Kind | type[Term], Marked, Marked, Marked]
"""A field as it is written down: key, kind or choices, name, description, example."""


def declare(entity: Entity, section: Section | RecordSection, *rows: Declared) -> tuple[Field, ...]:
    """The fields of one section."""
    made = []
    for key, kind, marked, about, instance in rows:
        if isinstance(kind, Kind):
            made.append(Field(key, entity, section, kind, marked, about, instance))
        else:
            made.append(Field(key, entity, section, Kind.CHOICE, marked, about, instance, kind))
    return tuple(made)
