"""Reads a workbook in a process of its own and prints its sheets as JSON: a hostile file ends only this one.

It is run by its path, so it imports nothing of leadtui. It refuses by a word that sheets.py explains.
"""

import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

MEMORY = 1_500 * 1024 * 1024
CPU_SECONDS = 30
UNPACKED = 300 * 1024 * 1024
ROWS, COLUMNS, CELL = 200_000, 200, 32_767

Shown = str | int | float | bool | list[str] | None


class Refused(Exception):
    """This workbook is not read; the word says why."""


def main(path: str) -> None:
    """Print {"tables": [[name, rows], …]} or {"refused": word}; days are ["d", ISO], instants ["t", ISO]."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, object] = {"tables": list(_tables(Path(path).read_bytes()))}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except PasswordError:
        answer = {"refused": "password"}
    except (CalamineError, zipfile.BadZipFile):
        answer = {"refused": "unreadable"}
    except MemoryError:
        answer = {"refused": "heavy"}
    json.dump(answer, sys.stdout, ensure_ascii=False, separators=(",", ":"))


def _tables(data: bytes) -> Iterator[tuple[str, list[list[Shown]]]]:
    if data.startswith(b"PK"):
        _check_zip(data)
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    seen = 0
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        rows = _rows(book.get_sheet_by_name(about.name))
        seen += len(rows)
        if seen > ROWS:
            raise Refused("rows")
        yield about.name, rows


def _check_zip(data: bytes) -> None:
    """Look into the directory before anything is unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > UNPACKED:
            raise Refused("unpacked")


def _rows(sheet: CalamineSheet) -> list[list[Shown]]:
    # Columns beyond the limit may be formatted and empty, as in a sheet that was coloured to its edge.
    rows = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        shown = [_shown(cell) for cell in row]
        while shown and shown[-1] is None:
            shown.pop()
        if len(shown) > COLUMNS:
            raise Refused("columns")
        if number >= ROWS and shown:
            raise Refused("rows")
        rows.append(shown)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _shown(cell: str | int | float | bool | date | time | datetime | timedelta) -> Shown:
    if isinstance(cell, str):
        if len(cell) > CELL:
            raise Refused("cell")
        return cell or None
    if isinstance(cell, datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    return str(cell) if isinstance(cell, time | timedelta) else cell


if __name__ == "__main__":
    main(sys.argv[1])
