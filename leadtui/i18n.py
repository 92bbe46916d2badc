"""Which language leadtui speaks. English is the msgid; `_` translates at display, `N_` marks text for later."""

import gettext
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


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, [language], fallback=True)


def speak(language: str) -> None:
    """Show everything from now on in `language`, one of LANGUAGES."""
    global _spoken
    _spoken = language


def language() -> str:
    """The language being spoken, one of LANGUAGES."""
    return _spoken


def _(msgid: str) -> str:
    """`msgid` in the language being spoken."""
    return _catalogue(_spoken).gettext(msgid)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the text that fits `count`."""
    return _catalogue(_spoken).ngettext(singular, plural, count)


def N_(msgid: str) -> str:
    """Mark a text that is translated where it is shown."""
    return msgid


def NP_(context: str, msgid: str) -> Marked:
    """Mark a text whose translation depends on its context."""
    return Marked(context, msgid)


def told(text: Marked) -> str:
    """A marked text in the language being spoken."""
    return _catalogue(_spoken).pgettext(text.context, text.msgid)


def in_every_language(text: Marked) -> Iterator[str]:
    """A marked text in each language: people type labels of either, whatever the screen speaks."""
    for each in LANGUAGES:
        yield _catalogue(each).pgettext(text.context, text.msgid)


def choose(wanted: str | None, environ: Mapping[str, str]) -> str:
    """The language to speak: the one `wanted` by flag or setting, else what the locale asks for."""
    for name in (wanted, environ.get("LC_ALL"), environ.get("LC_MESSAGES"), environ.get("LANG")):
        if name:
            return "zh_CN" if name.lower().replace("-", "_").startswith("zh") else "en"
    return "en"
