"""A customer whole: every cycle newest first, its people masked, what it bought and what is being talked about."""

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS
from leadtui.domain.text import visible
from leadtui.domain.values import shown
from leadtui.i18n import _
from leadtui.services import customers, twins
from leadtui.services.customers import CustomerView
from leadtui.ui import render
from leadtui.ui.book import Book
from leadtui.ui.commands import CLOSING, CUSTOMER, MOVE, bindings
from leadtui.ui.dialogs.merge import CUSTOMERS, MergePage
from leadtui.ui.dialogs.picking import PickingPage
from leadtui.ui.dialogs.twins import ChooseTwin
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Role, Run, fit
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.pick_list import PickList

_ABOVE = ("name", "customer_no")


class CustomerPage(PickingPage[int]):
    """The customer; the result is the lead to go to, None when the page was left."""

    BINDINGS = bindings(CUSTOMER, MOVE, CLOSING)

    def __init__(self, book: Book, customer_id: int) -> None:
        super().__init__(book)
        self.customer_id = customer_id
        self.found: CustomerView | None = None

    def compose(self) -> ComposeResult:
        yield Static("", classes="page-title", markup=False)
        yield PickList(self._line)
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._read()

    async def _read(self) -> None:
        try:
            self.found = await self.book.ask(customers.view, self.book.desk, self.customer_id)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        self.query_one(".page-title", Static).update(self._told(self.found))
        self.picks.show(len(self.found.leads))

    def _told(self, found: CustomerView) -> Content:
        dot = f" {glyphs().dot} "
        facts = [
            f"{field.label} {visible(shown(field, found.fields[field.key], self.book.desk), multiline=True)}"
            for field in CUSTOMER_FIELDS
            if field.key not in _ABOVE and found.fields[field.key]
        ]
        facts += [_("Tags") + " " + visible("  ".join(found.tags))] if found.tags else []
        value = _("Won {won} · open {open} · together {total}").format(
            won=_money(found.won), open=_money(found.open), total=_money(found.total)
        )
        lines = [
            Content.assemble(
                (visible(str(found.fields["name"])), "bold"), "  ", (str(found.fields["customer_no"]), "$muted")
            ),
            Content(value),
        ]
        for each in found.contacts:
            reach = [visible(text) for text in (each.name, each.title, each.phone, each.wechat, each.email) if text]
            lines.append(Content("  ".join(reach)))
        if facts:
            lines.append(Content.styled(dot.join(facts), "$muted"))
        return Content("\n").join(lines)

    def _line(self, place: int, width: int) -> list[Run]:
        if self.found is None:
            return []
        row = self.found.leads[place]
        desk = self.book.desk
        owner = 9 if width >= 76 else 0
        when, urgency = render.lateness(row, desk)
        number = max(width - 2 - 15 - 11 - 11 - 12 - owner, 8)
        return [
            (fit(row.grade or "", 1) + " ", Role.STRONG),
            (fit(visible(row.lead_no), number - 1) + " ", Role.PLAIN),
            (fit(row.stage.label, 14) + " ", Role.PLAIN),
            (fit(render.amount(row.amount), 10) + " ", Role.PLAIN),
            (fit(f"{row.created_at.astimezone(desk.zone):%Y-%m-%d}", 10) + " ", Role.MUTED),
            (fit(visible(row.owner), owner - 1) + " " if owner else "", Role.MUTED),
            (fit(when, 12), urgency),
        ]

    @on(PickList.Chosen)
    def action_open(self) -> None:
        """Go to the cycle under the cursor."""
        if self.found is not None and self.found.leads:
            self.dismiss(self.found.leads[self.picks.cursor].id)

    @work(exclusive=True)
    async def action_merge(self) -> None:
        """Make one of this customer and another."""
        if self.found is None:
            return
        title = _("Merge {customer} with which customer?").format(customer=visible(str(self.found.fields["name"])))
        choose = ChooseTwin(self.book, title, self.customer_id, twins.of_customer)
        twin = await self.app.push_screen_wait(choose)
        if twin is None:
            return
        page = MergePage(self.book, CUSTOMERS, self.customer_id, twin.customer_id)
        kept = await self.app.push_screen_wait(page)
        if kept is not None:
            self.customer_id = kept
            self.tui.data_changed.publish(None)
            self.say(_("Merged · u to undo"))
            await self._read()

    @work(exclusive=True)
    async def action_erase(self) -> None:
        """Erase the customer's personal data, asked twice."""
        if await self.erase(self.customer_id):
            await self._read()


def _money(fen: int) -> str:
    return render.amount(fen) or "0"
