"""The lead list: one line a lead, under headings where it is the due list; clocks on it run by themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from textual.message import Message
from textual.timer import Timer

from leadtui.desk import Desk
from leadtui.domain.terms import Reason
from leadtui.services.leads import LeadRow
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import (
    Columns,
    Role,
    Run,
    badge,
    book_columns,
    clock_turns,
    due_columns,
    fit,
    lateness,
    lead_line,
    shows_clock,
)
from leadtui.ui.widgets.windowed import WindowedList

SOONEST, LATEST = 1.0, 60.0
"""Seconds until the clocks are looked at again: a terminal that slept must not show an hour that has passed."""


class LeadTable(WindowedList):
    """Leads one a line; a bar at the left marks the cursor, a sign behind it the marked ones."""

    @dataclass
    class ClockBroke(Message):
        """A 24 h clock on the screen has run out."""

    def __init__(self, desk: Desk, *, is_due_list: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.desk = desk
        self.is_due_list = is_due_list
        self.headings: Mapping[int, str] = {}
        self.marked: frozenset[int] = frozenset()
        self.notes: Mapping[int, str] = {}
        """A word on a lead that belongs to this sitting alone."""
        self.days: Mapping[int, date] = {}
        """The coming day under which a lead is listed."""
        self._clocks: dict[int, str] = {}
        self._alarm: Timer | None = None

    def render_lines_of(self, item: int, width: int) -> list[list[Run]]:
        if item < 0:
            bar = glyphs().bar if item == self.item else " "
            return [[(bar, Role.ACCENT), (fit(self.headings.get(item, ""), width - 1), Role.MUTED)]]
        row = self.rows.get(item)
        if row is None:
            return [[(fit(f"  {glyphs().cut}", width), Role.MUTED)]]
        lead_in: list[Run] = [(glyphs().bar if item == self.lead_id else " ", Role.ACCENT)]
        if self.marked:
            lead_in.append((f"{glyphs().mark} " if item in self.marked else "  ", Role.ACCENT))
            width -= 2
        if item in self.days:
            row = as_of(row, self.days[item])
        return [[*lead_in, *lead_line(row, self.columns(width), self.desk, self._badges(row))]]

    def _badges(self, row: LeadRow) -> list[str]:
        if not self.is_due_list:
            return []
        note = self.notes.get(row.id)
        return [*([note] if note else []), *(badge(reason) for reason in row.reasons[1:])]

    def columns(self, width: int) -> Columns:
        """How this list shares out its width."""
        return due_columns(width - 1) if self.is_due_list else book_columns(width - 1)

    def show_marks(self, marked: Collection[int]) -> None:
        """Show which leads are marked; while none is, the sign takes no room."""
        before, self.marked = self.marked, frozenset(marked)
        if bool(before) != bool(marked):
            self.refresh()
        else:
            self.refresh_items(before ^ self.marked)

    # Clocks

    def drawn_anew(self) -> None:
        """Wake up once, when the text of a clock on the screen turns; nothing is written before."""
        if self._alarm is not None:
            self._alarm.stop()
            self._alarm = None
        self._clocks = self._clock_texts()
        if self._clocks and self.is_attached:
            now = self.desk.now()
            turns = min(clock_turns(self._ends(item), now) for item in self._clocks)
            self._alarm = self.set_timer(min(max((turns - now).total_seconds() + 0.05, SOONEST), LATEST), self._tick)

    def _clock_texts(self) -> dict[int, str]:
        shown = ((item, self.rows.get(item)) for item in self.shown_items())
        return {item: lateness(row, self.desk)[0] for item, row in shown if row and shows_clock(row, self.desk)}

    def _ends(self, item: int) -> datetime:
        ends = self.rows[item].first_due_at
        assert ends is not None
        return ends

    def _tick(self) -> None:
        before = self._clocks
        self.drawn_anew()
        turned = {item for item, text in self._clocks.items() if before.get(item) != text}
        self.refresh_items(turned)
        just_now = self.desk.now() - timedelta(seconds=2 * LATEST)
        if any(just_now < self._ends(item) <= self.desk.now() for item in turned):
            self.post_message(self.ClockBroke())


def as_of(row: LeadRow, day: date) -> LeadRow:
    """A row with the reasons for which it will be due on a coming day."""
    if row.reasons:
        return row
    reasons = tuple(reason for reason, since in row.since.items() if since <= day and reason is not Reason.OVERDUE)
    return replace(row, reasons=reasons)
