"""Who did what, and when: the newest entries of the journal, narrowed by person, kind and days (R37)."""

from dataclasses import replace
from datetime import time, timedelta

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _, ngettext
from leadtui.services import history
from leadtui.services.history import Entry, EntryKind, Wanted
from leadtui.ui import render
from leadtui.ui.book import Book
from leadtui.ui.commands import BY_ID, CLOSING, HISTORY, MOVE, bindings
from leadtui.ui.dialogs.picking import PickingPage
from leadtui.ui.render import Role, Run, fit
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.pick_list import PickList

MOST = 500
"""Entries that are shown; narrower questions reach further back."""
_DAYS = (None, 1, 7, 30)


class HistoryPage(PickingPage[int | None]):
    """The journal; the result is the lead of the entry that was gone to."""

    BINDINGS = bindings(HISTORY, MOVE, CLOSING)

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.wanted = Wanted()
        self.days: int | None = None
        self.entries: list[Entry] = []
        self.authors: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("", classes="page-title", markup=False)
        yield PickList(self._line)
        yield KeyLine()

    async def on_mount(self) -> None:
        try:
            self.authors = await self.book.ask(history.authors)
            await self._read()
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)

    async def _read(self) -> None:
        desk = self.book.desk
        first = None if self.days is None else desk.today() - timedelta(days=self.days - 1)
        self.wanted = replace(self.wanted, since=desk.instant(first, time(0)) if first else None)
        self.entries = await self.book.ask(history.entries, limit=MOST, wanted=self.wanted)
        self.query_one(".page-title", Static).update(self._title())
        self.picks.show(len(self.entries))

    def _title(self) -> Content:
        kind = self.wanted.kind.label if self.wanted.kind else _("everything")
        days = _("ever")
        if self.days is not None:
            days = _("today") if self.days == 1 else ngettext("{count} day", "{count} days", self.days)
        told = (self.wanted.by or _("everybody"), kind, days.format(count=self.days))
        count = f"{len(self.entries)}+" if len(self.entries) == MOST else str(len(self.entries))
        shown = "  ".join(visible(each) for each in told)
        return Content.assemble((f"{BY_ID['app.history'].label} {count}", "bold"), "  ", (shown, "$muted"))

    def _line(self, place: int, width: int) -> list[Run]:
        each = self.entries[place]
        kind = "" if each.kind == EntryKind.CHANGE and each.is_live else EntryKind(each.kind).label
        if each.kind == EntryKind.CHANGE and not each.is_live:
            kind = _("taken back")
        author, note = 10, 12
        name = max(width - 13 - author - 1 - note - 1, 8)
        return [
            (fit(render.moment(each.at, self.book.desk), 12) + " ", Role.MUTED),
            (fit(visible(each.by), author) + " ", Role.PLAIN),
            (fit(visible(each.name), name) + " ", Role.PLAIN if each.is_live else Role.MUTED),
            (fit(kind, note), Role.MUTED),
        ]

    @on(PickList.Chosen)
    async def action_open(self) -> None:
        """Go to the lead that the entry under the cursor is about."""
        if not self.entries:
            return
        try:
            lead_id = await self.book.ask(history.lead_of, self.entries[self.picks.cursor].id)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        if lead_id is None:
            self.say(_("This entry is not about one lead."))
        else:
            self.dismiss(lead_id)

    async def action_turn_by(self) -> None:
        """The entries of the next person, at last of everybody again."""
        turn = ["", *self.authors]
        self.wanted = replace(self.wanted, by=turn[(turn.index(self.wanted.by) + 1) % len(turn)])
        await self._read()

    async def action_turn_kind(self) -> None:
        """The entries of the next kind, at last of every kind again."""
        turn = [None, EntryKind.CHANGE, EntryKind.UNDO, EntryKind.ACT]
        self.wanted = replace(self.wanted, kind=turn[(turn.index(self.wanted.kind) + 1) % len(turn)])
        await self._read()

    async def action_turn_days(self) -> None:
        """The entries of today, of the last 7 or 30 days, of ever."""
        self.days = _DAYS[(_DAYS.index(self.days) + 1) % len(_DAYS)]
        await self._read()
