"""Files become tables, or a sentence that says what is wrong and what to do; nothing hostile gets further."""

import os
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.exchange.sheets import read_tables
from tests.exchange.written import csv_file, workbook

ROWS = [["客户名称", "联系人", "电话"], ["苏州恒远", "周建国", "13862012345"]]


def test_a_workbook_keeps_numbers_days_times_and_gaps(tmp_path: Path) -> None:
    rows = [["标题"], [], [1.5, None, date(2026, 11, 24), datetime(2026, 11, 6, 14, 30), "=1+1", True]]  # noqa: DTZ001
    tables = read_tables(workbook(tmp_path / "a.xlsx", 十一月=rows, 空=[]))
    assert [table.name for table in tables] == ["十一月", "空"]
    assert tables[0].rows == [
        ["标题"],
        [],
        [1.5, None, date(2026, 11, 24), datetime(2026, 11, 6, 14, 30), "=1+1", True],  # noqa: DTZ001
    ]
    assert list(tables[1].rows) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_i5_a_csv_is_read_in_every_usual_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = csv_file(tmp_path / "a.csv", *ROWS, encoding=encoding, delimiter=delimiter)
    assert list(read_tables(path)[0].rows) == ROWS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_i5_utf16_without_a_mark_is_read(tmp_path: Path, encoding: str) -> None:
    assert list(read_tables(csv_file(tmp_path / "a.csv", *ROWS, encoding=encoding))[0].rows) == ROWS


def test_another_encoding_is_named(tmp_path: Path) -> None:
    rows = [["客戶名稱", "聯絡人", "電話"], ["無錫創新電子", "許小姐", "1"]]
    path = csv_file(tmp_path / "a.csv", *rows, encoding="big5")
    assert list(read_tables(path, encoding="big5")[0].rows) == rows


def test_the_delimiter_is_that_of_the_header_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("华东区, 十一月\n客户名称;联系人;电话\n恒远;周,建,国,先,生;1\n", "utf-8")
    assert read_tables(path)[0].rows[2] == ["恒远", "周,建,国,先,生", "1"]


def _refused(path: Path, kind: type[LeadtuiError] = LeadtuiError, encoding: str | None = None) -> str:
    with pytest.raises(LeadtuiError) as caught:
        read_tables(path, encoding=encoding)
    assert type(caught.value) is kind
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_a_missing_file_and_a_folder_are_misuse(tmp_path: Path) -> None:
    assert "there is no such file" in _refused(tmp_path / "none.xlsx", UsageError)
    assert "there is no such file" in _refused(tmp_path / "a\0.xlsx", UsageError)
    assert "cannot be read" in _refused(tmp_path / f"{'a' * 300}.xlsx", UsageError)
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert "is a folder" in _refused(folder, UsageError)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "no plain file" in _refused(tmp_path / "pipe.csv", UsageError)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls", "a.ods"])
def test_an_empty_file_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    assert _refused(path) == f"{path} is empty."


def test_a_csv_of_blanks_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n  \n", "utf-8")
    assert _refused(path) == f"{path} is empty."


@pytest.mark.parametrize(
    ("name", "way_out"), [("a.doc", "docx or xlsx"), ("a.et", "xlsx"), ("a.png", ".xlsx"), ("a", ".xlsx")]
)
def test_other_kinds_of_files_are_told_the_way_out(tmp_path: Path, name: str, way_out: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    said = _refused(tmp_path / name)
    assert name in said
    assert way_out in said


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" + bytes(99), b"PK\x03\x04 broken", b"PK\x05\x06" + bytes(18)])
def test_a_picture_or_wreck_named_xlsx_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert "damaged or no .xlsx file" in _refused(path)


def test_i5_bytes_in_no_encoding_ask_for_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("客户名称,联系人,电话\n".encode() + b"\xff\xff\x80,1,2\n")
    assert "--encoding" in _refused(path)
    assert "is not utf-8 text" in _refused(path, encoding="utf-8")
    assert "no encoding klingon" in _refused(path, UsageError, encoding="klingon")


def test_i10_a_quote_that_never_ends_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('客户名称,联系人,电话\n"恒远,周建国,1\n' + "云栖,林晓雯,2\n" * 50, "utf-8")
    assert "the quotes do not match" in _refused(path)


def test_too_much_of_anything_is_refused_by_name(tmp_path: Path) -> None:
    wide = csv_file(tmp_path / "wide.csv", ["客户名称"] * 201)
    assert "more than 200 columns" in _refused(wide)
    long = csv_file(tmp_path / "long.csv", *ROWS, ["恒" * 32_768, "", ""])
    assert "more than 32767 characters" in _refused(long)
    tall = csv_file(tmp_path / "tall.csv", *[["a", "b", "c"]] * 200_001)
    assert "more than 200000 rows" in _refused(tall)
    assert "more than 200 columns" in _refused(workbook(tmp_path / "wide.xlsx", a=[["x"] * 201]))


def test_i1_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bomb.xlsx", a=ROWS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("xl/more.xml", "w") as entry:
        for _ in range(301):
            entry.write(bytes(1024 * 1024))
    assert "would unpack to more than 300 MB" in _refused(path)


def test_i2_a_single_cell_at_the_far_corner_does_not_take_the_program_down(tmp_path: Path) -> None:
    """Reading this sheet aborts the process that does it, which is why it is another one."""
    path = workbook(tmp_path / "far.xlsx", a=ROWS)
    far = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(far, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", cell)
            target.writestr(name, data)
    assert "too large or damaged" in _refused(far)
