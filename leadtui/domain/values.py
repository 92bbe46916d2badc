"""Reading what a person entered for a field, and showing what is stored: text to value and back, by its kind."""

from datetime import date, datetime, time

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError, LeadtuiError
from leadtui.domain.fields import Field, Kind
from leadtui.domain.money import format_amount, parse_amount
from leadtui.domain.terms import Term
from leadtui.domain.text import LINE_LIMIT, NAME_LIMIT, NOTE_LIMIT, PHONE_LIMIT, TooLong, clean
from leadtui.domain.when import parse_when
from leadtui.i18n import N_, _, language

Value = str | int | bool | date | datetime | None

_LIMITS = {"name": NAME_LIMIT, "phone": PHONE_LIMIT}
_YES = frozenset({"yes", "y", "true", "1", "是", "有"})
_NO = frozenset({"no", "n", "false", "0", "否", "无"})


def read(field: Field, text: str, desk: Desk) -> Value:
    """The value of a field from the words a person typed; empty text empties the field.

    Money comes back in fen, an instant in UTC. Raises FieldError naming the field and what it takes.
    """
    try:
        text = clean(text, limit=_limit(field), multiline=field.kind is Kind.NOTE)
    except TooLong as error:
        raise FieldError(
            field.key,
            N_("{field} holds at most {limit} characters; this has {length}."),
            field=field.label,
            limit=error.limit,
            length=error.length,
        ) from error
    if field.kind in (Kind.LINE, Kind.NOTE, Kind.REP):
        return _checked_line(field, text)
    if not text:
        return _EMPTY.get(field.key)
    return _read_typed(field, text, desk)


_EMPTY = {"source": "other", "validity": "unverified", "negotiation_progress": "not_started"}


def _limit(field: Field) -> int:
    if field.kind is Kind.NOTE:
        return NOTE_LIMIT
    return _LIMITS.get(field.key, LINE_LIMIT)


def _checked_line(field: Field, text: str) -> str:
    if field.key == "phone" and any(letter.isalpha() and letter not in "转xXextEXT分机" for letter in text):
        raise FieldError(
            field.key,
            N_("“{text}” is no phone number. Give digits, with 转 or ext. for an extension."),
            text=text,
        )
    return text


def _read_typed(field: Field, text: str, desk: Desk) -> Value:
    match field.kind:
        case Kind.CHOICE if field.choices is not None:
            return _chosen(field, field.choices, text)
        case Kind.MONEY:
            return _understood(field, text, parse_amount(text), N_("an amount such as 12.5万 or 125000"))
        case Kind.DAY:
            when = parse_when(text, desk.local_now(), ahead=not field.looks_back)
            return _understood(field, text, when.day if when else None, N_("a day such as 2026-11-25 or 下周三"))
        case Kind.INSTANT:
            when = parse_when(text, desk.local_now(), ahead=not field.looks_back)
            instant = desk.instant(when.day, when.time or time(0)) if when else None
            return _understood(field, text, instant, N_("a time such as 2026-11-25 14:00 or 昨天"))
        case Kind.SCORE:
            score = int(text) if text in tuple("12345") else None
            return _understood(field, text, score, N_("a number from 1 to 5"))
        case _:
            word = text.casefold()
            answer = True if word in _YES else False if word in _NO else None
            return _understood(field, text, answer, N_("yes or no"))


def _chosen(field: Field, choices: type[Term], text: str) -> str:
    try:
        return choices.read(text).value
    except LeadtuiError as error:
        raise FieldError(field.key, error.msgid, **error.params) from error


def _understood(field: Field, text: str, value: Value, example: str) -> Value:
    if value is None:
        raise FieldError(
            field.key,
            N_("{field}: “{text}” was not understood; give {example}."),
            field=field.label,
            text=text,
            example=_(example),
        )
    return value


def shown(field: Field, value: Value, desk: Desk) -> str:
    """A stored value as a person reads it; empty for nothing."""
    if value is None or value == "":
        return ""
    match field.kind:
        case Kind.CHOICE if field.choices is not None and isinstance(value, str):
            term = field.choices.named(value)
            return term.label if term else value
        case Kind.MONEY if isinstance(value, int):
            return format_amount(value, language())
        case Kind.INSTANT if isinstance(value, datetime):
            return f"{value.astimezone(desk.zone):%Y-%m-%d %H:%M}"
        case Kind.YES_NO:
            return _("yes") if value else _("no")
        case _:
            return str(value)
