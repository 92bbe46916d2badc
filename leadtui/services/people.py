"""People: the reps who sell, and look-alikes of a customer who may already be in the book (R2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN

from leadtui.domain.identity import company_key, phone_key
from leadtui.domain.privacy import mask_name
from leadtui.store.journal import Change
from leadtui.store.models import Contact, Customer, Lead, Rep


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A lead that may be the same customer: shown as a warning, never a wall. The contact is masked."""

    lead_no: str
    customer: str
    contact: str
    owner: str


def rep(change: Change, name: str) -> int | None:
    """The id of the rep with this name, who comes to be known on first mention; None for no name."""
    name = name.strip()
    if not name:
        return None
    known = Rep.select(Rep.id).where(Rep.name == name).scalar()
    return int(known) if known else change.insert_many(Rep, [{"name": name}], keep=True)[0]


def look_alikes(name: str, phones: Sequence[str] = ()) -> list[LookAlike]:
    """Leads whose customer folds to the same name or is reached under the same number."""
    keys = [key for key in map(phone_key, phones) if key]
    by_phone = Contact.select(Contact.customer).where(Contact.phone_key << keys)
    query = (
        Lead.select(Lead.lead_no, Customer.name, Rep.name, Lead.customer)
        .join(Customer)
        .switch(Lead)
        .join(Rep, JOIN.LEFT_OUTER, on=Lead.owner)
        .where(Lead.deleted_at.is_null(), (Customer.name_key == company_key(name)) | (Customer.id << by_phone))
        .order_by(Lead.id.desc())
        .limit(20)
    )
    found = list(query.tuples())
    contacts = Contact.select(Contact.customer, Contact.name).where(Contact.customer << [row[3] for row in found])
    names = dict(contacts.order_by(Contact.is_primary, Contact.id.desc()).tuples())
    return [
        LookAlike(lead_no, customer, mask_name(names.get(customer_id, "")), owner or "")
        for lead_no, customer, owner, customer_id in found
    ]
