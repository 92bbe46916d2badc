"""The little Markdown that the written review is made of, read again: titles, paragraphs and list items of plain
text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

_HEADING = re.compile(r"(#{1,3}) (.+)")
_ITEM = "- "
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person reads it; `level` of a title is 1 to 3, that of other lines 0."""

    text: str
    level: int = 0
    is_item: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it is a title."""
        return self.level > 0


def plain_lines(written: str) -> Iterator[Line]:
    """The lines without the signs of Markdown, empty ones left out."""
    for line in filter(str.strip, written.splitlines()):
        heading = _HEADING.fullmatch(line.strip())
        is_item = line.startswith(_ITEM)
        text = heading[2] if heading else line.removeprefix(_ITEM)
        yield Line(_ESCAPED.sub(r"\1", text).strip(), len(heading[1]) if heading else 0, is_item)


def html(written: str) -> str:
    """The text as HTML; nothing in it is taken for markup but titles and items at a line's beginning."""
    return "\n".join(_blocks(written))


def _blocks(written: str) -> Iterator[str]:
    for is_list, lines in groupby(plain_lines(written), key=lambda line: line.is_item):
        if is_list:
            yield "<ul>" + "".join(f"<li>{escape(line.text)}</li>" for line in lines) + "</ul>"
            continue
        for line in lines:
            tag = f"h{line.level}" if line.is_heading else "p"
            yield f"<{tag}>{escape(line.text)}</{tag}>"
