"""What the figures of a panel mean, over the review: all figures of the row under the cursor, then the definition."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from leadtui.domain.text import visible
from leadtui.exchange.reviews import table
from leadtui.i18n import _, told
from leadtui.services.reviews.shape import Panel, Row
from leadtui.ui.commands import CLOSING, bindings
from leadtui.ui.render import fit
from leadtui.ui.widgets.lines import KeyLine

LABEL = 24


class Definition(ModalScreen[None]):
    """One panel and, where the cursor stands on one, a row of it; Esc goes back."""

    BINDINGS = bindings(CLOSING)
    DEFAULT_CSS = """
    Definition {
        align: center middle;
        background: transparent;
        & > VerticalScroll {
            width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
            background: $panel; border: solid $rule; scrollbar-size-vertical: 1;
        }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, panel: Panel, row: Row | None) -> None:
        super().__init__()
        self.panel, self.row = panel, row

    def compose(self) -> ComposeResult:
        blocks = [Content.styled(told(self.panel.title), "bold"), self._row(), Content(told(self.panel.definition))]
        with VerticalScroll():
            yield Static(Content("\n\n").join([block for block in blocks if block.plain]), markup=False)
        yield KeyLine()

    def _row(self) -> Content:
        if self.row is None:
            return Content("")
        lines = [Content(visible(self.row.label))]
        for title, now, before in table.figures(self.panel, self.row):
            was = "  " + _("before {figure}").format(figure=before) if before else ""
            lines.append(Content.assemble((f"  {fit(title, LABEL)}", "$muted"), now, (was, "$muted")))
        return Content("\n").join(lines)

    def action_cancel(self) -> None:
        """Back."""
        self.dismiss(None)
