"""Sheets as tests write them."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parents[1] / "data"
HENGYUAN = {
    "线索编号": "展会-20261103-001",
    "客户名称": "苏州恒远精密机械有限公司",
    "线索来源": "行业展会",
    "联系人": "周建国",
    "联系方式": "13862012345",
    "线索等级": "A",
    "初始需求": "产线MES系统",
    "跟进日期": "2026-11-06",
    "跟进方式": "拜访",
    "沟通内容摘要": "现场演示",
    "客户反馈": "积极",
    "下一步计划": "11月24日前提交报价方案",
    "负责人": "李娜",
    "当前状态": "高意向客户",
}
"""A row of the record table by header."""
RECORDS = list(HENGYUAN)


def csv_file(path: Path, *rows: Sequence[object], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A csv file of these rows, the header among them."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def record_table(path: Path, *rows: dict[str, str]) -> Path:
    """The record table as csv, its rows like HENGYUAN but for what they say."""
    return csv_file(path, RECORDS, *[list((HENGYUAN | row).values()) for row in rows])


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """An xlsx file; days and times become date cells."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        form = instant if isinstance(cell, datetime) else day
                        sheet.write_datetime(number, column, cell, form)
                    elif isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    else:
                        sheet.write(number, column, cell)
    return path
