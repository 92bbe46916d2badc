"""Bringing in a sheet: name the file, see what would happen, then take it as one change."""

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import _
from leadtui.ui.book import Book
from leadtui.ui.commands import FORM, bindings
from leadtui.ui.widgets.lines import KeyLine


class BringSheet(ModalScreen[str | None]):
    """Asks for a file, previews it, imports it; the result is what to say, None when it was left."""

    BINDINGS = bindings(FORM)
    DEFAULT_CSS = """
    BringSheet {
        align: center middle;
        background: transparent;
        & > #sheet { width: 80; max-width: 96%; height: auto; padding: 1 2; background: $panel; border: solid $rule; }
        & .sheet-title { text-style: bold; margin-bottom: 1; }
        & Input { height: 1; border: none; padding: 0; background: $tint; }
        & .sheet-says { height: auto; margin-top: 1; }
    }
    """

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.previewed = ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(_("Import a sheet"), classes="sheet-title", markup=False)
            yield Input(placeholder=_("path of an xlsx or csv file, e.g. ~/follow-ups.xlsx"), compact=True)
            yield Static(
                _("Enter shows what would be taken; nothing is written before you say so."),
                classes="sheet-says",
                markup=False,
            )
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    def on_input_changed(self) -> None:
        """Another file needs another preview."""
        self.previewed = ""

    def on_input_submitted(self) -> None:
        """Enter previews, and takes what was previewed."""
        self.action_save()

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Preview the file first, import it the second time."""
        from leadtui.exchange.importing import import_file, told

        path = self.query_one(Input).value.strip()
        if not path:
            return
        is_preview = self.previewed != path
        self._say(_("Reading {path} …").format(path=path))
        try:
            result = await self.book.ask(import_file, self.book.desk, Path(path).expanduser(), dry_run=is_preview)
        except LeadtuiError as error:
            self._say(str(error))
            return
        said = told(result)
        if is_preview:
            self.previewed = path
            self._say(said + "\n" + _("Enter imports it; u takes it back."))
        else:
            self.dismiss(said)

    def _say(self, text: str) -> None:
        self.query_one(".sheet-says", Static).update(text)

    def action_cancel(self) -> None:
        """Leave without importing."""
        self.dismiss(None)
