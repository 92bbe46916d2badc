"""A review as a workbook: the period in sentences, a sheet with a native chart for each panel, and on a sheet of its
own the leads behind each of its figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

from leadtui.domain import cells
from leadtui.domain.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, LEAD_FIELDS, PLAN_FIELDS, STATE_FIELDS
from leadtui.domain.money import FEN
from leadtui.domain.terms import Source
from leadtui.exchange.defusing import guarded
from leadtui.exchange.reviews import rendering, table, text
from leadtui.exchange.sheets import Cell
from leadtui.i18n import NP_, _, told
from leadtui.services.leads import LeadRow
from leadtui.services.reviews import shape
from leadtui.services.reviews.shape import Column, Panel, Review, Row

Behind = Iterable[tuple[str, Iterable[LeadRow]]]
"""The leads behind a panel: the label of each of its rows, and that row's leads."""

_LONGEST_NAME = 31
_A4 = 9
_LAST_ROW = 1_048_575
_FORMATS = {
    shape.SHARE: "0%", shape.INTERVAL: "0%", shape.MONEY: "#,##0", shape.HOURS: "0.0", shape.DAYS: "0.0",
    shape.SCORE: "0.0", shape.COUNT: "#,##0",
}  # fmt: skip
_BAR, _BEFORE = "#0B6B66", "#B9C3CA"
_LINE_HEIGHT, _LINE_LETTERS, _LEAST_COLUMNS = 15, 100, 7
"""Points of a line of text, letters that surely fit into it, and columns it stands across at least."""


def write(
    path: Path, review: Review, written: str, behind: Iterator[tuple[Panel, Behind]], made: datetime, zone: tzinfo
) -> int:
    """Write the workbook; how many lines of leads it holds. `behind` is read panel by panel, once.

    `made` is the time it says it was made at; contacts stand as they come in `behind`.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Text stays text: nothing that stands in a record becomes a link, a number or a formula.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    try:
        with Workbook(str(path), options) as book:
            book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None)})
            names = _Names()
            _words(book, names, review, written, made.astimezone(zone).date())
            for panel in review.panels:
                _panel(book, names, panel)
            for panel, rows in behind:
                count += _leads(book, names, panel, rows, zone)
    except FileCreateError as error:
        # What the disk said, as every other writer says it.
        raise OSError(*getattr(error.args[0], "args", error.args)) from error
    return count


class _Names:
    """Names of sheets: as short as Excel wants them, without the signs it forbids, each once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def fresh(self, wanted: str) -> str:
        """A name like the one wanted that no sheet has yet."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ") or "-"
        name, number = plain[:_LONGEST_NAME], 1
        while name.casefold() in self.taken:
            number += 1
            tail = f" {number}"
            name = plain[: _LONGEST_NAME - len(tail)] + tail
        self.taken.add(name.casefold())
        return name


def _words(book: Any, names: _Names, review: Review, written: str, today: date) -> None:
    """The first sheet: the period in sentences."""
    sheet = book.add_worksheet(names.fresh(_("Review")))
    sheet.set_column(0, 0, 110)
    sheet.set_paper(_A4)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, text.heading(review, today), book.add_format({"font_color": "#5C666E"}))
    for place, line in enumerate(rendering.plain_lines(written), 2):
        sheet.write_string(place, 0, guarded(line.text), bold if line.is_heading else wrapped)


def _panel(book: Any, names: _Names, panel: Panel) -> None:
    title = told(panel.title)
    sheet = book.add_worksheet(names.fresh(title))
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 13}))
    header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"})
    heads = list(_heads(panel))
    sheet.set_row(2, 3.1 * _LINE_HEIGHT)
    for place, (name, _column) in enumerate(heads):
        sheet.set_column(place, place, 22 if not place else 12)
        sheet.write_string(2, place, name, header)
    formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
    rows = [*panel.rows, *((panel.total,) if panel.total and panel.rows else ())]
    for place, row in enumerate(rows, 3):
        for at, (cell, (_name, column)) in enumerate(zip(_cells(panel, row), heads, strict=True)):
            _put(sheet, place, at, cell, formats.get(column.kind))
    end = 4 + len(rows)
    about = book.add_format({"font_color": "#5C666E", "text_wrap": True, "valign": "top"})
    for place, said in enumerate((text.footnote(panel), told(panel.definition)), end):
        sheet.set_row(place, _LINE_HEIGHT * (1 + cells.width(said) // _LINE_LETTERS))
        sheet.merge_range(place, 0, place, max(len(heads) - 1, _LEAST_COLUMNS), "", about)
        sheet.write_string(place, 0, guarded(said), about)
    if panel.rows and table.bar_place(panel) is not None:
        sheet.insert_chart(end + 3, 0, _chart(book, sheet.get_name(), panel, heads))


def _heads(panel: Panel) -> Iterator[tuple[str, Column]]:
    """The columns with their headers: an interval is two, the figure with the bar has that of the period before."""
    for column in panel.columns:
        name = told(column.title)
        if column.kind == shape.INTERVAL:
            yield _("{interval}: from").format(interval=name), column
            yield _("{interval}: to").format(interval=name), column
            continue
        yield name, column
        if column.bar:
            yield _("{figure}, the period before").format(figure=name), column


def _cells(panel: Panel, row: Row) -> Iterator[Cell]:
    yield row.label
    before = row.before or (None,) * len(row.values)
    for column, value, was in zip(panel.columns[1:], row.values[1:], before[1:], strict=True):
        if column.kind == shape.INTERVAL:
            yield from value if isinstance(value, tuple) else (None, None)
            continue
        yield value if not isinstance(value, tuple) else None
        if column.bar:
            yield was if not isinstance(was, tuple) else None


def _chart(book: Any, sheet: str, panel: Panel, heads: Sequence[tuple[str, Column]]) -> Any:
    """Bars of the figure and of the period before, drawn by the spreadsheet from the cells above."""
    chart = book.add_chart({"type": "bar"})
    at = next(place for place, (_name, column) in enumerate(heads) if column.bar)
    last = 2 + len(panel.rows)
    for place, colour in ((at, _BAR), (at + 1, _BEFORE)):
        chart.add_series(
            {
                "name": [sheet, 2, place],
                "categories": [sheet, 3, 0, last, 0],
                "values": [sheet, 3, place, last, place],
                "fill": {"color": colour},
                "points": _points(panel, colour, is_before=place > at),
                "gap": 60,
            }
        )
    chart.set_title({"name": told(panel.title), "name_font": {"size": 12, "bold": False}, "overlay": False})
    chart.set_y_axis({"reverse": True})
    lines = {"visible": True, "line": {"color": "#D5DADE"}}
    chart.set_x_axis({"major_gridlines": lines, "min": 0, "num_format": _FORMATS[heads[at][1].kind]})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 130 + 34 * len(panel.rows)})
    return chart


def _points(panel: Panel, colour: str, *, is_before: bool) -> list[dict[str, Any] | None]:
    """A rate of too few cases is only an outline."""
    outline = {"fill": {"none": True}, "border": {"color": colour, "dash_type": "dash"}}
    values = (row.before if is_before else row.values for row in panel.rows)
    return [outline if table.is_slight(panel, each) else None for each in values]


def _lead_heads() -> list[str]:
    customer, contact, lead, state, plan = (
        {field.key: field.label for field in fields}
        for fields in (CUSTOMER_FIELDS, CONTACT_FIELDS, LEAD_FIELDS, STATE_FIELDS, PLAN_FIELDS)
    )
    return [
        _("Figure"),
        lead["lead_no"],
        customer["name"],
        contact["name"],
        contact["phone"],
        *(lead[key] for key in ("source", "grade")),
        *(state[key] for key in ("stage", "status")),
        lead["owner"],
        told(NP_("review", "Amount")),
        told(NP_("review", "Created")),
        plan["due"],
    ]


def _leads(book: Any, names: _Names, panel: Panel, behind: Behind, zone: tzinfo) -> int:
    """One sheet with the leads behind every figure of a panel; how many lines it has."""
    sheet = book.add_worksheet(names.fresh(_("{panel} (leads)").format(panel=told(panel.title))))
    header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
    day, amount = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0"})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    heads = _lead_heads()
    for place, head in enumerate(heads):
        sheet.set_column(place, place, 26 if place == 2 else 15)
        sheet.write_string(0, place, head, header)
    line = 0
    for label, rows in behind:
        for row in rows:
            if line >= _LAST_ROW:
                break
            line += 1
            for at, cell in enumerate((label, *_lead(row, zone))):
                _put(sheet, line, at, cell, day if isinstance(cell, date) else amount)
    sheet.autofilter(0, 0, line, len(heads) - 1)
    return line


def _lead(row: LeadRow, zone: tzinfo) -> Iterator[Cell]:
    source = Source.named(row.source)
    yield from (row.lead_no, row.customer, row.contact, row.phone, source.label if source else row.source)
    yield row.grade.label if row.grade else None
    yield from (row.stage.label, row.status.label, row.owner)
    yield None if row.amount is None else row.amount / FEN
    yield from (row.created_at.astimezone(zone).date(), row.next_due)


def _put(sheet: Any, line: int, place: int, cell: Cell, form: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(line, place, guarded(cell))
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell, form)
    else:
        sheet.write_datetime(line, place, cell, form)
