"""What a satisfied customer leads to: the form of a repurchase and that of a referral (R74, R75)."""

from leadtui.domain.fields import BY_KEY, CONTACT_FIELDS, CUSTOMER_FIELDS
from leadtui.domain.text import visible
from leadtui.domain.values import shown
from leadtui.i18n import _
from leadtui.services import cycles
from leadtui.services.detail import LeadDetail
from leadtui.services.followups import NextStep
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import Ask, Question, understood

_STEP = ("action", "due")


def repurchase(lead: LeadDetail, book: Book) -> Ask[str]:
    """The next cycle of the same customer; the result is the new lead's number."""

    async def save(answers: dict[str, str]) -> str:
        entered, step = _split(answers, book)
        return await book.ask(cycles.repurchase, book.desk, lead.row.id, entered, step)

    questions = [
        Question("initial_need", BY_KEY["initial_need"].label, _first_line(lead.fields["repurchase_intent"])),
        Question("budget_min", BY_KEY["budget_min"].label),
        Question("budget_max", BY_KEY["budget_max"].label),
        Question("expected_close", BY_KEY["expected_close"].label, is_when=True),
        Question("owner", BY_KEY["owner"].label, lead.row.owner),
        *_next_step(),
    ]
    return Ask(_("Repurchase by {customer}").format(customer=visible(lead.row.customer)), questions, save, book.desk)


def referral(lead: LeadDetail, book: Book) -> Ask[str]:
    """The lead that this customer recommended; the result is its number."""

    async def save(answers: dict[str, str]) -> str:
        entered, step = _split(answers, book)
        return await book.ask(cycles.refer, book.desk, lead.row.id, entered, step)

    told = shown(BY_KEY["referral_info"], lead.fields["referral_info"], book.desk)
    title = _("Referral by {customer}").format(customer=visible(lead.row.customer))
    if told:
        title += "\n" + visible(told, multiline=True)
    questions = [
        Question("customer", CUSTOMER_FIELDS[1].label, hint=_("full legal name")),
        Question("contact", CONTACT_FIELDS[0].label),
        Question("title", CONTACT_FIELDS[1].label),
        Question("phone", CONTACT_FIELDS[2].label),
        Question("wechat", CONTACT_FIELDS[3].label),
        Question("initial_need", BY_KEY["initial_need"].label),
        *_next_step(),
    ]
    return Ask(title, questions, save, book.desk)


def _first_line(value: object) -> str:
    return str(value or "").split("\n")[0]


def _next_step() -> list[Question]:
    return [Question("action", _("Next step")), Question("due", _("By when"), is_when=True)]


def _split(answers: dict[str, str], book: Book) -> tuple[dict[str, str], NextStep]:
    """The lead's fields as entered, and the first step."""
    due = understood(book.desk, answers["due"]) if answers["due"].strip() else None
    entered = {key: text for key, text in answers.items() if key not in _STEP and text.strip()}
    return entered, NextStep(action=answers["action"], due=due)
