"""What goes out is what stands in the book: the teams' own tables, masked, defused, and the same once it is back."""

import csv
import stat
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.domain.fields import DICTIONARY, Entity
from leadtui.exchange.defusing import defused, fused, guarded
from leadtui.exchange.exporting import export_file
from leadtui.exchange.importing import import_file
from leadtui.exchange.layouts import Template
from leadtui.exchange.sheets import read_tables
from leadtui.services import demo, history, leads, records
from leadtui.services.detail import detail
from leadtui.store import database
from tests.exchange.written import DATA, record_table
from tests.services.captured import lead
from tests.store.tables import contents

pytestmark = pytest.mark.usefixtures("book")

SHEETS = ("messy-november.xlsx", "funnel.xlsx", "followup-records.xlsx")


def _take_all(desk: Desk) -> None:
    for name in SHEETS:
        import_file(desk, DATA / name)


def _another_book(tmp_path: Path) -> None:
    database.close()
    database.open_file(tmp_path / "another" / "book.db")


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    ("name", "template", "free"),
    [
        ("followup-records.xlsx", Template.RECORDS, {"下一步计划"}),
        ("funnel.xlsx", Template.FUNNEL, {"预计预算范围"}),
    ],
)
def test_the_teams_tables_come_back_column_for_column(
    desk: Desk, tmp_path: Path, name: str, template: Template, free: set[str]
) -> None:
    """R31: only a date inside a sentence and the spelling of a budget may differ; days become days."""
    import_file(desk, DATA / name)
    export_file(desk, tmp_path / name, template=template, reveal=True)
    before, after = read_tables(DATA / name)[0], read_tables(tmp_path / name)[0]
    assert list(after.rows[0]) == list(before.rows[0])
    assert len(after.rows) == len(before.rows)
    for old, new in zip(before.rows, after.rows, strict=True):
        for header, was, now in zip(before.rows[0], old, new, strict=False):
            shown = f"{now:%Y-%m-%d %H:%M}" if isinstance(now, datetime) else str(now)
            if header not in free:
                assert (was or None) == now or str(was) == shown, header


@pytest.mark.parametrize("language", ["zh_CN", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("template", [None, *Template])
@pytest.mark.parametrize("reveal", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["revealed", "masked"])
def test_an_export_is_the_same_after_a_round_trip(
    desk: Desk, tmp_path: Path, language: str, ending: str, template: Template | None, reveal: bool
) -> None:
    i18n.speak(language)
    _take_all(desk)
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    export_file(desk, first, template=template, reveal=reveal)
    assert import_file(desk, first).created == 0
    _another_book(tmp_path)
    assert import_file(desk, first).rejected == ()
    export_file(desk, second, template=template, reveal=reveal)
    assert first.read_bytes() == second.read_bytes()


def test_a_masked_file_brought_back_changes_no_contact(desk: Desk, tmp_path: Path) -> None:
    """R10: what holds an asterisk stands for what is stored."""
    import_file(desk, record_table(tmp_path / "one.csv", {}))
    lead = leads.find("展会-20261103-001")
    before = detail(desk, lead, reveal=True).contacts
    for ending in (".csv", ".xlsx", ".jsonl"):
        export_file(desk, tmp_path / f"masked{ending}")
        import_file(desk, tmp_path / f"masked{ending}")
    assert detail(desk, lead, reveal=True).contacts == before
    assert "13862012345" not in (tmp_path / "masked.csv").read_text("utf-8-sig")


def test_the_workbook_is_one_to_work_with(desk: Desk, tmp_path: Path) -> None:
    """R76: header frozen, filters, drop-downs, days as days, phones as text, a sheet that explains the fields."""
    i18n.speak("zh_CN")
    import_file(desk, DATA / "followup-records.xlsx")
    export_file(desk, tmp_path / "a.xlsx", reveal=True)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    for part in ('state="frozen"', "<autoFilter", '<dataValidation type="list"', "<cols>"):
        assert part in sheet
    assert "<f>" not in sheet
    data, explained = read_tables(tmp_path / "a.xlsx")
    at, phone = data.rows[0].index("跟进日期"), data.rows[0].index("电话")
    assert date(2026, 11, 6) in [row[at] for row in data.rows[1:]]
    assert "13862012345" in [row[phone] for row in data.rows[1:]]
    assert list(explained.rows[0]) == ["Section", "Name", "Description", "Example"] or explained.name == "填表说明"
    assert {row[1] for row in explained.rows[1:]} >= {field.label for field in DICTIONARY}


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="'=+-@＝＋－＠\t\n1a 字", max_size=6))
def test_i12_defusing_loses_nothing_and_leaves_nothing_to_run(text: str) -> None:
    assert fused(defused(text)) == text
    assert fused(guarded(text)) == text
    assert not defused(text).startswith(tuple("=+-@＝＋－＠\t\n")) or text.strip("+").isdigit()


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_i12_text_that_would_run_comes_back_as_it_was(desk: Desk, tmp_path: Path, ending: str) -> None:
    for place, text in enumerate(("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "'=x", "'123", "_x0041_")):
        path = tmp_path / f"{place}.csv"
        record_table(path, {"线索编号": f"NO-{place}", "客户名称": f"公司{place}", "沟通内容摘要": "'" + text})
        import_file(desk, path)
    told = {leads_text.summary for each in leads.ids(desk) for leads_text in detail(desk, each).follow_ups}
    assert {"=1+1", "@SUM(A1)", "'=x", "'123", "_x0041_"} <= told | {"'_x0041_"} | {"_x0041_"}
    export_file(desk, tmp_path / f"out{ending}", template=Template.RECORDS)
    if ending == ".csv":
        cells = [cell for row in _rows(tmp_path / "out.csv") for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]
    _another_book(tmp_path)
    import_file(desk, tmp_path / f"out{ending}")
    assert {each.summary for lead in leads.ids(desk) for each in detail(desk, lead).follow_ups} == told


def test_i13_an_export_is_private_recorded_and_replaces_nothing_unasked(desk: Desk, tmp_path: Path) -> None:
    """R37: who took what out is in the journal, and is no undo step."""
    import_file(desk, record_table(tmp_path / "one.csv", {}))
    path = tmp_path / "out.csv"
    path.write_text("mine", "utf-8")
    with pytest.raises(LeadtuiError, match="--force"):
        export_file(desk, path)
    assert path.read_text("utf-8") == "mine"
    assert export_file(desk, path, force=True, reveal=True) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert history.entries()[0].name == "Export out.csv: 1 leads, contacts in full"
    assert history.undo(desk) == "Import one.csv: 1 leads"
    assert [each for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_an_ending_nobody_knows_is_refused_by_name(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx \.csv \.jsonl \.md"):
        export_file(desk, tmp_path / "out.pdf")
    with pytest.raises(UsageError, match="--template"):
        export_file(desk, tmp_path / "out.jsonl", template=Template.FUNNEL)
    with pytest.raises(UsageError, match="cannot be written"):
        export_file(desk, tmp_path / "nowhere" / "out.csv")


def test_markdown_is_a_table_whatever_stands_in_it(desk: Desk, tmp_path: Path) -> None:
    import_file(desk, record_table(tmp_path / "one.csv", {"沟通内容摘要": "a|b\n<script>*x*"}))
    export_file(desk, tmp_path / "out.md", template=Template.RECORDS)
    lines = (tmp_path / "out.md").read_text("utf-8").splitlines()
    assert lines[0] == "# 客户跟进记录表"
    assert "a\\|b<br>\\<script\\>\\*x\\*" in lines[4]
    assert lines[4].replace("\\|", "").count("|") == lines[2].count("|")


@pytest.mark.file
@pytest.mark.parametrize(("ending", "template"), [("csv", None), ("xlsx", Template.RECORDS), ("xlsx", Template.FUNNEL)])
def test_a_book_brought_back_into_itself_stays_as_it_is(
    desk: Desk, tmp_path: Path, ending: str, template: Template | None
) -> None:
    """R31: no step is done or made, no objection doubled, whatever has been done to the leads meanwhile."""
    database.close()
    demo.write(tmp_path / "demo.db", desk, leads=150)
    database.open_file(tmp_path / "demo.db")
    before = contents()
    out = tmp_path / f"out.{ending}"
    export_file(desk, out, reveal=True, **({"template": template} if template else {}))
    import_file(desk, out)
    after = contents()
    differs = {table for table in before if before[table] != after[table]}
    assert differs <= {"journal_entry", "journal_row", "imported_row"}


def test_objections_and_amendments_are_a_list_in_a_cell(desk: Desk, tmp_path: Path) -> None:
    first = lead(desk, "甲")
    for entity, text, beside in (
        (Entity.OBJECTION, {"text": "太贵"}, {}),
        (Entity.OBJECTION, {"text": "交期长"}, {"progress": "可分批"}),
        (Entity.AMENDMENT, {"text": "付款30天"}, {"reason": "惯例"}),
        (Entity.AMENDMENT, {"text": "质保2年"}, {}),
    ):
        records.attach(desk, first, entity, text | beside)
    export_file(desk, tmp_path / "all.xlsx", reveal=True)
    for name in (tmp_path / "all.xlsx", tmp_path / "all.xlsx"):
        import_file(desk, name)
    _another_book(tmp_path)
    import_file(desk, tmp_path / "all.xlsx")
    found = detail(desk, leads.ids(desk)[0])
    assert {(each.text, each.progress) for each in found.objections} == {("太贵", ""), ("交期长", "可分批")}
    assert {(each.text, each.reason) for each in found.amendments} == {("付款30天", "惯例"), ("质保2年", "")}
