"""What stands on a lead's page, block by block: head, people, next steps, records, fields by section, timeline."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from textual.content import Content

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.fields import BY_KEY, CUSTOMER_FIELDS, LEAD_FIELDS, Entity, Field, Section
from leadtui.domain.money import format_budget
from leadtui.domain.terms import TagDimension
from leadtui.domain.text import visible
from leadtui.domain.values import shown
from leadtui.domain.when import When, describe_when
from leadtui.i18n import _, language, ngettext, told
from leadtui.services import timeline
from leadtui.services.detail import ContactCard, LeadDetail, PlanCard
from leadtui.services.qualification import Judgement
from leadtui.services.timeline import Event, Kind
from leadtui.ui import render, timeline_view
from leadtui.ui.commands import BY_ID
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.record_list import Block

SATISFIED = 4
"""From this satisfaction on a repurchase and a referral are offered (R74, R75)."""

_IN_HEAD = frozenset({"name", "lead_no", "source", "grade", "priority", "owner", "budget_min", "budget_max"})


@dataclass(frozen=True, slots=True)
class Record:
    """What a block stands for: a record by its table and id; a lead it is linked with by its number. `place` tells
    apart blocks of one record."""

    entity: Entity
    row_id: int = 0
    lead_no: str = ""
    place: str = ""


GAP = Block(Content(""))
"""A blank line."""


def facts(lead: LeadDetail, judged: Judgement, desk: Desk) -> Iterator[Block]:
    """Everything but the timeline."""
    yield Block(_head(lead, judged, desk), Record(Entity.LEAD, place="head"))
    if offer := next_cycle(lead):
        yield Block(Content.styled(offer, "$accent"))
    yield from _linked(lead)
    yield from _group(_("Contacts"), [(_person(each), Record(Entity.CONTACT, each.id)) for each in lead.contacts])
    plans = [(_plan(each, desk), Record(Entity.PLAN, each.id)) for each in lead.open_plans]
    yield from _group(_("Next steps"), plans)
    yield from _snoozed(lead)
    yield from _records(lead, desk)
    yield from _sections(lead, desk)


def story(happened: Sequence[Event], kind: Kind | None, desk: Desk) -> Iterator[Block]:
    """The timeline, all of it or one kind; on top the kinds with their counts."""
    hint = _("{key}: next kind").format(key=BY_ID["page.kinds"].first_key)
    yield Block(Content.assemble((_("Timeline"), "bold"), (f"  {hint}", "$muted")))
    yield Block(timeline_view.kinds_line(happened, kind))
    seen = Counter[tuple[object, ...]]()
    for event in timeline.of_kind(happened, kind):
        spot = (event.kind.value, event.row_id, event.at)
        seen[spot] += 1
        place = f"timeline {event.kind.value} {event.at.isoformat()} {seen[spot]}"
        record = Record(event.entity or Entity.STAGE_CHANGE, event.row_id, place=place)
        yield Block(timeline_view.event(event, desk), record)


def next_cycle(lead: LeadDetail) -> str:
    """The offer that a satisfied customer gets, or nothing."""
    value = lead.fields["satisfaction"]
    if not isinstance(value, int) or value < SATISFIED:
        return ""
    keys = [f"{BY_ID[name].keys} {told(BY_ID[name].title)}" for name in ("lead.repurchase", "lead.refer")]
    return _line(f"{BY_KEY['satisfaction'].label} {value}", *keys)


def _line(*parts: str) -> str:
    return f" {glyphs().dot} ".join(part for part in parts if part)


def _group(title: str, entries: Sequence[tuple[Content, Record]]) -> Iterator[Block]:
    if entries:
        yield GAP
        yield Block(Content.styled(title, "bold"))
        yield from (Block(content, record) for content, record in entries)


def _head(lead: LeadDetail, judged: Judgement, desk: Desk) -> Content:
    row = lead.row
    budget = format_budget(_money(lead, "budget_min"), _money(lead, "budget_max"), language())
    where = _line(
        _("Grade {grade}").format(grade=row.grade.label) if row.grade else _("no grade"),
        row.stage.label,
        row.status.label,
        _("Priority {level}").format(level=row.priority.label) if row.priority else "",
    )
    lines = [
        Content.styled(visible(row.customer), "bold"),
        Content.styled(_line(visible(row.lead_no), render.source(row.source), visible(row.owner)), "$muted"),
        Content(where),
    ]
    if badge := _badge(lead, judged):
        lines.append(Content.styled(badge, "$warning"))
    if reason := _line(*dict.fromkeys((visible(lead.status_reason), visible(lead.closing_note)))):
        lines.append(Content.styled(reason, "$muted"))
    lines.append(Content.assemble((f"{budget} {glyphs().dot} " if budget else "", "$muted"), _age(lead, desk)))
    return Content("\n").join(lines)


def _badge(lead: LeadDetail, judged: Judgement) -> str:
    """What speaks against the grade as it is: another suggestion, or two bases that disagree (R12)."""
    suggested = judged.grade
    if suggested.grade is None or (suggested.grade is lead.row.grade and not suggested.is_mismatched):
        return ""
    word = _("Suggested: {grade}").format(grade=suggested.grade.label)
    return _line(word, _("the bases disagree") if suggested.is_mismatched else "", *suggested.reasons)


def _age(lead: LeadDetail, desk: Desk) -> Content:
    days = (desk.now() - lead.row.stage_since).days
    if stages.is_stale(days, lead.row.stale_days) and not lead.row.snooze_until:
        text = ngettext("stale {count}d", "stale {count}d", days).format(count=days)
        return Content.styled(text, "$warning")
    return Content.styled(_("{count} days in stage").format(count=days), "$muted")


def _money(lead: LeadDetail, key: str) -> int | None:
    value = lead.fields[key]
    return value if isinstance(value, int) else None


def _linked(lead: LeadDetail) -> Iterator[Block]:
    links = [(_("Repurchase of {lead_no}"), lead.repurchase_of), (_("Referred by {lead_no}"), lead.referred_by)]
    links += [(_("Led to {lead_no}"), number) for number in lead.opened]
    for text, number in links:
        if number:
            content = Content.styled(text.format(lead_no=visible(number)), "$accent")
            yield Block(content, Record(Entity.LEAD, lead_no=number))


def _person(card: ContactCard) -> Content:
    marks = [card.title, _("decides") if card.decision_authority else "", _("first contact") if card.is_primary else ""]
    reach = [card.phone, card.wechat, card.email]
    return Content.assemble(
        visible("  ".join(filter(None, (card.name, *reach)))), ("  " + visible(_line(*marks)), "$muted")
    )


def _plan(plan: PlanCard, desk: Desk) -> Content:
    when, tone = _("no day set"), "$muted"
    if plan.due is not None:
        at = time.fromisoformat(plan.due_time) if plan.due_time else None
        when = describe_when(When(plan.due, at), desk.today())
        tone = "$warning" if plan.due < desk.today() else "$accent"
    lines = [Content.assemble((when, tone), "  ", visible(plan.action))]
    extras = [
        plan.channel.label if plan.channel else "",
        _("Points: {text}").format(text=visible(plan.points, multiline=True)) if plan.points else "",
        _("Goal: {text}").format(text=visible(plan.goal, multiline=True)) if plan.goal else "",
        visible(plan.owner),
    ]
    lines.append(Content.styled("  " + _line(*extras), "$muted"))
    return Content("\n").join(lines)


def _snoozed(lead: LeadDetail) -> Iterator[Block]:
    if not lead.open_plans and lead.row.stage in stages.OPEN:
        yield GAP
        yield Block(Content.styled(_("No next step"), "$muted"))
    if lead.row.snooze_until:
        until = _("Snoozed until {day}: {reason}").format(day=lead.row.snooze_until, reason=visible(lead.snooze_reason))
        yield Block(Content.styled(until, "$muted"))


def _records(lead: LeadDetail, desk: Desk) -> Iterator[Block]:
    today = desk.today()
    confirmed = []
    for card in lead.confirmations:
        times = ngettext("{count} time", "{count} times", card.times).format(count=card.times)
        last = _("last on {day}").format(day=render.day(card.on, today))
        text = Content.assemble(card.subject.label, ("  " + _line(last, visible(card.by), times), "$muted"))
        confirmed.append((text, Record(Entity.CONFIRMATION, card.id)))
    yield from _group(_("Confirmations"), confirmed)
    reached = [
        (
            Content(_line(f"{render.day(each.on, today)} {each.kind.label}", visible(each.note))),
            Record(Entity.MILESTONE, each.id),
        )
        for each in lead.milestones
    ]
    yield from _group(_("Milestones"), reached)
    objections = [
        (_two(f"{each.state.label}  {visible(each.text)}", each.progress), Record(Entity.OBJECTION, each.id))
        for each in lead.objections
    ]
    yield from _group(_("Objections"), objections)
    amendments = [
        (_two(visible(each.text), each.reason), Record(Entity.AMENDMENT, each.id)) for each in lead.amendments
    ]
    yield from _group(_("Amendments"), amendments)
    order = list(TagDimension)
    tags = [
        (Content.assemble((each.dimension.label + "  ", "$muted"), visible(each.name)), Record(Entity.TAG, each.id))
        for each in sorted(lead.tags, key=lambda tag: order.index(tag.dimension))
    ]
    yield from _group(_("Tags"), tags)
    helpers = [(Content(visible(each.rep)), Record(Entity.COLLABORATOR, each.id)) for each in lead.collaborators]
    yield from _group(_("Collaborators"), helpers)


def _two(text: str, below: str) -> Content:
    lines = [Content(text)]
    if below:
        lines.append(Content.styled("  " + visible(below), "$muted"))
    return Content("\n").join(lines)


def _sections(lead: LeadDetail, desk: Desk) -> Iterator[Block]:
    customer = [(field, lead.customer[field.key]) for field in CUSTOMER_FIELDS]
    for section in Section:
        known = [(field, lead.fields[field.key]) for field in LEAD_FIELDS if field.section is section]
        pairs = customer + known if section is Section.LEAD else known
        lines = [
            Content.assemble((field.label + "  ", "$muted"), visible(text, multiline=True))
            for field, value in pairs
            if field.key not in _IN_HEAD and not _is_silent(field, value) and (text := shown(field, value, desk))
        ]
        if lines:
            yield GAP
            title = Content.styled(section.label, "bold")
            yield Block(Content("\n").join([title, *lines]), Record(Entity.LEAD, place=section.value))


_SILENT = {"validity": "unverified", "negotiation_progress": "not_started"}
"""Values that say nothing yet."""


def _is_silent(field: Field, value: object) -> bool:
    return _SILENT.get(field.key) == value
