"""What is computed from other rows and stored with a lead: amount, next plan, last contact, the days it is due, and
its words in the search index. Kept true inside the transaction of every change, and rebuilt whole on demand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import cadence, clocks, due, pool, stages
from leadtui.domain.cadence import Cadence, Contacts, Kind
from leadtui.domain.searchtext import pinyin_in
from leadtui.domain.terms import Grade, Stage
from leadtui.store import search, settings
from leadtui.store.around import SAID, Around, gather_contacts, read
from leadtui.store.columns import from_millis
from leadtui.store.database import execute_many, writing
from leadtui.store.models import (
    Lead,
    db,
)
from leadtui.store.rules import RULES, SHOWABLE

BATCH = 500
SLICE = 100
OPENING_SECONDS, SLICE_SECONDS = 2.0, 0.15


@dataclass(frozen=True, slots=True)
class _Pace:
    """What the team has set that days are derived from."""

    cadence: Cadence
    unsigned_days: int
    patiences: pool.Patiences


def refresh(leads: Iterable[int], desk: Desk, *, same_names: bool = False) -> None:
    """Bring the derived columns and the search index up to date for these leads, gone ones included.

    With `same_names` nobody is called otherwise than before: names keep the pinyin they are indexed by.
    """
    ordered = sorted(leads)
    pace = _pace()
    for start in range(0, len(ordered), BATCH):
        _refresh_batch(ordered[start : start + BATCH], desk, pace, same_names=same_names)


def _pace() -> _Pace:
    return _Pace(settings.team_cadence(), settings.unsigned_days(), settings.patiences())


def refresh_days(leads: Sequence[int], desk: Desk) -> bool:
    """Compute the days of these leads anew, whether any moved; the words they are found by stay."""
    with writing():
        pace = _pace()
        before = _days_of(leads)
        for start in range(0, len(leads), BATCH):
            rows, around = read(leads[start : start + BATCH])
            execute_many(_update(), [_derive(row, around[row.id], desk, pace) for row in rows])
        return _days_of(leads) != before


def _days_of(leads: Sequence[int]) -> list[tuple[Any, ...]]:
    days = (getattr(Lead, name) for name in _DAYS)
    return list(Lead.select(Lead.id, *days).where(Lead.id << leads).order_by(Lead.id).tuples())


def rebuild(desk: Desk) -> None:
    """Compute everything anew, for every lead."""
    with writing():
        refresh([lead_id for (lead_id,) in Lead.select(Lead.id).tuples()], desk)


def catch_up(desk: Desk) -> int:
    """Compute what a newer program derives otherwise, once after an upgrade; how many leads that were.

    Days that would be wrong are all put right; words that only the search lacks, for as long as nobody minds to wait.
    """
    count = 0
    if Lead.select().where(Lead.derived_by < SHOWABLE).exists():
        with writing():
            # Asked again inside the transaction: another window may have been first.
            behind = [lead_id for (lead_id,) in Lead.select(Lead.id).where(Lead.derived_by < SHOWABLE).tuples()]
            refresh(behind, desk)
            count = len(behind)
    return count + catch_up_words(desk, OPENING_SECONDS)


def catch_up_words(desk: Desk, seconds: float = SLICE_SECONDS) -> int:
    """Go on with what an upgrade left to do, for about so many seconds; how many leads that were, 0 at the end."""
    until, count = monotonic() + seconds, 0
    behind = Lead.select(Lead.id).where(Lead.derived_by < RULES).limit(SLICE)
    # Looked at before anything is locked: when nothing is left to do, nobody waits for a writer.
    while monotonic() < until and behind.clone().exists():
        with writing():
            ids = [lead_id for (lead_id,) in behind.clone().tuples()]
            refresh(ids, desk)
        count += len(ids)
    return count


def out_of_step(leads: Sequence[int], desk: Desk) -> list[int]:
    """Those of these leads (at most 500) whose derived columns or search words are not what they should be."""
    rows, around = read(leads)
    pace = _pace()
    names = [*_COLUMNS, "id"]
    marks = ", ".join([db.param] * len(leads))
    stored = db.execute_sql(f"SELECT {', '.join(names)} FROM lead WHERE id IN ({marks})", tuple(leads))
    columns = {found[-1]: tuple(map(_plainly, found)) for found in stored}
    words = search.documents(leads)
    wrong = []
    for row in rows:
        expected = tuple(map(_plainly, _derive(row, around[row.id], desk, pace)))
        text = search.document(_document(row, around[row.id])[1]) if row.deleted_at is None else ""
        # In words: an older program wrote them in one line.
        if columns[row.id] != expected or words.get(row.id, "").split() != text.split():
            wrong.append(row.id)
    return wrong


def _plainly(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _refresh_batch(ids: Sequence[int], desk: Desk, pace: _Pace, *, same_names: bool) -> None:
    rows, around = read(ids)
    execute_many(_update(), [_derive(row, around[row.id], desk, pace) for row in rows])
    known = {lead: pinyin_in(text) for lead, text in search.documents(ids).items()} if same_names else {}
    listed = [row for row in rows if row.deleted_at is None]
    search.replace(ids, [_document(row, around[row.id], known.get(row.id)) for row in listed])


_DAYS = (
    "next_due",
    "first_touch_on",
    "cadence_on",
    "survey_on",
    "unsigned_on",
    "missing_on",
    "idle_on",
    "recycling_on",
    "recycle_on",
)
_COLUMNS = ("amount", "next_plan", "next_owner", "last_contact_at", *_DAYS, "attend_on", "derived_by")


def _update() -> str:
    return f"UPDATE lead SET {', '.join(f'{name} = {db.param}' for name in _COLUMNS)} WHERE id = {db.param}"


def _derive(row: Any, near: Around, desk: Desk, pace: _Pace) -> tuple[object, ...]:
    plan_id, next_due, next_owner = near.plan or (None, None, None)
    facts = _facts(row, near, next_due, desk, pace)
    amount = due.amount(row.contract_amount, row.price, row.quote_amount, row.budget_min, row.budget_max)
    days = (*(getattr(facts, name) for name in _DAYS), due.attend_on(facts))
    plain = [day.isoformat() if day else None for day in days]
    return (amount, plan_id, next_owner, near.last_contact, *plain, RULES, row.id)


def _facts(row: Any, near: Around, next_due: date | None, desk: Desk, pace: _Pace) -> due.DueFacts:
    """From which day each reason holds for a lead."""
    stage = Stage(row.stage)
    is_open = stage in stages.OPEN
    is_waiting = is_open and row.first_due_at and row.assigned_at and not near.follow_ups
    is_planless = is_open and next_due is None
    touch = None
    if is_planless and row.grade:
        touch = cadence.next_touch(Grade(row.grade), _contacts(row.created_at, near, desk), pace.cadence)
    patience = pace.patiences[Grade(row.grade) if row.grade else None]
    back_on = _goes_back_on(row, near, desk, patience) if is_open and row.owner else None
    return due.DueFacts(
        stage=stage,
        next_due=next_due,
        first_touch_on=_local_day(row.assigned_at, desk) if is_waiting else None,
        cadence_on=touch.due_on if touch else None,
        survey_on=clocks.survey_on(row.delivered_on, row.survey_due_on, row.satisfaction, row.after_feedback),
        unsigned_on=clocks.unsigned_on(
            row.contract_sent_on, row.signed_on, row.negotiation_progress, pace.unsigned_days
        ),
        missing_on=_day_of(near.marked, desk),
        idle_on=_local_day(row.created_at, desk) if is_planless and touch is None else None,
        recycling_on=pool.warned_on(back_on, patience),
        recycle_on=back_on,
        snooze_until=row.snooze_until,
    )


def _goes_back_on(row: Any, near: Around, desk: Desk, patience: pool.Patience) -> date | None:
    """The day a tended lead goes back to the pool."""
    if patience.days is None:
        return None
    since = _local_day(row.assigned_at or row.created_at, desk)
    signs = (since, _day_of(near.last_contact, desk), near.milestone, row.snooze_until)
    return pool.goes_back_on(patience, signs, row.negotiation_progress)


def _contacts(created: datetime, near: Around, desk: Desk) -> Contacts:
    return Contacts(
        since=_local_day(created, desk),
        first=_day_of(near.first_contact, desk),
        last={
            Kind.ANY: _day_of(near.last_contact, desk),
            Kind.TALK: _day_of(near.last_talk, desk),
            Kind.CONTENT: _day_of(near.last_content, desk),
        },
    )


def contacts(lead: int, desk: Desk) -> Contacts:
    """The contacts of one lead that its cadence counts from."""
    near: dict[int, Around] = defaultdict(Around)
    gather_contacts([lead], near)
    created = Lead.select(Lead.created_at).where(Lead.id == lead).scalar()
    return _contacts(created, near[lead], desk)


def _day_of(millis: int | None, desk: Desk) -> date | None:
    return None if millis is None else _local_day(from_millis(millis), desk)


def _local_day(instant: datetime, desk: Desk) -> date:
    return instant.astimezone(desk.zone).date()


def _document(row: Any, near: Around, pinyin: str | None = None) -> tuple[int, search.Words]:
    return row.id, search.Words(
        pinyin=pinyin,
        name=row.customer_name,
        people=near.people,
        phones=near.phones,
        others=[
            row.lead_no,
            row.customer_no,
            row.remark,
            row.after_feedback,
            *(getattr(row, name) for name in SAID),
            *near.words,
        ],
    )
