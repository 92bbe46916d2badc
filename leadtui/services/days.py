"""The days computed for each lead hold under one time zone and one calendar of working days: whether they are the
present ones, and computing them anew a few leads at a time."""

from collections.abc import Sequence

from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.store import database, settings
from leadtui.store.models import Lead

AT_ONCE = 200
"""Leads computed in one go: what the rep asks meanwhile waits for no more than these."""


def begin(desk: Desk) -> None:
    """A new book's days will hold under the present zone and calendar."""
    if not settings.text(_found_under(desk)) and not Lead.select(Lead.id).exists():
        settle(desk)


def behind(desk: Desk) -> list[int]:
    """The leads whose days were computed under another zone or calendar, the soonest due first: all of them or none."""
    if settings.text(_found_under(desk)) == _stamp(desk):
        return []
    due = Lead.select(Lead.id).where(Lead.attend_on.is_null(False), Lead.deleted_at.is_null())
    others = Lead.select(Lead.id).where(Lead.attend_on.is_null() | Lead.deleted_at.is_null(False))
    # Two questions that an index answers each: sorting a million rows would hold up what the person asks meanwhile.
    return [*database.first_column(due.order_by(Lead.attend_on)), *database.first_column(others)]


def recompute(desk: Desk, ids: Sequence[int]) -> bool:
    """Compute the days of these leads anew, whether any moved; no undo step, since nobody has changed anything."""
    from leadtui.store import derived  # with all that days are derived from: no start waits for it

    return derived.refresh_days(ids, desk)


def settle(desk: Desk) -> None:
    """Remember under which zone and calendar the days hold now."""
    settings.note(_found_under(desk), _stamp(desk))


def refresh_days(desk: Desk) -> int:
    """Set all days right at once; how many leads were computed anew."""
    found = behind(desk)
    for start in range(0, len(found), AT_ONCE):
        recompute(desk, found[start : start + AT_ONCE])
    if found:
        settle(desk)
    return len(found)


def _found_under(desk: Desk) -> str:
    """The setting that remembers it: on a server each rep sees, and computes, other leads."""
    return f"days:{desk.me}" if database.is_on_server() else "days"


def _stamp(desk: Desk) -> str:
    return f"{desk.zone} {workdays.stamp()}"
