"""The pass through the due list: one key each, sections that fold, coming days, marks and many at once."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from leadtui.config import Settings
from leadtui.desk import Desk
from leadtui.domain.terms import Channel, Grade, Outcome
from leadtui.services import detail, followups, leads
from leadtui.store import database
from leadtui.ui import render
from leadtui.ui.app import LeadTui
from leadtui.ui.book import Book
from leadtui.ui.widgets import lead_table
from leadtui.ui.widgets.lead_table import LeadTable
from tests.conftest import NOW, SHANGHAI
from tests.services.captured import at, lead, reached, step
from tests.ui.driving import Opener, leaving, line_with, screen_text, settled

CLOCK = [NOW]


@pytest.fixture
def desk() -> Desk:
    """李娜, whose clock a test can move."""
    CLOCK[0] = NOW
    return Desk("李娜", SHANGHAI, True, lambda: CLOCK[0])


def planned(desk: Desk, name: str, days: int, **entered: str) -> int:
    """A lead talked to the day before, with a plan so many days from today."""
    before = at(desk, NOW - timedelta(days=1))
    made = lead(before, name, **entered)
    reached(before, made, next_step=step(before, days + 1))
    return made


def dues(desk: Desk, *wanted: int) -> list[int | None]:
    """In how many days each lead is due."""
    return [row.next_due and (row.next_due - desk.today()).days for row in leads.rows(desk, wanted)]


async def test_keys_typed_before_the_first_list_stands_act_on_it(book: Path, desk: Desk) -> None:
    """They are neither lost nor taken for a caller who is not in the book."""
    planned(desk, "甲公司", 0)
    planned(desk, "乙公司", 0)
    settings = Settings(database=book, language="en", desk=desk)
    database.close()
    thread = Book(settings)
    try:
        app = LeadTui(settings, thread, thread.first_page().result())
        for key in ("j", "f"):
            app.post_message(events.Key(key, key))
        async with app.run_test() as pilot:
            await settled(pilot)
            assert "Log · 乙公司" in screen_text(pilot)
            await leaving(app)
    finally:
        thread.close()
        database.connect()


@pytest.mark.slow
async def test_keys_pressed_ahead_act_on_one_lead_after_the_other(book: Path, desk: Desk, opened: Opener) -> None:
    """A day on, no answer and skip: the cursor goes on by itself, and progress counts what is settled."""
    several = [planned(desk, f"{name}公司", 0) for name in "甲乙丙丁戊"]
    async with opened() as pilot:
        await pilot.press("plus", "plus", "w", "s")
        await settled(pilot)
        assert dues(desk, *several[:2]) == [1, 1]
        assert "戊公司" in line_with(pilot, "▌")
        assert "Planned today 1" in screen_text(pilot)
        assert "Aside for now 2" in screen_text(pilot)
        assert "+tried" in line_with(pilot, "丙公司")
        assert "+skipped" in line_with(pilot, "丁公司")
        assert pilot.app.tally.progress() == "2/5"  # type: ignore[attr-defined]
        await pilot.press("minus")
        await settled(pilot)
        assert "never moved into the past" in screen_text(pilot)
        await pilot.press("plus")
        await settled(pilot)
        assert "Planned today 2" in screen_text(pilot), "everything else is done: what was put aside comes back"
        assert "→ 11-23 Mon · u to undo" in screen_text(pilot)
        await pilot.press("u")
        await settled(pilot)
        assert pilot.app.tally.progress() == "2/5"  # type: ignore[attr-defined]
    tried = detail.detail(desk, several[2]).follow_ups[0]
    assert (tried.channel, tried.outcome) == (Channel.CALL, Outcome.NO_ANSWER)
    assert dues(desk, several[2]) == [0]


async def test_the_end_of_the_pass_tells_what_was_done_and_what_comes(book: Path, desk: Desk, opened: Opener) -> None:
    only = planned(desk, "甲公司", 0)
    planned(desk, "乙公司", 1)
    reached(desk, only, next_step=step(desk, 3))
    async with opened(size=(80, 24)) as pilot:
        text = screen_text(pilot)
        assert "All clear" in text
        assert "1 lead followed up today" in text
        assert "stages" not in text, "of what was not done nothing is said"
        assert "Tomorrow 11-23 Mon · 1 lead" in text


async def test_sections_fold_and_the_heading_keeps_its_count(book: Path, desk: Desk, opened: Opener) -> None:
    for name, days in (("甲公司", -1), ("乙公司", -1), ("丙公司", 0)):
        planned(desk, name, days)
    async with opened() as pilot:
        await pilot.press("x")
        await settled(pilot)
        assert "甲公司" not in line_with(pilot, "公司")
        assert "Overdue 2" in line_with(pilot, "▌")
        await pilot.press("j")
        assert "丙公司" in line_with(pilot, "▌")
        await pilot.press("k")
        assert "Overdue 2" in line_with(pilot, "▌")
        await pilot.press("enter")
        await settled(pilot)
        assert "甲公司" in line_with(pilot, "▌")
        await pilot.click(LeadTable, offset=(4, 0))
        await settled(pilot)
        assert "Overdue 2" in line_with(pilot, "▌")


async def test_a_call_taken_back_puts_its_lead_in_its_place_again(book: Path, desk: Desk, opened: Opener) -> None:
    first = planned(desk, "甲公司", 0)
    planned(desk, "乙公司", 0)
    async with opened() as pilot:
        await pilot.press("w")
        await settled(pilot)
        assert "乙公司" in line_with(pilot, "▌")
        assert "Aside for now 1" in screen_text(pilot)
        await pilot.press("u")
        await settled(pilot)
        assert "Planned today 2" in screen_text(pilot)
        assert "Aside" not in screen_text(pilot)
    assert [each.outcome for each in detail.detail(desk, first).follow_ups] == [Outcome.REACHED]


async def test_other_reasons_are_badges_and_give_way_where_it_is_narrow(book: Path, desk: Desk, opened: Opener) -> None:
    """§3: each lead once under its most urgent reason, the others as badges."""
    lead(desk, "甲公司", step=step(desk, -1, "寄"))
    async with opened(size=(90, 24)) as pilot:
        assert "+1st touch" in line_with(pilot, "甲公司")
        await pilot.resize_terminal(46, 24)
        await settled(pilot)
        assert "+" not in line_with(pilot, "甲公司")
        assert "1d late" in line_with(pilot, "甲公司")


@pytest.mark.slow
async def test_looking_ahead_lists_the_days(book: Path, desk: Desk, opened: Opener) -> None:
    for name, days in (("甲公司", 0), ("乙公司", 1), ("丙公司", 1), ("丁公司", 4)):
        planned(desk, name, days)
    async with opened() as pilot:
        await pilot.press("t")
        await settled(pilot)
        assert "tomorrow" in screen_text(pilot).splitlines()[0]
        assert line_with(pilot, "11-23 Mon 2")
        assert "丁公司" not in screen_text(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert line_with(pilot, "Today 1"), "this week ends on this Sunday"
        await pilot.press("t")
        await settled(pilot)
        assert line_with(pilot, "11-26 Thu 1")
        await pilot.press("r", *"+1d")
        await settled(pilot)
        assert "→ 2026-11-23 Mon · tomorrow · 2 due then" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.press("escape")
        await settled(pilot)
        assert line_with(pilot, "Planned today 1")


@pytest.mark.slow
async def test_one_key_acts_on_all_marked(book: Path, desk: Desk, opened: Opener) -> None:
    several = [planned(desk, f"{name}公司", 0) for name in "甲乙丙"]
    async with opened() as pilot:
        await pilot.press("v", "v", "v", "v")
        assert "2 marked" in screen_text(pilot).splitlines()[0], "on the last lead the mark is taken off again"
        await pilot.press("escape", "V")
        assert "3 marked" in screen_text(pilot).splitlines()[0]
        await pilot.press("f", "tab", "tab", *"hello", "tab", "tab", *"+7d", "f2")
        await settled(pilot)
        assert "Logged for 3 leads" in screen_text(pilot)
        assert "marked" not in screen_text(pilot).splitlines()[0]
        for each in several:
            newest = detail.detail(desk, each).follow_ups[0]
            assert (newest.outcome, newest.summary) == (Outcome.MATERIAL_SENT, "hello")
        assert dues(desk, *several) == [7, 7, 7]
        await pilot.press("u")
        await settled(pilot)
        assert dues(desk, *several) == [0, 0, 0]
        await pilot.press("V", "z", *"+3d", "tab", *"wait", "f2")
        await settled(pilot)
        assert "3 leads snoozed until 2026-11-25" in screen_text(pilot)
        assert "All clear" in screen_text(pilot)


@pytest.mark.slow
async def test_a_message_to_all_marked_is_filled_in_and_logged_for_each(book: Path, desk: Desk, opened: Opener) -> None:
    """案例分享 to forty leads: the texts with their names in the clipboard, a record of its own for each."""
    both = [planned(desk, f"{name}公司", 0) for name in "甲乙"]
    async with opened() as pilot:
        await pilot.press("V", "T")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "Logged for 2 leads" in screen_text(pilot)
        told = pilot.app.clipboard
        for each, name in zip(both, ("甲公司", "乙公司"), strict=True):
            newest = detail.detail(desk, each).follow_ups[0]
            assert newest.outcome is Outcome.MATERIAL_SENT
            assert f"{name}\n{newest.summary}" in told
        await pilot.press("V", "D")
        await settled(pilot)
        assert "Deleted: 2 leads" in screen_text(pilot)
        await pilot.press("u", "u")
        await settled(pilot)
        assert [len(detail.detail(desk, each).follow_ups) for each in both] == [1, 1]


@pytest.mark.slow
async def test_a_bulk_edit_is_previewed_and_taken_back_at_once(book: Path, desk: Desk, opened: Opener) -> None:
    mine = [planned(desk, f"{name}公司", 0, grade="b") for name in "甲乙"]
    theirs = planned(desk, "丙公司", 0, grade="a", owner="王磊")
    async with opened() as pilot:
        await pilot.press("2", "s", "s")
        await settled(pilot)
        assert "by grade" in screen_text(pilot).splitlines()[0]
        assert "丙公司" in screen_text(pilot).splitlines()[2]
        await pilot.press("V", "e", *"王磊", "tab", "1")
        await pilot.pause(0.2)
        await settled(pilot)
        text = screen_text(pilot)
        assert "李娜 → 王磊  2 leads" in text
        assert "B → A  2 leads" in text
        assert "1 unchanged" in text
        await pilot.press("f2")
        await settled(pilot)
        assert "2 leads changed · u to undo" in screen_text(pilot)
        assert {(row.owner, row.grade) for row in leads.rows(desk, [*mine, theirs])} == {("王磊", Grade.A)}
        await pilot.press("u")
        await settled(pilot)
        assert [(row.owner, row.grade) for row in leads.rows(desk, mine)] == [("李娜", Grade.B)] * 2
        await pilot.press("V", "slash", *"甲")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "1 marked" in screen_text(pilot).splitlines()[0], "what the filter hides is marked no more"


@pytest.mark.slow
async def test_the_backlog_is_spread_with_a_preview(book: Path, desk: Desk, opened: Opener) -> None:
    late = [planned(desk, f"{name}公司", -2) for name in "甲乙丙"]
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("S")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "11-25 Wed  1 lead" in screen_text(pilot)
        await pilot.press("backspace", *"2")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "11-23 Mon  2 leads" in screen_text(pilot)
        assert "11-25" not in screen_text(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "All clear" in screen_text(pilot)
        assert dues(desk, *late) == [1, 1, 2]
        await pilot.press("u")
        await settled(pilot)
        assert dues(desk, *late) == [-2, -2, -2]


async def test_a_clock_runs_and_nothing_is_drawn_in_between(
    book: Path, desk: Desk, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R56: the hours left change by themselves; while the text stands, not a line is drawn."""
    monkeypatch.setattr(lead_table, "SOONEST", 0.02)
    monkeypatch.setattr(lead_table, "LATEST", 0.02)
    drawn: list[int] = []
    draw = LeadTable.render_line

    def counted(table: LeadTable, y: int) -> object:
        drawn.append(y)
        return draw(table, y)

    lead(desk, "甲公司")
    CLOCK[0] = NOW + timedelta(minutes=10)
    async with opened() as pilot:
        assert "23h left" in line_with(pilot, "甲公司")
        monkeypatch.setattr(LeadTable, "render_line", counted)
        await pilot.pause(0.1)
        assert drawn == []
        CLOCK[0] = NOW + timedelta(hours=23, minutes=48, seconds=1)
        await pilot.pause(0.1)
        assert "11min left" in line_with(pilot, "甲公司")
        assert len(drawn) <= 2
        CLOCK[0] = NOW + timedelta(hours=24, minutes=1)
        await pilot.pause(0.1)
        assert "0h over" in line_with(pilot, "甲公司")


@given(st.integers(-200_000, 200_000))
def test_a_clock_turns_exactly_when_its_text_changes(seconds: int) -> None:
    until = NOW + timedelta(seconds=seconds)
    turns = render.clock_turns(until, NOW)

    def text(moment: datetime) -> str:
        return render._clock(until, Desk("李娜", SHANGHAI, True, lambda: moment))[0]

    assert turns >= NOW
    assert text(turns) == text(NOW)
    assert text(turns + timedelta(seconds=1)) != text(NOW)


async def test_midnight_brings_the_new_days_list(book: Path, desk: Desk, opened: Opener) -> None:
    planned(desk, "甲公司", 1)
    async with opened() as pilot:
        assert "All clear" in screen_text(pilot)
        CLOCK[0] = datetime(2026, 11, 23, 0, 0, 1, tzinfo=SHANGHAI)
        await pilot.app.watching.look()  # type: ignore[attr-defined]
        await settled(pilot)
        assert line_with(pilot, "Planned today 1")
        assert date(2026, 11, 23) == desk.today()
        assert followups.usual_channel(1) is Channel.CALL
