"""How complete the lead form is: what is filled on each page, what is demanded, what is missing here (R5)."""

from collections.abc import Mapping

from leadtui.domain.fields import Section
from leadtui.ui.dialogs.lead_pages import ASKED, REACH
from leadtui.ui.widgets.field_line import FieldLine
from leadtui.ui.widgets.sections_line import Progress

_BESIDE = frozenset({"invalid_reason", "lost_reason", "competitor"})
"""Lines that are not missing while they are empty."""


def progress(pages: Mapping[Section, tuple[str, ...]], lines: Mapping[str, FieldLine], section: Section) -> Progress:
    """What the meter says on a section; lines that are no field of the lead count nowhere."""
    filled = {key: line.is_filled for key, line in lines.items()}
    counted = {
        each: [key for key in keys if key not in ASKED and (filled[key] or key not in _BESIDE)]
        for each, keys in pages.items()
    }
    demanded = [] if filled["customer"] else [lines["customer"].field.label]
    if not any(filled[key] for key in REACH):
        demanded.append("/".join(lines[key].field.label for key in REACH))
    return Progress(
        {each: (sum(filled[key] for key in keys), len(keys)) for each, keys in counted.items()},
        demanded,
        [lines[key].field.label for key in counted[section] if not filled[key]],
    )
