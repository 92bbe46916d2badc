"""What a sitting counts: who is due, what was settled of it, and the figures beside the views' names."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from leadtui.ui.widgets.lines import TopLine

if TYPE_CHECKING:
    from textual.worker import WorkType

    from leadtui.ui.app import LeadTui

FOLLOWING_SECONDS = 0.2
"""How long after a change the other views' figures in the top line follow it: the view itself comes first."""


class Tally:
    """Each view notes what it has read; after a change the figures of those not on the screen are asked for anew."""

    def __init__(self, app: "LeadTui", due: int) -> None:
        self.app = app
        self.counts = {"today": due}
        """Leads by view, of those that were shown."""
        self.due: frozenset[int] = frozenset()
        self._done: set[int] = set()

    def start(self) -> None:
        """Follow what changes."""
        self.app.data_changed.subscribe(self.app, self._follow)

    def progress(self) -> str:
        """How much of today is done, as 3/12."""
        return f"{self.done_today}/{self.done_today + self.counts['today']}"

    @property
    def done_today(self) -> int:
        """Leads settled in this sitting: worked on and no longer due. One that undo brings back counts no more."""
        return len(self._done - self.due)

    def note_done(self, *leads: int) -> None:
        """Note that these leads were worked on."""
        self._done.update(leads)

    def note_due(self, leads: frozenset[int]) -> None:
        """Remember which leads are due."""
        self.due = leads
        self.counts["today"] = len(leads)

    def note_leads(self, count: int) -> None:
        """Remember how many leads the list holds."""
        self.counts["leads"] = count

    def _follow(self, _nothing: None) -> None:
        work: WorkType[None] = self._count
        self.app.run_worker(work, exclusive=True, group="count")

    async def _count(self) -> None:
        await asyncio.sleep(FOLLOWING_SECONDS)
        app, shown = self.app, self.app.current_mode
        from leadtui.services import leads, today

        if shown != "today":
            due = await app.book.ask(today.due_list, app.book.desk, everyone=app.shows_everyone, wanted=app.filter)
            self.note_due(due.ids)
        if shown != "leads" and "leads" in self.counts:
            self.note_leads(await app.book.ask(leads.count, app.book.desk, app.filter))
        for line in app.screen.query(TopLine):
            line.show(replace(line.heading, counts=dict(self.counts)))
