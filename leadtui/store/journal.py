"""The one way to write: a change is one transaction and one named entry, and every entry can be undone and redone.

A change inserts, updates and deletes rows through this module alone; the rows' images go into the journal in the
same transaction, and whatever is derived from them is brought up to date (store/derived.py).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, LeadtuiError
from leadtui.domain.uids import uid7
from leadtui.i18n import N_, _
from leadtui.store import contacts, database, images, settings
from leadtui.store.models import BY_TABLE, Contact, Customer, JournalEntry, JournalRow, Lead, Rep, Row, Setting, Tag, db

CHANGE, UNDO, REDO, ACT = "change", "undo", "redo", "act"
INSERT, UPDATE, DELETE, KEEP = "insert", "update", "delete", "keep"


@dataclass(slots=True)
class _Step:
    table: str
    op: str
    row_id: int
    last_id: int
    before: str | None = None
    after: str | None = None


class Change:
    """A change under way; made by `change()`, written when its block ends. `params` may fill its name until then."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.params: dict[str, object] = {}
        self.steps: list[_Step] = []
        self.leads: set[int] = set()
        self.heirs: dict[int, int] = {}

    def hand_over(self, lead_id: int, owner: int) -> None:
        """Let a new lead of mine go to its owner when all of it is written: a server shows it no more to me then."""
        self.heirs[lead_id] = owner

    def insert(self, model: type[Row], **values: object) -> int:
        """Insert one row; its new id."""
        return self.insert_many(model, [values])[0]

    def insert_many(self, model: type[Row], rows: Sequence[Mapping[str, object]], *, keep: bool = False) -> range:
        """Insert rows that belong together; their new ids, one run. `keep`: undo leaves them (people, tags)."""
        if not rows:
            return range(0)
        ids = images.insert_rows(model, rows)
        self.steps.append(_Step(model._meta.table_name, KEEP if keep else INSERT, ids[0], ids[-1]))
        if model is Lead:
            self.leads.update(ids)
        elif model is Setting:
            self.leads.update(images.leads_of(model, model.id << ids))
        else:
            self.leads.update(int(str(row["lead"])) for row in rows if "lead" in row)
            self._touch_customers([row["customer"] for row in rows if "customer" in row])
        return ids

    def update(self, model: type[Row], row_id: int, *, expected: int | None = None, **values: Any) -> bool:
        """Change fields of one row; whether anything was different.

        Raises ConflictError when the row is gone or no longer at version `expected`.
        """
        if contacts.SEALED & values.keys():
            contacts.open_rows(model, row_id, row_id)
        row = _slim(model, row_id, values)
        if row is None or (expected is not None and row.version != expected):
            raise ConflictError(N_("Somebody else changed this meanwhile. Nothing was saved; look at it again."))
        before = images.image(model, {name: row.__data__[name] for name in values})
        after = images.image(model, values)
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            return False
        images.write(model, row_id, {name: after[name] for name in changed})
        self.steps.append(
            _Step(
                model._meta.table_name,
                UPDATE,
                row_id,
                row_id,
                json.dumps({name: before[name] for name in changed}, ensure_ascii=False),
                json.dumps({name: after[name] for name in changed}, ensure_ascii=False),
            )
        )
        self._touch(model, row)
        return True

    def delete(self, model: type[Row], row_id: int) -> None:
        """Delete one row, keeping its whole image."""
        contacts.open_rows(model, row_id, row_id)
        row = model.get_by_id(row_id)
        whole = images.image(model, {field.name: row.__data__[field.name] for field in images.kept(model)})
        self.steps.append(_Step(model._meta.table_name, DELETE, row_id, row_id, json.dumps(whole, ensure_ascii=False)))
        self._touch(model, row)
        model.delete().where(model.id == row_id).execute()

    def _touch(self, model: type[Row], row: Row) -> None:
        if model is Lead:
            self.leads.add(row.id)
        elif "lead" in model._meta.fields:
            self.leads.add(row.lead_id)
        elif model in (Setting, Tag):
            self.leads.update(images.leads_of(model, model.id == row.id))
        elif model in (Customer, Contact):
            customer = row.id if model is Customer else row.customer_id
            # A form shows them with the lead, so the lead's version has to tell it that it has grown old.
            Lead.update({Lead.version: Lead.version + 1}).where(Lead.customer == customer).execute()
            self._touch_customers([customer])

    def _touch_customers(self, customers: Sequence[object]) -> None:
        from leadtui.store import derived

        distinct = list(set(customers))
        for start in range(0, len(distinct), derived.BATCH):
            query = Lead.select(Lead.id).where(Lead.customer << distinct[start : start + derived.BATCH])
            self.leads.update(lead_id for (lead_id,) in query.tuples())


def _slim(model: type[Row], row_id: int, names: Iterable[str]) -> Row | None:
    """One row with these fields, its version and what it belongs to: a whole lead takes longer to ask for."""
    fields = model._meta.fields
    wanted = {"id", "version", *names, *({"lead", "customer"} & fields.keys())}
    return model.select(*(fields[name] for name in sorted(wanted))).where(model.id == row_id).get_or_none()  # type: ignore[no-any-return]


@contextmanager
def change(desk: Desk, name: str, **params: object) -> Iterator[Change]:
    """One change with a name a person reads in undo and history (a marked msgid and what fills it)."""
    from leadtui.store import derived  # brings the rules of due days with it; reading the journal does without them

    with database.writing():
        under_way = Change(desk)
        yield under_way
        if under_way.steps:
            entry = _enter(desk, CHANGE, name, params | under_way.params)
            _write_steps(entry, under_way.steps)
            derived.refresh(under_way.leads, desk, same_names=_keep_names(under_way.steps))
            _follow(under_way.steps)
            _hand_over(under_way.heirs)


def _hand_over(heirs: Mapping[int, int]) -> None:
    for lead_id, owner in heirs.items():
        if not db.execute_sql("SELECT team_hand_over(%s, %s)", (lead_id, owner)).fetchone()[0]:
            raise LeadtuiError(
                N_("A new lead goes to {owner} only where an assignment rule of the team says so. Leave the owner out,"
                   " or ask a manager."),
                owner=Rep.get_by_id(owner).name,
            )  # fmt: skip


def act(desk: Desk, name: str, lead_id: int | None = None, **params: object) -> None:
    """Record something that was done, maybe with one lead, but changed no row: a reveal, an export. No undo step."""
    with db.atomic():
        entry = _enter(desk, ACT, name, params)
        if lead_id is not None:
            _write_steps(entry, [_Step(Lead._meta.table_name, KEEP, lead_id, lead_id)])


def _enter(desk: Desk, kind: str, name: str, params: Mapping[str, object], target: int | None = None) -> int:
    uid = uid7()
    database.entering(uid)
    return int(
        JournalEntry.insert(
            uid=uid,
            kind=kind,
            name=name,
            params=json.dumps(params, ensure_ascii=False, default=str),
            by=desk.me,
            at=desk.now(),
            target=target,
        ).execute()
    )


def _write_steps(entry: int, steps: Sequence[_Step]) -> None:
    if database.is_on_server():
        steps = [each for step in steps for each in (step, *_for_others(step))]
    # Not through the model: a server would have to look whether the writer may read back what it has just been given.
    marks = ", ".join([db.param] * 7)
    database.execute_many(
        f'INSERT INTO journal_row (entry_id, "table", op, row_id, last_id, before, after) VALUES ({marks})',
        [(entry, each.table, each.op, each.row_id, each.last_id, each.before, each.after) for each in steps],
    )


def _for_others(step: _Step) -> Iterator[_Step]:
    """Which fields of a contact a change touched: what was in them a server tells its author alone."""
    if step.table == Contact._meta.table_name and step.op == UPDATE:
        yield _Step(
            step.table, KEEP, step.row_id, step.last_id, after=json.dumps(dict.fromkeys(json.loads(step.after or "")))
        )


def undo(desk: Desk) -> JournalEntry | None:
    """Take back this rep's last standing change, from whichever window; None when there is none.

    Raises ConflictError, with nothing changed, when something newer stands on it.
    """
    with database.writing():
        entry = (
            JournalEntry.select()
            .where(JournalEntry.by == desk.me, JournalEntry.kind == CHANGE, JournalEntry.live)
            .order_by(JournalEntry.id.desc())
            .first()
        )
        if entry is not None:
            _reverse(entry, desk, UNDO)
        return entry  # type: ignore[no-any-return]


def redo(desk: Desk) -> JournalEntry | None:
    """Bring back what this rep undid last, unless they changed something since; None when there is nothing."""
    with database.writing():
        newest = (
            JournalEntry.select(JournalEntry.id)
            .where(JournalEntry.by == desk.me, JournalEntry.kind == CHANGE)
            .order_by(JournalEntry.id.desc())
        )
        mine = JournalEntry.by == desk.me
        last_new = newest.limit(1).scalar() or 0
        undone = (
            JournalEntry.select()
            .where(mine, JournalEntry.kind == UNDO, JournalEntry.id > last_new)
            .order_by(JournalEntry.id.desc())
        )
        for step in undone:
            entry = JournalEntry.get_by_id(step.target)
            if not entry.live and _last_reversal(entry.id) == step.id:
                _reverse(entry, desk, REDO)
                return entry  # type: ignore[no-any-return]
        return None


def _last_reversal(entry_id: int) -> int:
    reversals = JournalEntry.select(JournalEntry.id).where(JournalEntry.target == entry_id, JournalEntry.kind == UNDO)
    return int(reversals.order_by(JournalEntry.id.desc()).limit(1).scalar() or 0)


def _reverse(entry: JournalEntry, desk: Desk, kind: str) -> None:
    """Undo or redo the steps of an entry and write that this was done."""
    from leadtui.store import derived

    steps = list(JournalRow.select().where(JournalRow.entry == entry.id).order_by(JournalRow.id))
    backwards = kind == UNDO
    touched = Change(desk)
    try:
        for step in reversed(steps) if backwards else steps:
            _reverse_step(step, entry, touched, backwards=backwards)
    except IntegrityError as error:
        raise _in_the_way(entry) from error
    entry.live = not backwards
    entry.save(only=[JournalEntry.live])
    _enter(desk, kind, entry.name, json.loads(entry.params), target=entry.id)
    derived.refresh(touched.leads, desk, same_names=_keep_names(steps))
    _follow(steps)


def _keep_names(steps: Sequence[_Step | JournalRow]) -> bool:
    """Whether no lead's customer or people are called otherwise after these steps than before."""
    return not any(_may_rename(step) for step in steps)


def _may_rename(step: _Step | JournalRow) -> bool:
    if step.table not in {model._meta.table_name for model in (Lead, Customer, Contact)}:
        return False
    return step.op != UPDATE or not {"name", "customer"}.isdisjoint(json.loads(step.after or "{}"))


def _follow(steps: Sequence[_Step | JournalRow]) -> None:
    """Speak the team's words as they stand now, where one of the steps was about a setting."""
    if any(step.table == Setting._meta.table_name for step in steps):
        settings.follow()


def _reverse_step(step: JournalRow, entry: JournalEntry, touched: Change, *, backwards: bool) -> None:
    model = BY_TABLE[step.table]
    if step.op == KEEP:
        return
    contacts.open_rows(model, step.row_id, step.last_id)
    if step.op == UPDATE:
        wanted, found = (step.before, step.after) if backwards else (step.after, step.before)
        row = model.get_or_none(model.id == step.row_id)
        expected = json.loads(found)
        current = row and images.image(model, {name: row.__data__[name] for name in expected})
        if current != expected:
            raise _in_the_way(entry)
        images.write(model, step.row_id, json.loads(wanted))
        touched._touch(model, row)
    elif (step.op == INSERT) == backwards:
        _remove(step, model, entry, touched)
    else:
        _restore(step, model, touched)


def _remove(step: JournalRow, model: type[Row], entry: JournalEntry, touched: Change) -> None:
    """Take a run of rows out, keeping them in the journal; refused where something newer stands on one of them."""
    newer = (
        JournalRow.select(JournalRow.id)
        .join(JournalEntry)
        .where(
            JournalRow.table == step.table,
            JournalRow.row_id <= step.last_id,
            JournalRow.last_id >= step.row_id,
            JournalEntry.id > entry.id,
            JournalEntry.kind == CHANGE,
            JournalEntry.live,
        )
    )
    if newer.exists():
        raise _in_the_way(entry)
    run = model.id.between(step.row_id, step.last_id)
    touched.leads.update(images.leads_of(model, run))
    step.archive = images.archive(model, step.row_id, step.last_id)
    step.save(only=[JournalRow.archive])
    if model.delete().where(run).execute() == 0 and database.is_on_server():
        raise _in_the_way(entry)  # somebody else's by now, so that I do not see it


def _restore(step: JournalRow, model: type[Row], touched: Change) -> None:
    """Put back what a deletion or an undone insert took out."""
    if step.op == DELETE:
        images.insert_images(model, [json.loads(step.before)])
    else:
        images.unarchive(model, step.archive)
        step.archive = None
        step.save(only=[JournalRow.archive])
    images.know(model, step.row_id, step.last_id)
    touched.leads.update(images.leads_of(model, model.id.between(step.row_id, step.last_id)))


def _in_the_way(entry: JournalEntry) -> ConflictError:
    return ConflictError(
        N_("Cannot take back or repeat “{change}”: something newer was changed on top of it."),
        change=told_name(entry),
    )


def told_name(entry: JournalEntry) -> str:
    """The name of an entry in the language being spoken."""
    params = json.loads(entry.params)
    # Names and what fills them may have been written by any program: no format of theirs is followed.
    return _FILLED.sub(lambda found: str(params.get(found[1], found[0])), _(entry.name))


_FILLED = re.compile(r"\{(\w+)\}")
