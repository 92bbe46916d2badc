"""What other programs make of our files: LibreOffice of the sheets, khal of the calendar."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.when import When
from leadtui.exchange import calendar
from leadtui.exchange.exporting import export_file
from leadtui.exchange.importing import import_file
from leadtui.exchange.layouts import Template
from leadtui.exchange.sheets import Cell, read_tables
from leadtui.services import followups
from tests.exchange.written import DATA, record_table
from tests.services.captured import later, lead, step

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("book")]

SHEETS = {"every.xlsx": None, "records.xlsx": Template.RECORDS, "funnel.xlsx": Template.FUNNEL}
TRAPS = (
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1:A2)", "-2+3", "'123", "1E5", "TRUE", "2026-11-04", "00123", "#REF!",
    "=HYPERLINK(\"http://127.0.0.1:9\")", "两行\n文字", "_x0041_ & <b>\"q\"</b>", "𠮷野家👩‍💻", "110101199003077777",
)  # fmt: skip


def _office(folder: Path, ending: str, files: Sequence[Path]) -> Path:
    """The folder with these files converted by LibreOffice; skipped by name where it is missing."""
    if (office := shutil.which("soffice")) is None:
        pytest.skip("LibreOffice is not installed (soffice)")
    made = folder / ending.partition(":")[0]
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", ending, "--outdir", str(made), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=os.environ | {"HOME": str(folder)})
    return made


def _cells(path: Path) -> list[list[list[Cell]]]:
    """Every cell of every sheet, rows without the empty cells at their end."""
    tables = []
    for table in read_tables(path):
        rows = [list(row) for row in table.rows]
        for row in rows:
            while row and row[-1] in (None, ""):
                row.pop()
        tables.append(rows)
    return tables


def test_i12_exported_sheets_open_in_libreoffice_with_every_value_and_no_formula(desk: Desk, tmp_path: Path) -> None:
    """Each template, with what a spreadsheet would run, round or take for a date: saved again all is as it was."""
    for name in ("messy-november.xlsx", "funnel.xlsx", "followup-records.xlsx"):
        import_file(desk, DATA / name)
    rows = [
        {"线索编号": f"NO-{place}", "客户名称": f"公司{place}", "沟通内容摘要": text, "初始需求": text, "联系人": text}
        for place, text in enumerate(TRAPS)
    ]
    import_file(desk, record_table(tmp_path / "traps.csv", *rows))
    for name, template in SHEETS.items():
        export_file(desk, tmp_path / name, template=template, reveal=True)
    files = [tmp_path / name for name in SHEETS]
    again, flat = _office(tmp_path, "ods", files), _office(tmp_path, "fods", files)
    for path in files:
        held = (flat / path.with_suffix(".fods").name).read_text("utf-8")
        assert "table:formula" not in held
        assert 'office:value-type="date"' in held
        before = _cells(path)
        assert sum(len(rows) for rows in before) > 40
        assert _cells(again / path.with_suffix(".ods").name) == before


def _khal(folder: Path, plans: Path, *command: str) -> str:
    """What khal says with `plans` as its calendar; skipped by name where it is missing."""
    if (khal := shutil.which("khal")) is None:
        pytest.skip("khal is not installed")
    config = folder / "khal.conf"
    config.write_text(
        f"[calendars]\n[[plans]]\npath = {plans}\n[sqlite]\npath = {folder / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "[default]\ndefault_calendar = plans\n",
        "utf-8",
    )
    plans.mkdir(exist_ok=True)
    environment = os.environ | {"HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [khal, "--config", str(config), *command], capture_output=True, timeout=60, env=environment, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _listed(folder: Path, plans: Path) -> list[str]:
    told = _khal(folder, plans, "list", "2026-11-01", "60d", "--format", "{start} {title}", "--day-format", "")
    return [line for line in told.splitlines() if line.strip()]


def test_khal_lists_the_calendar_and_a_second_import_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    """R38: the file as khal imports it, and what changed since arrives as a change."""
    when = When(date(2026, 11, 25), time(14))
    first = lead(desk, "恒远, 精密; 机械", contact="周建国", step=followups.NextStep(action="演示", due=when))
    lead(desk, "云栖", phone="13911112222", step=step(desk, 3, "回访"))
    path, plans = tmp_path / "plans.ics", tmp_path / "vdir"
    for _each in range(2):
        calendar.write_file(desk, path, everyone=True)
        _khal(tmp_path, plans, "import", "--batch", str(path))
        told = _listed(tmp_path, plans)
        assert len(told) == 2
        assert any("2026-11-25 14:00" in line and "恒远, 精密; 机械: 演示" in line for line in told)
        assert len(list(plans.glob("*.ics"))) == 2
    followups.reschedule(desk, first, When(date(2026, 12, 1), time(9)))
    calendar.write_file(later(desk, hours=1), path, everyone=True)
    _khal(tmp_path, plans, "import", "--batch", str(path))
    told = _listed(tmp_path, plans)
    assert len(told) == 2
    assert any("2026-12-01 09:00" in line for line in told)


def test_khal_reads_the_folder_of_plans(desk: Desk, tmp_path: Path) -> None:
    """R38: `calendar --folder` is a vdir; written anew nothing doubles, what is done goes as a cancellation."""
    first = lead(desk, "恒远", step=step(desk, 1, "报价"))
    lead(desk, "云栖", phone="13911112222", step=step(desk, 2, "回访"))
    plans = tmp_path / "vdir"
    for _each in range(2):
        calendar.write_folder(desk, plans, everyone=True)
        assert [line.partition(" ")[2] for line in _listed(tmp_path, plans)] == ["恒远: 报价", "云栖: 回访"]
    followups.cancel(desk, first)
    calendar.write_folder(later(desk, hours=1), plans, everyone=True)
    told = _khal(tmp_path, plans, "list", "2026-11-01", "60d", "--format", "{title} {status}", "--day-format", "")
    assert "云栖: 回访" in told
    assert all("CANCELLED" in line for line in told.splitlines() if "恒远" in line)
