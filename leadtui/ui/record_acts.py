"""What is done on a lead's page: records are added, changed and removed, the next cycle opened, the brief shown."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from leadtui.domain.fields import Entity
from leadtui.domain.terms import Channel, PlanState
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import brief, detail, followups, plans, qualification, records
from leadtui.services.detail import PlanCard
from leadtui.services.followups import NextStep
from leadtui.services.leads import LeadRow
from leadtui.ui.dialogs import next_cycle
from leadtui.ui.dialogs.ask import understood
from leadtui.ui.dialogs.brief_page import BriefPage
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.dialogs.record_form import RecordForm, WhichRecord, fields_of, name_of
from leadtui.ui.page_blocks import Record

if TYPE_CHECKING:
    from leadtui.ui.lead_screen import LeadScreen


async def add(screen: "LeadScreen", row: LeadRow) -> None:
    """Add a record of a kind that is asked for first."""
    entity = await screen.app.push_screen_wait(WhichRecord(row.customer))
    if entity is None:
        return

    async def save(answers: dict[str, str]) -> bool:
        entered = {key: text for key, text in answers.items() if text.strip()}
        if entity is Entity.PLAN:
            await screen.book.ask(followups.plan, screen.desk, row.id, _step(screen, entered))
        else:
            await screen.book.ask(records.attach, screen.desk, row.id, entity, entered)
        return True

    title = _("{record}: {customer}").format(record=name_of(entity), customer=visible(row.customer))
    if await screen.app.push_screen_wait(_form(screen, title, entity, {}, save)):
        screen.changed(_("Added: {record} · u to undo").format(record=name_of(entity)))


async def edit(screen: "LeadScreen", row: LeadRow, record: Record) -> None:
    """Change the record under the cursor; a follow-up is corrected, and the old one stays readable."""
    match record.entity:
        case Entity.FOLLOW_UP:
            await _correct(screen, row, record.row_id)
        case Entity.PLAN:
            await _edit_plan(screen, row, record.row_id)
        case entity if entity in records.UNCHANGED:
            screen.tell(_("This is not changed: x removes it, a adds another."))
        case entity if entity in records.ATTACHED:
            await _edit_attached(screen, row, record)
        case _:
            screen.tell(_("This stands as it happened; there is nothing to change."))


async def _correct(screen: "LeadScreen", row: LeadRow, follow_up: int) -> None:
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    wrong = next((each for each in whole.follow_ups if each.id == follow_up), None) if whole else None
    if whole is None or wrong is None:
        return
    if wrong.corrected_by:
        screen.tell(_("This record was corrected already; correct the newer one."))
    elif await screen.app.push_screen_wait(FollowUpForm(whole, screen.book, "", correcting=wrong)):
        screen.changed(_("Corrected; the old record stays in the timeline · u to undo"))


async def _edit_plan(screen: "LeadScreen", row: LeadRow, plan_id: int) -> None:
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    card = next((each for each in whole.plans if each.id == plan_id), None) if whole else None
    if card is None or card.state is not PlanState.PLANNED:
        screen.tell(_("This plan is done or cancelled already."))
        return

    async def save(answers: dict[str, str]) -> bool:
        await screen.book.ask(plans.change, screen.desk, plan_id, _step(screen, answers))
        return True

    title = _("{record}: {customer}").format(record=name_of(Entity.PLAN), customer=visible(row.customer))
    if await screen.app.push_screen_wait(_form(screen, title, Entity.PLAN, _plan_values(card), save)):
        screen.changed(_("Saved · u to undo"))


def _plan_values(card: PlanCard) -> dict[str, str]:
    due = f"{card.due} {card.due_time or ''}".strip() if card.due else ""
    return {
        "action": card.action,
        "due": due,
        "channel": card.channel.value if card.channel else "",
        "points": card.points,
        "goal": card.goal,
        "owner": card.owner,
    }


def _step(screen: "LeadScreen", entered: Mapping[str, str]) -> NextStep:
    """The plan as entered; LeadtuiError where its day was not understood."""
    due, channel = entered.get("due", "").strip(), entered.get("channel", "")
    return NextStep(
        action=entered.get("action", ""),
        due=understood(screen.desk, due) if due else None,
        points=entered.get("points", ""),
        goal=entered.get("goal", ""),
        owner=entered.get("owner", ""),
        channel=Channel(channel) if channel else None,
    )


async def _edit_attached(screen: "LeadScreen", row: LeadRow, record: Record) -> None:
    before = await screen.ask(records.as_entered, screen.desk, row.id, record.entity, record.row_id)
    if before is None:
        return

    async def save(answers: dict[str, str]) -> bool:
        changed = {key: text for key, text in answers.items() if text != before.get(key, "")}
        if changed:
            await screen.book.ask(records.edit, screen.desk, row.id, record.entity, record.row_id, changed)
        return bool(changed)

    title = _("{record}: {customer}").format(record=name_of(record.entity), customer=visible(row.customer))
    if await screen.app.push_screen_wait(_form(screen, title, record.entity, before, save)):
        screen.changed(_("Saved · u to undo"))


def _form(
    screen: "LeadScreen",
    title: str,
    entity: Entity,
    values: Mapping[str, str],
    save: Callable[[dict[str, str]], Awaitable[bool]],
) -> RecordForm:
    return RecordForm(title, fields_of(entity), values, save, screen.desk)


async def remove(screen: "LeadScreen", row: LeadRow, record: Record) -> None:
    """Take the record under the cursor away, undoably."""
    match record.entity:
        case Entity.FOLLOW_UP:
            screen.tell(_("A record of a contact is never removed; Enter corrects it."))
        case Entity.PLAN:
            if await screen.commit(plans.cancel, screen.desk, record.row_id):
                screen.tell(_("Plan cancelled · u to undo"))
        case entity if entity in records.ATTACHED:
            if await screen.commit(records.remove, screen.desk, row.id, entity, record.row_id):
                screen.tell(_("Removed: {record} · u to undo").format(record=name_of(entity)))
        case _:
            screen.tell(_("There is nothing to remove here."))


async def repurchase(screen: "LeadScreen", row: LeadRow) -> None:
    """Open the next cycle of the lead's customer."""
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    if whole is None:
        return
    number = await screen.app.push_screen_wait(next_cycle.repurchase(whole, screen.book))
    if number:
        await screen.opened(number)


async def refer(screen: "LeadScreen", row: LeadRow) -> None:
    """Open the lead that the customer recommended."""
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    if whole is None:
        return
    number = await screen.app.push_screen_wait(next_cycle.referral(whole, screen.book))
    if number:
        await screen.opened(number)


async def show_brief(screen: "LeadScreen", row: LeadRow) -> None:
    """Show what to know before a visit."""
    whole = await screen.ask(detail.detail, screen.desk, row.id)
    judged = await screen.ask(qualification.judge, screen.desk, row.id)
    if whole is not None and judged is not None:
        await screen.app.push_screen_wait(
            BriefPage(brief.markdown(whole, judged, screen.desk), _("The brief was sent to the clipboard."))
        )
