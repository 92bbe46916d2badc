"""The team's cadence and its assignment rules as settings: rows for a form, documents for the store (R13–R16, R54)."""

from collections.abc import Sequence
from typing import Any

from leadtui.domain import cadence
from leadtui.domain.cadence import Cadence, Kind, Track
from leadtui.domain.errors import Implausible, LeadtuiError
from leadtui.domain.terms import Channel, Grade
from leadtui.domain.topics import Cell, Cells, Topic, records, text_of, whole
from leadtui.i18n import N_, NP_, _, told

_GRADE, _KIND, _CHANNELS = NP_("field", "Grade"), NP_("setting", "Track"), NP_("setting", "Channels")
_DAYS, _MONTHS, _NEAR = NP_("setting", "Days"), NP_("setting", "Months"), NP_("setting", "Festival")
_POINTS = NP_("setting", "Talking points")
_OWNER, _REGION, _INDUSTRY = NP_("field", "Owner"), NP_("field", "Region"), NP_("field", "Industry")


def _cadence_rows(value: Cadence) -> list[dict[str, str]]:
    return [
        {
            "grade": grade.label,
            "kind": track.kind.label,
            "days": _span(track),
            "months": str(track.months or ""),
            "channels": _(", ").join(channel.label for channel in track.channels),
            "near": str(track.near or ""),
            "points": cadence.points(grade, value),
        }
        for grade, rhythm in value.items()
        for track in rhythm.tracks
    ]


def _span(track: Track) -> str:
    """Days as 1-2 where a touch is offered before it is due, else as 7."""
    if not track.days:
        return ""
    return f"{track.offered}-{track.days}" if track.offered else str(track.days)


def _cadence_document(rows: Sequence[Cells]) -> object:
    made: dict[str, dict[str, Any]] = {grade.value: {"points": "", "tracks": []} for grade in Grade}
    for row in rows:
        grade = Grade.read(row["grade"])
        house = cadence.DEFAULT[grade].points
        made[grade.value]["points"] = house if row["points"] == _(house) else row["points"]
        made[grade.value]["tracks"].append(_track(row))
    return made


def _track(row: Cells) -> dict[str, Any]:
    first, dash, last = row["days"].replace("–", "-").partition("-")
    days = whole(_DAYS, "days", (last if dash else first).strip() or "0", 0, 366)
    offered = whole(_DAYS, "days", first.strip(), 0, days) if dash else 0
    months = whole(_MONTHS, "months", row["months"].strip() or "0", 0, 36)
    if not days + months:
        raise Implausible("days", N_("A track needs a number of days, such as 7 or 1-2, or of months."))
    names = row["channels"].replace("，", ",").replace("、", ",").split(",")
    try:
        channels = [Channel.read(name).value for name in names if name.strip()]
    except LeadtuiError as error:
        raise Implausible("channels", error.msgid, **error.params) from error
    if not channels:
        raise Implausible("channels", N_("{field} is needed."), field=told(_CHANNELS))
    near = whole(_NEAR, "near", row["near"].strip() or "0", 0, 60)
    kind = (Kind.named(row["kind"]) or Kind.ANY).value
    counts = {"days": days, "months": months, "offered": offered, "near": near}
    return {"kind": kind, "channels": channels, **{name: count for name, count in counts.items() if count}}


CADENCE: Topic[Cadence] = Topic(
    "cadence",
    NP_("setting", "Cadence"),
    N_("How often a lead of each grade is contacted, from the last effective contact on; 1-2 offers a day early."),
    (
        Cell("grade", _GRADE, Grade, width=8),
        Cell("kind", _KIND, Kind, width=10),
        Cell("days", _DAYS, hint="7, 1-2", width=6),
        Cell("months", _MONTHS, width=6),
        Cell("channels", _CHANNELS, hint=N_("names with commas between; the usual one first"), width=14),
        Cell("near", _NEAR, hint=N_("one within so many days takes the place; empty for none"), width=8),
        Cell("points", _POINTS, width=40),
    ),
    cadence.DEFAULT,
    cadence.read,
    _cadence_rows,
    _cadence_document,
    is_list=True,
    shared=("grade", "points"),
)


def _read_rules(document: object) -> list[dict[str, str]]:
    """The rules as tables of owner, region and industry, checked."""
    rules = []
    for told_ in records(document):
        owner = text_of(_OWNER, "owner", told_.get("owner", ""), needed=True)
        region = text_of(_REGION, "region", told_.get("region", ""))
        industry = text_of(_INDUSTRY, "industry", told_.get("industry", ""))
        if not region and not industry:
            raise Implausible("region", N_("An assignment rule needs an owner, and a region or an industry."))
        rules.append({"owner": owner, "region": region, "industry": industry})
    return rules


ASSIGNMENT: Topic[list[dict[str, str]]] = Topic(
    "assignment",
    NP_("setting", "Assignment"),
    N_("Who is proposed as the owner of a new lead, by its customer's region and industry; the first that fits."),
    (
        Cell("region", _REGION, hint=N_("* for any"), width=16),
        Cell("industry", _INDUSTRY, width=16),
        Cell("owner", _OWNER, hint=N_("several, with commas between, take turns"), width=14),
    ),
    [],
    _read_rules,
    lambda value: [dict(row) for row in value],
    lambda rows: [dict(row) for row in rows],
    is_list=True,
)
