"""A customer whole: all its cycles, its people, what it was and may be worth (spec §2)."""

from dataclasses import dataclass

from leadtui.desk import Desk
from leadtui.domain import stages
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS
from leadtui.domain.terms import Stage
from leadtui.domain.values import Value
from leadtui.i18n import N_
from leadtui.services.detail import ContactCard, contacts_of
from leadtui.services.leads import LeadRow, rows
from leadtui.store import journal
from leadtui.store.models import Customer, Lead


@dataclass(frozen=True, slots=True)
class CustomerView:
    """One customer with every cycle, newest first. `won` and `open` are amounts in fen."""

    id: int
    fields: dict[str, Value]
    leads: tuple[LeadRow, ...]
    contacts: tuple[ContactCard, ...]
    won: int
    open: int
    tags: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """What was bought and what is being talked about, in fen."""
        return self.won + self.open


def is_number(text: str) -> bool:
    """Whether a customer has this number."""
    return bool(
        Customer.select(Customer.id).where(Customer.customer_no == text.strip(), Customer.deleted_at.is_null()).exists()
    )


def find(number: str) -> int:
    """The id of a customer by its number, or by that of one of its leads; LeadtuiError when there is none."""
    number = number.strip()
    found = Customer.select(Customer.id).where(Customer.customer_no == number, Customer.deleted_at.is_null()).scalar()
    found = found or Lead.select(Lead.customer).where(Lead.lead_no == number, Lead.deleted_at.is_null()).scalar()
    if found is None:
        raise LeadtuiError(
            N_("There is no customer {number}. `leadtui show LEAD_NO` tells its customer's."), number=number
        )
    return int(found)


def view(desk: Desk, customer_id: int, *, reveal: bool = False) -> CustomerView:
    """A customer with all its cycles, contacts and value; LeadtuiError when it is gone."""
    customer = Customer.get_or_none(Customer.id == customer_id)
    if customer is None:
        raise LeadtuiError(N_("This customer is no longer there."))
    query = Lead.select(Lead.id).where(Lead.customer == customer_id, Lead.deleted_at.is_null()).order_by(-Lead.id)
    cycles = rows(desk, [lead_id for (lead_id,) in query.tuples()], reveal=reveal)
    return CustomerView(
        id=customer_id,
        fields={field.key: getattr(customer, field.key) for field in CUSTOMER_FIELDS},
        leads=tuple(cycles),
        contacts=contacts_of(customer_id, reveal=reveal),
        tags=tuple(sorted({tag for row in cycles for tag in row.tags})),
        won=sum(row.amount or 0 for row in cycles if row.stage is Stage.WON),
        open=sum(row.amount or 0 for row in cycles if row.stage in stages.OPEN),
    )


def reveal_contacts(desk: Desk, customer_id: int) -> CustomerView:
    """The customer with contact details in full; that somebody looked is recorded (R37)."""
    shown = view(desk, customer_id, reveal=True)
    lead_id = shown.leads[0].id if shown.leads else None
    journal.act(desk, N_("Reveal contacts: {customer}"), lead_id, customer=shown.fields["name"])
    return shown
