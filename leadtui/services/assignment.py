"""Who is to look after a new lead: the team's rules by region and industry, kept as a setting (R54)."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CUSTOMER_FIELDS
from leadtui.domain.text import LINE_LIMIT, NAME_LIMIT, clean
from leadtui.i18n import N_
from leadtui.services import people
from leadtui.store import database, journal
from leadtui.store.models import Customer, Lead, Rep, Setting

KEY = "assignment"
ANY = "*"
_FIELDS = tuple(field for field in CUSTOMER_FIELDS if field.key in ("region", "industry"))


@dataclass(frozen=True, slots=True)
class Rule:
    """Leads of customers in this region and this industry go to `owner`; an empty one or * fits every customer.

    Several owners, with commas between them, take turns.
    """

    owner: str
    region: str = ""
    industry: str = ""

    def fits(self, region: str, industry: str) -> bool:
        """Whether a customer is meant."""
        return self.region in ("", ANY, region) and self.industry in ("", ANY, industry)

    @property
    def owners(self) -> list[str]:
        """The owners by name, in the order of their turns."""
        return names(self.owner)


def names(text: str) -> list[str]:
    """The names of several reps as a person lists them, with commas between them."""
    return list(dict.fromkeys(name.strip() for name in re.split("[,，、]", text) if name.strip()))


def rules() -> list[Rule]:
    """The team's rules in their order; the first that fits counts."""
    stored = Setting.select(Setting.value).where(Setting.key == KEY).scalar()
    return [Rule(**each) for each in json.loads(stored)] if stored else []


def rule(fits: str, owner: str) -> Rule:
    """The rule behind words such as 华东, region:华东 or region:华东,industry:制造业.

    A bare word is an industry where some customer has it as one, else a region. LeadtuiError for another name.
    """
    named: dict[str, str] = {}
    for part in re.split("[,，]", fits):
        name, colon, value = part.replace("：", ":").partition(":")
        if not colon:
            name, value = _named(part.strip()), part
        field = next((each for each in _FIELDS if each.is_called(name)), None)
        if field is None:
            raise LeadtuiError(N_("“{text}” is neither a region: nor an industry:."), text=part.strip())
        named[field.key] = value
    return Rule(owner, named.get("region", ""), named.get("industry", ""))


def _named(word: str) -> str:
    is_industry = Customer.select().where(Customer.industry == word).exists()
    return "industry" if word and is_industry else "region"


def set_rules(desk: Desk, wanted: Sequence[Rule]) -> None:
    """Replace the team's rules; LeadtuiError for one without an owner or without anything to go by."""
    stands = {name for each in rules() for name in each.owners}
    cleaned = [Rule(_owners(desk, each, stands), _line(each.region), _line(each.industry)) for each in wanted]
    if not all(each.owner and (each.region or each.industry) for each in cleaned):
        raise LeadtuiError(N_("An assignment rule needs an owner, and a region or an industry."))
    value = json.dumps([asdict(each) for each in cleaned], ensure_ascii=False)
    with journal.change(desk, N_("Assignment rules")) as change:
        row = Setting.select(Setting.id).where(Setting.key == KEY).scalar()
        if row is None:
            change.insert(Setting, key=KEY, value=value)
        else:
            change.update(Setting, row, value=value)


def proposed_owner(customer_id: int) -> str | None:
    """The owner whom the first fitting rule names for a customer's lead; None where none fits."""
    customer = Customer.get_by_id(customer_id)
    return proposed(customer.region, customer.industry)


def proposed(region: str, industry: str) -> str | None:
    """The owner for a customer of this region and industry, for a form to offer while it is filled in."""
    owners = next((each.owners for each in rules() if each.fits(region, industry)), [])
    return _next_in_turn(owners) if owners else None


def _next_in_turn(owners: Sequence[str]) -> str:
    """The one after the owner of the newest lead that any of them has."""
    if len(owners) == 1:
        return owners[0]
    if database.is_on_server():  # also leads that I do not see count
        from leadtui.store import members

        last = members.latest_owner(owners)
    else:
        newest = Lead.select(Rep.name).join(Rep, on=Lead.owner).where(Rep.name << list(owners)).order_by(-Lead.id)
        last = newest.limit(1).scalar()
    return owners[(owners.index(last) + 1) % len(owners)] if last in owners else owners[0]


def _owners(desk: Desk, wanted: Rule, stands: Collection[str]) -> str:
    """The owners' names, each checked against those who are known."""
    names = [clean(name, limit=NAME_LIMIT) for name in wanted.owners]
    return ", ".join(name if name in stands else people.meant(name, desk) for name in names)


def _line(text: str) -> str:
    return clean(text, limit=LINE_LIMIT)
