"""The cadence (R13–R16): how often a lead of each grade is contacted, on which track, and when the next touch is due.

A track is counted from the last effective contact on it and never stacks: whoever is three rounds late owes one
touch. Computed days move to the next working day.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from leadtui.domain import festivals, workdays
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.festivals import Festival
from leadtui.domain.terms import Channel, Grade, Outcome, Term
from leadtui.i18n import N_, NP_, _


class Kind(Term):
    """Which contacts count for a track."""

    ANY = "any", NP_("track", "Any contact")
    TALK = "talk", NP_("track", "Conversation")
    CONTENT = "content", NP_("track", "Content")


# A contact by an unknown way (其他, and most of what old sheets hold) counts for both: nobody can tell.
TALKS = frozenset({Channel.CALL, Channel.VISIT, Channel.MEETING, Channel.OTHER})
CONTENT = frozenset({Channel.WECHAT, Channel.EMAIL, Channel.SMS, Channel.QUESTIONNAIRE, Channel.OTHER})


@dataclass(frozen=True, slots=True)
class Track:
    """One rhythm of a grade: every so many days, or months.

    `offered` is the day from which a touch is proposed, before the last day it is due. `channels`: the usual one
    first. `near`: a festival at most so many days from the computed day takes its place; 0 for none.
    """

    kind: Kind
    channels: tuple[Channel, ...]
    days: int = 0
    months: int = 0
    offered: int = 0
    near: int = 0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The tracks of a grade and the points to talk about, as words or as the message that holds them."""

    tracks: tuple[Track, ...]
    points: str = ""


Cadence = Mapping[Grade, Rhythm]

DEFAULT: Cadence = {
    Grade.A: Rhythm(
        (Track(Kind.ANY, (Channel.CALL, Channel.VISIT), days=2, offered=1),),
        N_("Needs in detail, solution, budget range"),
    ),
    Grade.B: Rhythm(
        (
            Track(Kind.CONTENT, (Channel.WECHAT, Channel.EMAIL), days=7),
            Track(Kind.TALK, (Channel.CALL,), days=14),
        ),
        N_("Cases of the same industry, progress of the evaluation"),
    ),
    Grade.C: Rhythm(
        (Track(Kind.ANY, (Channel.WECHAT, Channel.SMS), months=1, near=10),),
        N_("Greeting, news of the industry"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """The local days of a lead's effective contacts that a cadence counts from; `since` where none was made."""

    since: date
    first: date | None = None
    last: Mapping[Kind, date | None] = field(default_factory=dict)

    def anchor(self, kind: Kind) -> date:
        """The day a track runs from: its last effective contact, else the lead's first one, else its capture."""
        return self.last.get(kind) or self.first or self.since


@dataclass(frozen=True, slots=True)
class Touch:
    """The next contact that a cadence asks for: proposed from one day on, due on another."""

    track: Track
    offered_on: date
    due_on: date
    festival: Festival | None = None


def kinds(channel: Channel, outcome: Outcome) -> frozenset[Kind]:
    """The tracks that a contact counts for; an unanswered call leaves all of them running."""
    if not outcome.is_effective:
        return frozenset()
    found = {Kind.ANY}
    if outcome is Outcome.MATERIAL_SENT or channel in CONTENT:
        found.add(Kind.CONTENT)
    if outcome is not Outcome.MATERIAL_SENT and channel in TALKS:
        found.add(Kind.TALK)
    return frozenset(found)


def touch(track: Track, contacts: Contacts) -> Touch:
    """When a track asks for its next contact."""
    anchor = contacts.anchor(track.kind)
    computed = add_months(anchor, track.months) + timedelta(track.days)
    festival = festivals.nearest(computed, track.near) if track.near else None
    # A greeting that waits for the first working day after the festival comes too late.
    greeted = workdays.last_workday(festival.day) if festival else anchor
    if greeted > anchor:
        return Touch(track, greeted, greeted, festival)
    due = workdays.next_workday(computed)
    offered = workdays.next_workday(anchor + timedelta(track.offered)) if track.offered else due
    return Touch(track, min(offered, due), due)


def next_touch(grade: Grade | None, contacts: Contacts, cadence: Cadence = DEFAULT) -> Touch | None:
    """The earliest touch over all tracks of a grade; None for a lead without a grade or a rhythm."""
    rhythm = cadence.get(grade) if grade else None
    if rhythm is None or not rhythm.tracks:
        return None
    return min((touch(track, contacts) for track in rhythm.tracks), key=lambda each: each.due_on)


def points(grade: Grade | None, cadence: Cadence = DEFAULT) -> str:
    """The talking points of a grade; those of the house in the language being spoken, a team's own as written."""
    rhythm = cadence.get(grade) if grade else None
    return _(rhythm.points) if rhythm and rhythm.points else ""


def add_months(day: date, months: int) -> date:
    """The same day some months later, the month's last where it has no such day (31 January, 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def written(cadence: Cadence) -> dict[str, Any]:
    """A cadence as plain JSON values: what `read` reads."""
    return {
        grade.value: {
            "points": rhythm.points,
            "tracks": [
                {
                    "kind": track.kind.value,
                    "channels": [channel.value for channel in track.channels],
                    **{name: value for name in _COUNTS if (value := getattr(track, name))},
                }
                for track in rhythm.tracks
            ],
        }
        for grade, rhythm in cadence.items()
    }


_COUNTS = ("days", "months", "offered", "near")
_MOST = 366


def read(document: object) -> Cadence:
    """The cadence that a team has written, with the house's for what it leaves out. Raises LeadtuiError."""
    if not isinstance(document, dict):
        raise LeadtuiError(N_("A cadence is a table of grades."))
    return {**DEFAULT, **{Grade.read(str(name)): _rhythm(name, told) for name, told in document.items()}}


def _rhythm(name: str, told: object) -> Rhythm:
    if not isinstance(told, dict) or not isinstance(told.get("tracks"), list):
        raise LeadtuiError(N_("The cadence of grade {grade} needs a list of tracks."), grade=name)
    return Rhythm(tuple(_track(name, each) for each in told["tracks"]), str(told.get("points", "")))


def _track(name: str, told: object) -> Track:
    given: dict[str, Any] = told if isinstance(told, dict) else {}
    counts = {count: given.get(count, 0) for count in _COUNTS}
    whole = all(type(value) is int and 0 <= value <= _MOST for value in counts.values())
    channels = tuple(Channel.read(str(each)) for each in given.get("channels", ()))
    if not whole or not channels or not counts["days"] + counts["months"]:
        raise LeadtuiError(
            N_("A track of grade {grade} needs channels and a number of days or months from 1 to {most}."),
            grade=name,
            most=_MOST,
        )
    return Track(Kind.read(str(given.get("kind", Kind.ANY))), channels, **counts)
