"""What is being typed survives Esc, a crash and a dropped line, and is offered again (R2)."""

import stat
import threading
from pathlib import Path

import pytest
from textual.widgets import TextArea

from leadtui.desk import Desk
from leadtui.domain.fields import Section
from leadtui.services import detail, leads, trash
from leadtui.ui import drafts
from leadtui.ui.dialogs.draft_list import DraftList
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.dialogs.lead_form import LeadForm
from leadtui.ui.drafts import Draft
from leadtui.ui.upkeep import AFTER_START_SECONDS
from tests.services.captured import lead, step
from tests.ui.driving import Opener, screen_text, settled


def test_a_draft_is_private_and_named_by_nothing(book: Path) -> None:
    """One file a form and lead, for its owner only; neither its name nor its folder's tells of a customer."""
    draft = Draft(book, "followup", "展会-20261103-001", "甲公司")
    draft.keep({"summary": "said \ud83d"})
    draft.keep({"summary": "said more"})
    other = Draft(book, "followup", "展会-20261103-002", "乙公司")
    other.keep({"summary": "other"})
    drafts.flush()
    files = list(drafts.folder(book).iterdir())
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
    assert stat.S_IMODE(drafts.folder(book).stat().st_mode) == 0o700
    assert str(drafts.folder(book)).isascii()
    assert all(file.name.isascii() and "20261103" not in file.name for file in files)
    found = draft.kept()
    assert found is not None
    assert (found.values, found.customer) == ({"summary": "said more"}, "甲公司")
    draft.close()
    draft.keep({"summary": "too late"})
    drafts.flush()
    assert [each.customer for each in drafts.all_kept(book)] == ["乙公司"]


def test_another_database_has_other_drafts(book: Path, tmp_path: Path) -> None:
    Draft(book, "followup", "1").keep({"summary": "here"})
    assert len(drafts.all_kept(book)) == 1
    assert drafts.all_kept(tmp_path / "other.db") == []


def test_a_draft_that_cannot_be_read_is_none(book: Path) -> None:
    draft = Draft(book, "followup", "1")
    draft.path.parent.mkdir(parents=True)
    for text in ("", "{", "[]", '{"form": 1}', '{"form":"a","lead_no":"","customer":"","at":"x","values":{}}'):
        draft.path.write_text(text, "utf-8")
        assert draft.kept() is None
    assert drafts.all_kept(book) == []


def test_a_place_that_cannot_be_written_holds_nothing_up(book: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way", "utf-8")
    draft = Draft(book, "followup", "1")
    draft.keep({"summary": "said"})
    drafts.flush()
    assert draft.kept() is None


def test_it_is_written_within_half_a_second_beside_the_work(book: Path) -> None:
    """Typing on does not put the writing off, and it is done on another thread."""
    draft = Draft(book, "followup", "1")
    waited = threading.Event()
    for count in range(45):
        draft.keep({"summary": "x" * (count + 1)})
        waited.wait(0.01)
    found = draft.kept()
    assert found is not None
    assert len(found.values["summary"]) >= 10
    drafts.flush()


@pytest.mark.slow
async def test_esc_keeps_the_draft_and_the_form_takes_it_up(book: Path, desk: Desk, opened: Opener) -> None:
    only = lead(desk, "甲公司", step=step(desk, -3), grade="A", grade_basis="急")
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("f")
        await settled(pilot)
        await pilot.press(*"half said", "tab", *"good", "tab", "right", "escape")
        await settled(pilot)
        assert "The draft is kept · f continues it" in screen_text(pilot)
        await pilot.press("f")
        await settled(pilot)
        assert "Draft of 11-22 09:00 · ctrl+n starts anew" in screen_text(pilot)
        assert "[Very positive]" in screen_text(pilot)
        await pilot.press(*", all of it", "f2")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, FollowUpForm)
        assert drafts.all_kept(book) == []
    made = detail.detail(desk, only).follow_ups[0]
    assert (made.summary, made.feedback) == ("half said, all of it", "good")


@pytest.mark.slow
async def test_a_draft_is_dropped_by_key_and_an_untouched_form_leaves_none(
    book: Path, desk: Desk, opened: Opener
) -> None:
    lead(desk, "甲公司", step=step(desk, -3), grade="A", grade_basis="急")
    async with opened() as pilot:
        await pilot.press("f")
        await settled(pilot)
        offered = screen_text(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert drafts.all_kept(book) == []
        await pilot.press("f")
        await settled(pilot)
        await pilot.press(*"wrong", "tab", "tab", "tab", *"x", "escape", "f")
        await settled(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "wrong"
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert screen_text(pilot).splitlines()[2:] == offered.splitlines()[2:]
        await pilot.press("escape")
        await settled(pilot)
        assert drafts.all_kept(book) == []


async def test_the_next_launch_offers_it_with_the_cursor_on_its_lead(book: Path, desk: Desk, opened: Opener) -> None:
    lead(desk, "甲公司", step=step(desk, -3))
    lead(desk, "乙公司", step=step(desk, -2))
    number = leads.rows(desk, [2])[0].lead_no
    Draft(book, "followup", number, "乙公司", desk.now).keep({"summary": "half said"})
    drafts.flush()
    async with opened() as pilot:
        await pilot.pause(AFTER_START_SECONDS)
        await settled(pilot)
        assert "Draft: 乙公司 · 11-22 09:00 · f continues" in screen_text(pilot)
        await pilot.press("f")
        await settled(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "half said"
        assert "乙公司" in screen_text(pilot).splitlines()[0]


@pytest.mark.slow
async def test_the_draft_of_a_lead_that_is_gone_is_listed_with_its_text(book: Path, desk: Desk, opened: Opener) -> None:
    gone = lead(desk, "甲公司", step=step(desk, -3))
    lead(desk, "乙公司", step=step(desk, -2))
    Draft(book, "followup", leads.rows(desk, [gone])[0].lead_no, "甲公司", desk.now).keep({"summary": "half said"})
    drafts.flush()
    trash.delete(desk, gone)
    async with opened() as pilot:
        await pilot.pause(AFTER_START_SECONDS)
        await settled(pilot)
        assert "Draft: 甲公司 · 11-22 09:00 · W continues" in screen_text(pilot)
        await pilot.press("W")
        await settled(pilot)
        assert "甲公司 · 11-22 09:00 · the lead is gone" in screen_text(pilot)
        assert "half said" in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DraftList)
        await pilot.press("x")
        await settled(pilot)
        assert "There are no drafts." in screen_text(pilot)
    assert drafts.all_kept(book) == []


@pytest.mark.slow
async def test_the_lead_form_and_the_quick_line_keep_what_was_typed(book: Path, desk: Desk, opened: Opener) -> None:
    """A new lead, an edited one and one in a line: each is offered where it was left, and listed by W."""
    only = lead(desk, "甲公司", step=step(desk, -3), region="华东")
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settled(pilot)
        await pilot.press(*"Acme", "f4", "down", "down", "2", "escape")
        await settled(pilot)
        assert "The draft is kept · n continues it" in screen_text(pilot)
        await pilot.press("e")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, LeadForm)
        form.lines["region"].put("华南")
        form.lines["competitor"].put("某某")
        await pilot.pause()
        await pilot.press("escape", "N")
        await settled(pilot)
        await pilot.press(*"Beta 139", "escape")
        await settled(pilot)
        assert "N continues it" in screen_text(pilot)
        drafts.flush()
        await pilot.press("W")
        await settled(pilot)
        shown = screen_text(pilot)
        assert "Acme · 11-22 09:00" in shown
        assert "the lead is gone" not in shown
        listed = pilot.app.screen
        assert isinstance(listed, DraftList)
        await pilot.press(*["down"] * [kept.form for kept in listed.kept].index("edit"), "enter")
        await settled(pilot)
        assert "Draft of 11-22 09:00" in screen_text(pilot)
        form = pilot.app.screen
        assert isinstance(form, LeadForm)
        await form.show_page(Section.LEAD, "region")
        await settled(pilot)
        shown = screen_text(pilot)
        assert "In the book now: 华东" in shown
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press("n")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, LeadForm)
        assert (form.texts()["customer"], form.texts()["validity"]) == ("Acme", "valid")
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert form.changed() == {}
        await pilot.press("escape", "N")
        await settled(pilot)
        await pilot.press(*"00000000", "f2")
        await settled(pilot)
        assert "Added:" in screen_text(pilot)
    drafts.flush()
    assert drafts.all_kept(book) == []
    whole = detail.detail(desk, only)
    assert (whole.customer["region"], whole.fields["competitor"]) == ("华南", "某某")
