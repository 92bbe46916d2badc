"""A lead's story as text: head, people, next step, what was (newest first), and every field that is known."""

from collections.abc import Iterator, Sequence
from datetime import time

from textual.content import Content

from leadtui.desk import Desk
from leadtui.domain.fields import CUSTOMER_FIELDS, LEAD_FIELDS, Field
from leadtui.domain.fields import Kind as FieldKind
from leadtui.domain.money import format_budget
from leadtui.domain.terms import Validity
from leadtui.domain.text import visible
from leadtui.domain.values import Value, shown
from leadtui.domain.when import When, describe_when
from leadtui.i18n import _, language
from leadtui.services import timeline
from leadtui.services.detail import LeadDetail, PlanCard
from leadtui.services.timeline import Event, Kind
from leadtui.ui import render, timeline_view
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


def told(lead: LeadDetail, happened: Sequence[Event], desk: Desk, kind: Kind | None = None) -> Content:
    """The whole story of one lead, of its timeline all or one kind."""
    blocks = [_head(lead, desk), _people(lead), _next(lead, desk), _past(happened, desk, kind), _facts(lead, desk)]
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
    return visible(shown(field, value, desk), multiline=field.kind is FieldKind.NOTE)


def _past(happened: Sequence[Event], desk: Desk, kind: Kind | None) -> Content:
    lines = [timeline_view.event(each, desk) for each in timeline.of_kind(happened, kind)]
    if kind is not None:
        lines.insert(0, timeline_view.chosen_line(happened, kind))
    return Content("\n").join(lines)
