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

HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company"
SALESFORCE = "First Name,Last Name,Title,Company / Account,Email,Phone,Mobile,Lead Source,Lead Status,Lead Owner,Rating"
OPPORTUNITY = (
    "Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Probability (%),Close Date,Created Date,Next Step"
)
PIPEDRIVE = "Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Stage,Deal - Owner,Person - Phone - Work"
ZOHO = (
    "Lead Id,Lead Owner,Company,First Name,Last Name,Title,Email,Phone,Mobile,Lead Source,Lead Status,No. of Employees"
)
ESPO = "First Name,Last Name,Account Name,Title,Email,Phone,Status,Source,Opportunity Amount,Assigned User,Created At"
ODOO = (
    "Opportunity,Contact Name,Company Name,Email,Phone,Salesperson,Stage,Expected Revenue,Source,Expected Closing,Tags"
)
FXIAOKE = "姓名,公司,部门,职务,手机,邮件,线索来源,线索状态,销售线索详情,负责人,创建时间"
WUKONG = "客户名称,成交状态,下次联系时间,客户来源,客户行业,客户级别,手机,电话,备注,负责人,最后跟进记录,最后跟进时间"

Read = dict[str, object]

# Header, row, and what is read of it: a lead's and customer's fields by key, `contact.…`, `record.…`, `plan.…`.
CORPUS: dict[str, tuple[str, str, Read]] = {
    "hubspot contacts": (
        HUBSPOT,
        "51,Mary,Smith,mary@acme.com,+1 415 555 0100,Li Na,New,2026-11-20 14:30,Acme",
        {"name": "Acme", "contact.name": "Mary Smith", "contact.email": "mary@acme.com", "owner": "Li Na",
         "status": "prospect", "first_contact_at": date(2026, 11, 20)},
    ),
    "hubspot contact without a company": (
        HUBSPOT, "52,明,周,z@q.cn,13800138000,,Connected,2026-11-20,",
        {"name": "周明", "contact.name": "周明", "status": "interested"},
    ),
    "hubspot junk": (HUBSPOT, "53,A,B,,13800138000,,Unqualified,,Acme", {"stage": "invalid"}),
    "hubspot companies": (
        "Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry",
        "9,Acme,Li Na,2026-11-20,0571-88123456,Hangzhou,China,COMPUTER_SOFTWARE",
        {"name": "Acme", "region": "China", "industry": "COMPUTER_SOFTWARE", "note": "City: Hangzhou"},
    ),
    "hubspot deals": (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount",
        "7,Acme,Presentation Scheduled,2026-12-24,Li Na,12000.5",
        {"name": "Acme", "stage": "solution", "expected_close": date(2026, 12, 24), "quote_amount": 1_200_050},
    ),
    "hubspot deal with company": (
        "Deal Name,Associated Company,Deal Stage,Amount", "50 seats,Acme,Closed Lost,100",
        {"name": "Acme", "initial_need": "50 seats", "stage": "lost"},
    ),
    "salesforce leads": (
        SALESFORCE, "Mary,Smith,CTO,Acme,m@acme.com,0571-88123456,13800138000,Partner Referral,Open - Not Contacted,Li Na,Hot",
        {"name": "Acme", "contact.title": "CTO", "contact.phone": "0571-88123456 / 13800138000", "source": "referral",
         "status": "prospect", "grade": "A"},
    ),
    "salesforce web lead": (SALESFORCE, "A,B,,Acme,,1380013800,,Web,Working - Contacted,,Cold", {"source": "website", "grade": "C"}),
    "salesforce phone inquiry": (SALESFORCE, "A,B,,Acme,,,13800138000,Phone Inquiry,Closed - Not Converted,,", {"source": "inbound_call", "status": "lost", "contact.phone": "13800138000"}),
    "salesforce bare fields": (
        "Id,LastName,FirstName,Company,LeadSource,Status,AnnualRevenue,NumberOfEmployees",
        "00Q1,Smith,Mary,Acme,Trade Show,Working,50000000,120",
        {"name": "Acme", "source": "trade_show", "annual_revenue": "50000000", "employees": "120", "note": "Id: 00Q1"},
    ),
    "salesforce opportunities": (
        OPPORTUNITY, "Li Na,Acme,Acme - 50 seats,Negotiation/Review,80000,75,2026-12-24,2026-11-01,Send contract",
        {"name": "Acme", "initial_need": "Acme - 50 seats", "stage": "negotiation", "quote_amount": 8_000_000,
         "plan.action": "Send contract", "note": "Probability (%): 75"},
    ),
    "salesforce closed won": (OPPORTUNITY, "Li Na,Acme,X,Closed Won,1,100,2026-11-01,2026-10-01,", {"stage": "won"}),
    "pipedrive deals": (
        PIPEDRIVE, "Server,Acme,Mary Smith,5000,Proposal Made,Li Na,13800138000",
        {"name": "Acme", "initial_need": "Server", "contact.name": "Mary Smith", "contact.phone": "13800138000",
         "quote_amount": 500_000, "stage": "solution", "owner": "Li Na"},
    ),
    "pipedrive people": (
        "Person - Name,Person - Organization,Person - Phone,Person - Email,Person - Owner", "Mary,Acme,13800138000,m@a.cn,Li Na",
        {"name": "Acme", "contact.name": "Mary", "contact.email": "m@a.cn"},
    ),
    "pipedrive leads": ("Lead - Title,Lead - Owner,Person - Name,Person - Phone", "Acme,Li Na,Mary,13800138000", {"name": "Acme"}),
    "zoho leads": (
        ZOHO, "zcrm_1,Li Na,Acme,Mary,Smith,CTO,m@a.cn,13800138000,,Cold Call,Attempted to Contact,25",
        {"lead_no": "zcrm_1", "name": "Acme", "source": "cold_visit", "status": "prospect", "employees": "25"},
    ),
    "zoho junk": (ZOHO, "zcrm_2,Li Na,Acme,A,B,,,13800138000,,Advertisement,Junk Lead,", {"stage": "invalid", "source": "online_ads"}),
    "zoho deals": (
        "Deal Name,Account Name,Stage,Amount,Closing Date,Deal Owner", "X,Acme,Needs Analysis,900,2026-12-01,Li Na",
        {"name": "Acme", "stage": "solution", "expected_close": date(2026, 12, 1)},
    ),
    "espocrm leads": (
        ESPO, "Mary,Smith,Acme,CTO,m@a.cn,13800138000,In Process,Web Site,3000,Li Na,2026-11-01 10:00",
        {"name": "Acme", "status": "interested", "source": "website", "quote_amount": 300_000},
    ),
    "espocrm field names": (
        "firstName,lastName,accountName,emailAddress,phoneNumber,status,assignedUserName", "Mary,Smith,Acme,m@a.cn,13800138000,Dead,Li Na",
        {"name": "Acme", "contact.email": "m@a.cn", "status": "lost", "owner": "Li Na"},
    ),
    "odoo pipeline": (
        ODOO, "Chairs,Mary,Acme,m@a.cn,13800138000,Li Na,Proposition,4200,Search engine,2026-12-15,VIP",
        {"name": "Acme", "initial_need": "Chairs", "stage": "solution", "source": "online_ads", "tags": ("VIP",)},
    ),
    "odoo next activity": (
        "Opportunity,Customer,Phone,Next Activity Deadline,Next Activity Summary", "Chairs,Acme,13800138000,2026-12-01,Call",
        {"name": "Acme", "plan.action": "Call", "plan.due": date(2026, 12, 1)},
    ),
    "fxiaoke leads": (
        FXIAOKE, "周建国,恒远,生产部,总监,13862012345,z@h.cn,市场活动,未处理,要MES,李娜,2026-11-03 10:00",
        {"name": "恒远", "contact.name": "周建国", "contact.title": "总监", "initial_need": "要MES", "status": "prospect"},
    ),
    "fxiaoke invalid": (FXIAOKE, "周,恒远,,,13862012345,,,无效线索,,李娜,", {"stage": "invalid"}),
    "wukong customers": (
        WUKONG, "恒远,未成交,2026-11-25,客户介绍,制造业,重点客户,13862012345,0512-66668888,,李娜,聊了需求,2026-11-20",
        {"name": "恒远", "status": "prospect", "source": "referral", "grade": "A", "record.summary": "聊了需求",
         "plan.due": date(2026, 11, 25), "contact.phone": "13862012345 / 0512-66668888"},
    ),
    "wukong won": (WUKONG, "恒远,已成交,,老客户,,,13862012345,13862012345,,李娜,回访,2026-11-20", {"status": "won", "contact.phone": "13862012345"}),
    "wukong leads": ("线索名称,线索来源,手机,邮箱,客户级别,负责人", "恒远,广告,13862012345,a@b.cn,普通客户,李娜", {"name": "恒远", "grade": "B", "source": "online_ads"}),
    "wukong deals": (
        "商机名称,客户名称,商机金额,预计成交日期,商机阶段", "MES,恒远,50万,2026-12-20,赢单",
        {"name": "恒远", "initial_need": "MES", "quote_amount": 50_000_000, "stage": "won"},
    ),
    "fxiaoke deals": ("商机名称,客户名称,商机金额,商机阶段", "MES,恒远,80000,验证客户", {"stage": "qualifying"}),
}  # fmt: skip

PLAIN = "客户名称,联系人,电话"
CELLS: dict[str, tuple[str, str, Read]] = {
    "traditional": ("客戶名稱,聯絡人,電話,線索來源", "無錫創新,許小姐,13700001111,展會", {"name": "無錫創新", "source": "trade_show"}),
    "spaced header": ("客 户 名 称,联系人 ,电话（手机）", "恒远,周 建 国,13862012345", {"contact.name": "周建国"}),
    "header with hints": ("客户名称*,联系人(必填),电话【必填】", "恒远,周,13862012345", {"contact.phone": "13862012345"}),
    "masked": (PLAIN, "恒远,周*国,138****2345", {"contact.name": "周*国", "contact.phone": "138****2345"}),
    "phone as number": (PLAIN, "恒远,周,#13862012345", {"contact.phone": "13862012345"}),
    "phone with extension": (PLAIN, "恒远,周,0571-88123456转802", {"contact.phone": "0571-88123456转802"}),
    "phone with country": (PLAIN, "恒远,周,+86 138 6201 2345", {"contact.phone": "+86 138 6201 2345"}),
    "mail below phone": (PLAIN, "恒远,周,z@h.cn", {"contact.email": "z@h.cn"}),
    "wechat below phone": (PLAIN, "恒远,周,微信:hy_zhou", {"contact.wechat": "hy_zhou"}),
    "grade A类": (PLAIN + ",等级", "恒远,周,1,A类", {"grade": "A"}),
    "grade B级": (PLAIN + ",客户等级", "恒远,周,1,B级", {"grade": "B"}),
    "grade 高": (PLAIN + ",线索等级", "恒远,周,1,高", {"grade": "A"}),
    "grade low": (PLAIN + ",Grade", "恒远,周,1,低", {"grade": "C"}),
    "budget within": (PLAIN + ",预算", "恒远,周,1,20万以内", {"budget_max": 20_000_000}),
    "budget range": (PLAIN + ",预算", "恒远,周,1,30-50万", {"budget_min": 30_000_000, "budget_max": 50_000_000}),
    "budget in wan": (PLAIN + ",预算(万)", "恒远,周,1,30", {"budget_min": 30_000_000}),
    "budget above": (PLAIN + ",预算", "恒远,周,1,50万以上", {"budget_min": 50_000_000}),
    "size and revenue": (PLAIN + ",企业规模", '恒远,周,1,"100-500人,年营收5000万"', {"employees": "100-500人", "annual_revenue": "5000万"}),
    "date with dots": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,2026.11.4,聊", {"record.at": date(2026, 11, 4)}),
    "date in Chinese": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,2026年11月4日,聊", {"record.at": date(2026, 11, 4)}),
    "date as serial": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,#46343,聊", {"record.at": date(2026, 11, 17)}),
    "date with slashes": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,2026/11/4,聊", {"record.at": date(2026, 11, 4)}),
    "date with a time": (PLAIN + ",跟进日期,沟通内容", "恒远,周,1,2026-11-04 14:30,聊", {"record.at": date(2026, 11, 4)}),
    "next without a year": (PLAIN + ",跟进日期,沟通内容,下次跟进", "恒远,周,1,2026-11-04,聊,11月6日", {"plan.due": date(2026, 11, 6)}),
    "next week": (PLAIN + ",跟进日期,沟通内容,下次跟进", "恒远,周,1,2026-11-04,聊,下周三", {"plan.due": date(2026, 11, 11)}),
    "next in words": (PLAIN + ",跟进日期,沟通内容,下一步计划", "恒远,周,1,2026-05-20,聊,5月22日发送案例", {"plan.due": date(2026, 5, 22), "plan.action": "发送案例"}),
    "next as exported": (PLAIN + ",跟进日期,沟通内容,下一步计划", "恒远,周,1,2026-05-20,聊,2026-06-02 10:00 确认6月1日的会", {"plan.due": date(2026, 6, 2), "plan.action": "确认6月1日的会"}),
    "unknown column": (PLAIN + ",代号", "恒远,周,1,X7", {"note": "代号: X7"}),
    "ids are no columns": (PLAIN + ",id,version,deleted_at", "恒远,周,1,5,9,2026-01-01", {"note": "version: 9"}),
    "source in words": (PLAIN + ",来源渠道", "恒远,周,1,百度推广", {"source": "online_ads", "source_detail": "百度推广"}),
    "source named": (PLAIN + ",线索来源", "恒远,周,1,行业展会", {"source": "trade_show"}),
    "channel in words": (PLAIN + ",跟进日期,方式,沟通内容", "恒远,周,1,2026-11-04,打电话,聊", {"record.channel": "call"}),
    "attitude in words": (PLAIN + ",跟进日期,沟通内容,客户态度", "恒远,周,1,2026-11-04,聊,非常积极", {"record.attitude": "very_positive"}),
    "no answer": (PLAIN + ",跟进日期,沟通内容,跟进结果", "恒远,周,1,2026-11-04,聊,无人接听", {"record.outcome": "no_answer"}),
    "English table": ("Company,Contact,Phone,Status,Follow-up date,Summary", "Acme,Mary,1,Interested,2026-11-04,hello", {"status": "interested", "record.summary": "hello"}),
    "satisfaction": (PLAIN + ",满意度", "恒远,周,1,4分", {"satisfaction": 4}),
    "decision": (PLAIN + ",是否决策人", "恒远,周,1,是", {"contact.decision_authority": True}),
    "tags": (PLAIN + ",客户标签", "恒远,周,1,新客户；高意向", {"tags": ("新客户", "高意向")}),
}  # fmt: skip

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


@pytest.mark.parametrize("name", [*CORPUS, *CELLS])
def test_a_sheet_is_read_without_help(desk: Desk, name: str) -> None:
    header, line, expected = (CORPUS | CELLS)[name]
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
    assert len(CORPUS) + len(CELLS) + len(LAYOUTS) >= 60
