"""How many contacts and days it took to win, beside what the lost ones took (R39)."""

from collections.abc import Sequence

from peewee import JOIN, Case, fn

from leadtui.domain.statistics import median
from leadtui.domain.terms import Stage
from leadtui.i18n import NP_, told
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import DAYS, LABEL, SCORE, Column, Panel, Row, Values
from leadtui.store.around import EFFECTIVE, STANDS
from leadtui.store.models import FollowUp, Lead, db

_DAY = 86_400_000
_ENDS = (Stage.WON, Stage.LOST)

_COLUMNS = (
    Column("end", NP_("review", "Ended"), LABEL),
    Column("leads", NP_("review", "Leads")),
    Column("contacts", NP_("review", "Contacts, median"), SCORE, bar=True),
    Column("reached", NP_("review", "Reached, median"), SCORE),
    Column("days", NP_("review", "Days, median"), DAYS),
)

_DEFINITION = NP_(
    "review",
    "Counted are the leads that were won or lost in the period and still are: how many contacts were made until then"
    " (reached: talked to, or material sent), and how many days lay between the lead's creation and its end. Half of"
    " the leads took fewer, half took more. Corrected records count once.",
)

_Ended = tuple[int, int, int, int]
"""A lead: its id, contacts made, customers reached, milliseconds from creation to end."""


class Effort:
    """The panel: won and lost leads with what they took."""

    key = "effort"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        now, before = _ended(scope, scope.now), _ended(scope, scope.before)
        return Panel(
            key=self.key,
            title=NP_("review", "Contacts until the win"),
            columns=_COLUMNS,
            rows=tuple(_row(end, now[end], before[end]) for end in _ENDS if now[end] or before[end]),
            n=len(now[Stage.WON]),
            definition=_DEFINITION,
            note=words.too_few(len(now[Stage.WON])),
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads behind a number."""
        ended = _ended(scope, scope.now)
        return [lead for end in _ENDS if row in (None, end) for lead, *_took in ended[end]]


def _ended(scope: Scope, span: Span) -> dict[Stage, list[_Ended]]:
    """The leads that ended in a span, newest first."""
    scope.go_on()
    made = (FollowUp.lead == Lead.id) & (FollowUp.at <= Lead.stage_since) & STANDS
    query = (
        Lead.select(
            Lead.stage,
            Lead.id,
            fn.COUNT(FollowUp.id),
            fn.SUM(Case(None, [(FollowUp.outcome << EFFECTIVE, 1)], 0)),
            Lead.stage_since - Lead.created_at,
        )
        .join(FollowUp, JOIN.LEFT_OUTER, on=made)
        .where(Lead.stage << _ENDS, span.holds(Lead.stage_since), *scope.leads())
        .group_by(Lead.id, Lead.stage, Lead.stage_since, Lead.created_at)
        .order_by(Lead.created_at.desc(), Lead.id.desc())
    )
    found: dict[Stage, list[_Ended]] = {end: [] for end in _ENDS}
    for stage, *ended in db.execute(query):
        found[Stage(stage)].append(tuple(ended))
    return found


def _row(end: Stage, now: Sequence[_Ended], before: Sequence[_Ended]) -> Row:
    label = told(NP_("review", "Won") if end is Stage.WON else NP_("review", "Lost"))
    then = (label, *_figures(before)) if before else None
    return Row(end.value, label, (label, *_figures(now)), then)


def _figures(ended: Sequence[_Ended]) -> Values:
    took = median(each[3] for each in ended)
    return (
        len(ended),
        median(each[1] for each in ended),
        median(int(each[2]) for each in ended),
        None if took is None else max(took, 0) / _DAY,
    )
