"""Which demands a team's gates make (R24): the setting, read and written down by names of fields."""

import re
from collections.abc import Sequence

from leadtui.domain import gates
from leadtui.domain.errors import Implausible, LeadtuiError
from leadtui.domain.gates import Gates, Requirement
from leadtui.domain.terms import Stage, Status
from leadtui.domain.topics import Cell, Cells, Topic
from leadtui.i18n import N_, NP_, _, told

_STAGE, _DEMANDS = NP_("field", "Stage"), NP_("setting", "Demands")


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
        made[kind][key] = [gates.stored_key(each) for each in _demands(split(row["demands"]))]
    return made


def split(text: str) -> list[str]:
    """The names of demands that a person wrote one after the other."""
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
