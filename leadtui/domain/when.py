"""Dates and times in words, Chinese and English: what is unknown or ambiguous is refused, never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as TimeOfDay
from typing import NamedTuple

from leadtui.domain.when_days import Day, Seen, month_and_day, read_day
from leadtui.domain.when_scan import Span, action_without, date_spans
from leadtui.domain.when_words import COUNTS, NUMBER, Clock, fold, number, pattern, read_clock
from leadtui.i18n import N_, _, ngettext

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
"""No customer was called before or will be after: such a day is a slip, or says "never" (9999-12-31)."""
_LONGEST_PHRASE = 60
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_001)
# Past this distance a year-less date of a row belongs to the year beside its row's own.
_FAR = timedelta(days=270)
_SPELLED_OUT = "[0-9]{4}|年|year|个月|month|周|week|天|days"
"""What a day far ahead is written with: its year, or how far away it is."""
_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_NOW = {"now": False, "现在": False, "刚才": True, "刚刚": True, "just now": True}


@dataclass(frozen=True, slots=True)
class When:
    """A day of the user's calendar, with the wall-clock time where one was given."""

    day: date
    time: TimeOfDay | None = None


class _Reading(NamedTuple):
    day: Day
    clock: Clock | None = None


def parse_when(text: str, now: datetime, *, ahead: bool = True) -> When | None:
    """What the whole of `text` means at the wall clock of `now`; None where unknown or ambiguous.

    `ahead` reads a due date: 5号 and 周五 are the next of their kind and nothing lies before now.
    Otherwise a contact made: the last of their kind, and nothing after now. A date written with its year
    is taken as it stands, either way, but none outside `EARLIEST` and `LATEST` is.
    """
    phrase = _tidy(text)
    if not phrase:
        return None
    try:
        when = _instant(phrase, now) or _moment(phrase, now, ahead) or _phrase(phrase, now, ahead)
    except OverflowError:
        return None
    return when if when and EARLIEST <= when.day < LATEST else None


def why_unread(text: str, now: datetime, *, ahead: bool = True) -> str:
    """Why `parse_when` gave None for a text, with the way out: a msgid with `{text}`."""
    if parse_when(text, now, ahead=not ahead) is None:
        if ahead:
            return N_("“{text}” was not understood. Try 明天, 下周三, +3d, fri 10:00 or 2026-11-25.")
        return N_("“{text}” was not understood. Try 刚才, 昨天 15:00, 2天前 or 2026-11-20.")
    if ahead:
        return N_("“{text}” has passed. Name a coming day, such as 明天, 下周三 or +3d.")
    return N_("“{text}” has not come yet. Name when it was, such as 刚才, 昨天 15:00 or 2天前.")


def find_when(text: str, written_on: date) -> tuple[When, str] | None:
    """The one clear date in a sentence written on `written_on`, and the sentence as the action to do then.

    None where there is no date, several, or one that leaves room (下周前, 每月1次, 5月1日-3日). The date is
    taken out of the action where what remains still reads well.
    """
    spans = date_spans(fold(text))
    now = datetime.combine(written_on, TimeOfDay.min)
    found = {_at_span(text, span, now) for span in spans}
    if len(found) != 1:
        return None
    when = found.pop()
    if when is None:
        return None
    return when, action_without(text, spans[0]) if len(spans) == 1 else text.strip()


def parse_cell_day(text: str, context: date | None) -> date | None:
    """The day in a date cell of a sheet: a date, a serial number (46343), or words seen from `context`.

    A date without a year takes it from `context` (the row's own day), except across the turn of a year.
    Words that could look either way (周五, 5号) and, without a context, all but full dates are refused.
    """
    phrase = _tidy(text)
    serial = pattern(r"([0-9]{5})(?:\.[0-9]+)?").fullmatch(phrase)
    if serial:
        days = int(serial[1])
        return _SERIAL_EPOCH + timedelta(days=days) if days in _SERIALS else None
    pair = month_and_day(phrase)
    if pair:
        return _in_year_of(context, *pair) if context else None
    return _cell_phrase(phrase, context)


def describe_when(when: When, today: date) -> str:
    """The echo of a date while it is typed: `2026-11-25 Wed 14:00 · in 3 days`, in the language spoken."""
    clock = f" {when.time:%H:%M}" if when.time else ""
    return f"{when.day.isoformat()} {_(_WEEKDAYS[when.day.weekday()])}{clock} · {_distance(when.day, today)}"


def _distance(day: date, today: date) -> str:
    days = (day - today).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get(days)
    if near:
        return near
    if days > 0:
        return ngettext("in {count} day", "in {count} days", days).format(count=days)
    return ngettext("{count} day ago", "{count} days ago", -days).format(count=-days)


def _tidy(text: str) -> str:
    """The phrase in one spelling; empty where it is too long to be one."""
    if len(text) > _LONGEST_PHRASE:
        return ""
    phrase = " ".join(fold(text).split()).removeprefix("on ")
    return pattern("^([今明昨后前])(早|晚)上?").sub(r"\1天\2上", phrase).replace("tonight", "today evening")


def _instant(phrase: str, now: datetime) -> When | None:
    """An ISO 8601 date and time; with an offset it is moved to the zone of `now`, which has to have one."""
    zone = "z|[+-][0-9]{2}:?[0-9]{2}"
    clock = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    found = pattern(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[t ]{clock}(?P<zone>{zone})?").fullmatch(phrase)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(phrase.upper())
    except ValueError:
        return None
    if moment.tzinfo:
        if now.tzinfo is None:
            return None
        moment = moment.astimezone(now.tzinfo)
    return When(moment.date(), moment.time())


def _moment(phrase: str, now: datetime, ahead: bool) -> When | None:
    """Now, and hours or minutes from now."""
    past = _NOW.get(phrase)
    if past is not None:
        return None if past and ahead else _wall(now)
    count = rf"(?P<count>{NUMBER}|半|half an|{'|'.join(COUNTS)})"
    unit = "(?:(?P<hour>个?(?:小时|钟头)|hours?|h)|(?:分钟|minutes?|mins?|min))"
    found = pattern(rf"(?:in |\+)?{count} ?{unit}(?P<side>(?:之|以)?[后前]| later| ago)?").fullmatch(phrase)
    if found is None or not (found["side"] or phrase.startswith(("in ", "+"))):
        return None
    side = found["side"] or ""
    if side.endswith(("前", "ago")) == ahead:
        return None
    minutes = _minutes(found["count"], hours=bool(found["hour"]))
    return _wall(now + timedelta(minutes=minutes if ahead else -minutes)) if minutes else None


def _minutes(count: str, *, hours: bool) -> int:
    if count in ("半", "half an"):
        return 30 if hours else 0
    return (COUNTS[count] if count in COUNTS else number(count)) * (60 if hours else 1)


def _wall(moment: datetime) -> When:
    return When(moment.date(), TimeOfDay(moment.hour, moment.minute))


def _phrase(phrase: str, now: datetime, ahead: bool) -> When | None:
    seen = Seen(now.date(), ahead)
    readings = set(_readings(phrase, seen))
    by = pattern("by (.+)|(.+?)(?:之|以)?前").fullmatch(phrase)
    if not readings and ahead and by:
        readings = set(_readings(by[1] or by[2], seen, deadline=by[1] is None))
    # Two ways to cut a phrase into day and time that differ are two meanings.
    found = {_settled(reading, now, ahead) for reading in readings}
    return found.pop() if len(found) == 1 else None


def _readings(phrase: str, seen: Seen, *, deadline: bool = False) -> Iterator[_Reading]:
    day = read_day(phrase, seen, deadline=deadline)
    if day:
        yield _Reading(day)
    for cut in range(len(phrase)):
        left, right = phrase[:cut].rstrip(" ,"), phrase[cut:].lstrip(" ,")
        yield from _day_and_clock(left.removesuffix(" at"), right, seen, deadline)
        yield from _day_and_clock(right.removeprefix("on "), left, seen, deadline)


def _day_and_clock(day_text: str, clock_text: str, seen: Seen, deadline: bool) -> Iterator[_Reading]:
    clock = read_clock(clock_text)
    if clock is None or (deadline and clock.period):
        return
    day = read_day(day_text, seen, deadline=False) if day_text else Day(seen.today, implied=True)
    if day:
        yield _Reading(day, clock)


def _settled(reading: _Reading, now: datetime, ahead: bool) -> When | None:
    """The reading as a day and time, None where it lies on the wrong side of now."""
    day, clock = reading.day.day, reading.clock
    today = now.date()
    if reading.day.dated:
        return When(day, clock.at if clock else None)
    if day != today:
        wrong = day < today if ahead else day > today
        return None if wrong else When(day, clock.at if clock else None)
    if clock is None:
        return When(day)
    at = _later_today(clock, now) if ahead else _earlier_today(clock, now)
    return When(day, at) if at else None


def _later_today(clock: Clock, now: datetime) -> TimeOfDay | None:
    if clock.period:
        return clock.at if now.hour <= clock.period.last else None
    return clock.at if clock.at >= TimeOfDay(now.hour, now.minute) else None


def _earlier_today(clock: Clock, now: datetime) -> TimeOfDay | None:
    if clock.period:
        return min(clock.at, TimeOfDay(now.hour, now.minute)) if now.hour >= clock.period.first else None
    return clock.at if clock.at <= now.time() else None


def _at_span(text: str, span: Span, now: datetime) -> When | None:
    phrase = text[span.start : span.end]
    when = parse_when(phrase, now)
    # 11月20日已发报价, written on the 24th, tells what was and not what is to be done in a year.
    is_over = when is not None and when.day - now.date() > _FAR and not pattern(_SPELLED_OUT).search(fold(phrase))
    return None if is_over else when


def _in_year_of(context: date, month: int, day: int) -> date | None:
    days: list[date] = []
    for year in (context.year, context.year - 1, context.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    same = [each for each in days if each.year == context.year and abs(each - context) <= _FAR]
    return same[0] if same else min(days, key=lambda each: abs(each - context), default=None)


def _cell_phrase(phrase: str, context: date | None) -> date | None:
    now = datetime.combine(context or date(2000, 1, 1), TimeOfDay.min)
    seen = Seen(now.date(), ahead=True)
    readings = set(_readings(phrase, seen))
    if not readings:
        written = _instant(phrase, now)
        return written.day if written else None
    if any(reading.day.implied or not (context or reading.day.dated) for reading in readings):
        return None
    found = {_settled(reading, now, ahead=True) for reading in readings}
    when = found.pop() if len(found) == 1 else None
    return when.day if when else None
