"""Why and from which day a lead is due (spec §3): the rules behind the due list, over facts the store gathers."""

from dataclasses import dataclass
from datetime import date, timedelta

from leadtui.domain import stages
from leadtui.domain.terms import Reason, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFacts:
    """What decides whether a lead is due: for each reason the local day from which it holds, None where it does not.

    `next_due` is the day of the nearest open plan, overdue from the day after. `cadence_on` and `idle_on` are
    known only while there is no plan with a day. `recycling_on` warns of the day `recycle_on`, when the lead goes back.
    """

    stage: Stage
    next_due: date | None = None
    first_touch_on: date | None = None
    cadence_on: date | None = None
    survey_on: date | None = None
    unsigned_on: date | None = None
    missing_on: date | None = None
    idle_on: date | None = None
    recycling_on: date | None = None
    recycle_on: date | None = None
    snooze_until: date | None = None


def is_tended(stage: Stage) -> bool:
    """Whether a lead in this stage can be due at all."""
    return stage not in stages.CLOSED_OFF


def days(facts: DueFacts) -> dict[Reason, date]:
    """From which day each reason calls for the lead, snoozed or not, most urgent first; a plan is under both its
    reasons."""
    known = {
        Reason.OVERDUE: facts.next_due and facts.next_due + timedelta(days=1),
        Reason.FIRST_TOUCH: facts.first_touch_on,
        Reason.PLANNED_TODAY: facts.next_due,
        Reason.CADENCE: facts.cadence_on,
        Reason.SURVEY: facts.survey_on,
        Reason.UNSIGNED: facts.unsigned_on,
        Reason.RECORD_MISSING: facts.missing_on,
        Reason.RECYCLING: facts.recycling_on,
        Reason.NO_NEXT_STEP: facts.idle_on,
    }
    if not is_tended(facts.stage):
        return {}
    return {reason: day for reason, day in known.items() if day is not None}


def attend_on(facts: DueFacts) -> date | None:
    """The first day on which the lead belongs on the due list, or None while nothing calls for it."""
    known = days(facts)
    if not known:
        return None
    first = min(known.values())
    return max(first, facts.snooze_until) if facts.snooze_until else first


def reasons(facts: DueFacts, today: date, ahead: int = 0) -> tuple[Reason, ...]:
    """Every reason that holds today or within so many days `ahead`, most urgent first; empty when none does."""
    until = today + timedelta(days=ahead)
    if facts.snooze_until and facts.snooze_until > until:
        return ()
    known = days(facts)
    # A plan is overdue as of today or still to come, never both, however far one looks ahead.
    is_late = Reason.OVERDUE in known and known[Reason.OVERDUE] <= today
    known.pop(Reason.PLANNED_TODAY if is_late else Reason.OVERDUE, None)
    return tuple(reason for reason, day in known.items() if day <= until)


def amount(contract: int | None, price: int | None, quote: int | None, low: int | None, high: int | None) -> int | None:
    """A lead's amount in fen: contract, else price, else quote, else the middle of the budget range."""
    for known in (contract, price, quote):
        if known is not None:
            return known
    bounds = [bound for bound in (low, high) if bound is not None]
    return sum(bounds) // len(bounds) if bounds else None
