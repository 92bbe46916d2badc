"""What the gates look at, read from the book."""

from collections.abc import Iterable

from leadtui.domain import gates
from leadtui.domain.gates import GateFacts, Requirement
from leadtui.domain.terms import Outcome, Status, Validity
from leadtui.store.models import Confirmation, Contact, FollowUp, Lead, Milestone


def gate_facts(row: Lead) -> GateFacts:
    """What the gates need to know about a lead."""
    reached = [outcome for outcome in Outcome if outcome.is_effective]
    effective = FollowUp.select().where(FollowUp.lead == row.id, FollowUp.outcome << reached)
    kinds = Milestone.select(Milestone.kind).where(Milestone.lead == row.id).tuples()
    subjects = Confirmation.select(Confirmation.subject).where(Confirmation.lead == row.id).tuples()
    decides = Contact.select().where(Contact.customer == row.customer_id, Contact.decision_authority)
    return GateFacts(
        validity=Validity(row.validity),
        grade=row.grade,
        grade_basis=row.grade_basis,
        owner=row.owner_id and "known",
        effective_follow_ups=effective.count(),
        proposal_sent_at=row.proposal_sent_at,
        signed_on=row.signed_on,
        contract_amount=row.contract_amount,
        lost_reason=row.lost_reason,
        invalid_reason=row.invalid_reason or row.closing_note,
        milestones=frozenset(kind for (kind,) in kinds),
        confirmed=frozenset(subject for (subject,) in subjects),
        decision_maker=row.decision_maker,
        contact_has_authority=decides.exists(),
        purchase_timing=row.purchase_timing,
    )


def missing_for_status(leads: Iterable[int], status: Status) -> tuple[Requirement, ...]:
    """What any of these leads still lacks for a status."""
    facts = (gate_facts(Lead.get_by_id(lead_id)) for lead_id in leads)
    return tuple({each.key: each for known in facts for each in gates.missing_for_status(status, known)}.values())
