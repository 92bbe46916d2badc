"""Commands over what was changed: undo, redo, history."""

from argparse import Namespace
from collections.abc import Callable

from leadtui.cli import documents, output
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, LeadtuiError
from leadtui.i18n import N_
from leadtui.services import history as journal
from leadtui.services import leads


def undo(desk: Desk, _wanted: Namespace) -> int:
    """Take back this rep's last change, from whichever window it came."""
    return _step(journal.undo, desk, N_("There is nothing to undo."))


def redo(desk: Desk, _wanted: Namespace) -> int:
    """Repeat what this rep took back last."""
    return _step(journal.redo, desk, N_("There is nothing to redo."))


def _step(step: Callable[[Desk], str | None], desk: Desk, refusal: str) -> int:
    name = step(desk)
    if name is None:
        raise LeadtuiError(refusal)
    output.line(name)
    return DONE


def history(desk: Desk, wanted: Namespace) -> int:
    """The journal, of everything or of one lead, newest first."""
    lead_id = leads.find(wanted.lead_no) if wanted.lead_no else None
    entries = journal.entries(lead_id, limit=wanted.limit)
    if wanted.json:
        output.document(
            [
                {
                    "at": documents.plain(entry.at, desk.zone),
                    "by": entry.by,
                    "kind": entry.kind,
                    "name": entry.name,
                    "live": entry.is_live,
                }
                for entry in entries
            ]
        )
    else:
        output.table(
            [
                [f"{entry.at.astimezone(desk.zone):%Y-%m-%d %H:%M}", entry.by, entry.kind, entry.name]
                for entry in entries
            ]
        )
    return DONE
