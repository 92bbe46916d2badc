"""One cell at a time: its words, its moment, its value. What is not understood is Unread, never guessed."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from unicodedata import normalize

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import BY_KEY, STATE_FIELDS, Field, Kind
from leadtui.domain.money import parse_amount
from leadtui.domain.text import LINE_LIMIT, NAME_LIMIT, NOTE_LIMIT, PHONE_LIMIT, TooLong, clean
from leadtui.domain.values import Value
from leadtui.domain.when import When, parse_cell_day, parse_when
from leadtui.exchange.choices import choice
from leadtui.exchange.columns import Column
from leadtui.exchange.defusing import fused
from leadtui.exchange.sheets import Cell
from leadtui.i18n import N_

_LIMITS = {"customer": NAME_LIMIT, "contact": NAME_LIMIT, "lead_no": NAME_LIMIT, "phone": PHONE_LIMIT}
_NOTES = {field.key for field in BY_KEY.values() if field.kind is Kind.NOTE} | {
    *("remark", "objection", "objection_progress", "amendment", "amendment_reason"),
    *("summary", "feedback", "new_need", "concern", "decision_progress", "points", "goal"),
}
_UNIT = re.compile(r"[万萬亿億千百wkm元块¥￥]|rmb|cny", re.IGNORECASE)
_POINT_ZERO = re.compile(r"(?<=\d)\.0(?!\d)")
_LAST_NUMBER = re.compile(r"(\d[\d.,]*)(?!.*\d)")
_CLOCK = re.compile(r"(.*\d)[T ]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?", re.IGNORECASE)
_FULL_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Beyond them a day is a slip or says "never" (9999-12-31), and has no instant in every zone.
_YEARS = range(1950, 2200)
_SERIALS = range(20_000, 80_001)
_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 a sheet's clock has no zone


_FIELDS = BY_KEY | {field.key: field for field in STATE_FIELDS}


class Unread(Exception):
    """A cell whose words are no value of its column."""


def words(cell: Cell) -> str:
    """A cell as one reads it on the sheet: whole numbers without .0, days as ISO; not yet cleaned."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return fused(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" if cell.time() != time(0) else cell.date().isoformat()
    return str(cell)


def text(cell: Cell, column: Column) -> str:
    """A cell's text, fit to be stored; LeadtuiError naming the column where it is too long."""
    target = column.target or "remark"
    limit = NOTE_LIMIT if target in _NOTES else _LIMITS.get(target, LINE_LIMIT)
    try:
        read = _cleaned(cell if isinstance(cell, str) else words(cell), limit, target in _NOTES)
    except TooLong as error:
        raise LeadtuiError(
            N_("{field} holds at most {limit} characters; this has {length}."),
            field=column.name,
            limit=error.limit,
            length=error.length,
        ) from error
    # A program that takes numbers for floats has written 13812345679.0.
    return _POINT_ZERO.sub("", read) if target == "phone" else read


@lru_cache(maxsize=16_384)
def _cleaned(text: str, limit: int, multiline: bool) -> str:
    # A customer's rows repeat most of their cells.
    return clean(fused(text), limit=limit, multiline=multiline)


def moment(cell: Cell, context: date | None) -> When:
    """The day and time of a cell: a date, a serial number, or words seen from `context`. Raises Unread."""
    if isinstance(cell, int | float) and int(cell) in _SERIALS:
        cell = _SERIAL_EPOCH + timedelta(days=int(cell), minutes=round((cell % 1) * 24 * 60))
    if isinstance(cell, datetime):
        found: When | None = When(cell.date(), cell.time() if cell.time() != time(0) else None)
    elif isinstance(cell, date):
        found = When(cell)
    else:
        found = _read_moment(" ".join(words(cell).split()), context)
    if found is None or found.day.year not in _YEARS:
        raise Unread
    return found


@lru_cache(maxsize=16_384)
def _read_moment(written: str, context: date | None) -> When | None:
    if _FULL_DAY.fullmatch(written):
        try:
            return When(date.fromisoformat(written))
        except ValueError:
            return None
    if timed := _CLOCK.fullmatch(written):
        day = parse_cell_day(timed[1], context)
        clock = _clock(timed[2])
        return When(day, clock if clock != time(0) else None) if day and clock is not None else None
    day = parse_cell_day(written, context)
    if day is None:
        return None
    # 2026年11月6日下午2点 holds a time beside its day.
    when = parse_when(written, datetime.combine(context or day, time(0)))
    return when if when and when.day == day else When(day)


def _clock(written: str) -> time | None:
    try:
        return time.fromisoformat(written.rjust(5, "0") if len(written) < 6 else written.rjust(8, "0"))
    except ValueError:
        return None


def instant(when: When, desk: Desk) -> datetime:
    """The UTC instant of a cell's moment; midnight on the rep's clock where no time is known."""
    return desk.instant(when.day, when.time or time(0))


def lead_value(cell: Cell, column: Column, desk: Desk, context: date | None) -> Value:
    """The value of a lead's field by its kind. Raises Unread, or LeadtuiError for what is too long."""
    field = _FIELDS[column.target or ""]
    reader = _READERS.get(field.kind)
    if reader is not None:
        return reader(field, cell, column, desk, context)
    return text(cell, column)


def amount(cell: Cell, column: Column) -> str:
    """A cell of money in words that carry their unit: a number without one below 报价(万) is 万, also in 约15."""
    written = "".join(normalize("NFKC", words(cell)).split())
    return written if not column.is_in_wan or _UNIT.search(written) else _LAST_NUMBER.sub(r"\1万", written)


def _choice(field: Field, cell: Cell, column: Column, _desk: Desk, _context: date | None) -> Value:
    assert field.choices is not None
    return _understood(choice(field.choices, text(cell, column)))


def _money(_field: Field, cell: Cell, column: Column, _desk: Desk, _context: date | None) -> Value:
    return _understood(parse_amount(amount(cell, column)))


def _day(_field: Field, cell: Cell, _column: Column, _desk: Desk, context: date | None) -> Value:
    return moment(cell, context).day


def _instant(_field: Field, cell: Cell, _column: Column, desk: Desk, context: date | None) -> Value:
    return instant(moment(cell, context), desk)


def _score(_field: Field, cell: Cell, _column: Column, _desk: Desk, _context: date | None) -> Value:
    written = words(cell).strip().removesuffix("分")
    return _understood(int(written) if written in tuple("12345") else None)


def _understood(value: Value) -> Value:
    if value is None:
        raise Unread
    return value


_READERS: dict[Kind, Callable[[Field, Cell, Column, Desk, date | None], Value]] = {
    Kind.CHOICE: _choice,
    Kind.MONEY: _money,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
    Kind.SCORE: _score,
}
