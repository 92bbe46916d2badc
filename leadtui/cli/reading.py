"""Commands that look: what is due today, leads that pass a filter, one lead whole."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime, time

from leadtui.cli import documents, output
from leadtui.cli.words import optional_term, usage
from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.domain.errors import DONE
from leadtui.domain.filters import parse
from leadtui.domain.terms import Reason
from leadtui.i18n import _, ngettext
from leadtui.services import leads, listing
from leadtui.services.leads import LeadRow
from leadtui.services.today import Agenda, DueList, agenda, due_list


def today(desk: Desk, wanted: Namespace) -> int:
    """The due list: mine once it is known who I am, else everybody's."""
    everyone = wanted.all or not desk.known
    due = due_list(desk, everyone=everyone, days=wanted.days)
    if wanted.format == "line":
        output.line(_in_one_line(due))
    elif wanted.json:
        output.array(_entry(row, reason, desk) for reason, row in _due_rows(desk, due, reveal=wanted.reveal))
    elif due.total:
        rows = list(_due_rows(desk, due, reveal=wanted.reveal))
        if wanted.days:
            _print_agenda(desk, rows, agenda(desk, everyone=everyone, days=wanted.days))
        else:
            _print_due(desk, rows)
    else:
        output.line(_("All clear"))
    return DONE


def _in_one_line(due: DueList) -> str:
    if not due.total:
        return _("All clear")
    overdue = sum(len(ids) for reason, ids in due.sections if reason is Reason.OVERDUE)
    return _("Due {total} · overdue {overdue}").format(total=due.total, overdue=overdue)


def _due_rows(desk: Desk, due: DueList, *, reveal: bool) -> Iterator[tuple[Reason, LeadRow]]:
    reasons = {lead_id: reason for reason, ids in due.sections for lead_id in ids}
    for row in listing.lines(desk, list(reasons), reveal=reveal):
        yield reasons[row.id], row


_PLANNED = (Reason.OVERDUE, Reason.PLANNED_TODAY)
_COMPUTED = (Reason.CADENCE, Reason.SURVEY, Reason.UNSIGNED, Reason.RECORD_MISSING)


def _due(row: LeadRow, reason: Reason, desk: Desk) -> date | datetime | None:
    """The day, or the instant on the rep's clock, at which what the reason speaks of is due."""
    if reason is Reason.FIRST_TOUCH and row.first_due_at:
        return row.first_due_at.astimezone(desk.zone)
    if row.next_due and row.next_time and reason in _PLANNED:
        return datetime.combine(row.next_due, time.fromisoformat(row.next_time), desk.zone)
    return row.next_due if reason in _PLANNED else row.since.get(reason) if reason in _COMPUTED else None


def _days_late(due: date | datetime | None, today: date) -> int:
    if due is None:
        return 0
    return max(0, (today - (due.date() if isinstance(due, datetime) else due)).days)


def _entry(row: LeadRow, reason: Reason, desk: Desk) -> dict[str, object]:
    due = _due(row, reason, desk)
    return {
        "lead_no": row.lead_no,
        "customer": row.customer,
        "contact": row.contact,
        "phone": row.phone,
        "grade": row.grade,
        "priority": row.priority,
        "reason": reason,
        "reasons": row.reasons or (reason,),
        "due": documents.plain(due, desk.zone),
        "days_late": _days_late(due, desk.today()),
        "action": row.action,
        "owner": row.owner,
        "stage": row.stage,
        "status": row.status,
    }


def _print_due(desk: Desk, rows: list[tuple[Reason, LeadRow]]) -> None:
    lines = output.aligned([_due_cells(row, reason, desk) for reason, row in rows], indent=2)
    shown = None
    for (reason, _row), line in zip(rows, lines, strict=True):
        if reason is not shown:
            count = sum(each is reason for each, _row in rows)
            output.line(f"{reason.label} ({count})")
            shown = reason
        output.line(f"  {line}")


def _print_agenda(desk: Desk, rows: list[tuple[Reason, LeadRow]], days: Agenda) -> None:
    """Today with what is late, then each coming day with its number of leads: the load at a glance."""
    from leadtui.domain.when import When, describe_when

    known = {row.id: row for _reason, row in rows}
    ordered = [
        (day, _reason_on(day, known[lead_id], desk), known[lead_id])
        for day, ids in days
        for lead_id in ids
        if lead_id in known
    ]
    cells = [[_told_reason(reason, day, desk), *_due_cells(row, reason, desk)] for day, reason, row in ordered]
    shown = None
    for (day, _reason, _row), line in zip(ordered, output.aligned(cells, indent=2), strict=True):
        if day != shown:
            output.line(f"{describe_when(When(day), desk.today())} ({sum(each[0] == day for each in ordered)})")
            shown = day
        output.line(f"  {line}")
    if unknown := workdays.notice(days[-1][0]):
        output.narrate(unknown)


def _reason_on(day: date, row: LeadRow, desk: Desk) -> Reason:
    """Why a lead needs attention on its day; a plan of a coming day is not late on that day."""
    if day == desk.today() and row.reason:
        return row.reason
    return next(reason for reason, first in row.since.items() if first <= day and reason is not Reason.OVERDUE)


def _told_reason(reason: Reason, day: date, desk: Desk) -> str:
    return _("Planned") if reason is Reason.PLANNED_TODAY and day > desk.today() else reason.label


def _due_cells(row: LeadRow, reason: Reason, desk: Desk) -> list[str]:
    return [
        row.lead_no,
        row.customer,
        row.contact,
        row.phone,
        row.grade.label if row.grade else "-",
        _told_due(_due(row, reason, desk), desk.today()),
        row.action,
        row.owner,
    ]


def _told_due(due: date | datetime | None, today: date) -> str:
    late = _days_late(due, today)
    if due is None:
        return "-"
    if late:
        return ngettext("{count} day late", "{count} days late", late).format(count=late)
    if isinstance(due, datetime):
        return f"{due:%H:%M}" if due.date() == today else f"{due:%m-%d %H:%M}"
    return _("today") if due == today else f"{due:%m-%d}"


def list_leads(desk: Desk, wanted: Namespace) -> int:
    """Leads that pass the filter, all of them unless limited."""
    from leadtui.services import views

    with usage():
        line = views.expanded(desk, " ".join(wanted.filter))
        found = leads.ids(desk, parse(line), sort=wanted.sort, limit=wanted.limit)
    rows = listing.lines(desk, found, reveal=wanted.reveal)
    if wanted.json:
        output.array(documents.listed(row, desk) for row in rows)
    elif found:
        output.table([_listed_cells(row) for row in rows])
    else:
        output.narrate(_("No lead passes this filter."))
    return DONE


def _listed_cells(row: LeadRow) -> list[str]:
    return [
        row.lead_no,
        row.customer,
        row.contact,
        row.phone,
        row.grade.label if row.grade else "-",
        row.stage.label,
        row.status.label,
        row.owner,
        row.next_due.isoformat() if row.next_due else "-",
        row.action,
    ]


def show_lead(desk: Desk, wanted: Namespace) -> int:
    """One lead with all that belongs to it."""
    from leadtui.cli import sheet, whole
    from leadtui.services import brief, timeline
    from leadtui.services.detail import detail, reveal_contacts
    from leadtui.services.qualification import judge

    kind = optional_term(timeline.Kind, wanted.kind)
    lead_id = leads.find(wanted.lead_no)
    found = reveal_contacts(desk, lead_id) if wanted.reveal else detail(desk, lead_id)
    if wanted.format == "md":
        for text in brief.markdown(found, judge(desk, lead_id), desk).splitlines():
            output.line(text)
    elif wanted.json:
        output.document(whole.document(found, judge(desk, lead_id), desk))
    else:
        happened = timeline.of_kind(timeline.events(desk, found), kind)
        for text in sheet.lines(found, happened, judge(desk, lead_id), desk):
            output.line(text)
    return DONE


def show_customer(desk: Desk, wanted: Namespace) -> int:
    """One customer with all its cycles, its people and its value."""
    from leadtui.cli import sheet, whole
    from leadtui.services import customers

    customer_id = customers.find(wanted.number)
    found = customers.reveal_contacts(desk, customer_id) if wanted.reveal else customers.view(desk, customer_id)
    if wanted.json:
        output.document(whole.customer_document(found, desk))
    else:
        for text in sheet.customer_lines(found, desk):
            output.line(text)
        output.table([_listed_cells(row) for row in found.leads])
    return DONE
