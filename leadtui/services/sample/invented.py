"""Made-up leads in any number, all different, always the same: how far each came, when, and what was said."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from leadtui.domain.terms import Channel, Outcome, Reason, Stage
from leadtui.domain.workdays import is_workday
from leadtui.services.sample import words
from leadtui.services.sample.case import Case, company, draw, person
from leadtui.services.sample.chance import Chance
from leadtui.services.sample.drafts import MINUTE, REPS, Calendar, Draft, Move, Next, Touch, moves
from leadtui.services.sample.known import draw_closing, known_fields, records
from leadtui.services.sample.words import PHASES

_SEED = 20_240_520
_WORKDAYS = 130
_GROWTH = 1.3
"""Above 1 the team gets more leads lately than it did at first."""
_OPENS = 8 * 60 + 30
_OWNERS = tuple(zip(REPS, (40, 35, 25), strict=True))

_C, _Q, _S, _N, _W, _L, _I = Stage
_STAGES = (
    (1, ((_C, 72), (_Q, 22), (_I, 6))),
    (6, ((_C, 44), (_Q, 30), (_S, 14), (_L, 3), (_I, 9))),
    (22, ((_C, 21), (_Q, 21), (_S, 21), (_N, 9), (_W, 4), (_L, 15), (_I, 9))),
    (65, ((_C, 9), (_Q, 12), (_S, 13), (_N, 9), (_W, 16), (_L, 32), (_I, 9))),
    (_WORKDAYS, ((_C, 3), (_Q, 5), (_S, 6), (_N, 4), (_W, 27), (_L, 45), (_I, 10))),
)
"""Where leads stand that came in up to so many working days ago, in percent."""
_OPEN = ((_C, 40), (_Q, 30), (_S, 30))

_SCRIPTS = {
    _C: ("first", "keep"),
    _Q: ("first", "qualify"),
    _S: ("first", "qualify", "demo"),
    _N: ("first", "qualify", "demo", "proposal", "deal"),
    _W: ("first", "qualify", "demo", "proposal", "deal", "after"),
    _L: ("first", "qualify", "proposal"),
    _I: ("invalid",),
}
"""The contacts that bring a lead to its stage."""
_SHORTEST = {_C: 1, _Q: 1, _S: 2, _N: 4, _W: 5, _L: 1, _I: 1}
_MOVES = {
    "first": (_Q, ("电话核实,需求属实", "企业与联系人核实有效", "微信核实,需求属实")),
    "qualify": (_S, ("需求已确认,出方案", "需求明确,准备案例与方案", "开始内部评估")),
    "proposal": (_N, ("方案认可,进入商务", "预算获批,谈价格", "方案已发,等合同")),
}
_AHEAD = {_C: "qualify", _Q: "demo", _S: "proposal", _N: "deal", _W: "after"}
"""What is planned next in each stage that has a next step."""
_ROOM = {"A": (0, 3), "B": (1, 12), "C": (8, 40)}
"""How many working days ahead the next step lies, by grade."""
_ATTITUDES = (("positive", 45), ("neutral", 28), ("very_positive", 12), ("hesitant", 12), ("negative", 3))
_CHANNELS = {channel.value: channel for channel in Channel}
_CHANGES = (("flat", 45), ("up", 45), ("down", 10))


@dataclass(slots=True)
class _Days:
    """The working days around today: how long ago the n-th last was, how far ahead the coming ones are."""

    past: list[int] = field(default_factory=lambda: [0])
    coming: list[int] = field(default_factory=list)


def invented(calendar: Calendar, count: int, due: int) -> Iterator[Draft]:
    """`count` made-up leads, the oldest first; `due` of them are due on the calendar's today."""
    chance = Chance(_SEED)
    days = _working_days(calendar)
    reasons = _due_reasons(count, due)
    for place in range(count):
        yield _lead(place, count, reasons.get(place), chance, days, calendar)


def _working_days(calendar: Calendar) -> _Days:
    days = _Days()
    ago = ahead = 0
    while len(days.past) <= _WORKDAYS:
        ago += 1
        if is_workday(calendar.day(-ago)):
            days.past.append(ago)
    while len(days.coming) <= _ROOM["C"][1]:
        ahead += 1
        if is_workday(calendar.day(ahead)):
            days.coming.append(ahead)
    return days


def _due_reasons(count: int, due: int) -> dict[int, Reason]:
    """Which places are due, and why: the newest wait for a first contact, others lie in the newer half."""
    fresh = due // 4
    found = {count - 1 - each: Reason.FIRST_TOUCH for each in range(fresh)}
    others = (Reason.OVERDUE, Reason.PLANNED_TODAY, Reason.NO_NEXT_STEP)
    apart = max(1, (count // 2 - fresh) // max(1, due - fresh))
    for each in range(due - fresh):
        found[count - 1 - fresh - each * apart] = others[each % 3]
    return found


def _lead(place: int, count: int, reason: Reason | None, chance: Chance, days: _Days, calendar: Calendar) -> Draft:
    age = (1 - place / count) ** _GROWTH * _WORKDAYS
    nth = min(int(age) + 1, _WORKDAYS)
    minute = _OPENS + int((1 - age % 1) * 450)
    trade, city, customer = company(place)
    customer["employees"] = chance.pick(words.SIZES)
    customer["annual_revenue"] = chance.pick(words.REVENUES)
    customer["remark"] = chance.pick(words.REMARKS)
    case = draw(trade, _stage(nth, reason, chance), chance)
    draw_closing(case, chance)
    case.is_graded = case.is_graded and reason is not Reason.NO_NEXT_STEP
    if reason is not Reason.FIRST_TOUCH:
        _make_contacts(case, nth, minute, chance, days, calendar)
    return Draft(
        ago=days.past[nth],
        created=calendar.minute(days.past[nth], minute),
        owner=chance.weighted(_OWNERS),
        customer=customer,
        contact=person(place, chance),
        lead=known_fields(case, chance, calendar),
        touches=tuple(_touches(case, reason, chance, days, calendar)),
        moves=_moves(case, chance, calendar),
        **records(case, city, chance, calendar),
    )


def _stage(nth: int, reason: Reason | None, chance: Chance) -> Stage:
    if reason is Reason.FIRST_TOUCH:
        return Stage.CAPTURED
    # Without a next step means without a cadence too: these were not graded yet, and no proposal goes out ungraded.
    if reason and nth > 2 and reason is not Reason.NO_NEXT_STEP:
        return chance.weighted(_OPEN)
    if reason:
        return chance.weighted(_OPEN[:2])
    return chance.weighted(next(stages for until, stages in _STAGES if nth <= until))


def _make_contacts(case: Case, nth: int, minute: int, chance: Chance, days: _Days, calendar: Calendar) -> None:
    """When each contact of the lead's script was made: the first within a day, at most one a working day."""
    stage = case.stage
    script = _SCRIPTS[stage]
    script = script[: chance.between(_SHORTEST[stage], len(script))]
    if stage is Stage.LOST:
        script = (*script, "lost")
    first = nth - 1 if nth > 1 and chance.comes(30) else nth
    when = [(first, minute + chance.between(10, 90) if first == nth else chance.between(_OPENS, _OPENS + 60))]
    later = first - 1 if stage not in _AHEAD else min(first - 1, 10 * len(script))
    when += [(each, chance.between(9 * 60, 17 * 60)) for each in chance.several(later, len(script) - 1)]
    for phase, (each, clock) in zip(script, when, strict=False):
        ago = days.past[each]
        case.made[phase] = (calendar.minute(ago, clock), ago)


def _touches(case: Case, reason: Reason | None, chance: Chance, days: _Days, calendar: Calendar) -> Iterator[Touch]:
    phases = list(case.made)
    for place, (phase, (at, ago)) in enumerate(case.made.items()):
        if place and chance.comes(10):
            yield _missed(at - chance.between(20, 80) * MINUTE, ago, chance)
        following = phases[place + 1] if place + 1 < len(phases) else None
        if following:
            then: Next | None = _next(following, calendar.day(-case.made[following][1]), case, chance)
        else:
            then = _last_step(case, ago, reason, chance, days, calendar)
        told = PHASES[phase]
        channel, said = chance.pick(told.said)
        case.told["n"] = chance.between(2, 9)
        is_sent = channel in ("wechat", "email") and chance.comes(25)
        yield Touch(
            at=at,
            ago=ago,
            channel=_CHANNELS[channel],
            summary=f"{said},{chance.pick(told.found)}".format_map(case.told),
            feedback=chance.pick(told.feedback).format_map(case.told),
            attitude="negative" if phase == "lost" else chance.weighted(_ATTITUDES),
            intent_change="down" if phase == "lost" else chance.weighted(_CHANGES),
            outcome=Outcome.MATERIAL_SENT if is_sent else Outcome.REACHED,
            then=then,
            late=chance.between(1600, 2800) if ago > 5 and chance.comes(6) else chance.between(5, 150),
            more={"concern": words.CONCERN.format_map(case.told)} if chance.comes(8) else {},
        )


def _missed(at: int, ago: int, chance: Chance) -> Touch:
    outcome = Outcome.LEFT_MESSAGE if chance.comes(30) else Outcome.NO_ANSWER
    return Touch(at, ago, Channel.CALL, chance.pick(words.MISSED), outcome=outcome)


def _last_step(
    case: Case, ago: int, reason: Reason | None, chance: Chance, days: _Days, calendar: Calendar
) -> Next | None:
    """The plan that is still open: where the lead is due, the one that makes it so."""
    phase = _AHEAD.get(case.stage)
    if phase is None or reason is Reason.NO_NEXT_STEP or (case.stage is Stage.WON and chance.comes(65)):
        return None
    ahead = days.coming[chance.between(*_ROOM[case.grade])]
    if reason is Reason.PLANNED_TODAY:
        ahead = 0
    elif reason is Reason.OVERDUE:
        ahead = -chance.between(1, min(6, max(1, ago - 1)))
    return _next(phase, calendar.day(ahead), case, chance)


def _next(phase: str, due: date, case: Case, chance: Chance) -> Next:
    action, points, goal, channel = chance.pick(PHASES[phase].steps)
    clock = f"{chance.between(9, 16):02d}:{chance.pick(('00', '30'))}" if chance.comes(20) else None
    told = case.told
    return Next(action.format_map(told), due, points.format_map(told), goal, _CHANNELS[channel], clock)


def _moves(case: Case, chance: Chance, calendar: Calendar) -> tuple[Move, ...]:
    steps: list[tuple[int, Stage, str]] = []
    for phase, (at, _ago) in case.made.items():
        if phase in _MOVES and len(steps) < case.level:
            stage, reasons = _MOVES[phase]
            steps.append((at + 5 * MINUTE, stage, chance.pick(reasons)))
    if case.stage is Stage.WON:
        at, ago = case.made["deal"]
        steps.append((at + 5 * MINUTE, Stage.WON, f"签署 {calendar.day(-ago)}"))
    elif case.stage in (Stage.LOST, Stage.INVALID):
        at = list(case.made.values())[-1][0]
        steps.append((at + 5 * MINUTE, case.stage, str(case.told["why"])))
    return moves(*steps)
