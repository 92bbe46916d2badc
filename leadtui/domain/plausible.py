"""What cannot be, whatever its words: a delivery before its contract, a budget upside down, a day yet to come."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from leadtui.domain.errors import Implausible
from leadtui.domain.field_types import PASSED
from leadtui.domain.fields import BY_KEY
from leadtui.domain.terms import Validity
from leadtui.domain.when import EARLIEST, LATEST
from leadtui.i18n import N_

_ORDERED = (
    ("contract_sent_on", "delivered_on"),
    ("signed_on", "delivered_on"),
    ("delivered_on", "survey_due_on"),
)
"""Days of which the second never comes before the first."""


def check(values: Mapping[str, object], entered: Collection[str], today: date) -> None:
    """Refuse a lead's values that cannot be together, where one of them was `entered` just now.

    Raises Implausible, which names the field. What stood before and was not touched is left alone.
    """
    for key in entered:
        _check_day(key, values.get(key), today)
    for first, second in _ORDERED:
        earlier, later = values.get(first), values.get(second)
        if entered_one(entered, first, second) and _is_after(earlier, later):
            raise Implausible(
                second if second in entered else first,
                N_("{later} ({day}) cannot be before {earlier} ({other})."),
                later=BY_KEY[second].label, day=later, earlier=BY_KEY[first].label, other=earlier,
            )  # fmt: skip
    low, high = values.get("budget_min"), values.get("budget_max")
    if entered_one(entered, "budget_min", "budget_max") and isinstance(low, int) and isinstance(high, int):
        _check_range(low, high)
    _check_reason(values, entered)


def entered_one(entered: Collection[str], *keys: str) -> bool:
    """Whether one of these fields was entered."""
    return any(key in entered for key in keys)


def _is_after(earlier: object, later: object) -> bool:
    return isinstance(earlier, date) and isinstance(later, date) and later < earlier


def _check_day(key: str, value: object, today: date) -> None:
    if not isinstance(value, date):
        return
    day = value.date() if isinstance(value, datetime) else value
    label = BY_KEY[key].label
    if not EARLIEST <= day < LATEST:
        raise Implausible(key, N_("{field}: {day} is no day of this business."), field=label, day=day)
    if key in PASSED and day > today:
        raise Implausible(key, N_("{field}: {day} has not come yet."), field=label, day=day)


def _check_reason(values: Mapping[str, object], entered: Collection[str]) -> None:
    is_invalid = values.get("validity") == Validity.INVALID
    if is_invalid and entered_one(entered, "validity", "invalid_reason") and not values.get("invalid_reason"):
        raise Implausible("invalid_reason", N_("Why is the lead invalid? Choose a reason."))


def _check_range(low: int, high: int) -> None:
    if low > high:
        raise Implausible(
            "budget_max",
            N_("{low} is above {high}: give the smaller amount first."),
            low=BY_KEY["budget_min"].label,
            high=BY_KEY["budget_max"].label,
        )
