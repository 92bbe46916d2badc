"""report: the review of a period as text, JSON and files for others (R27, R30), contacts masked unless revealed."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Run

HOSTILE = "<script>alert(1)</script>|`x`*y*\x1b[31m"
FORMULA = '=HYPERLINK("http://x")'


@pytest.fixture
def hostile(run: Run, lead: str) -> str:
    """A second lead, whose customer's name is markup, and a third, whose name is a formula."""
    said = run("add", "--customer", HOSTILE, "--phone", "13911112222", "--source", "website", "--grade", "B")
    assert run("add", "--customer", FORMULA, "--phone", "13911113333", "--source", "website").code == 0
    return said.out.strip()


def test_json_has_a_list_per_panel_under_the_keys_of_scripts(run: Run, hostile: str) -> None:
    assert run("move", hostile, "lost", "--set", "lost_reason=price").code == 0
    said = run("report", "--json")
    document = said.json
    assert isinstance(document, dict)
    assert document["period"] == {"kind": "week", "from": "2026-11-16", "to": "2026-11-22"}
    assert document["previous"] == {"kind": "week", "from": "2026-11-09", "to": "2026-11-15"}
    website, fair = document["conversion_by_source"]
    keys = ["source", "leads", "won", "lost", "open", "invalid", "rate", "low", "high"]
    assert [website[key] for key in keys[:7]] == ["website", 2, 0, 1, 1, 0, 0.0]
    assert 0 == website["low"] < website["high"] < 1
    assert fair["source"] == "trade_show"
    assert {row["grade"]: row["leads"] for row in document["conversion_by_grade"]} == {"A": 1, "B": 1, None: 1}
    assert all(isinstance(document[key], list) for key in ("funnel", "answer_time", "lost_reasons", "forecast"))
    # A range holds both its days, and a filter and an owner choose.
    assert run("report", "--json", "--period", "2026-11-22..2026-11-22").json["conversion_by_source"]  # type: ignore[index]
    assert run("report", "--json", "--period", "last-week").json["conversion_by_source"] == []  # type: ignore[index]
    graded = run("report", "grade:A", "--json", "--owner", "李娜").json
    assert [row["leads"] for row in graded["conversion_by_source"]] == [1]  # type: ignore[index]


def test_text_tells_each_panel_with_its_n_and_bad_words_are_refused(run: Run, lead: str, tmp_path: Path) -> None:
    said = run("report", "--period", "month")
    assert said.code == 0
    assert "11-01 – 11-30" in said.out
    assert re.search(r"^Trade show +1 ", said.out, re.MULTILINE)
    assert "n = 1" in said.out
    assert run("--lang", "zh_CN", "report").code == 0
    assert run("report", "--period", "whenever").code == 2
    assert run("report", "--owner", "nobody").code == 2
    assert run("report", "-o", str(tmp_path / "out.doc")).code == 2
    assert run("report", "-o", str(tmp_path / "out.html"), "--reveal").code == 2
    assert list(tmp_path.glob("out.*")) == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_page_is_whole_in_itself_and_customers_text_is_no_markup(
    run: Run, hostile: str, tmp_path: Path, language: str
) -> None:
    assert run("edit", hostile, "--set", "expected_close=2026-11-10").code == 0
    path = tmp_path / "out.html"
    assert run("--lang", language, "report", "-o", str(path)).code == 0
    text = path.read_text("utf-8")
    root = ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>\n"))
    assert {"html", "svg", "table", "h1"} <= {each.tag for each in root.iter()}
    assert not {"script", "link", "img", "iframe"} & {each.tag for each in root.iter()}
    assert not re.search(r"https?:|url\(|@import|\bsrc=|\bhref=|\x1b", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;|`x`*y*" in text
    assert "@page" in text
    assert "prefers-color-scheme: dark" in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert "13911112222" not in text
    assert "out.html" in run("history").out


def test_markdown_begins_with_the_period_in_sentences(run: Run, hostile: str, tmp_path: Path) -> None:
    assert run("edit", hostile, "--set", "expected_close=2026-11-10").code == 0
    path = tmp_path / "out.md"
    assert run("report", "-o", str(path), "--period", "last-week").code == 0
    assert run("report", "-o", str(path)).code == 1
    assert run("report", "-o", str(path), "--force").code == 0
    text = path.read_text("utf-8")
    assert text.startswith("# Weekly review 2026-11-16 – 2026-11-22\n")
    assert "- 3 new leads, most of them from: Website 2, Trade show 1." in text
    assert "### Expected close has passed (1 lead)" in text
    assert r"- \<script\>alert(1)\</script\>\|\`x\`\*y\*" in text
    assert "for 12 days" in text
    assert "| Website | 2 |" in text
    assert "<script>" not in text


def test_the_workbook_holds_panels_charts_and_the_leads_behind_masked(run: Run, hostile: str, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert run("report", "-o", str(path)).code == 0
    book = CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_name("Conversion by source").to_python()
    website = next(row for row in rows if row[0] == "Website")
    assert website[1:6] == [2, 0, 0, 2, 0]
    leads = book.get_sheet_by_name("Conversion by source (leads)").to_python()
    assert [row[0] for row in leads[1:]] == ["Website", "Website", "Trade show"]
    assert {row[2] for row in leads[1:]} >= {FORMULA, "苏州恒远精密机械有限公司"}
    assert leads[3][4] == "138****2345"
    assert "contacts in full" not in run("history").out
    assert run("report", "-o", str(path), "--force", "--reveal").code == 0
    leads = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Conversion by source (leads)").to_python()
    assert leads[3][4] == "13862012345"
    assert "contacts in full" in run("history").out
    with ZipFile(path) as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) >= 3
        sheets = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets


def test_a_json_file_holds_what_json_prints(run: Run, lead: str, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert run("report", "-o", str(path)).code == 0
    assert json.loads(path.read_text("utf-8")) == run("report", "--json").json
