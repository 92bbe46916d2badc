"""export, bundle, calendar, contacts: files for others, with masks, exit codes and a record of it."""

import csv
import gzip
import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("ending", ["xlsx", "csv", "jsonl", "md"])
def test_a_file_is_written_by_its_ending(run: Run, lead: str, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    said = run("export", str(path))
    assert (said.code, said.out) == (0, "")
    assert "1 lead" in said.err
    assert path.stat().st_mode & 0o777 == 0o600
    assert run("export", str(path)).code == 1
    assert run("export", str(path), "--force").code == 0
    if ending != "xlsx":
        text = path.read_text("utf-8-sig").replace("\\", "")
        assert lead in text
        assert "138****2345" in text
        assert "13862012345" not in text
        run("export", str(path), "--force", "--reveal")
        assert "13862012345" in path.read_text("utf-8-sig")
        assert "contacts in full" in run("history").out


def test_a_filter_chooses_and_a_template_shapes(run: Run, lead: str, tmp_path: Path) -> None:
    run("add", "--customer", "云栖", "--phone", "13911112222", "--grade", "B")
    path = tmp_path / "out.csv"
    assert run("export", str(path), "grade:A", "--template", "records").code == 0
    header, row = csv.reader(path.read_text("utf-8-sig").splitlines())
    assert header[:2] == ["线索编号", "客户名称"]
    assert row[0] == lead
    assert run("export", str(path), "--template", "funnel", "--force").code == 0
    assert path.read_text("utf-8-sig").startswith("客户编号,企业名称,")


def test_a_line_of_json_speaks_as_show_does(run: Run, lead: str, tmp_path: Path) -> None:
    run("log", lead, "--channel", "call", "--summary", "聊了", "--next", "签约", "--due", "明天")
    path = tmp_path / "out.jsonl"
    run("export", str(path))
    (line,) = map(json.loads, path.read_text("utf-8").splitlines())
    shown = run("show", lead, "--json").json
    same = ("lead_no", "customer", "phone", "budget_max", "stage", "first_due_at", "stage_since", "created_at", "tags")
    assert {key: line[key] for key in same} == {key: shown[key] for key in same}
    assert line["follow_ups"][0]["summary"] == "聊了"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["out.pdf"], 2),
        (["out.csv", "stage:nope"], 2),
        (["out.jsonl", "--template", "funnel"], 2),
        (["nowhere/out.csv"], 2),
        (["."], 2),
        (["out.csv", "--template", "other"], 2),
    ],
)
def test_what_cannot_be_written_is_said_in_a_line(
    run: Run, lead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("export", *words)
    assert said.code == code
    assert len(said.err.splitlines()) == 1
    assert not list(tmp_path.glob("out*"))


def test_a_bundle_goes_to_a_colleague_and_comes_once(
    run: Run, lead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """交接包: numbers, authors and times are kept."""
    run("log", lead, "--channel", "call", "--summary", "聊了")
    path = tmp_path / "handover.leadtui"
    assert run("bundle", str(path), "恒远").code == 0
    assert gzip.decompress(path.read_bytes()).count(b"\n") == 2
    monkeypatch.setenv("LEADTUI_DATABASE", str(tmp_path / "other" / "book.db"))
    monkeypatch.setenv("LEADTUI_USER", "王强")
    assert run("import", str(path), "--dry-run", "--json").json["created"] == 1
    assert run("import", str(path), "--json").json["created"] == 1
    assert run("import", str(path), "--json").json["unchanged"] == 1
    shown = run("show", lead, "--json", "--reveal").json
    assert (shown["owner"], shown["phone"], shown["follow_ups"][0]["by"]) == ("李娜", "13862012345", "李娜")
    assert run("import", str(path), "--sheet", "x").code == 2


def test_a_taken_number_is_narrated(run: Run, lead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "handover.leadtui"
    run("bundle", str(path))
    monkeypatch.setenv("LEADTUI_DATABASE", str(tmp_path / "other" / "book.db"))
    run("add", "--customer", "别家", "--phone", "13911112222", "--source", "行业展会")
    said = run("import", str(path))
    assert f"{lead} is another lead's number here" in said.err


def test_plans_and_contacts_go_out(run: Run, lead: str, tmp_path: Path) -> None:
    """R38; both replace their file."""
    for _twice in range(2):
        assert run("calendar", str(tmp_path / "a.ics")).code == 0
        assert run("contacts", str(tmp_path / "a.vcf"), "--reveal").code == 0
    assert (tmp_path / "a.ics").read_text("utf-8").count("BEGIN:VEVENT") == 1
    assert "TEL:13862012345" in (tmp_path / "a.vcf").read_text("utf-8")
    assert run("calendar", "--folder", str(tmp_path / "plans")).code == 0
    assert len(list((tmp_path / "plans").glob("*.ics"))) == 1
    assert run("calendar").code == 2
    assert run("contacts", str(tmp_path / "b.vcf")).code == 2
    assert not (tmp_path / "b.vcf").exists()


def test_a_table_is_pasted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over any SSH client, with no file at all."""
    text = "客户名称\t联系人\t电话\n恒远\t周建国\t13862012345\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run("import", "-", "--json").json["created"] == 1
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run("import", "-").code == 2
