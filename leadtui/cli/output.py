"""What goes out: data on standard output, narration on standard error; nothing that a terminal would obey."""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence

from leadtui.domain import cells
from leadtui.domain.text import visible

GAP = "  "
WIDEST = 36
"""Cells that one column may take on a terminal."""


def line(text: str = "") -> None:
    """One line of data."""
    print(visible(text))


def narrate(text: str) -> None:
    """One line for the person, beside the data."""
    print(visible(text), file=sys.stderr)


def document(value: object) -> None:
    """One JSON document in UTF-8."""
    print(_json(value))


def array(values: Iterable[object]) -> None:
    """One JSON array, printed while it is made: it may be long."""
    print("[", end="")
    for place, value in enumerate(values):
        print(",\n " if place else "", _json(value), sep="", end="")
    print("]")


def _json(value: object) -> str:
    """The value in UTF-8, or in ASCII where it holds a character that a terminal would obey or hide."""
    text = json.dumps(value, ensure_ascii=False)
    return text if visible(text) == text else json.dumps(value)


def screen_width() -> int | None:
    """The cells of a line where standard output is a terminal, else None: a file is not cut."""
    return shutil.get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else None


def aligned(rows: Sequence[Sequence[str]], *, indent: int = 0) -> Iterator[str]:
    """The rows with their columns under each other; on a terminal cut to its width less `indent` cells."""
    whole = screen_width()
    limit = max(1, whole - indent) if whole else None
    shown = [[visible(cell) for cell in row] for row in rows]
    if limit:
        shown = [[cells.cut(cell, WIDEST) for cell in row] for row in shown]
    widths = [max(map(cells.width, column), default=0) for column in zip(*shown, strict=True)]
    for row in shown:
        text = GAP.join(cells.pad(cell, width) for cell, width in zip(row, widths, strict=True) if width).rstrip()
        yield cells.cut(text, limit) if limit else text


def table(rows: Sequence[Sequence[str]]) -> None:
    """Rows of data with their columns under each other."""
    for text in aligned(rows):
        line(text)
