"""Words at hand: talk tracks to find, message templates filled in for leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from leadtui.desk import Desk
from leadtui.domain import festivals, searchtext, talk
from leadtui.domain.talk import TalkTrack, Template
from leadtui.i18n import N_
from leadtui.store import contacts, journal, settings
from leadtui.store.models import Contact, Customer, Lead, Rep

FESTIVAL_DAYS = 45
"""A greeting names the next festival within so many days."""


@dataclass(frozen=True, slots=True)
class Message:
    """The text of a template for one lead; `lacks` are the holes for which nothing is known."""

    lead_id: int
    customer: str
    text: str
    lacks: tuple[str, ...]


def talk_tracks() -> list[TalkTrack]:
    """The team's talk tracks, the house's in the language being spoken."""
    return [talk.shown_track(each) for each in settings.value(talk.TALK_TRACKS)]


def templates() -> list[Template]:
    """The team's message templates, the house's in the language being spoken."""
    return [talk.shown_template(each) for each in settings.value(talk.TEMPLATES)]


def matching(tracks: Sequence[TalkTrack], typed: str) -> list[TalkTrack]:
    """The talk tracks that hold what was typed in title, group or text, or in the pinyin of title and group."""
    wanted = typed.strip().casefold()
    return [
        each
        for each in tracks
        if not wanted
        or searchtext.names(typed, each.title)
        or searchtext.names(typed, each.group)
        or wanted in each.text.casefold()
    ]


def fits(template: Template, typed: str) -> bool:
    """Whether what was typed stands in a template's name, in its pinyin, or in its text."""
    return searchtext.names(typed, template.name) or typed.strip().casefold() in template.text.casefold()


def filled(desk: Desk, template: Template, lead_ids: Sequence[int]) -> list[Message]:
    """The template's text for each of these leads, in their order, with the names of its first contact in full.

    Where it names a contact, that is recorded like a reveal: the text leaves the program unmasked (R37).
    """
    rows = {row.id: row for row in _rows(lead_ids)}
    first: dict[int, str] = {}
    customers = {row.customer for row in rows.values()}
    if "contact" in talk.holes(template):
        contacts.open_to_me(customers)
    people = Contact.select(Contact.customer, Contact.name).where(Contact.customer << list(customers))
    for customer, name in people.order_by(-Contact.is_primary, Contact.id).tuples():
        first.setdefault(customer, name)
    made, festival = [], _festival(desk.today())
    for row in (rows[lead_id] for lead_id in lead_ids if lead_id in rows):
        words = _words(desk, row, first.get(row.customer, ""), festival)
        lacks = tuple(hole for hole in talk.HOLES if hole in talk.holes(template) and not words[hole])
        made.append(Message(row.id, row.customer_name, talk.fill(template, words), lacks))
    if "contact" in talk.holes(template):
        for message in made:
            if "contact" not in message.lacks:
                journal.act(desk, N_("Message with names: {customer}"), message.lead_id, customer=message.customer)
    return made


def _rows(lead_ids: Sequence[int]) -> list[Any]:
    query = (
        Lead.select(
            Lead.id,
            Lead.lead_no,
            Lead.customer,
            Lead.initial_need,
            Customer.name.alias("customer_name"),
            Customer.industry,
            Rep.name.alias("owner_name"),
        )
        .join(Customer)
        .switch(Lead)
        .join(Rep, JOIN.LEFT_OUTER, on=Lead.owner)
        .where(Lead.id << list(lead_ids), Lead.deleted_at.is_null())
    )
    return list(query.namedtuples())


def _words(desk: Desk, row: Any, contact: str, festival: str) -> dict[str, str]:
    return {
        "customer": row.customer_name,
        "contact": contact,
        "owner": row.owner_name or desk.me,
        "festival": festival,
        "lead_no": row.lead_no,
        "industry": row.industry,
        "need": row.initial_need,
        "today": desk.today().isoformat(),
    }


def _festival(today: date) -> str:
    """The next festival that can be greeted, today's included; nothing where none is near."""
    near = festivals.between(today, today + timedelta(FESTIVAL_DAYS))
    return near[0].label if near else ""
