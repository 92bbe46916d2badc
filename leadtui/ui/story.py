"""A lead's story as text: head, people, next step, what was (newest first), and every field that is known."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from textual.content import Content

from leadtui.desk import Desk
from leadtui.domain.fields import CUSTOMER_FIELDS, LEAD_FIELDS, Field, Kind
from leadtui.domain.gates import skipped_labels
from leadtui.domain.money import format_budget
from leadtui.domain.terms import Outcome, Validity
from leadtui.domain.text import visible
from leadtui.domain.values import Value, shown
from leadtui.domain.when import When, describe_when
from leadtui.i18n import _, language
from leadtui.services.detail import FollowUpCard, LeadDetail, PlanCard, StageCard
from leadtui.ui import render
from leadtui.ui.glyphs import glyphs

SHOWN_ABOVE = frozenset(
    {
        "name",
        "customer_no",
        "lead_no",
        "source",
        "grade",
        "priority",
        "owner",
        "budget_min",
        "budget_max",
        "first_due_at",
    }
)
"""Fields that the head of the story tells already."""

UNSAID = {"validity": Validity.UNVERIFIED.value, "negotiation_progress": "not_started"}
"""Values that say nothing yet."""


def told(lead: LeadDetail, desk: Desk) -> Content:
    """The whole story of one lead."""
    blocks = [_head(lead, desk), _people(lead), _next(lead, desk), _past(lead, desk), _facts(lead, desk)]
    return Content("\n\n").join([block for block in blocks if block.plain])


def _line(*parts: str) -> str:
    return f" {glyphs().dot} ".join(part for part in parts if part)


def _head(lead: LeadDetail, desk: Desk) -> Content:
    row = lead.row
    stale = (desk.now() - row.stage_since).days
    budget = format_budget(_money(lead, "budget_min"), _money(lead, "budget_max"), language())
    where = _line(
        _("Grade {grade}").format(grade=row.grade) if row.grade else "",
        row.stage.label,
        row.status.label,
        _("Priority {level}").format(level=row.priority.label) if row.priority else "",
    )
    return Content("\n").join(
        [
            Content.styled(visible(row.customer), "bold"),
            Content.styled(_line(visible(row.lead_no), render.source(row.source), visible(row.owner)), "$muted"),
            Content(where),
            Content.styled(_line(budget, _("{count} days in stage").format(count=stale)), "$muted"),
        ]
    )


def _money(lead: LeadDetail, key: str) -> int | None:
    value = lead.fields[key]
    return value if isinstance(value, int) else None


def _people(lead: LeadDetail) -> Content:
    lines = []
    for person in lead.contacts:
        reach = [visible(each) for each in (person.name, person.title, person.phone, person.wechat, person.email)]
        lines.append(Content("  ".join(part for part in reach if part)))
    return Content("\n").join(lines)


def _next(lead: LeadDetail, desk: Desk) -> Content:
    lines: list[Content] = []
    for plan in lead.open_plans:
        lines.extend(_plan_lines(plan, desk))
    if lead.row.snooze_until:
        until = _("Snoozed until {day}: {reason}").format(day=lead.row.snooze_until, reason=visible(lead.snooze_reason))
        lines.append(Content.styled(until, "$muted"))
    if not lead.open_plans:
        lines.append(Content.styled(_("No next step"), "$muted"))
    return Content("\n").join(lines)


def _plan_lines(plan: PlanCard, desk: Desk) -> Iterator[Content]:
    when, tone = _("no day set"), "$muted"
    if plan.due is not None:
        at = time.fromisoformat(plan.due_time) if plan.due_time else None
        when = describe_when(When(plan.due, at), desk.today())
        tone = "$warning" if plan.due < desk.today() else "$accent"
    yield Content.assemble((_("Next step"), "bold"), "  ", (when, tone))
    if plan.action:
        yield Content("  " + visible(plan.action))
    extras = [
        _("Points: {text}").format(text=visible(plan.points, multiline=True)) if plan.points else "",
        _("Goal: {text}").format(text=visible(plan.goal, multiline=True)) if plan.goal else "",
    ]
    for extra in filter(None, extras):
        yield Content.styled("  " + extra, "$muted")


def _facts(lead: LeadDetail, desk: Desk) -> Content:
    lines = []
    for field in (*CUSTOMER_FIELDS, *LEAD_FIELDS):
        value = (lead.customer if field in CUSTOMER_FIELDS else lead.fields)[field.key]
        if field.key in SHOWN_ABOVE or UNSAID.get(field.key) == value:
            continue
        text = _value(field, value, desk)
        if text:
            lines.append(Content.assemble((field.label + "  ", "$muted"), text))
    if lead.row.tags:
        lines.append(Content.assemble((_("Tags") + "  ", "$muted"), visible("  ".join(lead.row.tags))))
    return Content("\n").join(lines)


def _value(field: Field, value: Value, desk: Desk) -> str:
    return visible(shown(field, value, desk), multiline=field.kind is Kind.NOTE)


def _past(lead: LeadDetail, desk: Desk) -> Content:
    events: list[tuple[datetime, Content]] = [(each.at, _follow_up(each, desk)) for each in lead.follow_ups]
    events += [(each.at, _stage(each, desk)) for each in lead.stage_changes]
    for milestone in lead.milestones:
        at = datetime.combine(milestone.on, time(0), desk.zone).astimezone(UTC)
        text = f"{render.day(milestone.on, desk.today())} {glyphs().milestone} {milestone.kind.label}"
        events.append((at, Content.styled(_line(text, visible(milestone.note)), "$accent")))
    events.sort(key=lambda event: event[0], reverse=True)
    return Content("\n").join([content for _at, content in events])


def _follow_up(card: FollowUpCard, desk: Desk) -> Content:
    head = [render.moment(card.at, desk), card.channel.label]
    if card.outcome is not Outcome.REACHED:
        head.append(card.outcome.label)
    if card.attitude:
        head.append(card.attitude.label)
    lines = [Content.assemble((" ".join(head), "bold"), ("  " + visible(card.by), "$muted"))]
    said = (card.summary, card.new_need, card.concern, card.decision_progress)
    lines += [Content("  " + visible(text, multiline=True)) for text in said if text]
    if card.feedback:
        lines.append(Content.assemble(("  " + _("Feedback") + "  ", "$muted"), visible(card.feedback, multiline=True)))
    return Content("\n").join(lines)


def _stage(card: StageCard, desk: Desk) -> Content:
    when = render.moment(card.at, desk)
    if card.from_stage is None:
        text = when + " " + _("captured")
    elif card.from_stage is card.to_stage:
        text = f"{when} {card.to_status.label}"
    else:
        text = f"{when} {card.from_stage.label} {glyphs().arrow} {card.to_stage.label}"
    reason = visible(card.reason)
    if card.skipped:
        reason = _("{reason} (skipped: {fields})").format(
            reason=reason, fields=visible(_(", ").join(skipped_labels(card.skipped)))
        )
    return Content.styled(_line(text, reason, visible(card.by)), "$muted")
