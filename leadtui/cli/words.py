"""The words of a call as values; what cannot be read is a UsageError (exit 2), before anything is written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError, LeadtuiError, UsageError
from leadtui.domain.terms import Term
from leadtui.i18n import N_

if TYPE_CHECKING:
    from leadtui.domain.when import When

T = TypeVar("T", bound=Term)

_BUDGET = ("budget", "预算", "预计预算范围")


@contextmanager
def usage() -> Iterator[None]:
    """What is refused inside was said wrongly; a busy database stays what it is."""
    try:
        yield
    except LeadtuiError as error:
        if type(error) not in (LeadtuiError, FieldError):
            raise
        raise UsageError(error.msgid, **error.params) from error


def when(text: str | None, desk: Desk, *, ahead: bool = True) -> "When | None":
    """The day and time that WHEN names, None where it was left out."""
    if text is None:
        return None
    from leadtui.domain.when import parse_when, why_unread

    found = parse_when(text, desk.local_now(), ahead=ahead)
    if found is None:
        raise UsageError(why_unread(text, desk.local_now(), ahead=ahead), text=text)
    return found


def term(kind: type[T], text: str) -> T:
    """The choice that a key or label names."""
    with usage():
        return kind.read(text)


def optional_term(kind: type[T], text: str | None) -> T | None:
    """The choice that a key or label names, None where it was left out."""
    return None if text is None else term(kind, text)


def assignments(given: Sequence[str], desk: Desk) -> dict[str, str]:
    """FIELD=VALUE pairs as text by field key, each checked; `budget` stands for both ends of the range."""
    entered: dict[str, str] = {}
    for name, text in pairs(given):
        if name.strip().casefold() in _BUDGET:
            entered |= _budget(text)
        else:
            entered |= checked({name: text}, desk)
    return entered


def pairs(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """FIELD=VALUE words as name and text."""
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(N_("“{text}” is no FIELD=VALUE."), text=pair)
        yield name, text


def checked(entered: dict[str, str], desk: Desk) -> dict[str, str]:
    """The same text under the fields' own keys, once every value can be read."""
    from leadtui.domain import values
    from leadtui.services.entering import ENTERED, entered_field

    with usage():
        fields = {name: entered_field(name) for name in entered}
        for name, text in entered.items():
            values.read(fields[name], text, desk)
    keys = {field: key for key, field in ENTERED.items()}
    return {keys[fields[name]]: text for name, text in entered.items()}


def _budget(text: str) -> dict[str, str]:
    from leadtui.domain.quickadd import budget_fields

    bounds = budget_fields(text) if text.strip() else {}
    if bounds is None:
        raise UsageError(N_("“{text}” is no budget. Try 30-50万 or 20万以内."), text=text)
    return {"budget_min": "", "budget_max": "", **bounds}
