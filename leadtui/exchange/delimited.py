"""csv and tsv: encoding decided on the whole file, delimiter on the header line, quoting taken strictly."""

import codecs
import csv
import io
import re
from itertools import islice
from pathlib import Path

from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.i18n import N_

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t"


def read_rows(path: Path, data: bytes, encoding: str | None, *, limit: int) -> list[list[str]]:
    """The rows of csv or tsv text that came from `path`; of more than `limit` one beyond it, and no more.

    Raises LeadtuiError, naming the line, where the text cannot be decoded or a quote never ends.
    """
    text = decoded(path, data, encoding)
    if not text.strip():
        raise LeadtuiError(N_("{path} is empty."), path=path)
    delimiter = _delimiter(text)
    if delimiter == "\t" and text.count('"') % 2:
        # Pasted out of a document, where a quotation mark is nothing but itself.
        return [line.split("\t") for line in islice(text.splitlines(), limit + 1)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    begun = 1
    try:
        for row in islice(reader, limit + 1):
            rows.append(row)
            begun = reader.line_num + 1
    except csv.Error as error:
        raise LeadtuiError(
            N_(
                "{path}, line {line}, column {column}: the quotes do not match or the cell is too long ({why}). "
                "Mend it, or save as xlsx."
            ),
            path=path,
            line=begun,
            column=_broken(text, begun, delimiter),
            why=error,
        ) from error
    return rows


def _broken(text: str, line: int, delimiter: str) -> int:
    """The column, from 1, of the cell that breaks the row beginning in this line."""
    rest = "".join(islice(io.StringIO(text, newline=""), line - 1, None))
    # The quotes that are open need not close again, hence the possessive pieces.
    cell = re.compile(rf'(?:"(?:[^"]++|"")*+"|[^"{delimiter}\r\n][^{delimiter}\r\n]*+|)(?=[{delimiter}\r\n]|$)')
    column, place = 1, 0
    while (found := cell.match(rest, place)) and len(found[0]) <= csv.field_size_limit():
        if rest[found.end() : found.end() + 1] != delimiter:
            break
        column, place = column + 1, found.end() + 1
    return column


def decoded(path: Path, data: bytes, encoding: str | None) -> str:
    """The text of a file in the encoding that was named, else in the one that fits the whole of it."""
    if encoding:
        return _as_told(path, data, encoding)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _as_told(path, data, marked)
    # A short GB18030 text can be valid UTF-8, which is why the whole file decides.
    for guess in _unmarked_utf16(data) or ("utf-8", "gb18030"):
        try:
            return data.decode(guess)
        except UnicodeDecodeError:
            continue
    raise LeadtuiError(
        N_("{path} is neither UTF-8 nor GB18030 text. Name its encoding, as in --encoding big5."), path=path
    )


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """The UTF-16 in which the first line ends; () where zero bytes are only dirt in a text."""
    line_feed = data.find(b"\n")
    if line_feed < 0 or b"\0" not in data or len(data) % 2:
        return ()
    if data[line_feed + 1 : line_feed + 2] == b"\0" and line_feed % 2 == 0:
        return ("utf-16-le",)
    return ("utf-16-be",) if data[line_feed - 1 : line_feed] == b"\0" and line_feed % 2 else ()


def _as_told(path: Path, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LeadtuiError(
            N_("{path} is not {encoding} text. Name its encoding with --encoding."),
            path=path,
            encoding=encoding,
        ) from error
    except LookupError as error:
        raise UsageError(
            N_("There is no encoding {encoding}; try utf-8, gb18030, big5 or utf-16."), encoding=encoding
        ) from error
    return text.removeprefix("\ufeff")


def _delimiter(text: str) -> str:
    """The one that cuts the first line with a table in it into most pieces; quoted ones do not count."""
    for line in io.StringIO(text):
        unquoted = "".join(line.split('"')[::2])
        counts = {each: unquoted.count(each) for each in _DELIMITERS}
        best = max(counts, key=lambda each: counts[each])
        if counts[best] > 1:
            return best
    return ","
