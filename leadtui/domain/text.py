"""The one sanitiser: what text may enter, how hostile text is shown, the folded form that comparing uses."""

import re
import unicodedata
from functools import cache

from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import N_

NAME_LIMIT = 200
PHONE_LIMIT = 32
LINE_LIMIT = 500
NOTE_LIMIT = 20_000

FIRST_CJK = "\u3005"
CJK = "[^\x00-\u3004]"
"""A regular expression for a character of the writing that has no blanks between words: U+3005 and beyond."""

_ZWJ = "\u200d"
_MARKS_IN_A_ROW = 8
# Controls but TAB and LF, bidi controls, zero-width and blank-looking characters, line and paragraph
# separators, annotations, non-characters, surrogates, tags. ZWJ and variation selectors stay: emoji and
# rare ideographs are written with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n?|[\v\f\u2028\u2029]")
# Where a tower of marks may stand: runs outside the blocks that hold none. Only these are looked into.
_PERHAPS_MARKS = "[^\x00-\u02ff\u3400-\u9fff]{9,}"


class TooLong(LeadtuiError):
    """Text of `length` characters where `limit` are allowed."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(N_("Too long: {length} characters, {limit} at the most."), length=length, limit=limit)
        self.length = length
        self.limit = limit


def clean(text: str, *, limit: int | None = None, multiline: bool = False) -> str:
    """Text fit to be stored: NFC, no control or invisible characters; TooLong above `limit` characters."""
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    text = re.sub(_PERHAPS_MARKS, _lowered, unicodedata.normalize("NFC", text))
    text = text.strip() if multiline else " ".join(text.split())
    if limit is not None and len(text) > limit:
        raise TooLong(len(text), limit)
    return text


def harmless(text: str) -> str:
    """Text as it may enter a line being typed: nothing that a terminal would obey or hide, blanks as they are."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def visible(text: str, *, multiline: bool = False) -> str:
    """Text safe to print: what a terminal would obey or hide stands as an escape such as \\x1b or \\u202e.

    With `multiline` line feeds stay and a tab is four blanks, since no other control may reach the screen.
    """
    text = _UNSEEN.sub(_escaped, text).replace("\t", "    " if multiline else "\\t")
    return text if multiline else text.replace("\n", "\\n")


def fold(text: str) -> str:
    """The form in which two spellings are equal: NFKC, no case, simplified Chinese, single blanks.

    Chinese is simplified character by character, so that a part of a text folds to a part of the folded text.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if text and max(text) > "\u3400":
        text = text.translate(_simplified())
    return " ".join(text.split())


def clusters(text: str) -> list[str]:
    """The characters as a person counts them: marks, variation selectors and joined emoji with their base."""
    found: list[str] = []
    for char in text:
        if found and (_is_mark(char) or found[-1].endswith(_ZWJ)):
            found[-1] += char
        else:
            found.append(char)
    return found


def _is_mark(char: str) -> bool:
    return char == _ZWJ or unicodedata.category(char)[0] == "M"


def _lowered(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in run[0]:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@cache
def _simplified() -> dict[int, str]:
    # The table is read without importing zhconv, whose import of pkg_resources costs eight times the table.
    import json
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("zhconv")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("zhconv", name="zhconv")
    tables = json.loads(Path(spec.origin).with_name("zhcdict.json").read_bytes())
    pairs = tables["zh2Hans"].items()
    single = {ord(old): new for old, new in pairs if len(old) == 1 and old > "\u3400" and old != new}
    # 乾 is written in simplified text too (乾元, 乾坤: qian), and there it is not 干.
    del single[ord("乾")]
    return single
