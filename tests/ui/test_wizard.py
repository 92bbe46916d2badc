"""Bringing in a sheet from the full screen: file, columns, preview, import; all of it by keyboard."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from leadtui.desk import Desk
from leadtui.services import history, leads
from leadtui.ui.dialogs import bringing
from tests.exchange.hostile import json_lines
from tests.exchange.written import DATA, csv_file
from tests.ui.driving import Opener, screen_text, settled


async def _until(pilot: Pilot[None], words: str) -> str:
    """The screen once these words stand on it."""
    for _each in range(200):
        await pilot.pause(0.01)
        if words in (text := screen_text(pilot)):
            return text
    raise AssertionError(f"{words!r} not in\n{screen_text(pilot)}")


async def _name(pilot: Pilot[None], path: Path) -> None:
    await pilot.press("i")
    await settled(pilot)
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.pause()


async def test_a_sheet_goes_through_four_steps_and_is_taken_back(book: Path, desk: Desk, opened: Opener) -> None:
    async with opened(size=(80, 24)) as pilot:
        await _name(pilot, DATA / "followup-rec")
        await pilot.press("tab")
        assert pilot.app.screen.query_one(Input).value == str(DATA / "followup-records")
        await pilot.press("down", "down", "down", "enter")
        text = await _until(pilot, "followup-records.xlsx · all sheets")
        assert "科技有限公司" in text
        assert "13862012345" not in text, "samples of contacts are masked"
        await pilot.press("enter")
        text = await _until(pilot, "9 new · 0 updated · 0 unchanged · 0 look-alikes · 0 rejected")
        assert "王* · *5678" in text, "whom it is about is told, masked"
        assert leads_of(desk) == []
        await pilot.press("escape")
        await _until(pilot, "all sheets")
        await pilot.press("enter")
        await _until(pilot, "9 new")
        await pilot.press("enter")
        await _until(pilot, "9 leads brought in, 11 follow-ups · u to undo")
        await settled(pilot)
        await pilot.press("u")
        await settled(pilot)
        assert "No leads yet" in screen_text(pilot)


def leads_of(desk: Desk) -> list[int]:
    """The leads of the book, asked on a connection of the test's own."""
    from leadtui.services.book import aside

    return list(aside(leads.ids)(desk))


@pytest.mark.slow
async def test_columns_are_corrected_and_rejected_rows_written(
    book: Path, desk: Desk, opened: Opener, tmp_path: Path
) -> None:
    path = csv_file(
        tmp_path / "a.csv",
        ["买家", "联系人", "电话", "赛道"],
        ["恒远", "周建国", "13862012345", "机械"],
        ["", "林", "13900001111", "零售"],
    )
    async with opened() as pilot:
        await _name(pilot, path)
        await pilot.press("enter")
        text = await _until(pilot, "2 columns not recognised")
        assert text.index("? 买家") < text.index("? 赛道") < text.index("联系人")
        await pilot.press("e", *"cust")
        await pilot.press("enter")
        await _until(pilot, "1 column not recognised")
        await pilot.press("down", "-")
        await _until(pilot, "left out")
        await pilot.press("f2")
        await _until(pilot, "1 new · 0 updated · 0 unchanged · 0 look-alikes · 1 rejected")
        assert "the customer's name is missing" in screen_text(pilot)
        await pilot.press("w")
        await _until(pilot, "a-rejected.csv")
        assert "林" in (tmp_path / "a-rejected.csv").read_text("utf-8-sig")
        await pilot.press("enter")
        await _until(pilot, "1 lead brought in, 0 follow-ups")
        await settled(pilot)
        await _name(pilot, path)
        await pilot.press("enter")
        text = await _until(pilot, "a.csv · all sheets")
        assert "not recognised" not in text, "what was said of these headers is remembered"
        await pilot.press("escape", "escape")


@pytest.mark.slow
async def test_whole_leads_are_previewed_and_overdue_steps_of_a_sheet_spread(
    book: Path, desk: Desk, opened: Opener, tmp_path: Path
) -> None:
    """Lines have no columns, but each lead can be looked at; the keys of a step are named at the bottom."""
    json_lines(tmp_path / "a.jsonl", 501)
    rows = [[f"客户{n}", f"139{n:08}", "2026-11-02", "联系", "2026-11-09", "回访", "20万以内"] for n in range(12)]
    header = ["客户名称", "电话", "跟进日期", "沟通内容", "下次跟进时间", "下一步", "预算"]
    sheet = csv_file(tmp_path / "b.csv", header, *rows)
    async with opened() as pilot:
        await _name(pilot, tmp_path / "a.jsonl")
        await pilot.press("enter")
        text = await _until(pilot, "501 new")
        assert "the first 500 of 501" in text
        assert "客户0" in text
        assert "d Look-alikes" in text
        assert "p Spread" not in text
        await pilot.press("enter")
        await _until(pilot, "501 leads brought in")
        await settled(pilot)
        await _name(pilot, sheet)
        await pilot.press("enter")
        text = await _until(pilot, "b.csv · all sheets")
        assert "e Correct" in text
        assert "s Sheet" not in text, "there is only one"
        await pilot.press("enter")
        text = await _until(pilot, "12 next steps overdue: days kept")
        assert "200,000" in text, "money in words"
        await pilot.press("p")
        await _until(pilot, "12 next steps overdue: spread over working days")
        await pilot.press("enter")
        await _until(pilot, "12 leads brought in")


async def test_a_table_is_pasted_and_a_missing_file_is_told(book: Path, opened: Opener, tmp_path: Path) -> None:
    async with opened() as pilot:
        await _name(pilot, tmp_path / "missing.xlsx")
        await pilot.press("enter")
        await _until(pilot, "there is no such")
        pilot.app.screen.query_one(Input).value = ""
        await pilot.pause()
        assert "there is no such" not in screen_text(pilot)
        pilot.app.screen.query_one(Input).post_message(events.Paste("客户名称\t联系人\t电话\n恒远\t周\t1\n"))
        await _until(pilot, "恒远")
        await pilot.press("enter")
        await _until(pilot, "1 new")
        await pilot.press("d")
        await _until(pilot, "skip them")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("~nobody-here/x.xlsx", "there is no such file"),
        ("公司" * 60 + ".xlsx", "xlsx"),
    ],
)
async def test_whatever_is_typed_as_a_path_is_answered(opened: Opener, typed: str, answer: str) -> None:
    async with opened() as pilot:
        await pilot.press("i")
        await settled(pilot)
        pilot.app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        await settled(pilot)
        await _until(pilot, answer)


@pytest.mark.slow
async def test_escape_stops_an_import_and_nothing_is_written(
    book: Path, desk: Desk, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The book goes on answering while the import runs."""
    halfway, go_on = threading.Event(), threading.Event()
    take = bringing.Bringing.take

    def slow(self: bringing.Bringing, progress: Callable[[int, int], None]) -> None:
        def heard(done: int, total: int) -> None:
            if done > total // 2:
                halfway.set()
                assert go_on.wait(5)
            progress(done, total)

        take(self, heard)

    monkeypatch.setattr(bringing.Bringing, "take", slow)
    async with opened() as pilot:
        await _name(pilot, DATA / "followup-records.xlsx")
        await pilot.press("enter")
        await _until(pilot, "all sheets")
        await pilot.press("enter")
        await _until(pilot, "9 new")
        await pilot.press("enter")
        await _until(pilot, "Esc stops")
        assert halfway.wait(5)
        assert await pilot.app.book.ask(leads.ids, desk) == []  # type: ignore[attr-defined]
        await pilot.press("escape")
        go_on.set()
        await _until(pilot, "Stopped; nothing was written.")
    assert leads.ids(desk) == []
    assert history.entries() == []
