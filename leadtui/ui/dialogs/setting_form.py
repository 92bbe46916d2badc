"""The small form over the settings: one row, its cells as lines; a number template shows what it makes."""

from textual import events, on
from textual.widgets import Input, OptionList, Static, TextArea

from leadtui.domain import gates, team_gates, team_rules
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.numbering import PRESETS, template
from leadtui.domain.text import visible
from leadtui.domain.topics import Cells
from leadtui.i18n import _
from leadtui.services import team
from leadtui.services.team import Table
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import Ask, Question


def row_form(table: Table, place: int | None, book: Book) -> Ask[bool]:
    """The form of one row, of a new one without a place; its result says whether anything was saved."""
    row: Cells = table.rows[place] if place is not None else {}

    async def save(answers: dict[str, str]) -> bool:
        changed = {key: text for key, text in answers.items() if place is None or text != before[key]}
        if changed:
            await book.ask(team.edit, book.desk, table.topic.key, place, changed)
        return bool(changed)

    questions = []
    for cell in table.cells:
        if not cell.is_given:
            text = row.get(cell.key, "")
            # A choice comes back from its line by its key.
            chosen = cell.choices.named(text) if cell.choices and text else None
            questions.append(
                Question(
                    cell.key,
                    cell.label,
                    chosen.value if chosen else text,
                    hint=_(cell.hint) if cell.hint else "",
                    choices=cell.choices,
                    is_note=cell.is_note,
                )
            )
    before = {question.key: question.value for question in questions}
    return _KINDS.get(table.topic.key, Ask)(_title(table, row), questions, save, book.desk)


def _title(table: Table, row: Cells) -> str:
    """What is edited, and what it may hold."""
    given = " ".join(visible(row[cell.key]) for cell in table.cells if cell.is_given and cell.key in _NAMES and row)
    title = f"{table.topic.label} · {given}" if given else table.topic.label
    if table.topic is team_rules.NUMBER_TEMPLATE:
        return title + "\n" + _("For example: {templates}").format(templates="  ".join(PRESETS))
    if table.topic is team_gates.GATES:
        return title + "\n" + _("Tab goes to all there are; Enter there puts one in, or takes it out.")
    return title + "\n" + _(table.topic.about)


_NAMES = frozenset({"stage", "place"})
"""Given cells that say which row it is."""


class AskTemplate(Ask[bool]):
    """Says while it is typed what numbers a template makes, or why it makes none."""

    @on(Input.Changed)
    def _preview(self, event: Input.Changed) -> None:
        try:
            made = team_rules.preview(template(event.value), self.desk.today())
        except LeadtuiError as error:
            made = str(error)
        self.query_one(".ask-error", Static).update(made)


class AskDemands(Ask[bool]):
    """Offers all that a gate can demand below what it demands: the names need not be known by heart."""

    DEFAULT_CSS = """
    AskDemands OptionList {
        height: 7; margin-top: 1; background: $panel; scrollbar-size-vertical: 1;
        & > .option-list--option-highlighted { background: $panel; color: $foreground; }
        &:focus > .option-list--option-highlighted { background: $tint; text-style: none; }
    }
    """

    def on_mount(self) -> None:
        self.demands = gates.demandable()
        offered = OptionList(*self.demands, compact=True, markup=False)
        self.query_one("#ask").mount(offered, before=self.query_one(".ask-error"))

    def on_key(self, event: events.Key) -> None:
        """Arrows walk in the list while it has the keys."""
        if isinstance(self.focused, OptionList):
            event.prevent_default()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No talk track is a demand."""
        return action != "talk_track"

    @on(OptionList.OptionSelected)
    def _put_in(self, event: OptionList.OptionSelected) -> None:
        name, area = self.demands[event.option_index], self.query_one(TextArea)
        named = team_gates.split(area.text)
        others = [each for each in named if each != name]
        area.text = _(", ").join(others if len(others) < len(named) else [*named, name])


_KINDS: dict[str, type[Ask[bool]]] = {team_rules.NUMBER_TEMPLATE.key: AskTemplate, team_gates.GATES.key: AskDemands}
"""Topics whose form does more than ask."""
