"""What is done with all marked leads: asked once, one change, one undo. Imported when the first of it is wanted."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from leadtui.domain.when import describe_when
from leadtui.i18n import _, ngettext
from leadtui.services import backlog, bulk, followups, leads, trash
from leadtui.services.board import By, Spot
from leadtui.ui import lead_acts, pooling
from leadtui.ui.dialogs import bulk_edit, many, talking
from leadtui.ui.dialogs import spread as spreading
from leadtui.ui.dialogs.many import Leads, counted
from leadtui.ui.lead_screen import TRIED

if TYPE_CHECKING:
    from leadtui.ui.screens.list import ListScreen


async def log(screen: "ListScreen", chosen: Leads) -> None:
    """Log one outcome for all."""
    if await screen.app.push_screen_wait(many.record(chosen, screen.book)):
        _dealt_with(screen, chosen, _("Logged for {leads} · u to undo"))


async def message(screen: "ListScreen", chosen: Leads) -> None:
    """Write to all of them from a template: the texts go to the clipboard, then what was sent can be logged."""
    made = await talking.write_to(screen, chosen, counted(chosen))
    if made:
        said = {each.lead_id: each.text for each in made}
        if await screen.app.push_screen_wait(many.record(tuple(said), screen.book, said)):
            _dealt_with(screen, tuple(said), _("Logged for {leads} · u to undo"))


async def delete(screen: "ListScreen", chosen: Leads) -> None:
    """Put all of them into the trash."""
    if await screen.commit(trash.delete_many, screen.desk, chosen):
        screen.clear_marks()
        screen.tell(_("Deleted: {count} leads · u to undo").format(count=len(chosen)))


async def reschedule(screen: "ListScreen", chosen: Leads) -> None:
    """Move the next step of each to another day."""
    due = await screen.app.push_screen_wait(many.another_day(chosen, screen.book))
    if due:
        text = _("{leads} rescheduled to {when} · u to undo")
        _dealt_with(screen, chosen, text, when=describe_when(due, screen.desk.today()))


async def snooze(screen: "ListScreen", chosen: Leads) -> None:
    """Keep all of them off the list for a while."""
    until = await screen.app.push_screen_wait(many.snooze(chosen, screen.book))
    if until:
        _dealt_with(screen, chosen, _("{leads} snoozed until {day} · u to undo"), day=until.day)


async def complete(screen: "ListScreen", chosen: Leads) -> None:
    """Mark the next step of each done."""
    if await screen.ask(bulk.complete, screen.desk, chosen):
        _dealt_with(screen, chosen, _("{leads} marked done · u to undo"))


async def no_answer(screen: "ListScreen", chosen: Leads) -> None:
    """Note that none of them answered."""
    if await screen.ask(followups.no_answer, screen.desk, chosen):
        screen.put_aside(chosen, TRIED)
        _dealt_with(screen, chosen, _("No answer noted for {leads} · u to undo"))


async def later(screen: "ListScreen", chosen: Leads) -> None:
    """Put the next step of each a day later."""
    await _shift(screen, chosen, 1)


async def sooner(screen: "ListScreen", chosen: Leads) -> None:
    """Put the next step of each a day sooner."""
    await _shift(screen, chosen, -1)


async def _shift(screen: "ListScreen", chosen: Leads, days: int) -> None:
    moved = await screen.ask(backlog.shift, screen.desk, chosen, days)
    if moved:
        # The marks stay on what is still listed, so that the key can be pressed again.
        screen.tui.tally.note_done(*moved)
        told = _("{leads}: a day later · u to undo") if days > 0 else _("{leads}: a day sooner · u to undo")
        screen.changed(told.format(leads=counted(tuple(moved))))


async def edit(screen: "ListScreen", chosen: Leads) -> None:
    """Edit owner, grade, priority and tags of all."""
    changed = await screen.app.push_screen_wait(bulk_edit.bulk_edit(chosen, screen.book))
    if changed is not None:
        screen.clear_marks()
        text = ngettext("{count} lead changed · u to undo", "{count} leads changed · u to undo", changed)
        screen.changed(text.format(count=changed))


async def move(screen: "ListScreen", chosen: Leads) -> None:
    """Move all of them to a stage, through the gates."""
    stage = await screen.app.push_screen_wait(many.which_stage(chosen, screen.book))
    rows = await screen.ask(leads.rows, screen.desk, chosen) if stage else None
    if stage and rows:
        await lead_acts.put(screen, tuple(rows), Spot(By.STAGE, stage.value))


async def claim(screen: "ListScreen", chosen: Leads) -> None:
    """Take all of them out of the pool."""
    if await pooling.claim_many(screen, chosen):
        screen.clear_marks()


async def release(screen: "ListScreen", chosen: Leads) -> None:
    """Put all of them into the pool."""
    if await pooling.release_many(screen, chosen):
        screen.clear_marks()


async def spread(screen: "ListScreen", late: Leads) -> None:
    """Spread overdue leads over coming working days."""
    limit = await screen.ask(backlog.usual_limit, screen.desk, late)
    if limit is None:
        return
    moved = await screen.app.push_screen_wait(spreading.spread(late, limit, screen.book))
    if moved:
        _dealt_with(screen, late, _("{leads} spread · u to undo"))


def _dealt_with(screen: "ListScreen", chosen: Leads, text: str, **told: object) -> None:
    """Go on to the next lead, take the marks off, and say what happened."""
    screen.tui.tally.note_done(*chosen)
    screen.after_saving()
    screen.clear_marks()
    screen.changed(text.format(leads=counted(chosen), **told))


TWINS: dict[str, Callable[["ListScreen", Leads], Awaitable[None]]] = {
    act.__name__: act
    for act in (
        log,
        message,
        delete,
        reschedule,
        snooze,
        complete,
        no_answer,
        later,
        sooner,
        edit,
        move,
        claim,
        release,
    )
}
"""The acts for many by the name of the act on one lead (lead_acts)."""
