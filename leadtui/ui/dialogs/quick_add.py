"""Quick add: a whole lead in one line, each part named and coloured as it is understood."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static

from leadtui.desk import Desk
from leadtui.domain import quickadd
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.money import format_budget, parse_amount
from leadtui.domain.quickadd import QuickLead
from leadtui.domain.terms import Source
from leadtui.domain.text import visible
from leadtui.domain.when import describe_when
from leadtui.i18n import _, language
from leadtui.services import capture, people
from leadtui.services.followups import NextStep
from leadtui.services.people import LookAlike
from leadtui.ui.book import Book
from leadtui.ui.commands import DRAFT, FORM, bindings
from leadtui.ui.dialogs import alikes
from leadtui.ui.dialogs.lead_form import LOOK_SECONDS, Done
from leadtui.ui.dialogs.lead_pages import LINES
from leadtui.ui.drafted import Drafted
from leadtui.ui.drafts import Draft
from leadtui.ui.guards import SAVING
from leadtui.ui.widgets.lines import KeyLine

_COLOURS = {
    "customer": "bold $foreground",
    "contact": "$primary",
    "title": "$primary",
    "phone": "$accent",
    "wechat": "$accent",
    "email": "$accent",
    "source": "$secondary",
    "grade": "bold $warning",
    "budget": "$success",
    "step": "$warning",
    "initial_need": "$foreground",
}


class QuickAdd(Drafted, ModalScreen[Done | None]):
    """One line, its reading beneath it, and who is in the book already; Enter saves."""

    BINDINGS = bindings(FORM, DRAFT)
    DEFAULT_CSS = """
    QuickAdd {
        align: center middle;
        background: transparent;
        & > #quick {
            width: 96; max-width: 96%; height: auto; max-height: 95%; padding: 1 2;
            background: $panel; border: solid $rule;
        }
        & .quick-title { text-style: bold; }
        & Input { height: 1; border: none; padding: 0; margin: 1 0; background: $tint; }
        & .quick-reading, & .quick-alikes { height: auto; }
        & .quick-error { height: auto; color: $warning; }
        & .form-draft { height: auto; color: $accent; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self._warned_of: frozenset[int] = frozenset()
        self._looking: Timer | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="quick", can_focus=False):
            yield Static(_("Quick add"), classes="quick-title", markup=False)
            yield Static("", classes="form-draft", markup=False)
            words = _("company name phone source A 30-50万 tomorrow 10:00 call …")
            yield Input(placeholder=words, id="line", compact=True)
            yield Static("", classes="quick-error", markup=False)
            yield Static(_hint(), classes="quick-reading", markup=False)
            yield Static("", classes="quick-alikes", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        note = self.query_one(".form-draft", Static)
        kept = self.begin_draft(Draft(self.book.database, "quick", clock=self.book.desk.now))
        note.display = kept is not None
        if kept is not None:
            time = f"{kept.typed_at.astimezone(self.book.desk.zone):%m-%d %H:%M}"
            note.update(_("Draft of {time} · ctrl+n starts anew").format(time=time))
            self.query_one(Input).action_end()

    def quick(self) -> QuickLead:
        """The line as `leadtui add` reads it."""
        return quickadd.read(self.query_one(Input).value, self.book.desk.local_now())

    @on(Input.Changed)
    def _read(self) -> None:
        self._say("")
        self.query_one(".quick-reading", Static).update(reading(self.quick(), self.book.desk))
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(LOOK_SECONDS, self._look)

    def _say(self, text: str) -> None:
        self.query_one(".quick-error", Static).update(text)

    @work(exclusive=True, group="alikes")
    async def _look(self) -> None:
        try:
            await self._alikes(self.quick())
        except LeadtuiError as error:
            self._say(str(error))

    async def _alikes(self, quick: QuickLead) -> list[LookAlike]:
        asked = quick.entered
        found: list[LookAlike] = []
        if asked.keys() & {"customer", "phone", "wechat", "email"}:
            handles = [asked.get("wechat", ""), asked.get("email", "")]
            name, phones = asked.get("customer", ""), [asked.get("phone", "")]
            found = await self.book.ask(people.look_alikes, name, phones, handles)
        self.query_one(".quick-alikes", Static).update(alikes.told(found, self.book.desk, opens=False))
        return found

    @on(Input.Submitted)
    async def _enter(self) -> None:
        await self.run_action("save")

    @work(group=SAVING)
    async def action_save(self) -> None:
        """Save the lead; one that is surely in the book already is warned of first (R2)."""
        quick = self.quick()
        step = NextStep(action=quick.action, due=quick.due)
        try:
            found = await self._alikes(quick)
            sure = frozenset(each.lead_id for each in found if each.likeness == people.SURE)
            if not sure <= self._warned_of:
                self._warned_of = sure
                self._say(alikes.warning(opens=False))
                return
            lead_no = await self.book.ask(capture.add, self.book.desk, quick.entered, step)
        except LeadtuiError as error:
            self._say(str(error))
            return
        self.draft.close()
        self.dismiss(Done(saved=lead_no))

    def action_cancel(self) -> None:
        """Leave without saving; what was typed stays as a draft."""
        self.dismiss(None)


def reading(quick: QuickLead, desk: Desk) -> Content:
    """What each part of the line is, by name and colour; what is nothing else is the need."""
    parts = {key: text for key, text in quick.entered.items() if not key.startswith("budget_")}
    if "source" in parts:
        parts["source"] = Source(parts["source"]).label
    low, high = (parse_amount(quick.entered.get(key, "")) for key in ("budget_min", "budget_max"))
    if low is not None or high is not None:
        parts["budget"] = format_budget(low, high, language())
    day = describe_when(quick.due, desk.today()) if quick.due else ""
    if quick.action or day:
        parts["step"] = "  ".join(filter(None, (quick.action, day)))
    lines = [
        Content.assemble((label + "  ", "$muted"), (visible(parts[key]), colour))
        for key, colour in _COLOURS.items()
        if key in parts
        for label in [_("Next step") if key == "step" else LINES[key].label]
    ]
    return Content("\n").join(lines) if lines else Content.styled(_hint(), "$muted")


def _hint() -> str:
    return _("Customer, contact, title, phone, source, grade, budget and next step in any order; the rest is the need.")
