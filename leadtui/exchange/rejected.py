"""The rows that an import did not take, as a sheet to correct and bring in again."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from leadtui.exchange.cells import words
from leadtui.i18n import _
from leadtui.services.imports import Rejected

if TYPE_CHECKING:
    from leadtui.exchange.sheets import Cell

_RUNS_AS_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().-]*$)")


def write_rejected(target: Path, rejected: Sequence[Rejected]) -> None:
    """The rejected rows as csv, as they stood in the sheet, with the reason in a last column."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        header: Sequence[str] = ()
        for each in rejected:
            if each.place.header != header:
                header = each.place.header
                writer.writerow([*map(_defused, header), _("Reason for rejection")])
            writer.writerow([*map(_defused, each.place.cells), each.reason])


def _defused(cell: object) -> str:
    """A cell as it reads on the sheet; one that a spreadsheet would run is made plain text, phones stay."""
    if not isinstance(cell, str):
        return words(cast("Cell", cell))
    return f"'{cell}" if _RUNS_AS_FORMULA.match(cell) else cell
