"""The board: leads in columns by stage, status, grade or owner, how much stands in each; and putting cards there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from peewee import SQL, Expression, Field, fn

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.errors import ConflictError
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.terms import Grade, Stage, Status
from leadtui.i18n import N_, _
from leadtui.services import capture, moves
from leadtui.services.leads import conditions
from leadtui.services.moves import GateError, Moved
from leadtui.store import database, journal, settings
from leadtui.store.journal import Change
from leadtui.store.models import Lead, Rep


class By(StrEnum):
    """What the columns stand for."""

    STAGE = "stage"
    STATUS = "status"
    GRADE = "grade"
    OWNER = "owner"


class Order(StrEnum):
    """What comes first in a column: the nearest due, the largest, the longest in its stage, or as put by hand."""

    DUE = "due"
    AMOUNT = "amount"
    AGE = "age"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Tally:
    """What stands in a column: how many cards, the sum of their amounts, and each weighted by its stage; in fen."""

    count: int = 0
    amount: int = 0
    weighted: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its first cards by id in their order, and what all of them come to."""

    by: By
    key: str
    ids: tuple[int, ...]
    tally: Tally

    @property
    def count(self) -> int:
        """How many cards stand in it, those that were not read included."""
        return max(self.tally.count, len(self.ids))

    @property
    def amount(self) -> int:
        """The sum of all amounts, in fen."""
        return self.tally.amount

    @property
    def weighted(self) -> int:
        """The sum of all amounts, each weighted by its stage, in fen."""
        return self.tally.weighted

    @property
    def title(self) -> str:
        """What the column is called in the language being spoken."""
        return title(self.by, self.key)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where cards are put: a column; by hand also the card they go before, or the end of the column for None."""

    by: By
    key: str
    by_hand: bool = False
    before: int | None = None

    @property
    def title(self) -> str:
        """What the column is called in the language being spoken."""
        return title(self.by, self.key)


_AXES: dict[By, Field] = {By.STAGE: Lead.stage, By.STATUS: Lead.status, By.GRADE: Lead.grade, By.OWNER: Lead.owner}

_LEFT_OUT: dict[By, tuple[Stage, ...]] = {
    By.STAGE: (),
    By.STATUS: (Stage.INVALID,),
    By.GRADE: stages.CLOSED_OFF,
    By.OWNER: stages.CLOSED_OFF,
}
"""The stages whose leads are no cards: what is closed off has neither a grade nor an owner worth turning."""

GAP = 2**32
"""How far apart places lie: a card finds room between two others 32 times before a column is spread anew."""

_RANK = fn.COALESCE(Lead.place, Lead.id * GAP)
"""A card nobody put anywhere stands where its id says: below the older ones."""

_ORDERS = {
    Order.AMOUNT: (Lead.amount.is_null(), -Lead.amount, Lead.id),
    Order.AGE: (Lead.stage_since, Lead.id),
    Order.HAND: (_RANK, Lead.id),
}


def title(by: By, key: str) -> str:
    """What a column is called in the language being spoken; an owner by the name."""
    match by:
        case By.STAGE:
            return Stage(key).label
        case By.STATUS:
            return Status(key).label
        case By.GRADE:
            return Grade(key).label if key else _("no grade")
        case By.OWNER:
            return key or _("no owner")


DEPTH = 500
"""Cards of a column that are read at once; a deeper column is read further when somebody goes there."""


def columns(
    desk: Desk,
    wanted: Filter = EVERYTHING,
    *,
    by: By = By.STAGE,
    order: Order = Order.DUE,
    depths: Mapping[str, int] = MappingProxyType({}),
    tallied: Mapping[str, Tally] | None = None,
) -> tuple[Column, ...]:
    """Every column with the first of the leads that stand in it, the empty ones too.

    `depths` says by key how many cards are wanted of a column. Where it was `tallied` a moment ago, the cards alone
    are read: their cost does not grow with the book.
    """
    found = tallies(desk, wanted, by=by) if tallied is None else tallied
    shown = _shown(desk, wanted, by)
    return tuple(
        Column(by, key, tuple(_first(shown, Spot(by, key), order, depths.get(key, DEPTH))), tally)
        for key, tally in found.items()
    )


def tallies(desk: Desk, wanted: Filter = EVERYTHING, *, by: By = By.STAGE) -> dict[str, Tally]:
    """What stands in every column by key, the empty ones too, in their order."""
    reps = dict(Rep.select(Rep.id, Rep.name).tuples()) if by is By.OWNER else {}
    counts: dict[str, list[int]] = {key: [0, 0, 0] for key in _fixed(by)}
    odds = settings.stage_defaults().probability
    axes = (_walked(by), _walked(By.STAGE))
    sums = Lead.select(*axes, fn.COUNT(Lead.id), fn.SUM(Lead.amount)).where(*_shown(desk, wanted, by)).group_by(*axes)
    for value, stage, count, amount in sums.tuples():
        column = counts.setdefault(_key(value, reps), [0, 0, 0])
        column[0] += count
        column[1] += int(amount or 0)
        column[2] += int(amount or 0) * odds[Stage(stage)] // 100
    return {key: Tally(*numbers) for key, numbers in counts.items()}


def column_of(lead_id: int, by: By) -> str | None:
    """The key of the column that a lead stands in; None where it is gone."""
    stands = Rep.name if by is By.OWNER else _AXES[by]
    query = Lead.select(stands).left_outer_join(Rep, on=Lead.owner).where(Lead.id == lead_id, Lead.deleted_at.is_null())
    found = query.tuples().first()
    return None if found is None else found[0] or ""


def _shown(desk: Desk, wanted: Filter, by: By) -> list[Expression]:
    return [Lead.deleted_at.is_null(), Lead.stage.not_in(_LEFT_OUT[by]), *conditions(desk, wanted)]


def _walked(by: By) -> Expression:
    """An axis as an expression, which no index of its own answers: the list's index is walked as a whole."""
    # Written out, not handed over: a server tells two parameters apart, and groups by neither.
    return fn.COALESCE(_AXES[by], SQL("0" if by is By.OWNER else "''"))


def _stored(spot: Spot) -> str | int:
    if spot.by is not By.OWNER:
        return spot.key
    return int(Rep.select(Rep.id).where(Rep.name == spot.key).scalar() or 0)


def _first(shown: list[Expression], spot: Spot, order: Order, depth: int) -> list[int]:
    """The first cards of a column in their order."""
    if order is not Order.DUE:
        # The list's own index holds what is sorted by; one of the column would lead to each of its wide rows.
        cards = Lead.select(Lead.id).where(*shown, _walked(spot.by) == _stored(spot))
        return list(database.first_column(cards.order_by(*_ORDERS[order]).limit(depth)))
    cards = Lead.select(Lead.id).where(*shown, _in_column(spot))
    # Those with a day and those without are walked one after the other: an index has them in no common order.
    dated = cards.where(Lead.next_due.is_null(False)).order_by(Lead.next_due, Lead.id).limit(depth)
    found = list(database.first_column(dated))
    if len(found) < depth:
        undated = cards.where(Lead.next_due.is_null()).order_by(Lead.id).limit(depth - len(found))
        found += database.first_column(undated)
    return found


def _key(value: object, reps: Mapping[int, str]) -> str:
    return reps.get(value, "") if isinstance(value, int) else str(value or "")


def _fixed(by: By) -> list[str]:
    """The columns that are there with or without cards."""
    match by:
        case By.STAGE:
            return [each.value for each in Stage]
        case By.STATUS:
            return [each.value for each in Status]
        case By.GRADE:
            return [*(each.value for each in Grade), ""]
        case By.OWNER:
            active = Rep.select(Rep.name).where(Rep.is_active).order_by(Rep.name)
            return [name for (name,) in active.tuples()]


def put(
    desk: Desk,
    cards: Mapping[int, int | None],
    spot: Spot,
    *,
    reason: str = "",
    entered: Mapping[str, str] | None = None,
) -> list[Moved]:
    """Put leads (id to the version looked at) into a column as one change: all of them, or none.

    Stages and statuses go through their gates (R24); a status asks for the reason it changes for (R25), which is a
    GateError that may miss nothing else. What the moves came to; nothing for a grade or an owner.
    """
    name, params = moves.told_move(cards, spot.title)
    with journal.change(desk, name, **params) as change:
        moved = _carry_out(change, cards, spot, reason, entered or {})
        if spot.by_hand:
            _place(change, list(cards), spot)
    return moved


def _carry_out(
    change: Change, cards: Mapping[int, int | None], spot: Spot, reason: str, entered: Mapping[str, str]
) -> list[Moved]:
    staying = [lead_id for lead_id in cards if _stands_in(lead_id, spot)]
    for lead_id in staying:
        change.update(Lead, lead_id, expected=cards[lead_id])
    going = {lead_id: version for lead_id, version in cards.items() if lead_id not in staying}
    if not going:
        return []
    match spot.by:
        case By.STAGE:
            return moves.move_within(change, going, Stage(spot.key), reason=reason, entered=entered)
        case By.STATUS:
            status = Status(spot.key)
            if not reason.strip():
                raise GateError(status, moves.missing_for_status(going, status))
            return moves.move_within(change, going, None, status=status, reason=reason, entered=entered)
        case By.GRADE | By.OWNER:
            for lead_id, version in going.items():
                capture.edit_within(change, lead_id, {spot.by.value: spot.key}, version)
            return []


def _stands_in(lead_id: int, spot: Spot) -> bool:
    key = column_of(lead_id, spot.by)
    if key is None:
        raise ConflictError(N_("Somebody else changed this meanwhile. Nothing was saved; look at it again."))
    return key == spot.key


def _place(change: Change, cards: list[int], spot: Spot) -> None:
    """Put the cards, in their order, before a card of the column or at its end."""
    there = [Lead.deleted_at.is_null(), _walked(spot.by) == _stored(spot), Lead.id.not_in(cards)]
    found = Lead.select(_RANK).where(*there, Lead.id == (spot.before or 0)).scalar()
    lower = _rank_before(there, found, spot.before or 0)
    if lower is None and found is None:
        return
    room = GAP * (len(cards) + 1)
    upper = lower + room if found is None and lower is not None else int(found or 0)
    lower = upper - room if lower is None else lower
    if upper - lower <= len(cards):
        lower, upper = _spread(change, there, spot.before)
    for number, lead_id in enumerate(cards, 1):
        change.update(Lead, lead_id, place=lower + (upper - lower) * number // (len(cards) + 1))


def _rank_before(there: list[Expression], rank: int | None, lead_id: int) -> int | None:
    """The rank of the last card above one of this rank and id, or of the last of all; None where none is above.

    Those put by hand and the others are looked for one by one: an index has each in order, and none is read further.
    """
    placed = Lead.select(Lead.place).where(*there, Lead.place.is_null(False))
    unplaced = Lead.select(Lead.id).where(*there, Lead.place.is_null())
    if rank is not None:
        placed = placed.where((Lead.place < rank) | ((Lead.place == rank) & (Lead.id < lead_id)))
        last, rest = divmod(rank, GAP)
        unplaced = unplaced.where(Lead.id <= (last if rest or last < lead_id else last - 1))
    by_hand = placed.order_by(Lead.place.desc()).limit(1).scalar()
    other = unplaced.order_by(Lead.id.desc()).limit(1).scalar()
    above = [*([by_hand] if by_hand is not None else []), *([other * GAP] if other is not None else [])]
    return max(above, default=None)


def _spread(change: Change, there: list[Expression], before: int | None) -> tuple[int, int]:
    """Give the cards of a column room between them again; the places around the one before which cards are put."""
    others = [lead_id for (lead_id,) in Lead.select(Lead.id).where(*there).order_by(_RANK, Lead.id).tuples()]
    for number, lead_id in enumerate(others, 1):
        change.update(Lead, lead_id, place=number * GAP)
    above = others.index(before) if before in others else len(others)
    return above * GAP, (above + 1) * GAP


def _in_column(spot: Spot) -> Expression:
    if spot.by is By.OWNER:
        return Lead.owner << Rep.select(Rep.id).where(Rep.name == spot.key) if spot.key else Lead.owner.is_null()
    return _AXES[spot.by].is_null() if not spot.key else _AXES[spot.by] == spot.key
