"""Commands that change a lead itself: capture it, edit it, give it to somebody, move it to a stage."""

from argparse import Namespace

from leadtui.cli import output
from leadtui.cli.words import assignments, checked, optional_term, term, when
from leadtui.desk import Desk
from leadtui.domain import quickadd
from leadtui.domain.errors import DONE, LeadtuiError, UsageError
from leadtui.domain.fields import Entity
from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat
from leadtui.domain.quickadd import QuickLead
from leadtui.domain.terms import Stage, Status
from leadtui.domain.values import read, shown
from leadtui.domain.when import describe_when
from leadtui.i18n import N_, _
from leadtui.services import capture, cycles, leads, moves, people
from leadtui.services.entering import ENTERED
from leadtui.services.followups import NextStep
from leadtui.services.moves import GateError, Moved

_OPTIONS = {
    "customer": "customer",
    "contact": "contact",
    "title": "title",
    "phone": "phone",
    "wechat": "wechat",
    "email": "email",
    "source": "source",
    "grade": "grade",
    "need": "initial_need",
    "owner": "owner",
}
_MASKS = {"contact": mask_name, "phone": mask_phone, "wechat": mask_wechat, "email": mask_email}


def add(desk: Desk, wanted: Namespace) -> int:
    """A new lead from a line, from options, or from both, where options win; its number is the data."""
    quick = quickadd.read(" ".join(wanted.text), desk.local_now())
    options = {key: getattr(wanted, name) for name, key in _OPTIONS.items() if getattr(wanted, name) is not None}
    budget = [] if wanted.budget is None else [f"budget={wanted.budget}"]
    entered = {
        **checked(quick.entered, desk),
        **checked(options, desk),
        **assignments([*budget, *wanted.assignments], desk),
    }
    step = NextStep(action=wanted.next or quick.action, due=when(wanted.due, desk) or quick.due)
    if wanted.text:
        _tell_understood(QuickLead(entered, step.action, step.due), desk)
    if wanted.repurchase_of:
        _refuse_customer(entered)
        output.line(cycles.repurchase(desk, leads.find(wanted.repurchase_of), entered, step))
        return DONE
    _warn_of_look_alikes(entered)
    if wanted.referred_by:
        output.line(cycles.refer(desk, leads.find(wanted.referred_by), entered, step))
    else:
        output.line(capture.add(desk, entered, step))
    return DONE


def _refuse_customer(entered: dict[str, str]) -> None:
    named = [key for key in entered if ENTERED[key].entity is not Entity.LEAD]
    if named:
        raise UsageError(
            N_("A repurchase has the customer of the earlier lead; leave out {fields}."), fields=", ".join(named)
        )


def _tell_understood(quick: QuickLead, desk: Desk) -> None:
    """How a line was read, contact details masked like everywhere."""
    told = []
    for key, text in quick.entered.items():
        field = ENTERED[key]
        value = shown(field, read(field, text, desk), desk)
        told.append(f"{field.label}: {_MASKS[key](value) if key in _MASKS else value}")
    if quick.action or quick.due:
        day = describe_when(quick.due, desk.today()) if quick.due else ""
        told.append("{label}: {step}".format(label=_("Next step"), step=f"{quick.action} {day}".strip()))
    if told:
        output.narrate(" | ".join(told))


def _warn_of_look_alikes(entered: dict[str, str]) -> None:
    handles = [entered.get("wechat", ""), entered.get("email", "")]
    if not entered.get("customer"):
        return
    for found in people.look_alikes(entered["customer"], [entered.get("phone", "")], handles):
        if not found.lead_id:
            output.narrate(_("Exists · owner {owner}").format(owner=found.owner))
            continue
        about = " · ".join(filter(None, (found.customer, found.contact, found.owner)))
        output.narrate(_("Looks like {lead_no}: {about}").format(lead_no=found.lead_no, about=about))


def edit(desk: Desk, wanted: Namespace) -> int:
    """Change fields of a lead, its customer and its first contact, all in one change."""
    entered = assignments(wanted.assignments, desk)
    capture.edit(desk, leads.find(wanted.lead_no), entered)
    return DONE


def move(desk: Desk, wanted: Namespace) -> int:
    """Move a lead to a stage; a status whose own gate does not hold stays, and that is said."""
    stage, status = term(Stage, wanted.stage), optional_term(Status, wanted.status)
    entered = assignments(wanted.assignments, desk)
    lead_id = leads.find(wanted.lead_no)
    try:
        moved = moves.move(desk, lead_id, stage, status=status, reason=wanted.reason, entered=entered)
    except GateError as error:
        keys = ", ".join(each.field for each in error.missing if each.field)
        raise LeadtuiError(N_("{refusal} ({fields})"), refusal=error, fields=keys or "-") from error
    _tell_moved(moved)
    return DONE


def _tell_moved(moved: Moved) -> None:
    if moved.offered and moved.status_kept_for:
        missing = _(", ").join(each.label for each in moved.status_kept_for)
        output.narrate(
            _("The status stays {status}: {offered} still needs {missing}.").format(
                status=moved.status.label, offered=moved.offered.label, missing=missing
            )
        )
    else:
        output.narrate(f"{moved.stage.label} · {moved.status.label}")
