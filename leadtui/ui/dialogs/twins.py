"""Choosing what a lead or a customer is merged with: its look-alikes, or whatever a number or a name finds."""

import asyncio
from collections.abc import Callable

from textual import events, on, work
from textual.app import ComposeResult
from textual.widgets import Input, Static

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services.twins import Twin
from leadtui.ui.book import Book
from leadtui.ui.commands import CLOSING, bindings
from leadtui.ui.dialogs.picking import PickingPage
from leadtui.ui.render import Role, Run, fit
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.pick_list import PickList

Find = Callable[[Desk, int, str], list[Twin]]
"""Look-alikes of the lead or customer with this id, or what the words find."""
PAUSE_SECONDS = 0.08


class ChooseTwin(PickingPage[Twin]):
    """Asks which one is the same; the result is the chosen one, None when the page was left."""

    BINDINGS = bindings(CLOSING)
    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    ChooseTwin > Input { height: 1; border: none; padding: 0 1; background: $panel; }
    """

    def __init__(self, book: Book, title: str, own_id: int, find: Find) -> None:
        super().__init__(book)
        self.asked = title
        self.own_id = own_id
        self.find = find
        self.twins: list[Twin] = []
        self._looked = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Static(self.asked, classes="page-title", markup=False)
        yield Input(placeholder=_("a number or a name, to look further than the look-alikes"), compact=True)
        yield PickList(self._line)
        yield Static("", classes="page-beneath", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self._look("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._look(event.value)

    def _look(self, words: str) -> None:
        self._looked.clear()
        self._find(words)

    @work(exclusive=True, group="look")
    async def _find(self, words: str) -> None:
        if words:
            await asyncio.sleep(PAUSE_SECONDS)
        try:
            self.twins = await self.book.ask(self.find, self.book.desk, self.own_id, words)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        self._looked.set()
        self.picks.show(len(self.twins), 0)
        self.query_one(".page-beneath", Static).update(self._told(words))

    def _told(self, words: str) -> str:
        if self.twins:
            return _("Enter compares the two; nothing is merged yet.")
        if words.strip():
            return _("Nothing matches {words}. Try a number or another name.").format(words=visible(words))
        return _("Nothing looks alike. Type a number or a name.")

    def _line(self, place: int, width: int) -> list[Run]:
        twin = self.twins[place]
        row = twin.row
        owner = 8 if width >= 70 else 0
        likeness = "" if twin.likeness is None else f"{twin.likeness}%"
        taken = 5 + 19 + 15 + (owner and owner + 1)
        return [
            (fit(likeness, 4) + " ", Role.MUTED),
            (fit(visible(row.customer), max(width - taken, 8)) + " ", Role.PLAIN),
            (fit(visible(row.lead_no), 18) + " ", Role.MUTED),
            (fit(row.stage.label, 14), Role.PLAIN),
            (" " + fit(visible(row.owner), owner) if owner else "", Role.MUTED),
        ]

    def on_key(self, event: events.Key) -> None:
        if event.key in ("down", "up"):
            event.stop()
            self.picks.step(1 if event.key == "down" else -1)
        elif event.key in ("pagedown", "pageup"):
            event.stop()
            self.picks.page(1 if event.key == "pagedown" else -1)

    @on(Input.Submitted)
    @on(PickList.Chosen)
    @work(exclusive=True, group="choose")
    async def choose(self) -> None:
        """Choose the one under the cursor, among those that what was typed finds."""
        await self._looked.wait()
        if self.twins:
            self.dismiss(self.twins[self.picks.cursor])
