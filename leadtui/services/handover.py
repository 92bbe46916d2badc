"""Leads go from one rep to others: many as one change, with their history and what is still to be done (R54, R56)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import cycle

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError
from leadtui.domain.fields import Entity
from leadtui.i18n import N_
from leadtui.services import assignment, capture, people
from leadtui.services.followups import customer_of
from leadtui.store import journal
from leadtui.store.models import Lead

_BATCH = 500


def heirs(desk: Desk, text: str) -> list[str]:
    """Who is meant by the names of one rep, or of several with commas between them.

    FieldError without any, or where a name may be a slip.
    """
    names = [people.meant(name, desk) for name in assignment.names(text)]
    if not names:
        raise FieldError("owner", N_("Give the leads to whom? Name a rep, or several with commas between them."))
    return names


def hand_over(desk: Desk, leads: Iterable[int], names: Sequence[str]) -> dict[str, int]:
    """Give leads to a rep, or by turns to several, as one change; how many each got.

    Who has a lead already keeps it, so that nobody's 24 h clock starts anew.
    """
    chosen = list(dict.fromkeys(leads))
    given: Counter[str] = Counter()
    name, told = _name(chosen)
    with journal.change(desk, name, reps=", ".join(names), **told) as change:
        ids = {people.rep(change, people.NEW + name): name for name in names}
        turns = cycle(names)
        former: dict[int, int | None] = {}
        for row in _rows(chosen):
            if row.owner_id in ids:
                continue
            heir, former[int(row.id)] = next(turns), row.owner_id
            capture.apply(change, row.id, {**_NOTHING, Entity.LEAD: {"owner": people.NEW + heir}}, row=row)
            given[heir] += 1
        capture.pass_on(change, former)
        if len(chosen) > 1:
            change.params["count"] = given.total()
    return dict(given)


def _name(chosen: Sequence[int]) -> tuple[str, dict[str, object]]:
    if len(chosen) == 1:
        return N_("Hand over to {reps}: {customer}"), {"customer": customer_of(chosen[0])}
    return N_("Hand over to {reps}: {count} leads"), {"count": 0}


_NOTHING: dict[Entity, dict[str, object]] = {Entity.CUSTOMER: {}, Entity.CONTACT: {}, Entity.LEAD: {}}


def _rows(leads: Sequence[int]) -> Iterable[Lead]:
    """These leads in their order, gone ones left out."""
    for start in range(0, len(leads), _BATCH):
        batch = list(leads[start : start + _BATCH])
        found = {row.id: row for row in Lead.select().where(Lead.id << batch, Lead.deleted_at.is_null())}
        yield from (found[each] for each in batch if each in found)
