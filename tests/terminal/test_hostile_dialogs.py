"""A colleague's book in which every free text is hostile, through every dialog: shown, not obeyed, not a crash."""

import json
import sqlite3
import time
from pathlib import Path

import pytest
from peewee import CharField, TextField

from leadtui.store.models import JOURNALLED
from tests.conftest import Figure
from tests.terminal.driver import Terminal
from tests.terminal.hostile import ESCAPES, MARKUP, STRANGE, foreign
from tests.terminal.test_first_day import command
from tests.terminal.test_hostile import book, imported

pytestmark = pytest.mark.slow

CHOSEN = {
    "customer_no", "name_key", "phone", "phone_key", "lead_no", "source", "intent", "priority", "validity",
    "invalid_reason", "need_fit", "budget_fit", "grade", "negotiation_progress", "acceptance", "stage", "status",
    "lost_reason", "channel", "outcome", "attitude", "intent_change", "due_time", "state", "from_stage", "to_stage",
    "from_status", "to_status", "kind", "dimension", "key", "code", "value", "table", "op", "role", "satisfaction",
}  # fmt: skip
"""Columns that hold keys and numbers, not what a person wrote."""
TEXTS = (*MARKUP, *ESCAPES, *STRANGE)
DIALOGS = {
    "help": ("?",), "palette": (":",), "brief": ("B",), "customer": ("C",), "merge": ("M",), "template": ("T",),
    "repurchase": ("R",), "referral": ("I",), "trash": ("X",), "drafts": ("W",), "views": ("F",), "settings": (",",),
    "new": ("n",), "quick": ("N",), "sheet": ("i",), "reschedule": ("r",), "snooze": ("z",), "stage": ("m",),
    "edit": ("e",), "record": ("f",), "spread": ("S",), "page": ("enter",), "reveal": ("o",),
}  # fmt: skip


def has_opened(screen: Terminal, keys: tuple[str, ...]) -> bool:
    """Whether something else is on the screen after these keys."""
    before, end = screen.text(), time.monotonic() + 3
    screen.press(*keys)
    while screen.text() == before and time.monotonic() < end:
        screen.settle(0.1, 0.2)
    return screen.text() != before


def hang_everything_on(home: Path, lead: str) -> None:
    """One of each record, a lead in the trash, a customer twice, a view, a draft."""
    for entity, entered in (
        ("contact", ["name=王", "phone=13811112222"]), ("milestone", ["kind=demo_done"]), ("objection", ["text=贵"]),
        ("amendment", ["text=改"]), ("confirmation", ["subject=need"]), ("tag", ["name=重点"]),
    ):  # fmt: skip
        command(home, "attach", lead, entity, *(word for each in entered for word in ("--set", each)))
    for _each in range(2):
        last = command(home, "add", "--customer", "甲公司", "--phone", "13899990000", "--due", "2026-11-20").strip()
    command(home, "delete", last)


def poisoned(home: Path) -> None:
    """Every text that a person may have written, everywhere, past the sanitiser at the entry."""
    with sqlite3.connect(book(home)) as behind:
        for model in JOURNALLED:
            table = model._meta.table_name
            free = [
                each.column_name
                for each in model._meta.sorted_fields
                if isinstance(each, CharField | TextField) and each.name not in CHOSEN
            ]
            for (row,) in behind.execute(f'SELECT id FROM "{table}"').fetchall():
                for place, column in enumerate(free):
                    text = f"{row}" + "".join(TEXTS[(row + place + step) % len(TEXTS)] for step in range(6))
                    behind.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (text, row))
        params = json.dumps({name: "".join(TEXTS) for name in ("customer", "count", "stage", "name")})
        behind.execute("UPDATE journal_entry SET params = ?, by = ?", (params, "".join(TEXTS)))
    behind.close()


NOT_THERE = {("2", "spread"), ("3", "spread")}
"""What a view has no key for."""


def test_t1_t2_every_dialog_over_a_book_of_hostile_text(tmp_path: Path, figure: Figure) -> None:
    imported(tmp_path)
    lead = json.loads(command(tmp_path, "list", "--json"))[0]["lead_no"]
    hang_everything_on(tmp_path, lead)
    poisoned(tmp_path)
    opened = 0
    with Terminal(tmp_path, cols=150, rows=40, env={"LEADTUI_USER": "", "VISUAL": "true"}) as screen:
        screen.wait_until(lambda text: "\\x1b" in text or "[/]" in text)
        for view in ("1", "2", "3"):
            screen.press(view, "j")
            for name, keys in DIALOGS.items():
                assert has_opened(screen, keys) or (view, name) in NOT_THERE, (view, name, screen.text())
                opened += (view, name) not in NOT_THERE
                screen.press("down", "down", "tab", "pgdn", "pgup")
                screen.press("esc", "esc", "esc", view)
        screen.press("2", "g", "enter")
        for _each in range(12):
            screen.press("j")
        for key in ("a", "esc", "enter", "esc", "t", "esc", "x", "u", "esc", "esc", "2"):
            screen.press(key)
        screen.press(",")
        for _topic in range(14):
            screen.press("right", "down", "enter", "esc", "left", "down")
        screen.press("esc", "esc", "X", "down", "E", "enter", "esc", "esc", "esc")
        screen.press(
            "2", "v", "j", "v", "e", "tab", "esc", "T", "esc", "m", "esc", "f", "esc", "esc", "M", "enter", "space", "s"
        )
        screen.press("esc", "esc", "esc", "1", "ctrl+l", "2", "3", "1", "q")
        assert screen.leave() == 0
        assert foreign(bytes(screen.received)) == []
    assert not list(tmp_path.glob(".local/state/leadtui/crash-*"))
    figure("T1", f"{len(TEXTS)} hostile texts in every free column, {opened} dialogs opened from 3 views: 0 raw")
    figure("T2", f"{len(MARKUP)} kinds of markup in every free column, {opened} dialogs: 0 crashes, 0 actions")


def test_t1_t2_a_hostile_sheet_through_the_steps_of_bringing_it_in(tmp_path: Path, figure: Figure) -> None:
    """Its name, its headers, its sheet's name and its cells."""
    sheet = tmp_path / "[red]x[_]\x1b[31m\u202e.csv"
    headers = ["公司名称", "联系方式", "[/red]栏\x1b]0;t\x07", "[@click=app.quit]点[/]", "\u202e反\x9b31m"]
    cells = [",".join(headers)]
    for number, text in enumerate(each.replace("\x00", "").replace("\n", "") for each in TEXTS):
        cells.append(",".join([f'"{text.replace(chr(34), "")}"', f"139{number:08}", *[text.replace(",", "")] * 3]))
    sheet.write_text("\n".join(cells), "utf-8")
    with Terminal(tmp_path, cols=120, rows=36) as screen:
        screen.wait_for("导入")
        screen.press("i")
        screen.type(str(tmp_path) + "/")
        screen.press("tab", "down", "enter")
        screen.wait_until(lambda text: "栏" in text or "列" in text)
        for key in ("down", "down", "e", "esc", "s", "esc", "enter"):
            screen.press(key)
        screen.settle(1, 5)
        for key in ("d", "esc", "m", "esc", "down", "pgdn", "w"):
            screen.press(key)
        screen.settle(0.5)
        screen.press("enter")
        screen.settle(1, 8)
        screen.press("esc", "esc", "esc", "1", "2", "3", "q")
        assert screen.leave() == 0
        assert foreign(bytes(screen.received)) == []
    assert not list(tmp_path.glob(".local/state/leadtui/crash-*"))
    figure("T1", f"a sheet of {len(TEXTS)} hostile rows, headers and a hostile name, through the wizard: 0 raw")
