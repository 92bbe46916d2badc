"""A lead's tags on one line, 行业:制造 需求:MES 老客户: each in its dimension, and back again (R35, R48)."""

import re
from collections.abc import Iterable, Mapping

from leadtui.domain.errors import FieldError
from leadtui.domain.terms import TagDimension
from leadtui.domain.text import LINE_LIMIT, clean
from leadtui.i18n import N_

Tag = tuple[str, TagDimension]
"""A tag's name and the dimension it stands in."""

_APART = "\\s、,，;；"
_WORD = re.compile(
    rf'(?:(?P<dimension>[^{_APART}"“”:：]+)[:：])?'
    rf'(?:["“](?P<quoted>[^"”]+)["”]|(?P<plain>[^{_APART}]+))'
)
_SHORT = {"需求": TagDimension.NEED, "行业": TagDimension.INDUSTRY, "地区": TagDimension.REGION}


def read_tags(text: str, known: Mapping[str, TagDimension] | None = None) -> list[Tag]:
    """The tags on a line, each once; one without a dimension stands in that of a `known` name, else in none.

    Raises FieldError where a name is too long.
    """
    found: dict[Tag, None] = {}
    for word in _WORD.finditer(clean(text)):
        dimension = _dimension(word["dimension"])
        name = (word["quoted"] or word["plain"]).strip()
        if word["dimension"] and dimension is None:
            name = word[0]
        if len(name) > LINE_LIMIT:
            raise FieldError("tags", N_("A tag holds at most {limit} characters."), limit=LINE_LIMIT)
        found[name, dimension or (known or {}).get(name, TagDimension.OTHER)] = None
    return list(found)


def shown_tags(tags: Iterable[Tag]) -> str:
    """Tags as `read_tags` reads them, the dimension in the language being spoken."""
    return " ".join(_shown(name, dimension) for name, dimension in tags)


def _dimension(text: str | None) -> TagDimension | None:
    return TagDimension.named(text) or _SHORT.get(text) if text else None


def _shown(name: str, dimension: TagDimension) -> str:
    quoted = f'"{name}"' if re.search(f"[{_APART}:：]", name) else name
    if dimension is TagDimension.OTHER:
        return quoted
    label = dimension.label
    return f"{dimension.value if ' ' in label else label}:{quoted}"
