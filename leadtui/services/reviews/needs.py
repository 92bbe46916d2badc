"""What customers ask for most (R29): the words of needs, pain points and tags, by how many leads name each."""

from collections import Counter
from itertools import islice

from leadtui.domain import need_words
from leadtui.domain.statistics import share
from leadtui.domain.terms import TagDimension
from leadtui.i18n import NP_
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import COUNT, LABEL, SHARE, Column, Panel, Row
from leadtui.store.around import STANDS
from leadtui.store.models import FollowUp, Lead, LeadTag, Tag, db

MOST = 20
"""Words shown."""
_SPELLINGS_FROM = 2000
"""Texts in which the usual spelling of a word is looked up."""
_PAUSE = 1000

_COLUMNS = (
    Column("need", NP_("review", "Need"), LABEL),
    Column("leads", NP_("review", "Leads"), COUNT, bar=True),
    Column("share", NP_("review", "Share"), SHARE),
)

_DEFINITION = NP_(
    "review",
    "The words that most leads name: in initial need, need in detail and pain point of the leads created in the period,"
    " in their tags for the kind of need, and as new need in the contacts of the period. Counted are leads, not how"
    " often a word is said; n is the number of leads that say anything. Filler words, numbers and what only one lead"
    " names are left out. Words that nearly always stand together are shown as one.",
)


class Needs:
    """The panel: a row per word."""

    key = "needs"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        texts = _texts(scope, scope.now)
        counts = _counted(scope, texts)
        earlier = _texts(scope, scope.before)
        then = _counted(scope, earlier)
        found = need_words.ranked(counts, MOST)
        spelled = need_words.spelled([word for word, _count in found], islice(texts.values(), _SPELLINGS_FROM))
        return Panel(
            key=self.key,
            title=NP_("review", "What customers ask for"),
            columns=_COLUMNS,
            rows=tuple(
                _row(word, spelled.get(word, word), (count, len(texts)), (then[word], len(earlier)))
                for word, count in found
            ),
            n=len(texts),
            definition=_DEFINITION,
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads that name a word, or that say anything."""
        texts = _texts(scope, scope.now)
        chosen = {lead for lead, text in texts.items() if row is None or row in need_words.terms(text)}
        ordered = Lead.select(Lead.id).order_by(Lead.created_at.desc(), Lead.id.desc())
        return [lead for (lead,) in db.execute(ordered) if lead in chosen]


def _texts(scope: Scope, span: Span) -> dict[int, str]:
    """All that each lead says of its needs, as one text by lead."""
    scope.go_on()
    found: dict[int, list[str]] = {}
    written = Lead.select(Lead.id, Lead.initial_need, Lead.need_detail, Lead.pain_point)
    for lead, *texts in db.execute(written.where(span.holds(Lead.created_at), *scope.leads())):
        if any(texts):
            found[lead] = texts
    scope.go_on()
    said = FollowUp.select(FollowUp.lead, FollowUp.new_need).join(Lead)
    said = said.where(span.holds(FollowUp.at), FollowUp.new_need != "", STANDS, *scope.leads())
    tags = LeadTag.select(LeadTag.lead, Tag.name).join(Tag).switch(LeadTag).join(Lead)
    tags = tags.where(Tag.dimension == TagDimension.NEED, span.holds(Lead.created_at), *scope.leads())
    for query in (said, tags):
        for lead, text in db.execute(query):
            found.setdefault(lead, []).append(text)
    return {lead: "\n".join(texts) for lead, texts in found.items()}


def _counted(scope: Scope, texts: dict[int, str]) -> Counter[str]:
    """How many leads name each word or phrase."""
    counts: Counter[str] = Counter()
    for place, (text, leads) in enumerate(Counter(texts.values()).items()):
        if place % _PAUSE == 0:
            scope.go_on()
        terms = need_words.terms(text)
        counts.update(terms if leads == 1 else dict.fromkeys(terms, leads))
    return counts


def _row(word: str, label: str, now: tuple[int, int], before: tuple[int, int]) -> Row:
    then = (label, before[0], share(*before)) if before[1] else None
    return Row(word, label, (label, now[0], share(*now)), then)
