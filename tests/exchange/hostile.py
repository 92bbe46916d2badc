"""Files that lie, bait, burst or break off, as tests write them; each by the name of its trap."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

HEADER = ("客户名称", "联系人", "电话", "沟通内容摘要")
ROW = ("苏州恒远", "周建国", "13862012345", "现场演示")
MEGABYTE = 1024**2


def _csv(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows((f"客户{number}", *ROW[1:]) for number in range(rows))


def _xlsx(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, (f"客户{number}", *ROW[1:]))


def _packed(path: Path, sheet: str, *, strings: str | None = None) -> None:
    """A workbook of this one sheet, given as XML."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, HEADER)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = sheet.encode()
            elif strings is not None and name.endswith("sharedStrings.xml"):
                data = strings.encode()
            made.writestr(name, data)


_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(cells: str, dimension: str = "A1:D2") -> str:
    return f'<worksheet {_SPACE}><dimension ref="{dimension}"/><sheetData>{cells}</sheetData></worksheet>'


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _row(number: int, values: tuple[str, ...]) -> str:
    cells = "".join(_cell(f"{'ABCD'[place]}{number}", value) for place, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


_TOP = _row(1, HEADER) + _row(2, ROW)


def zip_bomb(path: Path) -> None:
    """Some hundred KB that unpack to 400 MB, as the directory of the file says."""
    _packed(path, _sheet(_TOP + f'<row r="3">{_cell("A3", "a" * 400 * MEGABYTE)}</row>'))


def lying_bomb(path: Path) -> None:
    """The same, but its directory says that it unpacks to a thousand bytes."""
    zip_bomb(path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        size = next(each.file_size for each in packed.infolist() if each.filename.endswith("sheet1.xml"))
    data = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(data)


def far_cell(path: Path) -> None:
    """A table and one cell at XFD1048576."""
    _packed(path, _sheet(_TOP + f'<row r="1048576">{_cell("XFD1048576", "here")}</row>'))


def far_dimension(path: Path) -> None:
    """A dimension of the whole sheet over two rows."""
    _packed(path, _sheet(_TOP, "A1:XFD1048576"))


def low_cell(path: Path) -> None:
    """A table, and a word in the last row of the sheet."""
    _packed(path, _sheet(_TOP + f'<row r="1048576">{_cell("A1048576", "here")}</row>'))


def tiny_rows(path: Path) -> None:
    """A million rows of one letter."""
    _packed(path, _sheet(_TOP + "".join(f'<row r="{n}">{_cell(f"A{n}", "a")}</row>' for n in range(3, 1_000_003))))


def billion_laughs(path: Path) -> None:
    """Entities in the strings of a workbook, nine deep."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "LAUGH">{levels}]>'
    _packed(path, _sheet(_TOP), strings=f"{doctype}<sst {_SPACE}><si><t>&l9;</t></si></sst>")


def laughing_document(path: Path) -> None:
    """The same in a Word document."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = f'<!DOCTYPE x [<!ENTITY l0 "LAUGH">{levels}]><w:document {space}><w:t>&l9;</w:t></w:document>'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", text)


def truncated(path: Path) -> None:
    """The first half of a workbook."""
    _xlsx(path, 2000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def truncated_part(path: Path) -> None:
    """A whole workbook with half a sheet in it."""
    _packed(path, _sheet(_TOP)[:-60])


def unclosed_quote(path: Path) -> None:
    """A quote that is opened in row 3 and never closed."""
    _csv(path, 1000)
    lines = path.read_text("utf-8").split("\n")
    lines[2] = '"' + lines[2]
    path.write_text("\n".join(lines), "utf-8")


def big_cell(path: Path) -> None:
    """10 MB in row 3, column 4."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, ROW, (*ROW[:3], "长" * (10 * MEGABYTE // 3))])


def big_cell_xlsx(path: Path) -> None:
    """10 MB in D3."""
    row = "".join(_cell(f"{'ABC'[place]}3", value) for place, value in enumerate(ROW[:3]))
    _packed(path, _sheet(_TOP + f'<row r="3">{row}{_cell("D3", "长" * (10 * MEGABYTE // 3))}</row>'))


def too_many_rows(path: Path) -> None:
    """300,000 rows."""
    (_xlsx if path.suffix == ".xlsx" else _csv)(path, 300_000)


def big_cell_document(path: Path) -> None:
    """10 MB in the second cell of the second row of a table in a Word document."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rows = [HEADER, (ROW[0], "长" * (10 * MEGABYTE // 3), *ROW[2:])]
    cells = [[f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row] for row in rows]
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", f"<w:document {space}><w:body><w:tbl>{table}</w:tbl></w:body></w:document>")


def json_lines(path: Path, count: int) -> None:
    """So many leads, one a line."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"customer": f"客户{number}", "phone": f"139{number:08}"}) + "\n")


def too_many_lines(path: Path) -> None:
    """300,000 leads as JSON lines."""
    json_lines(path, 300_000)


def nothing(path: Path) -> None:
    """No byte at all."""
    path.touch()


TRAPS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "zip bomb": ("a.xlsx", zip_bomb),
    "zip bomb with a lying directory": ("a.xlsx", lying_bomb),
    "cell at XFD1048576": ("a.xlsx", far_cell),
    "word in row 1048576": ("a.xlsx", low_cell),
    "a million rows of one letter": ("a.xlsx", tiny_rows),
    "billion laughs": ("a.xlsx", billion_laughs),
    "billion laughs in a document": ("a.docx", laughing_document),
    "truncated": ("a.xlsx", truncated),
    "truncated sheet": ("a.xlsx", truncated_part),
    "unclosed quote": ("a.csv", unclosed_quote),
    "10 MB cell, csv": ("a.csv", big_cell),
    "10 MB cell, xlsx": ("a.xlsx", big_cell_xlsx),
    "10 MB cell, document": ("a.docx", big_cell_document),
    "300,000 rows, csv": ("a.csv", too_many_rows),
    "300,000 rows, xlsx": ("a.xlsx", too_many_rows),
    "300,000 leads, JSON lines": ("a.jsonl", too_many_lines),
    "empty": ("a.xlsx", nothing),
    "dimension of the whole sheet": ("a.xlsx", far_dimension),
}
