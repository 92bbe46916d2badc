"""What is done with a lead: ask, commit, say what happened. Imported with its forms when it is first wanted, so that
the first paint does not wait for them."""

from typing import TYPE_CHECKING

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Stage
from leadtui.domain.text import visible
from leadtui.domain.when import describe_when
from leadtui.i18n import _
from leadtui.services import deals, detail, followups, offers
from leadtui.services.deals import GateError, Moved
from leadtui.services.followups import NOTHING_PLANNED
from leadtui.services.leads import LeadRow
from leadtui.ui.dialogs import asking
from leadtui.ui.dialogs.bring_sheet import BringSheet
from leadtui.ui.dialogs.followup_form import FollowUpForm, usual_channel
from leadtui.ui.dialogs.whole_lead import WholeLead

if TYPE_CHECKING:
    from leadtui.ui.lead_screen import LeadScreen

REVEALED_SECONDS = 30


async def log(screen: "LeadScreen", row: LeadRow) -> None:
    """Log a follow-up with its next step."""
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    if whole is None:
        return
    offered = await screen.ask(offers.offer, screen.desk, row.id, usual_channel(whole))
    form = FollowUpForm(whole, screen.book, screen.tui.progress(), offered or NOTHING_PLANNED)
    if await screen.app.push_screen_wait(form):
        screen.tui.note_done(row.id)
        screen.after_saving()
        screen.changed(_("Logged: {customer} · u takes it back").format(customer=visible(row.customer)))


async def add(screen: "LeadScreen") -> None:
    """Add a lead."""
    lead_no = await screen.app.push_screen_wait(asking.new_lead(screen.book))
    if lead_no:
        screen.changed(_("Added: {lead_no} · u takes it back").format(lead_no=lead_no))


async def edit(screen: "LeadScreen", row: LeadRow) -> None:
    """Edit the fields a rep changes most."""
    whole = await screen.ask(detail.reveal_contacts, screen.desk, row.id)
    if whole is not None and await screen.app.push_screen_wait(asking.edit_lead(whole, screen.book)):
        screen.changed(_("Saved · u takes it back"))


async def reschedule(screen: "LeadScreen", row: LeadRow) -> None:
    """Move the next step to another day."""
    due = await screen.app.push_screen_wait(asking.another_day(row, screen.book))
    if due:
        when = describe_when(due, screen.desk.today())
        screen.changed(_("Rescheduled to {when} · u takes it back").format(when=when))


async def snooze(screen: "LeadScreen", row: LeadRow) -> None:
    """Keep the lead off the list for a while."""
    until = await screen.app.push_screen_wait(asking.snooze(row, screen.book))
    if until:
        screen.changed(_("Snoozed until {day} · u takes it back").format(day=until.day))


async def complete(screen: "LeadScreen", row: LeadRow) -> None:
    """Mark the next step done."""
    if await screen.commit(followups.complete, screen.desk, row.id):
        screen.tui.note_done(row.id)
        screen.tell(_("Marked done · u takes it back"))


async def move(screen: "LeadScreen", row: LeadRow) -> None:
    """Move the lead to a stage chosen from all."""
    stage = await screen.app.push_screen_wait(asking.which_stage(row, screen.book))
    if stage is not None and stage is not row.stage:
        await move_to(screen, row, stage)


async def move_to(screen: "LeadScreen", row: LeadRow, stage: Stage) -> None:
    """Move a lead through the gates; what is missing is asked once, in one form, and Esc leaves it where it was."""
    moved: Moved | None
    try:
        moved = await screen.book.ask(deals.move, screen.desk, row.id, stage, expected=row.version)
    except GateError as gate:
        asked = asking.what_is_missing(row, stage, gate.missing, screen.book)
        moved = await screen.app.push_screen_wait(asked)
    except LeadtuiError as error:
        screen.tell(str(error), is_trouble=True)
        screen.refresh_rows()
        return
    if moved is not None:
        screen.changed(_moved_text(moved))


def _moved_text(moved: Moved) -> str:
    text = _("Moved to {stage} · u takes it back").format(stage=moved.stage.label)
    if moved.status_kept_for and moved.offered:
        text += "\n" + _("Status stays {status}; {offered} still needs: {missing}").format(
            status=moved.status.label,
            offered=moved.offered.label,
            missing=_(", ").join(each.label for each in moved.status_kept_for),
        )
    return text


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
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    if whole is not None:
        await screen.app.push_screen_wait(WholeLead(whole, screen.desk))


async def bring_sheet(screen: "LeadScreen") -> None:
    """Bring in a sheet."""
    said = await screen.app.push_screen_wait(BringSheet(screen.book))
    if said:
        screen.changed(said)
