"""Stage and status gates (R24): what must be known before a lead may stand somewhere. One rule for every path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import BY_KEY, GIVEN
from leadtui.domain.terms import Confirmed, MilestoneKind, Stage, Status, Validity
from leadtui.i18n import N_, NP_, Marked, in_every_language, told


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """What the gates look at. Amounts in fen; `filled` are the keys of the lead's fields that hold anything."""

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
    filled: frozenset[str] = frozenset()


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

KNOWN: dict[str, Requirement] = {
    "validity_checked": _CHECKED,
    "validity_valid": _VALID,
    "grade": _GRADE,
    "grade_basis": _BASIS,
    "owner": _OWNER,
    "effective_follow_up": _REACHED,
    "proposal_sent_at": _PROPOSAL,
    "budget_confirmed": _BUDGET,
    "decision_maker_known": _DECIDER,
    "purchase_timing": _TIMING,
    "signed_on": _SIGNED,
    "contract_amount": _AMOUNT,
    "lost_reason": _LOST,
    "invalid_reason": _INVALID,
}
"""What a gate can demand besides that some field of the lead is filled, by the key it is stored under."""

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


@dataclass(frozen=True, slots=True)
class Gates:
    """What each stage and each status demands."""

    stages: Mapping[Stage, tuple[Requirement, ...]]
    statuses: Mapping[Status, tuple[Requirement, ...]]


HOUSE = Gates(STAGE_GATES, STATUS_GATES)


def demandable() -> list[str]:
    """The labels of all that a gate can demand: the known demands, then every field of a lead that a person fills."""
    fields = (told(each.marked) for each in BY_KEY.values() if each.key not in GIVEN)
    return list(dict.fromkeys([*(each.label for each in KNOWN.values()), *fields]))


def requirement(text: str) -> Requirement:
    """The demand that a person or a stored key names: a known one, or that a field of the lead is filled.

    Raises LeadtuiError where there is none.
    """
    wanted = text.strip().casefold()
    for key, known in KNOWN.items():
        if wanted == key or wanted in {name.casefold() for name in in_every_language(known.marked)}:
            return known
    field = next((each for each in BY_KEY.values() if each.is_called(text) and each.key not in GIVEN), None)
    if field is None:
        raise LeadtuiError(N_("“{text}” is neither a known demand nor a field of the lead."), text=text)
    return Requirement(field.marked, field.key, lambda facts: field.key in facts.filled)


def filled(values: Mapping[str, object]) -> frozenset[str]:
    """The lead's fields that hold anything, by key."""
    return frozenset(key for key, value in values.items() if key in BY_KEY and value not in (None, ""))


def stored_key(demand: Requirement) -> str:
    """The key under which a team's gate is stored."""
    return next((key for key, known in KNOWN.items() if known is demand), demand.key)


def missing_for_stage(stage: Stage, facts: GateFacts, gates: Gates = HOUSE) -> tuple[Requirement, ...]:
    """What still has to be known before a lead may stand in `stage`."""
    return tuple(each for each in gates.stages[stage] if not each.holds(facts))


def missing_for_status(status: Status, facts: GateFacts, gates: Gates = HOUSE) -> tuple[Requirement, ...]:
    """What still has to be known before a customer may carry `status`."""
    return tuple(each for each in gates.statuses[status] if not each.holds(facts))


def skipped_labels(keys: str) -> list[str]:
    """What a stored skip left open (keys between commas), in the language being spoken."""
    demands = {each.key: each.label for each in KNOWN.values()}
    labels = {key: field.label for key, field in BY_KEY.items()} | demands
    return [labels.get(key, key) for key in keys.split(",") if key]
