"""Leads and customers that may be one with a given one: offered for a merge, or found by number and name (R2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadtui.desk import Desk
from leadtui.domain.filters import Filter
from leadtui.services import leads
from leadtui.services.leads import LeadRow
from leadtui.services.people import look_alikes
from leadtui.store import contacts
from leadtui.store.models import Contact, Customer, Lead

_MOST = 20


@dataclass(frozen=True, slots=True)
class Twin:
    """A lead to merge with, masked; `likeness` up to 100 is None where it was found by words."""

    row: LeadRow
    customer_id: int
    customer_no: str
    likeness: int | None


def of_lead(desk: Desk, lead_id: int, words: str = "") -> list[Twin]:
    """Look-alikes of a lead, the likest first; with words, the leads they find. Never the lead itself."""
    customer_id = Lead.select(Lead.customer).where(Lead.id == lead_id).scalar()
    found = _found(desk, customer_id, words)
    return list(_twins(desk, {each: likeness for each, likeness in found.items() if each != lead_id}))


def of_customer(desk: Desk, customer_id: int, words: str = "") -> list[Twin]:
    """Look-alikes of a customer, or those whom words find, each by its newest lead. Never the customer itself."""
    others: dict[int, Twin] = {}
    for twin in _twins(desk, _found(desk, customer_id, words)):
        if twin.customer_id != customer_id:
            others.setdefault(twin.customer_id, twin)
    return list(others.values())


def _found(desk: Desk, customer_id: int, words: str) -> dict[int, int | None]:
    if words.strip():
        return dict.fromkeys(leads.ids(desk, Filter(words=words.strip()), limit=_MOST))
    contacts.open_to_me([customer_id])
    people = list(Contact.select().where(Contact.customer == customer_id))
    handles = [handle for each in people for handle in (each.wechat, each.email)]
    name = Customer.get_by_id(customer_id).name
    alikes = look_alikes(name, [each.phone for each in people], handles)
    return {each.lead_id: each.likeness for each in alikes if each.lead_id}


def _twins(desk: Desk, found: dict[int, int | None]) -> Iterable[Twin]:
    query = Lead.select(Lead.id, Customer.id, Customer.customer_no).join(Customer).where(Lead.id << list(found))
    owners = {lead_id: (customer_id, number) for lead_id, customer_id, number in query.tuples()}
    for row in leads.rows(desk, list(found)):
        yield Twin(row, *owners[row.id], found[row.id])
