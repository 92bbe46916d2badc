"""The team's cadence: the one in force, and changing it."""

import json

from leadtui.desk import Desk
from leadtui.domain import cadence
from leadtui.domain.cadence import Cadence
from leadtui.i18n import N_
from leadtui.store import journal, settings
from leadtui.store.models import Setting


def current() -> Cadence:
    """The cadence in force: the team's, else the house's."""
    return settings.team_cadence()


def change(desk: Desk, wanted: Cadence) -> None:
    """Put another cadence in force for the team; every lead that it paces gets its day anew. One undoable step."""
    # Read back first, so that nothing is stored that could not be read.
    value = json.dumps(cadence.written(cadence.read(cadence.written(wanted))), ensure_ascii=False)
    with journal.change(desk, N_("Change the cadence")) as under_way:
        row = Setting.get_or_none(Setting.key == settings.CADENCE)
        if row is None:
            under_way.insert(Setting, key=settings.CADENCE, value=value)
        else:
            under_way.update(Setting, row.id, value=value)
