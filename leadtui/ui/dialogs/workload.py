"""What each rep has in hand, for who shares out the work: their leads a key away, or handed over many at once (R36)."""

from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from leadtui.domain import cells
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.filters import parse
from leadtui.domain.text import visible
from leadtui.i18n import _, ngettext, told
from leadtui.services import handover, history, leads, workload
from leadtui.services.workload import COUNTED, Load
from leadtui.ui.book import Book
from leadtui.ui.commands import BY_ID, CLOSING, MOVE, WORKLOAD, bindings
from leadtui.ui.dialogs.ask import Question
from leadtui.ui.dialogs.many import Previewed
from leadtui.ui.dialogs.picking import PickingPage
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Role, Run, fit
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.pick_list import PickList

_WIDEST = 24
_WARM = frozenset({"overdue", "stale"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where to go: a view, and the filter line in force there."""

    view: str
    line: str


class WorkloadPage(PickingPage[Chosen | None]):
    """A line a rep, the pool last; the result is whose leads were asked for, and where."""

    BINDINGS = bindings(WORKLOAD, MOVE, CLOSING)

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.loads: list[Load] = []

    def compose(self) -> ComposeResult:
        yield Static("", classes="page-title", markup=False)
        yield Static("", classes="page-head", markup=False)
        yield PickList(self._line)
        yield KeyLine()

    async def on_mount(self) -> None:
        self.tui.data_changed.subscribe(self, self._changed)
        await self._read()

    @work(exclusive=True, group="reload")
    async def _changed(self, _nothing: None) -> None:
        await self._read()

    async def _read(self) -> None:
        self.loads = await self.book.ask(workload.workload, self.book.desk)
        open_ = sum(each.open for each in self.loads)
        count = ngettext("{count} open lead", "{count} open leads", open_).format(count=open_)
        title = Content.assemble((BY_ID["team.workload"].label, "bold"), "  ", (count, "$muted"))
        self.query_one(".page-title", Static).update(title)
        self.query_one(".page-head", Static).update(self._head())
        self.picks.show(len(self.loads))

    def on_resize(self) -> None:
        self.query_one(".page-head", Static).update(self._head())

    def _head(self) -> str:
        width = self._name_width()
        return " " * width + "".join(_right(told(label), _column(key)) for key, label in COUNTED.items())

    def _name_width(self) -> int:
        wanted = max((cells.width(visible(_name(each))) for each in self.loads), default=0)
        return min(max(wanted, 8), _WIDEST)

    def _line(self, place: int, width: int) -> list[Run]:
        each = self.loads[place]
        runs: list[Run] = [(fit(visible(_name(each)), self._name_width()), Role.PLAIN if each.owner else Role.MUTED)]
        for key in COUNTED:
            count = getattr(each, key)
            role = Role.MUTED if not count else Role.WARM if key in _WARM else Role.PLAIN
            runs.append((_right(str(count) if count else glyphs().dash, _column(key)), role))
        return runs

    @property
    def _chosen(self) -> Load | None:
        return self.loads[self.picks.cursor] if self.loads else None

    @on(PickList.Chosen)
    def action_open(self) -> None:
        """Go to the open leads of the rep under the cursor."""
        if self._chosen is not None:
            self.dismiss(Chosen("leads", f"{_whose(self._chosen)} stage:open"))

    def action_open_due(self) -> None:
        """Go to what is due today of the rep's."""
        if self._chosen is not None:
            self.dismiss(Chosen("today", _whose(self._chosen)))

    async def action_undo(self) -> None:
        """Take back the last change."""
        try:
            name = await self.book.ask(history.undo, self.book.desk)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        self.say(
            _("Taken back: {change}").format(change=visible(name)) if name else _("There is nothing to take back.")
        )
        if name:
            self.tui.data_changed.publish(None)

    @work(exclusive=True, group="act")
    async def action_hand_over(self) -> None:
        """Give the rep's leads, all or some, to others."""
        if self._chosen is None:
            return
        given = await self.app.push_screen_wait(hand_over(self._chosen, self.book))
        if given:
            self.tui.data_changed.publish(None)
            self.say(_("Handed over: {shares} · u to undo").format(shares=_shares(given)))
        elif given is not None:
            self.say(_("No lead changes hands."))


def hand_over(load: Load, book: Book) -> Previewed[dict[str, int]]:
    """Which of a rep's leads go to whom; the result is how many each got."""

    async def chosen(answers: dict[str, str]) -> list[int]:
        return await book.ask(leads.ids, book.desk, parse(f"{_whose(load)} {answers['which']}"))

    async def save(answers: dict[str, str]) -> dict[str, int]:
        names = await book.ask(handover.heirs, book.desk, answers["owner"])
        return await book.ask(handover.hand_over, book.desk, await chosen(answers), names)

    async def foresee(answers: dict[str, str]) -> str:
        count = len(await chosen(answers))
        text = ngettext("{count} lead, with its open plans", "{count} leads, with their open plans", count)
        if answers["owner"].strip():
            names = await book.ask(handover.heirs, book.desk, answers["owner"])
            known = await book.ask(leads.owners)
            shown = (name if name in known else _("{name} (new)").format(name=name) for name in names)
            return f"{text.format(count=count)} {glyphs().arrow} {visible(', '.join(shown))}"
        return text.format(count=count)

    questions = [
        Question("owner", _("To whom"), hint=_("several with commas take turns")),
        Question("which", _("Which leads"), "stage:open", hint=_("a filter; empty: all of them")),
    ]
    return Previewed(_("Hand over from {rep}").format(rep=visible(_name(load))), questions, save, foresee, book)


def _name(load: Load) -> str:
    return load.owner or _("public pool")


def _whose(load: Load) -> str:
    return f'owner:"{load.owner}"' if load.owner else _("owner:pool")


def _shares(given: dict[str, int]) -> str:
    return ", ".join(f"{visible(name)} {count}" for name, count in given.items())


def _right(text: str, width: int) -> str:
    return " " * (width - cells.width(text)) + text


def _column(key: str) -> int:
    """The cells of a count's column: its heading, or six figures, after a gap."""
    return max(cells.width(told(COUNTED[key])), 6) + 2
