"""The words dates and times are written with: folding of widths and scripts, numerals, names, clock times."""

import re
import unicodedata
from datetime import time
from functools import cache
from typing import NamedTuple

_TRADITIONAL = str.maketrans("後週點號個兩內節禮時鐘這過剛現點間後", "后周点号个两内节礼时钟这过刚现点间后")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}

NUMBER = "(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
WEEKDAY_CHARS = "一二三四五六日天"

_WEEKDAYS = (
    ("monday", "mon"),
    ("tuesday", "tues", "tue"),
    ("wednesday", "weds", "wed"),
    ("thursday", "thurs", "thur", "thu"),
    ("friday", "fri"),
    ("saturday", "sat"),
    ("sunday", "sun"),
)
_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
WEEKDAYS = {name: index for index, names in enumerate(_WEEKDAYS) for name in names}
MONTHS = {name: index for index, names in enumerate(_MONTHS, start=1) for name in names}
COUNTS = {
    name: value
    for value, name in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)
} | {"a": 1, "an": 1}


class Period(NamedTuple):
    """A part of the day: its hours, and the time meant when it stands alone (None: it cannot)."""

    first: int
    last: int
    alone: int | None


class Clock(NamedTuple):
    """A time of day; `period` where a part of the day stood alone and `at` is only its usual hour."""

    at: time
    period: Period | None = None


_MORNING, _NOON, _AFTERNOON = Period(5, 11, 9), Period(11, 14, 12), Period(12, 19, 14)
_EVENING = Period(17, 23, 19)
PERIODS = {
    "凌晨": Period(0, 6, None),
    "清晨": Period(5, 11, None),
    "早上": _MORNING,
    "早晨": _MORNING,
    "上午": Period(6, 11, 9),
    "中午": _NOON,
    "下午": _AFTERNOON,
    "傍晚": Period(16, 19, None),
    "晚上": _EVENING,
    "morning": _MORNING,
    "noon": _NOON,
    "afternoon": _AFTERNOON,
    "evening": _EVENING,
    "night": _EVENING,
}

CLOCK = (
    rf"(?:(?P<period>{'|'.join(PERIODS)})(?![a-z]))?\s?"
    rf"(?:(?<![0-9:.])(?P<hour>{NUMBER})"
    rf"(?:[点时](?:钟|整|(?P<half>半)|(?P<quarter>[一三])刻|(?P<spoken>{NUMBER})分?)?"
    r"|:(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?\s?(?P<half_day>[ap]m)?(?![0-9a-z])"
    r"|\s?(?P<bare_half_day>[ap]m)(?![a-z])))?"
)


def fold(text: str) -> str:
    """`text` in half width, lower case and simplified characters, each character in its old place."""
    return "".join(_fold_char(char) for char in text).translate(_TRADITIONAL)


def _fold_char(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


def number(text: str) -> int:
    """The value of what NUMBER matched."""
    if text[0] in "0123456789":
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS[text]
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


@cache
def pattern(text: str) -> re.Pattern[str]:
    """The compiled pattern, made on first use: starting the program compiles none."""
    return re.compile(text, re.ASCII)


def read_clock(text: str) -> Clock | None:
    """The time of day that the whole of a folded text names; None where it is none or could be two.

    点 without a part of the day is taken from 7 on, since 3点 may be either end of the day; so is 3:30.
    """
    found = pattern(CLOCK).fullmatch(text)
    if found is None:
        return None
    period = PERIODS.get(found["period"] or "")
    if found["hour"] is None:
        return Clock(time(period.alone), period) if period and period.alone is not None else None
    hour = _hour(found, period)
    minute = _minute(found)
    second = int(found["second"] or 0)
    if hour is None or minute > 59 or second > 59:
        return None
    return Clock(time(hour, minute, second))


def _hour(found: re.Match[str], period: Period | None) -> int | None:
    written = number(found["hour"])
    half_day = found["half_day"] or found["bare_half_day"]
    if half_day:
        if period or not 1 <= written <= 12:
            return None
        return written % 12 + (12 if half_day == "pm" else 0)
    if period:
        fitting = [each for each in (written, written + 12) if period.first <= each <= period.last]
        return fitting[0] if len(fitting) == 1 else None
    unambiguous = 0 if found["minute"] and len(found["hour"]) == 2 and found["hour"].isascii() else 7
    return written if unambiguous <= written <= 23 else None


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["quarter"]:
        return 15 * number(found["quarter"])
    return number(found["minute"] or found["spoken"] or "0")
