"""The follow-up form: each field by keyboard, nothing cut at 80 columns, an offer that follows the contact."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from leadtui.desk import Desk
from leadtui.domain.terms import Attitude, Channel, IntentChange
from leadtui.services import detail
from leadtui.services.detail import LeadDetail
from leadtui.ui import themes
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput
from tests.services.captured import later, lead, reached, step
from tests.ui.driving import Opener, screen_text, settled


def only(book: Path, desk: Desk, **entered: str) -> int:
    """The one lead, due."""
    return lead(desk, "甲公司", step=step(desk, -1), **entered)


@pytest.mark.slow
async def test_every_field_is_reached_by_tab_and_saved(book: Path, desk: Desk, opened: Opener) -> None:
    """R17–R22 at 80 columns: from the summary on, each Tab leads to the next line, and the last is on the screen."""
    lead_id = only(book, desk)
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("f")
        await settled(pilot)
        told = ("said", "good", "right", "call", "+3d", "points", "goal", "4", "王强", "1", "need", "doubt", "board")
        for text in told:
            await pilot.press(*([text] if text == "right" else text), "tab")
        await pilot.pause()
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "board" in screen_text(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, FollowUpForm)
    found = detail.detail(desk, lead_id)
    made, plan = found.follow_ups[0], found.open_plans[0]
    assert (made.summary, made.feedback, made.attitude) == ("said", "good", Attitude.VERY_POSITIVE)
    assert (made.intent_change, made.new_need, made.concern) == (IntentChange.UP, "need", "doubt")
    assert made.decision_progress == "board"
    assert (plan.action, plan.points, plan.goal, plan.owner) == ("call", "points", "goal", "王强")
    assert (plan.channel, plan.due) == (Channel.VISIT, desk.today() + timedelta(days=3))


@pytest.mark.slow
async def test_an_ordinary_call_takes_few_keys(book: Path, desk: Desk, opened: Opener) -> None:
    """f, the text, a Tab to each of three lines, the day, save: 6 keys besides the text."""
    lead_id = only(book, desk)
    keys = ["f", "text", "tab", "tab", "tab", "text", "tab", "text", "f2"]
    assert len([key for key in keys if key != "text"]) <= 8
    texts = iter(["said", "call again", "+3d"])
    async with opened() as pilot:
        for key in keys:
            await pilot.press(*(next(texts) if key == "text" else [key]))
            await settled(pilot)
    found = detail.detail(desk, lead_id)
    assert [each.summary for each in found.follow_ups] == ["said"]
    assert [each.action for each in found.open_plans] == ["call again"]


@pytest.mark.slow
async def test_the_offer_follows_channel_and_outcome_until_it_is_touched(
    book: Path, desk: Desk, opened: Opener
) -> None:
    """A call leaves B's content track to come, material by WeChat its talk; a missed call offers nothing (R15)."""
    reached(later(desk, days=-10), lead(later(desk, days=-10), "甲公司", grade="B", grade_basis="有需求"))
    async with opened() as pilot:

        async def offered(name: str, key: str) -> tuple[str, str]:
            pilot.app.screen.query_one(f"#{name}", ChoiceLine).focus()
            await pilot.press(key)
            await settled(pilot)
            channel = pilot.app.screen.query_one("#next_channel", ChoiceLine).chosen
            return pilot.app.screen.query_one("#due", WhenInput).text, str(channel or "")

        await pilot.press("f")
        await settled(pilot)
        assert await offered("channel", "1") == ("2026-11-23", "wechat")
        assert await offered("outcome", "2") == ("", "")
        assert await offered("channel", "2") == ("", "")
        assert await offered("outcome", "4") == ("2026-11-26", "call")
        pilot.app.screen.query_one("#action").value = "own"  # type: ignore[attr-defined]
        assert await offered("outcome", "2") == ("2026-11-26", "call")


async def test_correcting_opens_with_the_record_and_replaces_it(book: Path, desk: Desk, opened: Opener) -> None:
    """R18: what stands is shown as it is; the corrected record keeps its time, and no plan is added."""
    lead_id = lead(desk, "甲公司")
    before = later(desk, days=-2)
    reached(before, lead_id, "said", attitude=Attitude.NEUTRAL, concern="price", next_step=step(desk, 4, "keep"))
    whole: LeadDetail = detail.detail(desk, lead_id)
    async with opened(size=(80, 24)) as pilot:
        book_of = pilot.app.book  # type: ignore[attr-defined]
        saved: list[bool | None] = []
        pilot.app.push_screen(FollowUpForm(whole, book_of, "", correcting=whole.follow_ups[0]), saved.append)
        await settled(pilot)
        assert "2026-11-20 09:00" in screen_text(pilot)
        assert "[Neutral]" in screen_text(pilot)
        await pilot.press("end", *" more", "f2")
        await settled(pilot)
        assert saved == [True]
    made = [each for each in detail.detail(desk, lead_id).follow_ups if each.corrected_by is None]
    assert [(each.summary, each.attitude, each.concern) for each in made] == [("said more", Attitude.NEUTRAL, "price")]
    assert made[0].at == whole.follow_ups[0].at
    assert [(each.action, each.due) for each in detail.detail(desk, lead_id).open_plans] == [
        ("keep", date(2026, 11, 26))
    ]


@pytest.mark.parametrize("width", [30, 58, 63])
async def test_a_choice_shows_its_chosen_word_at_any_width(width: int) -> None:
    """The chosen word is never cut, a mark tells of hidden ones, and a click on the mark goes there."""

    class Line(App[None]):
        def compose(self) -> ComposeResult:
            yield ChoiceLine(list(Channel), Channel.CALL)

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return themes.FALLBACK

    async with Line().run_test(size=(width, 3)) as pilot:
        line = pilot.app.query_one(ChoiceLine)
        for channel in Channel:
            shown = line.render().plain
            assert f"[{channel.label}]" in shown
            assert line.render().cell_length <= width
            assert shown.startswith("‹") or " Call " in shown or "[Call]" in shown
            assert shown.endswith("›") or "Other" in shown
            await pilot.press("right")
        assert line.chosen is Channel.CALL
        assert line.render().plain.endswith("›")
        await pilot.click(offset=(line.render().cell_length - 1, 0))
        assert line.chosen not in (Channel.CALL, None)
