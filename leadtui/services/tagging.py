"""The tags of a lead as one line in a form: those named stay or come, the others go, each in its dimension (R35)."""

from leadtui.domain.tags import read_tags
from leadtui.domain.terms import TagDimension
from leadtui.services.records import add_tag
from leadtui.store.journal import Change
from leadtui.store.models import LeadTag, Tag


def set_tags(change: Change, lead_id: int, line: str) -> None:
    """Give a lead exactly the tags on this line. A name without a dimension keeps the one the book knows it in."""
    held = _tags_of(lead_id)
    # A bare word is how a tag without a dimension is shown, so such a one on this lead has the last say.
    bare_last = sorted(held, key=lambda tag: str(tag.dimension) == TagDimension.OTHER)
    known = {tag.name: TagDimension(tag.dimension) for tag in (*Tag.select().order_by(-Tag.id), *bare_last)}
    wanted = read_tags(line, known)
    for tag in held:
        if (tag.name, TagDimension(tag.dimension)) not in wanted:
            link = LeadTag.select(LeadTag.id).where(LeadTag.lead == lead_id, LeadTag.tag == tag.id).scalar()
            change.delete(LeadTag, link)
    for name, dimension in wanted:
        add_tag(change, lead_id, name, dimension.value)


def _tags_of(lead_id: int) -> list[Tag]:
    return list(Tag.select().join(LeadTag).where(LeadTag.lead == lead_id).order_by(Tag.name))
