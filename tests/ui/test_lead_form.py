"""The lead form: five pages, one change, each refusal beside its field, nobody entered twice unawares."""

import os
import stat
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import FIELDS, GIVEN, Kind, Section
from leadtui.services import assignment, capture, detail, history, leads
from leadtui.services.assignment import Rule
from leadtui.services.entering import ENTERED
from leadtui.ui import editor
from leadtui.ui.dialogs import lead_form, lead_pages, quick_add
from leadtui.ui.dialogs.lead_form import LeadForm
from leadtui.ui.dialogs.quick_add import QuickAdd
from leadtui.ui.widgets.sections_line import SectionsLine
from tests.services.captured import later, lead, step
from tests.ui.driving import Opener, line_with, screen_text, settled

lead_form.LOOK_SECONDS = quick_add.LOOK_SECONDS = 0.01


def form(pilot: Pilot[None]) -> LeadForm:
    """The form on the screen."""
    assert isinstance(pilot.app.screen, LeadForm)
    return pilot.app.screen


async def put(pilot: Pilot[None], **texts: str) -> None:
    """Fill lines in, on whatever page they stand."""
    for key, text in texts.items():
        form(pilot).lines[key].put(text)
    await pilot.pause()


def test_every_field_that_is_entered_stands_on_a_page() -> None:
    """Spec 2.1: each can be set and shown; the two ends of the budget are one line."""
    on_pages = {key for keys in lead_pages.pages(is_new=False).values() for key in keys}
    wanted = {key for key, field in ENTERED.items() if field in FIELDS and field.key not in GIVEN}
    assert wanted - on_pages == {"budget_min", "budget_max"}
    assert "budget" in on_pages
    assert list(lead_pages.pages(is_new=False)) == list(Section)


@pytest.mark.slow
async def test_a_new_lead_over_five_pages_is_one_change(book: Path, desk: Desk, opened: Opener) -> None:
    """R5, R46, R52, R53, R70: everything entered comes back, and one undo takes it all away."""
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settled(pilot)
        assert "Needed: Customer name, Phone/WeChat/Email" in screen_text(pilot)
        await pilot.press(*"Acme", "enter", *"Zhou")
        await put(pilot, phone="13862012345")
        assert "Missing:" in screen_text(pilot)
        assert "[Lead 3/19]" in screen_text(pilot)
        await put(pilot, budget="10-20万", tags="need:MES VIP", action="call", due="+2d", intent="high")
        await put(pilot, source="other")
        assert "‹" in line_with(pilot, "[Other]")
        await pilot.click(SectionsLine, offset=(16, 0))
        await pilot.press("1", "down", "1", "tab")
        assert "[Qualification" in screen_text(pilot)
        assert "[Valid]" in screen_text(pilot)
        await put(pilot, expected_close="+40d", need_fit="high")
        assert "[the two disagree]" in screen_text(pilot)
        await form(pilot).show_page(Section.QUALIFICATION, "owner")
        await pilot.press("f8")
        await settled(pilot)
        await put(pilot, quote_amount="12.5万", contract_sent_on="昨天", satisfaction="5")
        await pilot.press("f2")
        await settled(pilot)
        assert "Added:" in screen_text(pilot)
    whole = detail.detail(desk, leads.ids(desk)[0], reveal=True)
    fields = whole.fields
    assert (whole.contacts[0].name, whole.contacts[0].phone) == ("Zhou", "13862012345")
    assert whole.contacts[0].decision_authority is True
    assert (fields["budget_min"], fields["budget_max"]) == (10_000_000, 20_000_000)
    assert (fields["validity"], fields["grade"], fields["satisfaction"]) == ("valid", "A", 5)
    assert fields["grade_basis"] == "Grade A: need fit High"
    assert (str(fields["contract_sent_on"]), fields["quote_amount"]) == ("2026-11-21", 12_500_000)
    assert {(tag.name, tag.dimension.value) for tag in whole.tags} == {("MES", "need"), ("VIP", "other")}
    assert [(each.action, str(each.due)) for each in whole.open_plans] == [("call", "2026-11-24")]
    history.undo(desk)
    assert not leads.exist()


def filled() -> dict[str, str]:
    """A value for every line of the form, in the words it is shown in."""
    by_kind = {
        Kind.LINE: "words",
        Kind.NOTE: "two\nlines",
        Kind.DAY: "2026-11-20",
        Kind.INSTANT: "2026-11-20 10:00",
        Kind.MONEY: "50,000",
        Kind.YES_NO: "yes",
        Kind.SCORE: "4",
        Kind.REP: "王强",
    }
    keys = [key for page in lead_pages.pages(is_new=False).values() for key in page]
    texts = {key: by_kind.get(lead_pages.LINES[key].kind, "") for key in keys}
    for key in keys:
        if (choices := lead_pages.LINES[key].choices) is not None:
            texts[key] = list(choices)[1].value
    return texts | {"phone": "0571-88123456", "budget": "10,000–20,000", "tags": "need:MES VIP"}


@pytest.mark.slow
async def test_every_field_can_be_set_and_is_shown(book: Path, desk: Desk, opened: Opener) -> None:
    """Spec 2.1: what each line of a new lead's form takes stands in it when the lead is edited."""
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settled(pilot)
        await put(pilot, **filled())
        await pilot.press("f2")
        await settled(pilot)
        assert "Added:" in screen_text(pilot)
        pilot.app.go_to(1)  # type: ignore[attr-defined]
        await settled(pilot)
        await pilot.press("e")
        await settled(pilot)
        for _each in form(pilot).pages:
            await form(pilot).action_section(1)
        await settled(pilot)
        assert form(pilot).texts() == filled()
        assert form(pilot).changed() == {}


@pytest.mark.slow
async def test_an_edit_writes_only_what_was_changed(book: Path, desk: Desk, opened: Opener) -> None:
    """Contacts come revealed; a newer version in the book is told and what was typed stays."""
    only = lead(desk, "甲公司", contact="周建国", budget="20万以内", tags="行业:制造", step=step(desk, -1))
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("e")
        await settled(pilot)
        assert "周建国" in screen_text(pilot)
        assert "up to 200,000" in screen_text(pilot)
        await put(pilot, tags="制造 新客户", region="华东")
        assert set(form(pilot).changed()) == {"tags", "region"}
        await pilot.press("f2")
        await settled(pilot)
        assert "Saved" in screen_text(pilot)
        await pilot.press("e")
        await settled(pilot)
        await put(pilot, competitor="某某", industry="制造")
        await pilot.app.book.ask(capture.edit, later(desk, minutes=1), only, {"region": "华南", "industry": "电子"})  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert f"{desk.me} changed this lead meanwhile" in screen_text(pilot)
        assert form(pilot).texts()["competitor"] == "某某"
        assert form(pilot).texts()["region"] == "华南"
        assert "In the book now: 电子 · before: -" in screen_text(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "Saved" in screen_text(pilot)
        await pilot.press("e")
        await settled(pilot)
        await put(pilot, region="西南")
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, LeadForm)
        assert "The draft is kept · e continues it" in screen_text(pilot)
    whole = detail.detail(desk, only)
    assert {(tag.name, tag.dimension.value) for tag in whole.tags} == {("制造", "industry"), ("新客户", "other")}
    assert (whole.customer["region"], whole.fields["competitor"]) == ("华南", "某某")
    assert whole.customer["industry"] == "制造"


@pytest.mark.slow
async def test_what_is_refused_is_said_beside_its_field(book: Path, desk: Desk, opened: Opener) -> None:
    """The page of the field is shown; what was typed stays; nothing is saved."""
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "A lead needs the customer's name." in screen_text(pilot)
        await put(pilot, customer="甲公司", phone="call me")
        for texts, said in (
            ({}, "“call me” is no phone number"),
            ({"phone": "13862012345", "budget": "-5万"}, "is no budget"),
            ({"budget": "5万", "signed_on": "2026-02-30"}, "“2026-02-30” was not understood"),
            ({"signed_on": "2026-11-20", "delivered_on": "2026-11-10"}, "cannot be before"),
            ({"delivered_on": "", "validity": "invalid"}, "Choose a reason"),
            ({"validity": "valid", "due": "someday"}, "“someday” was not understood"),
        ):
            await put(pilot, **texts)
            await form(pilot).show_page(Section.PROPOSAL)
            await pilot.press("f2")
            await settled(pilot)
            assert said.replace(" ", "") in "".join(screen_text(pilot).split()), said
        assert form(pilot).texts()["customer"] == "甲公司"
    assert not leads.exist()


@pytest.mark.slow
async def test_who_is_in_the_book_already_is_shown_while_typing(book: Path, desk: Desk, opened: Opener) -> None:
    """R2: by name or phone, masked, with owner; Ctrl+o opens it, the second save adds another one."""
    known = lead(desk, "苏州恒远精密机械有限公司", contact="周建国", owner="王强")
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settled(pilot)
        await put(pilot, phone="138 6201 2345")
        await pilot.pause(0.05)
        await settled(pilot)
        await form(pilot).show_page(Section.LEAD)
        assert "In the book: 苏州恒远精密机械有限公司" in screen_text(pilot)
        assert "周*国" in screen_text(pilot)
        assert "王强" in screen_text(pilot)
        await put(pilot, customer="恒远")
        await pilot.press("f2")
        await settled(pilot)
        assert "in the book already" in screen_text(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert "Added:" in screen_text(pilot)
        await pilot.press("n")
        await settled(pilot)
        await put(pilot, customer="苏州恒远精密机械有限公司")
        await pilot.pause(0.05)
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert pilot.app.current_lead == known  # type: ignore[attr-defined]
        assert pilot.app.current_mode == "leads"
    assert len(leads.ids(desk)) == 2


async def test_a_caller_not_in_the_book_is_logged_with_the_lead(book: Path, desk: Desk, opened: Opener) -> None:
    """f on a filter that finds nothing: the words are the customer, lead and record are one change."""
    async with opened(size=(80, 24)) as pilot:
        pilot.app.set_filter("139-0000 1111")  # type: ignore[attr-defined]
        await pilot.pause(0.1)
        await settled(pilot)
        await pilot.press("f")
        await settled(pilot)
        assert form(pilot).texts()["phone"] == "139-0000 1111"
        await put(pilot, customer="丁公司", action="寄资料", due="+1d")
        await pilot.press("f2")
        await settled(pilot)
        assert "What was said?" in screen_text(pilot)
        await put(pilot, summary="问价格")
        await pilot.press("f2")
        await settled(pilot)
    whole = detail.detail(desk, leads.ids(desk)[0])
    assert [each.summary for each in whole.follow_ups] == ["问价格"]
    assert [each.action for each in whole.open_plans] == ["寄资料"]
    history.undo(desk)
    assert not leads.exist()


@pytest.mark.slow
async def test_an_owner_is_proposed_and_a_word_completed(book: Path, desk: Desk, opened: Opener) -> None:
    """R54: the assignment rules speak while the region is typed; a rep may say otherwise."""
    assignment.set_rules(desk, [Rule("王强", region="华东")])
    lead(desk, "甲公司", industry="卫浴洁具")
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settled(pilot)
        await form(pilot).show_page(Section.LEAD, "industry")
        await pilot.press(*"卫浴")
        await pilot.pause(0.05)
        await pilot.press("right", "tab", *"华东", "f4")
        await settled(pilot)
        assert form(pilot).texts()["industry"] == "卫浴洁具"
        await form(pilot).show_page(Section.QUALIFICATION, "owner")
        assert "Suggested by the assignment rules: 王强" in screen_text(pilot)
        await pilot.press("f8")
        assert form(pilot).texts()["owner"] == "王强"


async def test_a_lead_in_one_line(book: Path, desk: Desk, opened: Opener) -> None:
    """Each part is named as it is typed, what is nothing else becomes the need, a look-alike is warned of once."""
    lead(desk, "乙公司", step=step(desk, 1))
    async with opened(size=(80, 24)) as pilot:
        await pilot.press("N")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuickAdd)
        line = "苏州恒远精密机械有限公司 周建国 13862012345 展会 A 30-50万 明天10点电话 需要3台加工中心"
        pilot.app.screen.query_one(Input).value = line
        await pilot.pause(0.05)
        await settled(pilot)
        shown = screen_text(pilot)
        for part in (
            "Source  Trade show",
            "Contact  周建国",
            "Grade  A",
            "Initial need  需要3台加工中心",
            "300,000–500,000",
        ):
            assert part in shown
        assert "In the book: 乙公司" in shown
        await pilot.press("enter")
        await settled(pilot)
        assert "in the book already" in screen_text(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Added:" in screen_text(pilot)
        assert line_with(pilot, "苏州恒远")
    assert len(leads.ids(desk)) == 2


class TestEditor:
    """F9: a long text in the user's own editor, in a private file that is gone afterwards."""

    def editor(self, tmp_path: Path, code: str) -> dict[str, str]:
        """An environment whose editor runs this code on the file `name`."""
        script = tmp_path / "editor.py"
        script.write_text(f"import os, pathlib, sys\nname = pathlib.Path(sys.argv[1])\n{code}\n", "utf-8")
        return {"EDITOR": f"{sys.executable} {script}"}

    def test_the_text_comes_back_clean_and_the_file_is_gone(self, tmp_path: Path) -> None:
        seen = tmp_path / "seen"
        code = (
            f"pathlib.Path({str(seen)!r}).write_text(f'{{name}} {{os.stat(name).st_mode:o}}')\n"
            "name.write_text(name.read_text('utf-8') + '二\\n\\x1b[31m\\u202e', 'utf-8')"
        )
        assert editor.edited("一", self.editor(tmp_path, code)) == "一\n二\n[31m"
        name, mode = seen.read_text().split()
        assert not Path(name).exists()
        assert stat.S_IMODE(int(mode, 8)) == 0o600

    def test_a_failing_or_missing_editor_is_told(self, tmp_path: Path) -> None:
        for environ in ({}, {"VISUAL": str(tmp_path / "none")}, self.editor(tmp_path, "sys.exit(3)")):
            with pytest.raises(LeadtuiError):
                editor.edited("text", environ)

    async def test_f9_outside_a_note_or_a_terminal_says_so(self, book: Path, desk: Desk, opened: Opener) -> None:
        async with opened(size=(80, 24)) as pilot:
            await pilot.press("n")
            await settled(pilot)
            await pilot.press("f9")
            assert "put the cursor into one" in screen_text(pilot)
            await form(pilot).show_page(Section.LEAD, "remark")
            await settled(pilot)
            assert isinstance(pilot.app.screen.focused, TextArea)
            os.environ.pop("VISUAL", None)
            await pilot.press("f9")
            assert "cannot be handed to an editor" in screen_text(pilot)
