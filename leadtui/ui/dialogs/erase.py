"""Erasing a customer's personal data: said exactly, asked twice, done for good (R37)."""

import asyncio

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS
from leadtui.domain.text import visible
from leadtui.i18n import N_, _
from leadtui.services import trash
from leadtui.services.trash import Erasable
from leadtui.ui import drafts
from leadtui.ui.book import Book
from leadtui.ui.commands import ERASE, bindings, leaving
from leadtui.ui.dialogs.ask import Ask, Question
from leadtui.ui.widgets.lines import KeyLine


class EraseNotice(ModalScreen[bool]):
    """The first question: what goes and what stays; the result says whether to go on."""

    BINDINGS = [*bindings(ERASE), *leaving()]  # noqa: RUF012 -- Textual's own declaration
    DEFAULT_CSS = """
    EraseNotice {
        align: center middle;
        background: transparent;
        & > #erase {
            width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
            background: $panel; border: solid $rule;
        }
        & Static { height: auto; margin-bottom: 1; }
        & .erase-title { text-style: bold; color: $warning; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, found: Erasable) -> None:
        super().__init__()
        self.found = found

    def compose(self) -> ComposeResult:
        name = visible(self.found.name)
        with VerticalScroll(id="erase"):
            title = _("Erase the personal data of {customer} for good?").format(customer=name)
            yield Static(title, classes="erase-title", markup=False)
            for text in self._said():
                yield Static(text, markup=False)
        yield KeyLine()

    def _said(self) -> tuple[str, ...]:
        found = self.found
        return (
            _(
                "Goes: the name, contacts ({contacts}), and every text of its leads ({leads}, the trash included) and"
                " follow-ups ({follow_ups}). What was done to them can be undone no more."
            ).format(contacts=found.contacts, leads=found.leads, follow_ups=found.follow_ups),
            _(
                "Stays: the number {number}, stages, grades, sources, amounts, days and who worked: reviews count as"
                " before."
            ).format(number=visible(found.number)),
            _("Copies and backups made before still hold everything; they are yours to delete."),
        )

    def action_go_on(self) -> None:
        """On to the second question."""
        self.dismiss(True)

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.dismiss(False)


def type_the_number(found: Erasable, customer_id: int, book: Book) -> Ask[bool]:
    """The second question: only the customer's number, typed, erases."""

    async def save(answers: dict[str, str]) -> bool:
        if answers["number"].strip() != found.number:
            raise LeadtuiError(N_("That is not the number; nothing was erased."))
        erased = await book.ask(trash.erase, book.desk, customer_id)
        await asyncio.to_thread(drafts.forget_about, book.database, erased.lead_nos, erased.words)
        return True

    title = _("Nothing brings it back. Type the customer's number {number} to erase {customer}.")
    asked = title.format(number=visible(found.number), customer=visible(found.name))
    return Ask(asked, [Question("number", CUSTOMER_FIELDS[0].label)], save, book.desk)
