"""The trash: what was deleted or merged away, newest first, to bring it back or erase its customer."""

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import trash
from leadtui.services.trash import Discarded
from leadtui.ui import render
from leadtui.ui.book import Book
from leadtui.ui.commands import BY_ID, CLOSING, MOVE, TRASH, bindings
from leadtui.ui.dialogs.picking import PickingPage
from leadtui.ui.render import Role, Run, fit
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.pick_list import PickList


class TrashPage(PickingPage[None]):
    """What is in the trash."""

    BINDINGS = bindings(TRASH, MOVE, CLOSING)

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.discarded: list[Discarded] = []

    def compose(self) -> ComposeResult:
        yield Static("", classes="page-title", markup=False)
        yield PickList(self._line)
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._read()

    async def _read(self) -> None:
        try:
            self.discarded = await self.book.ask(trash.discarded)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        told = _("Nothing was deleted.") if not self.discarded else ""
        title = Content.assemble((f"{BY_ID['app.trash'].label} {len(self.discarded)}", "bold"), "  ", (told, "$muted"))
        self.query_one(".page-title", Static).update(title)
        self.picks.show(len(self.discarded))

    def _line(self, place: int, width: int) -> list[Run]:
        each = self.discarded[place]
        note = 26 if width >= 70 and any(other.note for other in self.discarded) else 0
        name = max(width - 12 - 19 - (note and note + 1), 8)
        return [
            (fit(render.moment(each.deleted_at, self.book.desk), 11) + " ", Role.MUTED),
            (fit(visible(each.lead_no), 18) + " ", Role.MUTED),
            (fit(visible(each.customer), name), Role.PLAIN),
            (" " + fit(visible(each.note), note) if note else "", Role.MUTED),
        ]

    @property
    def _chosen(self) -> Discarded | None:
        return self.discarded[self.picks.cursor] if self.discarded else None

    @on(PickList.Chosen)
    async def action_restore(self) -> None:
        """Bring the lead under the cursor back."""
        chosen = self._chosen
        if chosen is None:
            return
        try:
            await self.book.ask(trash.restore, self.book.desk, chosen.id)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        self.tui.current_lead = chosen.id
        self.tui.data_changed.publish(None)
        self.say(_("Restored: {lead_no}").format(lead_no=visible(chosen.lead_no)))
        await self._read()

    @work(exclusive=True)
    async def action_erase(self) -> None:
        """Erase the customer of the lead under the cursor, asked twice."""
        chosen = self._chosen
        if chosen is not None and await self.erase(chosen.customer_id):
            await self._read()
