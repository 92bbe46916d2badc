"""Which language leadtui speaks. English is the msgid; `_` translates at display, `N_` marks text for later."""

import struct
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

DOMAIN = "leadtui"
LOCALES = Path(__file__).parent / "locale"
LANGUAGES = ("zh_CN", "en")

_spoken = "en"


class Marked(NamedTuple):
    """A msgid with the context that tells it from its namesakes (流失 the stage, 流失客户 the status)."""

    context: str
    msgid: str


class _Catalogue:
    """The texts of a .mo file, each read when it is first wanted: of thousands a start shows a hundred.

    gettext would read and decode them all before the first one is shown. Both languages do with one form for any count
    but one, and that is the only plural rule known here.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._said: dict[str, str] = {}
        count, ids, self._texts = struct.unpack_from("<3I", data, 8) if data else (0, 0, 0)
        starts = struct.unpack_from(f"<{2 * count}I", data, ids)[1::2]
        # A text with a plural is known by its singular, which ends where the plural begins.
        self._places = {data[start : data.index(0, start)]: place for place, start in enumerate(starts)}

    def text(self, msgid: str) -> str | None:
        """The translation, None where there is none."""
        said = self._said.get(msgid)
        place = None if said is not None else self._places.get(msgid.encode())
        if place is not None:
            length, start = struct.unpack_from("<2I", self._data, self._texts + 8 * place)
            said = self._said[msgid] = self._data[start : start + length].decode().partition("\0")[0]
        return said


@cache
def _catalogue(language: str) -> _Catalogue:
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    return _Catalogue(path.read_bytes() if path.exists() else b"")


def speak(language: str) -> None:
    """Show everything from now on in `language`, one of LANGUAGES."""
    global _spoken
    _spoken = language


def language() -> str:
    """The language being spoken, one of LANGUAGES."""
    return _spoken


def _(msgid: str) -> str:
    """`msgid` in the language being spoken."""
    return _catalogue(_spoken).text(msgid) or msgid


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the text that fits `count`."""
    return _catalogue(_spoken).text(singular) or (singular if count == 1 else plural)


def N_(msgid: str) -> str:
    """Mark a text that is translated where it is shown."""
    return msgid


def NP_(context: str, msgid: str) -> Marked:
    """Mark a text whose translation depends on its context."""
    return Marked(context, msgid)


def told(text: Marked) -> str:
    """A marked text in the language being spoken."""
    return _in_language(_spoken, text)


def in_every_language(text: Marked) -> Iterator[str]:
    """A marked text in each language: people type labels of either, whatever the screen speaks."""
    for each in LANGUAGES:
        yield _in_language(each, text)


def _in_language(language: str, text: Marked) -> str:
    return _catalogue(language).text(f"{text.context}\x04{text.msgid}") or text.msgid


def choose(wanted: str | None, environ: Mapping[str, str]) -> str:
    """The language to speak: the one `wanted` by flag or setting, else what the locale asks for."""
    for name in (wanted, environ.get("LC_ALL"), environ.get("LC_MESSAGES"), environ.get("LANG")):
        if name:
            return "zh_CN" if name.lower().replace("-", "_").startswith("zh") else "en"
    return "en"
