"""The registry: one declaration a command, and keys that every terminal and input method lets through."""

import re
from collections import Counter
from pathlib import Path

import pytest

from leadtui.ui.app import LeadTui
from leadtui.ui.commands import COMMANDS, Command
from leadtui.ui.dialogs.ask import Ask
from leadtui.ui.dialogs.brief_page import BriefPage
from leadtui.ui.dialogs.bring_sheet import BringSheet
from leadtui.ui.dialogs.customer import CustomerPage
from leadtui.ui.dialogs.draft_list import DraftList
from leadtui.ui.dialogs.erase import EraseNotice
from leadtui.ui.dialogs.followup_form import FollowUpForm
from leadtui.ui.dialogs.history import HistoryPage
from leadtui.ui.dialogs.lead_form import LeadForm
from leadtui.ui.dialogs.lead_page import LeadPage
from leadtui.ui.dialogs.merge import MergePage
from leadtui.ui.dialogs.quick_add import QuickAdd
from leadtui.ui.dialogs.settings import TeamSettings
from leadtui.ui.dialogs.trash import TrashPage
from leadtui.ui.dialogs.views import Views
from leadtui.ui.dialogs.zone import ZoneQuestion
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.screens.board import BoardScreen
from leadtui.ui.screens.leads import LeadsScreen
from leadtui.ui.screens.list import ListScreen
from leadtui.ui.screens.today import TodayScreen

README = Path(__file__).parent.parent.parent / "README.md"
SWALLOWED = re.compile(r"ctrl\+(i|m|h|b|a|space|enter|shift|left_square)|alt\+|shift\+|f6|f7|f1[0-2]")
WHERE = {"app": [LeadTui, LeadScreen], "lead": [LeadScreen], "list": [ListScreen], "board": [BoardScreen]}
WHERE["move"] = [LeadScreen]
WHERE |= {"today": [TodayScreen], "leads": [LeadsScreen]}
WHERE |= {"page": [LeadPage], "brief": [BriefPage]}
WHERE["lead_form"] = [LeadForm]
WHERE["draft"] = [FollowUpForm, LeadForm, QuickAdd]
WHERE["drafts"] = [DraftList]
WHERE["views"] = [Views]
WHERE["writing"] = [FollowUpForm, LeadForm, Ask]
WHERE["settings"] = [TeamSettings]
WHERE["form"] = [Ask, FollowUpForm, BringSheet, ZoneQuestion, LeadForm, QuickAdd]
WHERE |= {"merge": [MergePage], "trash": [TrashPage], "customer": [CustomerPage], "erase": [EraseNotice]}
WHERE["history"] = [HistoryPage]


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(each.id for each in COMMANDS).items() if count > 1] == []


def test_no_two_commands_of_one_screen_share_a_key() -> None:
    pages = [{each, "move"} for each in ("merge", "trash", "customer", "settings", "history")]
    everywhere = {"app", "lead", "move"}
    views = [everywhere | {"list", "today"}, everywhere | {"list", "leads"}, everywhere | {"board"}]
    for scopes in (*views, {"form", "lead_form", "writing", "draft"}, *pages):
        keys = Counter(key for each in COMMANDS if each.scope in scopes for key in each.keys.split(","))
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


def test_the_key_table_of_the_readme_is_the_registry() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \| ([^|]+) \| [^|]+ \|$", README.read_text("utf-8"), re.MULTILINE)
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
