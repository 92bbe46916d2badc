"""Putting the book in order: merge, delete, the customer whole, the trash. Imported when the first is wanted."""

from typing import TYPE_CHECKING

from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import customers, twins
from leadtui.services import trash as bin_
from leadtui.services.leads import LeadRow
from leadtui.ui.dialogs.customer import CustomerPage
from leadtui.ui.dialogs.history import HistoryPage
from leadtui.ui.dialogs.merge import LEADS, MergePage
from leadtui.ui.dialogs.trash import TrashPage
from leadtui.ui.dialogs.twins import ChooseTwin
from leadtui.ui.dialogs.workload import WorkloadPage

if TYPE_CHECKING:
    from leadtui.ui.lead_screen import LeadScreen


async def merge(screen: "LeadScreen", row: LeadRow) -> None:
    """Choose what the lead is merged with, show what comes of it, merge; the cursor goes to the kept one."""
    title = _("Merge {customer} with which lead?").format(customer=visible(row.customer))
    twin = await screen.app.push_screen_wait(ChooseTwin(screen.book, title, row.id, twins.of_lead))
    if twin is None:
        return
    kept = await screen.app.push_screen_wait(MergePage(screen.book, LEADS, row.id, twin.row.id))
    if kept is not None:
        screen.tui.current_lead = kept
        screen.publish()
        screen.part_with(_("Merged · u to undo"))


async def delete(screen: "LeadScreen", *rows: LeadRow) -> None:
    """Put leads into the trash as one change."""
    if await screen.commit(bin_.delete_many, screen.desk, [row.id for row in rows]):
        told = _("Deleted: {customer} · u to undo").format(customer=visible(rows[0].customer))
        if len(rows) > 1:
            told = _("Deleted: {count} leads · u to undo").format(count=len(rows))
        screen.part_with(told)


async def customer(screen: "LeadScreen", row: LeadRow) -> None:
    """Show the customer with all its cycles; the chosen one is gone to."""
    customer_id = await screen.ask(customers.find, row.lead_no)
    if customer_id is None:
        return
    chosen = await screen.app.push_screen_wait(CustomerPage(screen.book, customer_id))
    if chosen is not None:
        screen.tui.go_to(chosen)


async def trash(screen: "LeadScreen") -> None:
    """Show the trash."""
    await screen.app.push_screen_wait(TrashPage(screen.book))


async def show_history(screen: "LeadScreen") -> None:
    """Show who did what, and go to the lead that was chosen there."""
    lead_id = await screen.app.push_screen_wait(HistoryPage(screen.book))
    if lead_id is not None:
        screen.tui.go_to(lead_id)


async def show_workload(screen: "LeadScreen") -> None:
    """Show what each rep has in hand, and go to the leads that were chosen there."""
    chosen = await screen.app.push_screen_wait(WorkloadPage(screen.book))
    if chosen is not None:
        screen.tui.show_whose(chosen.view, chosen.line)
