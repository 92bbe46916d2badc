"""From words to exit code: language and settings, then the command over an open book; failures in a line."""

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from leadtui import config, i18n, terminal
from leadtui.cli.early import early_words
from leadtui.config import Settings
from leadtui.domain.errors import DONE, FAILED, INTERRUPTED, DamagedError, LeadtuiError, UsageError
from leadtui.domain.text import TooLong
from leadtui.i18n import _

if TYPE_CHECKING:
    import argparse


def main(argv: Sequence[str]) -> int:
    """Carry out one command line; its exit code."""
    _speak_utf8()
    try:
        code = _exit_code(argv)
        if sys.stdout:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output has left (`| head`); Python would complain about that once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _exit_code(argv: Sequence[str]) -> int:
    try:
        return _run(argv)
    except SystemExit as left:
        return int(left.code or DONE)
    except LeadtuiError as error:
        _fail(str(error))
        return error.exit_code
    except TooLong as error:
        _fail(_("Too long: {length} characters, {limit} at the most.").format(length=error.length, limit=error.limit))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}")
        return FAILED


def _fail(message: str) -> None:
    from leadtui.cli.output import narrate

    narrate(f"leadtui: {message}")


def _speak_utf8() -> None:
    """Print UTF-8 whatever the locale: under LANG=C Chinese would end in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(argv: Sequence[str]) -> int:
    early = early_words(argv)
    i18n.speak(i18n.choose(early.lang or os.environ.get("LEADTUI_LANG"), os.environ))
    try:
        settings = config.load(database=early.database, language=early.lang, slow_link=early.slow_link)
    except UsageError:
        # --help and --version answer, whatever the configuration holds.
        _parsed(argv, early.command)
        raise
    if early.is_all:
        return _full_screen(settings)
    wanted = _parsed(argv, early.command)
    if wanted.run is None:
        return _full_screen(replace(settings, has_mouse=settings.has_mouse and not wanted.no_mouse))
    return _carry_out(settings, wanted)


def _parsed(argv: Sequence[str], command: str | None) -> "argparse.Namespace":
    from leadtui.cli.parser import parser

    return parser(command).parse_args(argv)


def _full_screen(settings: Settings) -> int:
    terminal.check()
    from leadtui.ui.launch import run

    try:
        return run(settings)
    except DamagedError as error:
        from leadtui.cli.safety import offer_copy

        if not offer_copy(settings, error):
            raise
        return run(settings)


def _carry_out(settings: Settings, wanted: "argparse.Namespace") -> int:
    """Run the function that the parser names as `topic:function`; only its topic is imported."""
    if settings.is_sample and not getattr(wanted, "remove", False):
        from leadtui.cli.output import narrate

        narrate(_("This is sample data; `leadtui demo --remove` takes it away."))
    topic, _colon, name = wanted.run.partition(":")
    command = getattr(import_module(f"leadtui.cli.{topic}"), name)
    if not wanted.needs_book:
        return int(command(settings, wanted))
    from leadtui.services.book import close_book, open_book, plainly

    desk = open_book(settings.database, settings.desk)
    if desk.ahead:
        from leadtui.cli.output import narrate
        from leadtui.services import clocks

        narrate(clocks.off(desk))
    try:
        return int(plainly(command)(desk, wanted))
    finally:
        close_book()
