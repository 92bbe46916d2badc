"""The rows that an import did not take, as a sheet to correct and bring in again."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from leadtui.i18n import _
from leadtui.services.imports import Rejected

_RUNS_AS_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().-]*$)")


def write_rejected(target: Path, rejected: Sequence[Rejected]) -> None:
    """The rejected rows as csv, as they stood in the sheet, with the reason in a last column."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        header: Sequence[str] = ()
        for each in rejected:
            if each.place.header != header:
                header = each.place.header
                writer.writerow([*map(_defused, header), _("Reason")])
            cells = ["" if cell is None else cell for cell in each.place.cells]
            writer.writerow([*map(_defused, cells), each.reason])


def _defused(cell: object) -> object:
    """A cell that a spreadsheet would run as a formula, made plain text; numbers and phones stay."""
    return f"'{cell}" if isinstance(cell, str) and _RUNS_AS_FORMULA.match(cell) else cell
