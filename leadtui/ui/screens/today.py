"""Today: who is due, most urgent first, each with its reason; the pass through them, and a look at coming days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from textual import on

from leadtui.domain.terms import Reason
from leadtui.i18n import N_, _, ngettext
from leadtui.services import leads, today
from leadtui.services.leads import LeadRow
from leadtui.services.today import Agenda, Done, DueList
from leadtui.ui import render
from leadtui.ui.commands import TODAY, bindings
from leadtui.ui.glyphs import glyphs
from leadtui.ui.lead_screen import TRIED, LeadScreen
from leadtui.ui.screens.list import ListScreen
from leadtui.ui.widgets.lead_table import LeadTable
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.windowed import WindowedList


class Look(StrEnum):
    """Which days the list shows."""

    TODAY = ""
    TOMORROW = N_("tomorrow")
    WEEK = N_("this week")
    NEXT_WEEK = N_("next week")

    def days(self, day: date) -> tuple[date, date]:
        """The first and the last day that is shown, seen from `day`."""
        sunday = day + timedelta(days=6 - day.weekday())
        match self:
            case Look.TODAY:
                return day, day
            case Look.TOMORROW:
                return day + timedelta(days=1), day + timedelta(days=1)
            case Look.WEEK:
                return day, sunday
            case Look.NEXT_WEEK:
                return sunday + timedelta(days=1), sunday + timedelta(days=7)


ASIDE = -1000
"""The heading of what was put aside; reasons count from -1 downwards, days are far below."""


@dataclass(frozen=True, slots=True)
class Section:
    """Leads under a heading; the item that stands for it in the list is negative."""

    item: int
    title: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """What the end of the pass tells: what was done, and what comes next."""

    done: Done
    coming: tuple[tuple[date, int], ...]
    is_first_day: bool


class TodayScreen(ListScreen):
    """The morning review."""

    VIEW = "today"
    IS_DUE_LIST = True
    BINDINGS = bindings(TODAY)

    def __init__(self) -> None:
        super().__init__()
        self.look = Look.TODAY
        self.due = DueList()
        self.agenda: Agenda = ()
        self.sections: tuple[Section, ...] = ()
        self.folded: set[int] = set()
        self.aside: dict[int, str] = {}

    def on_mount(self) -> None:
        first = self.tui.first
        self._take(first.due, ())
        self._show(first.rows, Closing(Done(0, 0), (), first.is_empty))
        self.is_stale = False
        self._caught_up.set()
        self.tui.typed_ahead.begin()
        if not first.due.total and not first.is_empty:
            self.refresh_rows()

    # Reading

    async def reload(self) -> None:
        everyone, wanted = self.tui.shows_everyone, self.tui.filter
        await self._put_back()
        due = await self.book.ask(today.due_list, self.desk, everyone=everyone, wanted=wanted)
        agenda: Agenda = ()
        if self.look is not Look.TODAY:
            since, until = self.look.days(self.desk.today())
            days = (until - self.desk.today()).days
            found = await self.book.ask(today.agenda, self.desk, everyone=everyone, days=days, wanted=wanted)
            agenda = tuple((day, ids) for day, ids in found if since <= day)
        self._take(due, agenda)
        around = self.table.rows_to_show(self._items(), self._wanted_item())
        rows = await self.book.ask(leads.rows, self.desk, around)
        self._show(rows, None if self.sections else await self._ending())

    async def _put_back(self) -> None:
        """A call that was taken back puts its lead in its place again."""
        tried = [lead_id for lead_id, word in self.aside.items() if word == TRIED]
        called = await self.book.ask(today.called_today, self.desk, tried) if tried else set()
        for lead_id in set(tried) - called:
            self.aside.pop(lead_id, None)

    async def _ending(self) -> Closing:
        done = await self.book.ask(today.done_today, self.desk)
        coming = await self.book.ask(today.coming, self.desk, everyone=self.tui.shows_everyone)
        return Closing(done, coming, not await self.book.ask(leads.exist))

    def _take(self, due: DueList, agenda: Agenda) -> None:
        self.due, self.agenda = due, agenda
        self.tui.tally.note_due(due.ids)
        self.sections = tuple(self._agenda_sections() if self.look is not Look.TODAY else self._due_sections())
        self.keep_marks([lead_id for section in self.sections for lead_id in section.ids])

    def _due_sections(self) -> Iterable[Section]:
        if all(lead_id in self.aside for lead_id in self.tui.tally.due):
            self.aside = {}
        aside: list[int] = []
        for reason, ids in self.due.sections:
            left = tuple(lead_id for lead_id in ids if lead_id not in self.aside)
            aside += (lead_id for lead_id in ids if lead_id in self.aside)
            if left:
                yield Section(-1 - list(Reason).index(reason), reason.label, left)
        if aside:
            yield Section(ASIDE, _("Aside for now"), tuple(aside))

    def _agenda_sections(self) -> Iterable[Section]:
        for day, ids in self.agenda:
            title = f"{render.day(day, self.desk.today())} {render.weekday(day)}"
            yield Section(-day.toordinal(), _("Today") if day == self.desk.today() else title, ids)

    # Showing

    def _items(self) -> list[int]:
        """Ids under their headings; of a folded section the heading alone."""
        items: list[int] = []
        for section in self.sections:
            items += (section.item, *(() if section.item in self.folded else section.ids))
        return items

    def _wanted_item(self) -> int | None:
        """Where the cursor goes: its heading, its lead, or the lead that is next where that has left the list."""
        items = self._items()
        here, current = self.table.item, self.tui.current_lead
        if here is not None and here < 0 and here in items and here in self.folded and current not in items:
            return here
        return current if current in items else self.next_up

    def _show(self, rows: Iterable[LeadRow], closing: Closing | None) -> None:
        table, items = self.table, self._items()
        table.headings = {each.item: self._heading(each) for each in self.sections}
        table.stops = frozenset(item for item in items if item in self.folded)
        table.notes = {lead_id: _(word) for lead_id, word in self.aside.items()}
        table.days = {lead_id: day for day, ids in self.agenda for lead_id in ids}
        table.show_items(items, rows, on=self._wanted_item())
        self.next_up = None
        self.show_notice(self._why_empty(closing) if closing is not None and not items else "")
        self.show_heading()
        self.query_one(KeyLine).show(self.tui.tally.progress())
        self.show_detail_soon()

    def _heading(self, section: Section) -> str:
        fold = f" {glyphs().cut}" if section.item in self.folded else ""
        return f"{section.title} {len(section.ids)}{fold}"

    def notes(self) -> list[str]:
        return [*([_(self.look.value)] if self.look.value else []), *super().notes()]

    def _why_empty(self, closing: Closing) -> str:
        if closing.is_first_day:
            return _("No leads yet. i brings in the sheet you use today (xlsx, csv), n adds a lead.")
        if not self.tui.filter.is_empty:
            return self.nothing_passes()
        if self.look is not Look.TODAY:
            return _("Nothing is due {days}. t shows other days.").format(days=_(self.look.value))
        lines = [_("All clear"), *_told_done(closing.done), "", *self._told_coming(closing)]
        if not self.tui.shows_everyone:
            lines.append(_("These are yours; a shows every owner's."))
        return "\n".join([*lines, _("t looks ahead, 2 shows all leads, 3 the board.")])

    def _told_coming(self, closing: Closing) -> Iterable[str]:
        for place, (day, count) in enumerate(closing.coming):
            told = ngettext("{count} lead", "{count} leads", count).format(count=count)
            when = f"{render.day(day, self.desk.today())} {render.weekday(day)}"
            name = _("Next working day") if place else _("Tomorrow")
            yield f"{name} {when} {glyphs().dot} {told}"

    @on(LeadTable.ClockBroke)
    def _read_again(self) -> None:
        self.refresh_rows()

    # Sections

    def section(self) -> list[int]:
        here = self._section_here()
        return list(here.ids) if here is not None else []

    def _section_here(self) -> Section | None:
        above = reversed(self.table.items[: self.table.cursor + 1])
        heading = next((item for item in above if item < 0), None)
        return next((each for each in self.sections if each.item == heading), None)

    def action_fold(self) -> None:
        """Fold the section under the cursor, or unfold it."""
        here = self._section_here()
        if here is not None:
            self._fold(here)

    @on(WindowedList.HeadingClicked)
    def _fold_clicked(self, event: WindowedList.HeadingClicked) -> None:
        for section in self.sections:
            if section.item == event.item:
                self._fold(section)

    def _fold(self, section: Section) -> None:
        self.folded ^= {section.item}
        is_folded = section.item in self.folded
        self.table.headings = {each.item: self._heading(each) for each in self.sections}
        self.table.stops = frozenset(self.folded)
        if not is_folded:
            self.tui.current_lead = section.ids[0]
        on = section.item if is_folded else section.ids[0]
        self.table.show_items(self._items(), tuple(self.table.rows.values()), on=on)
        self.show_detail_soon()

    def action_open(self) -> None:
        """Show the lead whole, or unfold the section."""
        if self.table.item is not None and self.table.item < 0:
            self.action_fold()
        else:
            super().action_open()

    # The pass

    def put_aside(self, chosen: tuple[int, ...], word: str) -> None:
        self.aside |= dict.fromkeys(chosen, word)

    def is_put_off(self, lead_id: int) -> bool:
        return lead_id in self.aside

    def action_skip(self) -> None:
        """Put the lead aside until the others are done."""
        self._act(_skip)

    def skip(self, chosen: tuple[int, ...]) -> None:
        """Put leads at the end of the list."""
        self.after_saving()
        self.put_aside(chosen, N_("skipped"))
        self.clear_marks()
        self._take(self.due, self.agenda)
        self._show(tuple(self.table.rows.values()), None)

    # Other days

    def action_look_ahead(self) -> None:
        """Show the next of today, tomorrow, this week and next week."""
        looks = list(Look)
        self._look_at(looks[(looks.index(self.look) + 1) % len(looks)])

    def _look_at(self, look: Look) -> None:
        self.look = look
        self.refresh_rows()

    def action_back(self) -> None:
        """Take off the marks; else back to today; else leave the filter."""
        if self.look is not Look.TODAY and not self.marked:
            self._look_at(Look.TODAY)
        else:
            super().action_back()

    def action_spread(self) -> None:
        """Spread what is overdue, or what is marked of it, over coming working days."""
        from leadtui.ui import many_acts

        late = next((ids for reason, ids in self.due.sections if reason is Reason.OVERDUE), ())
        chosen = tuple(lead_id for lead_id in late if lead_id in self.marked or not self.marked)
        if chosen:
            self._start(many_acts.spread, self, chosen)
        else:
            self.tell(_("Nothing is overdue."))


async def _skip(screen: LeadScreen, row: LeadRow) -> None:
    assert isinstance(screen, TodayScreen)
    if screen.look is Look.TODAY:
        screen.skip(tuple(screen.marked) or (row.id,))


def _told_done(done: Done) -> Iterable[str]:
    """What was done, in a line; nothing where nothing was."""
    parts = []
    if done.leads:
        text = ngettext("{count} lead followed up today", "{count} leads followed up today", done.leads)
        parts.append(text.format(count=done.leads))
    if done.stages:
        text = ngettext("{count} stage moved on", "{count} stages moved on", done.stages)
        parts.append(text.format(count=done.stages))
    return [_(", ").join(parts)] if parts else []
