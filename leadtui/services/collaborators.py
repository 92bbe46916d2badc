"""Reps who see and tend a lead beside its owner (R36)."""

from collections.abc import Sequence

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import N_
from leadtui.services import people
from leadtui.store import journal
from leadtui.store.models import Collaborator, Lead, Rep


def beside(lead_id: int) -> list[str]:
    """Who tends a lead beside its owner, by name."""
    found = Collaborator.select(Rep.name).join(Rep).where(Collaborator.lead == lead_id).order_by(Rep.name)
    return [name for (name,) in found.tuples()]


def invite(desk: Desk, lead_id: int, names: Sequence[str]) -> int:
    """Let reps tend a lead beside its owner; how many of them are new to it."""
    present = {*beside(lead_id), _owner(lead_id)}
    wanted = [name for name in dict.fromkeys(names) if name not in present]
    with journal.change(desk, N_("Beside the owner: {reps}"), reps=", ".join(wanted)) as change:
        for name in wanted:
            change.insert(Collaborator, lead=lead_id, rep=people.rep(change, name))
    return len(wanted)


def dismiss(desk: Desk, lead_id: int, name: str) -> None:
    """Let a rep tend the lead no more; LeadtuiError where they do not."""
    row = Collaborator.select(Collaborator.id).join(Rep).where(Collaborator.lead == lead_id, Rep.name == name).scalar()
    if row is None:
        raise LeadtuiError(
            N_("{rep} does not work on it. Beside the owner: {reps}"), rep=name, reps=", ".join(beside(lead_id)) or "-"
        )
    with journal.change(desk, N_("No longer beside the owner: {rep}"), rep=name) as change:
        change.delete(Collaborator, int(row))


def _owner(lead_id: int) -> str:
    return str(Lead.select(Rep.name).join(Rep, on=Lead.owner).where(Lead.id == lead_id).scalar() or "")
