"""What an import writes, lead by lead: decided here from rows and from what stands, nothing written yet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from leadtui.desk import Desk
from leadtui.domain.gates import Gates
from leadtui.domain.terms import PlanState, Stage, Status, Validity
from leadtui.domain.values import Value
from leadtui.services.imports import people, placing
from leadtui.services.imports.groups import Group, created_at, merged, told_on
from leadtui.services.imports.people import Person
from leadtui.services.imports.placing import Placing
from leadtui.services.imports.rows import SheetRow
from leadtui.services.imports.standing import CustomerStanding, LeadStanding, StandingPlan, squeezed

_EMPTY = {"source": "other", "validity": "unverified", "negotiation_progress": "not_started"}
_BUDGET = ("budget_min", "budget_max")
_OF_CUSTOMER = ("industry", "region", "employees", "annual_revenue")


@dataclass(slots=True)
class CustomerDraft:
    """A customer to make (no `id`) or to fill up: values or changes, and people (known: with ids)."""

    id: int | None
    created_at: datetime
    values: dict[str, Value] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    known: dict[int, Mapping[str, Value]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.values or any(person != self.known.get(_id(person), {}) for person in self.people))


@dataclass(slots=True)
class LeadDraft:
    """A lead to make (no `id`) or to bring up to date, with additions. `owner` is a name, in `values` too.

    `moved_to` is the day of its open next step where that is not the one of the sheet.
    """

    id: int | None
    customer: CustomerDraft
    prints: list[tuple[bytes, SheetRow]]
    values: dict[str, Value] = field(default_factory=dict)
    owner: str = ""
    records: list[SheetRow] = field(default_factory=list)
    plans: list[tuple[SheetRow, PlanState]] = field(default_factory=list)
    moved_to: date | None = None
    settled: list[int] = field(default_factory=list)
    came_from: tuple[Stage, Status] | None = None
    placing: Placing | None = None
    objections: list[tuple[str, str]] = field(default_factory=list)
    amendments: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write beside the memory of the rows."""
        added = self.records or self.plans or self.settled or self.objections or self.amendments or self.tags
        return bool(self.values or added or self.placing or self.customer.is_changed)


def _id(person: Mapping[str, Value]) -> int:
    found = person.get("id")
    return found if isinstance(found, int) else 0


def new_customer(group: Group, desk: Desk) -> CustomerDraft:
    """A customer as the rows of one lead tell of it."""
    return CustomerDraft(
        None,
        created_at(group, desk),
        {**_customer_values(group.rows), "name": group.name, "remark": "\n".join(_notes(group.rows))},
        people.gathered(group.rows),
    )


def join_customer(draft: CustomerDraft, group: Group, desk: Desk) -> None:
    """A second lead of the file on a customer that is new as well."""
    draft.created_at = min(draft.created_at, created_at(group, desk))
    for key, value in _customer_values(group.rows).items():
        draft.values.setdefault(key, value)
    remark = str(draft.values["remark"])
    missing = [note for note in _notes(group.rows) if note not in remark]
    draft.values["remark"] = "\n".join(filter(None, [remark, *missing]))
    draft.people = people.gathered(group.rows, draft.people)


def known_customer(
    customer: int, rows: Sequence[SheetRow], standing: CustomerStanding, desk: Desk, *, fill_only: bool
) -> CustomerDraft:
    """What rows add to a customer who stands in the book."""
    wanted = {key: value for key, value in _customer_values(rows).items() if key in _OF_CUSTOMER}
    day = _newest_day(rows, desk)
    changes = _changes(standing.values, wanted, standing.edited, day, fill_only=fill_only)
    remark = str(standing.values.get("remark", ""))
    if missing := [line for line in _notes(rows) if line not in remark]:
        changes["remark"] = "\n".join(filter(None, [remark, *missing]))
    known: dict[int, Mapping[str, Value]] = {_id(person): person for person in standing.people}
    return CustomerDraft(customer, desk.now(), changes, people.gathered(rows, standing.people), known)


def _customer_values(rows: Sequence[SheetRow]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for row in rows:
        found |= row.customer
    found.pop("name", None)
    return found


def _notes(rows: Sequence[SheetRow]) -> list[str]:
    return list(dict.fromkeys(note for row in rows for note in row.notes))


def new_lead(group: Group, customer: CustomerDraft, desk: Desk, demanded: Gates) -> LeadDraft:
    """A lead that is not in the book yet."""
    values = merged(group.rows)
    owner = str(values.get("owner") or desk.me)
    place = placing.placed(group.rows, values, demanded)
    made = created_at(group, desk)
    reason = values.get("status_reason")
    values |= _standing_at(place) | {
        "created_at": made,
        "stage_since": place.since or made,
        "is_imported": True,
    }
    if reason:
        values["status_reason"] = reason
    values["owner"] = owner
    if group.lead_no:
        values["lead_no"] = group.lead_no
    newest = group.rows[-1]
    return LeadDraft(
        None,
        customer,
        list(zip(group.prints, group.rows, strict=True)),
        values,
        owner,
        records=[row for row in group.rows if row.record],
        plans=[(row, PlanState.PLANNED if row is newest else PlanState.DONE) for row in group.rows if row.plan],
        placing=place,
        objections=list(dict.fromkeys(each for row in group.rows for each in row.objections)),
        amendments=list(dict.fromkeys(each for row in group.rows for each in row.amendments)),
        tags=list(dict.fromkeys(tag for row in group.rows for tag in row.tags)),
    )


def _standing_at(place: Placing) -> dict[str, Value]:
    """The columns of a lead that say where it stands."""
    found: dict[str, Value] = {"stage": place.stage, "status": place.status}
    if place.status is not Status.PROSPECT:
        found["status_reason"] = placing.REASON
    if place.stage is Stage.INVALID:
        found["validity"] = Validity.INVALID
    if "lost_reason" in place.skipped.split(",") or "invalid_reason" in place.skipped.split(","):
        found["closing_note"] = placing.REASON
    return found


def known_lead(
    lead: int,
    fresh: Sequence[tuple[bytes, SheetRow]],
    customer: CustomerDraft,
    standing: LeadStanding,
    desk: Desk,
    demanded: Gates,
) -> LeadDraft:
    """What rows that were not taken before add to a lead in the book; what is newer there stays."""
    rows = [row for _mark, row in fresh]
    draft = LeadDraft(lead, customer, list(fresh))
    draft.records = [row for row in rows if row.record and not _stands(row, standing, desk)]
    day, is_old = _newest_day(rows, desk), has_newer(rows, standing, desk)
    wanted = merged(rows)
    draft.values = _changes(standing.values, wanted, _edited(standing, desk), day, fill_only=is_old)
    draft.owner = str(draft.values.get("owner") or standing.values["owner"])
    if not is_old:
        _move(draft, rows, standing, desk, demanded)
    _plan(draft, rows, standing, desk, is_old=is_old)
    draft.objections = _not_yet((each for row in rows for each in row.objections), standing.objections)
    draft.amendments = _not_yet((each for row in rows for each in row.amendments), standing.amendments)
    draft.tags = list(dict.fromkeys(tag for row in rows for tag in row.tags if tag not in standing.tags))
    return draft


def _not_yet(told: Iterable[tuple[str, str]], standing: Collection[str]) -> list[tuple[str, str]]:
    """What the book does not hold; a cell may tell several of its own, a line each."""
    return [
        each
        for each in dict.fromkeys(told)
        if squeezed(each[0]) not in standing and not all(squeezed(line) in standing for line in each[0].splitlines())
    ]


def has_newer(rows: Sequence[SheetRow], standing: LeadStanding, desk: Desk) -> bool:
    """Whether a contact was made after the newest of these rows."""
    day = _newest_day(rows, desk)
    return day is not None and standing.last_day is not None and standing.last_day > day


def _newest_day(rows: Sequence[SheetRow], desk: Desk) -> date | None:
    days = [day for row in rows if (day := told_on(row, desk))]
    return max(days, default=None)


def _stands(row: SheetRow, standing: LeadStanding, desk: Desk) -> bool:
    """Whether the book holds this contact already, as it does when a sheet was made from the book."""
    assert row.record is not None
    day = row.record.at.astimezone(desk.zone).date()
    return (day, str(row.record.channel), squeezed(row.record.summary)) in standing.records


def _edited(standing: LeadStanding, desk: Desk) -> dict[str, date]:
    """The day on which each field was entered here; a lead that was not imported was entered whole."""
    if standing.values["is_imported"]:
        return standing.edited
    made = standing.values["created_at"]
    assert isinstance(made, datetime)
    return dict.fromkeys(standing.values, made.astimezone(desk.zone).date()) | standing.edited


def _changes(
    current: Mapping[str, Value],
    wanted: Mapping[str, Value],
    edited: Mapping[str, date],
    day: date | None,
    *,
    fill_only: bool,
) -> dict[str, Value]:
    """The wanted values that differ and may be written: into empty fields, or where nobody edited since."""
    found = {}
    for key, value in wanted.items():
        keys = _BUDGET if key in _BUDGET else (key,)
        is_empty = all(current[each] in (None, "", _EMPTY.get(each)) for each in keys)
        edits = [edited[each] for each in keys if each in edited]
        is_ours = bool(edits) and (day is None or max(edits) >= day)
        if current[key] != value and (is_empty or not (fill_only or is_ours)):
            found[key] = value
    return found


def _move(draft: LeadDraft, rows: Sequence[SheetRow], standing: LeadStanding, desk: Desk, demanded: Gates) -> None:
    """Place the lead anew where the rows say so: by another status, or by fields further along the road."""
    values = standing.values | draft.values
    came_from = Stage.read(str(standing.values["stage"])), Status.read(str(standing.values["status"]))
    day = _newest_day(rows, desk)
    moved_on = max((standing.edited[key] for key in ("stage", "status") if key in standing.edited), default=None)
    if moved_on and (day is None or moved_on >= day):
        return
    place = placing.placed(rows, values, demanded)
    if any(row.status or row.stage for row in rows):
        newest = next(row for row in reversed(rows) if row.status or row.stage)
        moves = place.stage is not came_from[0] if newest.stage else place.status is not came_from[1]
    else:
        # What the book holds already moved nobody when it was entered here.
        stood = placing.placed(rows, standing.values, demanded)
        moves = all(placing.is_further(place.stage, stage) for stage in (came_from[0], stood.stage))
    if moves:
        draft.placing, draft.came_from = place, came_from
        draft.values |= _standing_at(place) | {"stage_since": place.since or desk.now()}


def _plan(draft: LeadDraft, rows: Sequence[SheetRow], standing: LeadStanding, desk: Desk, *, is_old: bool) -> None:
    """The newest row's plan takes the place of the next one; a contact settles what was due by its day.

    What the book knows already, done or not, is no new plan; what was planned or moved here since stays.
    """
    day = _newest_day(rows, desk)
    newest = rows[-1]
    new = {id(row) for row in draft.records}
    standing_open = [plan for plan in standing.plans if plan.is_open]
    is_ours = any(day is None or plan.touched > day for plan in standing_open)
    takes_over = newest.plan is not None and not is_old and not is_ours and not _is_planned(newest, standing)
    next_one = min(standing_open, key=lambda plan: (plan.due is None, plan.due, plan.id), default=None)
    for plan in standing_open:
        is_answered = bool(draft.records) and day is not None and plan.due is not None and plan.due <= day
        if not _says(newest, plan) and (is_answered or (takes_over and plan is next_one)):
            draft.settled.append(plan.id)
    for row in rows:
        if row is newest and takes_over:
            draft.plans.append((row, PlanState.PLANNED))
        elif row.plan and id(row) in new and not _is_planned(row, standing):
            draft.plans.append((row, PlanState.DONE))


def _is_planned(row: SheetRow, standing: LeadStanding) -> bool:
    return any(_says(row, plan) for plan in standing.plans)


def _says(row: SheetRow, plan: StandingPlan) -> bool:
    return row.plan is not None and plan.says(row.plan)
