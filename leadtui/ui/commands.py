"""The one registry of commands: key, footer word, palette entry, help line and id for remapping of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from leadtui.i18n import Marked, told
from leadtui.ui.command_list import BY_SCOPE


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do. A move of the cursor has its keys and its help line, but no place in the palette."""

    id: str
    keys: str
    action: str
    title: Marked
    help: str
    in_footer: bool
    scope: str
    is_move: bool

    @property
    def label(self) -> str:
        """The command's short verb in the language being spoken."""
        return told(self.title)

    @property
    def first_key(self) -> str:
        """The key that footer and help name first."""
        return self.keys.split(",")[0]


APP, LEAD, LIST, TODAY, PAGE, BOARD, MOVE, FORM = "app", "lead", "list", "today", "page", "board", "move", "form"
WRITING, SETTINGS = "writing", "settings"
LEADS = "leads"
REVIEW = "review"
FORK = "fork"
BRIEF = "brief"
LEAD_FORM = "lead_form"
DRAFT, DRAFTS, VIEWS, SHEET = "draft", "drafts", "views", "sheet"
MERGE, TRASH, CUSTOMER, ERASE = "merge", "trash", "customer", "erase"
HISTORY = "history"
WORKLOAD = "workload"
CLOSING = "closing"

COMMANDS: tuple[Command, ...] = tuple(
    Command(*declared, scope=scope, is_move=declared[0].startswith("move."))
    for scope, rows in BY_SCOPE.items()
    for declared in rows
)

TOGETHER: tuple[frozenset[str], ...] = (
    frozenset((APP, LEAD, MOVE, LIST, TODAY)),
    frozenset((APP, LEAD, MOVE, LIST, LEADS)),
    frozenset((APP, LEAD, MOVE, BOARD)),
    frozenset((APP, MOVE, REVIEW)),
    frozenset((FORM, LEAD_FORM, WRITING, DRAFT)),
    *(frozenset((each, MOVE)) for each in (MERGE, SETTINGS, FORK)),
    *(frozenset((each, MOVE, CLOSING)) for each in (TRASH, CUSTOMER, HISTORY, WORKLOAD, VIEWS, BRIEF)),
)
"""The scopes whose keys meet on one screen, where a key can mean only one thing."""

BY_ID = {command.id: command for command in COMMANDS}


def of(*scopes: str) -> Iterator[Command]:
    """The commands of these scopes, in the order of the registry."""
    return (command for command in COMMANDS if command.scope in scopes)


def leaving() -> list[BindingType]:
    """Only the way out, for a choice that may be left open."""
    return [Binding(each.keys, each.action, each.label, id=each.id) for each in COMMANDS if each.id == "form.cancel"]


def single(command_id: str) -> list[BindingType]:
    """One command of a scope, for a screen that has only this one."""
    return only(command_id)


def only(*ids: str) -> list[BindingType]:
    """The key bindings of single commands, for a screen that has no use for the rest of their scope."""
    return [
        Binding(each.keys, each.action, each.label, show=each.in_footer, id=each.id, priority=True)
        for each in COMMANDS
        if each.id in ids
    ]


def bindings(*scopes: str) -> list[BindingType]:
    """The key bindings of these scopes; their texts are looked up by id where they are shown.

    Outside forms they take the key before any widget does, so that keys typed ahead are carried out in their order.
    """
    return [
        Binding(
            command.keys,
            command.action,
            command.label,
            show=command.in_footer,
            id=command.id,
            priority=command.scope not in (FORM, CLOSING, DRAFT, DRAFTS, VIEWS, SHEET),
        )
        for command in of(*scopes)
    ]
