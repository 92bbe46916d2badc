"""Headers are understood in both languages, wherever they stand; what they mean can be said."""

from pathlib import Path

import pytest

from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.exchange.columns import Sheet, recognised
from leadtui.exchange.sheets import Table, read_tables
from tests.exchange.written import DATA, RECORDS

PATH = Path("a.xlsx")


def _targets(*header: str, **options: object) -> list[str | None]:
    return [column.target for column in _sheet(*header, **options).columns]


def _sheet(*header: str, **options: object) -> Sheet:
    return recognised([Table("a", [list(header)])], path=PATH, **options)[0]


def test_the_fourteen_columns_of_the_record_table() -> None:
    assert _targets(*RECORDS) == [
        "lead_no",
        "customer",
        "source",
        "contact",
        "phone",
        "grade",
        "initial_need",
        "at",
        "channel",
        "summary",
        "feedback",
        "next_step",
        "owner",
        "status",
    ]


def test_every_column_of_the_sample_sheets_has_its_place() -> None:
    for name in ("followup-records.xlsx", "messy-november.xlsx", "funnel.xlsx"):
        sheets = recognised(read_tables(DATA / name), path=PATH)
        assert len(sheets) == 1, "the sheet that explains how to fill the other in has no header"
        assert None not in [column.target for column in sheets[0].columns]


def test_english_headers_and_the_products_own_labels() -> None:
    assert _targets("Lead no.", "Company", "Contact", "Phone", "Grade", "Follow-up date", "Channel", "Summary") == [
        *("lead_no", "customer", "contact", "phone", "grade", "at", "channel", "summary"),
    ]
    assert _targets("Customer name", "First contact", "Budget from", "Payment terms", "Signed on") == [
        *("customer", "first_contact_at", "budget_min", "payment_terms", "signed_on"),
    ]
    assert _targets("customer", "lead_no", "proposal_sent_at") == ["customer", "lead_no", "proposal_sent_at"]


def test_traditional_full_width_blanks_and_hints_make_no_difference() -> None:
    assert _targets("客戶名稱 ", "聯繫人*", "聯繫電話（手機）", "ＬＥＡＤ　ＮＯ．", "預算（萬元）") == [
        *("customer", "contact", "phone", "lead_no", "budget"),
    ]


def test_the_header_may_stand_below_titles() -> None:
    rows = [
        ["客户 联系人 电话 汇总"],
        ["客户", "", "2026"],
        [],
        ["客户", "联系人", "电话"],
        ["恒远", "周", "1"],
    ]
    assert recognised([Table("a", rows)], path=PATH)[0].first == 4


def test_feedback_is_about_the_proposal_where_no_contact_is_recorded() -> None:
    assert "proposal_feedback" in _targets("客户名称", "方案发送时间", "客户反馈")
    assert "feedback" in _targets("客户名称", "跟进日期", "客户反馈")


def test_only_sheets_with_a_header_are_read_and_one_can_be_chosen() -> None:
    header = ["客户名称", "联系人", "电话"]
    tables = [Table("说明", [["请勿修改表头"]]), Table("一月", [header]), Table("二月", [header])]
    assert [each.table.name for each in recognised(tables, path=PATH)] == ["一月", "二月"]
    assert [each.table.name for each in recognised(tables, path=PATH, sheet="二月")] == ["二月"]
    with pytest.raises(UsageError, match="说明, 一月, 二月"):
        recognised(tables, path=PATH, sheet="三月")


def test_without_a_header_the_words_looked_for_are_named() -> None:
    with pytest.raises(LeadtuiError, match=r"a\.xlsx.*客户名称 / Customer name.*--map COLUMN=FIELD"):
        _sheet("甲", "乙", "丙")
    with pytest.raises(LeadtuiError):
        _sheet("联系人", "电话", "等级")


def test_a_mapping_goes_before_the_synonyms() -> None:
    mapping = {"甲方": "客户名称", "电话": "-", "备用": "wechat"}
    assert _targets("甲方", "电话", "备用", "等级", mapping=mapping) == ["customer", "-", "wechat", "grade"]


def test_a_mapping_of_what_is_not_there_is_misuse() -> None:
    with pytest.raises(UsageError, match="no such field"):
        _targets("客户名称", "联系人", "电话", mapping={"电话": "id"})
    with pytest.raises(UsageError, match="no column “传真”"):
        _targets("客户名称", "联系人", "电话", mapping={"传真": "phone"})
