"""vCards in (2.1, 3 and 4) as a table, one person a row; understood and previewed like any other sheet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import clean
from leadtui.exchange.sampling import named
from leadtui.exchange.sheets import ROWS, Table
from leadtui.i18n import N_

TARGETS = ("customer", "contact", "title", "phone", "wechat", "email", "remark")

_DROPPED = frozenset(
    {"VERSION", "PRODID", "UID", "REV", "N", "FN", "ORG", "TITLE", "PHOTO", "LOGO", "SOUND", "KEY", "CLASS", "KIND"}
    | {"SORT-STRING", "NICKNAME", "CLIENTPIDMAP", "XML"}
)
_ONE = {"TEL": "phone", "EMAIL": "email", "X-WECHAT": "wechat", "X-WEIXIN": "wechat"}
_PROFILES = frozenset({"SOCIALPROFILE", "X-SOCIALPROFILE", "IMPP"})
_WECHAT = ("wechat", "weixin", "微信")

Held = Mapping[str, Sequence[str]]


def table(path: Path, text: str) -> Table:
    """The people of a vCard file. Raises LeadtuiError, naming the line, where it is damaged or cannot be read here."""
    try:
        import vobject
    except ImportError as error:
        raise LeadtuiError(
            N_("{path}: vCards are read with vobject, which is not installed: pip install 'leadtui[vcard]'"), path=path
        ) from error
    rows: list[tuple[str | None, ...]] = [tuple(map(named, TARGETS))]
    try:
        for card in vobject.readComponents(text, allowQP=True):
            if card.name != "VCARD":
                raise LeadtuiError(N_("{path} holds no vCards."), path=path)
            rows.append(_row(_held(card)))
            if len(rows) > ROWS:
                raise LeadtuiError(
                    N_("{path} has more than {limit} rows. Split it, then import the parts."), path=path, limit=ROWS
                )
    except vobject.base.ParseError as error:
        raise LeadtuiError(
            N_("{path}, line {line}: the vCard is damaged. Export it anew, then import that."),
            path=path, line=getattr(error, "lineNumber", None) or 1,
        ) from error  # fmt: skip
    except (ValueError, LookupError) as error:  # of a charset nobody knows, of octets that are none of it
        raise LeadtuiError(N_("{path}: the vCard is damaged ({why})."), path=path, why=error) from error
    if len(rows) == 1:
        raise LeadtuiError(N_("{path} holds no vCards."), path=path)
    return Table(clean(path.stem), rows)


def _held(card: Any) -> Held:
    """What a card says, by target; what has no field is kept for the remark under its own name."""
    held: dict[str, list[str]] = defaultdict(list)
    name, company = _first(card, "FN"), _first(card, "ORG")
    if not name and (parts := getattr(card, "n", None)) is not None:
        name = _person(parts.value)
    held["contact"], held["customer"] = [name], [company or name]
    held["title"] = [_first(card, "TITLE") or _first(card, "ROLE")]
    for line in card.getChildren():
        if (value := _text(line.value)) and line.name not in _DROPPED:
            target = _target(line)
            held[target or "remark"].append(value if target or line.name == "NOTE" else f"{line.name}: {value}")
    return held


def _target(line: Any) -> str | None:
    if line.name in _PROFILES:
        told = " ".join((_text(line.value), *(word for words in line.params.values() for word in words))).casefold()
        return "wechat" if any(word in told for word in _WECHAT) else None
    return _ONE.get(line.name)


def _row(held: Held) -> tuple[str | None, ...]:
    """One row; of several numbers all stand in the cell, of several addresses the first, the others in the remark."""
    remark = list(held.get("remark", ()))
    for key in ("email", "wechat"):
        remark += held.get(key, ())[1:]
    whole = {
        **{key: next(iter(held.get(key, ())), "") for key in TARGETS},
        "phone": " / ".join(dict.fromkeys(held.get("phone", ()))),
        "remark": "\n".join(remark),
    }
    return tuple(whole[key] or None for key in TARGETS)


def _first(card: Any, name: str) -> str:
    found = next((line for line in card.getChildren() if line.name == name), None)
    if found is None:
        return ""
    # The units of a company follow its name.
    return _text(found.value[0] if name == "ORG" and isinstance(found.value, list) and found.value else found.value)


def _person(name: Any) -> str:
    parts = [_text(part) for part in (name.family, name.given)]
    is_chinese = any("一" <= char <= "鿿" for char in "".join(parts))
    return "".join(parts) if is_chinese else " ".join(filter(None, reversed(parts)))


def _text(value: object) -> str:
    """A value in words; what is no text, such as a picture, is nothing."""
    if isinstance(value, str):
        for scheme in ("tel:", "mailto:", "weixin:", "wechat:"):
            value = value.removeprefix(scheme)
        return value.strip()
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(_text, value)))
    return "" if isinstance(value, bytes) else " ".join(str(value).split())
