"""What can be done with the lead under the cursor, on whichever view it stands."""

from textual import on, work
from textual.timer import Timer

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Stage
from leadtui.domain.text import visible
from leadtui.domain.when import describe_when
from leadtui.i18n import _
from leadtui.services import deals, detail, followups, leads
from leadtui.services.deals import GateError
from leadtui.services.leads import LeadRow
from leadtui.ui.commands import LEAD, bindings
from leadtui.ui.dialogs import asking
from leadtui.ui.screen import DataScreen
from leadtui.ui.widgets.lines import TopLine
from leadtui.ui.widgets.windowed import WindowedList

RESTING_SECONDS = 0.1
"""How long the cursor rests on a lead before its story is read."""
REVEALED_SECONDS = 30


class LeadScreen(DataScreen):
    """A view with a cursor on a lead."""

    BINDINGS = bindings(LEAD)
    _resting: Timer | None = None

    @property
    def row(self) -> LeadRow | None:
        """The line of the lead under the cursor."""
        raise NotImplementedError  # pragma: no cover -- every view has its own

    def after_saving(self) -> None:
        """Where the cursor goes once a follow-up was saved."""

    # Windows ask for rows

    @on(WindowedList.RowsWanted)
    async def _read_rows(self, event: WindowedList.RowsWanted) -> None:
        found = await self.ask(leads.rows, self.desk, event.ids)
        event.sender.supply(found or ())

    @on(WindowedList.Highlighted)
    def _rest(self, event: WindowedList.Highlighted) -> None:
        if event.lead_id is not None and event.by_hand:
            self.tui.current_lead = event.lead_id
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(RESTING_SECONDS, self.show_detail)

    @on(WindowedList.Chosen)
    def _open(self) -> None:
        self.action_open()

    @on(TopLine.ViewChosen)
    def _view(self, event: TopLine.ViewChosen) -> None:
        self.tui.action_show_view(event.view)

    def show_detail(self) -> None:
        """Tell the story of the lead under the cursor, where the view has room for it."""

    # What can be done

    @work
    async def action_log(self) -> None:
        """Log a follow-up for the lead under the cursor."""
        row = self.row
        if row is None:
            self.tell(_("No lead is chosen."))
            return
        from leadtui.ui.dialogs.followup_form import FollowUpForm

        whole = await self.ask(detail.detail, self.desk, row.id)
        if whole is not None and await self.app.push_screen_wait(FollowUpForm(whole, self.book, self.tui.progress())):
            self.tui.note_done(row.id)
            self.after_saving()
            self._changed(_("Logged: {customer} · u takes it back").format(customer=visible(row.customer)))

    @work
    async def action_add(self) -> None:
        """Add a lead."""
        lead_no = await self.app.push_screen_wait(asking.new_lead(self.book))
        if lead_no:
            self._changed(_("Added: {lead_no} · u takes it back").format(lead_no=lead_no))

    @work
    async def action_edit(self) -> None:
        """Edit the lead under the cursor."""
        if self.row is None:
            return
        whole = await self.ask(detail.reveal_contacts, self.desk, self.row.id)
        if whole is not None and await self.app.push_screen_wait(asking.edit_lead(whole, self.book)):
            self._changed(_("Saved · u takes it back"))

    @work
    async def action_reschedule(self) -> None:
        """Move the next step of the lead under the cursor to another day."""
        if self.row is None:
            return
        due = await self.app.push_screen_wait(asking.another_day(self.row, self.book))
        if due:
            when = describe_when(due, self.desk.today())
            self._changed(_("Rescheduled to {when} · u takes it back").format(when=when))

    @work
    async def action_snooze(self) -> None:
        """Keep the lead under the cursor off the list for a while."""
        if self.row is None:
            return
        until = await self.app.push_screen_wait(asking.snooze(self.row, self.book))
        if until:
            self._changed(_("Snoozed until {day} · u takes it back").format(day=until.day))

    def _changed(self, text: str) -> None:
        """A form has saved: every screen reads anew, and the rep is told."""
        self.tui.data_changed.publish(None)
        self.tell(text)

    async def action_complete(self) -> None:
        """Mark the next step of the lead under the cursor done."""
        row = self.row
        if row and await self.commit(followups.complete, self.desk, row.id):
            self.tui.note_done(row.id)
            self.tell(_("Marked done · u takes it back"))

    @work
    async def action_move(self) -> None:
        """Move the lead under the cursor to a stage chosen by its number."""
        if self.row is None:
            return
        row = self.row
        stage = await self.app.push_screen_wait(asking.which_stage(row, self.book))
        if stage is not None and stage is not row.stage:
            await self.move_to(row, stage)

    async def move_to(self, row: LeadRow, stage: Stage) -> bool:
        """Move a lead through the gates; what is missing is asked once, in one form. Whether it moved."""
        try:
            moved = await self.book.ask(deals.move, self.desk, row.id, stage, expected=row.version)
        except GateError as gate:
            asked = asking.what_is_missing(row, stage, gate.missing, self.book)
            moved = await self.app.push_screen_wait(asked)
        except LeadtuiError as error:
            self.tell(str(error), is_trouble=True)
            self.refresh_rows()
            return False
        if moved is None:
            return False
        self._changed(_moved_text(moved))
        return True

    @work
    async def action_reveal(self) -> None:
        """Show contact details in full for a while; recorded."""
        if self.row is None:
            return
        whole = await self.ask(detail.reveal_contacts, self.desk, self.row.id)
        if whole is not None:
            people = [f"{each.name}  {each.phone or each.wechat or each.email}" for each in whole.contacts]
            self.tui.tell(visible("\n".join(people), multiline=True), seconds=REVEALED_SECONDS)

    @work
    async def action_copy_phone(self) -> None:
        """Copy the number without showing it; recorded."""
        if self.row is None:
            return
        whole = await self.ask(detail.reveal_contacts, self.desk, self.row.id)
        phone = next((each.phone for each in whole.contacts if each.phone), "") if whole else ""
        if phone:
            self.app.copy_to_clipboard(visible(phone))
            self.tell(_("The number was sent to the terminal's clipboard."))
        else:
            self.tell(_("There is no number."))

    def action_open(self) -> None:
        """Show the lead whole."""
        if self.row is not None:
            self._show_whole(self.row)

    @work
    async def _show_whole(self, row: LeadRow) -> None:
        from leadtui.ui.dialogs.whole_lead import WholeLead

        whole = await self.ask(detail.detail, self.desk, row.id)
        if whole is not None:
            await self.app.push_screen_wait(WholeLead(whole, self.desk))

    @work
    async def action_bring_sheet(self) -> None:
        """Bring in a sheet."""
        from leadtui.ui.dialogs.bring_sheet import BringSheet

        said = await self.app.push_screen_wait(BringSheet(self.book))
        if said:
            self.tui.data_changed.publish(None)
            self.tell(said)

    def action_filter(self) -> None:
        """Open the filter line."""

    def action_back(self) -> None:
        """Leave the filter."""
        if self.tui.filter_text:
            self.tui.set_filter("")


def _moved_text(moved: deals.Moved) -> str:
    text = _("Moved to {stage} · u takes it back").format(stage=moved.stage.label)
    if moved.status_kept_for:
        lacking = _(", ").join(each.label for each in moved.status_kept_for)
        offered = moved.offered.label if moved.offered else ""
        text += "\n" + _("Status stays {status}; {offered} still needs: {missing}").format(
            status=moved.status.label, offered=offered, missing=lacking
        )
    return text
