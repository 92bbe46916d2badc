"""Text measured in terminal cells, for tables in which Chinese and Latin stand side by side."""

import unicodedata

ELLIPSIS = "…"
_WIDE = frozenset("WF")
_WITHOUT_WIDTH = frozenset({"Mn", "Me", "Cf"})


def width(text: str) -> int:
    """How many cells a terminal needs for `text`, which holds no control characters."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` cells, an ellipsis standing for what did not fit."""
    if width(text) <= limit:
        return text
    kept, used = [], 0
    for char in text:
        used += _cells(char)
        if used > limit - 1:
            break
        kept.append(char)
    return "".join(kept) + ELLIPSIS if limit > 0 else ""


def pad(text: str, cells: int) -> str:
    """`text` followed by blanks up to `cells`; longer text stays as it is."""
    return text + " " * (cells - width(text))


def _cells(char: str) -> int:
    if unicodedata.east_asian_width(char) in _WIDE:
        return 2
    return 0 if unicodedata.category(char) in _WITHOUT_WIDTH else 1
