"""import: a sheet in, counts and rejected rows out."""

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Run

COUNTS = ("rows", "created", "updated", "unchanged", "follow_ups", "duplicates", "rejected")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Two customers and a row that names none."""
    path = tmp_path / "客户.csv"
    path.write_text(
        "客户名称,联系人,电话,线索来源,线索等级,跟进日期,沟通内容摘要\n"
        "苏州恒远精密机械有限公司,周建国,13862012345,行业展会,A,2026-11-20,初步沟通\n"
        "Acme,Mary,13800138000,官网,B,2026-11-21,要资料\n"
        ",=HYPERLINK(1),+86 13700137000,官网,B,2026-11-21,没有名字\n",
        "utf-8",
    )
    return path


def counts(run: Run, *argv: str) -> dict[str, int]:
    told = run("import", *argv, "--json").json
    assert set(told) >= set(COUNTS)
    return {name: told[name] for name in COUNTS}


def test_the_counts_say_what_was_taken(run: Run, sheet: Path) -> None:
    told = counts(run, str(sheet))
    assert (told["rows"], told["created"], told["follow_ups"], told["rejected"]) == (3, 2, 2, 1)
    assert {lead["customer"] for lead in run("list", "--json").json} == {"苏州恒远精密机械有限公司", "Acme"}


def test_a_dry_run_counts_the_same_and_writes_nothing(run: Run, sheet: Path) -> None:
    told = counts(run, str(sheet), "--dry-run")
    assert run("list", "--json").json == []
    assert "Nothing was written" in run("import", str(sheet), "--dry-run").out
    assert counts(run, str(sheet)) == told


def test_the_same_file_twice_changes_nothing_and_undo_takes_it_back(run: Run, sheet: Path) -> None:
    run("import", str(sheet))
    before = run("list", "--json").out
    told = counts(run, str(sheet))
    assert (told["created"], told["updated"], told["follow_ups"]) == (0, 0, 0)
    assert run("list", "--json").out == before
    assert run("undo").code == 0
    assert run("list", "--json").json == []


def test_rejected_rows_are_told_and_written_without_a_formula(run: Run, sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "rejected.csv"
    said = run("import", str(sheet), "--rejected", str(target))
    assert said.code == 0
    assert str(target) in said.err
    header, row = csv.reader(target.read_text("utf-8-sig").splitlines())
    assert header[:3] == ["客户名称", "联系人", "电话"]
    assert row[1:3] == ["'=HYPERLINK(1)", "+86 13700137000"]
    assert row[-1] in said.err


def test_rejected_rows_come_back_as_they_were(run: Run, tmp_path: Path) -> None:
    """Whole numbers of a workbook stay whole, and the reason is no remark of the customer's."""
    book = xlsxwriter.Workbook(tmp_path / "in.xlsx")
    page = book.add_worksheet()
    for place, row in enumerate([["客户名称", "联系人", "电话", "跟进日期"], ["恒远", "周", 13862012345, "26.11.23"]]):
        page.write_row(place, 0, row)
    book.close()
    target = tmp_path / "rejected.csv"
    run("import", str(tmp_path / "in.xlsx"), "--rejected", str(target))
    target.write_text(target.read_text("utf-8-sig").replace("26.11.23", "2026-11-20"), "utf-8")
    assert run("import", str(target)).code == 0
    (lead,) = run("list", "--json").json
    shown = run("show", lead["lead_no"], "--reveal", "--json").json
    assert shown["contacts"][0]["phone"] == "13862012345"
    assert "26.11.23" not in json.dumps(shown, ensure_ascii=False), "why it was rejected"


def test_a_column_is_mapped_by_hand(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("客户名称,电话,代号\nAcme,13800138000,江苏\n", "utf-8")
    assert run("import", str(path), "--map", "代号=region").code == 0
    (lead,) = run("list", "--json").json
    assert run("show", lead["lead_no"], "--json").json["region"] == "江苏"


def test_duplicates_can_be_left_out(run: Run, lead: str, tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text("线索编号,客户名称,电话\nZY-001,恒远精密机械,13862012345\n", "utf-8")
    told = counts(run, str(path), "--skip-duplicates")
    assert (told["duplicates"], told["created"]) == (1, 0)
    assert len(run("list", "--json").json) == 1


def test_what_cannot_be_taken_in_is_said_in_a_line(run: Run, sheet: Path, tmp_path: Path) -> None:
    for words, code in (
        (["nowhere.csv"], (1, 2)),
        ([str(tmp_path)], (1, 2)),
        ([str(sheet), "--map", "电话"], (2,)),
        ([str(sheet), "--map", "电话=nosuch"], (1, 2)),
        ([str(sheet), "--rejected", str(sheet)], (2,)),
    ):
        before = sheet.read_bytes()
        said = run("import", *words)
        assert said.code in code
        assert said.err.startswith("leadtui: ")
        assert len(said.err.splitlines()) == 1
        assert sheet.read_bytes() == before
    assert run("list", "--json").json == []
