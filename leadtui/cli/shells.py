"""Ways to call leadtui: completion for shells, and the full screen in a browser on this machine alone."""

import argparse
import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator

from leadtui.cli import output
from leadtui.config import Settings
from leadtui.domain.errors import DONE, LeadtuiError
from leadtui.i18n import N_, _

HOST = "127.0.0.1"
"""There is no password: nobody but this machine may come in."""
_FILES = ("FILE", "PATH", "DIR")


def completion(settings: Settings, wanted: Namespace) -> int:
    """Print the completion script of a shell."""
    try:
        import shtab
    except ImportError as error:
        raise _missing("completion") from error
    from leadtui.cli.parser import parser

    root = parser()
    for action in _actions(root):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    sys.stdout.write(shtab.complete(root, wanted.shell) + "\n")
    return DONE


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)


def web(settings: Settings, wanted: Namespace) -> int:
    """Serve the full screen to browsers of this machine until Ctrl+c; every tab has a process of its own."""
    try:
        from textual_serve.server import Server
    except ImportError as error:
        raise _missing("web") from error
    call = [sys.executable, "-m", "leadtui", "--lang", settings.language, "--database", str(settings.own_database)]
    output.narrate(f"http://{HOST}:{wanted.port}  " + _("Ctrl+c ends"))
    Server(shlex.join(call), host=HOST, port=wanted.port, title="leadtui").serve()
    return DONE


def _missing(extra: str) -> LeadtuiError:
    return LeadtuiError(N_("This needs one package more: pip install 'leadtui[{extra}]'"), extra=extra)
