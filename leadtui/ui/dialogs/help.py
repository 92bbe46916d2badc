"""Help: the live keymap of what has the focus and the field dictionary (R76), with a filter line on top."""

from collections.abc import Iterator
from itertools import groupby

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from leadtui.domain.fields import DICTIONARY, Field
from leadtui.i18n import _
from leadtui.ui.commands import BY_ID, CLOSING, Command, bindings
from leadtui.ui.render import fit
from leadtui.ui.widgets.lines import KeyLine

LABEL = 16


class Help(Screen[None]):
    """Keys, grouped by where they work; under them every field with its description and an example."""

    BINDINGS = bindings(CLOSING)
    DEFAULT_CSS = """
    Help {
        & > Input { dock: top; height: 1; border: none; padding: 0 1; background: $panel; }
        & > VerticalScroll { height: 1fr; padding: 1 1; border-bottom: solid $rule; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, active: dict[str, ActiveBinding]) -> None:
        super().__init__()
        self.keys: dict[str, list[str]] = {}
        for key, each in active.items():
            if each.binding.id in BY_ID:
                self.keys.setdefault(each.binding.id, []).append(key)
        self.active = active

    def compose(self) -> ComposeResult:
        yield Input(placeholder=_("type to find a key, a command or a field"), compact=True)
        with VerticalScroll():
            yield Static(self._table(""), markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.query_one(Static).update(self._table(event.value.strip().casefold()))

    def _table(self, wanted: str) -> Content:
        blocks = []
        for scope, title in scopes().items():
            commands = [BY_ID[name] for name in self.keys if BY_ID[name].scope == scope]
            lines = [self._line(command) for command in commands]
            lines = [line for line in lines if wanted in line.plain.casefold()]
            if lines:
                blocks.append(Content("\n").join([Content.styled(title, "bold"), *lines]))
        return Content("\n\n").join([*blocks, *_dictionary(wanted)])

    def _line(self, command: Command) -> Content:
        shown = [self.app.get_key_display(self.active[key].binding.with_key(key)) for key in self.keys[command.id]]
        # The full-width twins are the same keys while a Chinese input method is on; they need no line of their own.
        keys = dict.fromkeys(name for name in shown if len(name) < 7)
        return Content.assemble(
            (f"  {' '.join(keys):<12}", "$accent"), f" {command.label}  ", (_(command.help), "$muted")
        )

    def action_cancel(self) -> None:
        """Back."""
        self.dismiss(None)


def scopes() -> dict[str, str]:
    """Where keys work, in the order of the page, with the title of each."""
    return {
        "lead": _("With a lead"),
        "list": _("In a list"),
        "today": _("On Today"),
        "leads": _("In the list of all leads"),
        "page": _("On a lead's page"),
        "brief": _("In the brief"),
        "board": _("On the board"),
        "review": _("In the review"),
        "form": _("In a form"),
        "closing": _("On a page of its own"),
        "writing": _("While writing"),
        "settings": _("In the settings"),
        "lead_form": _("In the lead form"),
        "draft": _("With a draft"),
        "drafts": _("Among the drafts"),
        "views": _("Among the views"),
        "sheet": _("While a sheet comes in"),
        "merge": _("Before a merge"),
        "trash": _("In the trash"),
        "customer": _("On a customer"),
        "history": _("In the history"),
        "workload": _("In the workload"),
        "erase": _("Before an erasure"),
        "app": _("Everywhere"),
        "move": _("Moving"),
        "fork": _("Before a question"),
    }


def _dictionary(wanted: str) -> Iterator[Content]:
    """Every field whose line or section holds what is wanted, by section."""
    for section, held in groupby(DICTIONARY, key=lambda field: field.section):
        title = _("Fields: {section}").format(section=section.label)
        lines = [_field(each) for each in held]
        if wanted not in title.casefold():
            lines = [line for line in lines if wanted in line.plain.casefold()]
        if lines:
            yield Content("\n").join([Content.styled(title, "bold"), *lines])


def _field(field: Field) -> Content:
    about = _("{about} (e.g. {example})").format(about=field.description, example=field.example)
    return Content.assemble("  " + fit(field.label, LABEL) + " ", (about, "$muted"))
