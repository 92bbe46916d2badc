"""A domain value as text on the screen: the only place that words and colours what is known about a lead.

Text comes out as runs of (text, role); a widget maps roles to styles. Customers' text passes `visible` here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rich.cells import cell_len, set_cell_size

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.money import format_amount
from leadtui.domain.terms import MilestoneKind, Reason, Source
from leadtui.domain.text import visible
from leadtui.i18n import _, language, ngettext
from leadtui.services.leads import LeadRow
from leadtui.ui.glyphs import glyphs


class Role(StrEnum):
    """What a run of text is for; colour never says it alone."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    WARM = "warm"
    ACCENT = "accent"


Run = tuple[str, Role]


def fit(text: str, width: int) -> str:
    """Text in exactly `width` cells: padded, or cut with a mark."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    cut = glyphs().cut
    # A wide character that is cut through leaves a blank, which belongs behind the mark.
    kept = set_cell_size(text, width - cell_len(cut)).rstrip()
    return set_cell_size(kept + cut, width)


def weekday(day: date) -> str:
    """The short name of the day of the week."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def day(value: date, today: date) -> str:
    """A day as short as it is clear: 11-25 within a year, 2027-01-05 beyond."""
    return f"{value:%m-%d}" if abs((value - today).days) < 300 else f"{value:%Y-%m-%d}"


def date_line(today: date) -> str:
    """Today's date for the top line."""
    return _("{month}-{day} {weekday}").format(month=today.month, day=today.day, weekday=weekday(today))


def moment(instant: datetime, desk: Desk) -> str:
    """An instant on the rep's clock; midnight stands for a time nobody noted."""
    local = instant.astimezone(desk.zone)
    shown = day(local.date(), desk.today())
    return shown if (local.hour, local.minute) == (0, 0) else f"{shown} {local:%H:%M}"


def amount(fen: int | None) -> str:
    """An amount, or nothing."""
    return "" if fen is None else format_amount(fen, language())


def source(key: str) -> str:
    """A source by its label; the team's own are their own label."""
    found = Source.named(key)
    return found.label if found else visible(key)


def lateness(row: LeadRow, desk: Desk) -> Run:
    """When a lead is due, seen from now: 逾期2天, 剩3小时, 10:00, 今天, 11-25."""
    today = desk.today()
    if row.next_due is not None and row.next_due < today:
        days = (today - row.next_due).days
        return ngettext("{count}d late", "{count}d late", days).format(count=days), Role.WARM
    if Reason.FIRST_TOUCH in row.reasons and row.first_due_at is not None:
        return _clock(row.first_due_at, desk)
    if row.next_due == today:
        return row.next_time or _("today"), Role.ACCENT
    if row.reason is Reason.RECYCLING and row.recycle_on is not None:
        days = max((row.recycle_on - today).days, 0)
        return ngettext("back in {count}d", "back in {count}d", days).format(count=days), Role.WARM
    if row.reason in _SINCE:
        return _since(row.since[row.reason], today)
    if row.next_due is not None:
        return f"{day(row.next_due, today)} {weekday(row.next_due)}", Role.MUTED
    return "", Role.MUTED


_SINCE = (Reason.CADENCE, Reason.SURVEY, Reason.UNSIGNED, Reason.RECORD_MISSING)


def _since(first: date, today: date) -> Run:
    """How long a reason has held already, or from which day on it will."""
    days = (today - first).days
    if days < 0:
        return f"{day(first, today)} {weekday(first)}", Role.MUTED
    if not days:
        return _("today"), Role.ACCENT
    return ngettext("{count}d late", "{count}d late", days).format(count=days), Role.WARM


def _clock(until: datetime, desk: Desk) -> Run:
    minutes = int((until - desk.now()).total_seconds() // 60)
    if minutes < 0:
        hours = -minutes // 60
        return ngettext("{count}h over", "{count}h over", hours).format(count=hours), Role.WARM
    if minutes < 60:
        return ngettext("{count}min left", "{count}min left", minutes).format(count=minutes), Role.WARM
    return ngettext("{count}h left", "{count}h left", minutes // 60).format(count=minutes // 60), Role.ACCENT


def clock_turns(until: datetime, now: datetime) -> datetime:
    """The instant just after which the text of a clock that ends at `until` is another one."""
    minutes = int((until - now).total_seconds() // 60)
    if minutes < 0:
        return until + timedelta(minutes=(-minutes // 60 + 1) * 60 - 1)
    return until - timedelta(minutes=minutes if minutes < 60 else minutes // 60 * 60)


def shows_clock(row: LeadRow, desk: Desk) -> bool:
    """Whether `lateness` shows the row's 24 h clock."""
    is_late = row.next_due is not None and row.next_due < desk.today()
    return Reason.FIRST_TOUCH in row.reasons and row.first_due_at is not None and not is_late


def badge(reason: Reason) -> str:
    """A reason in a word or two, for beside the most urgent one."""
    return {
        Reason.OVERDUE: _("overdue"),
        Reason.FIRST_TOUCH: _("1st touch"),
        Reason.PLANNED_TODAY: _("planned"),
        Reason.CADENCE: _("cadence"),
        Reason.SURVEY: _("survey"),
        Reason.UNSIGNED: _("unsigned"),
        Reason.RECORD_MISSING: _("no record"),
        Reason.RECYCLING: _("recycling"),
        Reason.NO_NEXT_STEP: _("no plan"),
    }[reason]


def with_badges(run: Run, words: Sequence[str], width: int) -> list[Run]:
    """A run and, behind it, as many badges as leave it room to be read, in exactly `width` cells."""
    text, role = run
    kept: list[str] = []
    taken = 0
    for word in words:
        cells = cell_len(word) + 2
        if taken + cells > width - min(cell_len(text), LEGIBLE):
            break
        kept.append(f" +{word}")
        taken += cells
    shown = fit(text, min(cell_len(text), width - taken))
    badges = "".join(kept)
    return [(shown, role), (fit(badges, width - cell_len(shown)), Role.MUTED)]


LEGIBLE = 8
"""Cells of a next step below which it can no longer be read."""


def next_action(row: LeadRow) -> Run:
    """What to do: the plan's action, or the act its reason asks for."""
    if row.action:
        return visible(row.action), Role.PLAIN
    asked = {
        Reason.FIRST_TOUCH: _("first contact"),
        Reason.CADENCE: _("keep in touch"),
        Reason.SURVEY: _("ask how satisfied they are"),
        Reason.UNSIGNED: _("ask for the signature"),
        Reason.RECORD_MISSING: _("log what was said"),
        Reason.RECYCLING: _("contact, or it goes back"),
        Reason.NO_NEXT_STEP: _("plan a next step"),
    }
    return asked.get(row.reason, "") if row.reason else "", Role.MUTED


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of a lead line, in cells; 0 leaves a column out."""

    customer: int
    contact: int
    phone: int
    due: int
    stage: int
    owner: int
    action: int


def due_columns(width: int) -> Columns:
    """How the due list uses its width: who, when, what next."""
    phone = 13 if width >= 70 else 0
    contact, when = 6, 10
    rest = width - 3 - (contact + 1) - (when + 1) - (phone and phone + 1)
    customer = min(max(rest - 16, 14), 26)
    return Columns(customer, contact, phone, when, 0, 0, max(rest - customer - 2, 0))


def book_columns(width: int) -> Columns:
    """How the lead list uses its width: who, where it stands, whose it is, when next."""
    phone = 13 if width >= 88 else 0
    owner = 8 if width >= 70 else 0
    contact, stage, when = 6, 14, 10
    taken = sum(each + 1 for each in (contact, phone, stage, owner, when) if each)
    return Columns(max(width - 3 - taken - 1, 12), contact, phone, when, stage, owner, 0)


def lead_line(row: LeadRow, columns: Columns, desk: Desk, badges: Sequence[str] = ()) -> list[Run]:
    """One lead as runs of text, without the cursor bar in front of it; badges stand behind its next step."""
    late, urgency = lateness(row, desk)
    action, tone = next_action(row)
    cells: Sequence[tuple[str, int, Role]] = (
        (row.grade or " ", 1, Role.STRONG),
        (visible(row.customer), columns.customer, Role.PLAIN),
        (visible(row.contact), columns.contact, Role.MUTED),
        (visible(row.phone), columns.phone, Role.MUTED),
        (row.stage.label, columns.stage, Role.PLAIN),
        (visible(row.owner), columns.owner, Role.MUTED),
        (late, columns.due, urgency),
    )
    runs = []
    for text, width, role in cells:
        if width:
            runs.append((fit(text, width) + " ", role))
    return [*runs, *with_badges((action, tone), badges, columns.action)]


def short_name(name: str) -> str:
    """A company's name without its legal form, where something remains: cards are narrow."""
    cut = re.sub(r"[(（]?(股份)?(有限)?(责任)?公司[)）]?$", "", name)
    return cut if len(cut) >= 2 else name


def card_lines(row: LeadRow, width: int, desk: Desk, *, is_dense: bool = False) -> list[list[Run]]:
    """One lead as the lines of a board card: name, then facts; roomy cards give owner and due a line of their own."""
    late, urgency = lateness(row, desk)
    if urgency is Role.MUTED and row.next_due is not None:
        late = day(row.next_due, desk.today())
    facts = " ".join(filter(None, [row.grade or "", amount(row.amount)]))
    milestones = " ".join(_milestone(row))
    days = (desk.now() - row.stage_since).days
    tail = [(late, urgency)] if late else []
    if stages.is_stale(days, row.stale_days) and not row.snooze_until:
        tail.append((ngettext("stale {count}d", "stale {count}d", days).format(count=days), Role.WARM))
    name = [(fit(visible(short_name(row.customer)), width), Role.PLAIN)]
    owner = (visible(row.owner), Role.MUTED)
    if is_dense:
        return [name, _fit_runs([(facts, Role.MUTED), *tail, owner, (milestones, Role.MUTED)], width)]
    return [
        name,
        _fit_runs([(facts, Role.MUTED), (milestones, Role.MUTED)], width),
        _fit_runs([owner, *tail], width),
    ]


def _milestone(row: LeadRow) -> list[str]:
    if not row.milestones:
        return []
    return [glyphs().milestone + MilestoneKind(row.milestones[-1]).label]


def _fit_runs(runs: Sequence[Run], width: int) -> list[Run]:
    """Runs with a blank between them, in exactly `width` cells."""
    fitted, room = [], width
    for text, role in runs:
        if not text or room <= 1:
            continue
        part = fit(text, min(cell_len(text), room))
        room -= cell_len(part)
        fitted.append((part, role))
        if room:
            fitted.append((" ", Role.PLAIN))
            room -= 1
    return [*fitted, (" " * room, Role.PLAIN)]
