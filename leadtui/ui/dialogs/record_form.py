"""The form of what hangs on a lead, built from the record's fields: choices on a line, days in words, notes at length.

And the small list that asks which kind of record to add.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label, Static, TextArea

from leadtui.desk import Desk
from leadtui.domain.errors import Implausible, LeadtuiError
from leadtui.domain.fields import PLAN_FIELDS, Entity, Field, Kind, RecordSection
from leadtui.domain.text import visible
from leadtui.i18n import NP_, _, told
from leadtui.services import records
from leadtui.ui.commands import leaving
from leadtui.ui.dialogs.ask import Ask, Question
from leadtui.ui.guards import SAVING
from leadtui.ui.widgets.lines import KeyLine

_AHEAD = frozenset({"due"})
_CONTACT = NP_("record", "Contact")


def fields_of(entity: Entity) -> tuple[Field, ...]:
    """What the form of such a record asks for."""
    if entity is Entity.PLAN:
        order = ("action", "due", "channel", "points", "goal", "owner")
        return tuple(
            sorted((each for each in PLAN_FIELDS if each.key in order), key=lambda each: order.index(each.key))
        )
    return records.fields_of(entity)


def name_of(entity: Entity) -> str:
    """What such a record is called."""
    return told(_CONTACT) if entity is Entity.CONTACT else RecordSection(entity.value).label


class RecordForm(Ask[bool]):
    """Asks for one record; a refusal stands in the form, with the cursor in the line it speaks of."""

    DEFAULT_CSS = """
    RecordForm {
        & .ask-row.-tall { height: 3; }
        & TextArea {
            width: 1fr; height: 3; border: none; padding: 0; background: $panel; scrollbar-size-vertical: 1;
            & .text-area--cursor-line { background: $panel; }
            &:focus, &:focus .text-area--cursor-line { background: $tint; }
        }
    }
    """

    def __init__(
        self,
        title: str,
        fields: tuple[Field, ...],
        values: Mapping[str, str],
        save: Callable[[dict[str, str]], Awaitable[bool]],
        desk: Desk,
    ) -> None:
        self.notes = frozenset(field.key for field in fields if field.kind is Kind.NOTE)
        super().__init__(title, [_question(field, values.get(field.key, "")) for field in fields], save, desk)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="ask", can_focus=False):
            yield Static(self.asked, classes="ask-title", markup=False)
            for question in self.questions:
                with Horizontal(classes="ask-row -tall" if question.key in self.notes else "ask-row"):
                    yield Label(question.label, markup=False)
                    yield self._answer(question)
            yield Static("", classes="ask-error", markup=False)
        yield KeyLine()

    def _answer(self, question: Question) -> Widget:
        if question.key in self.notes:
            return TextArea(
                question.value, id=question.key, tab_behavior="focus", show_line_numbers=False, compact=True
            )
        return super()._answer(question)

    def _entered(self, widget: Widget) -> str:
        return widget.text if isinstance(widget, TextArea) else super()._entered(widget)

    def on_mount(self) -> None:
        super().on_mount()
        for note in self.query(TextArea):
            note.cursor_blink = False

    @work(group=SAVING)
    async def action_save(self) -> None:
        """Save; a refusal is shown in the form, and everything typed stays."""
        try:
            result = await self.save(self.answers())
        except LeadtuiError as error:
            self.query_one(".ask-error", Static).update(str(error))
            if isinstance(error, Implausible):
                self._go_to(error.key)
            return
        self.dismiss(result)

    def _go_to(self, key: str) -> None:
        for line in self.query(f"#{key}"):
            target = line if line.focusable else next((each for each in line.query("*") if each.focusable), None)
            if target is not None:
                target.focus()


def _question(field: Field, value: str) -> Question:
    if field.choices is not None:
        return Question(field.key, field.label, value, choices=field.choices)
    if field.kind is Kind.DAY:
        return Question(field.key, field.label, value, is_when=True, ahead=field.key in _AHEAD)
    hint = f"{_('yes')} / {_('no')}" if field.kind is Kind.YES_NO else ""
    return Question(field.key, field.label, value, hint=hint)


KINDS = (*(each for each in records.ATTACHED if each is not Entity.COLLABORATOR), Entity.PLAN, Entity.COLLABORATOR)
"""What can be added on a lead's page, by the digit that chooses it."""


class _Kinds(Widget, can_focus=True):
    """The kinds of record, one a line: a digit chooses, the arrows move, Enter takes the line of the cursor."""

    DEFAULT_CSS = "_Kinds { height: auto; width: 1fr; }"

    @dataclass
    class Chosen(Message):
        """A kind was chosen."""

        entity: Entity

    cursor = 0

    def render(self) -> Content:
        lines = []
        for place, entity in enumerate(KINDS):
            line = f" {place + 1}  {name_of(entity)}".ljust(30)
            lines.append(Content.styled(line, "bold on $tint") if place == self.cursor else Content(line))
        return Content("\n").join(lines)

    def on_key(self, event: events.Key) -> None:
        """Choose, or move."""
        if event.character and event.character.isdecimal() and 1 <= int(event.character) <= len(KINDS):
            event.stop()
            self.post_message(self.Chosen(KINDS[int(event.character) - 1]))
        elif event.key == "enter":
            event.stop()
            self.post_message(self.Chosen(KINDS[self.cursor]))
        elif event.key in ("down", "j", "up", "k"):
            event.stop()
            self.cursor = (self.cursor + (1 if event.key in ("down", "j") else -1)) % len(KINDS)
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """The line under the mouse."""
        if 0 <= event.y < len(KINDS):
            self.post_message(self.Chosen(KINDS[event.y]))


class WhichRecord(ModalScreen[Entity]):
    """Which kind of record to add."""

    BINDINGS = leaving()
    DEFAULT_CSS = """
    WhichRecord {
        align: center middle; background: transparent;
        & > Vertical {
            width: 44; max-width: 96%; height: auto; padding: 1 2; background: $panel; border: solid $rule;
        }
        & .title { text-style: bold; margin-bottom: 1; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, customer: str) -> None:
        super().__init__()
        self.customer = customer

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(_("Add to {customer}").format(customer=visible(self.customer)), classes="title", markup=False)
            yield _Kinds()
        yield KeyLine()

    @on(_Kinds.Chosen)
    def _chosen(self, event: _Kinds.Chosen) -> None:
        self.dismiss(event.entity)

    def action_cancel(self) -> None:
        """Add nothing."""
        self.dismiss(None)
