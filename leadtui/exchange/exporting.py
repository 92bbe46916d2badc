"""From the book to a file: the one way that command line and screen export (R31, R76)."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.errors import UsageError
from leadtui.domain.text import clean
from leadtui.exchange import target
from leadtui.exchange.layouts import Layout, Template, layout
from leadtui.exchange.sheets import Cell
from leadtui.i18n import N_
from leadtui.services import exports
from leadtui.services.exports import Dossier

ENDINGS = (".xlsx", ".csv", ".jsonl", ".md")


def export_file(
    desk: Desk,
    path: Path,
    ids: Sequence[int] | None = None,
    *,
    template: Template | None = None,
    reveal: bool = False,
    force: bool = False,
) -> int:
    """Write these leads, or all, into a file by its ending; how many they were.

    Contacts are masked unless revealed; that an export was made is recorded. Raises UsageError for an ending
    nobody knows, LeadtuiError where the file exists and `force` is not set; no half a file is left behind.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(N_("{path}: give the file one of the endings {known}."), path=path, known=" ".join(ENDINGS))
    if template and ending == ".jsonl":
        raise UsageError(N_("JSON lines carry everything; leave out --template."))
    chosen = exports.chosen(desk) if ids is None else ids
    with target.replacing(path, force=force) as making:
        if ending == ".jsonl":
            from leadtui.exchange import lines

            lines.write(making, exports.dossiers(chosen, reveal=reveal), desk.zone)
        else:
            shape = layout(template)
            dossiers = exports.dossiers(chosen, reveal=reveal, parts=shape.parts, lead_keys=shape.lead_keys)
            _write(ending, making, shape, _rows(shape, dossiers, desk), desk)
        exports.record(desk, clean(path.name), len(chosen), reveal=reveal)
    return len(chosen)


def write_bundle(desk: Desk, path: Path, ids: Sequence[int] | None = None, *, force: bool = False) -> int:
    """Write these leads, or all, with their whole history as a bundle (交接包) for a colleague's own book; how many.

    Contacts go in full, since the colleague is to call them; that is recorded.
    """
    from leadtui.exchange import lines

    chosen = exports.chosen(desk) if ids is None else ids
    with target.replacing(path, force=force) as making:
        lines.write_bundle(making, exports.dossiers(chosen, reveal=True), desk.zone)
        exports.record(desk, clean(path.name), len(chosen), reveal=True)
    return len(chosen)


def _rows(shape: Layout, dossiers: Iterable[Dossier], desk: Desk) -> Iterator[Sequence[Cell]]:
    for dossier in dossiers:
        yield from shape.rows(dossier, desk.zone)


def _write(ending: str, path: Path, shape: Layout, rows: Iterable[Sequence[Cell]], desk: Desk) -> None:
    if ending == ".xlsx":
        from leadtui.exchange.writing_xlsx import write

        write(path, shape, rows, desk.now())
    else:
        from leadtui.exchange.writing_text import write_csv, write_markdown

        (write_csv if ending == ".csv" else write_markdown)(path, shape, rows)
