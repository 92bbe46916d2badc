"""The saved views on their digits: recall one, save the present filter, rename, remove."""

from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import views
from leadtui.services.views import View
from leadtui.ui.book import Book
from leadtui.ui.commands import CLOSING, VIEWS, bindings
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.lines import KeyLine


class Views(ModalScreen[View | None]):
    """Five places; the result is the view to show."""

    BINDINGS = bindings(VIEWS, CLOSING)
    DEFAULT_CSS = """
    Views {
        align: center middle;
        background: transparent;
        & > #views { width: 76; max-width: 96%; height: auto; padding: 1 2; background: $panel; border: solid $rule; }
        & .views-title { text-style: bold; }
        & .views-filter { color: $muted; margin-bottom: 1; }
        & OptionList { height: 5; border: none; padding: 0; background: $panel; }
        & Input { height: 1; border: none; padding: 0; background: $tint; margin-top: 1; display: none; }
        & .views-error { color: $warning; height: auto; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, book: Book, present: str) -> None:
        super().__init__()
        self.book = book
        self.present = present
        self.saved: dict[str, View] = {}
        self._is_renaming = False

    def compose(self) -> ComposeResult:
        now = visible(self.present) or glyphs().dash
        with Vertical(id="views"):
            yield Static(_("Saved views"), classes="views-title", markup=False)
            yield Static(_("Present filter: {filter}").format(filter=now), classes="views-filter", markup=False)
            yield OptionList(markup=False, compact=True)
            yield Input(placeholder=_("a name of one word"), compact=True)
            yield Static("", classes="views-error", markup=False)
        yield KeyLine()

    async def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        await self._show(0)
        self.query_one(OptionList).focus()

    async def _show(self, place: int) -> None:
        try:
            self.saved = {view.key: view for view in await self.book.ask(views.saved, self.book.desk)}
        except LeadtuiError as error:
            self.query_one(".views-error", Static).update(str(error))
            return
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([self._line(key) for key in views.KEYS])
        listed.highlighted = place

    def _line(self, key: str) -> str:
        view = self.saved.get(key)
        return f"{key}  {view.name}  {glyphs().dot}  {view.filter}" if view else f"{key}  {glyphs().dash}"

    @property
    def key(self) -> str:
        """The digit under the cursor."""
        return views.KEYS[self.query_one(OptionList).highlighted or 0]

    def on_option_list_option_selected(self) -> None:
        """Show a view; on a free digit, save the present filter."""
        if self.key in self.saved:
            self.dismiss(self.saved[self.key])
        else:
            self.action_keep()

    def action_keep(self) -> None:
        """Save the present filter on the digit under the cursor, once it has a name."""
        self._ask_name(is_renaming=False)

    def action_rename(self) -> None:
        """Give the view under the cursor another name."""
        if self.key in self.saved:
            self._ask_name(is_renaming=True)

    def _ask_name(self, *, is_renaming: bool) -> None:
        self._is_renaming = is_renaming
        line, present = self.query_one(Input), self.saved.get(self.key)
        line.value = present.name if present else ""
        line.display = True
        line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save or rename under the name given."""
        name, key = event.value, self.key
        if self._is_renaming:
            self._change(lambda: views.rename(self.book.desk, key, name))
        else:
            self._change(lambda: views.save(self.book.desk, View(key, name, self.present)))

    def action_remove(self) -> None:
        """Forget the view under the cursor."""
        key = self.key
        if key in self.saved:
            self._change(lambda: views.remove(self.book.desk, key))

    @work(exclusive=True)
    async def _change(self, act: Callable[[], object]) -> None:
        said = self.query_one(".views-error", Static)
        try:
            await self.book.ask(act)
        except LeadtuiError as error:
            said.update(str(error))
            return
        said.update("")
        await self._show(views.KEYS.index(self.key))
        self._leave_line()

    def _leave_line(self) -> None:
        self.query_one(Input).display = False
        self.query_one(OptionList).focus()

    def action_cancel(self) -> None:
        """Leave the name, then the views."""
        if self.query_one(Input).display:
            self._leave_line()
        else:
            self.dismiss(None)
