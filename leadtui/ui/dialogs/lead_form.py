"""The lead form, new and edit: the funnel's five sections as pages, saved as one change (R5, R46–R75)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from leadtui.domain.errors import ConflictError, FieldError, LeadtuiError
from leadtui.domain.fields import Section
from leadtui.domain.terms import Channel, Outcome, Validity
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import assignment, detail, people, suggesting
from leadtui.services.assignment import Rule
from leadtui.services.detail import LeadDetail
from leadtui.services.people import LookAlike
from leadtui.ui import editor, render
from leadtui.ui.book import Book
from leadtui.ui.commands import DRAFT, FORM, LEAD_FORM, WRITING, bindings
from leadtui.ui.dialogs import alikes, lead_pages, lead_saving
from leadtui.ui.dialogs.lead_draft import LeadDraft
from leadtui.ui.dialogs.lead_hints import JUDGED, Hint, hints, judged_validity
from leadtui.ui.dialogs.lead_meter import progress
from leadtui.ui.dialogs.talking import insert_talk_track
from leadtui.ui.glyphs import glyphs
from leadtui.ui.guards import SAVING
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.field_line import FieldLine
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.sections_line import SectionsLine

LOOK_SECONDS = 0.25
"""How long typing rests before look-alikes are looked for."""

LIKENED = ("customer", *lead_pages.REACH)
"""The lines that a look-alike is found by."""

_STANDS_FOR = {"budget_min": "budget", "budget_max": "budget"}


@dataclass(frozen=True, slots=True)
class Done:
    """How the form was left: the number of what was `saved`, or the lead it `opens` instead."""

    saved: str = ""
    opens: int | None = None


class LeadForm(Screen[Done | None]):
    """A new lead, or one as it stands; the result is None when it was left or nothing was changed."""

    BINDINGS = bindings(FORM, LEAD_FORM, WRITING, DRAFT)
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    LeadForm {
        & > .form-title { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; text-style: bold; }
        & > #pages { height: 1fr; border-top: solid $rule; border-bottom: solid $rule; }
        & .form-page { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        & > .form-hint { height: 1; padding: 0 2; color: $muted; }
        & > .form-says { height: auto; max-height: 4; padding: 0 2; color: $warning; display: none; }
    }
    """

    def __init__(
        self,
        book: Book,
        texts: Mapping[str, str] | None = None,
        *,
        edits: LeadDetail | None = None,
        with_record: bool = False,
    ) -> None:
        super().__init__()
        self.book = book
        self.edits = edits
        self.with_record = with_record
        self.pages = lead_pages.pages(is_new=edits is None, with_record=with_record)
        self.section = Section.LEAD
        words: dict[str, Sequence[str]] = {}
        self.words = words
        self.rules: list[Rule] = []
        start = {"channel": Channel.CALL.value, "outcome": Outcome.REACHED.value} | dict(texts or {})
        width = 2 + max(cell_len(lead_pages.LINES[key].label) for keys in self.pages.values() for key in keys)
        self.lines = {
            key: FieldLine(key, lead_pages.LINES[key], start.get(key, ""), book.desk, words, width)
            for keys in self.pages.values()
            for key in keys
        }
        self.hints: dict[str, Hint] = {}
        self.found: list[LookAlike] = []
        self._warned_of: frozenset[int] = frozenset()
        self.draft = LeadDraft(book, self.lines, edits, with_record=with_record)
        self._looking: Timer | None = None

    # What is shown

    def compose(self) -> ComposeResult:
        yield Static(self._title(), classes="form-title", markup=False)
        yield SectionsLine()
        with VerticalScroll(id="pages", can_focus=False):
            for section in self.pages:
                yield VerticalScroll(id=f"page-{section.value}", classes="form-page", can_focus=False)
        yield Static("", classes="form-hint", markup=False)
        yield Static("", classes="form-says", markup=False)
        yield KeyLine()

    def _title(self) -> str:
        if self.edits is None:
            return _("New lead, with the contact that brought it") if self.with_record else _("New lead")
        row = self.edits.row
        return f" {glyphs().dot} ".join([_("Edit"), visible(row.customer), visible(row.lead_no)])

    async def on_mount(self) -> None:
        said = self.draft.take_up()
        await self.show_page(Section.LEAD)
        self._say(said)
        self._look_up()
        if self.edits is None and any(self.lines[key].text for key in LIKENED):
            self._look_for_alikes()

    @work(group="words")
    async def _look_up(self) -> None:
        """The words to complete from and the team's rules arrive while the form is read."""
        try:
            self.words.update(await self.book.ask(suggesting.known_words))
            self.rules = await self.book.ask(assignment.rules)
        except LeadtuiError as error:
            self._say(str(error))
        self._weigh()

    async def show_page(self, section: Section, key: str = "") -> None:
        """Show a section with the cursor in one of its lines, the first where none is named."""
        self.section = section
        for each in self.query(".form-page"):
            # Not by a class: that would style every line of the pages anew.
            each.display = each.id == f"page-{section.value}"
        keys = self.pages[section]
        if self.lines[keys[0]].parent is None:
            await self.query_one(f"#page-{section.value}").mount(*(self.lines[each] for each in keys))
        self.lines[key or keys[0]].enter()
        self._weigh()

    @on(SectionsLine.Chosen)
    async def _turn_to(self, event: SectionsLine.Chosen) -> None:
        await self.show_page(event.section)

    async def action_section(self, count: int) -> None:
        """Show the section before or after; after the last comes the first."""
        self._say("")
        sections = list(self.pages)
        await self.show_page(sections[(sections.index(self.section) + count) % len(sections)])

    def on_descendant_focus(self) -> None:
        """Say what the field in hand holds."""
        line = self._line_in_hand()
        if line is not None:
            field = line.field
            about = _("{about} (e.g. {example})").format(about=field.description, example=field.example)
            self.query_one(".form-hint", Static).update(render.fit(about, self.size.width - 4))
            # What is said below a line belongs to it, and is to be seen with it.
            self.call_after_refresh(line.scroll_visible, animate=False)

    def _line_in_hand(self) -> FieldLine | None:
        if self.focused is None:
            return None
        return next((each for each in self.focused.ancestors if isinstance(each, FieldLine)), None)

    def _say(self, text: str) -> None:
        """Say what is in the way, until something else is done."""
        said = self.query_one(".form-says", Static)
        said.update(text)
        said.display = bool(text)

    # Moving between the lines

    async def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and isinstance(self.focused, ChoiceLine):
            event.stop()
            await self._go_on()
        elif event.key in ("down", "up") and not self._is_inside_text(event.key):
            event.stop()
            event.prevent_default()
            if event.key == "down":
                self.focus_next()
            else:
                self.focus_previous()

    def _is_inside_text(self, key: str) -> bool:
        """Whether the arrow has still a line of the note to go to."""
        area = self.focused
        if not isinstance(area, TextArea):
            return False
        return not (area.cursor_at_first_line if key == "up" else area.cursor_at_last_line)

    @on(Input.Submitted)
    async def _go_on(self) -> None:
        """Enter goes on to the next line, from the last one to the next section."""
        line = self._line_in_hand()
        if line is not None and line.key == self.pages[self.section][-1]:
            await self.action_section(1)
        else:
            self.focus_next()

    # Live: what is filled, what is suggested, who is in the book already

    @on(FieldLine.Changed)
    def _changed(self, event: FieldLine.Changed) -> None:
        line = event.sender
        if line.key in JUDGED and line.text != line.initial:
            self._judge()
        if line.key in LIKENED:
            self._look_soon()
        self.draft.keep()
        self._weigh()

    def _judge(self) -> None:
        validity, reason = judged_validity(self.texts())
        if validity is not Validity.UNVERIFIED:
            self.lines["validity"].put(validity.value)
            self.lines["invalid_reason"].put(reason.value if reason else "")

    def texts(self) -> dict[str, str]:
        """What stands in every line, shown or not."""
        return {key: line.text for key, line in self.lines.items()}

    def _weigh(self) -> None:
        self.hints = hints(self.texts(), self.book.desk, self.rules)
        for key in ("grade", "priority", "grade_basis", "validity", "owner"):
            hint, line = self.hints.get(key), self.lines[key]
            if hint is None:
                line.note("")
            else:
                take = "" if line.text.strip() == hint.value else "  F8"
                line.note(Content.assemble((hint.said, "$muted"), (take, "bold $accent")))
        self.query_one(SectionsLine).show(self.section, progress(self.pages, self.lines, self.section))

    def action_take(self) -> None:
        """Take what the book or a suggestion has for the line in hand; else what the section's empty lines have."""
        line = self._line_in_hand()
        if line is not None and line.take_theirs():
            return
        keys = self.pages[self.section]
        if line is not None and line.key in self.hints:
            wanted = [line.key]
        else:
            wanted = [key for key in keys if key in self.hints and not self.lines[key].is_filled]
        self._say("" if wanted else _("Nothing is suggested here."))
        for key, hint in [(key, self.hints[key]) for key in wanted]:
            self.lines[key].put(hint.value)

    def _look_soon(self) -> None:
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(LOOK_SECONDS, self._look_for_alikes)

    @work(exclusive=True, group="alikes")
    async def _look_for_alikes(self) -> None:
        try:
            self.found = await self._alikes()
        except LeadtuiError as error:
            self._say(str(error))
        self.lines["customer"].note(alikes.told(self.found, self.book.desk))
        self.refresh_bindings()

    async def _alikes(self) -> list[LookAlike]:
        """Leads of the book that may be this one; an edited lead asks only about what was changed."""
        texts = {key: self.lines[key].text for key in LIKENED}
        if self.edits is not None:
            texts = {key: text if text != self.lines[key].initial else "" for key, text in texts.items()}
        if not any(text.strip() for text in texts.values()):
            return []
        handles = [texts["wechat"], texts["email"]]
        found = await self.book.ask(people.look_alikes, texts["customer"], [texts["phone"]], handles)
        return [each for each in found if self.edits is None or each.lead_id != self.edits.row.id]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a lead to open only while one looks alike."""
        return action != "open_known" or any(each.lead_id for each in self.found)

    def action_open_known(self) -> None:
        """Go to the lead that is in the book already."""
        self.dismiss(Done(opens=next(each.lead_id for each in self.found if each.lead_id)))

    # Long texts

    @work(exclusive=True, group="talk")
    async def action_talk_track(self) -> None:
        """Put a talk track where the cursor is."""
        await insert_talk_track(self, self.book)

    def action_editor(self) -> None:
        """Write the note in hand in the user's own editor."""
        area = self.focused
        self._say("")
        if not isinstance(area, TextArea):
            self._say(_("The editor takes long texts: put the cursor into one."))
            return
        try:
            with self.app.suspend():
                area.text = editor.edited(area.text)
        except SuspendNotSupported:
            self._say(_("This terminal cannot be handed to an editor."))
        except LeadtuiError as error:
            self._say(str(error))
        self.refresh()

    # Saving

    @work(group=SAVING)
    async def action_save(self) -> None:
        """Save all as one change; a refusal is said beside its field, and everything typed stays."""
        self._say("")
        try:
            done = await self._save()
        except FieldError as error:
            await self._refuse(error)
        except ConflictError as error:
            await self._take_note(error)
        except LeadtuiError as error:
            self._say(str(error))
        else:
            if done is not None:
                self.draft.close()
                self.dismiss(done if done.saved else None)

    async def _take_note(self, conflict: ConflictError) -> None:
        """Somebody else was faster: show what they did, keep what was typed, let the next save stand on it."""
        assert self.edits is not None
        try:
            # The look at the contacts was recorded when the form was opened.
            now = await self.book.ask(detail.detail, self.book.desk, self.edits.row.id, reveal=True)
        except LeadtuiError as error:
            self._say(str(error))
            return
        texts = lead_pages.held(now, self.book.desk)
        both = [key for key, line in self.lines.items() if line.rebase(texts[key])]
        self.edits = now
        if both:
            await self._show_line(both[0])
        self._say(lead_saving.overtaken(conflict))

    async def _save(self) -> Done | None:
        if await self._is_to_warn():
            return None
        if self.edits is None:
            return Done(saved=await lead_saving.add(self.book, self.lines, with_record=self.with_record))
        is_changed = await lead_saving.edit(self.book, self.edits, self.changed())
        return Done(saved=self.edits.row.lead_no if is_changed else "")

    def changed(self) -> dict[str, FieldLine]:
        """The lines that no longer say what they said at first."""
        return {key: line for key, line in self.lines.items() if line.text != line.initial}

    async def _is_to_warn(self) -> bool:
        """Whether a sure look-alike is yet to be told: the first save warns, the second goes through (R2)."""
        self.found = await self._alikes()
        sure = frozenset(each.lead_id for each in self.found if each.likeness == people.SURE)
        if sure <= self._warned_of:
            return False
        self._warned_of = sure
        self.lines["customer"].note(alikes.told(self.found, self.book.desk))
        self._say(alikes.warning(opens=any(each.lead_id for each in self.found)))
        return True

    async def _refuse(self, error: FieldError) -> None:
        key = _STANDS_FOR.get(error.key, error.key)
        if key in self.lines:
            await self._show_line(key)
            self.lines[key].refuse(str(error))
        else:
            self._say(str(error))

    async def _show_line(self, key: str) -> None:
        await self.show_page(next(section for section, keys in self.pages.items() if key in keys), key)
        self.call_after_refresh(self.lines[key].scroll_visible, animate=False)

    def action_cancel(self) -> None:
        """Leave without saving; what was typed stays as a draft."""
        self.dismiss(None)

    def action_drop_draft(self) -> None:
        """Forget what was typed and stand as the form opened."""
        self.draft.drop()
        self._say("")
        self.lines[self.pages[self.section][0]].enter()
