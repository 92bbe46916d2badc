"""One lead as a page to read: the fields that are known, its people, then its story, newest first."""

from collections.abc import Iterator, Sequence

from leadtui.cli import output
from leadtui.desk import Desk
from leadtui.domain import cells, values
from leadtui.domain.fields import BY_KEY, CUSTOMER_FIELDS, LEAD_FIELDS, Field
from leadtui.domain.money import format_amount
from leadtui.domain.text import visible
from leadtui.domain.values import Value
from leadtui.i18n import _, language, ngettext
from leadtui.services.customers import CustomerView
from leadtui.services.detail import (
    ConfirmationCard,
    ContactCard,
    LeadDetail,
    ObjectionCard,
    PlanCard,
)
from leadtui.services.qualification import Judgement
from leadtui.services.timeline import Event


def lines(found: LeadDetail, happened: Sequence[Event], judged: Judgement, desk: Desk) -> Iterator[str]:
    """The page, line by line; nothing is cut, since this is where one looks for the whole text.

    What can be edited carries its id, as `attach --id` takes it.
    """
    row = found.row
    yield f"{row.lead_no}  {row.customer}"
    yield " · ".join(filter(None, (row.stage.label, row.status.label, row.owner, " ".join(row.tags))))
    known = [(field, found.customer[field.key]) for field in CUSTOMER_FIELDS if field.key != "name"]
    known += [(field, found.fields[field.key]) for field in LEAD_FIELDS if field.key not in ("lead_no", "owner")]
    yield from _fields(known, desk)
    yield from _block(_("Suggested"), _suggested(judged))
    yield from _block(_("Contacts"), _people(found.contacts, with_ids=True))
    yield from _block(_("Next steps"), [_plan(plan) for plan in found.open_plans])
    yield from _block(
        _("Milestones"), [_joined(_id(each.id), str(each.on), each.kind.label, each.note) for each in found.milestones]
    )
    yield from _block(_("Objections"), [_objection(each) for each in found.objections])
    yield from _block(_("Amendments"), [_joined(_id(each.id), each.text, each.reason) for each in found.amendments])
    yield from _block(_("Confirmations"), [_confirmation(each) for each in found.confirmations])
    yield from _block(_("Tags"), [_joined(_id(each.id), f"{each.dimension.label}: {each.name}") for each in found.tags])
    yield from _block(_("Collaborators"), [_joined(_id(each.id), each.rep) for each in found.collaborators])
    yield from _block(_("Linked leads"), _linked(found))
    yield from _block(_("Timeline"), [text for each in happened for text in _event(each, desk)])


def _id(row_id: int) -> str:
    return f"id {row_id}"


def _fields(known: list[tuple[Field, Value]], desk: Desk) -> Iterator[str]:
    shown = [(field.label, values.shown(field, value, desk)) for field, value in known]
    shown = [(label, text) for label, text in shown if text]
    width = max((cells.width(label) for label, _text in shown), default=0)
    for label, text in shown:
        first, *others = visible(text, multiline=True).split("\n")
        yield f"  {cells.pad(label, width)}  {first}"
        for other in others:
            yield f"  {' ' * width}  {other}"


def _block(title: str, texts: list[str]) -> Iterator[str]:
    if texts:
        yield ""
        yield title
        yield from (f"  {text}".rstrip() for text in texts)


def customer_lines(found: CustomerView, desk: Desk) -> Iterator[str]:
    """A customer, line by line, down to where the table of its leads follows."""
    yield f"{found.fields['customer_no']}  {found.fields['name']}"
    yield from _fields([(field, found.fields[field.key]) for field in CUSTOMER_FIELDS[2:]], desk)
    yield from _block(_("Contacts"), _people(found.contacts))
    yield ""
    worth = {_("won"): found.won, _("open"): found.open, _("in all"): found.total}
    yield " · ".join(f"{label} {format_amount(fen, language())}" for label, fen in worth.items())


def _suggested(judged: Judgement) -> list[str]:
    grade, priority = judged.grade, judged.priority
    badge = _("the bases disagree") if grade.is_mismatched else ""
    told = []
    if grade.grade:
        told.append(_joined(f"{BY_KEY['grade'].label} {grade.grade.label}", *grade.reasons, badge))
    if priority.priority:
        told.append(_joined(f"{BY_KEY['priority'].label} {priority.priority.label}", *priority.reasons))
    return told


def _people(contacts: Sequence[ContactCard], *, with_ids: bool = False) -> list[str]:
    rows = [[each.name, each.title, each.phone, each.wechat, each.email] for each in contacts]
    if with_ids:
        rows = [[_id(each.id), *row] for each, row in zip(contacts, rows, strict=True)]
    return list(output.aligned(rows))


def _joined(*texts: str) -> str:
    return "  ".join(filter(None, texts))


def _objection(card: ObjectionCard) -> str:
    return _joined(_id(card.id), card.state.label, card.text, card.progress)


def _confirmation(card: ConfirmationCard) -> str:
    times = ngettext("{count} time", "{count} times", card.times).format(count=card.times)
    return _joined(_id(card.id), str(card.on), card.subject.label, card.by, times)


def _linked(found: LeadDetail) -> list[str]:
    told = []
    if found.repurchase_of:
        told.append(_("repurchase of {lead_no}").format(lead_no=found.repurchase_of))
    if found.referred_by:
        told.append(_("referred by {lead_no}").format(lead_no=found.referred_by))
    return told + [_("led to {lead_no}").format(lead_no=number) for number in found.opened]


def _plan(plan: PlanCard) -> str:
    day = " ".join(filter(None, (plan.due.isoformat() if plan.due else "-", plan.due_time)))
    return "  ".join(filter(None, (day, plan.action, plan.owner, plan.points, plan.goal)))


def _event(happened: Event, desk: Desk) -> Iterator[str]:
    local = happened.at.astimezone(desk.zone)
    at = f"{local:%Y-%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"
    number = f"#{happened.card.no}" if happened.card else ""
    change = f"{happened.old} > {happened.new}" if happened.old else happened.new
    yield _joined(number, at, happened.title, change, happened.by)
    for text in happened.texts:
        yield from (f"  {each}" for each in visible(text, multiline=True).split("\n"))
