"""Whether sheets come in and go out at the speed of their libraries: import against calamine plus SQLite, export
against XlsxWriter writing the same cells."""

import gc
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from leadtui.exchange.exporting import export_file
from leadtui.exchange.importing import import_file
from leadtui.exchange.layouts import Template, layout
from leadtui.services import exports, history
from leadtui.store import database
from tests.bench.journal import DESK, bare_insert

RECORDS = 5
_HEADER = (
    "线索编号", "客户名称", "线索来源", "联系人", "联系方式", "线索等级", "初始需求",
    "跟进日期", "跟进方式", "沟通内容摘要", "客户反馈", "下一步计划", "负责人", "当前状态",
)  # fmt: skip


def run(count: int) -> None:
    """Measure and print: imports of a tenth, half and all of `count` leads with five records each, and an undo."""
    print(f"| {RECORDS} records a lead, xlsx | leadtui | yardstick | ratio | target |\n|---|---|---|---|---|")
    for some in (count // 10, count // 2, count):
        with tempfile.TemporaryDirectory() as folder:
            _import(Path(folder), some)
    print()


def _import(folder: Path, count: int) -> None:
    sheet, path = folder / "sheet.xlsx", folder / "book.db"
    _write(sheet, count)
    database.open_file(path)
    empty = path.stat().st_size
    taking = _timed(lambda: import_file(DESK, sheet))
    size = path.stat().st_size - empty
    reading = _timed(lambda: _read(sheet))
    inserting, bare_size = bare_insert(path, folder / "bare.db")
    undoing = _timed(lambda: history.undo(DESK))
    database.close()
    yardstick, rows = reading + inserting, count * RECORDS
    print(
        f"| import of {rows:,} rows, s | {taking:.1f} ({taking / rows * 1e6:.0f} µs a row) | "
        f"calamine {reading:.1f} + SQLite {inserting:.1f} | {taking / yardstick:.1f}× | ≤8× |"
    )
    print(f"| file, MB | {size / 1e6:.0f} | {bare_size / 1e6:.0f} | {size / bare_size:.2f}× | ≤2.5× |")
    print(f"| undo of that import, s | {undoing:.1f} | | {undoing / taking:.2f}× of the import | ≤1× |", flush=True)


def run_exports() -> None:
    """Measure and print: an export of 10,000 rows in each layout."""
    few = 10_000 // RECORDS
    wanted = {None: few, Template.RECORDS: few, Template.FUNNEL: 10_000}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "sheet.xlsx", 10_000, records=2)
        database.open_file(folder / "book.db")
        import_file(DESK, folder / "sheet.xlsx")
        exporting = {layout: _exported(folder, leads, layout) for layout, leads in wanted.items()}
        database.close()
    print("| export of 10,000 rows, xlsx | leadtui | yardstick | ratio | target |\n|---|---|---|---|---|")
    for template, (ours, bare) in exporting.items():
        print(f"| {template or 'every field'}, s | {ours:.2f} | {bare:.2f} | {ours / bare:.2f}× | ≤1.5× |")
    print()


def _write(path: Path, count: int, records: int = RECORDS) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("客户跟进记录表")
        sheet.write_row(0, 0, _HEADER)
        place = 0
        for number in range(count):
            for record in range(records):
                place += 1
                _row(sheet, place, number, record, day)


def _row(sheet: xlsxwriter.worksheet.Worksheet, place: int, number: int, record: int, day: object) -> None:
    on = date(2026, 1, 1) + timedelta(days=number % 200 + record * 20)
    texts = (
        f"展会-20260101-{number:06d}",
        f"杭州第{number}精密机械有限公司",
        *("行业展会", "周建国", f"138{number:08d}", "ABC"[number % 3], "产线MES系统", None, "电话"),
        f"第{record}次沟通:确认展会意向,现用Excel排产,交期常延误",
        *("希望看同行业案例,预算30万-50万", "提交报价方案", "李娜", "意向客户"),
    )
    for column, text in enumerate(texts):
        if text is None:
            sheet.write_datetime(place, column, datetime(on.year, on.month, on.day), day)  # noqa: DTZ001
        else:
            sheet.write_string(place, column, text)


def _read(path: Path) -> int:
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _exported(folder: Path, leads: int, template: Template | None) -> tuple[float, float]:
    """Seconds for our export of these leads' rows, and for XlsxWriter alone to write the same cells; best of three."""
    ids = exports.chosen(DESK)[:leads]
    shape = layout(template)
    cells = [row for dossier in exports.dossiers(ids) for row in shape.rows(dossier, DESK.zone)]
    gc.freeze()
    ours = min(
        _timed(lambda: export_file(DESK, folder / "a.xlsx", ids, template=template, force=True)) for _each in range(5)
    )
    bare = min(_timed(lambda: _bare(folder / "b.xlsx", cells)) for _each in range(5))
    return ours * 10_000 / len(cells), bare * 10_000 / len(cells)


def _bare(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """The rows as XlsxWriter's own documentation writes a table."""
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(place, column, cell)


def _timed(act: Callable[[], object]) -> float:
    os.sync()
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
