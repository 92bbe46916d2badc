"""One sheet on its way in: what was read, how its columns are understood, what would become of it.

Its methods run beside the screen's thread, where they may take their time.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from leadtui.desk import Desk
from leadtui.exchange import mappings, reading_lines
from leadtui.exchange.headers import IGNORED, KEPT
from leadtui.exchange.importing import import_file, import_tables
from leadtui.exchange.rejected import write_rejected
from leadtui.exchange.sampling import Shown, columns, named, search_words, targets, understood
from leadtui.exchange.sheets import PASTED, Table, pasted, read_tables
from leadtui.services.imports import Cancelled, Doubles, Fate, ImportResult, Progress, Rejected, Verdict, Wish
from leadtui.ui import sheet_paths

__all__ = ["IGNORED", "KEPT", "Bringing", "named", "search_words", "stop_if", "targets"]


def stop_if(is_stopped: bool) -> None:
    """Raise Cancelled where a person stopped the work."""
    if is_stopped:
        raise Cancelled


@dataclass(slots=True)
class Bringing:
    """What is known so far of a file, or of a table that was `pasted`."""

    desk: Desk
    path: Path
    pasted: str = ""
    sheet: str | None = None
    tables: list[Table] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    columns: list[Shown] = field(default_factory=list)
    wish: Wish = field(default_factory=Wish)
    result: ImportResult = field(default_factory=ImportResult)

    @property
    def is_lines(self) -> bool:
        """Whether whole leads come, which have no columns."""
        return not self.pasted and reading_lines.is_lines(self.path)

    @property
    def skips(self) -> bool:
        """Whether look-alikes are left out."""
        return self.wish.doubles is Doubles.SKIP

    @property
    def judged(self) -> list[Verdict | Rejected]:
        """What becomes of everything, what a person has to look at first."""
        order = list(Fate)
        return [*self.result.rejected, *sorted(self.result.verdicts, key=lambda each: order.index(each.fate))]

    def read(self) -> None:
        """Read the file. Raises LeadtuiError where that cannot be."""
        if self.pasted:
            self.path, self.tables = PASTED, pasted(self.pasted.encode())
        elif self.is_lines:
            self.preview()
            return
        else:
            self.tables = read_tables(self.path)
        self.understand()

    def understand(self) -> None:
        """Find out what the columns of the chosen sheet hold."""
        self.columns = columns(understood(self.tables, self.path, self.sheet, self.mapping))

    def next_sheet(self) -> None:
        """Choose the next of the sheets; after the last one all of them."""
        names: list[str | None] = [None, *(table.name for table in self.tables if table.rows)]
        if len(names) > 2:
            self.sheet = names[(names.index(self.sheet) + 1) % len(names)]
            self.mapping = {}

    def correct(self, place: int, target: str) -> None:
        """Say what a column holds."""
        column = self.columns[place]
        self.mapping[column.name] = target
        self.columns[place] = replace(column, target=target)

    def preview(self) -> None:
        """Work out what would happen; nothing is written."""
        if self.is_lines:
            self.result = import_file(self.desk, self.path, dry_run=True, skip_duplicates=self.skips)
            return
        self.result = import_tables(
            self.desk, self.tables, self.path, dry_run=True, sheet=self.sheet, mapping=self.mapping, wish=self.wish
        )

    def take(self, progress: Progress) -> None:
        """Import it as one change, and remember how its columns were understood."""
        if self.is_lines:
            self.result = import_file(self.desk, self.path, skip_duplicates=self.skips, progress=progress)
        else:
            self.result = import_tables(
                self.desk,
                self.tables,
                self.path,
                sheet=self.sheet,
                mapping=self.mapping,
                wish=self.wish,
                progress=progress,
            )
            if self.mapping:
                mappings.remember(understood(self.tables, self.path, self.sheet, self.mapping), self.mapping)
        if not self.pasted:
            sheet_paths.note(self.path)

    def write_rejected(self) -> Path | None:
        """Write the rejected rows beside the sheet, never over another file; None where there are none."""
        if not self.result.rejected:
            return None
        beside = Path.home() / "pasted" if self.pasted else self.path
        number, target = 1, beside.with_name(f"{beside.stem}-rejected.csv")
        while target.exists():
            number += 1
            target = beside.with_name(f"{beside.stem}-rejected-{number}.csv")
        write_rejected(target, self.result.rejected)
        return target
