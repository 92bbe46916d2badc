"""Files of every kind end as the same leads, once; and all of it can be undone."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import PlanState, Stage, Status
from leadtui.exchange.importing import import_file, import_tables
from leadtui.exchange.sheets import read_tables
from leadtui.services import history, leads
from leadtui.services.detail import LeadDetail, detail
from leadtui.services.imports import Wish
from tests.exchange.written import DATA, HENGYUAN, csv_file, record_table, workbook

pytestmark = pytest.mark.usefixtures("book")


def _lead(desk: Desk, lead_no: str) -> LeadDetail:
    return detail(desk, leads.find(lead_no), reveal=True)


def _day(moment: datetime, desk: Desk) -> date:
    return moment.astimezone(desk.zone).date()


def _whole_book(desk: Desk) -> dict[str, object]:
    """All leads without their keys, versions and the numbers of customers."""
    found: dict[str, object] = {}
    for lead_id in leads.ids(desk):
        lead = detail(desk, lead_id, reveal=True)
        follow_ups = [(each.at, each.channel, each.summary, each.feedback, each.by) for each in lead.follow_ups]
        plans = [(each.due, each.action, each.state, each.owner) for each in lead.plans]
        stages = [(each.to_stage, each.to_status, each.reason, each.skipped) for each in lead.stage_changes]
        found[lead.row.lead_no] = (
            lead.customer,
            lead.fields,
            lead.row.stage,
            follow_ups,
            plans,
            stages,
            [replace(each, id=0) for each in lead.contacts],
        )
    return found


@pytest.mark.parametrize("name", ["followup-records.xlsx", "followup-records-gbk.csv"])
def test_the_record_table_becomes_leads(desk: Desk, name: str) -> None:
    result = import_file(desk, DATA / name)
    assert (result.rows, result.created, result.updated, result.unchanged) == (11, 9, 0, 0)
    assert (result.follow_ups, result.duplicates, result.rejected) == (11, 0, ())

    lead = _lead(desk, "展会-20261103-001")
    assert lead.customer["name"] == "苏州恒远精密机械有限公司"
    assert (lead.row.stage, lead.row.status, lead.row.grade) == (Stage.NEGOTIATION, Status.HIGH_INTENT, "A")
    assert [(each.name, each.phone) for each in lead.contacts] == [("周建国", "13862012345")]
    assert [(_day(each.at, desk), each.summary) for each in lead.follow_ups] == [
        (date(2026, 11, 6), "现场演示排产模块,技术部参与"),
        (date(2026, 11, 4), "确认展会意向,现用Excel排产,交期常延误"),
    ]
    assert all(each.is_imported and each.recorded_at == each.at for each in lead.follow_ups), "never 补录"
    assert [(each.due, each.action) for each in lead.open_plans] == [(date(2026, 11, 24), "提交报价方案")]
    assert [each.state for each in lead.plans if each.due == date(2026, 11, 6)] == [PlanState.DONE]
    assert _day(lead.row.created_at, desk) == date(2026, 11, 4)
    assert lead.fields["assigned_at"] is None, "no first-touch clock runs"

    masked = _lead(desk, "ZY-20240520-001")
    assert (masked.contacts[0].name, masked.contacts[0].phone) == ("王*", "*5678")
    assert masked.open_plans[0].due == date(2024, 5, 22), "the year comes from the row's own 跟进日期"
    assert (masked.row.owner, masked.row.stage) == ("李*", Stage.SOLUTION)

    lost = _lead(desk, "展会-20260915-003")
    assert (lost.row.stage, lost.fields["lost_reason"], lost.open_plans) == (Stage.LOST, None, ())
    assert lost.stage_changes[0].skipped == "lost_reason"
    assert lost.stage_changes[0].reason == "import"
    assert _lead(desk, "拜访-20260820-001").row.stage is Stage.WON
    assert _lead(desk, "官网-20261118-001").contacts[0].name == "𠮷田健"


def test_both_files_of_one_table_give_the_same_book(desk: Desk) -> None:
    import_file(desk, DATA / "followup-records.xlsx")
    from_workbook = _whole_book(desk)
    history.undo(desk)
    import_file(desk, DATA / "followup-records-gbk.csv")
    for lead_no, told in _whole_book(desk).items():
        assert told[1:] == from_workbook[lead_no][1:]


@pytest.mark.parametrize("again", ["followup-records.xlsx", "followup-records-gbk.csv"])
def test_the_same_table_again_changes_nothing(desk: Desk, again: str) -> None:
    import_file(desk, DATA / "followup-records.xlsx")
    before, entries = _whole_book(desk), history.entries()
    result = import_file(desk, DATA / again)
    assert (result.rows, result.created, result.updated, result.unchanged) == (11, 0, 0, 9)
    assert (result.follow_ups, result.duplicates) == (0, 0)
    assert history.entries() == entries
    assert _whole_book(desk) == before


def test_a_dry_run_counts_the_same_and_writes_nothing(desk: Desk) -> None:
    counted = import_file(desk, DATA / "messy-november.xlsx", dry_run=True)
    assert leads.ids(desk) == []
    assert history.entries() == []
    assert import_file(desk, DATA / "messy-november.xlsx") == counted


def test_the_messy_sheet_is_understood_whole(desk: Desk) -> None:
    result = import_file(desk, DATA / "messy-november.xlsx")
    assert (result.rows, result.created, result.follow_ups, result.rejected) == (5, 4, 5, ())
    found = {str(lead.customer["name"]): lead for lead in (detail(desk, each, reveal=True) for each in leads.ids(desk))}

    hengyuan = found["苏州恒远精密机械有限公司"]
    assert hengyuan.row.lead_no == "展会-20261104-001"
    assert [each.at.astimezone(desk.zone).strftime("%m-%d %H:%M") for each in hengyuan.follow_ups] == [
        *("11-06 14:30", "11-04 00:00"),
    ]
    assert [each.due for each in hengyuan.open_plans] == [date(2026, 11, 24)]
    assert [(each.phone, each.title) for each in hengyuan.contacts] == [("13862012345", "生产总监")]
    assert hengyuan.follow_ups[0].summary == "演示排产\n技术部参加"

    yunqi = found["杭州云栖智联科技股份有限公司"]
    assert _day(yunqi.follow_ups[0].at, desk) == date(2026, 11, 17)
    assert [each.due for each in yunqi.open_plans] == [date(2026, 11, 25)], "下周三 of that day"
    assert (yunqi.row.grade, yunqi.fields["budget_min"], yunqi.fields["budget_max"]) == (
        "B",
        None,
        20_000_000,
    )

    haian = found["南通海安纺织有限公司"]
    assert (haian.fields["source"], haian.fields["source_detail"]) == ("referral", "老客户介绍")
    assert (haian.follow_ups[0].summary, haian.follow_ups[0].channel) == ("=1+1 先报个价", "call")
    assert (haian.row.grade, haian.contacts[0].name, haian.row.owner) == ("B", "陈伟", "王磊")
    assert found["無錫創新電子有限公司"].row.grade == "A"


def test_the_funnel_table_stands_where_its_furthest_section_says(desk: Desk) -> None:
    result = import_file(desk, DATA / "funnel.xlsx")
    assert (result.rows, result.created, result.follow_ups, result.rejected) == (4, 4, 0, ())
    talks = _lead(desk, "20261101001")
    assert (talks.row.stage, talks.row.status) == (Stage.NEGOTIATION, Status.HIGH_INTENT)
    assert (talks.customer["employees"], talks.customer["annual_revenue"]) == ("500-1000人", "8000万")
    assert talks.customer["customer_no"] == "20261101001"
    assert talks.row.tags == ("新客户", "高意向区域")
    assert talks.objections[0].text == "客户担心实施周期,已提供3个同行业成功案例"
    assert talks.fields["proposal_feedback"] == "对定制化模块感兴趣,需补充案例"
    assert talks.row.reasons, "it is due: nothing is planned"
    assert "First touch" not in [each.label for each in talks.row.reasons]
    assert _lead(desk, "20261102002").row.stage is Stage.QUALIFYING
    won = _lead(desk, "20261104004")
    assert (won.row.stage, won.row.status) == (Stage.WON, Status.WON)
    assert (won.fields["signed_on"], won.fields["delivered_on"]) == (date(2026, 9, 5), date(2026, 11, 19))
    assert won.fields["referral_info"] == "成都武侯万豪酒店 张总 13900001111"
    assert won.amendments[0].text == "付款方式调整为50%预付款"
    assert _day(won.row.created_at, desk) == date(2026, 8, 20)


@pytest.mark.parametrize("name", ["followup-records.xlsx", "messy-november.xlsx", "funnel.xlsx"])
def test_an_import_is_one_step_to_undo_and_redo(desk: Desk, name: str) -> None:
    import_file(desk, DATA / name)
    before = _whole_book(desk)
    assert history.undo(desk) == f"Import {name}: {len(before)} leads"
    assert leads.ids(desk) == []
    history.redo(desk)
    assert _whole_book(desk) == before
    assert import_file(desk, DATA / name).created == 0
    history.undo(desk)
    assert import_file(desk, DATA / name).created == len(before), "what was undone can be imported again"


def test_both_tables_of_a_team_meet_in_one_book(desk: Desk) -> None:
    """The hotel stands in both under two numbers: one customer, two leads, a warning."""
    import_file(desk, DATA / "followup-records.xlsx")
    result = import_file(desk, DATA / "funnel.xlsx")
    assert (result.created, result.duplicates) == (4, 1)
    assert _lead(desk, "20261104004").customer == _lead(desk, "拜访-20260820-001").customer


def test_duplicates_can_be_skipped(desk: Desk) -> None:
    import_file(desk, DATA / "followup-records.xlsx")
    result = import_file(desk, DATA / "funnel.xlsx", skip_duplicates=True)
    assert (result.created, result.duplicates) == (3, 1)


def test_a_sheet_and_a_mapping_can_be_named(desk: Desk, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        一月=[["客户名称", "联系人", "电话"], ["恒远", "周", "1"]],
        二月=[["甲方", "联系人", "电话", "赛道"], ["云栖", "林", "2", "零售"]],
    )
    assert import_file(desk, path, sheet="二月", mapping={"甲方": "customer", "赛道": "行业类型"}).created == 1
    lead = detail(desk, leads.ids(desk)[0])
    assert (lead.customer["name"], lead.customer["industry"], lead.row.owner) == ("云栖", "零售", "李娜")


def test_unknown_columns_end_in_the_remark(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", ["客户名称", "联系人", "电话", "传真"], ["恒远", "周", "1", "0512-1"])
    import_file(desk, path)
    assert detail(desk, leads.ids(desk)[0]).customer["remark"] == "传真: 0512-1"


def test_a_refused_row_leaves_the_others(desk: Desk, tmp_path: Path) -> None:
    path = record_table(tmp_path / "a.csv", {}, {"跟进日期": "改天"}, {"线索编号": "X-2", "客户名称": ""})
    result = import_file(desk, path)
    assert (result.rows, result.created, result.follow_ups) == (3, 1, 1)
    assert [each.reason for each in result.rejected] == [
        "Row 3: 跟进日期: “改天” is no day; write it as 2026-11-25.",
        "Row 4: the customer's name is missing.",
    ]


def test_a_row_may_leave_its_customer_to_the_others_of_its_number(desk: Desk, tmp_path: Path) -> None:
    path = record_table(tmp_path / "a.csv", {}, {"客户名称": "", "跟进日期": "2026-11-08", "沟通内容摘要": "再聊"})
    result = import_file(desk, path)
    assert (result.created, result.follow_ups, result.rejected) == (1, 2, ())


def test_markup_and_escapes_arrive_as_plain_text(desk: Desk, tmp_path: Path) -> None:
    name = "[@click=app.quit]恒远[/]"
    import_file(desk, record_table(tmp_path / "a.csv", {"客户名称": f"\x1b]0;x\x07{name}", "联系人": "[/]周"}))
    lead = _lead(desk, HENGYUAN["线索编号"])
    assert (lead.customer["name"], lead.contacts[0].name) == (f"]0;x{name}", "[/]周")


def test_the_name_of_a_file_cannot_carry_escapes_into_the_history(desk: Desk, tmp_path: Path) -> None:
    import_file(desk, record_table(tmp_path / "a\x1b[2J.csv", {}))
    assert history.entries()[0].name == "Import a[2J.csv: 1 leads"


def test_what_cannot_be_read_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", ["甲", "乙", "丙"], ["恒远", "周", "1"])
    with pytest.raises(LeadtuiError, match="no row looks like a header"):
        import_file(desk, path)
    assert history.entries() == []


def test_i11_columns_named_like_the_programs_own_are_no_fields(desk: Desk, tmp_path: Path) -> None:
    """Only whitelisted fields come from a file: no ids, versions or stamps."""
    names = ["客户名称", "联系人", "电话", "id", "version", "deleted_at", "created_at", "is_imported", "uid"]
    import_file(desk, csv_file(tmp_path / "a.csv", names, ["恒远", "周", "1", "77", "9", "1", "1", "0", "x"]))
    lead = detail(desk, leads.ids(desk)[0])
    assert (lead.row.id, lead.row.version, lead.row.created_at) == (1, 1, desk.now())


def test_overdue_next_steps_are_spread_over_working_days_in_the_same_change(desk: Desk, tmp_path: Path) -> None:
    """The oldest first, a fifth a day; what is planned later keeps its day, and one undo takes all of it back."""
    plans = [(date(2026, 11, 2 + n), f"NO-{n}") for n in range(10)] + [(date(2026, 12, 8), "NO-later")]
    path = csv_file(
        tmp_path / "a.csv",
        ["线索编号", "客户名称", "负责人", "跟进日期", "沟通内容", "下次跟进时间", "下一步"],
        *[[number, f"公司{number}", "李娜", "2026-11-01", "聊", f"{day}", "回访"] for day, number in plans],
    )
    tables = read_tables(path)
    told = import_tables(desk, tables, path, dry_run=True)
    assert told.overdue == 10
    import_tables(desk, tables, path, wish=Wish(spread=True))
    days = {each.lead_no: each.next_due for each in leads.rows(desk, leads.ids(desk))}
    assert days.pop("NO-later") == date(2026, 12, 8)
    found = sorted((day, number) for number, day in days.items())
    assert Counter(day for day, _number in found) == {date(2026, 11, 23 + n): 2 for n in range(5)}
    assert [number for _day, number in found] == [f"NO-{n}" for n in range(10)]
    assert import_tables(desk, tables, path).unchanged == 11
    history.undo(desk)
    assert leads.ids(desk) == []
