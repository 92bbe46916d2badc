"""The public pool (公海): when a lead that nobody tends goes back into it, and who may take one out (R36).

A private book has no pool: until the team sets days for a grade, no lead of it ever goes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Grade, NegotiationProgress
from leadtui.domain.topics import Cell, Cells, Topic, whole
from leadtui.i18n import N_, NP_, told

_MOST_DAYS, _MOST_LEADS = 730, 100_000
UNDER_CONTRACT = frozenset(
    {NegotiationProgress.AWAITING_CONTRACT, NegotiationProgress.CONTRACT_SENT, NegotiationProgress.AMENDING}
)
"""A lead whose contract is on its way stays with its owner, however long the customer takes."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Days without a sign of work until a lead goes back (None: never), and how many before that it is warned of."""

    days: int | None = None
    warn: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one rep may take from the pool; None is no limit. `cool_down`: days before the former owner may."""

    daily: int | None = None
    holding: int | None = None
    cool_down: int = 0


Patiences = Mapping[Grade | None, Patience]
"""The patience by grade; None stands for leads without one."""


def goes_back_on(patience: Patience, signs: Iterable[date | None], progress: str | None) -> date | None:
    """The day an owned lead goes back: so long after the last sign of work; None where it stays.

    Signs are the assignment, effective contacts, milestones, and the day a snooze ends.
    """
    last = max((day for day in signs if day is not None), default=None)
    if patience.days is None or last is None or progress in UNDER_CONTRACT:
        return None
    return last + timedelta(days=patience.days)


def warned_on(back_on: date | None, patience: Patience) -> date | None:
    """From which day the coming return is a reason to attend to the lead."""
    return back_on and back_on - timedelta(days=patience.warn)


def check_claim(limits: Limits, wanted: int, taken_today: int, held: int) -> None:
    """Refuse a claim of so many leads over what one rep may take in a day or hold; LeadtuiError says what is left."""
    if limits.daily is not None and taken_today + wanted > limits.daily:
        raise LeadtuiError(
            N_("At most {limit} leads a day may be claimed; you have claimed {count} today."),
            limit=limits.daily, count=taken_today,
        )  # fmt: skip
    if limits.holding is not None and held + wanted > limits.holding:
        raise LeadtuiError(
            N_("At most {limit} open leads may be held; you hold {count}. Close or release one first."),
            limit=limits.holding, count=held,
        )  # fmt: skip


def may_claim_from(released: date, limits: Limits) -> date:
    """The day from which a lead's former owner may claim it again."""
    return released + timedelta(days=limits.cool_down)


_GRADE, _DAYS, _WARN = NP_("field", "Grade"), NP_("setting", "Back after days"), NP_("setting", "Warn days before")
_DAILY, _HOLDING = NP_("setting", "Claims a day"), NP_("setting", "Open leads held")
_COOL = NP_("setting", "Cool-down days")
_NEVER, _UNLIMITED, _UNGRADED = NP_("setting", "never"), NP_("setting", "no limit"), NP_("setting", "no grade")
_GRADES: tuple[Grade | None, ...] = (*Grade, None)


def _count(cell: Cell, text: object, least: int, most: int) -> int | None:
    """A number, or None for the words that stand for none."""
    if text is None or (isinstance(text, str) and text.strip().casefold() in _nothing()):
        return None
    return whole(cell.marked, cell.key, text, least, most)


def _nothing() -> set[str]:
    return {"", "-", "never", "none", "no limit", told(_NEVER).casefold(), told(_UNLIMITED).casefold()}


_DAYS_CELL = Cell("days", _DAYS, hint=N_("a number of days, or never"), width=16)
_WARN_CELL = Cell("warn", _WARN, hint=N_("a number of days"), width=16)
_DAILY_CELL = Cell("daily", _DAILY, hint=N_("a number, or empty for no limit"), width=14)
_HOLDING_CELL = Cell("holding", _HOLDING, hint=N_("a number, or empty for no limit"), width=16)
_COOL_CELL = Cell("cool_down", _COOL, hint=N_("days before the former owner may claim a lead again"), width=14)


def _read_patiences(document: object) -> Patiences:
    if not isinstance(document, dict):
        raise LeadtuiError(N_("A table of grades is wanted."))
    found: dict[Grade | None, Patience] = dict.fromkeys(_GRADES, Patience())
    for name, given in document.items():
        row: dict[str, Any] = given if isinstance(given, dict) else {}
        days = _count(_DAYS_CELL, row.get("days"), 1, _MOST_DAYS)
        warn = _count(_WARN_CELL, row.get("warn"), 0, days or _MOST_DAYS) or 0
        found[Grade.read(name) if name else None] = Patience(days, warn)
    return found


def _patience_rows(value: Patiences) -> list[dict[str, str]]:
    return [
        {
            "key": grade.value if grade else "",
            "grade": grade.label if grade else told(_UNGRADED),
            "days": told(_NEVER) if value[grade].days is None else str(value[grade].days),
            "warn": str(value[grade].warn),
        }
        for grade in _GRADES
    ]


def _patience_document(rows: Sequence[Cells]) -> object:
    return {row["key"]: {"days": _plain(row["days"]), "warn": _plain(row["warn"])} for row in rows}


def _plain(text: str) -> object:
    """A cell as JSON has it; what is no number stays for the reader to refuse."""
    text = text.strip()
    if text.isdecimal():
        return int(text)
    return None if text.casefold() in _nothing() else text


PATIENCE: Topic[Patiences] = Topic(
    "pool",
    NP_("setting", "Public pool"),
    N_("A lead without effective contact or milestone for so many days goes back to the pool, after a warning."),
    (Cell("grade", _GRADE, is_given=True, width=12), _DAYS_CELL, _WARN_CELL),
    dict.fromkeys(_GRADES, Patience()),
    _read_patiences,
    _patience_rows,
    _patience_document,
)


def _read_limits(document: object) -> Limits:
    if not isinstance(document, dict):
        raise LeadtuiError(N_("A table of limits is wanted."))
    return Limits(
        _count(_DAILY_CELL, document.get("daily"), 1, _MOST_LEADS),
        _count(_HOLDING_CELL, document.get("holding"), 1, _MOST_LEADS),
        _count(_COOL_CELL, document.get("cool_down"), 0, _MOST_DAYS) or 0,
    )


def _limit_rows(value: Limits) -> list[dict[str, str]]:
    def shown(count: int | None) -> str:
        return told(_UNLIMITED) if count is None else str(count)

    return [{"daily": shown(value.daily), "holding": shown(value.holding), "cool_down": str(value.cool_down)}]


LIMITS: Topic[Limits] = Topic(
    "pool_limits",
    NP_("setting", "Claiming"),
    N_("How many leads a rep may claim from the pool in a day and hold open, and when a former owner may again."),
    (_DAILY_CELL, _HOLDING_CELL, _COOL_CELL),
    Limits(),
    _read_limits,
    _limit_rows,
    lambda rows: {cell: _plain(rows[0][cell]) for cell in ("daily", "holding", "cool_down")},
)
