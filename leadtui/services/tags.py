"""The team's tags as they are kept in order: renamed, put into a dimension, made one of two, taken away (R35, R48)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import TagDimension
from leadtui.domain.topics import Cell, Cells, Topic, text_of
from leadtui.i18n import N_, NP_
from leadtui.store import journal
from leadtui.store.journal import Change
from leadtui.store.models import LeadTag, Tag

_NAME, _DIMENSION = NP_("setting", "Name"), NP_("setting", "Dimension")


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag and how many leads carry it."""

    id: int
    name: str
    dimension: TagDimension
    leads: int


def every() -> list[TagLine]:
    """All tags by dimension and name."""
    counted = dict(LeadTag.select(LeadTag.tag, fn.COUNT(LeadTag.id)).group_by(LeadTag.tag).tuples())
    lines = [TagLine(row.id, row.name, TagDimension(row.dimension), counted.get(row.id, 0)) for row in Tag.select()]
    return sorted(lines, key=lambda line: (list(TagDimension).index(line.dimension), line.name, line.id))


def _rows(lines: Sequence[TagLine]) -> list[dict[str, str]]:
    return [{"name": line.name, "dimension": line.dimension.label, "leads": str(line.leads)} for line in lines]


TAGS: Topic[Any] = Topic(
    "tags",
    NP_("setting", "Tags"),
    N_("Renaming a tag to another one makes one of the two. A tag that leads carry is not removed."),
    (
        Cell("name", _NAME, width=24),
        Cell("dimension", _DIMENSION, TagDimension, width=14),
        Cell("leads", NP_("setting", "Leads"), is_given=True),
    ),
    [],
    lambda document: document,
    _rows,
    lambda rows: [dict(row) for row in rows],
    is_list=True,
)


def plain() -> list[dict[str, object]]:
    """All tags as plain JSON values."""
    return [{"name": line.name, "dimension": line.dimension.value, "leads": line.leads} for line in every()]


def edit(desk: Desk, place: int | None, entered: Cells) -> None:
    """Rename the tag at `place` of `every` or put it into a dimension; one that is there already takes its leads.

    Without a place a tag is added.
    """
    line = every()[place] if place is not None else None
    with journal.change(desk, N_("Tag: {tag}"), tag=line.name if line else entered.get("name", "")) as change:
        _edit(change, line, entered)


def _edit(change: Change, line: TagLine | None, entered: Cells) -> None:
    name = text_of(_NAME, "name", entered.get("name", line.name if line else ""), needed=True)
    told = entered.get("dimension", "")
    dimension = TagDimension.read(told) if told else line.dimension if line else TagDimension.OTHER
    other = Tag.get_or_none(Tag.name == name, Tag.dimension == dimension)
    if line is None:
        if other is None:
            change.insert(Tag, name=name, dimension=dimension)
    elif other is None or other.id == line.id:
        change.update(Tag, line.id, name=name, dimension=dimension)
    else:
        _merge(change, line.id, other.id)


def _merge(change: Change, tag: int, into: int) -> None:
    """Give the leads of one tag the other, and take the one away."""
    has = {lead for (lead,) in LeadTag.select(LeadTag.lead).where(LeadTag.tag == into).tuples()}
    for link in list(LeadTag.select().where(LeadTag.tag == tag)):
        if link.lead_id in has:
            change.delete(LeadTag, link.id)
        else:
            change.update(LeadTag, link.id, tag=into)
    change.delete(Tag, tag)


def remove(desk: Desk, place: int) -> None:
    """Take away a tag that no lead carries; LeadtuiError for another."""
    line = every()[place]
    with journal.change(desk, N_("Tag: {tag}"), tag=line.name) as change:
        _remove(change, line)


def _remove(change: Change, line: TagLine) -> None:
    if line.leads:
        raise LeadtuiError(
            N_("{count} leads carry the tag {tag}. Rename it to another one to make one of the two."),
            count=line.leads,
            tag=line.name,
        )
    change.delete(Tag, line.id)


def change(desk: Desk, wanted: object) -> None:
    """Change tags by name: `{"OLD": {"name": …, "dimension": …}, "UNUSED": null}`, all of it as one step."""
    if not isinstance(wanted, dict):
        raise LeadtuiError(
            N_("A table of tags by name is wanted, such as {example}."), example='{"OLD": {"name": "NEW"}}'
        )
    with journal.change(desk, N_("Tags: {count}"), count=len(wanted)) as under_way:
        for name, given in wanted.items():
            line = next((each for each in every() if each.name == name), None)
            if line is None:
                raise LeadtuiError(N_("There is no tag {tag}."), tag=name)
            if given is None:
                _remove(under_way, line)
            else:
                _edit(under_way, line, {str(key): str(value) for key, value in dict(given).items()})
