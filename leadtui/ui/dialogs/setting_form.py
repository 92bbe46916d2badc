"""The small form over the settings: one row, its cells as lines; a number template shows what it makes."""

from textual import on
from textual.widgets import Input, Static

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
    kind = AskTemplate if table.topic is team_rules.NUMBER_TEMPLATE else Ask
    return kind(_title(table, row), questions, save, book.desk)


def _title(table: Table, row: Cells) -> str:
    """What is edited, and what it may hold."""
    given = " ".join(visible(row[cell.key]) for cell in table.cells if cell.is_given and cell.key in _NAMES and row)
    title = f"{table.topic.label} · {given}" if given else table.topic.label
    if table.topic is team_rules.NUMBER_TEMPLATE:
        return title + "\n" + _("For example: {templates}").format(templates="  ".join(PRESETS))
    if table.topic is team_gates.GATES:
        known = _(", ").join(dict.fromkeys(each.label for each in gates.KNOWN.values()))
        return title + "\n" + _("Known: {demands}; and every field of a lead.").format(demands=known)
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
