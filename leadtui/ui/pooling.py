"""Claiming leads from the public pool and releasing them into it. Imported when the first of it is wanted."""

from typing import TYPE_CHECKING

from leadtui.domain.text import visible
from leadtui.i18n import _, ngettext
from leadtui.services import pool
from leadtui.services.leads import LeadRow
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import Ask, Question
from leadtui.ui.dialogs.many import Leads, counted

if TYPE_CHECKING:
    from leadtui.ui.lead_screen import LeadScreen


async def claim(screen: "LeadScreen", row: LeadRow) -> None:
    """Take the lead out of the pool."""
    await claim_many(screen, (row.id,))


async def release(screen: "LeadScreen", row: LeadRow) -> None:
    """Put the lead into the pool, for a reason."""
    await _release(screen, (row.id,), visible(row.customer))


async def claim_many(screen: "LeadScreen", chosen: Leads) -> bool:
    """Take all of them out of the pool, or none; whether it was done."""
    count = await screen.ask(pool.claim, screen.desk, chosen)
    if count:
        screen.after_saving()
        text = ngettext("{count} lead is yours now · u to undo", "{count} leads are yours now · u to undo", count)
        screen.changed(text.format(count=count))
    return bool(count)


async def release_many(screen: "LeadScreen", chosen: Leads) -> bool:
    """Put all of them into the pool, for one reason; whether it was done."""
    return await _release(screen, chosen, counted(chosen))


async def _release(screen: "LeadScreen", chosen: Leads, named: str) -> bool:
    if not await screen.app.push_screen_wait(_reason(chosen, named, screen.book)):
        return False
    screen.after_saving()
    screen.changed(_("In the pool: {leads} · 0 shows it · u to undo").format(leads=named))
    return True


def _reason(chosen: Leads, named: str, book: Book) -> Ask[int]:
    async def save(answers: dict[str, str]) -> int:
        return await book.ask(pool.release, book.desk, chosen, answers["reason"])

    title = _("Release {leads} to the pool").format(leads=named)
    return Ask(title, [Question("reason", _("Reason"))], save, book.desk)
