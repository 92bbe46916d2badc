"""The figures of a review worked out in plain Python from generated lives: no query, no code of the panels."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import sqrt
from statistics import median
from zoneinfo import ZoneInfo

from leadtui.domain.terms import Outcome, Stage
from tests.services.lives import NOW, REPS, Contact, Life

Figures = dict[str, dict[str, object]]
"""By row key the figures by column."""
_OPEN = (Stage.CAPTURED, Stage.QUALIFYING, Stage.SOLUTION, Stage.NEGOTIATION)
_ROAD = (*_OPEN, Stage.WON)
_ODDS = {Stage.CAPTURED: 10, Stage.QUALIFYING: 20, Stage.SOLUTION: 50, Stage.NEGOTIATION: 80}
_PATIENCE = {Stage.CAPTURED: 1, Stage.QUALIFYING: 3, Stage.SOLUTION: 10, Stage.NEGOTIATION: 7}
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Days:
    """A period by its local days."""

    start: date
    end: date
    zone: ZoneInfo

    def holds(self, at: datetime) -> bool:
        """Whether an instant's local day is one of them."""
        return self.start <= at.astimezone(self.zone).date() <= self.end


def _wilson(won: int, n: int) -> tuple[float | None, float | None]:
    """The bounds where |p - won/n| = 1.96 · sqrt(p(1-p)/n): the roots of a quadratic."""
    if not n:
        return None, None
    z = 1.959963984540054
    a, b, c = n + z * z, -(2 * won + z * z), won * won / n
    root = sqrt(max(b * b - 4 * a * c, 0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def _rates(won: int, n: int, name: str = "rate") -> dict[str, object]:
    low, high = _wilson(won, n)
    return {name: won / n if n else None, "low": low, "high": high}


def _middle(values: Iterable[float]) -> float | None:
    found = list(values)
    return median(found) if found else None


def _groups(lives: Iterable[Life], key: Callable[[Life], str]) -> dict[str, list[Life]]:
    found: dict[str, list[Life]] = {}
    for life in lives:
        found.setdefault(key(life), []).append(life)
    return found


def _conversion(lives: Sequence[Life]) -> dict[str, object]:
    count = {stage: sum(life.stage is stage for life in lives) for stage in Stage}
    still_open = sum(count[stage] for stage in _OPEN)
    leads = count[Stage.WON] + count[Stage.LOST] + still_open
    return {
        "leads": leads,
        "won": count[Stage.WON],
        "lost": count[Stage.LOST],
        "open": still_open,
        "invalid": count[Stage.INVALID],
        **_rates(count[Stage.WON], leads),
    }


def by_source(lives: Sequence[Life], days: Days) -> Figures:
    """Conversion of the leads created in the period."""
    cohort = [life for life in lives if days.holds(life.created)]
    return {key: _conversion(each) for key, each in _groups(cohort, lambda life: life.source.value).items()}


def by_grade(lives: Sequence[Life], days: Days) -> Figures:
    """The same by grade."""
    cohort = [life for life in lives if days.holds(life.created)]
    return {key: _conversion(each) for key, each in _groups(cohort, lambda life: life.grade or "").items()}


def by_customers(lives: Sequence[Life], days: Days) -> Figures:
    """The same of those that were opened from another lead."""
    cohort = [life for life in lives if days.holds(life.created) and life.way]
    return {key: _conversion(each) for key, each in _groups(cohort, lambda life: life.way or "").items()}


def funnel(lives: Sequence[Life], days: Days) -> Figures:
    """Every stage of the road."""
    return {stage.value: _step(lives, days, stage) for stage in _ROAD}


def _stays(life: Life) -> list[tuple[Stage, datetime, datetime | None, Stage | None]]:
    moved = [life.stages[0]]
    for step in life.stages[1:]:
        if step[1] is not moved[-1][1]:
            moved.append(step)
    ends = [(at, stage) for at, stage in moved[1:]]
    return [
        (stage, at, left, went_to) for (at, stage), (left, went_to) in zip(moved, [*ends, (None, None)], strict=True)
    ]


def _step(lives: Sequence[Life], days: Days, stage: Stage) -> dict[str, object]:
    entered = on = dropped = standing = stale = 0
    times: list[float] = []
    today = NOW.astimezone(days.zone).date()
    last = min(days.end, today)
    for life in lives:
        stays = [each for each in _stays(life) if each[0] is stage]
        new = [each for each in stays if days.holds(each[1])]
        went = [each for each in new if each[3] in _ROAD and _ROAD.index(each[3]) > _ROAD.index(stage)]
        fell = [each for each in new if each[3] in (Stage.LOST, Stage.INVALID)]
        entered += bool(new)
        on += bool(went)
        dropped += bool(fell) and not went
        times += [(left - at) / _DAY for _stage, at, left, _to in stays if left and days.holds(left)]
        for _stage, at, left, _to in stays:
            came = at.astimezone(days.zone).date()
            if came <= last and (left is None or left.astimezone(days.zone).date() > last):
                standing += 1
                is_snoozed = life.snoozed is not None and life.snoozed > last
                stale += (last - came).days > _PATIENCE.get(stage, 9999) and not is_snoozed
    if stage is Stage.WON:
        return {"entered": entered}
    return {
        "entered": entered,
        "went_on": on,
        "dropped": dropped,
        **_rates(on, entered),
        "days": _middle(times),
        "standing": standing,
        "stale": stale,
    }


def _is_effective(contact: Contact) -> bool:
    return contact.outcome in (Outcome.REACHED, Outcome.MATERIAL_SENT)


def answer_time(lives: Sequence[Life], days: Days) -> Figures:
    """Within 24 h or not, for all and by grade; a grade's two rows stand together."""
    groups: dict[tuple[str, str], list[tuple[Life, float | None]]] = {}
    for life in lives:
        if not days.holds(life.created) or life.is_imported or life.stage is Stage.INVALID:
            continue
        answers = [each.at for each in life.standing if _is_effective(each)]
        wait = min(answers) - life.created if answers else None
        if wait is None and NOW - life.created <= _DAY:
            continue
        if wait is not None and wait > _DAY and NOW - life.created <= _DAY:
            continue
        speed = "within" if wait is not None and wait <= _DAY else "late"
        hours = None if wait is None else max(wait / _HOUR, 0)
        for grade in ("all", life.grade or "none"):
            groups.setdefault((grade, speed), []).append((life, hours))
    found: Figures = {}
    for grade in {grade for grade, _speed in groups}:
        for speed in ("within", "late"):
            told = groups.get((grade, speed), [])
            won = sum(life.stage is Stage.WON for life, _hours in told)
            lost = sum(life.stage is Stage.LOST for life, _hours in told)
            found[f"{grade}/{speed}"] = {
                "leads": len(told),
                "open": sum(life.stage in _OPEN for life, _hours in told),
                "won": won,
                "lost": lost,
                **_rates(won, won + lost, "win_rate"),
                "hours": _middle(hours for _life, hours in told if hours is not None),
            }
    return found


def record_lag(lives: Sequence[Life], days: Days, rep: str | None) -> Figures:
    """Contacts by who recorded them first."""
    lags: dict[str, list[int]] = {}
    for life in lives:
        for each in life.contacts:
            is_meant = rep is None or each.by == rep
            if days.holds(each.at) and each.corrects is None and not life.is_imported and is_meant:
                lags.setdefault(each.by or "", []).append(each.lag)
    return {
        name: {
            "contacts": len(each),
            "on_time": sum(lag <= 1440 for lag in each),
            "late": sum(lag > 1440 for lag in each),
            **_rates(sum(lag <= 1440 for lag in each), len(each), "share"),
            "hours": median(each) / 60,
        }
        for name, each in lags.items()
    }


def lost_reasons(lives: Sequence[Life], days: Days) -> Figures:
    """Lost in the period and still lost."""
    cohort = [life for life in lives if life.stage is Stage.LOST and days.holds(life.since)]
    groups = _groups(cohort, lambda life: life.lost_reason.value if life.lost_reason else "")
    return {
        key: {
            "leads": len(each),
            "amount": sum(life.price or 0 for life in each) / 100,
            "without": sum(life.price is None for life in each),
        }
        for key, each in groups.items()
    }


def competitors(lives: Sequence[Life], days: Days) -> Figures:
    """Decided in the period, against somebody."""
    ends = (Stage.WON, Stage.LOST)
    cohort = [life for life in lives if life.stage in ends and days.holds(life.since) and life.competitor.strip()]
    found: Figures = {}
    for key, each in _groups(cohort, lambda life: life.competitor.strip()).items():
        won = sum(life.stage is Stage.WON for life in each)
        found[key] = {"leads": len(each), "won": won, "lost": len(each) - won, **_rates(won, len(each), "win_rate")}
    return found


def activity(lives: Sequence[Life], days: Days, rep: str | None) -> Figures:
    """What each rep did."""
    told = {name: _work(lives, days, name) for name in REPS if rep in (None, name)}
    return {name or "": work for name, work in told.items() if any(work.values())}


def _work(lives: Sequence[Life], days: Days, name: str | None) -> dict[str, object]:
    own = [(life, each) for life in lives for each in life.standing if days.holds(each.at) and each.by == name]
    reached = [life.customer for life, each in own if _is_effective(each)]
    moves = [move for life in lives for move in _moves(life) if days.holds(move[2]) and move[3] == name]
    entered = [life.owner if life.is_imported else life.created_by for life in lives if days.holds(life.created)]
    return {
        "contacts": len(own),
        "reached": len(reached),
        "customers": len(set(reached)),
        "new": sum(each == name for each in entered),
        "moved": sum(
            before in _ROAD and after in _ROAD and _ROAD.index(after) > _ROAD.index(before)
            for before, after, _at, _by in moves
        ),
        "won": sum(after is Stage.WON for _before, after, _at, _by in moves),
    }


def _moves(life: Life) -> list[tuple[Stage, Stage, datetime, str | None]]:
    """The moves that a person made, from and to."""
    stages = [stage for _at, stage in life.stages]
    told = zip(pairwise(stages), life.moves, strict=True)
    return [
        (before, after, at, by)
        for (before, after), (at, _stage, by, why) in told
        if before is not after and why != "import"
    ]


def forecast(lives: Sequence[Life], zone: ZoneInfo) -> Figures:
    """Open leads by month, as of today."""
    today = NOW.astimezone(zone).date()
    months = [f"{(today.year * 12 + today.month - 1 + ahead) // 12}-{(today.month - 1 + ahead) % 12 + 1:02}"
              for ahead in range(6)]  # fmt: skip
    groups: dict[str, list[Life]] = {}
    for life in lives:
        if life.stage in _OPEN:
            groups.setdefault(_month(life.expected, today, months), []).append(life)
    if not groups:
        return {}
    return {
        key: {
            "leads": len(each := groups.get(key, [])),
            "without": sum(life.price is None for life in each),
            "amount": sum(life.price or 0 for life in each) / 100,
            "weighted": sum((life.price or 0) * _ODDS[life.stage] for life in each) / 10_000,
        }
        for key in {*months, *groups}
    }


def _month(day: date | None, today: date, months: Sequence[str]) -> str:
    if day is None:
        return "none"
    if day < today:
        return "late"
    month = f"{day.year}-{day.month:02}"
    return month if month in months else "later"


def effort(lives: Sequence[Life], days: Days) -> Figures:
    """Won and lost in the period."""
    found: Figures = {}
    for end in (Stage.WON, Stage.LOST):
        cohort = [life for life in lives if life.stage is end and days.holds(life.since)]
        made = [[each for each in life.standing if each.at <= life.since] for life in cohort]
        if cohort:
            found[end.value] = {
                "leads": len(cohort),
                "contacts": _middle(len(each) for each in made),
                "reached": _middle(sum(map(_is_effective, each)) for each in made),
                "days": _middle((life.since - life.created) / _DAY for life in cohort),
            }
    return found


def satisfaction(lives: Sequence[Life], days: Days) -> Figures:
    """Delivered in the period, by score."""
    cohort = [life for life in lives if life.delivered and days.start <= life.delivered <= days.end]
    groups = _groups(cohort, lambda life: str(life.satisfaction or ""))
    return {key: {"leads": len(each)} for key, each in groups.items()}


def naming(lives: Sequence[Life], days: Days, word: str) -> int:
    """How many leads name a word in the period, in need, tag or a contact that stands."""
    count = 0
    for life in lives:
        is_new = days.holds(life.created)
        told = [life.need, life.tag] if is_new else []
        told += [each.new_need for each in life.standing if days.holds(each.at)]
        count += any(word in text.casefold() for text in told)
    return count
