"""Workbooks out: header frozen, filters on, drop-downs for choices, days as days, phones as text (R76)."""

import sys
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from leadtui.domain.fields import DICTIONARY, Kind
from leadtui.exchange.defusing import guarded
from leadtui.exchange.layouts import Column, Layout
from leadtui.exchange.sheets import Cell
from leadtui.i18n import _

_WIDTHS = {Kind.NOTE: 36, Kind.INSTANT: 17, Kind.DAY: 12, Kind.MONEY: 14, Kind.CHOICE: 13, Kind.SCORE: 8}
_WIDTH = 18
_LAST_ROW = 1_048_575
_LONGEST = 32_767
_LONGEST_LIST = 255


def write(path: Path, layout: Layout, rows: Iterable[Sequence[Cell]], made: datetime) -> None:
    """Write one table, and what its fields mean on a second sheet; rows leave memory as they are written.

    `made` is the time the workbook says it was made at.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Rows on their way lie in a folder that nobody else reads and that goes in any case.
    with TemporaryDirectory(prefix="leadtui-") as folder:
        # Text stays text: nothing that stands in a record becomes a link, a number or a formula.
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        book = Workbook(str(path), options)
        try:
            _compose(book, layout, rows, made)
            book.close()
        except FileCreateError as error:
            _forget(error)
            # What the disk said, as every other writer says it.
            raise OSError(*getattr(error.args[0], "args", error.args)) from error
        finally:
            _let_go(book)


def _compose(book: Any, layout: Layout, rows: Iterable[Sequence[Cell]], made: datetime) -> None:
    book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet(layout.name)
    _prepare(book, sheet, layout.columns)
    last = _fill(book, sheet, rows)
    sheet.autofilter(0, 0, last, len(layout.columns) - 1)
    _explain(book)


def _forget(error: BaseException) -> None:
    """Drop the archive that was not finished, unheard: it would tell the terminal once more that the disk is full."""
    told, sys.unraisablehook = sys.unraisablehook, lambda _said: None
    try:
        each: BaseException | None = error
        while each is not None:
            traceback.clear_frames(each.__traceback__)
            each = each.__context__
    finally:
        sys.unraisablehook = told


def _let_go(book: Any) -> None:
    """Close the files of rows under way, of which a full disk leaves some open."""
    for sheet in book.worksheets():
        if sheet.row_data_fh is not None:
            with suppress(OSError):
                sheet.row_data_fh.close()


def _prepare(book: Any, sheet: Any, columns: Sequence[Column]) -> None:
    header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"})
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _WIDTHS.get(column.kind, _WIDTH))
        sheet.write_string(0, index, column.header, header)
        if column.labels and len(",".join(column.labels)) <= _LONGEST_LIST:
            # A team's own words are welcome beside the labels: the list offers, it does not forbid.
            offered = {"validate": "list", "source": list(column.labels), "error_type": "information"}
            sheet.data_validation(1, index, _LAST_ROW, index, offered)


def _fill(book: Any, sheet: Any, rows: Iterable[Sequence[Cell]]) -> int:
    """Write the rows; the index of the last one."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    note = book.add_format({"text_wrap": True, "valign": "top"})
    string, number, moment = sheet.write_string, sheet.write_number, sheet.write_datetime
    place = 0
    for place, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                text = guarded(cell)[:_LONGEST] if cell[0] == "'" or len(cell) > _LONGEST else cell
                string(place, index, text, note) if "\n" in text else string(place, index, text)
            elif isinstance(cell, int | float):
                number(place, index, cell)
            else:
                moment(place, index, cell, instant if isinstance(cell, datetime) else day)
    return place


def _explain(book: Any) -> None:
    """填表说明: section, name, description and example of every field."""
    sheet = book.add_worksheet(_("How to fill in"))
    header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    titles = (_("Section"), _("Name"), _("Description"), _("Example"))
    for index, (title, width) in enumerate(zip(titles, (14, 20, 60, 36), strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, title, header)
    for place, field in enumerate(DICTIONARY, 1):
        for index, text in enumerate((field.section.label, field.label, field.description, field.example)):
            sheet.write_string(place, index, guarded(text), wrapped)
