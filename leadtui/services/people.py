"""People: the reps who sell, and look-alikes of a customer who may already be in the book (R2)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from leadtui.desk import Desk
from leadtui.domain.errors import FieldError
from leadtui.domain.identity import company_key, is_masked, near_names, phone_key
from leadtui.domain.privacy import mask_name
from leadtui.domain.slips import slips_of
from leadtui.i18n import N_, _
from leadtui.store import contacts, database, search
from leadtui.store.journal import Change
from leadtui.store.models import Contact, Customer, Lead, Rep


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A lead that may be the same customer: shown as a warning, never a wall. The contact is masked.

    `likeness` is 100 where the folded name or a way to reach it is the same, less where the name is near. Of
    a lead that I do not see nothing is told but its owner, masked: `lead_id` is 0 and the rest empty.
    """

    lead_no: str
    customer: str
    contact: str
    owner: str
    lead_id: int
    last_contact_at: datetime | None
    likeness: int


SURE = 100.0
"""The likeness of the same customer, not merely of a near name."""

_MOST = 20
_CANDIDATES = 300
"""Leads that share a piece of the name and are compared with it: the rarest pieces first."""


NEW = "+"
"""Before a name: somebody new, whoever is called nearly so."""


def rep(change: Change, name: str, *, key: str = "owner") -> int | None:
    """The id of the rep with this name, who comes to be known on first mention; None for no name.

    A name that may be a slip for a known one is a FieldError of `key`.
    """
    name = name.strip()
    known = _known(name) or _known(name := meant(name, change.desk, key))
    if known or not name:
        return known
    return change.insert_many(Rep, [{"name": name}], keep=True)[0]


def _known(name: str) -> int | None:
    found = Rep.select(Rep.id).where(Rep.name == name).scalar() if name else None
    return int(found) if found else None


def meant(name: str, desk: Desk, key: str = "owner") -> str:
    """The name as it was meant, without the + that says that somebody new is.

    FieldError of `key` for one that nobody bears and that may be a slip for one that somebody does.
    """
    if name.startswith(NEW):
        return name.removeprefix(NEW).strip()
    if name in ("", desk.me) or _known(name):
        return name
    near = slips_of(name, [known for (known,) in Rep.select(Rep.name).order_by(Rep.name).tuples()])
    if near:
        raise FieldError(
            key,
            N_("Nobody is called {name}. Is it {names}? For somebody new write {new}."),
            name=name,
            names=_(", ").join(near),
            new=NEW + name,
        )
    return name


def look_alikes(name: str, phones: Sequence[str] = (), handles: Sequence[str] = ()) -> list[LookAlike]:
    """Leads whose customer has the same or nearly the same name, or is reached the same way; the likest first.

    `handles` are WeChat ids and e-mail addresses.
    """
    likeness = _by_name(company_key(name), name)
    for customer_id in _reached_by(phones, handles):
        likeness[customer_id] = SURE
    query = (
        Lead.select(Lead.id, Lead.lead_no, Customer.name, Rep.name, Lead.customer, Lead.last_contact_at)
        .join(Customer)
        .switch(Lead)
        .join(Rep, JOIN.LEFT_OUTER, on=Lead.owner)
        .where(Lead.deleted_at.is_null(), Customer.id << list(likeness))
        .order_by(Lead.id.desc())
        .limit(_MOST)
    )
    found = sorted(query.tuples(), key=lambda row: -likeness[row[4]])
    people = Contact.select(Contact.customer, Contact.name).where(Contact.customer << [row[4] for row in found])
    names = dict(people.order_by(Contact.is_primary, Contact.id.desc()).tuples())
    seen = [
        LookAlike(
            lead_no=lead_no,
            customer=customer,
            contact=mask_name(names.get(customer_id, "")),
            owner=owner or "",
            lead_id=lead_id,
            last_contact_at=last,
            likeness=round(likeness[customer_id]),
        )
        for lead_id, lead_no, customer, owner, customer_id, last in found
    ]
    return seen + _elsewhere(name, phones, {each.owner[:1] + "*" for each in seen if each.likeness == SURE})


def _elsewhere(name: str, phones: Sequence[str], told: Collection[str]) -> list[LookAlike]:
    """The same customer in leads of a team that I do not see; who sees them has been `told` of their owners."""
    if not database.is_on_server():
        return []
    from leadtui.store import members

    owners = members.elsewhere(company_key(name), [key for key in map(phone_key, phones) if key])
    return [LookAlike("", "", "", owner, 0, None, round(SURE)) for owner in owners if owner not in told]


def _reached_by(phones: Sequence[str], handles: Sequence[str]) -> Iterator[int]:
    wanted = [handle.strip().casefold() for handle in handles if handle.strip() and not is_masked(handle)]
    yield from (customer for _phone, customer in contacts.by_phone([key for key in map(phone_key, phones) if key]))
    yield from contacts.by_handle(wanted, _MOST)


def _by_name(key: str, name: str) -> dict[int, float]:
    """Customers by likeness of their folded names: 100 for the same, less for a near one."""
    if not key:
        return {}
    same = Customer.select(Customer.id).where(Customer.name_key == key, Customer.deleted_at.is_null()).limit(_MOST)
    found = {int(customer_id): SURE for (customer_id,) in same.tuples()}
    near = search.sharing(name, key, _CANDIDATES)
    rows = Customer.select(Customer.id, Customer.name_key).join(Lead).where(Lead.id << near).distinct()
    candidates = [(customer_id, other) for customer_id, other in rows.tuples() if customer_id not in found]
    for place, score in near_names(key, [other for _id, other in candidates], _MOST):
        found[candidates[place][0]] = score
    return found
