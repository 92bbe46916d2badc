"""The kinds of column that Peewee has no word for: keys, uids, instants and days."""

from datetime import UTC, date, datetime, timedelta

from peewee import BigAutoField, BigIntegerField, BinaryUUIDField, DateField

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_millis(instant: datetime) -> int:
    """An aware instant as whole milliseconds since 1970 in UTC, the way it is stored."""
    return (instant - _EPOCH) // _MILLISECOND


def from_millis(millis: int) -> datetime:
    """A stored instant as an aware UTC datetime."""
    return _EPOCH + millis * _MILLISECOND


class KeyField(BigAutoField):
    """An integer key that is never given out twice, so that undoing and redoing an insert finds its place free."""


class InstantField(BigIntegerField):
    """A UTC instant, stored as milliseconds: it sorts, compares and groups alike on every database."""

    def db_value(self, value: datetime | int | None) -> int | None:
        return to_millis(value) if isinstance(value, datetime) else value

    def python_value(self, value: int | None) -> datetime | None:
        if value is not None and not isinstance(value, int):
            raise ValueError(f"{value!r} is no instant")
        return None if value is None else from_millis(value)


class DayField(DateField):
    """A local calendar day."""

    def db_value(self, value: date | str | None) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: date | str | None) -> date | None:
        if isinstance(value, str):
            return date.fromisoformat(value)
        if value is not None and not isinstance(value, date):
            raise ValueError(f"{value!r} is no day")
        return value


class UidField(BinaryUUIDField):
    """A UUIDv7, 16 bytes."""
