"""Leads that come whole, with uids, times and authors: what is new is added, what is known is brought up to date.

The same file twice changes nothing; however long it is, all of it is one change that can be undone, or nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from leadtui.desk import Desk
from leadtui.domain.identity import company_key, phone_key
from leadtui.i18n import _
from leadtui.services import copies
from leadtui.services.exports import Dossier
from leadtui.services.history import IMPORTED
from leadtui.services.imports.bringing import Bringing, Known
from leadtui.services.imports.hanging import raw
from leadtui.services.imports.rows import Fate, ImportResult, Place, Record, Rejected, SheetRow, Verdict
from leadtui.services.imports.standing import chunks
from leadtui.store import contacts, database, journal, settings
from leadtui.store.models import Customer, Lead

BATCH = 500
SHOWN = 500
"""Of how many leads it is told what becomes of each; the rest is counted."""


@dataclass(slots=True)
class _Count:
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def judge(self, fate: Fate, dossier: Dossier, row: int, other: str = "") -> None:
        """Note what becomes of a lead, for a person to look at."""
        if len(self.verdicts) < SHOWN:
            self.verdicts.append(Verdict(fate, (_told(dossier, row),), other))


def take(
    desk: Desk,
    dossiers: Iterable[Dossier],
    *,
    file_name: str,
    skip_duplicates: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Take leads as one change; with `dry_run` it is taken back before anybody sees it.

    A lead is known by its uid, else by number and customer together. What was edited here stays.
    """
    if not dry_run:
        copies.back_up_before("import")
    count = _Count()
    with database.writing() as whole:
        with journal.change(desk, IMPORTED, file=file_name) as change:
            bring = Bringing(change)
            for batch in _batches(dossiers):
                _take_batch(bring, batch, count, skip=skip_duplicates)
            bring.link()
            change.params["count"] = count.created + count.updated
        if dry_run:
            whole.rollback()
            settings.follow()
    return ImportResult(
        rows=count.rows,
        created=count.created,
        updated=count.updated,
        unchanged=count.unchanged,
        follow_ups=bring.follow_ups,
        duplicates=count.duplicates,
        rejected=tuple(count.rejected),
        renumbered=tuple(bring.renumbered),
        verdicts=tuple(count.verdicts),
    )


def _batches(dossiers: Iterable[Dossier]) -> Iterator[list[Dossier]]:
    """Leads by the hundred; one that comes a second time waits until the first is in the book."""
    batch: list[Dossier] = []
    seen: set[object] = set()
    for dossier in dossiers:
        if len(batch) >= BATCH or dossier.lead["uid"] in seen or dossier.lead["lead_no"] in seen - {""}:
            yield batch
            batch, seen = [], set()
        batch.append(dossier)
        seen |= {dossier.lead["uid"], dossier.lead["lead_no"]}
    if batch:
        yield batch


def _take_batch(bring: Bringing, batch: Sequence[Dossier], count: _Count, *, skip: bool) -> None:
    known = _known(batch)
    keys, phones = _look_alikes(batch)
    new: list[Dossier] = []
    there: list[tuple[Dossier, Known]] = []
    places: list[int] = []
    for dossier in batch:
        count.rows += 1
        match = known.get(str(dossier.lead["uid"]))
        if match is None:
            is_double = _key(dossier) in keys or not phones.isdisjoint(_phones(dossier))
            count.duplicates += is_double
            count.judge(Fate.DUPLICATE if is_double else Fate.NEW, dossier, count.rows)
            if not (is_double and skip):
                keys.add(_key(dossier))
                phones |= _phones(dossier)
                new.append(dossier)
        elif match.is_deleted:
            why = _("lead {lead_no} is in the trash. Restore it, then import again.").format(lead_no=match.lead_no)
            place = Place("", count.rows, ("lead_no", "customer"), (dossier.lead["lead_no"], dossier.customer["name"]))
            count.rejected.append(Rejected(place, _("Row {row}: {why}").format(row=count.rows, why=why)))
        else:
            there.append((dossier, match))
            places.append(count.rows)
    changed = bring.update(there)
    bring.add(new)
    count.created += len(new)
    count.updated += len(changed)
    count.unchanged += len(there) - len(changed)
    for row, (dossier, match) in zip(places, there, strict=True):
        count.judge(Fate.UPDATED if match.lead in changed else Fate.UNCHANGED, dossier, row, match.lead_no)


def _told(dossier: Dossier, number: int) -> SheetRow:
    """A lead as a row of a sheet would tell it: its values and the last contact made."""
    lead, person = dossier.lead, next(iter(dossier.contacts), {})
    records = [each for each in dossier.follow_ups if isinstance(each["at"], datetime)]
    last = max(records, key=lambda each: str(each["at"]), default=None)
    at = last["at"] if last else None
    return SheetRow(
        place=Place("", number, (), ()),
        lead_no=str(lead["lead_no"]),
        customer={"name": str(dossier.customer["name"])},
        contact={key: person.get(key, "") for key in ("name", "phone")},
        lead={key: lead.get(key) for key in ("source", "grade", "stage", "status", "initial_need")},
        owner=str(lead.get("owner") or ""),
        record=Record(at=at, summary=str((last or {}).get("summary") or "")) if isinstance(at, datetime) else None,
    )


def _key(dossier: Dossier) -> str:
    return company_key(str(dossier.customer["name"]))


def _phones(dossier: Dossier) -> set[str]:
    return {key for each in dossier.contacts if (key := phone_key(str(each.get("phone", ""))))}


def _known(batch: Sequence[Dossier]) -> dict[str, Known]:
    """The leads of a batch that are in the book, by uid as the file has it."""
    found: dict[str, Known] = {}
    columns = (Lead.id, Lead.uid, Lead.lead_no, Lead.customer, Customer.name_key, Lead.deleted_at)
    query = Lead.select(*columns).join(Customer)
    uids = [raw(dossier.lead["uid"]) for dossier in batch]
    for some in chunks(uids):
        for lead, uid, number, customer, _name, deleted in query.where(Lead.uid << some).tuples():
            found[uid.hex] = Known(lead, number, customer, is_same=True, is_deleted=deleted is not None)
    missing = {str(each.lead["lead_no"]): each for each in batch if each.lead["uid"] not in found}
    for some in chunks(missing.keys() - {""}):
        for lead, _uid, number, customer, name, deleted in query.where(Lead.lead_no << some).tuples():
            if name == _key(missing[number]):
                uid = str(missing[number].lead["uid"])
                found[uid] = Known(lead, number, customer, is_same=False, is_deleted=deleted is not None)
    return found


def _look_alikes(batch: Sequence[Dossier]) -> tuple[set[str], set[str]]:
    """Of these leads the folded customer names and the phones that leads of the book have."""
    keys: set[str] = set()
    phones: set[str] = set()
    for some in chunks({_key(dossier) for dossier in batch}):
        query = Customer.select(Customer.name_key).join(Lead).where(Customer.name_key << some)
        keys.update(key for (key,) in query.where(Lead.deleted_at.is_null()).tuples())
    for some in chunks({phone for dossier in batch for phone in _phones(dossier)}):
        reached = list(contacts.by_phone(some))
        tended = Lead.select(Lead.customer).where(Lead.customer << [each for _phone, each in reached])
        there = {customer for (customer,) in tended.where(Lead.deleted_at.is_null()).tuples()}
        phones.update(phone for phone, customer in reached if customer in there)
    return keys, phones
