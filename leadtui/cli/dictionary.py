"""The field dictionary as a command: what every field is called, what it holds, and an example (R76)."""

from argparse import Namespace
from itertools import groupby

from leadtui.cli import output
from leadtui.config import Settings
from leadtui.domain.errors import DONE
from leadtui.domain.fields import DICTIONARY


def fields(_settings: Settings, wanted: Namespace) -> int:
    """Every field by section; it needs no database."""
    if wanted.json:
        output.document(
            [
                {
                    "section": field.section,
                    "entity": field.entity,
                    "key": field.key,
                    "name": field.label,
                    "description": field.description,
                    "example": field.example,
                }
                for field in DICTIONARY
            ]
        )
        return DONE
    for section, held in groupby(DICTIONARY, key=lambda field: field.section):
        output.line(section.label)
        for text in output.aligned([[each.key, each.label, each.description, each.example] for each in held], indent=2):
            output.line(f"  {text}")
    return DONE
