"""The merge preview: two leads or customers side by side, field by field, with what the merged one will have (R2)."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _, ngettext
from leadtui.services import merging
from leadtui.services.merging import MergedField, MergePreview
from leadtui.ui.book import Book
from leadtui.ui.commands import MERGE, MOVE, bindings, leaving
from leadtui.ui.dialogs.picking import PickingPage
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Role, Run, fit
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.pick_list import PickList

LABEL = 14


@dataclass(frozen=True, slots=True)
class Pairing:
    """What is merged: how it is previewed and how it is done."""

    preview: Callable[[Desk, int, int, frozenset[str], frozenset[str]], MergePreview]
    merge: Callable[[Desk, int, int, frozenset[str], frozenset[str], tuple[int, ...]], None]


LEADS = Pairing(merging.preview, merging.merge)
CUSTOMERS = Pairing(merging.preview_customers, merging.merge_customers)


class MergePage(PickingPage[int]):
    """Shows the preview and merges; the result is the id of the kept one, None when the page was left."""

    BINDINGS = [*bindings(MERGE, MOVE), *leaving()]  # noqa: RUF012 -- Textual's own declaration
    DEFAULT_CSS = """
    MergePage > VerticalScroll { height: auto; max-height: 8; padding: 0 1; border-bottom: solid $rule; }
    MergePage > PickList { min-height: 5; }
    MergePage > VerticalScroll > Static { height: auto; }
    """

    def __init__(self, book: Book, pairing: Pairing, keep_id: int, other_id: int) -> None:
        super().__init__(book)
        self.pairing = pairing
        self.keep_id, self.other_id = keep_id, other_id
        self.take: frozenset[str] = frozenset()
        self.leave: frozenset[str] = frozenset()
        self.found: MergePreview | None = None

    def compose(self) -> ComposeResult:
        yield Static("", classes="page-title", markup=False)
        yield Static("", classes="page-head", markup=False)
        yield PickList(self._line)
        with VerticalScroll(can_focus=False):
            yield Static("", id="values", markup=False)
        yield Static("", classes="page-beneath", markup=False)
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._read()

    async def _read(self) -> None:
        """Ask what the merge would come to now."""
        pair = (self.keep_id, self.other_id)
        try:
            found = await self.book.ask(self.pairing.preview, self.book.desk, *pair, self.take, self.leave)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        self.found = found
        self.query_one(".page-title", Static).update(_title(found))
        self.query_one(".page-beneath", Static).update(_beneath(found))
        self.query_one(".page-head", Static).update(self._head())
        self.picks.show(len(found.fields))

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.query_one(".page-head", Static).update(self._head())

    def _head(self) -> str:
        width = (self.size.width - 4 - LABEL) // 3
        names = (_("Kept has"), _("Other has"), _("Merged has"))
        return fit(_("Field"), LABEL) + " " + "".join(fit(name, width) + " " for name in names)

    def _line(self, place: int, width: int) -> list[Run]:
        if self.found is None:
            return []
        field = self.found.fields[place]
        cell = (width - LABEL - 3) // 3
        return [
            (fit(field.label, LABEL) + " ", Role.MUTED),
            _side(field.kept, cell, is_taken=not field.takes_other),
            _side(field.other, cell, is_taken=not field.takes_kept),
            (fit(_cell(field.result), cell) + " ", Role.PLAIN),
        ]

    @on(PickList.Moved)
    def _show_values(self) -> None:
        field = self._field()
        self.query_one("#values", Static).update(_values(field) if field else _("The two differ in no field."))

    def _field(self) -> MergedField | None:
        if self.found is None or not self.found.fields:
            return None
        return self.found.fields[self.picks.cursor]

    @on(PickList.Chosen)
    async def action_other_side(self) -> None:
        """Take the field under the cursor from the other side; notes can also be joined."""
        field = self._field()
        if field is None:
            return
        take, leave = self.take - {field.key}, self.leave - {field.key}
        if field.takes_kept:
            take |= {field.key}
        elif not field.takes_other or not field.can_join:
            leave |= {field.key}
        self.take, self.leave = take, leave
        await self._read()

    async def action_swap(self) -> None:
        """Keep the other one; each field keeps the side it was given."""
        self.keep_id, self.other_id = self.other_id, self.keep_id
        self.take, self.leave = self.leave, self.take
        await self._read()

    async def action_merge(self) -> None:
        """Merge as shown; a refusal is said and everything stays. What was changed meanwhile is shown first."""
        if self.found is None:
            return
        pair = (self.keep_id, self.other_id)
        try:
            await self.book.ask(self.pairing.merge, self.book.desk, *pair, self.take, self.leave, self.found.seen)
        except ConflictError as error:
            await self._read()
            self.say(str(error), is_trouble=True)
            return
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return
        self.dismiss(self.keep_id)


def _side(text: str, width: int, *, is_taken: bool) -> Run:
    """One side's value; brackets say that it is taken, so that colour is not needed to see it."""
    shown = fit(_cell(text), width - 2)
    if is_taken:
        return fit(f"[{shown.rstrip()}]", width) + " ", Role.ACCENT
    return f" {shown}  ", Role.MUTED


def _cell(text: str) -> str:
    return visible(" / ".join(text.splitlines())) or glyphs().dash


def _title(found: MergePreview) -> Content:
    kept = f"{visible(found.keep_no)}  {visible(found.customer)}"
    other = f"{visible(found.other_no)}  {visible(found.other_customer)}"
    return Content("\n").join(
        [
            Content.assemble((_("Stays") + "  ", "$muted"), (kept, "bold")),
            Content.assemble((_("Goes into it") + "  ", "$muted"), other),
        ]
    )


def _beneath(found: MergePreview) -> str:
    counts = [f"{label} {mine} + {theirs}" for label, mine, theirs in found.histories]
    lines = [f" {glyphs().dot} ".join([_("Both histories are kept"), *counts])]
    if found.is_two_customers and found.leads_moved:
        told = ngettext(
            "{count} more lead of the other customer comes along.",
            "{count} more leads of the other customer come along.",
            found.leads_moved,
        )
        lines.append(told.format(count=found.leads_moved))
    return "\n".join(lines)


def _values(field: MergedField) -> Content:
    """The whole values of one field."""
    rows = ((_("Kept has"), field.kept), (_("Other has"), field.other), (_("Merged has"), field.result))
    lines = [Content.styled(field.label, "bold")]
    for name, text in rows:
        shown = visible(text, multiline=True) if text else glyphs().dash
        lines.append(Content.assemble((fit(name, LABEL) + " ", "$muted"), shown))
    return Content("\n").join(lines)
