"""Commands over what was changed: undo, redo, history."""

from argparse import Namespace
from collections.abc import Callable
from datetime import datetime, time, timedelta

from leadtui.cli import documents, output, words
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


def _midnight(desk: Desk, day: str | None, later: int) -> datetime | None:
    """The instant a day begins, or so many days later."""
    found = words.when(day, desk, ahead=False)
    return desk.instant(found.day + timedelta(days=later), time(0)) if found else None


def history(desk: Desk, wanted: Namespace) -> int:
    """The journal, of everything or of one lead, newest first."""
    lead_id = leads.find(wanted.lead_no) if wanted.lead_no else None
    asked = journal.Wanted(
        by=wanted.by or "",
        kind=words.optional_term(journal.EntryKind, wanted.kind),
        since=_midnight(desk, wanted.since, 0),
        until=_midnight(desk, wanted.until, 1),
    )
    entries = journal.entries(lead_id, limit=wanted.limit, wanted=asked)
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
                [
                    f"{entry.at.astimezone(desk.zone):%Y-%m-%d %H:%M}",
                    entry.by,
                    journal.EntryKind.read(entry.kind).label,
                    entry.name,
                ]
                for entry in entries
            ]
        )
    return DONE
