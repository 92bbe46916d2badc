"""Clocks that run in working days: the satisfaction survey after a delivery, a contract that stays unsigned."""

from datetime import date

from leadtui.domain.terms import NegotiationProgress
from leadtui.domain.workdays import add_workdays

SURVEY_WORKDAYS = 3
UNSIGNED_WORKDAYS = 5


def survey_on(delivered: date | None, named: date | None, satisfaction: int | None, feedback: str) -> date | None:
    """The day a satisfaction survey is due (R72), the one a person `named` before the computed one.

    None before the delivery and once the customer has answered (R73).
    """
    if satisfaction is not None or feedback.strip():
        return None
    return named or (add_workdays(delivered, SURVEY_WORKDAYS) if delivered else None)


def unsigned_on(
    sent: date | None, signed: date | None, progress: str | None, workdays: int = UNSIGNED_WORKDAYS
) -> date | None:
    """The day a contract that was sent and not signed is raised; None once it is signed."""
    if sent is None or signed or progress == NegotiationProgress.SIGNED:
        return None
    return add_workdays(sent, workdays)
