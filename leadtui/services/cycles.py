"""What a lead leads to: a repurchase, the next cycle of the same customer, and a referral, another one (R74, R75)."""

from collections.abc import Mapping

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.terms import Source
from leadtui.i18n import N_
from leadtui.services.capture import capture, customer_for, demand
from leadtui.services.entering import read_all
from leadtui.services.followups import NOTHING_PLANNED, NextStep, customer_of, write_plan
from leadtui.store import journal
from leadtui.store.models import Lead, Rep


def repurchase(
    desk: Desk, lead_id: int, entered: Mapping[str, str] | None = None, next_step: NextStep = NOTHING_PLANNED
) -> str:
    """Open the next cycle of a lead's customer, linked to it (R74); its number.

    Owner and need come from the earlier lead where nothing else is entered.
    """
    name = customer_of(lead_id)
    before = Lead.get_by_id(lead_id)
    lead = read_all(entered or {}, desk)[Entity.LEAD]
    owner = Rep.select(Rep.name).where(Rep.id == before.owner_id).scalar()
    given = {
        "source": Source.EXISTING_CUSTOMER,
        "initial_need": before.repurchase_intent,
        "owner": owner or "",
        **{key: value for key, value in lead.items() if value},
        "repurchase_of": lead_id,
    }
    with journal.change(desk, N_("Repurchase: {customer}"), customer=name) as change:
        new_id, number = capture(change, before.customer_id, given)
        if not next_step.is_empty:
            write_plan(change, new_id, next_step)
    return number


def refer(desk: Desk, lead_id: int, entered: Mapping[str, str], next_step: NextStep = NOTHING_PLANNED) -> str:
    """Open the lead that a customer recommended, linked to the lead it came from (R75); its number.

    It is captured like any other (`capture.add`); its source is the referral and the referrer's name the detail.
    """
    referrer = customer_of(lead_id)
    read = read_all(entered, desk)
    customer, contact = read[Entity.CUSTOMER], read[Entity.CONTACT]
    lead = {"source_detail": referrer, **read[Entity.LEAD], "source": Source.REFERRAL, "referred_by": lead_id}
    demand(customer, contact)
    if customer["name"] == referrer:
        raise LeadtuiError(N_("A customer does not refer itself; that is a repurchase."))
    told = N_("Referral by {referrer}: {customer}")
    with journal.change(desk, told, referrer=referrer, customer=customer["name"]) as change:
        new_id, number = capture(change, customer_for(change, customer, contact), lead)
        if not next_step.is_empty:
            write_plan(change, new_id, next_step)
    return number
