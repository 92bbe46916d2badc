"""Import: rows matched with the book and written as one undoable change; the same rows twice change nothing.

`preview` counts what `take` would do; both go the same way as far as the writing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadtui.desk import Desk
from leadtui.domain.gates import Gates
from leadtui.domain.identity import near_names
from leadtui.i18n import _
from leadtui.services import copies
from leadtui.services.history import IMPORTED
from leadtui.services.imports import drafts, spreading, standing, writing
from leadtui.services.imports.drafts import CustomerDraft, LeadDraft
from leadtui.services.imports.groups import Group, grouped, told_at
from leadtui.services.imports.rows import (
    Cancelled,
    Doubles,
    Fate,
    ImportResult,
    Place,
    Planned,
    Progress,
    Record,
    Rejected,
    SheetRow,
    Verdict,
    Wish,
)
from leadtui.services.imports.standing import Book, LeadStanding, Match
from leadtui.store import database, journal, settings

__all__ = [
    "Cancelled",
    "Doubles",
    "Fate",
    "ImportResult",
    "Place",
    "Planned",
    "Progress",
    "Record",
    "Rejected",
    "SheetRow",
    "Verdict",
    "Wish",
    "preview",
    "take",
]

_PLAIN = Wish()


def unheard(_done: int, _total: int) -> None:
    """Progress that nobody listens to."""


def preview(
    desk: Desk, rows: Sequence[SheetRow], *, skip_duplicates: bool = False, wish: Wish = _PLAIN
) -> ImportResult:
    """What `take` would do with these rows now; nothing is written."""
    return _survey(desk, rows, _wanted(wish, skip=skip_duplicates)).result(len(rows))


def _wanted(wish: Wish, *, skip: bool) -> Wish:
    return replace(wish, doubles=Doubles.SKIP) if skip else wish


def take(
    desk: Desk,
    rows: Sequence[SheetRow],
    *,
    file_name: str,
    skip_duplicates: bool = False,
    wish: Wish = _PLAIN,
    progress: Progress = unheard,
) -> ImportResult:
    """Take the rows as one change that can be undone; with nothing new in them there is no change (R32).

    `skip_duplicates` leaves out new leads that look like one under another number; `wish` says more. What `progress`
    raises ends the import with nothing written.
    """
    copies.back_up_before("import")
    # What stands is read under the lock of the writing: two imports at once cannot both find a lead missing.
    with database.writing():
        progress(0, len(rows))
        survey = _survey(desk, rows, _wanted(wish, skip=skip_duplicates))
        if survey.drafts:
            with journal.change(desk, IMPORTED, file=file_name, count=len(survey.drafts)) as change:
                writing.write(change, survey.drafts, lambda done, total: progress(len(rows) * done // total, len(rows)))
            progress(len(rows), len(rows))
    return survey.result(len(rows))


@dataclass(slots=True)
class _Survey:
    """What the rows come to."""

    drafts: list[LeadDraft] = field(default_factory=list)
    unchanged: int = 0
    duplicates: int = 0
    overdue: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def result(self, rows: int) -> ImportResult:
        """The counts."""
        created = sum(draft.id is None for draft in self.drafts)
        return ImportResult(
            rows=rows,
            created=created,
            updated=len(self.drafts) - created,
            unchanged=self.unchanged,
            follow_ups=sum(len(draft.records) for draft in self.drafts),
            duplicates=self.duplicates,
            overdue=self.overdue,
            rejected=tuple(self.rejected),
            verdicts=tuple(self.verdicts),
        )

    def judge(self, fate: Fate, group: Group, other: str = "") -> None:
        """Note what becomes of a lead's rows."""
        self.verdicts.append(Verdict(fate, tuple(group.rows), other))

    def reject(self, rows: Sequence[SheetRow], reason: str) -> None:
        """Leave these rows out."""
        self.rejected += [
            Rejected(row.place, _("Row {row}: {why}").format(row=row.place.row, why=reason)) for row in rows
        ]


def _survey(desk: Desk, rows: Sequence[SheetRow], wish: Wish) -> _Survey:
    groups = grouped(rows, desk)
    book = standing.look_up(groups)
    survey = _Survey()
    new: list[Group] = []
    known: list[tuple[Group, Match]] = []
    for group in groups:
        match = standing.matched(group, book)
        if match is None:
            new.append(group)
        elif all(mark in book.prints for mark in group.prints):
            survey.unchanged += 1
            survey.judge(Fate.UNCHANGED, group, match.lead_no)
        elif reason := _in_the_way(group, match, book):
            survey.reject(_fresh_rows(group, book), reason)
        else:
            known.append((group, match))
    new, joined = _without_doubles(survey, new, book, wish)
    known += joined
    leads = standing.leads_standing({match.lead for _group, match in known}, desk)
    customers = _customers(new, known, leads, book, desk)
    demanded = settings.gates()
    for group, match in known:
        fresh = [pair for pair in zip(group.prints, group.rows, strict=True) if pair[0] not in book.prints]
        draft = drafts.known_lead(match.lead, fresh, customers[match.customer], leads[match.lead], desk, demanded)
        if draft.is_changed:
            survey.drafts.append(draft)
        else:
            survey.unchanged += 1
        survey.judge(Fate.UPDATED if draft.is_changed else Fate.UNCHANGED, group, match.lead_no)
    survey.drafts += _new_leads(new, customers, book, desk, demanded)
    late = spreading.overdue(survey.drafts, desk.today())
    survey.overdue = len(late)
    if wish.spread and late:
        spreading.spread(late, desk)
    return survey


def _fresh_rows(group: Group, book: Book) -> list[SheetRow]:
    return [row for mark, row in zip(group.prints, group.rows, strict=True) if mark not in book.prints]


def _in_the_way(group: Group, match: Match, book: Book) -> str:
    """Why rows cannot be added to the lead they name; '' where they can."""
    if match.is_deleted:
        return _("lead {lead_no} is in the trash. Restore it, then import again.").format(lead_no=match.lead_no)
    is_known = any(mark in book.prints for mark in group.prints)
    if is_known or not group.key or _looks_like(group, match, book):
        return ""
    return _("lead {lead_no} is {customer} here, but {other} in the sheet. Change one of the numbers.").format(
        lead_no=match.lead_no, customer=match.name, other=group.name
    )


def _looks_like(group: Group, match: Match, book: Book) -> bool:
    """Whether a lead's customer may be the one that the sheet has under the same number."""
    key = group.key
    if key in match.key or match.key in key or near_names(key, [match.key], 1):
        return True
    return any(match.lead in book.phones.get(phone, ()) for phone in group.phones)


def _without_doubles(
    survey: _Survey, new: Sequence[Group], book: Book, wish: Wish
) -> tuple[list[Group], list[tuple[Group, Match]]]:
    """The leads to make, and those whose rows go to the lead they look like where that is wished."""
    kept: list[Group] = []
    joined: list[tuple[Group, Match]] = []
    keys: set[str] = set(book.keys) if wish.by_name else set()
    phones: set[str] = set(book.phones) if wish.by_phone else set()
    for group in new:
        if not group.name:
            survey.reject(group.rows, _("the customer's name is missing."))
            continue
        is_double = group.key in keys or not phones.isdisjoint(group.phones)
        survey.duplicates += is_double
        alike = _alike(group, book, wish) if is_double else None
        if alike is not None and wish.doubles is Doubles.UPDATE:
            joined.append((group, alike))
            continue
        survey.judge(Fate.DUPLICATE if is_double else Fate.NEW, group, alike.lead_no if alike else "")
        if is_double and wish.doubles is Doubles.SKIP:
            continue
        if wish.by_name:
            keys.add(group.key)
        if wish.by_phone:
            phones |= group.phones
        kept.append(group)
    return kept, joined


def _alike(group: Group, book: Book, wish: Wish) -> Match | None:
    """The lead of the book that a new one looks like, the newest of several; None where it is one of the file."""
    found = list(book.keys.get(group.key, ())) if wish.by_name else []
    if wish.by_phone and not found:
        leads = {lead for phone in group.phones for lead in book.phones.get(phone, ())}
        found = standing.of_leads(leads)
    return max(found, key=lambda each: each.lead, default=None)


def _customers(
    new: Sequence[Group],
    known: Sequence[tuple[Group, Match]],
    leads: Mapping[int, LeadStanding],
    book: Book,
    desk: Desk,
) -> dict[int, CustomerDraft]:
    """What all the rows of the file add to each customer who stands in the book."""
    told: dict[int, list[SheetRow]] = defaultdict(list)
    filled: set[int] = set()
    for group, match in known:
        rows = _fresh_rows(group, book)
        told[match.customer] += rows
        if drafts.has_newer(rows, leads[match.lead], desk):
            filled.add(match.customer)
    for group in new:
        if customer := _customer_of(group, book):
            told[customer] += group.rows
            filled.add(customer)
    standings = standing.customers_standing(told.keys(), desk)
    return {
        customer: drafts.known_customer(
            customer, sorted(rows, key=told_at), standings[customer], desk, fill_only=customer in filled
        )
        for customer, rows in told.items()
    }


def _new_leads(
    new: Sequence[Group], customers: Mapping[int, CustomerDraft], book: Book, desk: Desk, demanded: Gates
) -> Iterator[LeadDraft]:
    made: dict[str, CustomerDraft] = {}
    for group in new:
        known = _customer_of(group, book)
        if known is not None:
            customer = customers[known]
        elif group.name in made:
            customer = made[group.name]
            drafts.join_customer(customer, group, desk)
        else:
            customer = made[group.name] = drafts.new_customer(group, desk)
        yield drafts.new_lead(group, customer, desk, demanded)


def _customer_of(group: Group, book: Book) -> int | None:
    """The customer in the book that a new lead belongs to: of its number and name, or of exactly its name."""
    for row in group.rows:
        found = book.customer_numbers.get(row.customer.get("customer_no", ""))
        if found and found[1] == group.key:
            return found[0]
    return book.customers.get(group.name)
