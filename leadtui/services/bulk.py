"""The same done to many leads at once: edited, put off or marked done, in one change that one undo takes back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import BY_KEY
from leadtui.domain.terms import Grade, Level, PlanState, TagDimension
from leadtui.domain.text import NAME_LIMIT, clean
from leadtui.i18n import N_, _
from leadtui.services import capture, people, records
from leadtui.services.entering import read_all
from leadtui.services.followups import open_plans, snooze_within
from leadtui.store import journal
from leadtui.store.models import Lead, LeadTag, Plan, Rep, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to hold for every lead; what is empty stays as it is. Tags by name."""

    owner: str = ""
    grade: Grade | None = None
    priority: Level | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.owner or self.grade or self.priority or self.add_tags or self.remove_tags)


@dataclass(frozen=True, slots=True)
class Turn:
    """So many leads go from one value of a field to another; an added tag comes from nothing, a removed one goes."""

    field: str
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What an edit would change in so many leads, and how many it would leave as they are."""

    total: int
    turns: tuple[Turn, ...]
    unchanged: int


def tag_names(text: str) -> tuple[str, ...]:
    """Tags as a person lists them, between blanks or commas."""
    for comma in ",，、;；":
        text = text.replace(comma, " ")
    return tuple(dict.fromkeys(clean(each, limit=NAME_LIMIT) for each in text.split()))


def preview(desk: Desk, leads: Sequence[int], edit: Edit) -> Preview:
    """What the edit would change; FieldError for an owner who may be misspelt. Writes nothing."""
    names = dict(Rep.select(Rep.id, Rep.name).tuples())
    meant = people.meant(edit.owner, desk)
    owner = meant if meant in ("", *names.values()) else _("{name} (new)").format(name=meant)
    turns: Counter[tuple[str, str, str]] = Counter()
    unchanged = 0
    for row, held in _with_tags(leads):
        if row.deleted_at is None:
            found = [*_field_turns(row, edit, names.get(row.owner_id, ""), owner), *_tag_turns(held, edit)]
            turns.update(found)
            unchanged += not found
    return Preview(len(leads), tuple(Turn(*turn, count) for turn, count in turns.most_common()), unchanged)


BATCH = 500
"""Leads looked at in one query."""


def _with_tags(leads: Sequence[int]) -> Iterator[tuple[Lead, set[str]]]:
    """These leads in their order, each with the names of its tags."""
    for start in range(0, len(leads), BATCH):
        ids = list(leads[start : start + BATCH])
        rows = {row.id: row for row in Lead.select().where(Lead.id << ids)}
        held: dict[int, set[str]] = defaultdict(set)
        for lead_id, name in LeadTag.select(LeadTag.lead, Tag.name).join(Tag).where(LeadTag.lead << ids).tuples():
            held[lead_id].add(name)
        yield from ((rows[each], held[each]) for each in ids if each in rows)


def _field_turns(row: Lead, edit: Edit, before: str, after: str) -> Iterator[tuple[str, str, str]]:
    if after and before != after:
        yield BY_KEY["owner"].label, before, after
    if edit.grade and row.grade != edit.grade:
        yield BY_KEY["grade"].label, Grade(row.grade).label if row.grade else "", edit.grade.label
    if edit.priority and row.priority != edit.priority:
        yield BY_KEY["priority"].label, Level(row.priority).label if row.priority else "", edit.priority.label


def _tag_turns(held: set[str], edit: Edit) -> Iterator[tuple[str, str, str]]:
    yield from ((_("Tags"), "", name) for name in edit.add_tags if name not in held)
    yield from ((_("Tags"), name, "") for name in edit.remove_tags if name in held)


def edit(desk: Desk, leads: Iterable[int], wanted: Edit) -> int:
    """Carry the edit out in one change; in how many leads something changed. LeadtuiError where nothing is asked."""
    if wanted.is_empty:
        raise LeadtuiError(N_("Nothing is to be changed: fill in a line."))
    given = {"owner": wanted.owner, "grade": wanted.grade or "", "priority": wanted.priority or ""}
    read = read_all({key: str(value) for key, value in given.items() if value}, desk)
    chosen = list(dict.fromkeys(leads))
    changed = 0
    former: dict[int, int | None] = {}
    with journal.change(desk, N_("Edit: {count} leads"), count=len(chosen)) as change:
        for row, held in _with_tags(chosen):
            before = len(change.steps)
            former[int(row.id)] = row.owner_id
            capture.apply(change, row.id, read, row=row)
            _turn_tags(change, row.id, held, wanted)
            changed += len(change.steps) > before
        if wanted.owner:
            capture.pass_on(change, former)
    return changed


def _turn_tags(change: journal.Change, lead_id: int, held: set[str], wanted: Edit) -> None:
    for name in wanted.add_tags:
        if name not in held:
            dimension = Tag.select(Tag.dimension).where(Tag.name == name).order_by(Tag.id).limit(1).scalar()
            records.add_tag(change, lead_id, name, dimension or TagDimension.OTHER)
    if held & {*wanted.remove_tags}:
        links = LeadTag.select(LeadTag.id).join(Tag).where(LeadTag.lead == lead_id, Tag.name << wanted.remove_tags)
        for (link,) in list(links.tuples()):
            change.delete(LeadTag, link)


def snooze(desk: Desk, leads: Iterable[int], until: date, reason: str) -> int:
    """Keep these leads off the due list until a day, for a reason, in one change; how many."""
    chosen = list(dict.fromkeys(leads))
    with journal.change(desk, N_("Snooze: {count} leads"), count=len(chosen)) as change:
        for lead_id in chosen:
            snooze_within(change, lead_id, until, reason)
    return len(chosen)


def complete(desk: Desk, leads: Iterable[int]) -> int:
    """Mark the nearest plan of each lead done, in one change; how many had one. LeadtuiError where none has."""
    chosen = list(dict.fromkeys(leads))
    done = 0
    with journal.change(desk, N_("Mark done: {count} leads"), count=len(chosen)) as change:
        for lead_id in chosen:
            nearest = open_plans(lead_id).first()
            if nearest is not None:
                change.update(Plan, nearest.id, state=PlanState.DONE, marked_at=desk.now())
                done += 1
    if not done:
        raise LeadtuiError(N_("None of these leads has an open plan to mark done."))
    return done
