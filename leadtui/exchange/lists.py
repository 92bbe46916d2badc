"""Several things in one cell, a line each behind a sign: written, and read back whoever wrote the list."""

import re
from collections.abc import Sequence

_SIGN = "•"
_ITEM = re.compile(r"\s*(?:[•·●]|[-–—*](?=\s)|\(?\d{1,2}[.、)）](?!\d)|[①-⑳])[ \t]*")


def as_list(items: Sequence[str]) -> str:
    """The items as the text of a cell; an empty one keeps its place. One alone has no sign."""
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{_SIGN} {' '.join(each.split())}".rstrip() for each in items)


def listed(text: str) -> list[str]:
    """The items of a cell's list; any other text is one item, and none where it is empty."""
    lines = text.splitlines()
    if len(lines) < 2 or not _ITEM.match(lines[0]):
        return [text] if text else []
    items: list[str] = []
    for line in lines:
        sign = _ITEM.match(line)
        if sign:
            items.append(line[sign.end() :].strip())
        else:
            items[-1] = f"{items[-1]}\n{line}".strip()
    return items
