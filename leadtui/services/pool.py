"""The public pool (公海): leads that nobody tends are claimed from it, released into it and go back to it (R36)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import pool, stages
from leadtui.domain.errors import FieldError, LeadtuiError
from leadtui.domain.terms import PlanState, Stage
from leadtui.domain.text import LINE_LIMIT, clean
from leadtui.i18n import N_, _
from leadtui.store import database, journal, settings
from leadtui.store.journal import Change
from leadtui.store.models import Customer, Lead, Plan, Rep, db

KEEPER = "leadtui"
"""In whose name leads go back by rule, so that nobody's undo takes that for a change of their own."""

_OPEN = [stage.value for stage in stages.OPEN]
_BATCH = 500
_RECYCLING = 0x706F6F6C
"""The lock under which leads go back."""


def claim(desk: Desk, leads: Iterable[int]) -> int:
    """Take leads out of the pool: they are mine from now on, and the 24 h clock runs (R56). How many.

    Raises LeadtuiError, with none taken, where one has an owner or is closed, where it was mine too lately, or where
    it would be more than one rep may take.
    """
    # Whoever only recycles, as each start does, needs nothing of this.
    from leadtui.services import people
    from leadtui.services.capture import FIRST_TOUCH, pass_on

    chosen = list(dict.fromkeys(leads))
    name, told = _name(N_("Claim: {customer}"), N_("Claim: {count} leads"), chosen)
    with journal.change(desk, name, **told) as change:
        limits = settings.value(pool.LIMITS)
        for row in _present(chosen):
            _refuse_claim(row, limits, desk)
        me = people.rep(change, desk.me)
        pool.check_claim(limits, len(chosen), _claimed_today(desk), _held(desk))
        now = desk.now()
        for lead_id in chosen:
            change.update(Lead, lead_id, owner=me, assigned_at=now, first_due_at=now + FIRST_TOUCH, claimed_at=now)
        pass_on(change, dict.fromkeys(chosen))
    return len(chosen)


def release(desk: Desk, leads: Iterable[int], reason: str) -> int:
    """Put leads into the pool by hand, for a reason: nobody owns them, and their open plans are given up. How many.

    Raises LeadtuiError, with none released, without a reason or where a lead is closed or in the pool already.
    """
    chosen = list(dict.fromkeys(leads))
    reason = clean(reason, limit=LINE_LIMIT)
    if not reason:
        raise FieldError("reason", N_("Why? A lead goes to the pool for a reason."))
    name, told = _name(N_("Release to the pool: {customer}"), N_("Release to the pool: {count} leads"), chosen)
    with journal.change(desk, name, **told) as change:
        for row in _present(chosen):
            if row.owner is None:
                raise LeadtuiError(N_("{customer} is in the pool already."), customer=row.name)
            if row.stage not in _OPEN:
                raise _closed(row)
            _give_up(change, row.id, row.owner, reason)
    return len(chosen)


def recycle(desk: Desk) -> int:
    """Send back to the pool what the team's rule says, in one change nobody's undo step; how many leads.

    Two programs at it at once send each lead back once: the second finds none. In a team a rep's program does it for
    the rep's own leads, a manager's and `team recycle` for all.
    """
    query = due_back(desk)
    if not _may_send_all():
        query = query.where(Lead.owner << Rep.select(Rep.id).where(Rep.name == desk.me))
    if not query.exists():
        return 0
    with journal.change(replace(desk, me=KEEPER), N_("Back to the pool: {count} leads")) as change:
        _take_turn()
        rows = list(query.namedtuples())
        for row in rows:
            _give_up(change, row.id, row.owner, _("not worked on"))
        change.params["count"] = len(rows)
    return len(rows)


def _may_send_all() -> bool:
    if not database.is_on_server():
        return True
    from leadtui.store import server

    found = server.who(db.obj)
    return found is None or found[1] == server.MANAGER


def _take_turn() -> None:
    """Let no other program of the team send leads back beside this one; a file's writers queue anyway."""
    if database.is_on_server():
        from leadtui.store import server

        server.take_turn(db.obj, _RECYCLING)


def due_back(desk: Desk) -> Any:
    """The query for leads that are to go back today or should have gone before."""
    return Lead.select(Lead.id, Lead.owner).where(
        Lead.recycle_on <= desk.today(), Lead.owner.is_null(False), Lead.deleted_at.is_null()
    )


def _give_up(change: Change, lead_id: int, owner: int, reason: str) -> None:
    for (plan,) in list(Plan.select(Plan.id).where(Plan.lead == lead_id, Plan.state == PlanState.PLANNED).tuples()):
        change.update(Plan, plan, state=PlanState.CANCELLED)
    change.update(
        Lead,
        lead_id,
        owner=None,
        assigned_at=None,
        first_due_at=None,
        former_owner=owner,
        released_at=change.desk.now(),
        release_reason=reason,
    )


def _refuse_claim(row: Any, limits: pool.Limits, desk: Desk) -> None:
    if row.stage not in _OPEN:
        raise _closed(row)
    if row.owner is not None:
        raise LeadtuiError(N_("{customer} is not in the pool: it belongs to {owner}."), customer=row.name,
                           owner=row.owner_name)  # fmt: skip
    if row.released_at is None or row.former_name != desk.me:
        return
    day = pool.may_claim_from(row.released_at.astimezone(desk.zone).date(), limits)
    if day > desk.today():
        raise LeadtuiError(
            N_("{customer} was yours; you may claim it again from {day} on."), customer=row.name, day=day
        )


def _closed(row: Any) -> LeadtuiError:
    return LeadtuiError(
        N_("{customer} is closed ({stage}); only open leads go through the pool."),
        customer=row.name, stage=Stage(row.stage).label,
    )  # fmt: skip


def _present(leads: Sequence[int]) -> Iterator[Any]:
    """These leads with what a claim or a release looks at; LeadtuiError where one is gone."""
    owner, former = Rep.alias(), Rep.alias()
    query = (
        Lead.select(
            Lead.id, Lead.stage, Lead.owner, Lead.released_at, Customer.name,
            owner.name.alias("owner_name"), former.name.alias("former_name"),
        )
        .join(Customer)
        .switch(Lead)
        .left_outer_join(owner, on=(Lead.owner == owner.id))
        .switch(Lead)
        .left_outer_join(former, on=(Lead.former_owner == former.id))
    )  # fmt: skip
    for start in range(0, len(leads), _BATCH):
        batch = leads[start : start + _BATCH]
        rows = list(query.where(Lead.id << batch, Lead.deleted_at.is_null()).namedtuples())
        if len(rows) < len(batch):
            raise LeadtuiError(N_("This lead is no longer there; somebody deleted it."))
        yield from rows


def _claimed_today(desk: Desk) -> int:
    """Leads I have claimed since midnight, those among them that I released again included."""
    me = Rep.select(Rep.id).where(Rep.name == desk.me)
    since = desk.instant(desk.today(), time(0))
    mine = (Lead.owner << me) | (Lead.former_owner << me)
    return int(Lead.select().where(Lead.claimed_at >= since, mine).count())


def _held(desk: Desk) -> int:
    """Open leads I own."""
    me = Rep.select(Rep.id).where(Rep.name == desk.me)
    return int(Lead.select().where(Lead.owner << me, Lead.stage << _OPEN, Lead.deleted_at.is_null()).count())


def _name(one: str, many: str, leads: Sequence[int]) -> tuple[str, dict[str, object]]:
    if len(leads) != 1:
        return many, {"count": len(leads)}
    name = Customer.select(Customer.name).join(Lead).where(Lead.id == leads[0]).scalar()
    return one, {"customer": name or ""}
