"""Which plan's time comes next."""

from datetime import time, timedelta
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.when import When
from leadtui.services import followups, reminders, trash
from leadtui.services.followups import NextStep
from tests.services.captured import colleague, lead


def planned(desk: Desk, customer: str, clock: str, days: int = 0, owner: str = "") -> int:
    """A lead with a plan at a time of a day."""
    due = When(desk.today() + timedelta(days=days), time.fromisoformat(clock) if clock else None)
    return lead(desk, customer, step=NextStep(action="回访", due=due, owner=owner))


def names(desk: Desk, after: str, *, everyone: bool = False) -> list[str]:
    """Whom the next moment after a time of today reminds of."""
    moment = desk.local_now().replace(hour=int(after[:2]), minute=int(after[3:]))
    return [f"{each.at:%H:%M} {each.customer}" for each in reminders.following(desk, moment, everyone=everyone)]


def test_the_next_moment_of_the_day_with_all_its_plans(book: Path, desk: Desk) -> None:
    planned(desk, "甲", "10:00")
    planned(desk, "乙", "10:00")
    planned(desk, "丙", "15:30")
    planned(desk, "丁", "")
    planned(desk, "戊", "09:30", days=1)
    assert names(desk, "09:00") == ["10:00 甲", "10:00 乙"]
    assert names(desk, "10:00") == ["15:30 丙"]
    assert names(desk, "15:30") == []


def test_mine_are_leads_i_own_and_plans_given_to_me(book: Path, desk: Desk) -> None:
    planned(colleague(desk), "甲", "10:00")
    planned(colleague(desk), "乙", "11:00", owner=desk.me)
    assert names(desk, "09:00") == ["11:00 乙"]
    assert names(desk, "09:00", everyone=True) == ["10:00 甲"]


def test_a_plan_that_is_done_snoozed_or_deleted_reminds_nobody(book: Path, desk: Desk) -> None:
    done, snoozed, gone = (planned(desk, name, "10:00") for name in "甲乙丙")
    followups.complete(desk, done)
    followups.snooze(desk, snoozed, desk.today() + timedelta(days=3), "出差")

    trash.delete(desk, gone)
    assert names(desk, "09:00") == []
