"""The words a form completes: those in the book first, the most frequent ahead, then the common lists (spec §2.2)."""

from peewee import CharField, fn

from leadtui.domain.suggested import suggested
from leadtui.domain.tags import shown_tags
from leadtui.domain.terms import TagDimension
from leadtui.store.models import Customer, Lead, LeadTag, Rep, Row, Tag

_MOST = 300


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
    query = model.select(column).where(column != "", model.deleted_at.is_null()).group_by(column)
    return [word for (word,) in query.order_by(fn.COUNT(model.id).desc()).limit(_MOST).tuples()]


def _tags() -> list[str]:
    used = Tag.select(Tag.name, Tag.dimension).join(LeadTag).group_by(Tag.id)
    rows = used.order_by(fn.COUNT(LeadTag.id).desc()).limit(_MOST).tuples()
    return [word for name, dimension in rows for word in (shown_tags([(name, TagDimension(dimension))]), name)]
