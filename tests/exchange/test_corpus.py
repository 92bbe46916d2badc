"""Sheets as teams and other programs have them, tiny and many: each is read without a flag and loses nothing."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.exchange.columns import recognised
from leadtui.exchange.rows import read_rows
from leadtui.exchange.sheets import Table
from leadtui.services.imports import Rejected, SheetRow
from tests.exchange.foreign import FOREIGN, Read

PLAIN = "客户名称,联系人,电话"
CELLS: dict[str, tuple[str, str, Read]] = {
    "traditional": (
        "客戶名稱,聯絡人,電話,線索來源",
        "無錫創新,許小姐,13700001111,展會",
        {"name": "無錫創新", "source": "trade_show"},
    ),
    "spaced header": ("客 户 名 称,联系人 ,电话（手机）", "恒远,周 建 国,13862012345", {"contact.name": "周建国"}),
    "header with hints": (
        "客户名称*,联系人(必填),电话【必填】",
        "恒远,周,13862012345",
        {"contact.phone": "13862012345"},
    ),
    "masked": (PLAIN, "恒远,周*国,138****2345", {"contact.name": "周*国", "contact.phone": "138****2345"}),
    "phone as number": (PLAIN, "恒远,周,#13862012345", {"contact.phone": "13862012345"}),
    "phone with extension": (PLAIN, "恒远,周,0571-88123456转802", {"contact.phone": "0571-88123456转802"}),
    "phone with country": (PLAIN, "恒远,周,+86 138 6201 2345", {"contact.phone": "+86 138 6201 2345"}),
    "mail below phone": (PLAIN, "恒远,周,z@h.cn", {"contact.email": "z@h.cn"}),
    "wechat below phone": (PLAIN, "恒远,周,微信:hy_zhou", {"contact.wechat": "hy_zhou"}),
    "grade A类": (PLAIN + ",等级", "恒远,周,1,A类", {"grade": "A"}),
    "grade B级": (PLAIN + ",客户等级", "恒远,周,1,B级", {"grade": "B"}),
    "grade 高": (PLAIN + ",线索等级", "恒远,周,1,高", {"grade": "A"}),
    "grade 中": (PLAIN + ",等级", "恒远,周,1,中", {"grade": "B"}),
    "phone cut by a spreadsheet": (PLAIN, "恒远,周,1.38E+10", {"contact.phone": "1.38E+10"}),
    "grade low": (PLAIN + ",Grade", "恒远,周,1,低", {"grade": "C"}),
    "budget within": (PLAIN + ",预算", "恒远,周,1,20万以内", {"budget_max": 20_000_000}),
    "budget range": (PLAIN + ",预算", "恒远,周,1,30-50万", {"budget_min": 30_000_000, "budget_max": 50_000_000}),
    "budget in wan": (PLAIN + ",预算(万)", "恒远,周,1,30", {"budget_min": 30_000_000}),
    "budget in wan, about": (PLAIN + ",预算（万元）", "恒远,周,1,约15", {"budget_min": 15_000_000}),
    "budget in wan, at most": (PLAIN + ",预算（万元）", "恒远,周,1,15以内", {"budget_max": 15_000_000}),
    "budget in wan, full width": (PLAIN + ",预算（万元）", "恒远,周,1,１０－２０", {"budget_max": 20_000_000}),
    "budget in wan, at least": (PLAIN + ",预算（万元）", "恒远,周,1,50+", {"budget_min": 50_000_000}),
    "budget in wan, in yuan": (PLAIN + ",预算（万元）", "恒远,周,1,5000元", {"budget_min": 500_000}),
    "budget in traditional characters": (PLAIN + ",预算", "恒远,周,1,30萬", {"budget_min": 30_000_000}),
    "budget above": (PLAIN + ",预算", "恒远,周,1,50万以上", {"budget_min": 50_000_000}),
    "size and revenue": (
        PLAIN + ",企业规模",
        '恒远,周,1,"100-500人,年营收5000万"',
        {"employees": "100-500人", "annual_revenue": "5000万"},
    ),
    "date with dots": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,2026.11.4,聊", {"record.at": date(2026, 11, 4)}),
    "date in Chinese": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,2026年11月4日,聊", {"record.at": date(2026, 11, 4)}),
    "date as serial": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,#46343,聊", {"record.at": date(2026, 11, 17)}),
    "date with slashes": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,2026/11/4,聊", {"record.at": date(2026, 11, 4)}),
    "date with a time": (
        PLAIN + ",跟进日期,沟通内容",
        "恒远,周,1,2026-11-04 14:30,聊",
        {"record.at": date(2026, 11, 4)},
    ),
    "next without a year": (
        PLAIN + ",跟进日期,沟通内容,下次跟进",
        "恒远,周,1,2026-11-04,聊,11月6日",
        {"plan.due": date(2026, 11, 6)},
    ),
    "next week": (
        PLAIN + ",跟进日期,沟通内容,下次跟进",
        "恒远,周,1,2026-11-04,聊,下周三",
        {"plan.due": date(2026, 11, 11)},
    ),
    "next in words": (
        PLAIN + ",跟进日期,沟通内容,下一步计划",
        "恒远,周,1,2026-05-20,聊,5月22日发送案例",
        {"plan.due": date(2026, 5, 22), "plan.action": "发送案例"},
    ),
    "next as exported": (
        PLAIN + ",跟进日期,沟通内容,下一步计划",
        "恒远,周,1,2026-05-20,聊,2026-06-02 10:00 确认6月1日的会",
        {"plan.due": date(2026, 6, 2), "plan.action": "确认6月1日的会"},
    ),
    "unknown column": (PLAIN + ",代号", "恒远,周,1,X7", {"note": "代号: X7"}),
    "ids are no columns": (PLAIN + ",id,version,deleted_at", "恒远,周,1,5,9,2026-01-01", {"note": "version: 9"}),
    "source in words": (
        PLAIN + ",来源渠道",
        "恒远,周,1,百度推广",
        {"source": "online_ads", "source_detail": "百度推广"},
    ),
    "source named": (PLAIN + ",线索来源", "恒远,周,1,行业展会", {"source": "trade_show"}),
    "channel in words": (
        PLAIN + ",跟进日期,方式,沟通内容",
        "恒远,周,1,2026-11-04,打电话,聊",
        {"record.channel": "call"},
    ),
    "attitude in words": (
        PLAIN + ",跟进日期,沟通内容,客户态度",
        "恒远,周,1,2026-11-04,聊,非常积极",
        {"record.attitude": "very_positive"},
    ),
    "no answer": (
        PLAIN + ",跟进日期,沟通内容,跟进结果",
        "恒远,周,1,2026-11-04,聊,无人接听",
        {"record.outcome": "no_answer"},
    ),
    "English table": (
        "Company,Contact,Phone,Status,Follow-up date,Summary",
        "Acme,Mary,1,Interested,2026-11-04,hello",
        {"status": "interested", "record.summary": "hello"},
    ),
    "satisfaction": (PLAIN + ",满意度", "恒远,周,1,4分", {"satisfaction": 4}),
    "decision": (PLAIN + ",是否决策人", "恒远,周,1,是", {"contact.decision_authority": True}),
    "tags": (PLAIN + ",客户标签", "恒远,周,1,新客户；高意向", {"tags": ("新客户", "高意向")}),
}

LAYOUTS: dict[str, list[list[object]]] = {
    "title above": [["华东区客户"], [], ["客户名称", "联系人", "电话"], ["恒远", "周", "1"]],
    "notes and title above": [
        ["表"],
        ["制表人：李娜"],
        ["说明：勿改"],
        ["客户名称", "联系人", "电话"],
        ["恒远", "周", "1"],
    ],
    "numbered rows": [["序号", "客户名称", "联系人", "电话"], [1, "恒远", "周", "1"]],
    "blank rows": [["客户名称", "联系人", "电话"], [], ["恒远", "周", "1"], [None, "", " "]],
    "totals row": [["客户名称", "联系人", "电话"], ["恒远", "周", "1"], ["合计", None, 1]],
    "header again": [["客户名称", "联系人", "电话"], ["恒远", "周", "1"], ["客户名称", "联系人", "电话"]],
    "two header rows": [["客户信息", None, "备注"], ["客户名称", "联系人", "电话"], ["恒远", "周", "1"]],
    "blank first column": [[None, "客户名称", "联系人", "电话"], [None, "恒远", "周", "1"]],
    "short rows": [["客户名称", "联系人", "电话", "备注", "等级"], ["恒远", "周", "1"]],
    "cells beyond the header": [["客户名称", "联系人", "电话"], ["恒远", "周", "1", None, "边注"]],
}


def _cells(line: str) -> list[object]:
    return [float(cell[1:]) if cell.startswith("#") else cell or None for cell in next(csv.reader([line]))]


def _taken(desk: Desk, rows: list[list[object]]) -> tuple[list[SheetRow], list[Rejected]]:
    return read_rows(recognised([Table("表", rows)], path=Path("表.csv")), desk)  # type: ignore[list-item]


def _told(row: SheetRow, key: str, desk: Desk) -> object:
    """What a row says under a key of the corpus; of instants the day."""
    whose, _dot, name = key.rpartition(".")
    if whose == "contact":
        return row.contact.get(name)
    if whose:
        value = getattr(getattr(row, whose), name)
    elif hasattr(row, key):
        value = getattr(row, key)
    else:
        value = row.customer.get(key, row.lead.get(key))
    value = getattr(value, "day", value) if key == "plan.due" else value
    return value.astimezone(desk.zone).date() if isinstance(value, datetime) else value


@pytest.mark.parametrize("name", [*FOREIGN, *CELLS])
def test_a_sheet_is_read_without_help(desk: Desk, name: str) -> None:
    header, line, expected = (FOREIGN | CELLS)[name]
    (row,), rejected = _taken(desk, [_cells(header), _cells(line)])
    assert rejected == []
    for key, value in expected.items():
        if key == "note":
            assert value in row.notes
        else:
            assert _told(row, key, desk) == value, key


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_table_is_found_wherever_it_stands(desk: Desk, name: str) -> None:
    (row,), rejected = _taken(desk, LAYOUTS[name])
    assert rejected == []
    assert (row.name, row.contact.get("name")) == ("恒远", "周")


def test_the_corpus_is_a_corpus() -> None:
    assert len(FOREIGN) + len(CELLS) + len(LAYOUTS) >= 60
