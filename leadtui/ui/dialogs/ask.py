"""A small form over the screen: labelled lines, one save, one way out. What is refused is said and stays typed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError, LeadtuiError
from leadtui.domain.terms import Term
from leadtui.domain.text import clean
from leadtui.domain.when import When, parse_when, why_unread
from leadtui.i18n import _
from leadtui.ui.commands import FORM, WRITING, bindings
from leadtui.ui.dialogs.load import show_load
from leadtui.ui.guards import SAVING
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput
from leadtui.ui.widgets.lines import KeyLine

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the form. `choices` makes it a choice, `is_when` a day in words (`ahead` or looking back), `is_note`
    a text of several lines."""

    key: str
    label: str
    value: str = ""
    hint: str = ""
    choices: type[Term] | None = None
    is_when: bool = False
    ahead: bool = True
    is_note: bool = False


class Ask(ModalScreen[T], Generic[T]):
    """Asks the questions and saves the answers; the result is what `save` returned, None when it was left."""

    BINDINGS = bindings(FORM, WRITING)
    DEFAULT_CSS = """
    Ask {
        align: center middle;
        background: transparent;
        & > #ask {
            width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
            background: $panel; border: solid $rule;
        }
        & .ask-title { text-style: bold; margin-bottom: 1; width: 1fr; }
        & .ask-row { height: 1; }
        & .ask-row.-tall { height: 6; }
        & TextArea {
            width: 1fr; height: 6; border: none; padding: 0; background: $panel; scrollbar-size-vertical: 1;
            & .text-area--cursor-line { background: $panel; }
            &:focus, &:focus .text-area--cursor-line { background: $tint; }
        }
        & .ask-row > Label { width: 16; color: $muted; }
        & .ask-row > Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & .ask-row > Input:focus, & WhenInput > Input:focus { background: $tint; }
        & WhenInput > Input { height: 1; border: none; padding: 0; background: $panel; }
        & .ask-error { color: $warning; height: auto; margin-top: 1; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(
        self,
        title: str,
        questions: Sequence[Question],
        save: Callable[[dict[str, str]], Awaitable[T]],
        desk: Desk,
    ) -> None:
        super().__init__()
        self.asked = title
        self.questions = tuple(questions)
        self.save = save
        self.desk = desk

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="ask", can_focus=False):
            yield Static(self.asked, classes="ask-title", markup=False)
            for question in self.questions:
                with Horizontal(classes="ask-row -tall" if question.is_note else "ask-row"):
                    yield Label(question.label, markup=False)
                    yield self._answer(question)
            yield Static("", classes="ask-error", markup=False)
        yield KeyLine()

    def _answer(self, question: Question) -> Widget:
        if question.choices is not None:
            chosen = question.choices.named(question.value) if question.value else None
            return ChoiceLine(question.choices.offered(chosen), chosen, is_optional=True, id=question.key)
        if question.is_when:
            return WhenInput(self.desk, clean(question.value), ahead=question.ahead, id=question.key)
        # Stored by an older program or a colleague's: an input sends what it holds to the terminal as it is.
        if question.is_note:
            text = clean(question.value, multiline=True)
            return TextArea(text, id=question.key, tab_behavior="focus", show_line_numbers=False, compact=True)
        return Input(clean(question.value), placeholder=question.hint, id=question.key, compact=True)

    def on_mount(self) -> None:
        for line in self.query(Input):
            line.cursor_blink = False
        for note in self.query(TextArea):
            note.cursor_blink = False
        if any(question.is_when and question.ahead for question in self.questions):
            show_load(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A talk track is offered where there is a note to write it into."""
        return action != "talk_track" or bool(self.query(TextArea))

    @work(exclusive=True, group="talk")
    async def action_talk_track(self) -> None:
        """Put a talk track where the cursor is."""
        from leadtui.ui.dialogs.talking import insert_talk_track

        await insert_talk_track(self, cast("LeadTui", self.app).book)

    def answers(self) -> dict[str, str]:
        """What was entered, by question."""
        return {question.key: self._entered(self.query_one(f"#{question.key}")) for question in self.questions}

    def _entered(self, widget: Widget) -> str:
        if isinstance(widget, ChoiceLine):
            return widget.chosen.value if widget.chosen else ""
        if isinstance(widget, WhenInput):
            return widget.text
        if isinstance(widget, TextArea):
            return widget.text
        assert isinstance(widget, Input)
        return widget.value

    def on_input_submitted(self) -> None:
        """Enter goes on to the next line, and saves on the last."""
        self._next_or_save()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and isinstance(self.focused, ChoiceLine):
            event.stop()
            self._next_or_save()
        elif event.key in ("down", "up"):
            event.stop()
            if event.key == "down":
                self.focus_next()
            else:
                self.focus_previous()

    def _next_or_save(self) -> None:
        lines = [widget for widget in self.focus_chain if widget.focusable]
        if self.focused is lines[-1]:
            self._save_unless_pasted()
        else:
            self.focus_next()

    @work(exclusive=True, group="enter")
    async def _save_unless_pasted(self) -> None:
        """Save, unless more comes right behind the Enter: then it is a line of a paste that came without brackets."""
        if await cast("LeadTui", self.app).safety.no_more_lines():
            await self.run_action("save")
        else:
            self.query_one(".ask-error", Static).update(_("Several lines came at once; F2 saves."))

    @work(group=SAVING)
    async def action_save(self) -> None:
        """Save; a refusal is shown in the form, and everything typed stays."""
        try:
            result = await self.save(self.answers())
        except LeadtuiError as error:
            self.query_one(".ask-error", Static).update(str(error))
            if isinstance(error, FieldError):
                self.query(f"#{error.key}").focus()
            return
        self.dismiss(result)

    def action_cancel(self) -> None:
        """Leave without saving."""
        self.dismiss(None)


def understood(desk: Desk, text: str, *, ahead: bool = True) -> When:
    """The day a person named; LeadtuiError where it was not understood."""
    when = parse_when(text, desk.local_now(), ahead=ahead)
    if when is None:
        raise LeadtuiError(why_unread(text, desk.local_now(), ahead=ahead), text=text)
    return when
