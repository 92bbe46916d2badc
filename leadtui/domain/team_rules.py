"""The numbers and gates a team may set: lead numbers, odds and patience by stage, what the gates demand, the days a
contract may lie unsigned (spec §3)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadtui.domain import clocks, gates, numbering, stages
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.gates import Gates, Requirement
from leadtui.domain.plausible import Implausible
from leadtui.domain.terms import Source, Stage, Status
from leadtui.domain.topics import Cell, Cells, Topic, whole
from leadtui.i18n import N_, NP_, _, told

_STAGE, _ODDS, _STALE = NP_("field", "Stage"), NP_("setting", "Odds %"), NP_("setting", "Stale after days")
_NEVER = NP_("setting", "never")
_TEMPLATE, _DAYS, _DEMANDS = NP_("setting", "Template"), NP_("setting", "Working days"), NP_("setting", "Demands")
_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class StageDefaults:
    """Percent of an amount that counts as weighted, and days until a card is 停滞 (None: never), by stage."""

    probability: Mapping[Stage, int]
    stale_days: Mapping[Stage, int | None]


_HOUSE_STAGES = StageDefaults(stages.PROBABILITY, {stage: stages.STALE_DAYS.get(stage) for stage in Stage})


def _read_stages(document: object) -> StageDefaults:
    if not isinstance(document, dict):
        raise LeadtuiError(N_("A table of stages is wanted."))
    probability, stale_days = dict(_HOUSE_STAGES.probability), dict(_HOUSE_STAGES.stale_days)
    for name, given in document.items():
        stage = Stage.read(str(name))
        row = given if isinstance(given, dict) else {}
        if "probability" in row:
            probability[stage] = whole(_ODDS, "probability", row["probability"], 0, 100)
        if "stale_days" in row:
            stale_days[stage] = _stale(row["stale_days"])
    return StageDefaults(probability, stale_days)


def _stale(value: object) -> int | None:
    if value is None or (isinstance(value, str) and value.strip().casefold() in ("", "-", "never", told(_NEVER))):
        return None
    return whole(_STALE, "stale_days", value, 0, _MOST_DAYS)


def _stage_rows(value: StageDefaults) -> list[dict[str, str]]:
    return [
        {
            "key": stage.value,
            "stage": stage.label,
            "probability": str(value.probability[stage]),
            "stale_days": str(days) if (days := value.stale_days[stage]) is not None else told(_NEVER),
        }
        for stage in Stage
    ]


def _stage_document(rows: Sequence[Cells]) -> object:
    return {
        row["key"]: {"probability": _plain(row["probability"]), "stale_days": _plain(row["stale_days"])} for row in rows
    }


def _plain(text: str) -> object:
    """A cell as JSON has it: numbers as numbers; what is none stays for `read` to refuse."""
    text = text.strip()
    if text.isdecimal():
        return int(text)
    return None if text in ("", "-", "never", told(_NEVER)) else text


STAGES: Topic[StageDefaults] = Topic(
    "stages",
    NP_("setting", "Stages"),
    N_("The odds weigh amounts on the board and in reviews; a card that stands longer is stale."),
    (
        Cell("stage", _STAGE, is_given=True, width=22),
        Cell("probability", _ODDS, width=10),
        Cell("stale_days", _STALE, hint=N_("a number of days, or never"), width=18),
    ),
    _HOUSE_STAGES,
    _read_stages,
    _stage_rows,
    _stage_document,
)


def _read_gates(document: object) -> Gates:
    found = {"stages": dict(gates.HOUSE.stages), "statuses": dict(gates.HOUSE.statuses)}
    kinds: dict[str, type[Stage] | type[Status]] = {"stages": Stage, "statuses": Status}
    if not isinstance(document, dict) or not document.keys() <= kinds.keys():
        raise LeadtuiError(N_("A table with stages and statuses is wanted."))
    for kind, given in document.items():
        if not isinstance(given, dict):
            raise LeadtuiError(N_("A table with stages and statuses is wanted."))
        for name, demands in given.items():
            found[kind][kinds[kind].read(str(name))] = _demands(demands)  # type: ignore[index]
    return Gates(found["stages"], found["statuses"])  # type: ignore[arg-type]


def _demands(given: object) -> tuple[Requirement, ...]:
    if not isinstance(given, list):
        raise Implausible("demands", N_("{field}: a list is wanted."), field=told(_DEMANDS))
    made: dict[str, Requirement] = {}
    for each in given:
        try:
            demand = gates.requirement(str(each))
        except LeadtuiError as error:
            raise Implausible("demands", error.msgid, **error.params) from error
        made[gates.stored_key(demand)] = demand
    return tuple(made.values())


def _gate_rows(value: Gates) -> list[dict[str, str]]:
    held: list[tuple[str, Stage | Status, tuple[Requirement, ...]]] = [
        *(("stages", stage, demands) for stage, demands in value.stages.items()),
        *(("statuses", status, demands) for status, demands in value.statuses.items()),
    ]
    return [
        {
            "key": f"{kind}:{place.value}",
            "place": place.label if kind == "stages" else _("Status: {status}").format(status=place.label),
            "demands": _(", ").join(each.label for each in demands),
        }
        for kind, place, demands in held
    ]


def _gate_document(rows: Sequence[Cells]) -> object:
    made: dict[str, dict[str, list[str]]] = {"stages": {}, "statuses": {}}
    for row in rows:
        kind, _colon, key = row["key"].partition(":")
        made[kind][key] = [gates.stored_key(each) for each in _demands(_split(row["demands"]))]
    return made


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,，、\n]", text) if part.strip()]


GATES: Topic[Gates] = Topic(
    "gates",
    NP_("setting", "Gates"),
    N_("What must be known before a lead may stand in a stage, or carry a status; any field of a lead may be named."),
    (
        Cell("place", NP_("setting", "Stage or status"), is_given=True, width=20),
        Cell("demands", _DEMANDS, is_note=True, width=48),
    ),
    gates.HOUSE,
    _read_gates,
    _gate_rows,
    _gate_document,
)


def _read_template(document: object) -> str:
    try:
        return numbering.template(str(document))
    except Implausible:
        raise
    except LeadtuiError as error:
        raise Implausible("template", error.msgid, **error.params) from error


def preview(template: str, day: date) -> str:
    """What the next numbers of a template look like on a day, for the first three sources."""
    codes = list(dict.fromkeys(numbering.SOURCE_CODES[source] for source in list(Source)[:3]))
    return _(", ").join(dict.fromkeys(numbering.number(template, day, code, 1) for code in codes))


NUMBER_TEMPLATE: Topic[str] = Topic(
    "number_template",
    NP_("setting", "Lead numbers"),
    N_("How a new lead is numbered; numbers given before stay. {source}, {yyyymmdd} and {seq3} are filled in."),
    (Cell("template", _TEMPLATE, width=32), Cell("preview", NP_("setting", "Looks like"), is_given=True, width=40)),
    numbering.LEAD_TEMPLATE,
    _read_template,
    lambda value: [{"template": value, "preview": preview(value, date(2026, 5, 20))}],
    lambda rows: rows[0]["template"],
)

UNSIGNED_DAYS: Topic[int] = Topic(
    "unsigned_days",
    NP_("setting", "Unsigned contracts"),
    N_("A contract that was sent and lies unsigned for so many working days is raised."),
    (Cell("days", _DAYS),),
    clocks.UNSIGNED_WORKDAYS,
    lambda document: whole(_DAYS, "days", document, 1, 365),
    lambda value: [{"days": str(value)}],
    lambda rows: _plain(rows[0]["days"]),
)
