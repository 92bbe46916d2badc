"""The column mappings that this book's team has chosen, by the headers of the sheet."""

import json
from collections.abc import Mapping

from leadtui.store import settings
from leadtui.store.models import db

_KEY = "import_mappings"
_MOST = 100


def mappings() -> dict[str, dict[str, str]]:
    """Field by column, by the headers they were chosen for; the one noted last comes last."""
    written = settings.text(_KEY)
    return dict(json.loads(written)) if written else {}


def note_mapping(headers: str, mapping: Mapping[str, str]) -> None:
    """Remember a mapping, or forget the one of these headers where nothing is left to say."""
    with db.atomic():
        known = mappings()
        if known.get(headers, {}) == dict(mapping):
            return
        known.pop(headers, None)
        if mapping:
            known[headers] = dict(mapping)
        settings.note(_KEY, json.dumps(dict(list(known.items())[-_MOST:]), ensure_ascii=False))
