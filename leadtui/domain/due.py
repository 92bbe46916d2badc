"""Why and from which day a lead is due (spec §3): the rules behind the due list, over facts the store gathers."""

from dataclasses import dataclass
from datetime import date

from leadtui.domain import stages
from leadtui.domain.terms import Reason, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFacts:
    """What decides whether a lead is due. Days are local; `next_due` is the day of its nearest open plan."""

    stage: Stage
    next_due: date | None
    first_touch_on: date | None
    idle_on: date | None
    snooze_until: date | None = None


def is_tended(stage: Stage) -> bool:
    """Whether a lead in this stage can be due at all."""
    return stage not in stages.CLOSED_OFF


def attend_on(facts: DueFacts) -> date | None:
    """The first day on which the lead belongs on the due list, or None while nothing calls for it."""
    if not is_tended(facts.stage):
        return None
    days = [day for day in (facts.next_due, facts.first_touch_on, facts.idle_on) if day is not None]
    if not days:
        return None
    first = min(days)
    return max(first, facts.snooze_until) if facts.snooze_until else first


def reasons(facts: DueFacts, today: date) -> tuple[Reason, ...]:
    """Every reason that holds today, most urgent first; empty when the lead is not due."""
    attended = attend_on(facts)
    if attended is None or attended > today:
        return ()
    holding = {
        Reason.OVERDUE: facts.next_due is not None and facts.next_due < today,
        Reason.FIRST_TOUCH: facts.first_touch_on is not None and facts.first_touch_on <= today,
        Reason.PLANNED_TODAY: facts.next_due == today,
        Reason.NO_NEXT_STEP: facts.idle_on is not None and facts.idle_on <= today,
    }
    return tuple(reason for reason, holds in holding.items() if holds)


def amount(contract: int | None, price: int | None, quote: int | None, low: int | None, high: int | None) -> int | None:
    """A lead's amount in fen: contract, else price, else quote, else the middle of the budget range."""
    for known in (contract, price, quote):
        if known is not None:
            return known
    bounds = [bound for bound in (low, high) if bound is not None]
    return sum(bounds) // len(bounds) if bounds else None
