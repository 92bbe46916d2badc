"""What one row of a sheet tells of a lead: which contact made, which next step, which status at that time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from leadtui.domain.fields import Kind
from leadtui.domain.money import FEN
from leadtui.domain.values import Value
from leadtui.exchange.sheets import Cell
from leadtui.i18n import _
from leadtui.services.exports import Dossier, Entry


@dataclass(frozen=True, slots=True)
class Line:
    """What one row tells: a lead, one of its contacts made, the next step, and its status at that time."""

    dossier: Dossier
    zone: tzinfo
    person: Entry
    record: Entry
    plan: Entry
    status: str
    owner: str


_NOTHING: Entry = {}


def newest(dossier: Dossier, zone: tzinfo) -> Line:
    """The one line of a lead: how it stands now, and what is to be done next."""
    lead = dossier.lead
    plan = dossier.next_plan or _NOTHING
    return Line(dossier, zone, _first(dossier), _NOTHING, plan, str(lead["status"]), str(lead["owner"]))


def _first(dossier: Dossier) -> Entry:
    people = dossier.contacts
    return next((each for each in people if each.get("is_primary")), people[0] if people else _NOTHING)


def lines(dossier: Dossier, zone: tzinfo) -> Iterator[Line]:
    """A line for each contact made, oldest first; a corrected record gives way to the one that corrects it."""
    corrected = {each["corrects"] for each in dossier.follow_ups} - {""}
    records = [each for each in dossier.follow_ups if each["uid"] not in corrected]
    records.sort(key=_at)
    if not records:
        yield newest(dossier, zone)
        return
    waiting = dossier.next_plan
    plans = {str(plan["follow_up"]): plan for plan in dossier.plans if plan is not waiting and plan["follow_up"]}
    for place, record in enumerate(records):
        later = records[place + 1] if place + 1 < len(records) else None
        yield Line(
            dossier,
            zone,
            _first(dossier),
            record,
            plans.get(str(record["uid"]), _NOTHING) if later else waiting or _NOTHING,
            _status_before(dossier, _at(later)) if later else str(dossier.lead["status"]),
            str(record["by"] or dossier.lead["owner"]) if later else str(dossier.lead["owner"]),
        )


def _at(record: Entry) -> datetime:
    at = record["at"]
    assert isinstance(at, datetime)
    return at


def _status_before(dossier: Dossier, moment: datetime) -> str:
    """The status in which a lead stood when the next contact was made."""
    status = ""
    for change in sorted(dossier.stage_changes, key=_at):
        if _at(change) >= moment:
            return status or str(change["from_status"] or "")
        status = str(change["to_status"])
    return status


def cell(value: Value, kind: Kind, zone: tzinfo) -> Cell:
    """A stored value as a sheet holds it: money in yuan, instants on the wall clock, midnight as its day."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if kind is Kind.MONEY and isinstance(value, int):
        return value / FEN if value % FEN else value // FEN
    if isinstance(value, datetime):
        wall = value.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
        return wall if wall.time() != time(0) else wall.date()
    return value
