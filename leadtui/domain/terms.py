"""The vocabulary: every enumeration of the field, stored by key, shown by label (spec §2.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import N_, NP_, Marked, in_every_language, told

T = TypeVar("T", bound="OpenTerm")


class Term(StrEnum):
    """A fixed choice: its value is the language-neutral key, `label` the word a person reads."""

    marked: Marked

    def __new__(cls, key: str, marked: Marked | None = None) -> Self:
        term = str.__new__(cls, key)
        term._value_ = key
        # Looking a choice up by its key passes no label; only the declarations below do.
        term.marked = marked or Marked("", key)
        return term

    @property
    def label(self) -> str:
        """The word for this choice in the language being spoken."""
        return told(self.marked)

    @classmethod
    def named(cls, text: str) -> Self | None:
        """The choice a person means by its key or its label in any language; None where nothing fits."""
        wanted = text.strip().casefold()
        for term in cls.known():
            names = {term.value, *in_every_language(term.marked)}
            if wanted in {name.casefold() for name in names}:
                return term
        return None

    @classmethod
    def known(cls) -> tuple[Self, ...]:
        """Every choice that a stored key may name."""
        return tuple(cls)

    @classmethod
    def offered(cls, chosen: "Term | None" = None) -> tuple[Self, ...]:
        """The choices that a form offers; the `chosen` one stays among them, whatever was put away since."""
        return cls.known()

    @classmethod
    def read(cls, text: str) -> Self:
        """Like `named`, but an unknown word is refused with the choices named."""
        term = cls.named(text)
        if term is None:
            choices = ", ".join(f"{each.value} ({each.label})" for each in cls.offered())
            raise LeadtuiError(N_("“{text}” is none of: {choices}"), text=text, choices=choices)
        return term


@dataclass(frozen=True, slots=True)
class Word:
    """What a team has set for one choice: one of its own with a label, or one of the house's put away (`is_active`).

    `code` stands for a source in numbers; empty where the house's is in force.
    """

    key: str
    label: str = ""
    code: str = ""
    is_active: bool = True


class OpenTerm(Term):
    """A choice to which a team may add its own, and of which it may put some away.

    The team's words are known to the whole process, as the language being spoken is: a value is read, shown and
    matched in a hundred places, and none of them could tell an own source from a given one if it wanted to. Whoever
    opens a book, changes the setting or sees that another process did calls `follow`.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return next((term for term in _added(cls) if term.value == value), None)

    @classmethod
    def known(cls) -> tuple[Self, ...]:
        """The house's choices, then the team's own."""
        return (*cls, *_added(cls))

    @classmethod
    def own(cls) -> tuple[Self, ...]:
        """The team's own choices alone."""
        return _added(cls)

    @property
    def code(self) -> str:
        """The short code that the team has given this choice; empty where it gave none."""
        return _CODES.get(type(self), {}).get(self.value, "")

    @classmethod
    def offered(cls, chosen: Term | None = None) -> tuple[Self, ...]:
        """The choices that were not put away, and the `chosen` one."""
        away = _AWAY.get(cls, frozenset())
        return tuple(term for term in cls.known() if term.value not in away or term == chosen)

    @classmethod
    def follow(cls, words: Sequence[Word]) -> None:
        """Know these words of the team's from now on, and no others."""
        _AWAY[cls] = frozenset(word.key for word in words if not word.is_active)
        _CODES[cls] = {word.key: word.code for word in words}
        _ADDED[cls] = tuple(cls._added(word) for word in words if word.label)

    @classmethod
    def _added(cls, word: Word) -> Self:
        term = str.__new__(cls, word.key)
        term._name_ = term._value_ = word.key
        term.marked = Marked("", word.label)
        return term


_ADDED: dict[type[OpenTerm], tuple[OpenTerm, ...]] = {}
_AWAY: dict[type[OpenTerm], frozenset[str]] = {}
_CODES: dict[type[OpenTerm], dict[str, str]] = {}


def _added(kind: type[T]) -> tuple[T, ...]:
    return tuple(term for term in _ADDED.get(kind, ()) if isinstance(term, kind))


class Stage(Term):
    """销售阶段: where a lead stands on the way from first contact to after-sale."""

    CAPTURED = "captured", NP_("stage", "Captured")
    QUALIFYING = "qualifying", NP_("stage", "Qualifying")
    SOLUTION = "solution", NP_("stage", "Solution")
    NEGOTIATION = "negotiation", NP_("stage", "Negotiation")
    WON = "won", NP_("stage", "Won & after-sale")
    LOST = "lost", NP_("stage", "Lost")
    INVALID = "invalid", NP_("stage", "Invalid")


class Status(Term):
    """客户状态: how warm the customer is (R23)."""

    PROSPECT = "prospect", NP_("status", "Prospect")
    INTERESTED = "interested", NP_("status", "Interested")
    HIGH_INTENT = "high_intent", NP_("status", "High-intent")
    WON = "won", NP_("status", "Won")
    LOST = "lost", NP_("status", "Lost")


class Grade(Term):
    """线索等级: how soon the lead may close; drives the cadence (R12)."""

    A = "A", NP_("grade", "A")
    B = "B", NP_("grade", "B")
    C = "C", NP_("grade", "C")


class Level(Term):
    """高/中/低, for intent, priority and the two fits; never shown without its scale's name."""

    HIGH = "high", NP_("level", "High")
    MEDIUM = "medium", NP_("level", "Medium")
    LOW = "low", NP_("level", "Low")


class Source(OpenTerm):
    """线索来源: the channel a lead came through (R9); a team may add its own."""

    TRADE_SHOW = "trade_show", NP_("source", "Trade show")
    WEBSITE = "website", NP_("source", "Website")
    ONLINE_ADS = "online_ads", NP_("source", "Online ads")
    REFERRAL = "referral", NP_("source", "Referral")
    COLD_VISIT = "cold_visit", NP_("source", "Cold visit")
    INBOUND_CALL = "inbound_call", NP_("source", "Inbound call")
    EMAIL_INQUIRY = "email_inquiry", NP_("source", "Email inquiry")
    EXISTING_CUSTOMER = "existing_customer", NP_("source", "Existing customer")
    OTHER = "other", NP_("source", "Other")


class Channel(Term):
    """跟进方式: how a contact was made (R19)."""

    CALL = "call", NP_("channel", "Call")
    WECHAT = "wechat", NP_("channel", "WeChat")
    EMAIL = "email", NP_("channel", "Email")
    VISIT = "visit", NP_("channel", "Visit")
    MEETING = "meeting", NP_("channel", "Online meeting")
    QUESTIONNAIRE = "questionnaire", NP_("channel", "Questionnaire")
    SMS = "sms", NP_("channel", "SMS")
    OTHER = "other", NP_("channel", "Other")


class Outcome(Term):
    """跟进结果: whether the contact reached anybody."""

    REACHED = "reached", NP_("outcome", "Reached")
    NO_ANSWER = "no_answer", NP_("outcome", "No answer")
    LEFT_MESSAGE = "left_message", NP_("outcome", "Left message")
    MATERIAL_SENT = "material_sent", NP_("outcome", "Material sent")

    @property
    def is_effective(self) -> bool:
        """Only a contact that reached the customer counts for cadence and settles plans."""
        return self in (Outcome.REACHED, Outcome.MATERIAL_SENT)


class Attitude(Term):
    """客户态度 (R21)."""

    VERY_POSITIVE = "very_positive", NP_("attitude", "Very positive")
    POSITIVE = "positive", NP_("attitude", "Positive")
    NEUTRAL = "neutral", NP_("attitude", "Neutral")
    HESITANT = "hesitant", NP_("attitude", "Hesitant")
    NEGATIVE = "negative", NP_("attitude", "Negative")


class IntentChange(Term):
    """意向变化 (R21)."""

    UP = "up", NP_("intent_change", "Up")
    FLAT = "flat", NP_("intent_change", "Flat")
    DOWN = "down", NP_("intent_change", "Down")


class Validity(Term):
    """有效性 (R49)."""

    UNVERIFIED = "unverified", NP_("validity", "Unverified")
    VALID = "valid", NP_("validity", "Valid")
    INVALID = "invalid", NP_("validity", "Invalid")


class InvalidReason(OpenTerm):
    """无效原因 (R50)."""

    DEAD_NUMBER = "dead_number", NP_("invalid_reason", "Dead number")
    WRONG_CONTACT = "wrong_contact", NP_("invalid_reason", "Wrong contact")
    NO_SUCH_COMPANY = "no_such_company", NP_("invalid_reason", "No such company")
    NO_AUTHORITY = "no_authority", NP_("invalid_reason", "No authority")
    DUPLICATE = "duplicate", NP_("invalid_reason", "Duplicate")
    NO_NEED = "no_need", NP_("invalid_reason", "No need")


class LostReason(OpenTerm):
    """流失原因."""

    COMPETITOR = "competitor", NP_("lost_reason", "Competitor")
    PRICE = "price", NP_("lost_reason", "Price")
    BUDGET = "budget", NP_("lost_reason", "Budget")
    NEED_CHANGED = "need_changed", NP_("lost_reason", "Need changed")
    MISSING_FEATURES = "missing_features", NP_("lost_reason", "Missing features")
    DECISION_FAILED = "decision_failed", NP_("lost_reason", "Decision failed")
    TIMELINE = "timeline", NP_("lost_reason", "Timeline")
    UNRESPONSIVE = "unresponsive", NP_("lost_reason", "Unresponsive")
    OTHER = "other", NP_("lost_reason", "Other")


class MilestoneKind(Term):
    """关键节点 (R26)."""

    NEED_CONFIRMED = "need_confirmed", NP_("milestone", "Need confirmed")
    DECISION_MAKER_KNOWN = "decision_maker_known", NP_("milestone", "Decision-maker known")
    BUDGET_APPROVED = "budget_approved", NP_("milestone", "Budget approved")
    DEMO_DONE = "demo_done", NP_("milestone", "Demo done")
    CONTRACT_IN_REVIEW = "contract_in_review", NP_("milestone", "Contract in review")
    ACCEPTED = "accepted", NP_("milestone", "Accepted")


class NegotiationProgress(Term):
    """谈判进展 (R66)."""

    NOT_STARTED = "not_started", NP_("negotiation_progress", "Not started")
    NEGOTIATING = "negotiating", NP_("negotiation_progress", "Negotiating")
    AWAITING_CONTRACT = "awaiting_contract", NP_("negotiation_progress", "Awaiting contract")
    CONTRACT_SENT = "contract_sent", NP_("negotiation_progress", "Contract sent")
    AMENDING = "amending", NP_("negotiation_progress", "Amending terms")
    SIGNED = "signed", NP_("negotiation_progress", "Signed")


class Acceptance(Term):
    """客户验收结果 (R71)."""

    PENDING = "pending", NP_("acceptance", "Pending")
    SIGNED_OFF = "signed_off", NP_("acceptance", "Signed off")
    PARTIAL = "partial", NP_("acceptance", "Partly accepted")
    REJECTED = "rejected", NP_("acceptance", "Rejected")


class ObjectionState(Term):
    """How far an objection is resolved (R62)."""

    OPEN = "open", NP_("objection", "Open")
    IN_PROGRESS = "in_progress", NP_("objection", "In progress")
    RESOLVED = "resolved", NP_("objection", "Resolved")
    UNRESOLVABLE = "unresolvable", NP_("objection", "Unresolvable")


class PlanState(Term):
    """What became of a plan."""

    PLANNED = "planned", NP_("plan", "Planned")
    DONE = "done", NP_("plan", "Done")
    RESCHEDULED = "rescheduled", NP_("plan", "Rescheduled")
    CANCELLED = "cancelled", NP_("plan", "Cancelled")


class Reason(Term):
    """Why a lead is on today's list, most urgent first (spec §3)."""

    OVERDUE = "overdue", NP_("reason", "Overdue")
    FIRST_TOUCH = "first_touch", NP_("reason", "First touch")
    PLANNED_TODAY = "planned_today", NP_("reason", "Planned today")
    CADENCE = "cadence", NP_("reason", "Cadence due")
    SURVEY = "survey", NP_("reason", "Survey due")
    UNSIGNED = "unsigned", NP_("reason", "Contract unsigned")
    RECORD_MISSING = "record_missing", NP_("reason", "Record missing")
    RECYCLING = "recycling", NP_("reason", "Recycling soon")
    NO_NEXT_STEP = "no_next_step", NP_("reason", "No next step")


class TagDimension(Term):
    """标签 stand in dimensions (R35, R48)."""

    INDUSTRY = "industry", NP_("tag", "Industry")
    REGION = "region", NP_("tag", "Region")
    NEED = "need", NP_("tag", "Kind of need")
    OTHER = "other", NP_("tag", "Other")


class Role(Term):
    """What a rep may see in a team."""

    REP = "rep", NP_("role", "Rep")
    MANAGER = "manager", NP_("role", "Manager")


class Confirmed(Term):
    """What a customer can confirm more than once (R34)."""

    NEED = "need", NP_("confirmation", "Need")
    BUDGET = "budget", NP_("confirmation", "Budget")


SPOKEN: dict[type[OpenTerm], str] = {
    Source: "sources",
    LostReason: "lost_reasons",
    InvalidReason: "invalid_reasons",
}
"""The setting that holds a team's words for a choice."""
