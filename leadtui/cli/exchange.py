"""Commands that take files in."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from leadtui.cli import output
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, UsageError
from leadtui.exchange.importing import import_file, import_tables, told
from leadtui.exchange.rejected import write_rejected
from leadtui.exchange.sheets import PASTED, PLAIN, pasted
from leadtui.i18n import N_, _
from leadtui.services.imports import ImportResult


def import_sheet(desk: Desk, wanted: Namespace) -> int:
    """Take in a sheet, or say what that would do; rows that were not taken are named with their reasons."""
    source = Path(wanted.file)
    target = Path(wanted.rejected) if wanted.rejected else None
    if target and target.exists() and source.exists() and target.samefile(source):
        raise UsageError(N_("--rejected names the sheet itself; give another file."))
    result = _taken(desk, source, wanted)
    for number, given in result.renumbered:
        output.narrate(
            _("{number} is another lead's number here; it came in as {given}.").format(number=number, given=given)
        )
    for each in result.rejected:
        output.narrate(each.reason)
    if target and result.rejected:
        write_rejected(target, result.rejected)
        output.narrate(_("Rows that were not taken: {path}").format(path=target))
    if wanted.json:
        output.document(_document(result))
    else:
        output.line(_summary(result, is_dry_run=wanted.dry_run))
    return DONE


def _taken(desk: Desk, source: Path, wanted: Namespace) -> ImportResult:
    mapping = _mapping(wanted.mapping)
    options = {"dry_run": wanted.dry_run, "skip_duplicates": wanted.skip_duplicates}
    if source != PASTED:
        return import_file(desk, source, sheet=wanted.sheet, mapping=mapping, encoding=wanted.encoding, **options)
    if sys.stdin.isatty():
        output.narrate(_("Paste the table with its header, then press Ctrl-D on a line of its own."))
    tables = pasted(sys.stdin.buffer.read(PLAIN + 1), encoding=wanted.encoding)
    return import_tables(desk, tables, source, sheet=wanted.sheet, mapping=mapping, **options)


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not (equals and column.strip() and field.strip()):
            raise UsageError(N_("“{text}” is no COLUMN=FIELD."), text=pair)
        mapping[column.strip()] = field.strip()
    return mapping


def _document(result: ImportResult) -> dict[str, object]:
    return {
        "rows": result.rows,
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "follow_ups": result.follow_ups,
        "duplicates": result.duplicates,
        "rejected": len(result.rejected),
        "renumbered": [{"lead_no": number, "given": given} for number, given in result.renumbered],
        "rejections": [
            {"sheet": each.place.sheet, "row": each.place.row, "reason": each.reason} for each in result.rejected
        ],
    }


def _summary(result: ImportResult, *, is_dry_run: bool) -> str:
    return _("Nothing was written. {summary}").format(summary=told(result)) if is_dry_run else told(result)
