"""From a file to the book: the one way that command line and wizard import (R32)."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.text import clean
from leadtui.exchange.columns import recognised
from leadtui.exchange.rows import read_rows
from leadtui.exchange.sheets import read_tables
from leadtui.i18n import _
from leadtui.services import imports
from leadtui.services.imports import ImportResult


def import_file(
    desk: Desk,
    path: Path,
    *,
    dry_run: bool = False,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    skip_duplicates: bool = False,
) -> ImportResult:
    """Import a file's leads and records as one undoable change; with `dry_run` only count what that would do.

    `mapping` gives column headers the field to hold. Raises LeadtuiError, with nothing written, where the
    file cannot be read; single rows that cannot be taken are in the result, with their reasons.
    """
    sheets = recognised(read_tables(path, encoding=encoding), path=path, sheet=sheet, mapping=mapping)
    rows, rejected = read_rows(sheets, desk)
    if dry_run:
        result = imports.preview(desk, rows, skip_duplicates=skip_duplicates)
    else:
        result = imports.take(desk, rows, file_name=clean(path.name), skip_duplicates=skip_duplicates)
    refused = sorted((*rejected, *result.rejected), key=lambda each: each.place.row)
    return replace(result, rows=len(rows) + len(rejected), rejected=tuple(refused))


def told(result: ImportResult) -> str:
    """What an import did or would do, in one sentence."""
    return _(
        "{rows} rows: {created} leads created, {updated} updated, {unchanged} unchanged; "
        "{follow_ups} follow-ups, {duplicates} look-alikes, {rejected} rows rejected"
    ).format(
        rows=result.rows,
        created=result.created,
        updated=result.updated,
        unchanged=result.unchanged,
        follow_ups=result.follow_ups,
        duplicates=result.duplicates,
        rejected=len(result.rejected),
    )
