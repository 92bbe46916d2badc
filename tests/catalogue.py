"""Brings the Chinese catalogue up to the strings of the source: `python -m tests.catalogue`. Not a test.

It extracts every marked string, keeps what is translated, adds what is new (empty, to be translated) and compiles.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from leadtui.i18n import DOMAIN, LOCALES

ROOT = Path(__file__).parent.parent
PO = LOCALES / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "NP_": ((1, "c"), 2)}


def extracted() -> Catalog:
    """Every string of the source that a person sees."""
    catalogue = Catalog(project="leadtui", charset="utf-8")
    found = extract_from_dir(ROOT / "leadtui", [("**.py", "python")], keywords=KEYWORDS, comment_tags=())
    for name, _line, message, _comments, context in found:
        catalogue.add(message, locations=[(f"leadtui/{name}", 0)], context=context)
    return catalogue


def stored() -> Catalog:
    """The catalogue as it is committed."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain=DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """The binary form that gettext reads."""
    binary = BytesIO()
    write_mo(binary, catalogue)
    return binary.getvalue()


def main() -> None:
    """Update the .po and .mo files and name what waits for its translation."""
    catalogue = stored()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with PO.open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, omit_header=False)
    PO.with_suffix(".mo").write_bytes(compiled(catalogue))
    for message in catalogue:
        if message.id and not all(message.string if isinstance(message.string, tuple) else [message.string]):
            print(f"{message.context or ''}|{message.id}")


if __name__ == "__main__":
    main()
