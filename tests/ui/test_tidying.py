"""Merging, deleting, the trash, the customer whole and erasing, by keys (R2, R37)."""

from pathlib import Path

import pytest
from textual.widgets import Input

from leadtui.desk import Desk
from leadtui.services import capture, leads
from leadtui.services.detail import detail
from leadtui.store.models import Customer, Lead
from leadtui.ui.dialogs.ask import Ask
from leadtui.ui.dialogs.customer import CustomerPage
from leadtui.ui.dialogs.erase import EraseNotice
from leadtui.ui.dialogs.merge import MergePage
from leadtui.ui.dialogs.trash import TrashPage
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.tally import FOLLOWING_SECONDS
from tests.services.captured import colleague, lead, reached, step
from tests.ui.driving import Opener, Pilot, line_with, screen_text, settled

FULL = "苏州恒远精密机械有限公司"


async def press(pilot: Pilot[None], *keys: str) -> str:
    """Press keys, and what stands on the screen once all is answered."""
    await pilot.press(*keys)
    await settled(pilot)
    return screen_text(pilot)


@pytest.mark.slow
async def test_r2_two_leads_become_one_field_by_field_and_u_parts_them(book: Path, desk: Desk, opened: Opener) -> None:
    keep = lead(desk, FULL, initial_need="三台磨床", budget_max="20万")
    other = lead(desk, "恒远精密", initial_need="夹具" * 60, region="华东", budget_max="30万")
    reached(desk, other, "谈了夹具")
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, "2")
        shown = await press(pilot, "G", "M")
        assert "100%" in shown
        assert FULL not in line_with(pilot, "100%")
        shown = await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MergePage)
        assert "Follow-up 0 + 1" in shown
        assert "[三台磨床]" in line_with(pilot, "[三台磨床]")
        assert line_with(pilot, "夹具").count("…") >= 1
        pilot.app.screen.picks.go_to(place(pilot, "budget_max"))
        await press(pilot, "space")
        pilot.app.screen.picks.go_to(place(pilot, "initial_need"))
        shown = await press(pilot, "space", "space")
        assert shown.count("夹具") > 60  # the whole value of the chosen row stands beneath
        await press(pilot, "s")
        capture.edit(colleague(desk), keep, {"budget_max": "25万"})
        shown = await press(pilot, "f2")
        assert "nothing was merged" in shown
        assert "250,000" in shown
        await press(pilot, "f2")
        assert "Merged" in screen_text(pilot)
        assert isinstance(pilot.app.screen, LeadScreen)
        assert pilot.app.screen.row is not None
        assert pilot.app.screen.row.id == other
        await press(pilot, "u")
        assert line_with(pilot, "苏州")
        assert line_with(pilot, "恒远精密 ")
        await press(pilot, "U")
    whole = detail(desk, other, reveal=True)
    assert whole.fields["budget_max"] == 300_000_00
    assert whole.fields["initial_need"] == "夹具" * 60
    assert whole.customer["region"] == "华东"
    assert [each.summary for each in whole.follow_ups] == ["谈了夹具"]
    assert leads.ids(desk) == [other]
    assert Lead.get_by_id(keep).deleted_at is not None


def place(pilot: Pilot[None], key: str) -> int:
    """Where a field stands on the merge page."""
    assert isinstance(pilot.app.screen, MergePage)
    assert pilot.app.screen.found is not None
    return [each.key for each in pilot.app.screen.found.fields].index(key)


@pytest.mark.slow
async def test_a_lead_deleted_on_its_page_is_told_so_and_the_views_count_anew(
    book: Path, desk: Desk, opened: Opener
) -> None:
    """Not that somebody else may have deleted it; the way back stands beside it, on whichever view one is."""
    lead(desk, "甲公司", step=step(desk, 0))
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, "2", "enter")
        await press(pilot, "D")
        assert "Deleted: 甲公司 · u to undo" in screen_text(pilot)
        await pilot.pause(FOLLOWING_SECONDS)
        assert "1 Today 0" in await press(pilot)
        assert "U to redo" in await press(pilot, "u")
        assert "甲公司" in await press(pilot, "a")
        await pilot.pause(FOLLOWING_SECONDS)
        assert "owner:me" in await press(pilot), "the list of all leads shows mine by its filter"


@pytest.mark.slow
async def test_deleted_leads_lie_in_the_trash_and_come_back(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司")
    lead(desk, "乙公司")
    async with opened() as pilot:
        await press(pilot, "2")
        shown = await press(pilot, "G", "D")
        assert "Deleted: 甲公司 · u to undo" in shown
        assert "甲公司" not in line_with(pilot, "公司")
        assert "甲公司" in await press(pilot, "u")
        await press(pilot, "D")
        shown = await press(pilot, "X")
        assert isinstance(pilot.app.screen, TrashPage)
        assert "甲公司" in shown
        shown = await press(pilot, "r")
        assert "Restored" in shown
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LeadScreen)
        assert pilot.app.screen.row is not None
        assert pilot.app.screen.row.id == only
    assert len(leads.ids(desk)) == 2


@pytest.mark.slow
async def test_the_customer_whole_merged_with_another_and_erased(book: Path, desk: Desk, opened: Opener) -> None:
    """R37: erased only once the number was typed; whatever else is typed erases nothing."""
    first = lead(desk, FULL, contact="周建国", quote_amount="12万")
    capture.add(desk, {"customer": FULL, "phone": "13862012345", "quote_amount": "3万"})
    stray = lead(desk, "恒远集团", phone="13700000000")
    number = Customer.get(Customer.name == FULL).customer_no
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, "2")
        shown = await press(pilot, "G", "C")
        assert isinstance(pilot.app.screen, CustomerPage)
        assert "open 150,000" in shown
        assert "周建国" not in shown
        await press(pilot, "M")
        await press(pilot, *"恒远集团")
        await pilot.pause(0.1)
        await settled(pilot)
        await press(pilot, "enter")
        await press(pilot, "f2")
        assert "Merged" in screen_text(pilot)
        assert "003" in screen_text(pilot)
        await press(pilot, "E")
        assert isinstance(pilot.app.screen, EraseNotice)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Ask)
        await press(pilot, "1", "enter")
        assert "nothing was erased" in screen_text(pilot)
        pilot.app.screen.query_one(Input).value = number
        await press(pilot, "f2")
        assert "Erased for good" in screen_text(pilot)
        assert "苏州" not in screen_text(pilot)
        await press(pilot, "G", "enter")
        assert isinstance(pilot.app.screen, LeadScreen)
        assert pilot.app.screen.row is not None
        assert pilot.app.screen.row.id == first
    assert {Lead.get_by_id(each).customer.name for each in (first, stray)} == {number}
    assert Lead.get_by_id(first).quote_amount == 120_000_00
