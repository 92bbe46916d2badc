"""Plans in a calendar: the same event for the same plan, changes and cancellations told as such, nobody's number."""

import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.when import When
from leadtui.exchange import calendar
from leadtui.services import followups, history
from tests.services.captured import colleague, later, lead, step

pytestmark = pytest.mark.usefixtures("book")


def _written(desk: Desk, path: Path, *, everyone: bool = True) -> dict[str, Event]:
    """The events of the calendar by title, once it is written."""
    calendar.write_file(desk, path, everyone=everyone)
    return {str(event["summary"]): event for event in Calendar.from_ical(path.read_bytes()).events}


def test_a_plan_is_an_event_with_its_zone_and_an_alarm(desk: Desk, tmp_path: Path) -> None:
    """R38; contacts are masked there, always (R37)."""
    when = When(date(2026, 11, 25), datetime(2026, 11, 25, 14, 0).time())  # noqa: DTZ001
    first = lead(desk, "恒远, 精密; 机械", contact="周建国", step=followups.NextStep(action="演示\\排产", due=when))
    lead(desk, "云栖", phone="13911112222", step=step(desk, 3, "回访"))
    found = _written(desk, tmp_path / "a.ics")
    timed, whole = found["恒远, 精密; 机械: 演示\\排产"], found["云栖: 回访"]
    assert desk.instant(when.day, when.time) == timed.DTSTART
    assert "TZID=Asia/Shanghai" in (tmp_path / "a.ics").read_text("utf-8")
    assert desk.today() + timedelta(days=3) == whole.DTSTART
    assert [alarm["trigger"].dt for alarm in timed.walk("VALARM")] == [timedelta(minutes=-15)]
    text = (tmp_path / "a.ics").read_text("utf-8").replace("\r\n ", "")
    assert "周建国" not in text
    assert "13862012345" not in text
    assert "138****2345" in text
    assert max(len(line.encode()) for line in (tmp_path / "a.ics").read_bytes().decode().split("\r\n")) <= 75
    assert stat.S_IMODE((tmp_path / "a.ics").stat().st_mode) == 0o600
    assert history.entries()[0].name == "Export calendar a.ics: 2 plans"
    assert followups.open_plans(first).exists()


def test_nothing_changed_writes_the_same_and_a_change_raises_the_sequence(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    first = lead(desk, "恒远", step=step(desk, 1))
    before = _written(desk, path)["恒远: 回访"]
    data = path.read_bytes()
    _written(later(desk, hours=1), path)
    assert path.read_bytes() == data
    followups.reschedule(desk, first, When(date(2026, 12, 1)))
    (after,) = _written(later(desk, hours=2), path).values()
    assert (after["uid"], after.DTSTART) == (before["uid"], date(2026, 12, 1))
    assert after["sequence"] > before["sequence"]


@pytest.mark.parametrize("close", [followups.complete, followups.cancel])
def test_a_plan_that_is_no_longer_open_is_cancelled_for_a_while(desk: Desk, tmp_path: Path, close: object) -> None:
    path = tmp_path / "a.ics"
    first = lead(desk, "恒远", step=step(desk, 1))
    lead(desk, "从未见过", phone="13911112222", step=step(desk, 1))
    before = _written(desk, path)["恒远: 回访"]
    close(desk, first)  # type: ignore[operator]
    after = _written(desk, path)["恒远: 回访"]
    assert (after["uid"], after["status"]) == (before["uid"], "CANCELLED")
    assert after["sequence"] == before["sequence"] + 1
    data = path.read_bytes()
    _written(later(desk, days=1), path)
    assert path.read_bytes() == data
    assert list(_written(later(desk, days=90), path)) == ["从未见过: 回访"]


def test_a_plan_that_never_went_out_is_not_cancelled(desk: Desk, tmp_path: Path) -> None:
    first = lead(desk, "恒远", step=step(desk, 1))
    followups.cancel(desk, first)
    assert _written(desk, tmp_path / "a.ics") == {}


def test_mine_are_those_i_am_to_do(desk: Desk, tmp_path: Path) -> None:
    lead(desk, "恒远", step=step(desk, 1))
    lead(desk, "云栖", phone="13911112222", step=step(desk, 1, owner="王强"))
    assert list(_written(desk, tmp_path / "a.ics", everyone=False)) == ["恒远: 回访"]
    assert list(_written(colleague(desk), tmp_path / "b.ics", everyone=False)) == ["云栖: 回访"]


def test_a_calendar_of_somebody_else_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.ics"
    for data in (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//\r\nEND:VCALENDAR\r\n", b"no calendar"):
        path.write_bytes(data)
        with pytest.raises(LeadtuiError, match="left as it is"):
            calendar.write_file(desk, path, everyone=True)
        assert path.read_bytes() == data


def test_a_folder_holds_one_file_a_plan(desk: Desk, tmp_path: Path) -> None:
    """As vdirsyncer and khal keep them: what did not change is not written again."""
    folder = tmp_path / "plans"
    first = lead(desk, "恒远", step=step(desk, 1))
    lead(desk, "云栖", phone="13911112222", step=step(desk, 2))
    assert calendar.write_folder(desk, folder, everyone=True) == 2
    (folder / "notes.ics").write_text("somebody's", "utf-8")
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    followups.cancel(desk, first)
    assert calendar.write_folder(later(desk, hours=1), folder, everyone=True) == 1
    changed = [path for path in folder.iterdir() if path.stat().st_mtime_ns != times[path]]
    assert [Calendar.from_ical(path.read_bytes()).events[0]["status"] for path in changed] == ["CANCELLED"]
    calendar.write_folder(later(desk, days=99), folder, everyone=True)
    assert sorted(path.name == "notes.ics" for path in folder.iterdir()) == [False, True]
