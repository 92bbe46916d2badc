"""The team's settings: what there is, each as rows of text, and changing them, one undoable step each."""

import json
from dataclasses import dataclass
from typing import Any

from leadtui.desk import Desk
from leadtui.domain import pool, talk, team_gates, team_pace, team_rules, team_words
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import OpenTerm
from leadtui.domain.topics import Cell, Cells, InUse, Topic, with_row
from leadtui.i18n import N_, in_every_language
from leadtui.services import assignment, cadence, tags
from leadtui.store import journal, settings
from leadtui.store.models import Lead, Setting

TOPICS: dict[str, Topic[Any]] = {
    topic.key: topic
    for topic in (
        team_words.SOURCES,
        team_rules.NUMBER_TEMPLATE,
        team_rules.STAGES,
        team_gates.GATES,
        team_words.LOST_REASONS,
        team_words.INVALID_REASONS,
        team_pace.CADENCE,
        team_pace.ASSIGNMENT,
        team_rules.UNSIGNED_DAYS,
        pool.PATIENCE,
        pool.LIMITS,
        talk.TALK_TRACKS,
        talk.TEMPLATES,
        tags.TAGS,
    )
}
"""Every setting by key, in the order they are listed."""

_COLUMNS = {"sources": Lead.source, "lost_reasons": Lead.lost_reason, "invalid_reasons": Lead.invalid_reason}
"""The column that holds such a choice."""


@dataclass(frozen=True, slots=True)
class Table:
    """A setting as it stands: its rows as text, and whether the team has set anything."""

    topic: Topic[Any]
    rows: tuple[Cells, ...]
    is_own: bool

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The columns."""
        return self.topic.cells


def topic(name: str) -> Topic[Any]:
    """The setting that a person names by key or label; LeadtuiError naming those there are."""
    wanted = name.strip().casefold()
    for each in TOPICS.values():
        if wanted in {each.key, *(label.casefold() for label in in_every_language(each.marked))}:
            return each
    raise LeadtuiError(N_("There is no setting {name}. Settings: {names}"), name=name, names=", ".join(TOPICS))


def table(key: str) -> Table:
    """A setting with its rows in the language being spoken."""
    chosen = topic(key)
    if chosen is tags.TAGS:
        return Table(chosen, tuple(chosen.rows(tags.every())), True)
    return Table(chosen, tuple(chosen.rows(settings.value(chosen))), bool(settings.text(chosen.key)))


def tables() -> list[Table]:
    """Every setting."""
    return [table(key) for key in TOPICS]


def document(key: str) -> object:
    """A setting as plain JSON values: what `put` takes."""
    chosen = topic(key)
    if chosen is tags.TAGS:
        return tags.plain()
    return chosen.document(chosen.rows(settings.value(chosen)))


def put(desk: Desk, key: str, wanted: object) -> None:
    """Put a whole setting in force, given as plain JSON values.

    Raises LeadtuiError (Implausible names the cell) for what cannot be, and stores nothing then.
    """
    chosen = topic(key)
    if chosen is tags.TAGS:
        tags.change(desk, wanted)
        return
    value = chosen.read(wanted)
    if chosen is team_pace.CADENCE:
        cadence.change(desk, value)
    elif chosen is team_pace.ASSIGNMENT:
        assignment.set_rules(desk, [assignment.Rule(**each) for each in value])
    else:
        _store(desk, chosen, _as_stored(chosen, value))


def edit(desk: Desk, key: str, place: int | None, entered: Cells) -> None:
    """Change the row at `place`, or add one; `entered` is text by cell. Raises like `put`."""
    if topic(key) is tags.TAGS:
        tags.edit(desk, place, entered)
        return
    shown = table(key)
    known = {cell.key for cell in shown.cells if not cell.is_given}
    if unknown := entered.keys() - known:
        raise LeadtuiError(
            N_("There is no field {field}. Fields: {fields}"), field=min(unknown), fields=", ".join(sorted(known))
        )
    entered = dict.fromkeys(known, "") | dict(entered) if place is None else entered
    put(desk, key, shown.topic.document(with_row(shown.topic, shown.rows, place, entered)))


def remove(desk: Desk, key: str, place: int) -> bool:
    """Take a row away; false where it was put away instead, because leads carry it or it is one of the house's."""
    shown = table(key)
    if not shown.topic.is_list:
        raise LeadtuiError(N_("This setting has no rows to remove; change it instead."))
    if shown.topic is tags.TAGS:
        tags.remove(desk, place)
        return True
    row = shown.rows[place]
    if key in _COLUMNS and row["key"] in _used(key) | _given(key):
        edit(desk, key, place, {"active": InUse.NO})
        return False
    rows = [each for number, each in enumerate(shown.rows) if number != place]
    put(desk, key, shown.topic.document(rows))
    return True


def _given(key: str) -> set[str]:
    kinds: dict[str, type[OpenTerm]] = {each.key: kind for kind, each in team_words.VOCABULARY.items()}
    return {term.value for term in kinds[key]}


def _used(key: str) -> set[str]:
    """The choices that some lead carries, those in the trash included."""
    column = _COLUMNS[key]
    return {value for (value,) in Lead.select(column).distinct().where(column.is_null(False)).tuples()}


def _as_stored(chosen: Topic[Any], value: Any) -> object:
    if chosen.key in _COLUMNS:
        words = team_words.kept(value, settings.value(chosen), _used(chosen.key))
        return team_words.words_document(words)
    return chosen.document(chosen.rows(value))


def _store(desk: Desk, chosen: Topic[Any], stored: object) -> None:
    value = json.dumps(stored, ensure_ascii=False)
    with journal.change(desk, N_("Setting: {setting}"), setting=chosen.label) as change:
        row = Setting.get_or_none(Setting.key == chosen.key)
        if row is None:
            change.insert(Setting, key=chosen.key, value=value)
        else:
            change.update(Setting, row.id, value=value)
