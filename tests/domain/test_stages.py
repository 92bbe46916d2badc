"""The road of a lead: its order, the status a move offers, where a sheet's status belongs, what is stale."""

import pytest

from leadtui.domain import stages
from leadtui.domain.terms import Stage, Status


def test_every_stage_has_its_odds() -> None:
    """§3 Stage defaults: 10 · 20 · 50 · 80 · 100 · 0 %."""
    assert [stages.PROBABILITY[stage] for stage in Stage] == [10, 20, 50, 80, 100, 0, 0]


def test_every_stage_is_on_the_road_or_off_it() -> None:
    assert {*stages.ROAD, *stages.CLOSED_OFF} == set(Stage)
    assert not set(stages.ROAD) & set(stages.CLOSED_OFF)
    assert set(stages.OPEN) == set(stages.ROAD) - {Stage.WON}


@pytest.mark.parametrize(
    ("came_from", "goes_to", "offered"),
    [
        (Stage.CAPTURED, Stage.QUALIFYING, None),
        (Stage.QUALIFYING, Stage.SOLUTION, Status.INTERESTED),
        (Stage.CAPTURED, Stage.SOLUTION, Status.INTERESTED),
        (Stage.SOLUTION, Stage.NEGOTIATION, Status.HIGH_INTENT),
        (Stage.NEGOTIATION, Stage.WON, Status.WON),
        (Stage.NEGOTIATION, Stage.SOLUTION, Status.INTERESTED),
        (Stage.SOLUTION, Stage.QUALIFYING, Status.PROSPECT),
        (Stage.CAPTURED, Stage.LOST, Status.LOST),
        (Stage.LOST, Stage.QUALIFYING, Status.PROSPECT),
        (Stage.SOLUTION, Stage.INVALID, None),
        (Stage.SOLUTION, Stage.SOLUTION, None),
    ],
)
def test_a_move_across_a_status_boundary_offers_the_matching_status(
    came_from: Stage, goes_to: Stage, offered: Status | None
) -> None:
    assert stages.offered_status(came_from, goes_to) is offered


@pytest.mark.parametrize(
    ("status", "is_qualified", "stage"),
    [
        (Status.PROSPECT, False, Stage.CAPTURED),
        (Status.PROSPECT, True, Stage.QUALIFYING),
        (Status.INTERESTED, False, Stage.SOLUTION),
        (Status.HIGH_INTENT, True, Stage.NEGOTIATION),
        (Status.WON, False, Stage.WON),
        (Status.LOST, True, Stage.LOST),
    ],
)
def test_a_sheet_that_knows_only_statuses_is_placed(status: Status, is_qualified: bool, stage: Stage) -> None:
    """§4 Import: status to stage."""
    assert stages.stage_for_status(status, is_qualified=is_qualified) is stage


@pytest.mark.parametrize(
    ("stage", "patience"),
    [(Stage.CAPTURED, 1), (Stage.QUALIFYING, 3), (Stage.SOLUTION, 10), (Stage.NEGOTIATION, 7)],
)
def test_a_card_is_stale_after_the_days_of_its_stage(stage: Stage, patience: int) -> None:
    """§3: 停滞 after 1 · 3 · 10 · 7 days."""
    assert stages.STALE_DAYS[stage] == patience
    assert [stages.is_stale(days, patience) for days in (0, patience, patience + 1)] == [False, False, True]


@pytest.mark.parametrize("stage", [Stage.WON, Stage.LOST, Stage.INVALID])
def test_what_is_won_or_closed_is_never_stale(stage: Stage) -> None:
    assert not stages.is_stale(10_000, stages.STALE_DAYS.get(stage))
