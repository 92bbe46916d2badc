"""Where a sentence speaks of a day (下一步计划 cells), and the sentence without it."""

import re
from functools import cache
from typing import NamedTuple

from leadtui.domain.when_words import CLOCK, MONTHS, NUMBER, WEEKDAY_CHARS, WEEKDAYS, pattern

_ENGLISH_MONTHS = "|".join(sorted((name for name in MONTHS if name != "may"), key=len, reverse=True))
_LONG_DAYS = "|".join(name for name in WEEKDAYS if name.endswith("day"))
_SHORT_DAYS = "|".join(name for name in WEEKDAYS if not name.endswith("day"))
_WEEK_CHAR = f"(?:周|星期|礼拜)[{WEEKDAY_CHARS}]"
_UNIT = "(?:个?工作日|天|日|周|个?(?:星期|礼拜)|个月|年)"
_ANNOTATED = rf"(?:\s?\({_WEEK_CHAR}\)|\s?{_WEEK_CHAR})?"

_DATES = (
    rf"[0-9]{{4}}(?P<by>[-/.])[0-9]{{1,2}}(?P=by)[0-9]{{1,2}}(?![0-9]){_ANNOTATED}",
    rf"[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}[日号]?(?![0-9]){_ANNOTATED}",
    rf"(?:今年|明年)?{NUMBER}月{NUMBER}[日号]{_ANNOTATED}",
    rf"[本这当下上]个?月(?:{NUMBER}[日号]|[底末])",
    rf"(?:{NUMBER})?月[底末]",
    "[今明]?年[底末]",
    # 今后 and 先后 are no 后天, nor is 天津.
    "(?<![先前今])大?[后前]天(?![津气天])|[今明昨][天日](?!天)",
    rf"[今明][早晚](?:上(?={NUMBER}))?",
    # 线下周三 may be off-line on Wednesday; 一周五天 counts days.
    rf"(?:(?<![线楼台私上下])(?:上上|下下|[上本这下])个?|(?<![上下])){_WEEK_CHAR}(?![天次个家位份场折轮届])",
    # 3号楼 is no day: what follows has to speak of something to do.
    rf"{NUMBER}号(?=(?:之|以)?前|[上下]午|[再去给发提回拜联沟跟电约签]|上门|见面|[\s,。;)]|$)",
)
_DISTANCE = rf"(?P<distance>(?:再?过)?(?:{NUMBER} ?{_UNIT}|半(?:个月|年)|工作日{NUMBER}[天日])(?:之|以)?[后内])"
_ENGLISH = (
    rf"(?:{_ENGLISH_MONTHS})\.? [0-9]{{1,2}}(?:st|nd|rd|th)?(?:,? [0-9]{{4}})?",
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{_ENGLISH_MONTHS}|may)(?: [0-9]{{4}})?",
    "(?:the )?day after tomorrow|today|tomorrow|yesterday|tonight",
    rf"(?:(?:this|next|last) )?(?:{_LONG_DAYS})|(?:this|next|last) (?:{_SHORT_DAYS})",
    r"in (?:[0-9]{1,2}|a|two|three) (?:days?|weeks?|months?)",
)
_LEAD = "(?:by|on|before|after|until|till|since)"
_REPEATED = rf"每(?:天|日|周|月|年|季|隔|个|两|{NUMBER})|定期|原定|取消|\b(?:every|each)\b"
_LEFT_OPEN = (
    r"\s*(?:(?:之|以)?后(?!续|期|台)|起(?!草)|以来|左右|前后"
    rf"|[-~—–至到、或/]\s*(?:{NUMBER}|[周下本明后])|(?:or|to|of|after) )"
)
_PUNCTUATION = " \t,.;:!?，。；：、！？-—"
_BRACKETS = "()（）[]【】"
_ODD_START = tuple("的至到和或与及后前内起左~")


class Span(NamedTuple):
    """A piece of a text, from `start` up to `end`."""

    start: int
    end: int


@cache
def _scanner() -> re.Pattern[str]:
    chinese = "(?<![每各隔个逢单双周年月.0-9〇零一二两三四五六七八九十a-z/~-])(?<!年 )(?:{})"
    english = rf"\b(?:{_LEAD} )?(?:{'|'.join(_ENGLISH)})\b|\b{_LEAD} (?:{_SHORT_DAYS})\b"
    days = f"{chinese.format('|'.join((_DISTANCE, *_DATES)))}|{english}"
    return pattern(rf"(?:{days})(?:,? (?:at )?|\s)?(?:{CLOCK})")


def date_spans(folded: str) -> list[Span]:
    """Every piece of a folded sentence that names a day, with its time; none where one leaves doubt."""
    if pattern(_REPEATED).search(folded):
        return []
    spans: list[Span] = []
    for found in _scanner().finditer(folded):
        # 合同签订3天后: a distance inside a sentence may count from something else than today.
        if found["distance"] and not pattern(r"\s*(?:需|请|计划|拟)?").fullmatch(folded, 0, found.start()):
            return []
        end = found.start() + len(found[0].rstrip(" ,\t\r\n").removesuffix(" at"))
        if pattern(_LEFT_OPEN).match(folded, end):
            return []
        spans.append(Span(found.start(), end))
    return spans


def action_without(text: str, span: Span) -> str:
    """The sentence without the date at `span`, or as it is where the clause would read oddly without it."""
    left = pattern(r"(?:\b(?:by|on|at)\s*|[于在])$").sub("", text[: span.start])
    right = pattern("^(?:之|以)?[前内]").sub("", text[span.end :].lstrip())
    head, tail = left.rstrip(_PUNCTUATION + _BRACKETS), right.lstrip(_PUNCTUATION + _BRACKETS)
    if head and head == left:
        return text.strip()
    if not head or not tail:
        action = head or tail
    elif left.rstrip().endswith(tuple(_BRACKETS)):
        action = head + tail
    else:
        action = left + tail
    action = action.strip()
    return text.strip() if len(action) < 2 or action.startswith(_ODD_START) else action
