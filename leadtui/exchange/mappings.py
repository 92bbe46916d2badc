"""What people said that the columns of a sheet hold, remembered by the sheet's headers.

It lies in the book, so that the whole team and the command line read the next sheet of the kind alike. It is no
undo step: taking an import back is no word about its columns.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from leadtui.domain.text import clean, fold
from leadtui.exchange.columns import HEADER_WITHIN, Sheet
from leadtui.exchange.sheets import Cell, Table
from leadtui.services.imports import memory


def remembered(tables: Sequence[Table], *, sheet: str | None = None) -> dict[str, str]:
    """The fields by column that somebody chose for sheets with these headers; empty for new ones."""
    known = memory.mappings()
    found: dict[str, str] = {}
    if not known:
        return found
    for table in tables:
        if sheet is None or fold(table.name) == fold(sheet):
            for row in table.rows[:HEADER_WITHIN]:
                found |= known.get(_headers(_names(row)), {})
    return found


def remember(sheets: Sequence[Sheet], mapping: Mapping[str, str]) -> None:
    """Remember what a person said of these sheets' columns; nothing corrected is nothing to remember."""
    for sheet in sheets:
        names = _names(sheet.table.rows[sheet.first - 1])
        memory.note_mapping(_headers(names), {name: mapping[name] for name in names if name in mapping})


def _names(row: Sequence[Cell]) -> list[str]:
    return [name for cell in row if isinstance(cell, str) and (name := clean(cell))]


def _headers(names: Iterable[str]) -> str:
    """The same for the same headers in another order."""
    return json.dumps(sorted({fold(name) for name in names}), ensure_ascii=False)
