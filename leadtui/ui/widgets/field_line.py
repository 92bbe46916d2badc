"""One labelled field of a form: how it is entered by its kind, what was understood, suggested or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from leadtui.desk import Desk
from leadtui.domain.fields import Field, Kind
from leadtui.domain.money import format_amount, format_budget, parse_amount, parse_budget
from leadtui.domain.terms import Term
from leadtui.domain.text import visible
from leadtui.i18n import NP_, _, language
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput


class YesNo(Term):
    """The answer to a plain question."""

    YES = "yes", NP_("answer", "Yes")
    NO = "no", NP_("answer", "No")


class Score(Term):
    """A score from 1 to 5."""

    ONE = "1", NP_("score", "1")
    TWO = "2", NP_("score", "2")
    THREE = "3", NP_("score", "3")
    FOUR = "4", NP_("score", "4")
    FIVE = "5", NP_("score", "5")


class KnownWords(Suggester):
    """Completes a line, or its last word, from words that may arrive after the line is on the screen."""

    def __init__(self, words: Mapping[str, Sequence[str]], key: str) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.words = words
        self.key = key

    async def get_suggestion(self, value: str) -> str | None:
        head, typed = "", value
        if self.key == "tags":
            cut = max(value.rfind(each) for each in " 、,，") + 1
            head, typed = value[:cut], value[cut:]
        if not typed.strip():
            return None
        words = (word for word in self.words.get(self.key, ()) if word.casefold().startswith(typed.casefold()))
        found = next(words, None)
        return head + typed + found[len(typed) :] if found else None


class FieldLine(Widget):
    """Label and entry; `text` is what stands in it, also before it was first shown.

    The line draws label and echo itself, and a note comes to be when there is one: a page holds twenty lines, and
    each widget costs the opening of the form a millisecond.
    """

    DEFAULT_CSS = """
    FieldLine {
        layout: vertical;
        height: auto;
        & Input { width: 1fr; height: 1; border: none; padding: 0; background: $background; }
        & .field-entry { max-width: 92; }
        & WhenInput > Input { max-width: 34; }
        & WhenInput > Static { width: auto; }
        & Input:focus, & TextArea:focus { background: $tint; }
        & TextArea {
            width: 1fr; height: 3; border: none; padding: 0; background: $background; scrollbar-size-vertical: 1;
            & .text-area--cursor-line { background: $background; }
            &:focus .text-area--cursor-line { background: $tint; }
        }
        & > .field-entry.-money { width: 24; }
        & > .field-note { height: auto; color: $muted; }
        & > .field-note.-refused { color: $warning; }
    }
    """

    @dataclass
    class Changed(Message):
        """Something else stands in the line."""

        sender: "FieldLine"

    def __init__(
        self, key: str, field: Field, value: str, desk: Desk, words: Mapping[str, Sequence[str]], label_width: int
    ) -> None:
        super().__init__(id=key)
        self.key = key
        self.field = field
        self.initial = value
        self._waiting = value
        self.desk = desk
        self.words = words
        self.label_width = label_width
        self.entry: Widget | None = None
        self._said: Static | None = None
        self._note = Content("")
        self._refusal = ""
        self._refused = ""
        self.theirs: str | None = None
        """What somebody else put into the book while this line says something else."""

    def compose(self) -> ComposeResult:
        self.entry = self._made()
        self.entry.add_class("field-entry", *(["-money"] if self._is_money else []))
        self.entry.styles.margin = (0, 0, 0, self.label_width)
        yield self.entry

    def render(self) -> Content:
        label = Content.styled(" " + self.field.label, "$muted")
        if not self._is_money or self.entry is None:
            return label
        gap = self.label_width + self.entry.outer_size.width - label.cell_length + 1
        return Content.assemble(label, " " * gap, (self._echo(), "$muted"))

    @property
    def _is_money(self) -> bool:
        return self.field.kind is Kind.MONEY or self.key == "budget"

    def _made(self) -> Widget:
        choices = {Kind.YES_NO: YesNo, Kind.SCORE: Score}.get(self.field.kind, self.field.choices)
        if choices is not None:
            chosen = choices.named(self._waiting) if self._waiting else None
            return ChoiceLine(choices.offered(chosen), chosen, is_optional=True)
        match self.field.kind:
            case Kind.DAY | Kind.INSTANT:
                return WhenInput(self.desk, self._waiting, ahead=not self.field.looks_back)
            case Kind.NOTE:
                return TextArea(self._waiting, tab_behavior="focus", show_line_numbers=False, compact=True)
            case _:
                completes = KnownWords(self.words, self.key) if self.key in COMPLETED else None
                return Input(self._waiting, suggester=completes, select_on_focus=False, compact=True)

    def on_mount(self) -> None:
        for line in self.query(Input):
            line.cursor_blink = False
        for area in self.query(TextArea):
            area.cursor_blink = False
        if self._waiting == self.initial:
            # A choice that is none of the words (a team's own source) shows as none, and stays unless one is chosen.
            self.initial = self.text
        self._show_note()

    @property
    def text(self) -> str:
        """What stands in the line."""
        match self.entry:
            case ChoiceLine() as choice:
                return choice.chosen.value if choice.chosen else ""
            case WhenInput() as when:
                return when.text if when.is_mounted else self._waiting
            case TextArea() as area:
                return area.text
            case Input() as line:
                return line.value
            case _:
                return self._waiting

    @property
    def entered(self) -> str:
        """The text for a service: a day as it was read on the screen, whichever way it looks."""
        when = self.entry.when if isinstance(self.entry, WhenInput) and self.entry.is_mounted else None
        if when is None:
            return self.text
        day = when.day.isoformat()
        return f"{day} {when.time:%H:%M}" if when.time and self.field.kind is Kind.INSTANT else day

    @property
    def is_filled(self) -> bool:
        """Whether it says anything."""
        return self.text.strip() not in ("", SAYS_NOTHING.get(self.key))

    def put(self, text: str) -> None:
        """Put something else into the line."""
        match self.entry:
            case ChoiceLine() as choice:
                places = [place for place, each in enumerate(choice.choices) if each.value == text]
                if choice.place != (places[0] if places else -1):
                    choice.place = places[0] if places else -1
                    choice.post_message(ChoiceLine.Changed(choice))
                    choice.refresh()
            case WhenInput() as when:
                when.query_one(Input).value = text
            case TextArea() as area:
                area.text = text
            case Input() as line:
                line.value = text
                line.cursor_position = len(text)
            case _:
                self._waiting = text

    def rebase(self, text: str) -> bool:
        """The book says `text` by now: a line nobody touched says it too; another one tells it below, and whether."""
        if text == self.initial:
            return False
        if self.text == self.initial:
            self.put(text)
            self.initial = self.text
            return False
        words = _("In the book now: {text} · before: {before}")
        said = words.format(text=self._said_as(text), before=self._said_as(self.initial))
        self.note(Content.assemble(said, ("  F8", "bold $accent")))
        self.initial = self.theirs = text
        return True

    def take_theirs(self) -> bool:
        """Let the line say what somebody else put into the book; whether there is such a thing."""
        if self.theirs is None:
            return False
        self.put(self.theirs)
        self.theirs = None
        self.note("")
        return True

    def _said_as(self, text: str) -> str:
        choices = self.entry.choices if isinstance(self.entry, ChoiceLine) else ()
        return visible(next((each.label for each in choices if each.value == text), text)) or "-"

    def enter(self) -> None:
        """Give the line the cursor."""
        target = self.entry.query_one(Input) if isinstance(self.entry, WhenInput) else self.entry
        if target is not None:
            target.focus()

    def note(self, text: Content | str) -> None:
        """Say something below the line, or nothing; what somebody else put into the book stands there first."""
        if self.theirs is not None:
            return
        said = Content(text) if isinstance(text, str) else text
        if not said.is_same(self._note):
            self._note = said
            self._show_note()

    def refuse(self, text: str) -> None:
        """Say below the line why it was refused, until something else stands in it; empty text takes that back."""
        if text != self._refusal:
            self._refusal = text
            self._show_note()
        self._refused = self.text

    def _show_note(self) -> None:
        is_silent = not self._refusal and not self._note.plain
        if self.entry is None or (self._said is None and is_silent):
            return
        if self._said is None:
            self._said = Static("", classes="field-note", markup=False)
            self._said.styles.margin = (0, 0, 0, self.label_width)
            self.mount(self._said)
        self._said.update(self._refusal or self._note)
        self._said.set_class(bool(self._refusal), "-refused")
        self._said.display = not is_silent

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceLine.Changed)
    def _tell(self) -> None:
        if self.text != self._refused:
            self.refuse("")
        if self._is_money:
            self.refresh()
        self.post_message(self.Changed(self))

    def _echo(self) -> str:
        text = self.text.strip()
        if not text:
            return ""
        if self.key == "budget":
            bounds = parse_budget(text)
            said = format_budget(*bounds, language()) if bounds else None
        else:
            amount = parse_amount(text)
            said = None if amount is None else format_amount(amount, language())
        return _("not understood yet") if said is None else f"{glyphs().arrow} {said}" if said else ""


COMPLETED = frozenset({"source_detail", "industry", "region", "employees", "tags", "owner"})
"""The lines that are completed from the book and the lists."""

SAYS_NOTHING = {"validity": "unverified", "negotiation_progress": "not_started"}
"""Values that stand there before anybody said anything."""
