"""Generated lives of leads as plain events, and the same lives written into the book."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from leadtui.desk import Desk
from leadtui.domain.periods import Period
from leadtui.domain.terms import LostReason, Outcome, Source, Stage, Status
from leadtui.services.imports.placing import REASON
from leadtui.store import journal
from leadtui.store.models import Customer, FollowUp, Lead, LeadTag, Rep, StageChange, Tag

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
ZONES = (ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati"))
REPS = ("李娜", "王强", None)
_ROAD = (Stage.QUALIFYING, Stage.SOLUTION, Stage.NEGOTIATION, Stage.WON, Stage.LOST)
_CLOCKS = (time(0), time(0, 0, 0, 1000), time(12), time(23, 59, 59, 999000))
_NEEDS = ("", "条码追溯", "库存盘点，条码追溯", "export to Excel", "移动审批 CRM", "条码 CRM")


@dataclass(frozen=True)
class Contact:
    """A contact: when, whether anybody was reached, who made it, minutes until it was recorded, what it corrects."""

    at: datetime
    outcome: Outcome
    by: str | None
    lag: int
    corrects: int | None = None
    new_need: str = ""


@dataclass(frozen=True)
class Life:
    """One lead with all that happened to it."""

    created: datetime
    source: Source
    grade: str | None
    owner: str | None
    created_by: str | None
    customer: int
    is_imported: bool = False
    is_deleted: bool = False
    moves: tuple[tuple[datetime, Stage, str | None, str], ...] = ()
    contacts: tuple[Contact, ...] = ()
    price: int | None = None
    expected: date | None = None
    lost_reason: LostReason | None = None
    competitor: str = ""
    delivered: date | None = None
    satisfaction: int | None = None
    way: str | None = None
    need: str = ""
    tag: str = ""
    snoozed: date | None = None
    stages: tuple[tuple[datetime, Stage], ...] = field(init=False)

    def __post_init__(self) -> None:
        roads = ((self.created, Stage.CAPTURED), *((at, stage) for at, stage, _by, _why in self.moves))
        object.__setattr__(self, "stages", roads)

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.stages[-1][1]

    @property
    def since(self) -> datetime:
        """Since when it stands there."""
        moved = [after[0] for before, after in pairwise(self.stages) if before[1] is not after[1]]
        return moved[-1] if moved else self.created

    @property
    def standing(self) -> list[Contact]:
        """Its contacts but for those that a later one corrects."""
        wrong = {each.corrects for each in self.contacts}
        return [each for place, each in enumerate(self.contacts) if place not in wrong]


def moments(zone: ZoneInfo, near: Period) -> st.SearchStrategy[datetime]:
    """Instants of the last months, most of them at the first and last moments of the period and of those beside it."""
    today = NOW.astimezone(zone).date()
    edges = {each + timedelta(days=days) for span in (near, near.previous()) for days in (-1, 0, 1)
             for each in (span.start, span.end)}  # fmt: skip
    days = st.sampled_from(sorted(day for day in {*edges, today} if day <= today)) | st.integers(0, 100).map(
        lambda ago: today - timedelta(days=ago)
    )
    found = st.builds(
        lambda day, clock: datetime.combine(day, clock, zone).astimezone(UTC), days, st.sampled_from(_CLOCKS)
    )
    return found.filter(lambda at: at <= NOW)


@st.composite
def lives(draw: st.DrawFn, zone: ZoneInfo, near: Period) -> Life:
    """Any life; lost and won ones, returned ones and such that were handed over among them."""
    created = draw(moments(zone, near))
    times = sorted(max(created, at) for at in draw(st.lists(moments(zone, near), max_size=4)))
    whys = st.sampled_from(("", "", "", REASON))
    moves = tuple((at, draw(st.sampled_from((*_ROAD, *Stage))), draw(_reps), draw(whys)) for at in times)
    today = NOW.astimezone(zone).date()
    days = st.integers(-100, 250).map(lambda days: today + timedelta(days=days))
    return Life(
        created=created,
        source=draw(st.sampled_from((Source.TRADE_SHOW, Source.WEBSITE))),
        grade=draw(st.sampled_from(("A", "B", None))),
        owner=draw(_reps),
        created_by=draw(_reps),
        customer=draw(st.integers(0, 2)),
        is_imported=draw(_rarely),
        is_deleted=draw(_rarely),
        moves=moves,
        contacts=_contacts(draw, st.sampled_from((created, *times)) | moments(zone, near)),
        price=draw(st.none() | st.integers(1, 999).map(lambda yuan: yuan * 100)),
        expected=draw(st.none() | days),
        lost_reason=draw(st.sampled_from((None, LostReason.PRICE, LostReason.BUDGET))),
        competitor=draw(st.sampled_from(("", "", " ", "用友", " 用友 "))),
        delivered=draw(st.none() | days.filter(lambda day: day <= today)),
        satisfaction=draw(st.none() | st.integers(1, 5)),
        way=draw(st.sampled_from((None, None, "repurchase", "referral"))),
        need=draw(st.sampled_from(_NEEDS)),
        tag=draw(st.sampled_from(("", "", "条码追溯"))),
        snoozed=draw(st.none() | st.just(today + timedelta(days=3))),
    )


_reps = st.sampled_from(REPS)
_rarely = st.integers(0, 5).map(lambda number: number == 0)


def _contacts(draw: st.DrawFn, at: st.SearchStrategy[datetime]) -> tuple[Contact, ...]:
    made: list[Contact] = []
    for when in draw(st.lists(at, max_size=4)):
        open_to_correction = {*range(len(made))} - {each.corrects for each in made}
        corrects = draw(st.sampled_from((None, *sorted(open_to_correction)))) if draw(st.booleans()) else None
        lag = draw(st.sampled_from((0, 30, 1440, 1441, 9000)))
        need = draw(st.sampled_from(_NEEDS))
        made.append(Contact(when, draw(st.sampled_from(tuple(Outcome))), draw(_reps), lag, corrects, need))
    return tuple(made)


def write(desk: Desk, told: Sequence[Life]) -> list[int]:
    """Write the lives as the services would have; the ids of the leads in their order."""
    with journal.change(desk, "Lives") as change:
        reps: dict[str | None, int | None] = {None: None}
        for name in (each for each in REPS if each):
            reps[name] = change.insert(Rep, name=name)
        customers = [
            change.insert(Customer, customer_no=f"C{place}", name=f"C{place}", name_key=f"c{place}", created_at=NOW)
            for place in range(3)
        ]
        tag = change.insert(Tag, dimension="need", name="条码追溯")
        origin = change.insert(
            Lead, lead_no="origin", customer=customers[0], created_at=NOW, stage_since=NOW, deleted_at=NOW
        )
        return [_write(change, place, life, reps, customers, origin, tag) for place, life in enumerate(told)]


def _write(
    change: journal.Change,
    place: int,
    life: Life,
    reps: dict[str | None, int | None],
    customers: Sequence[int],
    origin: int,
    tag: int,
) -> int:
    lead = change.insert(
        Lead,
        lead_no=f"L{place}",
        customer=customers[life.customer],
        created_at=life.created,
        created_by=reps[life.created_by],
        assigned_at=life.created,
        owner=reps[life.owner],
        source=life.source,
        grade=life.grade,
        is_imported=life.is_imported,
        deleted_at=NOW if life.is_deleted else None,
        stage=life.stage,
        stage_since=life.since,
        price=life.price,
        expected_close=life.expected,
        lost_reason=life.lost_reason,
        competitor=life.competitor,
        delivered_on=life.delivered,
        satisfaction=life.satisfaction,
        repurchase_of=origin if life.way == "repurchase" else None,
        referred_by=origin if life.way == "referral" else None,
        initial_need=life.need,
        snooze_until=life.snoozed,
    )
    came_from: Stage | None = None
    for at, stage, by, why in ((life.created, Stage.CAPTURED, life.created_by, ""), *life.moves):
        change.insert(
            StageChange,
            lead=lead,
            from_stage=came_from,
            to_stage=stage,
            from_status=came_from and Status.PROSPECT,
            to_status=Status.PROSPECT,
            by=reps[by],
            at=at,
            reason=why,
        )
        came_from = stage
    written: list[int] = []
    for each in life.contacts:
        written.append(
            change.insert(
                FollowUp,
                lead=lead,
                at=each.at,
                outcome=each.outcome,
                by=reps[each.by],
                recorded_at=each.at + timedelta(minutes=each.lag),
                is_imported=life.is_imported,
                corrects=None if each.corrects is None else written[each.corrects],
                new_need=each.new_need,
            )
        )
    if life.tag:
        change.insert(LeadTag, lead=lead, tag=tag)
    return lead
