"""The leads that every sample begins with, read from today.toml, closed.toml and coming.toml.

There a day is a number of days from today, a clock is added as in "-16 14:30", money stands in 万.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from leadtui.domain.fields import BY_KEY, Kind
from leadtui.domain.terms import Channel, MilestoneKind, ObjectionState, Outcome, Stage, TagDimension
from leadtui.domain.workdays import add_workdays
from leadtui.services.sample.drafts import Calendar, Draft, Next, Touch, moves, wan

_SURVEY_WORKDAYS = 3

Told = Mapping[str, Any]


def story(calendar: Calendar) -> list[Draft]:
    """The same leads whatever the day, their dates counted from the calendar's today."""
    told: list[Told] = []
    for name in ("today", "closed", "coming"):
        told += tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))["lead"]
    places = {each["id"]: place for place, each in enumerate(told) if "id" in each}
    return [_draft(each, places, calendar) for each in told]


def _draft(told: Told, places: Mapping[str, int], calendar: Calendar) -> Draft:
    ago, created = _instant(told["captured"], calendar)
    lead = _fields(told["fields"], ago, calendar)
    if "snooze_until" in told:
        lead |= {"snooze_until": calendar.day(told["snooze_until"]), "snooze_reason": told["snooze_reason"]}

    def at(text: str) -> int:
        return _instant(text, calendar)[1]

    return Draft(
        ago=ago,
        created=created,
        owner=told["owner"],
        customer=told.get("customer"),
        contact=told.get("contact", {}),
        lead=lead,
        plan=_next(told.get("plan"), calendar),
        touches=tuple(_touch(each, calendar) for each in told.get("touches", ())),
        moves=moves(*((at(when), Stage.read(to), why.format_map(lead)) for when, to, why in told.get("moves", ()))),
        milestones=tuple(
            (MilestoneKind.read(kind), calendar.day(on), note) for kind, on, note in told.get("milestones", ())
        ),
        objections=tuple(
            (text, progress, ObjectionState.read(state), at(when))
            for when, text, progress, state in told.get("objections", ())
        ),
        amendments=tuple((text, why, at(when)) for when, text, why in told.get("amendments", ())),
        confirmations=tuple((subject, calendar.day(on)) for subject, on in told.get("confirmations", ())),
        tags=tuple((TagDimension.read(dimension), name) for dimension, name in told.get("tags", ())),
        repurchase_of=places[told["repurchase_of"]] if "repurchase_of" in told else None,
        referred_by=places[told["referred_by"]] if "referred_by" in told else None,
    )


def _instant(text: str, calendar: Calendar) -> tuple[int, int]:
    """How many days ago "-16 14:30" is, and the instant."""
    days, clock = text.split()
    return -int(days), calendar.at(-int(days), clock)


def _fields(told: Told, ago: int, calendar: Calendar) -> dict[str, object]:
    fields = {key: _value(BY_KEY[key].kind, value, calendar) for key, value in told.items()}
    if "source_detail" in told:
        fields["source_detail"] = told["source_detail"].format(year=calendar.day(-ago).year)
    delivered = fields.get("delivered_on")
    if isinstance(delivered, date):
        fields["survey_due_on"] = add_workdays(delivered, _SURVEY_WORKDAYS)
    return fields


def _value(kind: Kind, value: Any, calendar: Calendar) -> object:
    match kind:
        case Kind.MONEY:
            return wan(value)
        case Kind.INSTANT:
            return _instant(value, calendar)[1]
        case Kind.DAY if isinstance(value, str):
            return add_workdays(calendar.today, int(value.removesuffix(" working days")))
        case Kind.DAY:
            return calendar.day(value)
        case _:
            return value


def _next(told: Told | None, calendar: Calendar) -> Next | None:
    if told is None:
        return None
    return Next(
        action=told["action"],
        due=calendar.day(told["due"]),
        points=told["points"],
        goal=told["goal"],
        channel=Channel.read(told["channel"]),
        time=told.get("time"),
    )


def _touch(told: Told, calendar: Calendar) -> Touch:
    ago, at = _instant(told["at"], calendar)
    return Touch(
        at=at,
        ago=ago,
        channel=Channel.read(told["channel"]),
        summary=told["summary"],
        feedback=told.get("feedback", ""),
        attitude=told.get("attitude"),
        intent_change=told.get("intent_change"),
        outcome=Outcome.read(told.get("outcome", "reached")),
        then=_next(told.get("then"), calendar),
        late=told.get("late", 10),
        more=told.get("more", {}),
    )
