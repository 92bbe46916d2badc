"""Contacts as vCard 4 (RFC 6350): escaped, folded at 75 octets, one card a person."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from leadtui.desk import Desk
from leadtui.exchange import target
from leadtui.services import exports
from leadtui.services.exports import Dossier, Entry

_SPECIAL = re.compile(r"([\\,;])")
_OCTETS = 75


def write_file(desk: Desk, path: Path, ids: Sequence[int] | None = None) -> int:
    """Write the people of these leads, or of all, in full; the file takes its place; how many they were."""
    chosen = exports.chosen(desk) if ids is None else ids
    count = 0
    written: set[object] = set()
    with target.replacing(path, force=True) as making:
        with making.open("w", encoding="utf-8", newline="") as file:
            for dossier in exports.dossiers(chosen, reveal=True, parts=(), lead_keys=frozenset()):
                for person in dossier.contacts:
                    if person["uid"] not in written:
                        written.add(person["uid"])
                        file.write("".join(card(person, dossier)))
                        count += 1
        exports.record(desk, path.name, len(chosen), reveal=True)
    return count


def card(person: Entry, dossier: Dossier) -> Iterator[str]:
    """The lines of a person's card, each with its line end."""
    company = str(dossier.customer["name"])
    name = str(person["name"])
    lines = [
        ("BEGIN", "VCARD"),
        ("VERSION", "4.0"),
        ("UID", f"urn:uuid:{_hyphened(str(person['uid']))}"),
        ("FN", _text(name or company)),
        ("N", f"{_text(name)};;;;"),
        ("ORG", _text(company)),
        ("TITLE", _text(str(person["title"]))),
        ("TEL", _text(str(person["phone"]))),
        ("EMAIL", _text(str(person["email"]))),
        ("SOCIALPROFILE;SERVICE-TYPE=WeChat;VALUE=text", _text(str(person["wechat"]))),
        ("END", "VCARD"),
    ]
    for key, value in lines:
        if value:
            yield from _folded(f"{key}:{value}")


def _hyphened(uid: str) -> str:
    return "-".join((uid[:8], uid[8:12], uid[12:16], uid[16:20], uid[20:]))


def _text(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, none of which cuts a character."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _OCTETS:
            yield piece + "\r\n"
            piece, size = " ", 1
        piece += char
        size += octets
    yield piece + "\r\n"
