"""The follow-up form once more, filled with a record that was wrong: what is saved stands in its place (R18)."""

from dataclasses import replace

from textual import work
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import followups
from leadtui.services.detail import FollowUpCard, LeadDetail
from leadtui.services.followups import FollowUpDraft
from leadtui.ui.book import Book
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput

_SAID = (
    "channel",
    "outcome",
    "summary",
    "feedback",
    "attitude",
    "intent_change",
    "new_need",
    "concern",
    "decision_progress",
)


class CorrectionForm(FollowUpForm):
    """The form of a record that replaces another; what it has no line for is taken over as it was."""

    def __init__(self, lead: LeadDetail, book: Book, wrong: FollowUpCard) -> None:
        super().__init__(lead, book, "")
        self.wrong = wrong

    def on_mount(self) -> None:
        super().on_mount()
        title = _("Correct record #{no}").format(no=self.wrong.no)
        dot = f" {glyphs().dot} "
        self.query_one(".form-title", Static).update(dot.join((title, visible(self.lead.row.customer))))
        for key in _SAID:
            for widget in self.query(f"#{key}"):
                _fill(widget, getattr(self.wrong, key))
        local = self.wrong.at.astimezone(self.book.desk.zone)
        # Midnight stands for a time nobody noted.
        text = f"{local:%Y-%m-%d %H:%M}" if (local.hour, local.minute) != (0, 0) else f"{local:%Y-%m-%d}"
        self.query_one("#at", WhenInput).query_one(Input).value = text

    def draft(self) -> FollowUpDraft:
        """What is entered, with what the form has no line for as it was."""
        kept = {key: getattr(self.wrong, key) for key in _SAID if not self.query(f"#{key}")}
        return replace(super().draft(), **kept)

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Save the correction; a refusal is said and everything typed stays."""
        try:
            await self.book.ask(followups.correct, self.book.desk, self.wrong.id, self.draft())
        except LeadtuiError as error:
            self._say(str(error))
            return
        self.dismiss(True)


def _fill(widget: Widget, value: object) -> None:
    if isinstance(widget, ChoiceLine):
        places = [place for place, choice in enumerate(widget.choices) if choice == value]
        widget.place = places[0] if places else -1
        widget.refresh()
    elif isinstance(widget, TextArea):
        widget.text = str(value or "")
    elif isinstance(widget, Input):
        widget.value = str(value or "")
