"""The form offers the next step by cadence; it never insists (R13–R16)."""

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from leadtui.desk import Desk
from leadtui.domain.terms import Channel, Outcome
from leadtui.services import detail
from leadtui.services.detail import LeadDetail
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput
from tests.services.captured import lead
from tests.ui.driving import Opener, screen_text, settled


@pytest.fixture
def only(book: Path, desk: Desk) -> int:
    """The one lead: graded B, captured today."""
    return lead(desk, "甲公司", grade="B", grade_basis="有需求")


async def logged(opened: Opener, *, due: str | None = None, outcome: Outcome = Outcome.REACHED) -> None:
    """Log a call; `due` replaces the offered day, an empty one clears it."""
    async with opened() as pilot:
        await pilot.press("f")
        await settled(pilot)
        assert "2026-11-30" in screen_text(pilot)
        await pilot.press(*"said")
        if due is not None:
            field = pilot.app.screen.query_one("#due", WhenInput).query_one(Input)
            field.focus()
            await pilot.pause()
            await pilot.press(*due) if due else await pilot.press("backspace")
        if outcome is not Outcome.REACHED:
            line = pilot.app.screen.query_one("#outcome", ChoiceLine)
            line.place = line.choices.index(outcome)
        await pilot.press("f2")
        await settled(pilot)


def planned(desk: Desk, lead_id: int) -> list[tuple[date | None, Channel | None, str]]:
    """The open plans: day, channel and points."""
    found: LeadDetail = detail.detail(desk, lead_id)
    return [(plan.due, plan.channel, plan.points) for plan in found.open_plans]


async def test_an_untouched_offer_is_saved(only: int, desk: Desk, opened: Opener) -> None:
    await logged(opened)
    points = "Cases of the same industry, progress of the evaluation"
    assert planned(desk, only) == [(date(2026, 11, 30), Channel.WECHAT, points)]


async def test_a_cleared_day_declines_all_of_it(only: int, desk: Desk, opened: Opener) -> None:
    await logged(opened, due="")
    assert planned(desk, only) == []


@pytest.mark.slow
async def test_another_day_is_typed_over_it(only: int, desk: Desk, opened: Opener) -> None:
    await logged(opened, due="+3d")
    assert [day for day, _channel, _points in planned(desk, only)] == [date(2026, 11, 25)]


@pytest.mark.slow
async def test_an_unanswered_call_plans_nothing(only: int, desk: Desk, opened: Opener) -> None:
    await logged(opened, outcome=Outcome.NO_ANSWER)
    assert planned(desk, only) == []
