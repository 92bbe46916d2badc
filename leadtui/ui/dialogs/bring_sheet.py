"""Bringing in a sheet: the file, what its columns hold, what would happen, and then the import that can be stopped."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import NOTE_LIMIT, visible
from leadtui.i18n import N_, _, ngettext
from leadtui.services.imports import Doubles
from leadtui.ui import paths, sheet_paths
from leadtui.ui.book import Book
from leadtui.ui.commands import SHEET, bindings
from leadtui.ui.dialogs import bringing, sheet_steps
from leadtui.ui.dialogs.bringing import Bringing
from leadtui.ui.dialogs.picker import Pick, Picker
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.path_line import PathLine

FILE, COLUMNS, PREVIEW, IMPORT = 1, 2, 3, 4
QUIET_SECONDS = 0.3
"""How long nothing is shown of work under way: what is over sooner needs no bar."""
_MOST = 500
_ACTS = {
    **dict.fromkeys(("correct", "keep", "leave_out", "next_sheet"), COLUMNS),
    **dict.fromkeys(("doubles", "known_by", "spread", "write_rejected"), PREVIEW),
}
"""The step to which a key belongs."""
_HINTS = {
    FILE: N_("Tab completes · ↓ ↑ choose · Enter goes on · or paste a table"),
    COLUMNS: N_("Enter goes on; a column with ? is kept as remark"),
    PREVIEW: N_("Enter imports all of it as one change; until then nothing is written"),
    IMPORT: N_("Esc stops; then nothing is written"),
}


class BringSheet(ModalScreen[str | None]):
    """Four steps in one place; the result is what to say, None when it was left."""

    BINDINGS = bindings(SHEET)
    DEFAULT_CSS = """
    BringSheet {
        align: center middle;
        background: transparent;
        & > #sheet {
            width: 110; max-width: 100%; height: 100%; max-height: 34; padding: 0 2;
            background: $panel; border: solid $rule;
        }
        & .sheet-steps { height: 1; margin-bottom: 1; }
        & .sheet-says { height: auto; max-height: 3; margin-bottom: 1; text-style: bold; }
        & Input { height: 1; border: none; padding: 0; background: $tint; margin-bottom: 1; }
        & OptionList {
            height: 1fr; background: $panel; scrollbar-size-vertical: 1; text-wrap: nowrap;
            text-overflow: ellipsis;
            & > .option-list--option-highlighted { background: $tint; color: $foreground; text-style: none; }
        }
        & .sheet-detail { height: auto; max-height: 4; color: $muted; margin-top: 1; }
        & .sheet-hint { height: auto; color: $muted; margin-top: 1; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.now = FILE
        self.bringing = Bringing(book.desk, Path())
        self.stopped = Event()
        self.done = (0, 0)

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            yield Static(classes="sheet-steps", markup=False)
            yield PathLine(placeholder=_("path of an xlsx or csv file, e.g. ~/follow-ups.xlsx"), compact=True)
            yield Static(classes="sheet-says", markup=False)
            yield OptionList(compact=True, markup=False)
            yield Static(classes="sheet-detail", markup=False)
            yield Static(classes="sheet-hint", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self._enter(FILE)

    def on_unmount(self) -> None:
        self.stopped.set()

    # What is shown

    def _enter(self, step: int) -> None:
        self.now = step
        self.query_one(".sheet-steps", Static).update(sheet_steps.steps(step))
        self.query_one(".sheet-hint", Static).update(_(_HINTS[step]))
        line, rows = self.query_one(PathLine), self.query_one(OptionList)
        line.display = step == FILE
        rows.display = step != IMPORT
        rows.can_focus = step != FILE
        self._detail("")
        if step == FILE:
            line.focus()
            self._say("")
            self._offer()
        elif step == COLUMNS:
            self._show_columns()
        elif step == PREVIEW:
            self._show_preview()
        if step in (COLUMNS, PREVIEW):
            rows.focus()
        self.refresh_bindings()

    def _say(self, text: str) -> None:
        says = self.query_one(".sheet-says", Static)
        says.display = bool(text)
        says.update(text)

    def _detail(self, text: str) -> None:
        self.query_one(".sheet-detail", Static).update(text)

    def _list(self, lines: Sequence[Content], place: int | None = 0) -> None:
        rows = self.query_one(OptionList)
        rows.clear_options()
        rows.add_options(lines)
        rows.highlighted = place if lines else None

    @on(Input.Changed)
    def _offer(self) -> None:
        if self.now == FILE:
            self._say("")
            self.offers = sheet_paths.offered(self.query_one(PathLine).value)
            self._list([Content(visible(each)) for each in self.offers], None)

    def _show_columns(self, place: int = 0) -> None:
        doubtful = sum(each.is_doubtful for each in self.bringing.columns)
        sheets = visible(self.bringing.sheet or _("all sheets"))
        said = _("{path} · {sheet}").format(path=visible(self.bringing.path.name), sheet=sheets)
        if doubtful:
            said += " · " + ngettext(
                "{count} column not recognised (?), kept as remark",
                "{count} columns not recognised (?), kept as remark",
                doubtful,
            ).format(count=doubtful)
        self._say(said)
        self._list([sheet_steps.column(each) for each in self.bringing.columns], place)

    def _show_preview(self) -> None:
        result = self.bringing.result
        judged = self.bringing.judged
        whole = sum((result.created, result.updated, result.unchanged, len(result.rejected)))
        capped = sheet_steps.capped(min(len(judged), _MOST), max(len(judged), whole))
        self._say(sheet_steps.counts(result) + "\n" + sheet_steps.choices(self.bringing.wish, result.overdue))
        self._list([sheet_steps.outcome(each) for each in judged[:_MOST]])
        self.query_one(".sheet-hint", Static).update(" · ".join(filter(None, (capped, _(_HINTS[PREVIEW])))))

    @on(OptionList.OptionHighlighted)
    def _inspect(self, event: OptionList.OptionHighlighted) -> None:
        if self.now == PREVIEW and event.option_index < len(self.bringing.judged):
            self._detail(sheet_steps.detail(self.bringing.judged[event.option_index], self.book.desk.zone))
        elif self.now == COLUMNS and event.option_index < len(self.bringing.columns):
            samples = self.bringing.columns[event.option_index].samples
            self._detail(visible("\n".join(samples), multiline=True))

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Arrows choose a file while one types."""
        rows = self.query_one(OptionList)
        if self.now == FILE and event.key in ("down", "up"):
            event.stop()
            (rows.action_cursor_down if event.key == "down" else rows.action_cursor_up)()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each step has keys of its own; whole leads have no columns, and are known by their numbers alone."""
        if action not in _ACTS:
            return self.now != IMPORT or action != "go_on"
        return self.now == _ACTS[action] and self._has_use(action)

    def _has_use(self, action: str) -> bool:
        result = self.bringing.result
        if action == "write_rejected":
            return bool(result.rejected)
        if action == "spread":
            return result.overdue > 0
        if action == "next_sheet":
            return sum(bool(table.rows) for table in self.bringing.tables) > 1
        return action != "known_by" or not self.bringing.is_lines

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _go_on(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        """Go on to the next step."""
        if self.now == FILE:
            self._read(self._chosen())
        elif self.now == COLUMNS:
            self._preview()
        elif self.now == PREVIEW:
            self._import()

    def action_cancel(self) -> None:
        """A step back; from the first one out, and from the last one stop."""
        if self.now == IMPORT:
            self.stopped.set()
        elif self.now == FILE:
            self.dismiss(None)
        else:
            self._enter(COLUMNS if self.now == PREVIEW and self.bringing.columns else FILE)

    # 1: the file

    def _chosen(self) -> str:
        line, rows = self.query_one(PathLine), self.query_one(OptionList)
        picked = rows.highlighted
        if picked is None:
            return line.value.strip()
        line.value = self.offers[picked]
        line.cursor_position = len(line.value)
        return line.value

    @on(PathLine.TablePasted)
    def _take_paste(self, event: PathLine.TablePasted) -> None:
        if len(event.text) > NOTE_LIMIT:
            self._say(_("That is too much for a paste. Save it as a file, then import that."))
            return
        self._read("", event.text)

    def _read(self, path: str, pasted: str = "") -> None:
        if not path and not pasted:
            return
        place = paths.named(path)
        if path and paths.is_folder(place):
            line = self.query_one(PathLine)
            line.value = path.rstrip("/") + "/"
            line.cursor_position = len(line.value)
            return
        self.bringing = Bringing(self.book.desk, place, pasted)
        self._work(self.bringing.read, PREVIEW if self.bringing.is_lines else COLUMNS)

    # 2: the columns

    def _place(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    def _hold(self, target: str) -> None:
        place = self._place()
        if place < len(self.bringing.columns):
            self.bringing.correct(place, target)
            self._show_columns(place)

    def action_keep(self) -> None:
        """Keep the column as lines of the remark."""
        self._hold(bringing.KEPT)

    def action_leave_out(self) -> None:
        """Leave the column out."""
        self._hold(bringing.IGNORED)

    @work(exclusive=True, group="correct")
    async def action_correct(self) -> None:
        """Ask what the column holds."""
        column = self.bringing.columns[self._place()]
        targets = bringing.targets()
        picks = [Pick(bringing.named(each), each if each.isidentifier() else "", "") for each in targets]

        def matches(typed: str) -> list[int]:
            return [place for place, each in enumerate(targets) if typed.lower() in bringing.search_words(each)]

        title = _("What does {column} hold?").format(column=visible(column.name))
        picked = await self.app.push_screen_wait(Picker(title, picks, matches))
        if picked is not None:
            self._hold(targets[picked])

    def action_next_sheet(self) -> None:
        """Take the next sheet of the file."""
        self.bringing.next_sheet()
        self._work(self.bringing.understand, COLUMNS)

    # 3: the preview

    def _preview(self) -> None:
        self._work(self.bringing.preview, PREVIEW)

    def action_doubles(self) -> None:
        """Say what becomes of look-alikes."""
        kinds = [each for each in sheet_steps.DOUBLES if each is not Doubles.UPDATE or not self.bringing.is_lines]
        wish = self.bringing.wish
        self.bringing.wish = replace(wish, doubles=kinds[(kinds.index(wish.doubles) + 1) % len(kinds)])
        self._preview()

    def action_known_by(self) -> None:
        """Say by what a look-alike is known."""
        kinds = [(True, True), (True, False), (False, True)]
        wish = self.bringing.wish
        name, phone = kinds[(kinds.index((wish.by_name, wish.by_phone)) + 1) % len(kinds)]
        self.bringing.wish = replace(wish, by_name=name, by_phone=phone)
        self._preview()

    def action_spread(self) -> None:
        """Spread overdue next steps over coming working days, or keep their days."""
        self.bringing.wish = replace(self.bringing.wish, spread=not self.bringing.wish.spread)
        self._preview()

    def action_write_rejected(self) -> None:
        """Write the rows that are not taken beside the sheet."""
        try:
            target = self.bringing.write_rejected()
        except OSError as error:
            self._detail(_("The rejected rows could not be written: {why}").format(why=error.strerror))
            return
        said = _("Rows that were not taken: {path}").format(path=target) if target else _("No row was rejected.")
        self._detail(visible(said))

    # 4: the import, and all other work

    @work(exclusive=True, group="work")
    async def _work(self, task: Callable[[], None], then: int) -> None:
        """Do what takes time beside the screen, then show its step; a refusal is said where one stands."""
        waiting = self.set_timer(QUIET_SECONDS, lambda: self._say(_("Reading …")))
        try:
            await self.book.ask_aside(task)
        except LeadtuiError as error:
            self._say(str(error))
        else:
            self._enter(then)
        finally:
            waiting.stop()

    @work(exclusive=True, group="work")
    async def _import(self) -> None:
        self.stopped.clear()
        self.done = (0, 0)
        waiting = self.set_timer(QUIET_SECONDS, self._show_bar)
        ticking = self.set_interval(0.1, self._tick)
        self.now = IMPORT
        try:
            await self.book.ask_aside(self.bringing.take, self._heard)
        except LeadtuiError as error:
            self._enter(PREVIEW)
            self._say(str(error) + "\n" + sheet_steps.counts(self.bringing.result))
            return
        finally:
            waiting.stop()
            ticking.stop()
        self.dismiss(sheet_steps.taken(self.bringing.result))

    def _heard(self, done: int, total: int) -> None:
        """Called beside the screen's thread: only notes how far it is, and stops what a person stopped."""
        self.done = (done, total)
        bringing.stop_if(self.stopped.is_set())

    def _show_bar(self) -> None:
        self._enter(IMPORT)
        self._tick()

    def _tick(self) -> None:
        if self.now == IMPORT and not self.query_one(OptionList).display:
            self._say(sheet_steps.bar(*self.done))
