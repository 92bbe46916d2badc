"""The command line in its language. Cheap to import: a command's code is named in its parser, not loaded."""

import argparse
from argparse import ArgumentParser
from typing import NoReturn, cast

from leadtui import __version__
from leadtui.cli import manual
from leadtui.cli.house_parser import about_the_book
from leadtui.cli.lead_parser import about_leads
from leadtui.cli.team_parser import about_the_team
from leadtui.domain.errors import USAGE
from leadtui.domain.text import visible
from leadtui.i18n import LANGUAGES, _


class _Parser(ArgumentParser):
    """A parser that complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"leadtui: {visible(message)} (`{self.prog} --help`)\n")


class _Unasked:
    """Stands for a command that is not on the line: to describe all of them costs more than most answers."""

    def add_argument(self, *_names: str, **_options: object) -> None:
        """Nobody will ask for it."""

    def add_mutually_exclusive_group(self) -> "_Unasked":
        """Nobody will ask for it either."""
        return self


def parser(command: str | None = None) -> ArgumentParser:
    """The command line in the language being spoken; `run` is `topic:function`, None for the full screen.

    Of the commands only the one that is named is described, where there is one of that name.
    """
    root, names = _described(command)
    return root if command in names else _described(None)[0]


def _described(only: str | None) -> tuple[ArgumentParser, set[str]]:
    """The command line with one command or all, and the names of those described."""
    manual.speak()
    common = _Parser(add_help=False)
    common.add_argument(
        "--database",
        metavar="PATH|URL",
        default=argparse.SUPPRESS,
        help=_("the book to work on: a file, or a team's at postgresql://HOST/DATABASE"),
    )
    common.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=_("the language to speak"))
    common.add_argument(
        "--slow-link",
        action=argparse.BooleanOptionalAction,
        default=argparse.SUPPRESS,
        help=_("send as few bytes as can be; by itself over SSH"),
    )
    root = _Parser(
        prog="leadtui",
        parents=[common],
        allow_abbrev=False,
        formatter_class=manual.Formatter,
        description=_("Leads, due follow-ups and a stage board in a terminal. Without a command: the full screen."),
        epilog=_("Exit codes: 0 done, 1 refused or failed, 2 usage, 3 database busy, 130 interrupted."),
    )
    told = _("show program's version number and exit")
    root.add_argument("--version", action="version", version=f"leadtui {__version__}", help=told)
    root.add_argument("--no-mouse", action="store_true", help=_("leave the mouse to the terminal"))
    root.set_defaults(run=None)
    commands = root.add_subparsers(metavar="COMMAND", title=_("commands"), parser_class=_Parser)
    names: set[str] = set()

    def add(name: str, run: str, told: str, *, needs_book: bool = True) -> ArgumentParser:
        if only is not None and name != only:
            return cast(ArgumentParser, _Unasked())
        names.add(name)
        command = commands.add_parser(
            name,
            parents=[common],
            allow_abbrev=False,
            help=told,
            description=told,
            epilog=manual.examples(name),
            formatter_class=manual.Formatter,
        )
        command.set_defaults(run=run, needs_book=needs_book)
        return command

    about_leads(add)
    about_the_book(add)
    if only in (None, "team"):
        about_the_team(add)
    return root, names
