"""The whole life of a lead by keys, from capture to repurchase, and the same life typed as commands: one book (R24)."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from leadtui.cli import whole
from leadtui.cli.main import main
from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.domain.terms import Stage
from leadtui.services import leads
from leadtui.services.detail import detail
from leadtui.services.qualification import judge
from leadtui.store import database
from leadtui.ui.app import LeadTui
from leadtui.ui.dialogs.ask import Ask
from leadtui.ui.dialogs.followup_form import STEP, FollowUpForm
from leadtui.ui.dialogs.lead_form import LeadForm
from leadtui.ui.dialogs.lead_page import LeadPage
from leadtui.ui.dialogs.merge import MergePage
from leadtui.ui.dialogs.record_form import KINDS, RecordForm, WhichRecord
from leadtui.ui.dialogs.trash import TrashPage
from leadtui.ui.dialogs.twins import ChooseTwin
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.page_blocks import Record
from leadtui.ui.screens.board import BoardScreen
from leadtui.ui.screens.leads import LeadsScreen
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.filter_line import FilterLine
from leadtui.ui.widgets.lines import KeyLine
from tests import life
from tests.cli.conftest import Said, surround
from tests.life import LIFE, Step
from tests.ui.driving import Opener, screen_text, settled

PATIENCE_SECONDS = 10
TYPED_AT_MOST = 6
"""A longer text is pasted, as a person would from a mail."""


class Hands:
    """A person at the keyboard, as fast as a terminal brings the keys: sees what a form asks, and types."""

    def __init__(self, pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, LeadTui)
        self.app = pilot.app
        self.pilot = pilot
        self.numbers: dict[str, str] = {}
        self.told = ""

    @property
    def page(self) -> LeadPage:
        """The lead's page that is shown."""
        assert isinstance(self.app.screen, LeadPage)
        return self.app.screen

    def send(self, *keys: str) -> None:
        """Send keys, without waiting for what they do."""
        for key in keys:
            assert self.app._driver is not None
            self.app._driver.send_message(events.Key(key, key if len(key) == 1 else None))

    def paste(self, text: str) -> None:
        """Send a text at once."""
        assert self.app._driver is not None
        self.app._driver.send_message(events.Paste(text))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something is so."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < limit, screen_text(self.pilot)
            await asyncio.sleep(0.004)

    async def shows(self, kind: type[Screen[Any]], *keys: str) -> None:
        """Send keys, and wait for the form or page that they open."""
        before = self.app.screen
        self.send(*keys)
        await self.until(lambda: isinstance(self.app.screen, kind) and self.app.screen is not before)
        await self.until(lambda: self.app.screen.focused)

    async def done(self, said: str, *keys: str) -> None:
        """Send keys that end an act, and see what the bottom line says then."""
        self.send(*keys)
        await self.until(lambda: said in self._said())
        self.told = self._said()
        self.app.screen.query_one(KeyLine).hush()  # so that the next act is not taken for this one

    def _said(self) -> str:
        lines = self.app.screen.query(KeyLine) if isinstance(self.app.screen, LeadScreen) else ()
        return "".join(line.render().plain for line in lines)

    # Forms

    async def fill(self, fields: life.Fields) -> None:
        """Enter fields into the lines of the form that is shown; empty text clears a line."""
        for key, text in fields.items():
            line = self.app.screen.query_one(f"#{key}")
            await self._enter(
                line if line.focusable else next(each for each in line.query("*") if each.focusable), text
            )

    async def _enter(self, line: Widget, text: str) -> None:
        screen = self.app.screen
        while screen.focused is not line:
            await self.until(lambda: screen.focused in screen.focus_chain and line in screen.focus_chain)
            seen = screen.focused
            steps = screen.focus_chain.index(line) - screen.focus_chain.index(seen or line)
            # One tab after the other arrives: lines may still come to the page that is being turned to.
            self.send("tab" if steps > 0 else "shift+tab")
            await self.until(lambda seen=seen: screen.focused is not seen)
        if isinstance(line, ChoiceLine):
            chosen = line.chosen.value if line.chosen else ""
            if text != chosen:
                place = [term.value for term in line.choices].index(text or chosen)
                self.send(str(place + 1))
                await self.until(lambda: (line.chosen.value if line.chosen else "") == text)
            return
        await self._clear(line)
        if len(text) > TYPED_AT_MOST:
            self.paste(text)
        else:
            self.send(*text)
        await self.until(lambda: _held(line) == text)

    async def _clear(self, line: Widget | None) -> None:
        if _held(line):
            self.send("end", "ctrl+u")
            await self.until(lambda: not _held(line))

    async def fill_pages(self, fields: life.Fields) -> None:
        """Enter fields into the lead form, page after page."""
        form = self.app.screen
        assert isinstance(form, LeadForm)
        for section, keys in form.pages.items():
            wanted = {key: fields[key] for key in keys if key in fields}
            if wanted:
                while form.section is not section:
                    before = form.focused
                    self.send("f4")
                    await self.until(lambda seen=before: form.focused not in (None, seen))
                first = form.lines[keys[0]]
                await self.until(lambda line=first: form.focused and line in form.focused.ancestors)
                await self.fill(wanted)

    # Finding the way

    async def open(self, name: str) -> None:
        """Show a lead's page, found by its number in the list of all."""
        number, app = self.numbers[name], self.app
        if isinstance(app.screen, LeadPage) and app.screen.row and app.screen.row.lead_no == number:
            return
        if not isinstance(app.screen, LeadsScreen):
            await self.shows(LeadsScreen, "2")
        self.send("slash")
        await self.until(lambda: isinstance(app.focused, FilterLine))
        await self._clear(app.focused)
        self.paste(number)
        leads_screen = app.screen
        assert isinstance(leads_screen, LeadsScreen)
        await self.until(lambda: app.filter.words == number and len(leads_screen.table.items) == 1)
        self.send("enter")
        await self.until(lambda: app.focused is leads_screen.table)
        await self.shows(LeadPage, "enter")
        assert self.page.row is not None
        assert self.page.row.lead_no == number

    async def walk_to(self, entity: Entity) -> None:
        """Move the cursor of the page from its top down to a record of a kind; the timeline stands behind the facts."""
        await settled(self.pilot)
        page = self.page
        self.send("g", "k", "g")
        await self.until(lambda: page.record == Record(Entity.LEAD, place="head"))
        for _each in range(60):
            at = page.record
            if isinstance(at, Record) and at.entity is entity and at.row_id:
                return
            self.send("j")
            await self.until(lambda seen=at: page.record != seen)
        raise AssertionError(entity)

    # The steps of the life

    async def carry_out(self, step: Step) -> None:
        """One step, by its keys."""
        match step:
            case life.Add():
                await self.shows(LeadForm, "n")
                form = self.app.screen
                assert isinstance(form, LeadForm)
                await self.fill_pages(step.fields)
                self.send("f2")
                await self.until(lambda: self.app.screen is not form or form._warned_of)
                await self.done("Added", *(["f2"] if self.app.screen is form else []))
                self._note(step.lead)
            case life.Undo():
                await self.done("Taken back", "u")
            case life.Restore():
                await self._restore(self.numbers[step.lead])
            case _:
                await self.open(step.lead)
                await self._on_page(step)

    async def _restore(self, number: str) -> None:
        await self.shows(TrashPage, "X")
        bin_ = self.app.screen
        assert isinstance(bin_, TrashPage)
        await self.until(lambda: bin_.discarded)
        held = [each.lead_no for each in bin_.discarded]
        self.send(*["j"] * held.index(number), "r")
        await self.until(lambda: number not in [each.lead_no for each in bin_.discarded])
        self.send("escape")
        await self.until(lambda: self.app.screen is not bin_)

    def _note(self, name: str) -> None:
        """Remember the number that the bottom line told."""
        self.numbers[name] = next(word for word in self.told.split() if word.count("-") == 2)

    async def _on_page(self, step: Step) -> None:
        match step:
            case life.Edit() | life.Assign():
                await self.shows(LeadForm, "e")
                await self.fill_pages(step.fields)
                await self.done("Saved", "f2")
            case life.Log():
                await self.shows(FollowUpForm, "f")
                await self._fill_record(step.fields)
                await self.done("Logged", "f2")
            case life.Correct():
                await self.walk_to(Entity.FOLLOW_UP)
                await self.shows(FollowUpForm, "enter")
                await self.fill(step.fields)
                await self.done("Corrected", "f2")
            case life.Move():
                await self._move(step)
            case life.Merge():
                await self.shows(ChooseTwin, "M")
                self.paste(self.numbers[step.other])
                twins = self.app.screen
                assert isinstance(twins, ChooseTwin)
                await self.until(lambda: [each.row.lead_no for each in twins.twins] == [self.numbers[step.other]])
                await self.shows(MergePage, "enter")
                await settled(self.pilot)
                await self.done("Merged", "f2")
            case life.Repurchase() | life.Refer():
                await self.shows(Ask, "R" if isinstance(step, life.Repurchase) else "I")
                await self.fill(step.fields)
                await self.done("Opened", "f2")
                self._note(step.opens)
            case life.Delete():
                page = self.page
                await self.done("Deleted", "D")
                await self.until(lambda: self.app.screen is not page)
            case _:
                await self._with_record(step)

    async def _with_record(self, step: Step) -> None:
        match step:
            case life.Plan() | life.Attach():
                entity = Entity.PLAN if isinstance(step, life.Plan) else step.entity
                await self.shows(WhichRecord, "a")
                await self.shows(RecordForm, str(KINDS.index(entity) + 1))
                await self.fill(step.fields)
                await self.done("Added", "f2")
            case life.Change():
                await self.walk_to(step.entity)
                await self.shows(RecordForm, "enter")
                await self.fill(step.fields)
                await self.done("Saved", "f2")
            case life.Cancel():
                await self.walk_to(Entity.PLAN)
                await self.done("Plan cancelled", "x")
            case life.Done():
                await self.done("Marked done", "c")
            case life.Reschedule() | life.Snooze():
                is_moved = isinstance(step, life.Reschedule)
                await self.shows(Ask, "r" if is_moved else "z")
                await self.fill(step.fields)
                await self.done("Rescheduled" if is_moved else "Snoozed", "f2")
            case _:
                raise AssertionError(step)

    async def _fill_record(self, fields: life.Fields) -> None:
        """Channel and outcome first, for the offer follows them; what no step names is declined."""
        await self.fill({key: fields[key] for key in ("channel", "outcome")})
        await settled(self.pilot)
        await self.fill(dict.fromkeys(STEP, "") | fields)

    async def _move(self, step: life.Move) -> None:
        if step.is_on:
            await self.shows(BoardScreen, "3")
            board = self.app.screen
            assert isinstance(board, BoardScreen)
            await self.until(lambda: board.row and board.row.lead_no == self.numbers[step.lead])
            await self.shows(Ask, "L")
        else:
            await self.shows(Ask, "m")
            await self.fill({"stage": step.stage})
            await self.shows(Ask, "f2")
        form = self.app.screen
        assert isinstance(form, Ask)
        assert {each.key for each in form.questions} == {*step.fields, "reason"}
        await self.fill(step.fields)
        await self.done(f"Moved to {Stage(step.stage).label}", "f2")


def _held(line: Widget | None) -> str:
    """The text in a line."""
    assert isinstance(line, Input | TextArea)
    return line.value if isinstance(line, Input) else line.text


Book = tuple[dict[str, list[dict[str, object]]], list[object]]


def everything(desk: Desk) -> Book:
    """The open book's tables, and each lead as `show --json` gives it."""
    shown = [
        life.without_ids(whole.document(detail(desk, lead_id), judge(desk, lead_id), desk))
        for lead_id in leads.ids(desk)
    ]
    return life.tables(), sorted(shown, key=repr)


def typed(path: Path, desk: Desk, capsys: pytest.CaptureFixture[str]) -> Book:
    """The book that the command line makes of the life."""

    def do(*argv: str) -> Said:
        capsys.readouterr()
        code = main(argv)
        said = Said(code, *capsys.readouterr())
        assert code == 0, (argv, said.err)
        return said

    numbers: dict[str, str] = {}
    for step in LIFE:
        life.carried_out(do, step, numbers)
    database.open_file(path)
    found = everything(desk)
    database.close()
    return found


@pytest.mark.slow
async def test_one_life_by_keys_and_by_commands_ends_in_the_same_rows(
    book: Path,
    desk: Desk,
    opened: Opener,
    tmp_path: Path,
    empty_book: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """R5–R12, R17–R26, R34, R35, R41–R75: every journalled table, and every lead as scripts read it."""
    other = tmp_path / "typed.db"
    surround(monkeypatch, other, empty_book)
    wanted, documents = typed(other, desk, capsys)
    database.open_file(book)
    async with opened(size=(80, 24)) as pilot:
        hands = Hands(pilot)
        for step in LIFE:
            await hands.carry_out(step)
        await settled(pilot)
    tables, shown = everything(desk)
    for name, rows in wanted.items():
        assert tables[name] == rows, name
    assert shown == documents
