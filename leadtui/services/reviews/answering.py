"""Whether leads that were answered within 24 h are won more often (R30, R56): both groups with their numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Answered:
    """One lead of the cohort: where it stands, its group, and the hours until it was answered (None: never)."""

    lead: int
    stage: str
    group: tuple[str, str]
    hours: float | None


class AnswerTime:
    """The panel: within 24 h or not, for all leads and per grade."""

    key = "answer_time"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        now = _grouped(_cohort(scope, scope.now))
        before = _grouped(_cohort(scope, scope.before))
        keys = [key for key in product((ALL, *Grade, UNGRADED), (WITHIN, LATE)) if _has(key, now, before)]
        decided = {speed: _decided(now.get((ALL, speed), ())) for speed in (WITHIN, LATE)}
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
        stages_of = {"open": stages.OPEN, "won": (Stage.WON,), "lost": (Stage.LOST,)}.get(column or "", tuple(Stage))
        grade, _slash, speed = (row or "").partition("/")
        cohort = _cohort(scope, scope.now)
        chosen = [each for each in cohort if row is None or (each.group[1] == speed and grade in (ALL, each.group[0]))]
        return [each.lead for each in chosen if each.stage in stages_of and (column != "hours" or each.hours)]


def _has(key: tuple[str, str], *periods: Mapping[tuple[str, str], object]) -> bool:
    """Whether either group of a grade has leads: where one has, both are shown."""
    return any((key[0], speed) in groups for groups in periods for speed in (WITHIN, LATE))


def _cohort(scope: Scope, span: Span) -> list[_Answered]:
    """The leads of a span, newest first, whose answer is known by now."""
    scope.go_on()
    first = FollowUp.select(fn.MIN(FollowUp.at)).where(FollowUp.lead == Lead.id, FollowUp.outcome << EFFECTIVE, STANDS)
    query = (
        Lead.select(Lead.id, Lead.stage, Lead.grade, Lead.created_at, first)
        .where(span.holds(Lead.created_at), ~Lead.is_imported, Lead.stage != Stage.INVALID, *scope.leads())
        .order_by(Lead.created_at.desc(), Lead.id.desc())
    )
    now = to_millis(scope.desk.now())
    found = []
    for lead, stage, grade, created, answered in db.execute(query):
        is_within = answered is not None and answered - created <= _CLOCK
        if is_within or now > created + _CLOCK:
            hours = None if answered is None else max(answered - created, 0) / _HOUR
            found.append(_Answered(lead, stage, (grade or UNGRADED, WITHIN if is_within else LATE), hours))
    return found


def _grouped(cohort: Iterable[_Answered]) -> dict[tuple[str, str], list[_Answered]]:
    groups: dict[tuple[str, str], list[_Answered]] = {}
    for each in cohort:
        groups.setdefault(each.group, []).append(each)
        groups.setdefault((ALL, each.group[1]), []).append(each)
    return groups


_Groups = Mapping[tuple[str, str], Sequence[_Answered]]


def _row(key: tuple[str, str], now: _Groups, before: _Groups) -> Row:
    label = _label(key)
    then = before.get(key)
    return Row(
        "/".join(key),
        label,
        (label, *_figures(now.get(key, ()))),
        None if then is None else (label, *_figures(then)),
    )


def _label(key: tuple[str, str]) -> str:
    grade, speed = key
    name = words.everything() if grade == ALL else words.grade("" if grade == UNGRADED else grade)
    told = _("{grade} · within 24 h") if speed == WITHIN else _("{grade} · later or never")
    return told.format(grade=name)


def _figures(cohort: Sequence[_Answered]) -> Values:
    won, decided = _decided(cohort)
    return (
        len(cohort),
        len(cohort) - decided,
        won,
        decided - won,
        share(won, decided),
        wilson(won, decided),
        median(each.hours for each in cohort if each.hours is not None),
    )


def _decided(cohort: Sequence[_Answered]) -> tuple[int, int]:
    """How many were won, of how many that were won or lost."""
    won = sum(each.stage == Stage.WON for each in cohort)
    return won, won + sum(each.stage == Stage.LOST for each in cohort)


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
