"""The words a form completes: those lately used in the book, the most frequent ahead, then the common lists (§2.2)."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from peewee import CharField

from leadtui.domain.suggested import suggested
from leadtui.domain.tags import shown_tags
from leadtui.domain.terms import TagDimension
from leadtui.store.models import Customer, Lead, LeadTag, Rep, Row, Tag

T = TypeVar("T")

_MOST = 300
_LATELY = 5_000
"""The newest rows, whose words a form completes: what a team uses now, at the same cost in a book of any size."""


def known_words() -> dict[str, tuple[str, ...]]:
    """What can be completed, by field key."""
    found = {
        "source_detail": _frequent(Lead, Lead.source_detail),
        "industry": _frequent(Customer, Customer.industry),
        "region": _frequent(Customer, Customer.region),
        "employees": _frequent(Customer, Customer.employees),
        "owner": [name for (name,) in Rep.select(Rep.name).order_by(Rep.name).tuples()],
        "tags": _tags(),
    }
    return {key: tuple(dict.fromkeys((*words, *suggested(key)))) for key, words in found.items()}


def _frequent(model: type[Row], column: CharField) -> list[str]:
    newest = model.select(column).where(model.deleted_at.is_null()).order_by(model.id.desc()).limit(_LATELY)
    return _counted(word for (word,) in newest.tuples() if word)


def _tags() -> list[str]:
    tags = {tag.id: tag for tag in Tag.select()}
    newest = LeadTag.select(LeadTag.tag).order_by(LeadTag.id.desc()).limit(_LATELY)
    used = (tags[tag_id] for tag_id in _counted(tag_id for (tag_id,) in newest.tuples()))
    return [word for tag in used for word in (shown_tags([(tag.name, TagDimension(tag.dimension))]), tag.name)]


def _counted(used: Iterable[T]) -> list[T]:
    """What was used, the most frequent first."""
    return [each for each, _count in Counter(used).most_common(_MOST)]
