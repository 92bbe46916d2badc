"""What a row says is understood cell by cell; what is not is kept in words, or the row is refused."""

from datetime import date, datetime, time

import pytest

from leadtui.desk import Desk
from leadtui.domain.terms import (
    Acceptance,
    Attitude,
    Channel,
    Grade,
    Level,
    NegotiationProgress,
    Outcome,
    Source,
    Stage,
    Status,
)
from leadtui.domain.when import When
from leadtui.exchange.columns import Sheet, recognised
from leadtui.exchange.rows import read_rows
from leadtui.exchange.sheets import Cell, Table
from leadtui.services.imports import Planned, Rejected, SheetRow
from tests.exchange.written import DATA


def _sheet(header: list[str], *rows: list[Cell]) -> list[Sheet]:
    return recognised([Table("表", [header, *rows])], path=DATA)


def _both(desk: Desk, header: list[str], *rows: list[Cell]) -> tuple[list[SheetRow], list[Rejected]]:
    return read_rows(_sheet(header, *rows), desk)


def _row(desk: Desk, **cells: Cell) -> SheetRow:
    """The one row of a sheet with the keywords as headers, beside a customer, a number and a contact."""
    given: dict[str, Cell] = {"客户名称": "恒远", "线索编号": "X-1", "联系人": "周建国"} | cells
    taken, rejected = _both(desk, list(given), list(given.values()))
    assert not rejected, rejected[0].reason
    return taken[0]


def _reason(desk: Desk, **cells: Cell) -> str:
    given: dict[str, Cell] = {"客户名称": "恒远", "线索编号": "X-1", "联系人": "周建国"} | cells
    taken, rejected = _both(desk, list(given), list(given.values()))
    assert not taken
    return rejected[0].reason


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("A", "A"),
        ("a", "A"),
        ("A类", "A"),
        ("B级", "B"),
        ("C 类客户", "C"),
        ("高", "A"),
        ("中", "B"),
        ("低", "C"),
        ("Ａ", "A"),
    ],
)
def test_grades_as_teams_write_them(desk: Desk, cell: str, grade: str) -> None:
    """高/中/低 under a header of grade is A/B/C."""
    assert _row(desk, 等级=cell).lead["grade"] is Grade(grade)


@pytest.mark.parametrize(
    ("cell", "source", "detail"),
    [
        ("行业展会", Source.TRADE_SHOW, None),
        ("Trade show", Source.TRADE_SHOW, None),
        ("展会", Source.TRADE_SHOW, "展会"),
        ("2024年行业展会", Source.TRADE_SHOW, "2024年行业展会"),
        ("百度推广", Source.ONLINE_ADS, "百度推广"),
        ("官网注册", Source.WEBSITE, "官网注册"),
        ("官网免费试用申请", Source.WEBSITE, "官网免费试用申请"),
        ("老客户介绍", Source.REFERRAL, "老客户介绍"),
        ("400电话", Source.INBOUND_CALL, "400电话"),
        ("隔壁老王", Source.OTHER, "隔壁老王"),
    ],
)
def test_sources_keep_their_own_words(desk: Desk, cell: str, source: Source, detail: str | None) -> None:
    lead = _row(desk, 来源渠道=cell).lead
    assert (lead["source"], lead.get("source_detail")) == (source, detail)


def test_a_record_is_read_whole(desk: Desk) -> None:
    row = _row(
        desk,
        跟进日期="2026.11.4",
        跟进方式="打电话",
        沟通内容="报价\n演示",
        客户反馈="好",
        客户态度="积极",
        跟进结果="未接",
    )
    record = row.record
    assert record is not None
    assert record.at == desk.instant(date(2026, 11, 4), time(0))
    assert (record.channel, record.outcome, record.attitude) == (
        Channel.CALL,
        Outcome.NO_ANSWER,
        Attitude.POSITIVE,
    )
    assert (record.summary, record.feedback) == ("报价\n演示", "好")


@pytest.mark.parametrize(
    ("cell", "day", "clock"),
    [
        (date(2026, 11, 4), "2026-11-04", None),
        (datetime(2026, 11, 6, 14, 30), "2026-11-06", "14:30"),  # noqa: DTZ001
        (datetime(2026, 11, 6), "2026-11-06", None),  # noqa: DTZ001
        (46343.0, "2026-11-17", None),
        (46343.5, "2026-11-17", "12:00"),
        (20261104, "2026-11-04", None),
        ("46343", "2026-11-17", None),
        ("2026年11月13日", "2026-11-13", None),
        ("2026-11-13 9:05", "2026-11-13", "09:05"),
        ("2026/11/13 09:05:30", "2026-11-13", "09:05"),
        ("2026年11月13日下午2点", "2026-11-13", "14:00"),
        ("11月6日", "2026-11-06", None),
    ],
)
def test_i7_days_of_contact_in_every_spelling(desk: Desk, cell: Cell, day: str, clock: str | None) -> None:
    record = _row(desk, 跟进时间=cell, 内容="聊").record
    assert record is not None
    told = record.at.astimezone(desk.zone)
    assert f"{told:%Y-%m-%d %H:%M}" == f"{day} {clock or '00:00'}"


def test_a_day_without_a_year_belongs_to_the_row_above(desk: Desk) -> None:
    taken, _ = _both(
        desk,
        ["客户", "电话", "日期", "内容"],
        ["恒远", "1", "2024-12-20", "一"],
        ["恒远", "1", "12月28日", "二"],
        ["恒远", "1", "1月5日", "三"],
    )
    assert [f"{row.record.at.astimezone(desk.zone):%F}" for row in taken if row.record] == [
        *("2024-12-20", "2024-12-28", "2025-01-05"),
    ]


@pytest.mark.parametrize("cell", ["待定", "今天", "下周三", "2026-02-30", "12345", 7.0, "9999-12-31", date(1, 1, 1)])
def test_a_contact_on_no_day_is_refused_by_name(desk: Desk, cell: Cell) -> None:
    assert _reason(desk, 跟进日期=cell, 内容="聊").startswith("Row 2: 跟进日期: “")


def test_a_record_without_its_day_is_refused_where_the_sheet_asks_for_one(desk: Desk) -> None:
    assert _reason(desk, 跟进日期=None, 内容="聊") == "Row 2: 跟进日期 is empty; when was that?"
    assert _row(desk, 内容="聊").notes == ("内容: 聊",)
    assert _row(desk, 首次接触时间="2026-11-01", 内容="聊").record is not None


def test_next_steps(desk: Desk) -> None:
    def plan(**cells: Cell) -> Planned | None:
        return _row(desk, 跟进日期="2026-11-17", 内容="聊", **cells).plan

    day = When(date(2026, 11, 24))
    assert plan(下一步计划="11月24日前提交报价方案") == Planned(action="提交报价方案", due=day)
    assert plan(下一步计划="每月1次行业资讯推送") == Planned(action="每月1次行业资讯推送")
    assert plan(下次跟进=date(2026, 11, 24)) == Planned(due=day)
    assert plan(下次跟进="下周三") == Planned(due=When(date(2026, 11, 25)))
    assert plan(下次跟进="11月24日回访") == Planned(due=day, action="回访")
    assert plan(下次跟进="等客户通知") == Planned(action="等客户通知")
    assert plan(下次跟进="2026-11-24", 下一步计划="报价") == Planned(action="报价", due=day)
    assert plan() is None


def test_a_year_less_next_day_takes_the_year_of_its_own_row(desk: Desk) -> None:
    row = _row(desk, 跟进日期="2024-05-20", 内容="聊", 下一步计划="5月22日发送案例及报价单")
    assert row.plan == Planned(action="发送案例及报价单", due=When(date(2024, 5, 22)))


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13862012345.0, "13862012345"),
        (13862012345, "13862012345"),
        ("138 6201 2345", "138 6201 2345"),
        ("'13862012345", "13862012345"),
        ("*5678", "*5678"),
        ("8613771234567", "8613771234567"),
    ],
)
def test_i6_phones_keep_their_digits(desk: Desk, cell: Cell, phone: str) -> None:
    assert _row(desk, 手机号=cell).contact["phone"] == phone


def test_a_way_of_contact_is_told_apart(desk: Desk) -> None:
    assert _row(desk, 联系方式="li@example.com").contact == {"name": "周建国", "email": "li@example.com"}
    assert _row(desk, 联系方式="微信：wxid_9k2").contact == {"name": "周建国", "wechat": "wxid_9k2"}


def test_budgets(desk: Desk) -> None:
    def budget(cell: Cell, header: str = "预算") -> tuple[object, object]:
        lead = _row(desk, **{header: cell}).lead
        return lead.get("budget_min"), lead.get("budget_max")

    assert budget("30-50万") == (30_000_000, 50_000_000)
    assert budget("20万以内") == (None, 20_000_000)
    assert budget("50万以上") == (50_000_000, None)
    assert budget(12.5, "预算（万元）") == (12_500_000, 12_500_000)
    assert budget("待定") == (None, None)
    assert _row(desk, 预算="看情况再说").notes == ("预算: 看情况再说",)


def test_a_size_is_people_or_revenue_or_both(desk: Desk) -> None:
    """企业规模 carries either or both (R82)."""
    both = _row(desk, 企业规模="500-1000人,年营收8000万").customer
    assert (both["employees"], both["annual_revenue"]) == ("500-1000人", "8000万")
    assert _row(desk, 企业规模="年营收5000万-1亿").customer == {
        "name": "恒远",
        "annual_revenue": "5000万-1亿",
    }
    assert _row(desk, 企业规模=200).customer == {"name": "恒远", "employees": "200"}


def test_statuses_stages_and_progress(desk: Desk) -> None:
    assert _row(desk, 当前状态="高意向客户").status is Status.HIGH_INTENT
    assert _row(desk, 当前状态="已成交").status is Status.WON
    assert _row(desk, 当前状态="谈判与合同").stage is Stage.NEGOTIATION
    assert _row(desk, 销售阶段="无效").stage is Stage.INVALID
    assert _row(desk, 当前状态="跟进中").notes == ("当前状态: 跟进中",)
    lead = _row(desk, 谈判进展="谈判中", 客户验收结果="已签署验收单", 线索优先级="高").lead
    assert lead == {
        "negotiation_progress": NegotiationProgress.NEGOTIATING,
        "acceptance": Acceptance.SIGNED_OFF,
        "priority": Level.HIGH,
    }


def test_unknown_columns_and_unreadable_cells_are_kept_as_notes(desk: Desk) -> None:
    row = _row(
        desk,
        备注="老客户",
        传真="0512-1",
        序号=7,
        手机="13862012345",
        电话="0512-66668888",
        合同发送日期="等法务",
    )
    assert row.notes == ("老客户", "传真: 0512-1", "合同发送日期: 等法务")
    assert "contract_sent_on" not in row.lead


def test_a_second_number_stands_beside_the_first_as_far_as_there_is_room(desk: Desk) -> None:
    """A note would show it to everybody; the phone is masked (R10)."""
    row = _row(desk, 手机="13862012345", 电话="0512-66668888", 联系电话="+86 138 6201 2345", 座机="0512-66669999转8001")
    assert row.contact["phone"] == "13862012345 / 0512-66668888"
    assert row.notes == ("座机: 0512-66669999转8001",)


def test_cells_beyond_the_last_header_are_kept(desk: Desk) -> None:
    taken, _ = _both(desk, ["客户名称", "联系人", "电话"], ["恒远", "周", "1", None, "急"], ["云栖"])
    assert [row.notes for row in taken] == [("E: 急",), ()]
    assert [len(row.place.cells) for row in taken] == [5, 5], "a rejected row stands below its headers"


def test_a_header_cannot_carry_escapes_into_the_remark(desk: Desk) -> None:
    assert _row(desk, **{"传\x1b[2J真": "\u202e1"}).notes == ("传[2J真: 1",)


def test_a_cell_that_means_two_channels_keeps_its_words(desk: Desk) -> None:
    row = _row(desk, 日期="2026-11-04", 方式="电话+微信", 内容="聊")
    assert row.record is not None
    assert row.record.channel in (Channel.CALL, Channel.WECHAT)
    assert row.notes == ("方式: 电话+微信",)


def test_formulas_markup_and_escapes_are_text(desk: Desk) -> None:
    assert _row(desk, 客户名称="[@click=app.quit]x[/]\x1b]52;c;aGk=\x07").name == "[@click=app.quit]x[/]]52;c;aGk="
    assert _row(desk, 日期="2026-11-04", 内容="=1+1 先报个价").record.summary == "=1+1 先报个价"  # type: ignore[union-attr]
    assert _row(desk, 备注="'=1+1").notes == ("=1+1",), "an export had defused it"
    assert _row(desk, 备注="'twas").notes == ("'twas",)


def test_blank_total_and_repeated_header_rows_are_passed_over(desk: Desk) -> None:
    header = ["序号", "客户名称", "联系人", "电话", "备注", "传真"]
    taken, rejected = _both(
        desk,
        header,
        [1, "恒远", "周", "1", None, None],
        [],
        [2, None, " ", None, None, None],
        [3, None, None, None, "只有备注", None],
        [4, None, None, None, None, "0512"],
        list(header),
        ["合计", None, None, "5", None, None],
        [None, "总计：", None, "5", None, None],
        ["Total", "", None, 5, None, None],
        ["合计：8家", None, None, None, None, None],
        ["本月合计", None, None, None, "200", None],
        ["平均", None, None, None, "25", None],
        ["注：以上为11月数据", None, None, None, None, None],
    )
    assert [row.name for row in taken] == ["恒远"]
    assert not rejected


def test_a_row_without_a_customer_is_refused_with_its_place(desk: Desk) -> None:
    _taken, rejected = _both(desk, ["客户名称", "联系人", "电话"], ["恒远", "周", "1"], [None, "林", "2"])
    assert rejected[0].reason == "Row 3: the customer's name is missing (客户名称)."
    assert (rejected[0].place.sheet, rejected[0].place.row) == ("表", 3)
    assert list(zip(rejected[0].place.header, rejected[0].place.cells, strict=True))[1] == ("联系人", "林")


def test_what_is_too_long_is_refused_by_name(desk: Desk) -> None:
    assert _reason(desk, 客户名称="恒" * 201) == "Row 2: 客户名称 holds at most 200 characters; this has 201."
    assert "沟通内容" in _reason(desk, 日期="2026-11-04", 沟通内容="长" * 20_001)
