"""Leads as the tests of the services need them, captured the way a rep captures them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from leadtui.desk import Desk
from leadtui.domain.when import When
from leadtui.services import capture, followups, leads
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.store.models import db

PHONE = "13862012345"
NOTHING = NextStep()


def lead(desk: Desk, customer: str = "苏州恒远精密机械有限公司", *, step: NextStep = NOTHING, **entered: str) -> int:
    """The id of a new lead; it has a phone unless told otherwise."""
    return leads.find(capture.add(desk, {"customer": customer, "phone": PHONE} | entered, step))


def step(desk: Desk, days: int, action: str = "回访", owner: str = "") -> NextStep:
    """A next step so many days from today."""
    return NextStep(action=action, due=When(desk.today() + timedelta(days=days)), owner=owner)


def reached(desk: Desk, lead_id: int, summary: str = "聊了需求", **draft: object) -> int:
    """A follow-up that reached the customer."""
    return followups.record(desk, lead_id, FollowUpDraft(summary=summary, **draft))


def at(desk: Desk, moment: datetime) -> Desk:
    """The same rep at another time."""
    return replace(desk, clock=lambda: moment)


def later(desk: Desk, **by: float) -> Desk:
    """The same rep some days or hours on."""
    return at(desk, desk.now() + timedelta(**by))


def colleague(desk: Desk, name: str = "王强") -> Desk:
    """Another rep at the same time."""
    return replace(desk, me=name)


def questions(act: Callable[[], object]) -> int:
    """How many statements an act puts to the database, whichever engine that is."""
    asked, execute = [], db.obj.execute_sql

    def noted(*given: object, **named: object) -> object:
        asked.append(given)
        return execute(*given, **named)

    db.obj.execute_sql = noted
    try:
        act()
    finally:
        del db.obj.execute_sql
    return len(asked)
