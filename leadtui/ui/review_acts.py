"""What is done in the review: the leads behind a number, definitions, other days, the period in words, a file."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.periods import Period, parse_period
from leadtui.domain.text import visible
from leadtui.domain.when import parse_when
from leadtui.exchange.reviews import file
from leadtui.i18n import N_, _, told
from leadtui.services.reviews import telling, written
from leadtui.ui import paths
from leadtui.ui.dialogs.ask import Ask, Question
from leadtui.ui.dialogs.brief_page import BriefPage
from leadtui.ui.dialogs.definition import Definition
from leadtui.ui.glyphs import glyphs
from leadtui.ui.screens.behind import BehindScreen, Number

if TYPE_CHECKING:
    from leadtui.ui.screens.review import ReviewScreen


async def show_leads(screen: "ReviewScreen") -> None:
    """Show the leads behind the number under the cursor."""
    spot = screen.body.spot
    panel = screen.panel(spot)
    row = next((each for each in panel.rows if spot and each.key == spot.row), None) if panel else None
    if panel is None or row is None:
        screen.tell(_("No number is chosen."))
        return
    period, _line, owner = screen.asked
    days = telling.span(period.start, period.end, screen.desk.today())
    name = f" {glyphs().dot} ".join((told(panel.title), visible(row.label), days))
    await screen.app.push_screen_wait(BehindScreen(Number(panel.key, row.key, period, owner, name)))


async def define(screen: "ReviewScreen") -> None:
    """Show what the figures of the panel under the cursor mean, and all those of its row."""
    spot = screen.body.spot
    panel = screen.panel(spot)
    if panel is None:
        return
    row = next((each for each in panel.rows if spot and each.key == spot.row), None)
    await screen.app.push_screen_wait(Definition(panel, row))


async def other_days(screen: "ReviewScreen") -> None:
    """Ask for days from and to."""

    async def save(answers: dict[str, str]) -> Period:
        return parse_period(_dated(answers["days"], screen.desk), screen.desk.today())

    hint = _("11-01..yesterday, 2026-10 or last-month")
    chosen = await screen.app.push_screen_wait(
        Ask(_("Which days?"), [Question("days", _("From..to"), hint=hint)], save, screen.desk)
    )
    if chosen is not None:
        screen.look_at(chosen)


def _dated(text: str, desk: Desk) -> str:
    """Days from and to in words (11月1日到昨天, mon..yesterday) as FROM..TO; other text as it is."""
    ends = re.split(r"\.\.|[~～到至]", text)
    found = [parse_when(end, desk.local_now(), ahead=False) for end in ends]
    days = [each.day.isoformat() for each in found if each is not None]
    return "..".join(days) if len(days) == len(ends) == 2 else text


async def show_written(screen: "ReviewScreen") -> None:
    """Show the period in sentences, to be copied."""
    counted = screen.counted
    if counted is None:
        screen.tell(_("It is still being counted."))
        return
    try:
        page = await screen.book.ask_counting(written.markdown, screen.desk, counted)
    except LeadtuiError as error:
        screen.tell(str(error), is_trouble=True)
        return
    await screen.app.push_screen_wait(BriefPage(page, _("The review was sent to the clipboard.")))


async def report(screen: "ReviewScreen") -> None:
    """Write the review into a file by its ending, contacts masked."""
    period, line, owner = screen.asked

    async def save(answers: dict[str, str]) -> Path:
        path = paths.named(answers["path"].strip())
        if paths.is_there(path):
            raise LeadtuiError(N_("{path} exists already. Name another file."), path=path)
        await screen.book.ask_counting(file.write, screen.desk, path, period, filter=line, owner=owner)
        return path.absolute()

    usual = f"leadtui-{period.start}.html"
    title = _("The review as a file ending in .html, .xlsx, .md or .json")
    done = await screen.app.push_screen_wait(Ask(title, [Question("path", _("File"), usual)], save, screen.desk))
    if done is not None:
        screen.tell(_("Written: {path}").format(path=visible(str(done))))
