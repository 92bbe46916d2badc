"""What a setting of the team is made of: its name, its table of rows, and how it is read and written.

A setting is edited as rows of text cells, by a form and by the command line alike; reading the document that they
make is the one place where it is checked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from leadtui.domain.errors import Implausible, LeadtuiError
from leadtui.domain.terms import Term
from leadtui.domain.text import LINE_LIMIT, TooLong, clean
from leadtui.i18n import N_, NP_, Marked, told

V = TypeVar("V")

Cells = Mapping[str, str]
"""One row of a setting: the text of each cell by its key."""


class InUse(Term):
    """Whether a choice is offered, or put away because it is no longer wanted."""

    YES = "yes", NP_("setting", "yes")
    NO = "no", NP_("setting", "put away")


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a setting's table. `is_given`: shown and never entered; `hint`: what a person would type."""

    key: str
    marked: Marked
    choices: type[Term] | None = None
    is_note: bool = False
    is_given: bool = False
    hint: str = ""
    width: int = 12

    @property
    def label(self) -> str:
        """The column's name in the language being spoken."""
        return told(self.marked)


@dataclass(frozen=True, slots=True, eq=False)
class Topic(Generic[V]):
    """One setting: what it is called, what it holds while nobody has set it, and its two shapes.

    `read` makes the value of a stored document, raising LeadtuiError (Implausible names the cell); `rows` shows a
    value as text, `document` turns such rows back. `is_list`: rows may be added and removed. Cells in `shared` are
    the same in all rows that agree on the first of them.
    """

    key: str
    marked: Marked
    about: str
    cells: tuple[Cell, ...]
    default: V
    read: Callable[[object], V]
    rows: Callable[[V], list[dict[str, str]]]
    document: Callable[[Sequence[Cells]], object]
    is_list: bool = False
    shared: tuple[str, ...] = field(default=())

    @property
    def label(self) -> str:
        """The setting's name in the language being spoken."""
        return told(self.marked)


def with_row(topic: Topic[Any], rows: Sequence[Cells], place: int | None, entered: Cells) -> list[Cells]:
    """The rows with the one at `place` changed by what was entered, or with a new one at the end."""
    first, *others = topic.shared or ("",)
    changed = [dict(row) for row in rows]
    if place is None:
        # What a row shares with its fellows it takes from them, where nothing else was entered.
        fellow = next((row for row in changed if topic.shared and row[first] == entered[first]), {})
        held = {key: fellow[key] for key in others if key in fellow and not entered[key]}
        changed.append({**entered, **held})
        place = len(changed) - 1
    else:
        changed[place] |= entered
    shared = {key: changed[place][key] for key in others}
    return [row | shared if topic.shared and row[first] == changed[place][first] else row for row in changed]


def text_of(topic_cell: Marked, key: str, value: object, *, needed: bool = False, is_note: bool = False) -> str:
    """A cell's text, cleaned; Implausible where it is too long, no text, or missing and `needed`."""
    name = told(topic_cell)
    if not isinstance(value, str):
        raise Implausible(key, N_("{field}: text is wanted."), field=name)
    try:
        text = clean(value, limit=2000 if is_note else LINE_LIMIT, multiline=is_note)
    except TooLong as error:
        raise Implausible(
            key, N_("{field} holds at most {limit} characters; this has {length}."),
            field=name, limit=error.limit, length=error.length,
        ) from error  # fmt: skip
    if needed and not text:
        raise Implausible(key, N_("{field} is needed."), field=name)
    return text


def whole(cell: Marked, key: str, value: object, least: int, most: int) -> int:
    """A whole number given as such or as text; Implausible outside its bounds."""
    number = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
    if type(number) is not int or not least <= number <= most:
        raise Implausible(
            key, N_("{field}: a whole number from {least} to {most} is wanted."),
            field=told(cell), least=least, most=most,
        )  # fmt: skip
    return number


def records(document: object) -> list[dict[str, Any]]:
    """A list of tables; LeadtuiError for anything else."""
    if not isinstance(document, list) or not all(isinstance(each, dict) for each in document):
        raise LeadtuiError(N_("A list of tables is wanted, such as {example}."), example='[{"label": "…"}]')
    return document
