"""Tables out of files: workbooks by a child process with limits, csv and tsv here; not yet understood."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from os import stat_result
from pathlib import Path

from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.domain.text import clean
from leadtui.exchange import delimited
from leadtui.i18n import N_, _

Cell = str | int | float | bool | date | datetime | None

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".docx", ".docm"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
CARDS = frozenset({".vcf", ".vcard"})
ROWS, COLUMNS, CELL = 200_000, 200, 32_767
PACKED = 20 * 1024 * 1024
PLAIN = 100 * 1024 * 1024
WALL_SECONDS = 60
PASTED = Path("-")

_READER = Path(__file__).with_name("reader.py")
_FOREIGN = {
    ".doc": N_("{path}: old Word files cannot be read. Save it as docx or xlsx, then import that."),
    ".wps": N_("{path}: WPS documents cannot be read. Save it as docx or xlsx, then import that."),
    ".et": N_("{path}: WPS sheets cannot be read. Save it as xlsx, then import that."),
    ".numbers": N_("{path}: Numbers sheets cannot be read. Export it as xlsx, then import that."),
    ".pdf": N_("{path}: PDF files cannot be read. Give the sheet it was made from, as xlsx or csv."),
}
_PERHAPS = frozenset({".et", ".doc", ".wps"})
"""Endings under which there may lie a file of a kind that is read: a .et is often an .xls, a .doc a .docx."""
_REFUSED = {
    "rows": N_("{path} has more than {limit} rows. Split it, then import the parts."),
    "columns": N_("{path}, row {row}: there are more than {limit} columns. Keep the table alone, then import it."),
    "cell": N_(
        "{path}, row {row}, column {column}: the cell has more than {limit} characters. Shorten it, then import again."
    ),
    "unpacked": N_("{path} would unpack to more than 300 MB. Save the table alone as a new file or as csv."),
    "password": N_("{path} is protected by a password. Save it without one, then import that."),
    "unreadable": N_(
        "{path} is damaged or no {ending} file. Open it in a spreadsheet program and save it as xlsx or csv."
    ),
    "heavy": N_("{path} is too large or damaged to be read safely. Save the table alone as a new file or as csv."),
}
_LIMITS = {"rows": ROWS, "columns": COLUMNS, "cell": CELL}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name and its rows from the first on, empty cells None; rows may differ in length."""

    name: str
    rows: Sequence[Sequence[Cell]]


def read_tables(path: Path, *, encoding: str | None = None) -> list[Table]:
    """Every table of a file, by its ending. Raises UsageError or LeadtuiError naming file and way out."""
    ending = path.suffix.lower()
    if ending not in WORKBOOKS | TEXTS | CARDS | _FOREIGN.keys():
        raise LeadtuiError(N_("{path}: cannot read {ending} files. Give one of: {known}"), path=path,
                           ending=ending or _("such"), known=" ".join(sorted(WORKBOOKS | TEXTS | CARDS)))  # fmt: skip
    check_file(path, PLAIN if ending in TEXTS | {".xls"} else PACKED)
    before = path.stat()
    if ending in TEXTS:
        tables = [_delimited(path, path.read_bytes(), encoding)]
    elif ending in CARDS:
        tables = [_cards(path, encoding)]
    elif ending in WORKBOOKS:
        tables = _workbook(path)
    else:
        tables = _foreign(path)
    check_unchanged(path, before)
    return tables


def check_unchanged(path: Path, before: stat_result) -> None:
    """Raise LeadtuiError where the file is not the one it was `before`."""
    try:
        after = path.stat()
        is_same = (before.st_mtime_ns, before.st_size, before.st_ino) == (
            after.st_mtime_ns,
            after.st_size,
            after.st_ino,
        )
    except OSError:
        is_same = False
    if not is_same:
        raise LeadtuiError(
            N_("{path} was changed while it was read. Close it elsewhere, then import again."), path=path
        )


def _state(about: stat_result) -> tuple[int, int, int]:
    return about.st_mtime_ns, about.st_size, about.st_ino


def pasted(data: bytes, *, encoding: str | None = None) -> list[Table]:
    """The table that somebody pasted, or a program sent: cells between tabs, or csv."""
    if not data.strip():
        raise UsageError(N_("Nothing was pasted. Copy a table with its header, then paste it here."))
    if len(data) > PLAIN:
        raise _refusal("heavy", PASTED)
    return [_delimited(PASTED, data, encoding)]


def _delimited(path: Path, data: bytes, encoding: str | None) -> Table:
    rows = delimited.read_rows(path, data, encoding, limit=ROWS)
    if len(rows) > ROWS:
        raise _refusal("rows", path)
    for place, row in enumerate(rows, 1):
        if len(row) > COLUMNS:
            raise _refusal("columns", path, place)
        for column, cell in enumerate(row, 1):
            if len(cell) > CELL:
                raise _refusal("cell", path, place, column)
    return Table(clean(path.stem), rows)


def _cards(path: Path, encoding: str | None) -> Table:
    from leadtui.exchange import reading_cards

    return reading_cards.table(path, delimited.decoded(path, path.read_bytes(), encoding))


def _foreign(path: Path) -> list[Table]:
    """A file that only bears another program's ending may be a workbook all the same."""
    ending = path.suffix.lower()
    if ending not in _PERHAPS:
        raise LeadtuiError(_FOREIGN[ending], path=path)
    try:
        return _workbook(path)
    except LeadtuiError as error:
        raise LeadtuiError(_FOREIGN[ending], path=path) from error


def check_file(path: Path, most: int) -> None:
    """Refuse, naming the way out, what is no plain readable file of at most `most` bytes."""
    try:
        if path.is_dir():
            raise UsageError(N_("{path} is a folder. Name the file in it."), path=path)
        if path.exists() and not path.is_file():
            raise UsageError(N_("{path} is no plain file."), path=path)
        size = path.stat().st_size
        path.open("rb").close()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UsageError(N_("{path}: there is no such file."), path=path) from error
    except OSError as error:
        raise UsageError(N_("{path} cannot be read: {why}"), path=path, why=error.strerror) from error
    if size == 0:
        raise LeadtuiError(N_("{path} is empty."), path=path)
    if size > most:
        raise LeadtuiError(
            N_("{path} has {size} MB; at most {most} MB are read. Split it, then import the parts."),
            path=path, size=size // 1024**2, most=most // 1024**2,
        )  # fmt: skip


def _workbook(path: Path) -> list[Table]:
    # -P: nothing that lies in the working folder is imported in place of a library.
    command = [sys.executable, "-P", str(_READER), str(path.absolute())]
    try:
        child = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("heavy", path) from error
    if child.returncode != 0:
        raise _refusal("heavy", path)
    answer = json.loads(child.stdout)
    if "refused" in answer:
        raise _refusal(answer["refused"], path, *answer.get("at", ()))
    return [Table(clean(name), [[_cell(each) for each in row] for row in rows]) for name, rows in answer["tables"]]


def _cell(shown: object) -> Cell:
    if isinstance(shown, list):
        kind, text = shown
        return date.fromisoformat(text) if kind == "d" else datetime.fromisoformat(text)
    assert shown is None or isinstance(shown, str | int | float)
    return shown


def _refusal(word: str, path: Path, row: int = 0, column: int = 0) -> LeadtuiError:
    told = {"limit": _LIMITS.get(word), "ending": path.suffix.lower(), "row": row, "column": column}
    return LeadtuiError(_REFUSED[word], path=path, **told)
