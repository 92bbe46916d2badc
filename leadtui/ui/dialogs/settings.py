"""The team's settings on one screen: which there are at the left, the rows of the chosen one beside them (spec §3)."""

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.domain.topics import Cells
from leadtui.i18n import _
from leadtui.services import team
from leadtui.services.team import Table
from leadtui.ui.commands import MOVE, SETTINGS, bindings, only
from leadtui.ui.render import fit
from leadtui.ui.screen import DataScreen
from leadtui.ui.widgets.lines import KeyLine

LIST_WIDTH = 20


class _Lines(OptionList, inherit_bindings=False):
    """A list whose keys are the screen's: the bottom line names them then."""


class TeamSettings(DataScreen, inherit_bindings=False):
    """Settings at the left, rows at the right; a form edits one row, and every change is one step to take back."""

    BINDINGS = bindings(SETTINGS, MOVE) + only("edit.undo", "edit.redo", "app.help", "app.language", "app.theme")
    AUTO_FOCUS = "#topics"
    DEFAULT_CSS = """
    TeamSettings {
        & > .settings-title { dock: top; height: 1; padding: 0 1; text-style: bold; }
        & > Horizontal { height: 1fr; border-top: solid $rule; border-bottom: solid $rule; }
        & OptionList {
            background: $background; scrollbar-size-vertical: 1; height: 1fr;
            & > .option-list--option-highlighted { background: $background; color: $foreground; text-style: bold; }
            & > .option-list--option-hover { background: $background; }
            &:focus { background-tint: $background 0%; }
            &:focus > .option-list--option-highlighted { background: $tint; color: $foreground; text-style: bold; }
        }
        & #topics { width: 20; border-right: solid $rule; }
        & #topics > .option-list--option-highlighted { color: $accent; }
        & .settings-about { height: auto; padding: 0 1; color: $muted; margin-bottom: 1; }
        & .settings-head { height: 1; padding: 0 1; color: $muted; }
        & #rows > .option-list--option { padding: 0 1; }
        & .settings-whole { height: auto; max-height: 8; padding: 0 1; border-top: solid $rule; color: $muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.chosen = 0
        self._before_adding: tuple[Cells, ...] | None = None

    def compose(self) -> ComposeResult:
        yield Static(_("Team settings"), classes="settings-title", markup=False)
        with Horizontal():
            yield _Lines(id="topics", compact=True, markup=False)
            with Vertical():
                yield Static("", classes="settings-about", markup=False)
                yield Static("", classes="settings-head", markup=False)
                yield _Lines(id="rows", compact=True, markup=False)
                yield Static("", classes="settings-whole", markup=False)
        yield KeyLine()

    # What is shown

    def on_mount(self) -> None:
        # The names need no database, so that keys typed ahead find their line.
        self._name_topics()

    def _name_topics(self) -> None:
        topics = self.query_one("#topics", OptionList)
        with self.prevent(OptionList.OptionHighlighted):
            topics.clear_options()
            topics.add_options([Content(fit(f" {each.label}", LIST_WIDTH - 1)) for each in team.TOPICS.values()])
            topics.highlighted = self.chosen

    async def reload(self) -> None:
        self.tables = await self.book.ask(team.tables)
        self.query_one(".settings-title", Static).update(_("Team settings"))
        self._name_topics()
        self._show_rows()
        self._go_to_added()

    def _go_to_added(self) -> None:
        """Put the cursor on a row that was just added, wherever it belongs."""
        before, self._before_adding = self._before_adding, None
        if before is not None:
            added = [place for place, row in enumerate(self.shown.rows) if row not in before]
            self._rows.highlighted = added[0] if added else self._rows.highlighted
            self._rows.focus()

    @property
    def shown(self) -> Table:
        """The setting whose rows are shown."""
        return self.tables[self.chosen]

    @property
    def _rows(self) -> OptionList:
        return self.query_one("#rows", OptionList)

    def _show_rows(self) -> None:
        if not self.tables:
            return
        table, rows = self.shown, self._rows
        widths = self._widths()
        self.query_one(".settings-about", Static).update(_(table.topic.about))
        head = " ".join(fit(cell.label, width) for cell, width in zip(table.cells, widths, strict=True) if width)
        self.query_one(".settings-head", Static).update(head)
        was_on = rows.highlighted or 0
        rows.clear_options()
        for row in table.rows:
            cells = [
                fit(visible(row[cell.key]).replace("\n", " "), width)
                for cell, width in zip(table.cells, widths, strict=True)
                if width
            ]
            rows.add_option(Content(" ".join(cells)))
        rows.highlighted = min(was_on, len(table.rows) - 1) if table.rows else None
        self._show_whole()
        self.refresh_bindings()

    def _widths(self) -> list[int]:
        """Cells of each column: as declared, the last one what is left; columns that find no room are left out."""
        room = max(20, self.size.width - LIST_WIDTH - 4)
        wanted = [cell.width for cell in self.shown.cells]
        while len(wanted) > 1 and sum(width + 1 for width in wanted if width) - wanted[-1] + 8 > room:
            # The last one takes the rest; before it the widest gives way.
            widest = max(range(len(wanted) - 1), key=lambda place: wanted[place])
            if wanted[widest] <= 6:
                break
            wanted[widest] -= 1
        return [*wanted[:-1], max(0, room - sum(width + 1 for width in wanted[:-1]))]

    def _show_whole(self) -> None:
        """The row under the cursor in full, where a column had to cut it."""
        place = self._rows.highlighted
        whole = self.query_one(".settings-whole", Static)
        row = self.shown.rows[place] if place is not None and place < len(self.shown.rows) else None
        widths = self._widths()
        cut = [
            Content.assemble((cell.label + "  ", "$muted"), (visible(row[cell.key], multiline=True), "$foreground"))
            for cell, width in zip(self.shown.cells, widths, strict=True)
            if row and fit(row[cell.key], width).rstrip() != row[cell.key].rstrip()
        ]
        whole.display = bool(cut)
        whole.update(Content("\n").join(cut))

    def on_resize(self, _event: events.Resize) -> None:
        """Share out the new width."""
        self._show_rows()

    @on(OptionList.OptionHighlighted, "#topics")
    def _choose(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index != self.chosen:
            self.chosen = event.option_index
            self._rows.highlighted = None
            self._show_rows()

    @on(OptionList.OptionHighlighted, "#rows")
    def _rest(self) -> None:
        if self.tables:
            self._show_whole()

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        self.action_open()

    # Moving

    @property
    def _list(self) -> OptionList:
        return self.focused if isinstance(self.focused, OptionList) else self.query_one("#topics", OptionList)

    def action_step(self, count: int) -> None:
        """Move the cursor by lines."""
        chosen = self._list
        if chosen.option_count:
            place = (chosen.highlighted if chosen.highlighted is not None else -1) + count
            chosen.highlighted = max(0, min(place, chosen.option_count - 1))

    def action_page(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.action_step(pages * max(1, self._list.size.height - 1))

    def action_first(self) -> None:
        """Move the cursor to the first line."""
        self.action_step(-self._list.option_count)

    def action_last(self) -> None:
        """Move the cursor to the last line."""
        self.action_step(self._list.option_count)

    def action_back(self) -> None:
        """From the rows to the settings, from there out."""
        if self._rows.has_focus:
            self.query_one("#topics", OptionList).focus()
        else:
            self.dismiss(None)

    # Acts

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rows are added and removed only where the setting is a list."""
        return action not in ("add", "remove") or (bool(self.tables) and self.shown.topic.is_list)

    def action_open(self) -> None:
        """From the settings to the rows; there, edit the one under the cursor."""
        if not self.tables:
            return
        if not self._rows.has_focus:
            if self.shown.rows:
                self._rows.focus()
            else:
                self.action_add()
        elif self._rows.highlighted is not None:
            self._edit(self._rows.highlighted)

    def action_add(self) -> None:
        """Add a row."""
        self._edit(None)

    @work(exclusive=True)
    async def _edit(self, place: int | None) -> None:
        from leadtui.ui.dialogs.setting_form import row_form

        if await self.app.push_screen_wait(row_form(self.shown, place, self.book)):
            if place is None:
                self._before_adding = self.shown.rows
            self.changed(_("Saved: {setting} · u to undo").format(setting=self.shown.topic.label))

    @work(exclusive=True)
    async def action_remove(self) -> None:
        """Take the row under the cursor away, or put it away where it is in use."""
        place = self._rows.highlighted
        if place is None or not self._rows.has_focus:
            self.tell(_("Choose a row first."))
            return
        try:
            is_gone = await self.book.ask(team.remove, self.desk, self.shown.topic.key, place)
        except LeadtuiError as error:
            self.tell(str(error), is_trouble=True)
            return
        self.changed(_("Removed · u to undo") if is_gone else _("Put away: it is no longer offered · u to undo"))
