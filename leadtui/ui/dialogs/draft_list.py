"""What was typed and never saved: one line a draft, its text underneath, so that none is lost even with its lead."""

import asyncio

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import leads
from leadtui.ui import drafts
from leadtui.ui.book import Book
from leadtui.ui.commands import DRAFTS, bindings, leaving
from leadtui.ui.drafts import Kept
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.lines import KeyLine


class DraftList(ModalScreen[Kept | None]):
    """The drafts, the newest first; the result is the one to go on with."""

    BINDINGS = [*leaving(), *bindings(DRAFTS)]  # noqa: RUF012 -- Textual's own declaration
    DEFAULT_CSS = """
    DraftList {
        align: center middle;
        background: transparent;
        & > #drafts { width: 76; max-width: 96%; height: auto; padding: 1 2; background: $panel; border: solid $rule; }
        & .drafts-title { text-style: bold; margin-bottom: 1; }
        & OptionList { height: auto; max-height: 8; border: none; padding: 0; background: $panel; }
        & .drafts-text { height: auto; max-height: 8; color: $muted; margin-top: 1; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.kept: list[Kept] = []
        self.known: dict[str, int] | None = None
        """The leads of the drafts that are in the book, by number; None while the book cannot be asked."""

    def compose(self) -> ComposeResult:
        with Vertical(id="drafts"):
            yield Static(_("Drafts · Enter goes on with one"), classes="drafts-title", markup=False)
            yield OptionList(markup=False, compact=True)
            yield Static("", classes="drafts-text", markup=False)
        yield KeyLine()

    async def on_mount(self) -> None:
        self.kept = await asyncio.to_thread(drafts.all_kept, self.book.database)
        try:
            self.known = await self.book.ask(leads.present, [kept.lead_no for kept in self.kept])
        except LeadtuiError as error:
            self._say(str(error))
        listed = self.query_one(OptionList)
        listed.add_options([self._line(kept) for kept in self.kept])
        if self.kept:
            listed.highlighted = 0
        else:
            self._say(_("There are no drafts."))

    def _line(self, kept: Kept) -> str:
        parts = [visible(kept.customer) or _("a new lead"), self._time(kept)]
        if not self._can_go_on(kept):
            parts.append(_("the lead is gone"))
        return f" {glyphs().dot} ".join(parts)

    def _can_go_on(self, kept: Kept) -> bool:
        """Whether its lead is there, or still to come."""
        return not kept.lead_no or self.known is None or kept.lead_no in self.known

    def _time(self, kept: Kept) -> str:
        return f"{kept.typed_at.astimezone(self.book.desk.zone):%m-%d %H:%M}"

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what was typed."""
        values = self.kept[event.option_index].values.values()
        self._say(visible("\n".join(text for text in values if text), multiline=True))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with a draft."""
        chosen = self.kept[event.option_index]
        if self._can_go_on(chosen):
            self.dismiss(chosen)

    async def action_forget(self) -> None:
        """Forget the draft under the cursor."""
        listed = self.query_one(OptionList)
        place = listed.highlighted
        if place is None:
            return
        gone = self.kept.pop(place)
        await asyncio.to_thread(drafts.forget, self.book.database, gone)
        listed.remove_option_at_index(place)
        if not self.kept:
            self._say(_("There are no drafts."))

    def _say(self, text: str) -> None:
        self.query_one(".drafts-text", Static).update(text)

    def action_cancel(self) -> None:
        """Back."""
        self.dismiss(None)
