"""What is done with a lead: ask, commit, say what happened. Imported with its forms when it is first wanted, so that
the first paint does not wait for them."""

from typing import TYPE_CHECKING

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.identity import phone_key
from leadtui.domain.text import visible
from leadtui.domain.when import describe_when
from leadtui.i18n import _
from leadtui.services import backlog, board, detail, followups, leads, offers
from leadtui.services.board import By, Spot
from leadtui.services.detail import LeadDetail
from leadtui.services.followups import NOTHING_PLANNED
from leadtui.services.leads import LeadRow
from leadtui.services.moves import GateError, Moved
from leadtui.ui import render
from leadtui.ui.dialogs import asking, lead_draft, talking
from leadtui.ui.dialogs.followup_form import FollowUpForm, usual_channel
from leadtui.ui.dialogs.lead_form import Done, LeadForm
from leadtui.ui.dialogs.lead_pages import held
from leadtui.ui.glyphs import glyphs
from leadtui.ui.lead_screen import TRIED

if TYPE_CHECKING:
    from leadtui.ui.dialogs.quick_add import QuickAdd
    from leadtui.ui.lead_screen import LeadScreen

REVEALED_SECONDS = 30
QUICK = "quick"
"""The draft of the quick-add line."""


async def log(screen: "LeadScreen", row: LeadRow) -> None:
    """Log a follow-up with its next step."""
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    if whole is None:
        return
    offered = await screen.ask(offers.offer, screen.desk, row.id, usual_channel(whole))
    form = FollowUpForm(whole, screen.book, screen.tui.tally.progress(), offered or NOTHING_PLANNED)
    if await screen.app.push_screen_wait(form):
        screen.tui.tally.note_done(row.id)
        screen.after_saving()
        screen.changed(_("Logged: {customer} · u to undo").format(customer=visible(row.customer)))
    elif form.draft.is_held:
        screen.tell(_("The draft is kept · {key} continues it").format(key="f"))


async def correct(screen: "LeadScreen", row: LeadRow, follow_up_id: int) -> None:
    """Correct a record of the lead by a new one in its place (R18)."""
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    card = next((each for each in whole.follow_ups if each.id == follow_up_id), None) if whole else None
    if whole is None or card is None:
        return
    form = FollowUpForm(whole, screen.book, screen.tui.tally.progress(), correcting=card)
    if await screen.app.push_screen_wait(form):
        screen.changed(_("Corrected · u to undo"))
    elif form.draft.is_held:
        screen.tell(_("The draft is kept"))


async def drafts(screen: "LeadScreen") -> None:
    """Choose among the drafts that were never saved, and go on with one."""
    from leadtui.ui.dialogs.draft_list import DraftList

    kept = await screen.app.push_screen_wait(DraftList(screen.book))
    if kept is None:
        return
    anew = {lead_draft.NEW: add, lead_draft.CALLER: log_unknown, QUICK: quick_add}
    if kept.form in anew:
        await anew[kept.form](screen)
        return
    lead_id = await screen.ask(leads.find, kept.lead_no)
    rows = await screen.ask(leads.rows, screen.desk, [lead_id]) if lead_id else None
    if rows:
        form, _separator, record = kept.form.partition(":")
        match form:
            case "correct":
                await correct(screen, rows[0], int(record))
            case lead_draft.EDIT:
                await edit(screen, rows[0])
            case _:
                await log(screen, rows[0])


async def saved_views(screen: "LeadScreen") -> None:
    """Choose among the saved views, or save the present filter as one."""
    from leadtui.ui.dialogs.views import Views

    view = await screen.app.push_screen_wait(Views(screen.book, screen.tui.filter_text))
    if view is not None:
        screen.tui.show_saved(view)


async def add(screen: "LeadScreen") -> None:
    """Add a lead."""
    form = LeadForm(screen.book)
    _added(screen, await screen.app.push_screen_wait(form))
    _tell_kept(screen, form, "n")


async def quick_add(screen: "LeadScreen") -> None:
    """Add a lead in one line."""
    from leadtui.ui.dialogs.quick_add import QuickAdd

    form = QuickAdd(screen.book)
    _added(screen, await screen.app.push_screen_wait(form))
    _tell_kept(screen, form, "N")


async def log_unknown(screen: "LeadScreen") -> None:
    """Log a contact with somebody who is not in the book: lead and record in one, named by the words of the filter."""
    words = screen.tui.filter.words
    is_phone = not any(letter.isalpha() for letter in words) and bool(phone_key(words))
    texts = {"phone" if is_phone else "customer": words}
    form = LeadForm(screen.book, texts, with_record=True)
    _added(screen, await screen.app.push_screen_wait(form))
    _tell_kept(screen, form, "W")


def _tell_kept(screen: "LeadScreen", form: "LeadForm | QuickAdd", key: str) -> None:
    if form.draft.is_held:
        screen.tell(_("The draft is kept · {key} continues it").format(key=key))


def _added(screen: "LeadScreen", done: Done | None) -> None:
    if done is None:
        return
    if done.opens is not None:
        screen.tui.go_to(done.opens)
    else:
        screen.changed(_("Added: {lead_no} · u to undo").format(lead_no=done.saved))


async def edit(screen: "LeadScreen", row: LeadRow) -> None:
    """Edit the lead, its customer and its first contact."""
    whole = await screen.ask(detail.reveal_contacts, screen.desk, row.id)
    if whole is None:
        return
    form = LeadForm(screen.book, held(whole, screen.desk), edits=whole)
    done = await screen.app.push_screen_wait(form)
    if done is not None and done.opens is not None:
        screen.tui.go_to(done.opens)
    elif done is not None:
        screen.changed(_("Saved · u to undo") + await _offered(screen, whole))
    else:
        _tell_kept(screen, form, "e")


async def _offered(screen: "LeadScreen", before: LeadDetail) -> str:
    """The offer of the next cycle, where a customer's satisfaction has just been noted (R74, R75)."""
    now = await screen.ask(detail.detail, screen.desk, before.row.id)
    if now is None or now.fields["satisfaction"] == before.fields["satisfaction"]:
        return ""
    from leadtui.ui import page_blocks

    offer = page_blocks.next_cycle(now)
    return f"\n{offer}" if offer else ""


async def reschedule(screen: "LeadScreen", row: LeadRow) -> None:
    """Move the next step to another day."""
    due = await screen.app.push_screen_wait(asking.another_day(row, screen.book))
    if due:
        screen.tui.tally.note_done(row.id)
        when = describe_when(due, screen.desk.today())
        screen.changed(_("Rescheduled to {when} · u to undo").format(when=when))


async def snooze(screen: "LeadScreen", row: LeadRow) -> None:
    """Keep the lead off the list for a while."""
    until = await screen.app.push_screen_wait(asking.snooze(row, screen.book))
    if until:
        screen.tui.tally.note_done(row.id)
        screen.after_saving()
        screen.changed(_("Snoozed until {day} · u to undo").format(day=until.day))


async def complete(screen: "LeadScreen", row: LeadRow) -> None:
    """Mark the next step done."""
    if await screen.commit(followups.complete, screen.desk, row.id):
        screen.tui.tally.note_done(row.id)
        screen.after_saving()
        screen.tell(_("Marked done · u to undo"))


async def no_answer(screen: "LeadScreen", row: LeadRow) -> None:
    """Note that nobody answered; plan and cadence run on, and the lead waits until the others are done."""
    if await screen.commit(followups.no_answer, screen.desk, (row.id,)):
        screen.tui.tally.note_done(row.id)
        screen.after_saving()
        screen.put_aside((row.id,), TRIED)
        screen.tell(_("No answer noted: {customer} · u to undo").format(customer=visible(row.customer)))


async def later(screen: "LeadScreen", row: LeadRow) -> None:
    """Put the next step a day later."""
    await _shift(screen, row, 1)


async def sooner(screen: "LeadScreen", row: LeadRow) -> None:
    """Put the next step a day sooner."""
    await _shift(screen, row, -1)


async def _shift(screen: "LeadScreen", row: LeadRow, days: int) -> None:
    moved = await screen.ask(backlog.shift, screen.desk, (row.id,), days)
    if moved:
        screen.tui.tally.note_done(row.id)
        to = moved[row.id].day
        day = f"{render.day(to, screen.desk.today())} {render.weekday(to)}"
        text = _("{customer} {arrow} {day} · u to undo")
        screen.changed(text.format(customer=visible(row.customer), arrow=glyphs().arrow, day=day))


async def move(screen: "LeadScreen", row: LeadRow) -> None:
    """Move the lead to a stage chosen from all."""
    stage = await screen.app.push_screen_wait(asking.which_stage(row, screen.book))
    if stage is not None and stage is not row.stage:
        await put(screen, (row,), Spot(By.STAGE, stage.value))


async def put(screen: "LeadScreen", rows: tuple[LeadRow, ...], spot: Spot) -> None:
    """Put leads somewhere through the gates; what is missing is asked once, in one form, and Esc leaves them."""
    moved: list[Moved] | None
    cards: dict[int, int | None] = {row.id: row.version for row in rows}
    try:
        moved = await screen.book.ask(board.put, screen.desk, cards, spot)
    except GateError as gate:
        moved = await screen.app.push_screen_wait(asking.what_is_missing(cards, spot, gate.missing, screen.book))
    except LeadtuiError as error:
        screen.tell(str(error), is_trouble=True)
        screen.refresh_rows()
        return
    if moved is not None:
        screen.after_putting()
        # The word comes with the cards that moved: one paint, not two.
        with screen.app.batch_update():
            screen.changed(_put_text(len(rows), spot, moved))
            await screen.caught_up()


def _put_text(count: int, spot: Spot, moved: list[Moved]) -> str:
    text = _("Moved to {stage} · u to undo").format(stage=visible(spot.title))
    if count > 1:
        text = _("{count} moved to {stage} · u to undo").format(count=count, stage=visible(spot.title))
    kept = [each for each in moved if each.status_kept_for and each.offered]
    return text + (_status_text(kept[0]) if kept and spot.by is By.STAGE else "")


def _status_text(moved: Moved) -> str:
    assert moved.offered is not None
    return "\n" + _("Status stays {status}; {offered} still needs: {missing}").format(
        status=moved.status.label,
        offered=moved.offered.label,
        missing=_(", ").join(each.label for each in moved.status_kept_for),
    )


async def reveal(screen: "LeadScreen", row: LeadRow) -> None:
    """Show contact details in full for a while; recorded."""
    whole = await screen.ask(detail.reveal_contacts, screen.desk, row.id)
    if whole is not None:
        people = ["  ".join(filter(None, (each.name, each.phone, each.wechat, each.email))) for each in whole.contacts]
        screen.tui.tell(visible("\n".join(people), multiline=True), seconds=REVEALED_SECONDS)


async def copy_phone(screen: "LeadScreen", row: LeadRow) -> None:
    """Copy the number without showing it; recorded."""
    whole = await screen.ask(detail.reveal_contacts, screen.desk, row.id)
    phone = next((each.phone for each in whole.contacts if each.phone), "") if whole else ""
    if phone:
        screen.app.copy_to_clipboard(visible(phone))
        screen.tell(_("The number was sent to the terminal's clipboard."))
    else:
        screen.tell(_("There is no number."))


async def show_whole(screen: "LeadScreen", row: LeadRow) -> None:
    """Show the lead on a page of its own."""
    from leadtui.ui.dialogs import lead_page

    found = await screen.ask(lead_page.read, screen.desk, row.id)
    if found is not None:
        await screen.app.push_screen_wait(lead_page.LeadPage(found))


async def message(screen: "LeadScreen", row: LeadRow) -> None:
    """Send a message from a template to the clipboard."""
    await talking.message(screen, row)


async def team_settings(screen: "LeadScreen") -> None:
    """Show the team's settings."""
    from leadtui.ui.dialogs.settings import TeamSettings

    await screen.app.push_screen_wait(TeamSettings())


async def bring_sheet(screen: "LeadScreen") -> None:
    """Bring in a sheet."""
    from leadtui.ui.dialogs.bring_sheet import BringSheet

    said = await screen.app.push_screen_wait(BringSheet(screen.book))
    if said:
        screen.changed(said)
