"""The road of a lead: order of stages, what is open, which status goes with which stage, odds and patience."""

from collections.abc import Mapping
from dataclasses import dataclass

from leadtui.domain.terms import Stage, Status

SETTING = "stages"
"""The setting that holds a team's own odds and patience."""

BY_IMPORT = "import"
"""The reason of a move that nobody made: a sheet said so."""

ROAD = (Stage.CAPTURED, Stage.QUALIFYING, Stage.SOLUTION, Stage.NEGOTIATION, Stage.WON)
OPEN = ROAD[:4]
CLOSED_OFF = (Stage.LOST, Stage.INVALID)

PROBABILITY = {
    Stage.CAPTURED: 10,
    Stage.QUALIFYING: 20,
    Stage.SOLUTION: 50,
    Stage.NEGOTIATION: 80,
    Stage.WON: 100,
    Stage.LOST: 0,
    Stage.INVALID: 0,
}
"""Percent of the amount that counts as weighted."""

STALE_DAYS = {Stage.CAPTURED: 1, Stage.QUALIFYING: 3, Stage.SOLUTION: 10, Stage.NEGOTIATION: 7}
"""Days in one stage after which a card is 停滞; 成交与售后 never is."""


@dataclass(frozen=True, slots=True)
class StageDefaults:
    """Percent of an amount that counts as weighted, and days until a card is 停滞 (None: never), by stage."""

    probability: Mapping[Stage, int]
    stale_days: Mapping[Stage, int | None]


HOUSE = StageDefaults(PROBABILITY, {stage: STALE_DAYS.get(stage) for stage in Stage})

_OFFERED = {
    Stage.CAPTURED: Status.PROSPECT,
    Stage.QUALIFYING: Status.PROSPECT,
    Stage.SOLUTION: Status.INTERESTED,
    Stage.NEGOTIATION: Status.HIGH_INTENT,
    Stage.WON: Status.WON,
    Stage.LOST: Status.LOST,
}

_FROM_STATUS = {
    Status.PROSPECT: Stage.CAPTURED,
    Status.INTERESTED: Stage.SOLUTION,
    Status.HIGH_INTENT: Stage.NEGOTIATION,
    Status.WON: Stage.WON,
    Status.LOST: Stage.LOST,
}


def offered_status(came_from: Stage, goes_to: Stage) -> Status | None:
    """The status a stage move offers: one only where the move crosses a status boundary."""
    offered = _OFFERED.get(goes_to)
    return None if offered is _OFFERED.get(came_from) else offered


def stage_for_status(status: Status, *, is_qualified: bool) -> Stage:
    """Where a sheet that knows only statuses places a lead; `is_qualified`: validity or a grade basis is known."""
    if status is Status.PROSPECT and is_qualified:
        return Stage.QUALIFYING
    return _FROM_STATUS[status]


def is_stale(days_in_stage: int, patience: int | None) -> bool:
    """Whether a card has stood in its stage longer than the team's patience, in days; None: however long."""
    return patience is not None and days_in_stage > patience
