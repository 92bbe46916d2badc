"""Word tables, pasted tables and merged cells; and what is hostile or broken in them."""

import csv
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.exchange import sheets
from leadtui.exchange.columns import recognised
from leadtui.exchange.importing import import_file
from leadtui.exchange.rows import read_rows
from leadtui.exchange.sheets import pasted, read_tables
from leadtui.services import leads
from tests.exchange.written import DATA, workbook

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(path: Path, body: str, prolog: str = "") -> Path:
    """A Word document with this body."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "word/document.xml", f'{prolog}<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
        )
    return path


def cell(text: str, properties: str = "") -> str:
    """A cell of a Word table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def table(*rows: list[str]) -> str:
    """A Word table of such cells."""
    lines = (f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


@pytest.mark.usefixtures("book")
def test_the_record_table_of_a_document_becomes_leads(desk: Desk) -> None:
    result = import_file(desk, DATA / "followup-records.docx")
    assert (result.rows, result.created, result.follow_ups, result.rejected) == (11, 9, 11, ())
    assert import_file(desk, DATA / "followup-records.xlsx").created == 0
    assert len(leads.ids(desk)) == 9


def test_paragraphs_merged_and_nested_cells_are_told_as_one_sees_them(tmp_path: Path) -> None:
    inner = table([cell("里")])
    body = table(
        [cell("客户名称"), cell("联系人"), cell("电话")],
        [cell("恒远", '<w:vMerge w:val="restart"/>'), cell("周</w:t><w:br/><w:t>建国"), cell("1")],
        [cell("", "<w:vMerge/>"), f"<w:tc>{inner}<w:p/></w:tc>", cell("2")],
        [cell("合并", '<w:gridSpan w:val="2"/>'), cell("3")],
    )
    (found,) = read_tables(document(tmp_path / "a.docx", "<w:p><w:r><w:t>标题</w:t></w:r></w:p>" + body))
    assert [list(row) for row in found.rows] == [
        ["客户名称", "联系人", "电话"],
        ["恒远", "周\n建国", "1"],
        ["恒远", "里", "2"],
        ["合并", None, "3"],
    ]


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE x>",
    ],
)
def test_a_document_that_declares_anything_is_refused(tmp_path: Path, prolog: str) -> None:
    with pytest.raises(LeadtuiError, match=r"damaged or no \.docx"):
        read_tables(document(tmp_path / "a.docx", table([cell("x")]), prolog))


@pytest.mark.parametrize("body", ["<w:tbl>", table([cell("恒" * 40_000)]), table([cell("x")] * 201)])
def test_a_broken_or_boundless_document_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(LeadtuiError, match=r"a\.docx"):
        read_tables(document(tmp_path / "a.docx", body))


def test_old_endings_over_readable_files_are_read(tmp_path: Path) -> None:
    """A .et saved by WPS is often a workbook, a .doc often a .docx."""
    rows = [["客户名称", "联系人", "电话"], ["恒远", "周", "1"]]
    path = workbook(tmp_path / "a.xlsx", 表=rows)
    path.rename(tmp_path / "a.et")
    assert [list(row) for row in read_tables(tmp_path / "a.et")[0].rows] == rows
    document(tmp_path / "a.doc", table(*[[cell(each) for each in row] for row in rows]))
    assert [list(row) for row in read_tables(tmp_path / "a.doc")[0].rows] == rows


def test_i8_a_customer_merged_over_several_rows_stands_in_each(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "华东区")
        sheet.write_row(1, 0, ["客户名称", "联系人", "电话"])
        sheet.merge_range(2, 0, 3, 0, "恒远")
        sheet.write_row(2, 1, ["周", "1"])
        sheet.write_row(3, 1, ["王", "2"])
    rows = [list(row) for row in read_tables(path)[0].rows]
    assert rows[2:] == [["恒远", "周", "1"], ["恒远", "王", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_pasted_table_is_read(encoding: str) -> None:
    text = '客户名称\t联系人\t电话\n恒远\t周\t"1\n转2"\n'
    assert list(pasted(text.encode(encoding))[0].rows[1]) == ["恒远", "周", "1\n转2"]


def test_a_lone_quotation_mark_in_a_pasted_table_is_itself() -> None:
    rows = pasted('客户名称\t联系人\t备注\n恒远\t周\t他说"好\n"云栖\t王\t"\n'.encode())[0].rows
    assert [list(row) for row in rows[1:]] == [["恒远", "周", '他说"好'], ['"云栖', "王", '"']]


def test_nothing_pasted_is_misuse() -> None:
    with pytest.raises(UsageError, match="Nothing was pasted"):
        pasted(b" \n ")


def test_a_quote_that_never_ends_names_the_line_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('客户名称,联系人,电话\n恒远,周,1\n"云栖,王,2\n' + "x,y,3\n" * 50, "utf-8")
    with pytest.raises(LeadtuiError, match="line 3"):
        read_tables(path)


def test_a_huge_cell_is_named_by_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["客户名称", "联系人", "电话"], ["恒远", "周" * 40_000, "1"]])
    with pytest.raises(LeadtuiError, match="row 2, column 2"):
        read_tables(path)
    path.write_text("客户名称,联系人,电话\n恒远,周,1\n恒远," + "周" * 10_000_000, "utf-8")
    with pytest.raises(LeadtuiError, match="line 3"):
        read_tables(path)


def test_a_dimension_that_lies_hides_no_row(tmp_path: Path) -> None:
    honest = workbook(
        tmp_path / "a.xlsx", 表=[["客户名称", "联系人", "电话"], *[[f"公司{i}", "周", "1"] for i in range(9)]]
    )
    lying = tmp_path / "b.xlsx"
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(lying, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b'<dimension ref="A1:C10"/>', b'<dimension ref="A1:A1"/>'))
    assert len(read_tables(lying)[0].rows) == 10


def test_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", 表=[["客户名称", "联系人", "电话"]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(LeadtuiError, match="damaged"):
        read_tables(path)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("客户名称,联系人,电话\n恒远,周,1\n", "utf-8")
    read = Path.read_bytes

    def changing(self: Path) -> bytes:
        data = read(self)
        self.write_text("客户名称,联系人,电话\n恒远,周,1\n云栖,王,2\n", "utf-8")
        return data

    monkeypatch.setattr(sheets.Path, "read_bytes", changing)
    with pytest.raises(LeadtuiError, match="changed while it was read"):
        read_tables(path)


def test_zero_bytes_in_a_text_are_dirt(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("客户名称,联系人,电话\n恒\0远,周\0,1\n".encode())
    (row,), rejected = read_rows(recognised(read_tables(path), path=path), desk)
    assert rejected == []
    assert (row.name, row.contact["name"]) == ("恒远", "周")
