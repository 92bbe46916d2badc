"""Phrases that name a day, Chinese and English: each rule is a pattern and what it means seen from a day."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from leadtui.domain.when_words import COUNTS, MONTHS, NUMBER, WEEKDAY_CHARS, WEEKDAYS, number, pattern


class Seen(NamedTuple):
    """From which day a phrase is read, and whether it looks ahead (a due date) or back (a contact made)."""

    today: date
    ahead: bool


class Day(NamedTuple):
    """A day named; `dated` with its year, `implied` where it is the next or last of its kind (周五, 5号)."""

    day: date
    dated: bool = False
    implied: bool = False


_Meaning = Callable[[re.Match[str], Seen], Day | None]

_WORDS = {
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3,
    "today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "yesterday": -1,
    "day after tomorrow": 2, "day before yesterday": -2,
}  # fmt: skip
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "last": -1, "this": 0, "next": 1}
_MONTHS_AWAY = {"上": -1, "本": 0, "这": 0, "当": 0, "下": 1}
_YEARS_AWAY = {"去年": -1, "今年": 0, "明年": 1, "后年": 2}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_UNIT = "(?:(?P<workday>个?工作日)|(?P<day>天|日)|(?P<week>周|个?(?:星期|礼拜))|(?P<month>个月)|(?P<year>年))"
_UNIT_EN = (
    "(?:(?P<workday>(?:working|business|work) ?days?)"
    "|(?P<day>days?)|(?P<week>weeks?)|(?P<month>months?)|(?P<year>years?))"
)
_WEEK_CHAR = f"(?:周|星期|礼拜)(?P<name>[{WEEKDAY_CHARS}])"


def read_day(text: str, seen: Seen, *, deadline: bool = False) -> Day | None:
    """The one day that the whole of a folded text names, else None.

    `deadline` reads what stands before 前: 周五前 is that Friday, but 下周前 and 明天前 name no day.
    """
    with_weekday = pattern(rf"(?P<day>.*[0-9日号])\s?\(?{_WEEK_CHAR}\)?").fullmatch(text)
    if with_weekday:
        day = _read(with_weekday["day"], seen, deadline)
        return day if day and day.day.weekday() == _weekday(with_weekday["name"]) else None
    return _read(text, seen, deadline)


def month_and_day(text: str) -> tuple[int, int] | None:
    """Month and day where the whole of a folded text is a date without its year."""
    found = pattern(_MONTH_DAY).fullmatch(text) or pattern(_NUMERIC_MONTH_DAY).fullmatch(text)
    if found is None or found.groupdict().get("year"):
        return None
    return number(found["month"]), number(found["date"])


def _read(text: str, seen: Seen, deadline: bool) -> Day | None:
    for source, meaning, before in _RULES:
        if before or not deadline:
            found = pattern(source).fullmatch(text)
            if found:
                return meaning(found, seen)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(char: str) -> int:
    return min(WEEKDAY_CHARS.index(char), 6)


def _monday(seen: Seen, weeks: int) -> date:
    return seen.today + timedelta(days=7 * weeks - seen.today.weekday())


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_start(seen: Seen, months: int) -> date:
    return _months_on(seen.today.replace(day=1), months)


def _month_end(start: date) -> date:
    return start.replace(day=monthrange(start.year, start.month)[1])


def _nearest(candidates: Iterator[date | None], seen: Seen) -> Day | None:
    for day in candidates:
        if day and (day >= seen.today if seen.ahead else day <= seen.today):
            return Day(day, implied=True)
    return None


def _in_full(found: re.Match[str], seen: Seen) -> Day | None:
    day = _date(int(found["year"]), int(found["month"]), int(found["date"]))
    return Day(day, dated=True) if day else None


def _this_or_next_year(month: int, day: int, seen: Seen) -> Day | None:
    years = (seen.today.year, seen.today.year + (1 if seen.ahead else -1))
    return _nearest((_date(year, month, day) for year in years), seen)


def _month_day(found: re.Match[str], seen: Seen) -> Day | None:
    month, day = number(found["month"]), number(found["date"])
    if found["year"]:
        named = _date(seen.today.year + _YEARS_AWAY[found["year"]], month, day)
        return Day(named) if named else None
    return _this_or_next_year(month, day, seen)


def _numeric_month_day(found: re.Match[str], seen: Seen) -> Day | None:
    return _this_or_next_year(int(found["month"]), int(found["date"]), seen)


def _english_date(found: re.Match[str], seen: Seen) -> Day | None:
    month, day = MONTHS[found["name"]], int(found["date"])
    if not found["year"]:
        return _this_or_next_year(month, day, seen)
    named = _date(int(found["year"]), month, day)
    return Day(named, dated=True) if named else None


def _day_of_named_month(found: re.Match[str], seen: Seen) -> Day | None:
    start = _month_start(seen, _MONTHS_AWAY[found["which"]])
    day = _date(start.year, start.month, number(found["date"]))
    return Day(day) if day else None


def _day_of_month(found: re.Match[str], seen: Seen) -> Day | None:
    step = 1 if seen.ahead else -1
    starts = (_month_start(seen, step * away) for away in range(3))
    return _nearest((_date(start.year, start.month, number(found["date"])) for start in starts), seen)


def _word(found: re.Match[str], seen: Seen) -> Day | None:
    return Day(seen.today + timedelta(days=_WORDS[found["word"]]))


def _distance(found: re.Match[str], seen: Seen, sign: int = 1) -> Day | None:
    written = found["count"]
    count = sign * (COUNTS[written] if written in COUNTS else number(written))
    if count == 0:
        return None
    if found["workday"]:
        from leadtui.domain.workdays import add_workdays

        return Day(add_workdays(seen.today, count))
    if found["month"] or found["year"]:
        return Day(_months_on(seen.today, count * (12 if found["year"] else 1)))
    return Day(seen.today + timedelta(days=count * (7 if found["week"] else 1)))


def _distance_ago(found: re.Match[str], seen: Seen) -> Day | None:
    return _distance(found, seen, -1)


def _short_distance(found: re.Match[str], seen: Seen) -> Day | None:
    # A bare 3d looks ahead; what has been needs its minus or "ago".
    count = int(found["count"]) * (-1 if found["sign"] in ("-", "ago") else 1)
    if count == 0:
        return None
    unit = found["unit"]
    if unit in "my":
        return Day(_months_on(seen.today, count * (12 if unit == "y" else 1)))
    return Day(seen.today + timedelta(days=count * (7 if unit == "w" else 1)))


def _half(found: re.Match[str], seen: Seen) -> Day | None:
    sign = -1 if found["side"] == "前" else 1
    if found["unit"] == "年":
        return Day(_months_on(seen.today, sign * 6))
    return Day(seen.today + timedelta(days=sign * 15))


def _next_working_day(found: re.Match[str], seen: Seen) -> Day | None:
    from leadtui.domain.workdays import add_workdays

    return Day(add_workdays(seen.today, 1))


def _after_holiday(found: re.Match[str], seen: Seen) -> Day | None:
    from leadtui.domain.workdays import first_workday_after_holiday

    day = first_workday_after_holiday(seen.today)
    return Day(day) if day else None


def _day_of_week(found: re.Match[str], seen: Seen) -> Day | None:
    name = found["name"]
    weekday = WEEKDAYS[name] if name in WEEKDAYS else _weekday(name)
    which = found["which"]
    if which is None:
        days = (_monday(seen, week) + timedelta(days=weekday) for week in (0, 1 if seen.ahead else -1))
        return _nearest(days, seen)
    # "last Tuesday" said on a Wednesday is yesterday to some and eight days ago to others.
    if which == "last" and weekday < seen.today.weekday():
        return None
    return Day(_monday(seen, _WEEKS[which]) + timedelta(days=weekday))


def _weekend(found: re.Match[str], seen: Seen) -> Day | None:
    return Day(_monday(seen, _WEEKS[found["which"] or "本"]) + timedelta(days=5))


def _next_week(found: re.Match[str], seen: Seen) -> Day | None:
    return Day(_monday(seen, 1))


def _edge_of_month(found: re.Match[str], seen: Seen) -> Day | None:
    which = found["which"]
    if found["edge"] != "初":
        return Day(_month_end(_month_start(seen, _MONTHS_AWAY[which or "本"])))
    if which:
        return Day(_month_start(seen, _MONTHS_AWAY[which]))
    return _nearest((_month_start(seen, away) for away in ((0, 1) if seen.ahead else (0,))), seen)


def _edge_of_named_month(found: re.Match[str], seen: Seen) -> Day | None:
    month, year = number(found["month"]), found["year"]
    if not 1 <= month <= 12:
        return None
    end = found["edge"] != "初"
    if year:
        start = _date(seen.today.year + _YEARS_AWAY[year], month, 1)
        return Day(_month_end(start) if end else start) if start else None
    years = (seen.today.year, seen.today.year + (1 if seen.ahead else -1))
    starts = (_date(each, month, 1) for each in years)
    return _nearest((_month_end(start) if start and end else start for start in starts), seen)


def _end_of_month(found: re.Match[str], seen: Seen) -> Day | None:
    return Day(_month_end(_month_start(seen, 1 if found["next"] else 0)))


def _start_of_next_month(found: re.Match[str], seen: Seen) -> Day | None:
    return Day(_month_start(seen, 1))


def _end_of_year(found: re.Match[str], seen: Seen) -> Day | None:
    day = _date(seen.today.year + _YEARS_AWAY[found["which"] or "今年"], 12, 31)
    return Day(day) if day else None


_MONTH_DAY = (
    rf"(?:(?P<year>去年|今年|明年|后年)的?)?(?P<month>{NUMBER})月"
    rf"(?P<date>[0-9]{{1,2}}(?![0-9])|{NUMBER}(?=[日号]))[日号]?"
)
_NUMERIC_MONTH_DAY = r"(?P<month>[0-9]{1,2})[-/](?P<date>[0-9]{1,2})"
_COUNT = rf"(?P<count>{NUMBER}|{'|'.join(COUNTS)})"
_AFTER = "(?:之|以)?[后内]"
_AGO = "(?<!日)(?:之|以)?前"
_DATE_EN = r"(?P<date>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR_EN = r"(?:,? ?(?P<year>[0-9]{4}))?"
_THIS = "(?P<which>[上本这当下])个?"

# Pattern, meaning, and whether 前 after it leaves the day what it is.
_RULES: tuple[tuple[str, _Meaning, bool], ...] = (
    (r"(?P<year>[0-9]{4})(?P<by>[-/.])(?P<month>[0-9]{1,2})(?P=by)(?P<date>[0-9]{1,2})", _in_full, True),
    (r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<date>[0-9]{1,2})[日号]?", _in_full, True),
    (r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<date>[0-9]{2})", _in_full, True),
    (_MONTH_DAY, _month_day, True),
    (_NUMERIC_MONTH_DAY, _numeric_month_day, True),
    (rf"{_THIS}月(?:的)?(?P<date>{NUMBER})[日号]", _day_of_named_month, True),
    (rf"(?P<date>{NUMBER})号", _day_of_month, True),
    (rf"(?P<date>{NUMBER})日", _day_of_month, False),
    (r"(?:the )?(?P<date>[0-9]{1,2})(?:st|nd|rd|th)", _day_of_month, False),
    (rf"(?:the )?{_DATE_EN} (?:of )?(?P<name>{_MONTH})\.?{_YEAR_EN}", _english_date, True),
    (rf"(?P<name>{_MONTH})\.? {_DATE_EN}{_YEAR_EN}", _english_date, True),
    (rf"(?:the )?(?P<word>{'|'.join(_WORDS)})", _word, False),
    (rf"(?:再?过)?{_COUNT} ?{_UNIT}{_AFTER}", _distance, False),
    # 过两天 is "in a few days", not in two.
    (rf"再?过(?!两天){_COUNT} ?{_UNIT}", _distance, False),
    (rf"工作日{_COUNT}(?P<workday>天|日){_AFTER}", _distance, False),
    # 3日前 is three days ago as well as by the 3rd.
    (rf"{_COUNT} ?{_UNIT}{_AGO}", _distance_ago, False),
    (
        rf"(?:in |within )?(?:the next )?{_COUNT} {_UNIT_EN}(?: later| from now| from today)?",
        _distance,
        False,
    ),
    (rf"{_COUNT} {_UNIT_EN} ago", _distance_ago, False),
    (r"(?P<sign>[+-])?(?P<count>[0-9]{1,3}) ?(?P<unit>[dwmy])", _short_distance, False),
    (r"(?P<count>[0-9]{1,3}) ?(?P<unit>[dwmy]) (?P<sign>ago)", _short_distance, False),
    (r"半(?P<unit>个月|年)(?:之|以)?(?P<side>[后内前])", _half, False),
    (r"下一?个工作日|next (?:working|business|work) ?day|next workday", _next_working_day, False),
    (r"节后(?:的)?(?:第一天|首日|第一个工作日|首个工作日)", _after_holiday, False),
    (rf"(?:(?P<which>上上|下下|[上本这下])个?)?{_WEEK_CHAR}", _day_of_week, True),
    (rf"(?:(?P<which>this|next|last) )?(?P<name>{_WEEKDAY})", _day_of_week, True),
    (r"(?:(?P<which>[本这下])个?)?周末", _weekend, False),
    (r"(?:(?:this|the) )?weekend(?P<which>)", _weekend, False),
    (r"下个?(?:周|星期|礼拜)|next week", _next_week, False),
    (r"(?:(?P<which>[上本这当下])个?)?月(?P<edge>[初底末])", _edge_of_month, True),
    (rf"(?P<year>去年|今年|明年)?(?P<month>{NUMBER})月(?P<edge>[初底末])", _edge_of_named_month, True),
    (r"eom|end of (?:(?:the|this) |(?P<next>next ))?month", _end_of_month, True),
    (r"(?:start|beginning) of next month", _start_of_next_month, True),
    (r"(?:(?P<which>[今明去]年)|年)[底末]|eoy|end of (?:(?:the|this) )?year", _end_of_year, True),
)
