"""What stands in the lead form on its way into the book: one change for lead, customer, contact, tags and record."""

from collections.abc import Mapping

from leadtui.domain.errors import ConflictError, FieldError, LeadtuiError
from leadtui.domain.terms import Channel, Outcome
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import capture
from leadtui.services.detail import LeadDetail
from leadtui.services.followups import NOTHING_PLANNED, FollowUpDraft, NextStep
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import understood
from leadtui.ui.dialogs.lead_pages import ASKED
from leadtui.ui.widgets.field_line import FieldLine


async def add(book: Book, lines: Mapping[str, FieldLine], *, with_record: bool) -> str:
    """Save a new lead with its next step, and with the contact that brought it where an outcome is given; its number.

    Raises FieldError with the line to say it beside.
    """
    entered = {key: line.entered for key, line in lines.items() if line.text.strip()}
    step, record = _step(book, entered), None
    if with_record and "outcome" in entered:
        record = FollowUpDraft(
            channel=Channel(entered.get("channel", Channel.OTHER)),
            outcome=Outcome(entered["outcome"]),
            summary=entered.get("summary", ""),
            next_step=step,
        )
        step = NOTHING_PLANNED
    fields = {key: text for key, text in entered.items() if key not in ASKED}
    return await book.ask(capture.add, book.desk, fields, step, record)


def _step(book: Book, entered: Mapping[str, str]) -> NextStep:
    if "due" not in entered:
        return NextStep(action=entered.get("action", ""))
    try:
        due = understood(book.desk, entered["due"])
    except LeadtuiError as error:
        raise FieldError("due", error.msgid, **error.params) from error
    return NextStep(action=entered.get("action", ""), due=due)


async def edit(book: Book, whole: LeadDetail, changed: Mapping[str, FieldLine]) -> bool:
    """Save the changed lines of a lead as it was seen; whether there were any. ConflictError where it grew old."""
    entered = {key: line.entered for key, line in changed.items() if key not in ASKED}
    if entered:
        await book.ask(capture.edit, book.desk, whole.row.id, entered, expected=whole.row.version)
    return bool(entered)


def overtaken(conflict: ConflictError) -> str:
    """What is said where somebody else was faster."""
    who = visible(str(conflict.params.get("who", "?")))
    return _("{who} changed this lead meanwhile; nothing was saved. Look at it, then save again.").format(who=who)
