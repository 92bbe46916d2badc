"""What stands in JSON: the field and enum keys scripts rely on, instants in the rep's zone, money in yuan."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, tzinfo

from leadtui.desk import Desk
from leadtui.domain.money import FEN
from leadtui.services.leads import LeadRow


def plain(value: object, zone: tzinfo) -> object:
    """A value as JSON knows it: instants as ISO 8601 with offset, days as YYYY-MM-DD, records as objects."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each, zone) for each in value]
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name), zone) for each in fields(value) if each.name != "id"}
    return value


def yuan(fen: int | None) -> int | float | None:
    """An amount in yuan, a whole number where it is one."""
    if fen is None:
        return None
    return fen / FEN if fen % FEN else fen // FEN


def listed(row: LeadRow, desk: Desk) -> dict[str, object]:
    """A lead as `list` gives it."""
    return {
        "lead_no": row.lead_no,
        "customer": row.customer,
        "contact": row.contact,
        "phone": row.phone,
        "source": row.source,
        "grade": row.grade,
        "priority": row.priority,
        "stage": row.stage,
        "status": row.status,
        "owner": row.owner,
        "tags": list(row.tags),
        "amount": yuan(row.amount),
        "created_at": plain(row.created_at, desk.zone),
        "next_due": plain(row.next_due, desk.zone),
        "next_time": row.next_time,
        "action": row.action,
        "snooze_until": plain(row.snooze_until, desk.zone),
    }
