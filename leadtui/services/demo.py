"""Sample data: a database of a sales team's last months, the same one each time it is asked for."""

import os
from itertools import chain, islice
from pathlib import Path

from peewee import fn

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import N_
from leadtui.services import days
from leadtui.services.sample.drafts import Calendar
from leadtui.services.sample.invented import invented
from leadtui.services.sample.rows import Known, write_block
from leadtui.services.sample.story import story
from leadtui.store import database, journal
from leadtui.store.models import JournalEntry, JournalRow, Lead

BLOCK = 5_000
"""Leads a transaction; more would only hold more memory."""
DUE_OF_STORY = 12
_DUE_SHARE = 0.002
_NAME = N_("Sample data")


def write(path: Path, desk: Desk, *, leads: int = 60) -> None:
    """Make a sample database of `leads` leads at `path`, the same for the same number and day.

    It is closed again. The leads with a story are always there, however few are asked for. 0.2 % of all are
    due on the desk's today, never fewer than 12. Raises LeadtuiError where `path` exists.
    """
    path = path.expanduser().absolute()
    if path.exists():
        raise _in_the_way(path)
    # Filled beside its place and linked in whole: an interrupted run leaves nothing that looks like a sample.
    making = path.with_name(f".{path.name}.{os.getpid()}.sample")
    making.unlink(missing_ok=True)
    try:
        database.open_file(making)
        try:
            _fill(desk, leads)
        finally:
            database.close()
        try:
            os.link(making, path)
        except FileExistsError:
            raise _in_the_way(path) from None
    finally:
        for leftover in (making, *path.parent.glob(f"{making.name}-*")):
            leftover.unlink(missing_ok=True)


def own_leads() -> list[int]:
    """The leads of an open sample that people have added to it."""
    made = JournalRow.select(fn.MAX(JournalRow.last_id)).join(JournalEntry)
    last = made.where(JournalRow.table == "lead", JournalEntry.name == _NAME).scalar() or 0
    kept = Lead.select(Lead.id).where(Lead.id > last, Lead.deleted_at.is_null()).order_by(Lead.id)
    return [lead for (lead,) in kept.tuples()]


def _in_the_way(path: Path) -> LeadtuiError:
    return LeadtuiError(N_("{path} is there already; sample data only goes into a new file."), path=path)


def _fill(desk: Desk, leads: int) -> None:
    days.begin(desk)
    calendar = Calendar(desk)
    told = story(calendar)
    due = max(0, round(leads * _DUE_SHARE) - DUE_OF_STORY)
    drafts = chain(told, invented(calendar, max(0, leads - len(told)), due))
    known = Known()
    while block := list(islice(drafts, BLOCK)):
        with journal.change(desk, _NAME) as change:
            write_block(change, block, calendar, known)
