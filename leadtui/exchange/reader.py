"""Reads a workbook or document in a process of its own, which a hostile file may end, and prints its tables as JSON.

It is run by its path, so it imports nothing of leadtui. It refuses by a word that sheets.py explains.
"""

import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

MEMORY = 1_500 * 1024 * 1024
LEAST_MEMORY, MEMORY_PER_BYTE = 200 * 1024 * 1024, 12
CPU_SECONDS = 30
UNPACKED = 300 * 1024 * 1024
ROWS, COLUMNS, CELL = 200_000, 200, 32_767
AT_ONCE = 1000
DOCUMENT = "word/document.xml"

Shown = str | int | float | bool | list[str] | None


class Refused(Exception):
    """This workbook is not read; the word says why, row and column where (from 1; 0: unknown)."""

    def __init__(self, word: str, row: int = 0, column: int = 0) -> None:
        super().__init__(word)
        self.place = row, column


def main(path: str) -> None:
    """Print {"tables": [[name, rows], …]} or {"refused": word, "at": [row, column]}, these counted from 1 (0: unknown).

    Days are ["d", ISO], instants ["t", ISO].
    """
    _limit_memory(MEMORY)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: dict[str, object]
    try:
        _print(list(_tables(Path(path).read_bytes())))
        return
    except Refused as refused:
        answer = {"refused": str(refused), "at": refused.place}
    except PasswordError:
        answer = {"refused": "password"}
    except (CalamineError, zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, UnicodeDecodeError):
        answer = {"refused": "unreadable"}
    except MemoryError:
        answer = {"refused": "heavy"}
    sys.stdout.write(_json(answer))


def _print(tables: list[tuple[str, list[list[Shown]]]]) -> None:
    """Print tables some rows at a time: fast as a whole, and never the whole text in memory."""
    sys.stdout.write('{"tables":[')
    for number, (name, rows) in enumerate(tables):
        sys.stdout.write(f"{',' if number else ''}[{_json(name)},[")
        for start in range(0, len(rows), AT_ONCE):
            sys.stdout.write("," if start else "")
            sys.stdout.write(_json(rows[start : start + AT_ONCE])[1:-1])
        sys.stdout.write("]]")
    sys.stdout.write("]}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tables(data: bytes) -> Iterator[tuple[str, list[list[Shown]]]]:
    size = len(data)
    if data.startswith(b"PK"):
        names, size = _check_zip(data)
        if DOCUMENT in names:
            yield from _Document().tables(data)
            return
    # A few bytes may not blow up: one cell at the far end of a sheet means a whole sheet of empty ones before it.
    _limit_memory(min(MEMORY, _held() + LEAST_MEMORY + MEMORY_PER_BYTE * size))
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    seen = 0
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        seen += sheet.total_height
        if seen > ROWS:
            raise Refused("rows")
        yield about.name, _rows(sheet)


def _limit_memory(most: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (most, MEMORY))


def _held() -> int:
    """Bytes of addresses this process has already: some hundred megabytes where the system maps all its locales."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return MEMORY


def _check_zip(data: bytes) -> tuple[list[str], int]:
    """Look into the directory before anything is unpacked; the names in it, and how many bytes they unpack to."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
        if size > UNPACKED:
            raise Refused("unpacked")
        return packed.namelist(), size


def _rows(sheet: CalamineSheet) -> list[list[Shown]]:
    # Columns beyond the limit may be formatted and empty, as in a sheet that was coloured to its edge.
    rows = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        shown = [_shown(cell) for cell in row]
        while shown and shown[-1] is None:
            shown.pop()
        if len(shown) > COLUMNS:
            raise Refused("columns", number)
        for column, cell in enumerate(shown, 1):
            if isinstance(cell, str) and len(cell) > CELL:
                raise Refused("cell", number, column)
        rows.append(shown)
    while rows and not rows[-1]:
        rows.pop()
    _fill_down(rows, sheet)
    return rows


def _fill_down(rows: list[list[Shown]], sheet: CalamineSheet) -> None:
    """A cell merged over several rows stands in each of them: one customer beside many contacts made."""
    for (top, column), (bottom, _right) in sheet.merged_cell_ranges or ():
        if top >= len(rows) or column >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            # A row without a word of its own stays blank, however tall the cell beside it is.
            if row and (len(row) <= column or row[column] is None):
                row += [None] * (column + 1 - len(row))
                row[column] = rows[top][column]


def _shown(cell: str | int | float | bool | date | time | datetime | timedelta) -> Shown:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    return str(cell) if isinstance(cell, time | timedelta) else cell


class _Document:
    """The tables of a Word document. One inside a cell is part of its text; merged cells are filled downwards."""

    def __init__(self) -> None:
        self.found: list[list[list[Shown]]] = []
        self.row: list[Shown] = []
        self.text: list[str] | None = None
        self.is_text = self.is_merged = False
        self.depth = self.span = self.size = self.count = 0

    def tables(self, data: bytes) -> Iterator[tuple[str, list[list[Shown]]]]:
        """The tables with their places in the document as names."""
        parser = expat.ParserCreate(namespace_separator=" ")
        # No document needs a DTD; one that declares entities means harm.
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        with zipfile.ZipFile(BytesIO(data)) as packed, packed.open(DOCUMENT) as part:
            parser.ParseFile(part)
        for place, rows in enumerate(self.found, 1):
            yield str(place), rows

    def _refuse(self, *_declared: object) -> None:
        raise Refused("unreadable")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _blank, tag = name.rpartition(" ")
        if "wordprocessingml" not in space:
            return
        if tag == "tbl":
            self.depth += 1
            if self.depth == 1:
                self.found.append([])
        elif tag in ("br", "cr", "tab", "p"):
            self._add("\t" if tag == "tab" else "\n")
        elif self.depth == 1:
            self._start_part(tag, attributes.get(f"{space} val", ""))
        self.is_text = tag == "t"

    def _start_part(self, tag: str, value: str) -> None:
        if tag == "tr":
            self.row = []
        elif tag == "tc":
            self.text, self.span, self.size, self.is_merged = [], 1, 0, False
        elif tag == "gridSpan":
            self.span = min(int(value), COLUMNS + 1) if value.isdecimal() else 1
        elif tag == "vMerge":
            self.is_merged = value != "restart"

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        self.is_text = False
        if tag == "tbl":
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag == "tc":
            self._close_cell()
        elif self.depth == 1 and tag == "tr":
            self._close_row()

    def _said(self, text: str) -> None:
        if self.is_text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)
            self.size += len(text)
            if self.size > CELL:
                raise Refused("cell", len(self.found[-1]) + 1, len(self.row) + 1)

    def _close_cell(self) -> None:
        place, rows = len(self.row), self.found[-1]
        shown: Shown = "".join(self.text or ()).strip() or None
        if self.is_merged and rows and place < len(rows[-1]):
            shown = rows[-1][place]
        self.row += [shown, *[None] * (self.span - 1)]
        self.text = None
        if len(self.row) > COLUMNS:
            raise Refused("columns", len(rows) + 1)

    def _close_row(self) -> None:
        self.count += 1
        if self.count > ROWS:
            raise Refused("rows")
        self.found[-1].append(self.row)


if __name__ == "__main__":
    main(sys.argv[1])
