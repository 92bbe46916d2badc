"""The keymap in force: the registry's keys with those a person has set, and what is wrong with these.

Nothing wrong is fatal: what cannot be taken is left as it was and told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from textual.keys import Keys, _character_to_key, key_to_character

from leadtui.i18n import _
from leadtui.ui.commands import BY_ID, COMMANDS, TOGETHER, Command

SWALLOWED = re.compile(
    r"ctrl\+(i|m|h|j|b|a|c|space|enter|left_square_bracket|at|underscore|shift.*)|alt\+.*|shift\+.*|f6|f7|f1[0-9]|f2[0-9]"
)
"""Keys that a terminal, tmux, screen or an input method takes, or sends as another key."""
_NAMED = {each.value for each in Keys}


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys a person has set, as far as they can be taken, and a line about each that cannot or that collides."""

    keys: Mapping[str, str]
    troubles: tuple[str, ...] = ()

    def of(self, command: Command) -> list[str]:
        """The keys of a command, by Textual's names."""
        return self.keys.get(command.id, command.keys).split(",")


def read(written: Mapping[str, str]) -> Keymap:
    """The keymap in force under these settings: command id to keys, as in `"lead.log": "f,f4"`."""
    kept: dict[str, str] = {}
    troubles: list[str] = []
    for command_id, text in written.items():
        keys = [_name(each.strip()) for each in text.split(",") if each.strip()]
        if trouble := _trouble(command_id, text, keys):
            troubles.append(trouble)
        else:
            kept[command_id] = ",".join(dict.fromkeys(keys))
    return Keymap(kept, (*troubles, *_collisions(Keymap(kept))))


def _name(key: str) -> str:
    if len(key) == 1:
        return _character_to_key(key)
    return key if len(key.rpartition("+")[2]) == 1 else key.lower()


def _trouble(command_id: str, text: str, keys: list[str]) -> str:
    if command_id not in BY_ID:
        return _("No command is called {id}; `leadtui keys --list` tells the names.").format(id=command_id)
    if not keys:
        return _("{id} is given no key and keeps its own.").format(id=command_id)
    for key in keys:
        if SWALLOWED.fullmatch(key):
            return _("{id}: {key} never arrives in some terminals; its own keys stay.").format(id=command_id, key=key)
        if len(key) > 1 and not _is_known(key):
            return _("{id}: no key is called {key}; `leadtui keys` tells the names.").format(id=command_id, key=key)
    return ""


def _is_known(key: str) -> bool:
    last = key.rpartition("+")[2]
    return key in _NAMED or last in _NAMED or len(last) == 1 or key_to_character(last) is not None


def _collisions(keymap: Keymap) -> Iterator[str]:
    """A line for each key that a set command shares with another of the same screen."""
    # What a person has set comes first, as it does when keys are pressed.
    ordered = sorted(COMMANDS, key=lambda each: each.id not in keymap.keys)
    met = dict.fromkeys(
        meeting for scopes in TOGETHER for meeting in _meetings([e for e in ordered if e.scope in scopes], keymap)
    )
    for key, first, second in met:
        yield _("{key} was both {first} and {second}; it is {first} now.").format(key=key, first=first, second=second)


def _meetings(commands: Iterable[Command], keymap: Keymap) -> Iterator[tuple[str, str, str]]:
    taken: dict[str, str] = {}
    for command in commands:
        for key in keymap.of(command):
            first = taken.setdefault(key, command.id)
            if first != command.id and first in keymap.keys:
                yield key, first, command.id
