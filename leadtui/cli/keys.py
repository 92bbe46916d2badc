"""Keys: what a key sends and does here, and the keymap in force."""

import os
import select
import sys
import termios
import tty
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from leadtui import terminal
from leadtui.cli import output
from leadtui.config import Settings
from leadtui.domain.errors import DONE, UsageError
from leadtui.i18n import N_, _

if TYPE_CHECKING:
    from leadtui.ui.keymap import Keymap

END = b"\x03"


def keys(settings: Settings, wanted: Namespace) -> int:
    """List the keymap in force, or show what each key pressed sends until Ctrl+c."""
    terminal.prepare()
    from leadtui.ui import keymap

    inforce = keymap.read(settings.keymap)
    for trouble in inforce.troubles:
        output.narrate(f"leadtui: {trouble}")
    if wanted.list or wanted.json:
        _list(inforce, is_json=wanted.json)
        return DONE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(N_("Pressing keys needs a terminal; `leadtui keys --list` lists them."))
    output.narrate(_("Press keys to see what they send and do; Ctrl+c ends."))
    with _raw():
        for sent in _presses():
            sys.stdout.write(_told(sent, inforce) + "\r\n")
            sys.stdout.flush()
    return DONE


def _list(inforce: "Keymap", *, is_json: bool) -> None:
    from leadtui.ui.commands import COMMANDS

    if is_json:
        output.document(
            [
                {
                    "id": each.id,
                    "keys": inforce.of(each),
                    "default": each.keys.split(","),
                    "where": each.scope,
                    "name": each.label,
                    "help": _(each.help),
                }
                for each in COMMANDS
            ]
        )
        return
    output.table([[each.id, " ".join(inforce.of(each)), each.scope, _(each.help)] for each in COMMANDS])


@contextmanager
def _raw() -> Iterator[None]:
    before = termios.tcgetattr(0)
    try:
        tty.setraw(0, termios.TCSANOW)
        yield
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)


def _presses() -> Iterator[bytes]:
    """What came at once, key by key, until Ctrl+c or the end of the line."""
    while True:
        sent = os.read(0, 64)
        while len(sent) < 64 and select.select([0], [], [], 0.02)[0]:
            sent += os.read(0, 64)
        if not sent or END in sent:
            return
        yield sent


def _told(sent: bytes, inforce: "Keymap") -> str:
    """The bytes, the name to use in the configuration, and the commands that lie on the key."""
    from textual import events
    from textual._xterm_parser import XTermParser

    from leadtui.ui.commands import COMMANDS

    parser = XTermParser()
    heard = [*parser.feed(sent.decode("utf-8", "replace")), *parser.tick()]
    names = [each.key for each in heard if isinstance(each, events.Key)]
    does = [
        f"{each.label} ({each.id})"
        for each in COMMANDS
        if len(names) == 1 and names[0] in inforce.of(each) and each.scope not in ("form", "lead_form")
    ]
    spelled = " ".join(f"{byte:02x}" for byte in sent)
    return f"{spelled:<24} {' '.join(names) or '-':<28} {', '.join(does[:3])}"
