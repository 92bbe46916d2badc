"""The backlog spread over coming working days: a daily limit, and which leads would go to which day."""

from itertools import groupby

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import N_, _, ngettext
from leadtui.services import backlog, leads
from leadtui.ui import render
from leadtui.ui.book import Book
from leadtui.ui.dialogs.ask import Question
from leadtui.ui.dialogs.many import Leads, Previewed, counted

NAMED = 4
"""Customers named for each day."""


def spread(late: Leads, limit: int, book: Book) -> Previewed[int]:
    """The form; its result is how many leads were moved."""

    async def save(answers: dict[str, str]) -> int:
        return len(await book.ask(backlog.spread, book.desk, late, _number(answers["limit"])))

    async def foresee(answers: dict[str, str]) -> str:
        moving = await book.ask(backlog.preview, book.desk, late, _number(answers["limit"]))
        rows = {row.id: row for row in await book.ask(leads.rows, book.desk, [each.lead for each in moving])}
        lines = []
        for day, members in groupby(sorted(moving, key=lambda each: each.day), key=lambda each: each.day):
            there = [rows[each.lead] for each in members if each.lead in rows]
            names = "  ".join(f"{row.grade or ''} {visible(render.short_name(row.customer))}" for row in there[:NAMED])
            more = f" +{len(there) - NAMED}" if len(there) > NAMED else ""
            head = f"{render.day(day, book.desk.today())} {render.weekday(day)}"
            count = ngettext("{count} lead", "{count} leads", len(there)).format(count=len(there))
            lines.append(render.fit(f"{head}  {count}  {names}", WIDTH - len(more)).rstrip() + more)
        return "\n".join(lines)

    title = _("Spread {leads} over coming working days").format(leads=counted(late))
    question = Question("limit", _("A day at most"), str(limit), hint=_("leads of one rep, what is planned included"))
    return Previewed(title, [question], save, foresee, book)


WIDTH = 70
"""Cells of a line of the preview."""


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise LeadtuiError(N_("“{text}” is not a number of leads."), text=text)
    return int(text)
