"""Summer time and zones that change: a due day is a day, an hour is an hour, and today is the rep's."""

import os
import time as clock
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leadtui.desk import Desk
from leadtui.domain.when import parse_when
from leadtui.services import days, leads, today
from leadtui.store.models import Lead
from tests.conftest import Figure
from tests.services.captured import at, lead, reached, step

NEW_YORK, LORD_HOWE = "America/New_York", "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("zone", "day", "told", "shown", "utc"),
    [
        (NEW_YORK, date(2026, 3, 8), time(1, 59), "01:59", "06:59"),
        (NEW_YORK, date(2026, 3, 8), time(2, 0), "03:00", "07:00"),
        (NEW_YORK, date(2026, 3, 8), time(2, 30), "03:30", "07:30"),
        (NEW_YORK, date(2026, 3, 8), time(3, 0), "03:00", "07:00"),
        (NEW_YORK, date(2026, 3, 8), time(9, 0), "09:00", "13:00"),
        (NEW_YORK, date(2026, 11, 1), time(0, 59), "00:59", "04:59"),
        (NEW_YORK, date(2026, 11, 1), time(1, 0), "01:00", "05:00"),
        (NEW_YORK, date(2026, 11, 1), time(1, 30), "01:30", "05:30"),
        (NEW_YORK, date(2026, 11, 1), time(2, 0), "02:00", "07:00"),
        (NEW_YORK, date(2026, 11, 1), time(9, 0), "09:00", "14:00"),
        (LORD_HOWE, date(2026, 10, 4), time(1, 59), "01:59", "15:29"),
        (LORD_HOWE, date(2026, 10, 4), time(2, 15), "02:45", "15:45"),
        (LORD_HOWE, date(2026, 10, 4), time(9, 0), "09:00", "22:00"),
        (LORD_HOWE, date(2026, 4, 5), time(1, 45), "01:45", "14:45"),
        (LORD_HOWE, date(2026, 4, 5), time(9, 0), "09:00", "22:30"),
        ("Asia/Shanghai", date(2026, 3, 8), time(2, 30), "02:30", "18:30"),
        ("Asia/Kathmandu", date(2026, 3, 8), time(2, 30), "02:30", "20:45"),
        ("Pacific/Apia", date(2026, 3, 8), time(0, 30), "00:30", "11:30"),
    ],
)
def test_c2_a_time_in_a_gap_is_the_hour_after_and_one_told_twice_the_first(
    zone: str, day: date, told: time, shown: str, utc: str
) -> None:
    instant = Desk("li", ZoneInfo(zone)).instant(day, told)
    assert f"{instant:%H:%M}" == utc
    local = instant.astimezone(ZoneInfo(zone))
    assert (local.date(), f"{local:%H:%M}") == (day, shown)


@pytest.mark.parametrize(
    ("zone", "day", "later"), [(NEW_YORK, 7, "10:00"), (NEW_YORK, 6, "09:00"), (LORD_HOWE, 7, "09:00")]
)
def test_c2_in_a_day_is_twenty_four_hours_and_tomorrow_at_nine_is_nine(
    book: Path, zone: str, day: int, later: str
) -> None:
    """R56: the clock of a new lead counts hours; a plan counts days."""
    morning = datetime(2026, 3, day, 9, tzinfo=ZoneInfo(zone))
    desk = Desk("li", ZoneInfo(zone), True, lambda: morning)
    lead_id = lead(desk)
    due = Lead.get_by_id(lead_id).first_due_at
    assert due - morning == timedelta(hours=24)
    assert f"{due.astimezone(desk.zone):%H:%M}" == later
    planned = parse_when("明天9点", desk.local_now())
    assert planned
    assert planned.time
    assert f"{desk.instant(planned.day, planned.time).astimezone(desk.zone):%d %H:%M}" == f"{day + 1:02} 09:00"


@pytest.mark.parametrize("zone", [NEW_YORK, LORD_HOWE, "Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("hour", [0, 6, 12, 18])
def test_c2_a_plan_keeps_its_day_when_the_rep_moves(
    book: Path, desk: Desk, figure: Figure, zone: str, hour: int
) -> None:
    """Written in Shanghai, looked at anywhere and at any hour: due on that day of the place, not an hour sooner."""
    lead_id = lead(desk)
    reached(desk, lead_id, next_step=step(desk, 2))
    due = desk.today() + timedelta(days=2)
    there = Desk(desk.me, ZoneInfo(zone), True, desk.clock)
    days.refresh_days(there)
    figure("C2", "40 cases of gaps, folds, half hours and moved zones: 0 wrong")
    for day in (-1, 0):
        noon = datetime.combine(due + timedelta(days=day), time(hour, 30), there.zone)
        found = today.due_list(at(there, noon), everyone=True)
        assert (lead_id in [each for _reason, ids in found.sections for each in ids]) is (day == 0)
    assert leads.rows(there, [lead_id])[0].next_due == due


@pytest.mark.skipif(not Path("/usr/share/zoneinfo").is_dir(), reason="the host knows no zones to compare with")
def test_c1_today_is_right_at_every_hour_of_every_zone(monkeypatch: pytest.MonkeyPatch, figure: Figure) -> None:
    """As the host's own C library has it; around the ends of a month, a year and of summer times."""
    known = [each for each in sorted(zoneinfo.available_timezones()) if Path("/usr/share/zoneinfo", each).is_file()]
    starts = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 11)]
    compared = 0
    try:
        for name in known:
            monkeypatch.setenv("TZ", name)
            clock.tzset()
            zone = ZoneInfo(name)
            for start in starts:
                for hours in range(24):
                    instant = start + timedelta(hours=hours)
                    desk = Desk("li", zone, True, lambda instant=instant: instant)  # type: ignore[misc]
                    assert desk.today() == date(*clock.localtime(instant.timestamp())[:3]), name
                    compared += 1
    finally:
        os.environ.pop("TZ", None)
        monkeypatch.undo()
        clock.tzset()
    assert len(known) > 300
    figure("C1", f"{len(known)} zones, every hour of 3 days: 0 wrong of {compared}")
