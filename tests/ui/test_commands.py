"""The registry: one declaration a command, and keys that every terminal and input method lets through."""

import re
from collections import Counter
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key

from leadtui.desk import Desk
from leadtui.ui.app import LeadTui
from leadtui.ui.commands import BY_ID, COMMANDS, TOGETHER, Command
from leadtui.ui.dialogs.ask import Ask
from leadtui.ui.dialogs.brief_page import BriefPage
from leadtui.ui.dialogs.bring_sheet import BringSheet
from leadtui.ui.dialogs.customer import CustomerPage
from leadtui.ui.dialogs.draft_list import DraftList
from leadtui.ui.dialogs.erase import EraseNotice
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.dialogs.fork import Fork
from leadtui.ui.dialogs.help import Help, scopes
from leadtui.ui.dialogs.history import HistoryPage
from leadtui.ui.dialogs.lead_form import LeadForm
from leadtui.ui.dialogs.lead_page import LeadPage
from leadtui.ui.dialogs.merge import MergePage
from leadtui.ui.dialogs.quick_add import QuickAdd
from leadtui.ui.dialogs.settings import TeamSettings
from leadtui.ui.dialogs.trash import TrashPage
from leadtui.ui.dialogs.views import Views
from leadtui.ui.dialogs.workload import WorkloadPage
from leadtui.ui.dialogs.zone import ZoneQuestion
from leadtui.ui.keymap import SWALLOWED, read
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.screens.board import BoardScreen
from leadtui.ui.screens.leads import LeadsScreen
from leadtui.ui.screens.list import ListScreen
from leadtui.ui.screens.review import ReviewScreen
from leadtui.ui.screens.today import TodayScreen
from leadtui.ui.widgets.lines import KeyLine, TopLine
from tests.services.captured import lead, step
from tests.ui.driving import Opener, screen_text, settled

README = Path(__file__).parent.parent.parent / "README.md"
WHERE = {"app": [LeadTui, LeadScreen], "lead": [LeadScreen], "list": [ListScreen], "board": [BoardScreen]}
WHERE["move"] = [LeadScreen]
WHERE |= {"today": [TodayScreen], "leads": [LeadsScreen]}
WHERE |= {"page": [LeadPage], "brief": [BriefPage]}
WHERE["review"] = [ReviewScreen]
WHERE["lead_form"] = [LeadForm]
WHERE["draft"] = [FollowUpForm, LeadForm, QuickAdd]
WHERE["drafts"] = [DraftList]
WHERE["views"] = [Views]
WHERE["sheet"] = [BringSheet]
WHERE["writing"] = [FollowUpForm, LeadForm, Ask]
WHERE["settings"] = [TeamSettings]
WHERE["form"] = [Ask, FollowUpForm, ZoneQuestion, LeadForm, QuickAdd]
WHERE["fork"] = [Fork]
WHERE |= {"merge": [MergePage], "trash": [TrashPage], "customer": [CustomerPage], "erase": [EraseNotice]}
WHERE["history"] = [HistoryPage]
WHERE["workload"] = [WorkloadPage]
WHERE["closing"] = [BriefPage, CustomerPage, Help, HistoryPage, TrashPage, Views, WorkloadPage]


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(each.id for each in COMMANDS).items() if count > 1] == []


def test_no_two_commands_of_one_screen_share_a_key() -> None:
    for together in TOGETHER:
        keys = Counter(key for each in COMMANDS if each.scope in together for key in each.keys.split(","))
        assert [key for key, count in keys.items() if count > 1] == []


def test_on_a_leads_page_enter_alone_means_something_else() -> None:
    lists = {key for each in COMMANDS if each.scope in ("app", "lead", "move") for key in each.keys.split(",")}
    page = [key for each in COMMANDS if each.scope == "page" for key in each.keys.split(",")]
    assert len(page) == len(set(page))
    assert lists & set(page) == {"enter"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_each_command_can_be_carried_out_and_reached(command: Command) -> None:
    name = command.action.split("(")[0]
    owners = [LeadTui] if name.startswith("app.") else [each for each in WHERE[command.scope] if each is not LeadTui]
    for owner in owners:
        assert callable(getattr(owner, f"action_{name.removeprefix('app.')}", None)), (owner, name)
    assert not [key for key in command.keys.split(",") if SWALLOWED.fullmatch(key)]
    assert command.help


PALETTE = {"app", "lead", "list", "today", "leads", "board"}
"""What works on a view stands in its palette, which Ctrl+p opens whatever the input method does."""
SAFE = re.compile(r"f\d+|ctrl\+.|enter|escape|space|delete|tab|(page)?(up|down)|left|right|home|end|\d")
FREQUENT = ("lead.log", "lead.when", "lead.new", "lead.edit", "lead.open", "lead.no_answer", "lead.snooze", "plan.done",
            "list.filter", "list.mark", "app.help", "app.palette", "app.back", "form.save")  # fmt: skip
TWO_WIDTHS = {"slash": "、／", "question_mark": "？", "colon": "：", "less_than_sign": "《＜",
              "greater_than_sign": "》＞",
              "left_square_bracket": "【［", "right_square_bracket": "】］", "plus": "＋", "comma": "，"}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_each_key_works_with_an_input_method_on_or_has_another_way(command: Command) -> None:
    """B.3: a key that no input method takes, or a place in the palette; and always a line in the help."""
    has_safe_key = any(SAFE.fullmatch(key) for key in command.keys.split(","))
    if command.id in FREQUENT or command.scope not in PALETTE:
        assert has_safe_key or command.scope in ONE_LETTER, command.id
    assert scopes()[command.scope]
    assert command.label


ONE_LETTER = {
    "page",
    "brief",
    "review",
    "sheet",
    "views",
    "settings",
    "merge",
    "customer",
    "trash",
    "history",
    "workload",
}
"""Pages whose rarer keys are letters; the hint says to switch the input method off."""


@pytest.mark.parametrize(("sign", "twins"), TWO_WIDTHS.items())
def test_both_widths_of_a_sign_are_one_key(sign: str, twins: str) -> None:
    for command in COMMANDS:
        keys = command.keys.split(",")
        if sign in keys:
            assert {_character_to_key(each) for each in twins} <= set(keys), command.id


def test_every_binding_of_every_screen_comes_from_the_registry() -> None:
    """No screen has a key of its own that help, footer and remapping do not know."""
    for owner in {each for owners in WHERE.values() for each in owners}:
        ids = {binding.id for binding in owner.BINDINGS if isinstance(binding, Binding)}
        assert ids <= {*BY_ID, "app.leave"}, owner


def test_a_keymap_is_taken_as_far_as_it_can_be_and_the_rest_is_told() -> None:
    keymap = read(
        {"lead.log": "r, F4", "lead.nothing": "x", "lead.edit": "alt+e", "lead.when": "frobnicate", "edit.undo": "<"}
    )
    assert keymap.keys == {"lead.log": "r,f4", "edit.undo": "less_than_sign"}
    told = "\n".join(keymap.troubles)
    assert "No command is called lead.nothing" in told
    assert "lead.edit: alt+e never arrives" in told
    assert "no key is called frobnicate" in told
    assert "r was both lead.log and lead.when" in told
    assert "less_than_sign was both edit.undo and board.left" in told
    assert len(keymap.troubles) == 5


def test_two_commands_that_change_keys_do_not_collide() -> None:
    assert read({"lead.log": "r", "lead.when": "f"}).troubles == ()


@pytest.mark.slow
async def test_what_was_set_is_told_at_the_start_and_stands_in_footer_and_help(opened: Opener, desk: Desk) -> None:
    """A Chinese character on a list is answered with how to go on; jump mode goes where its letter stands."""
    lead(desk, "甲公司", step=step(desk, 0))
    async with opened(keymap={"lead.log": "ctrl+g", "lead.nix": "x"}) as pilot:
        assert "No command is called lead.nix" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.click(KeyLine, offset=(3, 0))
        pilot.app.query_one(KeyLine).hush()
        await settled(pilot)
        assert "^g Log" in screen_text(pilot)
        await pilot.press("中")
        await settled(pilot)
        assert "A Chinese input method is on" in screen_text(pilot)
        pilot.app.screen.query_one(KeyLine).hush()
        await settled(pilot)
        await pilot.press("question_mark")
        await pilot.press(*"log a follow")
        await settled(pilot)
        assert "^g" in next(line for line in screen_text(pilot).splitlines() if "Log a follow-up" in line)
        await pilot.press("escape")
        await pilot.click(KeyLine, offset=(3, 0))
        await settled(pilot)
        assert "Log · 甲公司" in screen_text(pilot), "a click on a key of the bottom line is that key"
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("J")
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        assert pilot.app.screen.VIEW == "leads"  # type: ignore[attr-defined]
        await pilot.click(TopLine, offset=(3, 0))
        await settled(pilot)
        assert pilot.app.screen.VIEW == "today"  # type: ignore[attr-defined]


def test_the_key_table_of_the_readme_is_the_registry() -> None:
    table = README.read_text("utf-8").partition("## Keys")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \| ([^|]+) \| [^|]+ \|$", table, re.MULTILINE)
    told = {what.strip(): re.findall(r"`([^`]+)`", keys) for keys, what in rows}
    for command in COMMANDS:
        keys = [spelled(key) for key in command.keys.split(",")]
        assert told.pop(command.help) == [key for key in keys if key], command.id
    assert told == {}


def spelled(key: str) -> str:
    """A key as README writes it; the full-width twins have no name there."""
    if key in NAMES:
        return NAMES[key]
    if re.fullmatch(r"f\d+", key):
        return key.upper()
    return key.replace("ctrl+", "Ctrl+") if len(key) == 1 or key.startswith("ctrl+") else ""


NAMES = {
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "delete": "Del",
    "colon": ":",
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
}
