"""From a file to the book: the one way that command line and wizard import (R32)."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.errors import UsageError
from leadtui.domain.text import clean
from leadtui.exchange import mappings, reading_lines
from leadtui.exchange.columns import recognised
from leadtui.exchange.rows import read_rows
from leadtui.exchange.sheets import Table, check_file, read_tables
from leadtui.i18n import N_, _
from leadtui.services import imports
from leadtui.services.exports import Dossier
from leadtui.services.imports import ImportResult, Progress, Rejected, Wish, dossiers

PLAIN = Wish()


def import_file(
    desk: Desk,
    path: Path,
    *,
    dry_run: bool = False,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    skip_duplicates: bool = False,
    progress: Progress = imports.unheard,
) -> ImportResult:
    """Import a file's leads and records as one undoable change; with `dry_run` only count what that would do.

    `mapping` gives column headers the field to hold. Raises LeadtuiError, with nothing written, where the
    file cannot be read; single rows that cannot be taken are in the result, with their reasons.
    """
    if reading_lines.is_lines(path):
        if sheet or mapping or encoding:
            raise UsageError(N_("{path} holds whole leads; --sheet, --map and --encoding are for sheets."), path=path)
        return _import_lines(desk, path, progress, dry_run=dry_run, skip_duplicates=skip_duplicates)
    tables = read_tables(path, encoding=encoding)
    return import_tables(
        desk,
        tables,
        path,
        dry_run=dry_run,
        sheet=sheet,
        mapping=mapping,
        skip_duplicates=skip_duplicates,
        progress=progress,
    )


def import_tables(
    desk: Desk,
    tables: Sequence[Table],
    path: Path,
    *,
    dry_run: bool = False,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    skip_duplicates: bool = False,
    wish: Wish = PLAIN,
    progress: Progress = imports.unheard,
) -> ImportResult:
    """Import tables that were read, or pasted, under the name of `path`; else like `import_file`."""
    sheets = recognised(
        tables, path=path, sheet=sheet, mapping=mapping, remembered=mappings.remembered(tables, sheet=sheet)
    )

    def read(done: int, total: int) -> None:
        progress(done // 2, total)

    def written(done: int, total: int) -> None:
        progress((total + done) // 2, total)

    with _undisturbed():
        rows, rejected = read_rows(sheets, desk, read)
        if dry_run:
            result = imports.preview(desk, rows, skip_duplicates=skip_duplicates, wish=wish)
        else:
            name = clean(path.name)
            result = imports.take(
                desk, rows, file_name=name, skip_duplicates=skip_duplicates, wish=wish, progress=written
            )
    return replace(_with(result, rejected), rows=len(rows) + len(rejected))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without garbage collection: no row is garbage before the end, and looking for it takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _import_lines(desk: Desk, path: Path, progress: Progress, *, dry_run: bool, skip_duplicates: bool) -> ImportResult:
    check_file(path, reading_lines.UNPACKED)
    total = reading_lines.count(path)
    rejected: list[Rejected] = []

    def heard() -> Iterator[Dossier]:
        for done, dossier in enumerate(reading_lines.read(path, desk, rejected)):
            progress(done, total)
            yield dossier

    result = dossiers.take(
        desk,
        heard(),
        file_name=clean(path.name),
        skip_duplicates=skip_duplicates,
        dry_run=dry_run,
    )
    return replace(_with(result, rejected), rows=result.rows + len(rejected))


def _with(result: ImportResult, rejected: Sequence[Rejected]) -> ImportResult:
    refused = sorted((*rejected, *result.rejected), key=lambda each: each.place.row)
    return replace(result, rejected=tuple(refused))


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
