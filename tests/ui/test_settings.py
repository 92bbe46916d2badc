"""The settings screen, talk tracks and messages: all by keyboard, each change one step to take back."""

import pytest
from textual.widgets import Input, TextArea

from leadtui.desk import Desk
from leadtui.domain.terms import Source
from leadtui.services import leads, team
from leadtui.ui.dialogs.settings import TeamSettings
from leadtui.ui.widgets.choice_line import ChoiceLine
from tests.services.captured import later, lead, reached, step
from tests.ui.driving import Opener, screen_text, settled

pytestmark = pytest.mark.usefixtures("book")


@pytest.mark.slow
async def test_an_own_source_is_added_offered_and_taken_back(desk: Desk, opened: Opener) -> None:
    """R9, R43."""
    lead(desk, "甲公司")
    async with opened((80, 24)) as pilot:
        await pilot.press("comma")
        await settled(pilot)
        assert isinstance(pilot.app.screen, TeamSettings)
        assert "Trade show" in screen_text(pilot)
        await pilot.press("a", *"Partner", "enter", *"PT", "f2")
        await settled(pilot)
        assert "Saved: Sources · u to undo" in screen_text(pilot)
        assert "Partner" in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen.query_one("#label", Input).value == "Partner"
        await pilot.press("escape")
        await pilot.press("escape", "escape", "n")
        await settled(pilot)
        line = pilot.app.screen.query_one("#source").query_one(ChoiceLine)
        assert [term.value for term in line.choices][-1] == "partner"
        await pilot.press("escape", "comma")
        await settled(pilot)
        await pilot.press("u")
        await settled(pilot)
        assert "Taken back: Setting: Sources" in screen_text(pilot)
        assert "Partner " not in screen_text(pilot)
    assert Source.named("Partner") is None


@pytest.mark.slow
async def test_a_refusal_is_said_and_days_until_stale_change_the_badge_on_the_board(desk: Desk, opened: Opener) -> None:
    before = later(desk, days=-5)
    reached(before, lead(before, "甲公司"))
    async with opened((120, 36)) as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "stale 5d" in screen_text(pilot)
        await pilot.press("comma")
        await settled(pilot)
        await pilot.press("j", "enter", "enter")
        await settled(pilot)
        assert "展会-20261122-001" in screen_text(pilot)
        pilot.app.screen.query_one(Input).value = "ZY-{yyyymmdd}"
        await settled(pilot)
        assert "A number template needs {yyyymmdd} and, once, {seq3}." in screen_text(pilot)
        await pilot.press("escape", "escape", "j", "enter", "enter")
        await settled(pilot)
        await pilot.press("tab", "end", "x", "f2")
        await settled(pilot)
        assert "Stale after days: a whole number from 0 to 3650 is wanted." in screen_text(pilot)
        await pilot.press("backspace", *"0", "f2")
        await settled(pilot)
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert "甲公司" in screen_text(pilot)
        assert "stale" not in screen_text(pilot)


@pytest.mark.slow
async def test_a_demand_of_the_team_is_asked_on_the_board_and_skipped_with_a_reason(desk: Desk, opened: Opener) -> None:
    """R24."""
    only = lead(desk, "甲公司", validity="valid")
    async with opened((120, 36)) as pilot:
        await pilot.press("3", "comma")
        await settled(pilot)
        await pilot.press("j", "j", "j", "enter", "j", "enter")
        await settled(pilot)
        demands = pilot.app.screen.query_one(TextArea)
        await pilot.press("tab", "down", "enter")
        await settled(pilot)
        assert demands.text == "Validity checked, Validity: valid"
        await pilot.press("enter")
        await settled(pilot)
        assert demands.text == "Validity checked"
        demands.move_cursor((0, 0))
        demands.insert("pain_point\n")
        await pilot.press("f2")
        await settled(pilot)
        assert "Pain point, Validity checked" in screen_text(pilot)
        await pilot.press("escape", "escape", "L")
        await settled(pilot)
        assert "Qualifying still needs: Pain point" in screen_text(pilot)
        await pilot.press("tab", *"so", "f2")
        await settled(pilot)
        assert "Moved to Qualifying" in screen_text(pilot)
    assert leads.rows(desk, [only])[0].stage == "qualifying"


@pytest.mark.slow
async def test_a_talk_track_goes_into_the_summary(desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", step=step(desk, 0))
    team.put(desk, "talk_tracks", [{"title": "开场", "text": "您好"}, {"title": "价格太高", "text": "理解您的考虑"}])
    async with opened((80, 24)) as pilot:
        await pilot.press("f")
        await settled(pilot)
        await pilot.press(*"said ", "ctrl+t")
        await settled(pilot)
        await pilot.press(*"jgtg")
        await settled(pilot)
        assert "开场" not in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "said 理解您的考虑"
        assert pilot.app.focused is pilot.app.screen.query_one(TextArea)


async def test_a_message_goes_to_the_clipboard_with_its_names(desk: Desk, opened: Opener) -> None:
    """R37: recorded, and never shown."""
    lead(desk, "甲公司", contact="周建国", step=step(desk, 0))
    team.put(desk, "templates", [{"name": "问候", "text": "{contact}您好,祝{customer}{need}"}])
    async with opened((80, 24)) as pilot:
        await pilot.press("T")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.clipboard == "周建国您好,祝甲公司"
        assert "{need}" in screen_text(pilot)
        assert "周建国" not in screen_text(pilot)
