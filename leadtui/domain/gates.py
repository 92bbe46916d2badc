"""Stage and status gates (R24): what must be known before a lead may stand somewhere. One rule for every path."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from leadtui.domain.terms import Confirmed, MilestoneKind, Stage, Status, Validity
from leadtui.i18n import NP_, Marked, told


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What the gates look at. Amounts in fen."""

    validity: Validity | None = None
    grade: str | None = None
    grade_basis: str = ""
    owner: str | None = None
    effective_follow_ups: int = 0
    proposal_sent_at: date | datetime | None = None
    signed_on: date | None = None
    contract_amount: int | None = None
    lost_reason: str | None = None
    invalid_reason: str | None = None
    milestones: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    decision_maker: str = ""
    contact_has_authority: bool = False
    purchase_timing: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a gate demands. `field` is the lead's field that answers it; None where only an act does."""

    marked: Marked
    field: str | None
    holds: Callable[[GateFacts], bool]

    @property
    def label(self) -> str:
        """The demand in the language being spoken."""
        return told(self.marked)

    @property
    def key(self) -> str:
        """The name under which a skip is stored."""
        return self.field or self.marked.msgid


_CHECKED = Requirement(
    NP_("gate", "Validity checked"),
    "validity",
    lambda facts: facts.validity not in (None, Validity.UNVERIFIED),
)
_VALID = Requirement(NP_("gate", "Validity: valid"), "validity", lambda facts: facts.validity is Validity.VALID)
_GRADE = Requirement(NP_("field", "Grade"), "grade", lambda facts: bool(facts.grade))
_BASIS = Requirement(NP_("field", "Grade basis"), "grade_basis", lambda facts: bool(facts.grade_basis))
_OWNER = Requirement(NP_("field", "Owner"), "owner", lambda facts: bool(facts.owner))
_REACHED = Requirement(NP_("gate", "One effective follow-up"), None, lambda facts: facts.effective_follow_ups > 0)
_PROPOSAL = Requirement(
    NP_("field", "Proposal sent"), "proposal_sent_at", lambda facts: facts.proposal_sent_at is not None
)
_BUDGET = Requirement(
    NP_("gate", "Budget confirmed"),
    None,
    lambda facts: Confirmed.BUDGET in facts.confirmed or MilestoneKind.BUDGET_APPROVED in facts.milestones,
)
_DECIDER = Requirement(
    NP_("gate", "Decision-maker known"),
    "decision_maker",
    lambda facts: (
        bool(facts.decision_maker)
        or facts.contact_has_authority
        or MilestoneKind.DECISION_MAKER_KNOWN in facts.milestones
    ),
)
_TIMING = Requirement(NP_("field", "Purchase timing"), "purchase_timing", lambda facts: bool(facts.purchase_timing))
_SIGNED = Requirement(NP_("field", "Signed on"), "signed_on", lambda facts: facts.signed_on is not None)
_AMOUNT = Requirement(
    NP_("field", "Contract amount"), "contract_amount", lambda facts: facts.contract_amount is not None
)
_LOST = Requirement(NP_("field", "Lost reason"), "lost_reason", lambda facts: bool(facts.lost_reason))
_INVALID = Requirement(NP_("field", "Invalid reason"), "invalid_reason", lambda facts: bool(facts.invalid_reason))

STAGE_GATES: dict[Stage, tuple[Requirement, ...]] = {
    Stage.CAPTURED: (),
    Stage.QUALIFYING: (_CHECKED,),
    Stage.SOLUTION: (_VALID, _GRADE, _BASIS, _OWNER, _REACHED),
    Stage.NEGOTIATION: (_PROPOSAL,),
    Stage.WON: (_SIGNED, _AMOUNT),
    Stage.LOST: (_LOST,),
    Stage.INVALID: (_INVALID,),
}

STATUS_GATES: dict[Status, tuple[Requirement, ...]] = {
    Status.PROSPECT: (),
    Status.INTERESTED: (_VALID, _REACHED),
    Status.HIGH_INTENT: (_BUDGET, _DECIDER, _TIMING),
    Status.WON: (_SIGNED,),
    Status.LOST: (_LOST,),
}


def missing_for_stage(stage: Stage, facts: GateFacts) -> tuple[Requirement, ...]:
    """What still has to be known before a lead may stand in `stage`."""
    return tuple(each for each in STAGE_GATES[stage] if not each.holds(facts))


def missing_for_status(status: Status, facts: GateFacts) -> tuple[Requirement, ...]:
    """What still has to be known before a customer may carry `status`."""
    return tuple(each for each in STATUS_GATES[status] if not each.holds(facts))


def skipped_labels(keys: str) -> list[str]:
    """What a stored skip left open (keys between commas), in the language being spoken."""
    demands = {each.key: each for gate in (*STAGE_GATES.values(), *STATUS_GATES.values()) for each in gate}
    return [demands[key].label if key in demands else key for key in keys.split(",") if key]
