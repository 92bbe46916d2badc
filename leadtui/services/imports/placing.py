"""Where a sheet puts a lead on the road; what the gates lack there is written as skipped (spec §3, §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leadtui.domain import gates, stages
from leadtui.domain.gates import GateFacts, Gates
from leadtui.domain.terms import NegotiationProgress, Stage, Status, Validity
from leadtui.domain.values import Value
from leadtui.services.imports.groups import told_at
from leadtui.services.imports.rows import SheetRow

REASON = stages.BY_IMPORT


@dataclass(frozen=True, slots=True)
class Placing:
    """A stage and a status, since when (None: not told), and what their gates lack, comma-separated.

    `before` are the places that older rows name, oldest first, each with the time it was told.
    """

    stage: Stage
    status: Status
    since: datetime | None
    skipped: str
    before: tuple[tuple[Stage, Status, datetime], ...] = ()


def placed(rows: Sequence[SheetRow], values: Mapping[str, Value], demanded: Gates) -> Placing:
    """Where rows, oldest first, put a lead: the newest that says so, else its merged values; `demanded` by the team."""
    *before, (stage, status, since) = _as_told(rows, values) or [(*_furthest(values), None)]
    facts = _facts(rows, values)
    missing = (
        *gates.missing_for_stage(stage, facts, demanded),
        *gates.missing_for_status(status, facts, demanded),
    )
    skipped = ",".join(dict.fromkeys(each.key for each in missing))
    dated = tuple((older, warmth, at) for older, warmth, at in before if at)
    return Placing(stage, status, since, skipped, dated)


def told(row: SheetRow, values: Mapping[str, Value]) -> tuple[Stage, Status] | None:
    """The stage and status that a row names, one following from the other; None where it names neither."""
    if row.status is None and row.stage is None:
        return None
    if row.status is None:
        assert row.stage is not None
        return row.stage, _status_of(row.stage)
    is_qualified = values.get("validity") in (Validity.VALID, Validity.INVALID) or bool(values.get("grade_basis"))
    return row.stage or stages.stage_for_status(row.status, is_qualified=is_qualified), row.status


def _as_told(rows: Sequence[SheetRow], values: Mapping[str, Value]) -> list[tuple[Stage, Status, datetime | None]]:
    found: list[tuple[Stage, Status, datetime | None]] = []
    for row in rows:
        place = told(row, values)
        if place and (not found or place != found[-1][:2]):
            found.append((*place, told_at(row) if row.record else None))
    return found


def _furthest(values: Mapping[str, Value]) -> tuple[Stage, Status]:
    """A sheet with neither stage nor status: the furthest section with a value."""
    progress = values.get("negotiation_progress")
    reached = {
        Stage.INVALID: values.get("invalid_reason") or values.get("validity") == Validity.INVALID,
        Stage.LOST: values.get("lost_reason"),
        Stage.WON: values.get("signed_on") or values.get("delivered_on") or progress == NegotiationProgress.SIGNED,
        Stage.NEGOTIATION: values.get("contract_sent_on") or progress not in (None, NegotiationProgress.NOT_STARTED),
        Stage.SOLUTION: values.get("proposal_sent_at"),
        Stage.QUALIFYING: values.get("grade"),
    }
    stage = next((stage for stage, value in reached.items() if value), Stage.CAPTURED)
    return stage, _status_of(stage)


def is_further(stage: Stage, than: Stage) -> bool:
    """Whether a stage lies further along the road: the only way a sheet without statuses moves a lead."""
    return stage in stages.ROAD and than in stages.ROAD and stages.ROAD.index(stage) > stages.ROAD.index(than)


def _status_of(stage: Stage) -> Status:
    return stages.offered_status(Stage.CAPTURED, stage) or Status.PROSPECT


def _facts(rows: Sequence[SheetRow], values: Mapping[str, Value]) -> GateFacts:
    return GateFacts(
        validity=next((each for each in Validity if each == values.get("validity")), None),
        grade=str(values.get("grade") or ""),
        grade_basis=str(values.get("grade_basis") or ""),
        owner="known",
        effective_follow_ups=sum(bool(row.record and row.record.outcome.is_effective) for row in rows),
        proposal_sent_at=_day(values.get("proposal_sent_at")),
        signed_on=_day(values.get("signed_on")),
        contract_amount=_whole(values.get("contract_amount")),
        lost_reason=str(values.get("lost_reason") or ""),
        invalid_reason=str(values.get("invalid_reason") or ""),
        decision_maker=str(values.get("decision_maker") or ""),
        contact_has_authority=any(row.contact.get("decision_authority") for row in rows),
        purchase_timing=str(values.get("purchase_timing") or ""),
        filled=gates.filled(values),
    )


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _whole(value: Value) -> int | None:
    return value if isinstance(value, int) else None
