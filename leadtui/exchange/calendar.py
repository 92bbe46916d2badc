"""Open plans as a calendar that others re-read: one event for one plan, its changes told as such (R38).

What went out before is read from the file itself: a plan that is open no longer is told as cancelled for a while.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from leadtui import __version__
from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.exchange import target
from leadtui.i18n import N_, _
from leadtui.services import planned
from leadtui.services.planned import Appointment

REMEMBERED = timedelta(days=60)
"""How long a cancellation is told: by then every calendar has read it."""

_MAKER = "-//leadtui//"
_DOMAIN = "@leadtui"
_LASTS = timedelta(minutes=30)
_BEFORE = timedelta(minutes=-15)
_MORNING = timedelta(hours=9)


def write_file(desk: Desk, path: Path, *, everyone: bool) -> int:
    """Write the open plans, mine or everybody's, into one calendar that takes its file's place; how many.

    Raises LeadtuiError where the file there is a calendar of another program.
    """
    events, count = _events(desk, _told_before([path]), everyone=everyone)
    with target.replacing(path, force=True) as making:
        making.write_bytes(_calendar(events.values()))
        planned.record(desk, path.name, count)
    return count


def write_folder(desk: Desk, folder: Path, *, everyone: bool) -> int:
    """Write one file a plan into a folder, as vdirsyncer and khal keep them; how many plans are open.

    Files that did not change stay untouched; other files in the folder are left alone.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(N_("{path} cannot be written: {why}"), path=folder, why=error.strerror) from error
    held = {path.stem + _DOMAIN: path for path in folder.glob("*.ics") if len(path.stem) == 32}
    before = _told_before(held.values())
    events, count = _events(desk, before, everyone=everyone)
    for uid, event in events.items():
        if event is not before.get(uid):
            path = held.get(uid, folder / f"{uid.removesuffix(_DOMAIN)}.ics")
            with target.replacing(path, force=True) as making:
                making.write_bytes(_calendar([event]))
    for uid in before.keys() - events.keys():
        held[uid].unlink(missing_ok=True)
    planned.record(desk, folder.name, count)
    return count


def _told_before(paths: Iterable[Path]) -> dict[str, Event]:
    """The events of files that were written before, by uid."""
    found: dict[str, Event] = {}
    for path in paths:
        if not path.exists() or path.is_dir() or not path.stat().st_size:
            continue
        try:
            there = Calendar.from_ical(path.read_bytes())
        except (ValueError, IndexError, KeyError) as error:
            raise _foreign(path) from error
        if not str(there.get("prodid", "")).startswith(_MAKER):
            raise _foreign(path)
        found |= {str(event["uid"]): event for event in there.events}
    return found


def _foreign(path: Path) -> LeadtuiError:
    return LeadtuiError(N_("{path} is no calendar of leadtui; it was left as it is. Name another file."), path=path)


def _events(desk: Desk, before: Mapping[str, Event], *, everyone: bool) -> tuple[dict[str, Event], int]:
    """The events to tell by uid, and how many of them are open plans; one that did not change is the old one."""
    events: dict[str, Event] = {}
    for each in planned.appointments(desk, everyone=everyone):
        event = _event(each, desk)
        uid = str(event["uid"])
        events[uid] = _succeeding(event, before.get(uid), each.version - 1, desk)
    count = len(events)
    for uid, old in before.items():
        if uid not in events and _day(old) + REMEMBERED >= desk.today():
            events[uid] = _cancelled(old, desk)
    return events, count


def _start(event: Event) -> Any:
    return event.decoded("dtstart")


def _day(event: Event) -> date:
    start = _start(event)
    return start.date() if isinstance(start, datetime) else start


def _event(each: Appointment, desk: Desk) -> Event:
    event = Event()
    event.add("uid", each.uid + _DOMAIN)
    event.add("summary", _title(each))
    event.add("description", _description(each))
    event.add("status", "CONFIRMED")
    if each.due_time:
        start = datetime.combine(each.due, time.fromisoformat(each.due_time), desk.zone)
        # Only a zone with a name can be explained to another calendar.
        event.add("dtstart", start if isinstance(desk.zone, ZoneInfo) else desk.instant(each.due, start.time()))
        event.add("duration", _LASTS)
    else:
        event.add("dtstart", each.due)
        event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _title(each))
    alarm.add("trigger", _BEFORE if each.due_time else _MORNING)
    event.add_component(alarm)
    return event


def _title(each: Appointment) -> str:
    what = each.action or (each.channel.label if each.channel else _("Follow up"))
    return f"{each.customer}: {what}"


def _description(each: Appointment) -> str:
    person = "  ".join(filter(None, (each.contact, each.phone)))
    way = each.channel.label if each.channel else ""
    return "\n".join(filter(None, (each.lead_no, person, way, each.points, each.goal)))


def _succeeding(event: Event, old: Event | None, sequence: int, desk: Desk) -> Event:
    """The event as the next word on its plan: the old one where nothing changed, else with a higher SEQUENCE."""
    if old is not None:
        if _content(old) == _content(event):
            return old
        sequence = max(sequence, _sequence(old) + 1)
    event.add("sequence", sequence)
    event.add("dtstamp", desk.now())
    event.add("last-modified", desk.now())
    return event


def _sequence(event: Event) -> int:
    return int(str(event.get("sequence", 0)))


def _content(event: Event) -> tuple[object, ...]:
    start = _start(event)
    words = (str(event.get(key, "")) for key in ("summary", "description", "status"))
    return start.timestamp() if isinstance(start, datetime) else start, *words


def _cancelled(old: Event, desk: Desk) -> Event:
    if str(old.get("status", "")) == "CANCELLED":
        return old
    event = Event()
    for key in ("uid", "summary", "dtstart", "duration", "transp"):
        if key in old:
            event[key] = old[key]
    event.add("status", "CANCELLED")
    event.add("sequence", _sequence(old) + 1)
    event.add("dtstamp", desk.now())
    event.add("last-modified", desk.now())
    return event


def _calendar(events: Iterable[Event]) -> bytes:
    whole = Calendar()
    whole.add("prodid", f"{_MAKER}leadtui {__version__}//")
    whole.add("version", "2.0")
    for event in events:
        whole.add_component(event)
    whole.add_missing_timezones()
    return bytes(whole.to_ical())
