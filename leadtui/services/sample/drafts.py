"""A sample lead as it is told, before it becomes rows: what was entered, when it was contacted and moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.terms import Channel, MilestoneKind, ObjectionState, Outcome, Stage, Status, TagDimension
from leadtui.store.columns import to_millis

MINUTE = 60_000
LI_NA, WANG_LEI, LIU_YANG = "李娜", "王磊", "刘洋"
REPS = (LI_NA, WANG_LEI, LIU_YANG)


def wan(amount: float) -> int:
    """万 yuan as fen."""
    return round(amount * 1_000_000)


class Calendar:
    """Days as they are told from today: instants are milliseconds, days are dates of the rep's calendar."""

    def __init__(self, desk: Desk) -> None:
        self.today = desk.today()
        self._desk = desk
        self._midnights: dict[int, int] = {}

    def day(self, ahead: int) -> date:
        """The day `ahead` days from today, an earlier one where negative."""
        return self.today + timedelta(days=ahead)

    def at(self, ago: int, clock: str) -> int:
        """The instant of a wall-clock time `ago` days before today."""
        hours, minutes = clock.split(":")
        return self.minute(ago, int(hours) * 60 + int(minutes))

    def minute(self, ago: int, minute: int) -> int:
        """The instant `minute` minutes into the day `ago` days before today."""
        midnight = self._midnights.get(ago)
        if midnight is None:
            midnight = self._midnights[ago] = to_millis(self._desk.instant(self.day(-ago), time.min))
        return midnight + minute * MINUTE


@dataclass(frozen=True, slots=True)
class Next:
    """A next step; `due` None is a note without a day."""

    action: str
    due: date | None
    points: str = ""
    goal: str = ""
    channel: Channel | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """A contact made on the day `ago` days before today and recorded `late` minutes afterwards.

    `more` holds further fields of a follow-up.
    """

    at: int
    ago: int
    channel: Channel
    summary: str
    feedback: str = ""
    attitude: str | None = None
    intent_change: str | None = None
    outcome: Outcome = Outcome.REACHED
    then: Next | None = None
    late: int = 10
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """A move to a stage and the status that went with it."""

    at: int
    stage: Stage
    status: Status
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One sample lead. `customer` None: a new cycle of the customer of the lead at position `repurchase_of`.

    `plan` was made at the capture; `repurchase_of` and `referred_by` are positions among the drafts.
    """

    ago: int
    created: int
    owner: str
    customer: Mapping[str, object] | None
    contact: Mapping[str, object]
    lead: Mapping[str, object]
    plan: Next | None = None
    touches: tuple[Touch, ...] = ()
    moves: tuple[Move, ...] = ()
    milestones: tuple[tuple[MilestoneKind, date, str], ...] = ()
    objections: tuple[tuple[str, str, ObjectionState, int], ...] = ()
    amendments: tuple[tuple[str, str, int], ...] = ()
    confirmations: tuple[tuple[str, date], ...] = ()
    tags: tuple[tuple[TagDimension, str], ...] = ()
    repurchase_of: int | None = None
    referred_by: int | None = None


def moves(*steps: tuple[int, Stage, str]) -> tuple[Move, ...]:
    """Moves from the capture on, each with the status that its stage offers."""
    stage, status = Stage.CAPTURED, Status.PROSPECT
    made = []
    for at, goes_to, reason in steps:
        status = stages.offered_status(stage, goes_to) or status
        stage = goes_to
        made.append(Move(at, stage, status, reason))
    return tuple(made)
