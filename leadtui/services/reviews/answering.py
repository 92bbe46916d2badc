"""Whether leads that were answered within 24 h are won more often (R30, R56): both groups with their numbers."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from peewee import fn

from leadtui.domain import stages
from leadtui.domain.statistics import MINIMUM, difference, median, share, wilson
from leadtui.domain.terms import Grade, Stage
from leadtui.i18n import NP_, _
from leadtui.services.capture import FIRST_TOUCH
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import HOURS, INTERVAL, LABEL, SHARE, Column, Panel, Row, Values
from leadtui.store.around import EFFECTIVE, STANDS
from leadtui.store.columns import to_millis
from leadtui.store.models import FollowUp, Lead, db

WITHIN, LATE = "within", "late"
ALL, UNGRADED = "all", "none"
_HOUR = 3_600_000
_CLOCK = int(FIRST_TOUCH.total_seconds() * 1000)

_COLUMNS = (
    Column("answer", NP_("review", "First answer"), LABEL),
    Column("leads", NP_("review", "Leads")),
    Column("open", NP_("review", "Open")),
    Column("won", NP_("review", "Won")),
    Column("lost", NP_("review", "Lost")),
    Column("win_rate", NP_("review", "Win rate"), SHARE, bar=True),
    Column("interval", NP_("review", "95% interval"), INTERVAL),
    Column("hours", NP_("review", "Median to answer"), HOURS),
)

_DEFINITION = NP_(
    "review",
    "Counted are the valid leads created in the period, by whether somebody reached the customer within 24 h of the"
    " lead being given to a rep, which is when it is entered. Reached means talked to or material sent; a call that"
    " nobody answered is no answer. A lead whose 24 h still run without an answer is not counted yet; imported leads"
    " start no clock. Win rate = won ÷ (won + lost). A difference is named only where both groups have at least 20"
    " decided leads, and it does not prove that the speed made it.",
)


_Group = tuple[str, str]
"""A grade, and whether the answer came in time."""


class AnswerTime:
    """The panel: within 24 h or not, for all leads and per grade."""

    key = "answer_time"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        now, before = _groups(scope, scope.now), _groups(scope, scope.before)
        keys = [key for key in product((ALL, *Grade, UNGRADED), (WITHIN, LATE)) if _has(key, now, before)]
        decided = {speed: _decided(now.get((ALL, speed), {})) for speed in (WITHIN, LATE)}
        return Panel(
            key=self.key,
            title=NP_("review", "Answer time and win rate"),
            columns=_COLUMNS,
            rows=tuple(_row(key, now, before) for key in keys),
            n=decided[WITHIN][1] + decided[LATE][1],
            definition=_DEFINITION,
            note=_finding(decided[WITHIN], decided[LATE]),
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads behind a number."""
        meant = {"open": stages.OPEN, "won": (Stage.WON,), "lost": (Stage.LOST,)}.get(column or "", tuple(Stage))
        found = []
        for lead, stage, (grade, speed), hours in _cohort(scope, scope.now):
            groups = (None, f"{grade}/{speed}", f"{ALL}/{speed}")
            if row in groups and stage in meant and (column != "hours" or hours is not None):
                found.append(lead)
        return found


def _has(key: _Group, *periods: Mapping[_Group, object]) -> bool:
    """Whether either group of a grade has leads: where one has, both are shown."""
    return any((key[0], speed) in groups for groups in periods for speed in (WITHIN, LATE))


def _cohort(scope: Scope, span: Span) -> Iterator[tuple[int, str, _Group, float | None]]:
    """The leads of a span, newest first, whose answer is known by now: stage, group, and hours to the answer."""
    scope.go_on()
    first = FollowUp.select(fn.MIN(FollowUp.at)).where(FollowUp.lead == Lead.id, FollowUp.outcome << EFFECTIVE, STANDS)
    query = (
        Lead.select(Lead.id, Lead.stage, Lead.grade, Lead.created_at, first)
        .where(span.holds(Lead.created_at), ~Lead.is_imported, Lead.stage != Stage.INVALID, *scope.leads())
        .order_by(Lead.created_at.desc(), Lead.id.desc())
    )
    waiting_since = to_millis(scope.desk.now()) - _CLOCK
    for lead, stage, grade, created, answered in db.execute(query):
        if answered is None:
            if created < waiting_since:
                yield lead, stage, (grade or UNGRADED, LATE), None
        elif answered - created <= _CLOCK:
            yield lead, stage, (grade or UNGRADED, WITHIN), max(answered - created, 0) / _HOUR
        elif created < waiting_since:
            yield lead, stage, (grade or UNGRADED, LATE), (answered - created) / _HOUR


_Waits = Mapping[str, Sequence[float | None]]
"""By stage the hours to the answer of each lead that stands there (None: never)."""
_Groups = Mapping[_Group, _Waits]


def _groups(scope: Scope, span: Span) -> _Groups:
    groups: dict[_Group, dict[str, list[float | None]]] = {}
    for _lead, stage, group, hours in _cohort(scope, span):
        groups.setdefault(group, {}).setdefault(stage, []).append(hours)
    for (_grade, speed), waits in list(groups.items()):
        together = groups.setdefault((ALL, speed), {})
        for stage, all_hours in waits.items():
            together[stage] = [*together.get(stage, ()), *all_hours]
    return groups


def _row(key: _Group, now: _Groups, before: _Groups) -> Row:
    label = _label(key)
    then = before.get(key)
    return Row(
        "/".join(key),
        label,
        (label, *_figures(now.get(key, {}))),
        None if then is None else (label, *_figures(then)),
    )


def _label(key: _Group) -> str:
    grade, speed = key
    name = words.everything() if grade == ALL else words.grade("" if grade == UNGRADED else grade)
    told = _("{grade} · ≤24 h") if speed == WITHIN else _("{grade} · >24 h")
    return told.format(grade=name)


def _figures(waits: _Waits) -> Values:
    won, decided = _decided(waits)
    leads = sum(map(len, waits.values()))
    return (
        leads,
        leads - decided,
        won,
        decided - won,
        share(won, decided),
        wilson(won, decided),
        median(hours for each in waits.values() for hours in each if hours is not None),
    )


def _decided(waits: _Waits) -> tuple[int, int]:
    """How many were won, of how many that were won or lost."""
    won = len(waits.get(Stage.WON, ()))
    return won, won + len(waits.get(Stage.LOST, ()))


def _finding(within: tuple[int, int], late: tuple[int, int]) -> str | None:
    """What may be said of the difference, if anything."""
    smaller = min(within[1], late[1])
    if smaller < MINIMUM:
        return words.too_few(smaller) if smaller else None
    low, high = difference(within, late) or (0.0, 0.0)
    told = _("No clear difference: the win rate after an answer within 24 h is between {low} and {high} points higher.")
    if low > 0:
        told = _("Answered within 24 h, the win rate is {low} to {high} points higher; that is no proof of the cause.")
    elif high < 0:
        told = _("Answered within 24 h, the win rate is {high} to {low} points lower; that is no proof of the cause.")
        low, high = -low, -high
    return told.format(low=_points(low), high=_points(high))


def _points(share: float) -> str:
    return f"{share * 100:.0f}"
