"""The questions asked once for many leads, each as the form that asks it and saves the answer for all."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from textual import work
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Input, Static

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Channel, Outcome, Stage
from leadtui.domain.when import When
from leadtui.i18n import _, ngettext
from leadtui.services import backlog, bulk, followups
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import Ask, Question, understood
from leadtui.ui.widgets.choice_line import ChoiceLine

T = TypeVar("T")
Leads = tuple[int, ...]
PREVIEW_SECONDS = 0.15


class Previewed(Ask[T]):
    """A form that shows, while it is filled in, what saving would do."""

    DEFAULT_CSS = """
    Previewed .ask-preview { height: auto; max-height: 12; color: $muted; margin-top: 1; }
    """
    _waiting: Timer | None = None

    def __init__(
        self,
        title: str,
        questions: Sequence[Question],
        save: Callable[[dict[str, str]], Awaitable[T]],
        foresee: Callable[[dict[str, str]], Awaitable[str]],
        book: Book,
    ) -> None:
        super().__init__(title, questions, save, book.desk)
        self.foresee = foresee

    def on_mount(self) -> None:
        shown = Static("", classes="ask-preview", markup=False)
        self.query_one("#ask", VerticalScroll).mount(shown, before=self.query_one(".ask-error"))
        self._foretell()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Something else is to be done."""
        self._look_soon()

    def on_choice_line_changed(self, event: ChoiceLine.Changed) -> None:
        """Something else is to be done."""
        self._look_soon()

    def _look_soon(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PREVIEW_SECONDS, self._foretell)

    @work(exclusive=True, group="preview")
    async def _foretell(self) -> None:
        try:
            text = await self.foresee(self.answers())
        except LeadtuiError as error:
            text = str(error)
        for shown in self.query(".ask-preview").results(Static):
            shown.update(text)


def counted(leads: Leads) -> str:
    """How many leads, in words."""
    return ngettext("{count} lead", "{count} leads", len(leads)).format(count=len(leads))


def record(leads: Leads, book: Book, said: Mapping[int, str] = MappingProxyType({})) -> Ask[int]:
    """One outcome for all: each gets its own record, and its own next step where one is given.

    Where a message was written to each (`said`), that is the summary of its record.
    """

    async def save(answers: dict[str, str]) -> int:
        due = understood(book.desk, answers["due"]) if answers["due"].strip() else None
        draft = FollowUpDraft(
            channel=Channel(answers["channel"] or Channel.OTHER),
            outcome=Outcome(answers["outcome"] or Outcome.REACHED),
            summary=answers.get("summary", ""),
            next_step=NextStep(action=answers["action"], due=due),
        )
        return await book.ask(followups.record_many, book.desk, leads, draft, said=said)

    summary = [] if said else [Question("summary", _("Summary"))]
    questions = [
        Question("channel", _("Channel"), Channel.WECHAT.value, choices=Channel),
        Question("outcome", _("Outcome"), Outcome.MATERIAL_SENT.value, choices=Outcome),
        *summary,
        Question("action", _("Next step")),
        Question("due", _("By when"), is_when=True),
    ]
    return Ask(_("Log for {leads}").format(leads=counted(leads)), questions, save, book.desk)


def another_day(leads: Leads, book: Book) -> Ask[When]:
    """Another day for the next step of each."""

    async def save(answers: dict[str, str]) -> When:
        due = understood(book.desk, answers["due"])
        await book.ask(backlog.reschedule, book.desk, leads, due)
        return due

    title = _("Reschedule {leads}").format(leads=counted(leads))
    return Ask(title, [Question("due", _("To when"), is_when=True)], save, book.desk)


def snooze(leads: Leads, book: Book) -> Ask[When]:
    """Until when all of them are left alone, and why."""

    async def save(answers: dict[str, str]) -> When:
        until = understood(book.desk, answers["until"])
        await book.ask(bulk.snooze, book.desk, leads, until.day, answers["reason"])
        return until

    questions = [Question("until", _("Until when"), is_when=True), Question("reason", _("Reason"))]
    return Ask(_("Snooze {leads}").format(leads=counted(leads)), questions, save, book.desk)


def which_stage(leads: Leads, book: Book) -> Ask[Stage | None]:
    """The stage all of them move to."""

    async def save(answers: dict[str, str]) -> Stage | None:
        return Stage(answers["stage"]) if answers["stage"] else None

    title = _("Move {leads}").format(leads=counted(leads))
    return Ask(title, [Question("stage", _("Stage"), choices=Stage)], save, book.desk)
