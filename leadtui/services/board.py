"""The board: leads in columns by stage, status, grade or owner, how much stands in each; and putting cards there."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from peewee import Expression, Field, fn

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.errors import ConflictError
from leadtui.domain.filters import EVERYTHING, Filter
from leadtui.domain.terms import Grade, Stage, Status
from leadtui.i18n import N_, _
from leadtui.services import capture, moves
from leadtui.services.leads import conditions
from leadtui.services.moves import GateError, Moved
from leadtui.store import journal
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
class Column:
    """One column: its cards by id in their order, the sum of their amounts, and each weighted by its stage; in fen."""

    by: By
    key: str
    ids: tuple[int, ...]
    amount: int
    weighted: int

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
    Order.DUE: (Lead.next_due.is_null(), Lead.next_due, Lead.id),
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


def columns(
    desk: Desk, wanted: Filter = EVERYTHING, *, by: By = By.STAGE, order: Order = Order.DUE
) -> tuple[Column, ...]:
    """Every column with the leads that stand in it, the empty ones too."""
    shown = [Lead.deleted_at.is_null(), Lead.stage.not_in(_LEFT_OUT[by]), *conditions(desk, wanted)]
    axis = _AXES[by]
    reps = dict(Rep.select(Rep.id, Rep.name).tuples()) if by is By.OWNER else {}
    held: dict[str, list[int]] = {key: [] for key in _fixed(by)}
    for value, lead_id in Lead.select(axis, Lead.id).where(*shown).order_by(*_ORDERS[order]).tuples():
        held.setdefault(_key(value, reps), []).append(lead_id)
    amounts: dict[str, int] = defaultdict(int)
    weighted: dict[str, int] = defaultdict(int)
    sums = Lead.select(axis, Lead.stage, fn.SUM(Lead.amount)).where(*shown).group_by(axis, Lead.stage)
    for value, stage, amount in sums.tuples():
        amounts[_key(value, reps)] += int(amount or 0)
        weighted[_key(value, reps)] += int(amount or 0) * stages.PROBABILITY[Stage(stage)] // 100
    return tuple(Column(by, key, tuple(ids), amounts[key], weighted[key]) for key, ids in held.items())


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
    row = Lead.get_or_none(Lead.id == lead_id, Lead.deleted_at.is_null())
    if row is None:
        raise ConflictError(N_("Somebody else changed this meanwhile. Nothing was saved; look at it again."))
    value = row.owner.name if spot.by is By.OWNER and row.owner_id else getattr(row, f"{spot.by}")
    return (value or "") == spot.key


def _place(change: Change, cards: list[int], spot: Spot) -> None:
    """Put the cards, in their order, before a card of the column or at its end."""
    ranked = Lead.select(Lead.id, _RANK).where(_in_column(spot), Lead.deleted_at.is_null(), Lead.id.not_in(cards))
    others: list[tuple[int, int]] = list(ranked.order_by(_RANK, Lead.id).tuples())
    if not others:
        return
    above = next((place for place, (lead_id, _rank) in enumerate(others) if lead_id == spot.before), len(others))
    ranks = [others[0][1] - GAP * (len(cards) + 1), *(rank for _id, rank in others)]
    ranks.append(ranks[-1] + GAP * (len(cards) + 1))
    lower, upper = ranks[above], ranks[above + 1]
    if upper - lower <= len(cards):
        for number, (lead_id, _rank) in enumerate(others, 1):
            change.update(Lead, lead_id, place=number * GAP)
        lower, upper = above * GAP, (above + 1) * GAP
    for number, lead_id in enumerate(cards, 1):
        change.update(Lead, lead_id, place=lower + (upper - lower) * number // (len(cards) + 1))


def _in_column(spot: Spot) -> Expression:
    if spot.by is By.OWNER:
        return Lead.owner << Rep.select(Rep.id).where(Rep.name == spot.key) if spot.key else Lead.owner.is_null()
    return _AXES[spot.by].is_null() if not spot.key else _AXES[spot.by] == spot.key
