"""The numbers a team may set: lead numbers, odds and patience by stage, days a contract may lie unsigned (spec §3)."""

from collections.abc import Sequence
from datetime import date

from leadtui.domain import clocks, numbering, stages
from leadtui.domain.errors import Implausible, LeadtuiError
from leadtui.domain.stages import StageDefaults
from leadtui.domain.terms import Source, Stage
from leadtui.domain.topics import Cell, Cells, Topic, whole
from leadtui.i18n import N_, NP_, _, told

_STAGE, _ODDS, _STALE = NP_("field", "Stage"), NP_("setting", "Odds %"), NP_("setting", "Stale after days")
_NEVER = NP_("setting", "never")
_TEMPLATE, _DAYS = NP_("setting", "Template"), NP_("setting", "Working days")
_MOST_DAYS = 3650


def _read_stages(document: object) -> StageDefaults:
    if not isinstance(document, dict):
        raise LeadtuiError(N_("A table of stages is wanted."))
    probability, stale_days = dict(stages.HOUSE.probability), dict(stages.HOUSE.stale_days)
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
    stages.SETTING,
    NP_("setting", "Stages"),
    N_("The odds weigh amounts on the board and in reviews; a card that stands longer is stale."),
    (
        Cell("stage", _STAGE, is_given=True, width=22),
        Cell("probability", _ODDS, width=10),
        Cell("stale_days", _STALE, hint=N_("a number of days, or never"), width=18),
    ),
    stages.HOUSE,
    _read_stages,
    _stage_rows,
    _stage_document,
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
