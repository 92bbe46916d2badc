"""Tables as text: csv that Excel opens in Chinese, and Markdown to be read."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from leadtui.domain.text import visible
from leadtui.exchange.defusing import defused
from leadtui.exchange.layouts import Layout
from leadtui.exchange.sheets import Cell

# Without the mark Excel takes UTF-8 for the code page of the machine.
CSV_ENCODING = "utf-8-sig"

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")


def write_csv(path: Path, layout: Layout, rows: Iterable[Sequence[Cell]]) -> None:
    """Write one table as csv; what a spreadsheet would run is defused."""
    with path.open("w", encoding=CSV_ENCODING, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.header for column in layout.columns])
        writer.writerows([_csv(cell) for cell in row] for row in rows)


def write_markdown(path: Path, layout: Layout, rows: Iterable[Sequence[Cell]]) -> None:
    """Write one table as Markdown."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"# {layout.name}\n\n")
        file.write(_markdown_row([_markdown(column.header) for column in layout.columns]))
        file.write(_markdown_row(["---"] * len(layout.columns)))
        for row in rows:
            file.write(_markdown_row([_markdown(cell) for cell in row]))


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else str(cell)


def _csv(cell: Cell) -> str:
    return defused(cell) if isinstance(cell, str) else _shown(cell)


def _markdown(cell: Cell) -> str:
    return escaped(_shown(cell))


def escaped(text: str) -> str:
    """Text for a cell or a paragraph of Markdown that means only itself."""
    return _MARKDOWN.sub(r"\\\1", visible(text, multiline=True)).replace("\n", "<br>")


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
