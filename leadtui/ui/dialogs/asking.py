"""The small questions of the daily work, each as the form that asks it and saves the answer."""

from collections.abc import Mapping

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import BY_KEY
from leadtui.domain.gates import Requirement
from leadtui.domain.terms import Stage
from leadtui.domain.text import visible
from leadtui.domain.when import When
from leadtui.i18n import N_, _
from leadtui.services import board, followups
from leadtui.services.board import By, Spot
from leadtui.services.leads import LeadRow
from leadtui.services.moves import Moved
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import Ask, Question, understood


def another_day(row: LeadRow, book: Book) -> Ask[When]:
    """Another day for the next step."""

    async def save(answers: dict[str, str]) -> When:
        due = understood(book.desk, answers["due"])
        await book.ask(followups.reschedule, book.desk, row.id, due)
        return due

    title = _("Reschedule {customer}").format(customer=visible(row.customer))
    return Ask(title, [Question("due", _("To when"), is_when=True)], save, book.desk)


def snooze(row: LeadRow, book: Book) -> Ask[When]:
    """Until when the lead is left alone, and why."""

    async def save(answers: dict[str, str]) -> When:
        until = understood(book.desk, answers["until"])
        await book.ask(followups.snooze, book.desk, row.id, until.day, answers["reason"])
        return until

    questions = [Question("until", _("Until when"), is_when=True), Question("reason", _("Reason"))]
    return Ask(_("Snooze {customer}").format(customer=visible(row.customer)), questions, save, book.desk)


def which_stage(row: LeadRow, book: Book) -> Ask[Stage]:
    """The stage to move to."""

    async def save(answers: dict[str, str]) -> Stage:
        return Stage(answers["stage"] or row.stage)

    question = Question("stage", _("Stage"), row.stage.value, choices=Stage)
    return Ask(_("Move {customer}").format(customer=visible(row.customer)), [question], save, book.desk)


def what_is_missing(
    cards: Mapping[int, int | None], spot: Spot, missing: tuple[Requirement, ...], book: Book
) -> Ask[list[Moved]]:
    """Exactly what a column still demands of any of the cards, or a reason to skip it; leaving moves none (R24)."""

    async def save(answers: dict[str, str]) -> list[Moved]:
        reason = answers.pop("reason")
        if spot.by is By.STATUS and not reason.strip():
            raise LeadtuiError(N_("A status changes for a reason; write it down."))
        entered = {key: text for key, text in answers.items() if text.strip()}
        return await book.ask(board.put, book.desk, cards, spot, entered=entered, reason=reason)

    questions: list[Question] = []
    for each in missing:
        if each.field is not None and each.field not in {question.key for question in questions}:
            field = BY_KEY[each.field]
            is_when = field.kind in ("day", "instant")
            questions.append(
                Question(field.key, each.label, choices=field.choices, is_when=is_when, ahead=not field.looks_back)
            )
    questions.append(Question("reason", _("Reason") if spot.by is By.STATUS else _("Or skip, because")))
    return Ask(_what_is_missing(len(cards), spot, missing), questions, save, book.desk)


def _what_is_missing(count: int, spot: Spot, missing: tuple[Requirement, ...]) -> str:
    title = visible(spot.title)
    if missing:
        named = _(", ").join(dict.fromkeys(each.label for each in missing))
        title = _("{stage} still needs: {missing}").format(stage=title, missing=named)
    if count > 1:
        title += " · " + _("{count} leads").format(count=count)
    acts = [each.label for each in missing if each.field is None]
    if acts:
        title += "\n" + _("{acts}: log it first, or skip with a reason.").format(acts=_(", ").join(acts))
    return title
