"""What options of several commands have in common: the types of their values, and the options themselves."""

from argparse import ArgumentParser
from collections.abc import Callable

from leadtui.domain.text import clean
from leadtui.i18n import _

MOST_DAYS = 3660

Adding = Callable[..., ArgumentParser]
"""Adds a command: its name, its code as `topic:function`, its help line."""


def a_line(text: str) -> str:
    """A type: one line, without characters that a terminal would obey."""
    return clean(text)


def a_note(text: str) -> str:
    """A type: text of several lines."""
    return clean(text, multiline=True)


def a_number(text: str) -> int:
    """A type: a count from 0 on, small enough to reckon with."""
    number = int(text)
    if not 0 <= number <= 10**9:
        raise ValueError(text)
    return number


a_number.__name__ = "number"


def some_days(text: str) -> int:
    """A type: days ahead."""
    return min(a_number(text), MOST_DAYS)


some_days.__name__ = "number"


def as_json(command: ArgumentParser) -> None:
    """Add `--json`."""
    command.add_argument("--json", action="store_true", help=_("print one JSON document"))


def revealable(command: ArgumentParser) -> None:
    """Add `--reveal`."""
    command.add_argument(
        "--reveal", action="store_true", help=_("show contact details in full; that you looked is recorded")
    )


def of_lead(command: ArgumentParser) -> None:
    """Add the number of the lead meant."""
    command.add_argument("lead_no", metavar="LEAD_NO", type=a_line, help=_("the lead's number"))


def settable(command: ArgumentParser, *, required: bool = False) -> None:
    """Add `--set FIELD=VALUE`, any number of times."""
    command.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        dest="assignments",
        action="append",
        default=[],
        required=required,
        help=_("a field by key or name, such as grade=A or 报价金额=12.5万; may be repeated"),
    )


def line_options(command: ArgumentParser, **told: str) -> None:
    """Add options that hold a line each: name and help."""
    for name, text in told.items():
        command.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", type=a_line, help=text)


def note_options(command: ArgumentParser, **told: str) -> None:
    """Add options that hold text of several lines each: name and help."""
    for name, text in told.items():
        command.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", type=a_note, default="", help=text)


def due_option(command: ArgumentParser) -> None:
    """Add `--due`."""
    command.add_argument("--due", metavar="WHEN", type=a_line, help=_("its day or time, such as 明天 or fri 10:00"))


def filtered(command: ArgumentParser) -> None:
    """Add the filter that chooses leads."""
    command.add_argument(
        "filter", metavar="FILTER", nargs="*", type=a_line, help=_("which leads, as `list` takes it; all if left out")
    )


def forceful(command: ArgumentParser) -> None:
    """Add `--force`."""
    command.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
