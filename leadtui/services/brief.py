"""The brief: one page in Markdown to read before a visit. Who, where it stands, what was said, what to talk about."""

import re
from collections.abc import Iterator
from datetime import time

from leadtui.desk import Desk
from leadtui.domain.fields import BY_KEY, CUSTOMER_FIELDS, FOLLOW_UP_FIELDS
from leadtui.domain.money import format_budget
from leadtui.domain.terms import ObjectionState
from leadtui.domain.text import visible
from leadtui.domain.values import shown
from leadtui.domain.when import When, describe_when
from leadtui.i18n import _, language
from leadtui.services.detail import ContactCard, FollowUpCard, LeadDetail
from leadtui.services.qualification import Judgement

LAST_CONTACTS = 3
_NEED = ("initial_need", "need_detail", "pain_point", "must_have")
_DECISION = ("decision_maker", "decision_process", "purchase_timing", "competitor")
_OFFER = ("proposal", "proposal_sent_at", "quote_amount", "proposal_feedback", "price", "concession_plan")
_LEFT_OPEN = ("new_need", "concern", "decision_progress")
_UNRESOLVED = (ObjectionState.OPEN, ObjectionState.IN_PROGRESS)


def markdown(lead: LeadDetail, judged: Judgement, desk: Desk) -> str:
    """The page; people are as masked as they are in `lead`."""
    lines = [f"# {plain(lead.row.customer)}", "", *_standing(lead, judged)]
    stand = [
        (_("Who"), [_person(each) for each in lead.contacts]),
        (_("Next step"), list(_next_steps(lead, desk))),
        (_("To talk about"), list(_topics(lead))),
        (_("Open objections"), [_joined(each.text, each.progress) for each in lead.objections if _is_open(each.state)]),
        (_("Need"), _known(lead, _NEED, desk)),
        (_("Budget"), _budget(lead)),
        (_("Decision"), _known(lead, _DECISION, desk)),
        (_("Proposal and price"), _known(lead, _OFFER, desk)),
        (_("Last contacts"), [_contact(each, desk) for each in _standing_records(lead)]),
    ]
    for title, items in stand:
        if items:
            lines += ["", f"## {title}", "", *(f"- {item}" for item in items)]
    return "\n".join(lines) + "\n"


def as_text(page: str) -> str:
    """The page as a person reads it where nothing renders Markdown."""
    return re.sub(r"\\([\\`*_\[\]<>#|])", r"\1", page)


def plain(text: str) -> str:
    """Text on one line of Markdown that means only itself."""
    line = " ".join(visible(text, multiline=True).split("\n"))
    return "".join("\\" + sign if sign in "\\`*_[]<>#|" else sign for sign in line)


def _joined(*parts: str) -> str:
    return " · ".join(plain(part) for part in parts if part)


def _standing(lead: LeadDetail, judged: Judgement) -> list[str]:
    row = lead.row
    grade = _("Grade {grade}").format(grade=row.grade.label) if row.grade else ""
    lines = [_joined(row.lead_no, row.stage.label, row.status.label, grade, row.owner)]
    lines += filter(None, [_joined(*(_customer(lead, key) for key in ("industry", "region", "employees")))])
    if judged.grade.grade and judged.grade.grade is not row.grade:
        lines.append(_joined(_("Suggested: {grade}").format(grade=judged.grade.grade.label), *judged.grade.reasons))
    return [f"{line}  " for line in lines]


def _customer(lead: LeadDetail, key: str) -> str:
    return str(next(lead.customer[field.key] for field in CUSTOMER_FIELDS if field.key == key) or "")


def _person(card: ContactCard) -> str:
    role = _("decides") if card.decision_authority else ""
    return _joined(card.name, card.title, role, card.phone, card.wechat, card.email)


def _next_steps(lead: LeadDetail, desk: Desk) -> Iterator[str]:
    for plan in lead.open_plans:
        when = _("no day set")
        if plan.due:
            at = time.fromisoformat(plan.due_time) if plan.due_time else None
            when = describe_when(When(plan.due, at), desk.today())
        yield _joined(when, plan.action, plan.channel.label if plan.channel else "", plan.owner)


def _topics(lead: LeadDetail) -> Iterator[str]:
    """Points and goal of what is planned, then what the last contacts left open."""
    for plan in lead.open_plans:
        yield from (plain(each) for each in (plan.points,) if each)
        if plan.goal:
            yield plain(_("Goal: {text}").format(text=plan.goal))
    for card in _standing_records(lead):
        for field in FOLLOW_UP_FIELDS:
            if field.key in _LEFT_OPEN and (text := getattr(card, field.key)):
                yield plain(f"{field.label}: {text}")


def _standing_records(lead: LeadDetail) -> list[FollowUpCard]:
    """The last contacts that no correction has replaced."""
    return [card for card in lead.follow_ups if not card.corrected_by][:LAST_CONTACTS]


def _is_open(state: ObjectionState) -> bool:
    return state in _UNRESOLVED


def _known(lead: LeadDetail, keys: tuple[str, ...], desk: Desk) -> list[str]:
    pairs = [(BY_KEY[key].label, shown(BY_KEY[key], lead.fields[key], desk)) for key in keys]
    return [plain(f"{label}: {text}") for label, text in pairs if text]


def _budget(lead: LeadDetail) -> list[str]:
    low, high = lead.fields["budget_min"], lead.fields["budget_max"]
    budget = format_budget(low if isinstance(low, int) else None, high if isinstance(high, int) else None, language())
    confirmed = [
        _("{subject} confirmed on {day} by {who}").format(subject=each.subject.label, day=each.on, who=each.by)
        for each in lead.confirmations
    ]
    return [plain(each) for each in (budget, *confirmed) if each]


def _contact(card: FollowUpCard, desk: Desk) -> str:
    day = f"{card.at.astimezone(desk.zone):%Y-%m-%d}"
    attitude = card.attitude.label if card.attitude else ""
    return _joined(day, card.channel.label, card.outcome.label, attitude, card.summary, card.feedback)
