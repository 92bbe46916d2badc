"""What rows are called and what is said beside figures, in the language being spoken."""

from leadtui.domain.statistics import MINIMUM
from leadtui.domain.terms import Grade, LostReason, Source
from leadtui.i18n import NP_, _, told


def everything() -> str:
    """The row of all together."""
    return told(NP_("review", "All"))


def source(key: str) -> str:
    """A source; one that is known no longer by its key."""
    term = Source.named(key)
    return term.label if term else key


def grade(key: str) -> str:
    """A grade, or that there is none."""
    return Grade(key).label if key else _("no grade")


def lost_reason(key: str) -> str:
    """Why a lead was lost; one that is known no longer by its key, and that none was given."""
    term = LostReason.named(key) if key else None
    return term.label if term else key or _("no reason given")


def rep(name: str) -> str:
    """Who did it, or that nobody knows."""
    return name or _("nobody named")


def too_few(cases: int) -> str | None:
    """What to say where a rate stands on too few cases to be compared; None where there are enough, or none."""
    if cases >= MINIMUM or not cases:
        return None
    return _("Too few to compare: n = {count}, at least {minimum} are needed.").format(count=cases, minimum=MINIMUM)
