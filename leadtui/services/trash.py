"""Leads put away: deleted to the trash, undoably, listed there and brought back; and a customer erased for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import N_
from leadtui.services import copies
from leadtui.services.followups import customer_of
from leadtui.store import contacts, erasure, journal
from leadtui.store.models import Contact, Customer, FollowUp, Lead


@dataclass(frozen=True, slots=True)
class Discarded:
    """A lead in the trash; `note` says where it went when it was merged."""

    id: int
    lead_no: str
    customer: str
    deleted_at: datetime
    note: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class Erasable:
    """Whom an erasure is about and how much of it there is; leads in the trash included."""

    number: str
    name: str
    contacts: int
    leads: int
    follow_ups: int


@dataclass(frozen=True, slots=True)
class Erased:
    """By what an erased customer may be known outside the book: its leads' numbers, its name and ways to reach it."""

    lead_nos: frozenset[str]
    words: frozenset[str]


def delete(desk: Desk, lead_id: int) -> None:
    """Put a lead into the trash with all that hangs on it; LeadtuiError when it is gone."""
    delete_many(desk, [lead_id])


def delete_many(desk: Desk, lead_ids: Sequence[int]) -> None:
    """Put leads into the trash as one change: all of them or none; LeadtuiError when one is gone.

    Before several go at once the book is copied.
    """
    if not lead_ids:
        return
    if len(lead_ids) > 1:
        copies.back_up_before("delete")
    customers = [customer_of(lead_id) for lead_id in lead_ids]
    name, params = N_("Delete: {customer}"), {"customer": customers[0]}
    if len(customers) > 1:
        name, params = N_("Delete: {count} leads"), {"count": str(len(customers))}
    with journal.change(desk, name, **params) as change:
        for lead_id in lead_ids:
            change.update(Lead, lead_id, deleted_at=desk.now())


def discarded() -> list[Discarded]:
    """What is in the trash, newest first."""
    query = (
        Lead.select(Lead.id, Lead.lead_no, Customer.name, Lead.deleted_at, Lead.closing_note, Lead.customer)
        .join(Customer)
        .where(Lead.deleted_at.is_null(False))
        .order_by(-Lead.deleted_at, -Lead.id)
    )
    return [Discarded(*row) for row in query.tuples()]


def find(lead_no: str) -> int:
    """The id of a lead in the trash by its number; LeadtuiError when there is none."""
    found = Lead.select(Lead.id).where(Lead.lead_no == lead_no.strip(), Lead.deleted_at.is_null(False)).scalar()
    if found is None:
        raise LeadtuiError(N_("There is no lead {lead_no} in the trash."), lead_no=lead_no)
    return int(found)


def restore(desk: Desk, lead_id: int) -> None:
    """Bring a lead back from the trash, and its customer where that was put away with it."""
    row = Lead.get_by_id(lead_id)
    with journal.change(desk, N_("Restore: {customer}"), customer=row.customer.name) as change:
        change.update(Lead, lead_id, deleted_at=None)
        change.update(Customer, row.customer_id, deleted_at=None)


def customer(number: str) -> int:
    """The id of a customer by its number, in the trash or not; LeadtuiError when there is none."""
    found = Customer.select(Customer.id).where(Customer.customer_no == number.strip()).scalar()
    if found is None:
        raise LeadtuiError(
            N_("There is no customer {number}. `leadtui show LEAD_NO` tells its customer's."), number=number
        )
    return int(found)


def erasable(customer_id: int) -> Erasable:
    """What erasing this customer would take; LeadtuiError when there is none."""
    row = Customer.get_or_none(Customer.id == customer_id)
    if row is None:
        raise LeadtuiError(N_("This customer is no longer there."))
    found = erasure.extent(customer_id)
    return Erasable(row.customer_no, row.name, found[Contact], found[Lead], found[FollowUp])


def erase(desk: Desk, customer_id: int) -> Erased:
    """Erase a customer's personal data for good, in the book and in its file (R37); what reviews count stays.

    The caller asks twice before: nothing brings it back. What is kept elsewhere of it is the caller's to remove.
    """
    contacts.open_to_me([customer_id])
    ways = Contact.select(Contact.phone, Contact.wechat, Contact.email).where(Contact.customer == customer_id)
    name = Customer.select(Customer.name).where(Customer.id == customer_id).scalar()
    numbers = Lead.select(Lead.lead_no).where(Lead.customer == customer_id).tuples()
    erased = Erased(
        frozenset(number for (number,) in numbers),
        frozenset(each for each in (name, *(way for row in ways.tuples() for way in row)) if each),
    )
    erasure.erase(desk, customer_id)
    return erased
