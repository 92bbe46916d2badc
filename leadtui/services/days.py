"""The days computed for each lead hold under one time zone and one calendar of working days: whether they are the
present ones, and computing them anew a few leads at a time."""

from collections.abc import Sequence

from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.store import derived, settings
from leadtui.store.models import Lead

AT_ONCE = 200
"""Leads computed in one go: what the rep asks meanwhile waits for no more than these."""
_FOUND_UNDER = "days"


def behind(desk: Desk) -> list[int]:
    """The leads whose days were computed under another zone or calendar: all of them, or none."""
    if settings.text(_FOUND_UNDER) == _stamp(desk):
        return []
    found = [lead_id for (lead_id,) in Lead.select(Lead.id).order_by(Lead.attend_on.is_null(), Lead.attend_on).tuples()]
    if not found:
        settle(desk)
    return found


def recompute(desk: Desk, ids: Sequence[int]) -> None:
    """Compute the days of these leads anew; no undo step, since nobody has changed anything."""
    derived.refresh_days(ids, desk)


def settle(desk: Desk) -> None:
    """Remember under which zone and calendar the days hold now."""
    settings.note(_FOUND_UNDER, _stamp(desk))


def refresh_days(desk: Desk) -> int:
    """Set all days right at once; how many leads were computed anew."""
    found = behind(desk)
    recompute(desk, found)
    if found:
        settle(desk)
    return len(found)


def _stamp(desk: Desk) -> str:
    return f"{desk.zone} {workdays.stamp()}"
