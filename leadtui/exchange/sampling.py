"""What a person looks at before an import: the columns of a sheet with samples, and what each of them holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leadtui import i18n
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, FOLLOW_UP_FIELDS, LEAD_FIELDS
from leadtui.domain.privacy import mask_email, mask_name, mask_phone, mask_wechat
from leadtui.exchange import cells, mappings
from leadtui.exchange.columns import HEADER_WITHIN, Column, Sheet, header_at, meaning, recognised
from leadtui.exchange.headers import IGNORED, KEPT, WORDS
from leadtui.exchange.sheets import Table
from leadtui.i18n import _

SAMPLES = 3
_WITHIN = 500
"""Rows looked through for samples."""
_MASKS = {
    "phone": mask_phone,
    "email": mask_email,
    "wechat": mask_wechat,
    "contact": mask_name,
    "first_name": mask_name,
    "last_name": mask_name,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as it is shown: its header, what it holds (a target, or KEPT), some values; contacts are masked."""

    name: str
    target: str
    samples: tuple[str, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether nobody has said yet what it holds."""
        return self.target == KEPT


def understood(tables: Sequence[Table], path: Path, sheet: str | None, mapping: Mapping[str, str]) -> list[Sheet]:
    """The sheets with their columns; where no header is recognised, the row that is likeliest to be one."""
    try:
        chosen = mappings.remembered(tables, sheet=sheet)
        return recognised(tables, path=path, sheet=sheet, mapping=mapping, remembered=chosen)
    except LeadtuiError:
        found = [each for table in tables if sheet in (None, table.name) and (each := _guessed(table, mapping))]
        if not found:
            raise
        return found


def _guessed(table: Table, mapping: Mapping[str, str]) -> Sheet | None:
    texts = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in table.rows[:HEADER_WITHIN]]
    widest = max(texts, default=0)
    if widest < 1 or len(table.rows) < 2:
        return None
    return header_at(table, texts.index(widest), mapping)


def columns(sheets: Sequence[Sheet]) -> list[Shown]:
    """Every column that holds something, those that nobody recognised first."""
    found: dict[str, Shown] = {}
    for sheet in sheets:
        for column in sheet.columns:
            shown = Shown(column.name, column.target or KEPT, _samples(sheet, column))
            if column.name in found:
                shown = replace(shown, samples=(found[column.name].samples + shown.samples)[:SAMPLES])
            if shown.samples or column.target:
                found[column.name] = shown
    return sorted(found.values(), key=lambda each: not each.is_doubtful)


def _samples(sheet: Sheet, column: Column) -> tuple[str, ...]:
    values: dict[str, None] = {}
    for row in sheet.table.rows[sheet.first : sheet.first + _WITHIN]:
        if column.index < len(row) and row[column.index] is not None:
            text = cells.text(row[column.index], column)
            if text:
                values[_masked(text, column.target)] = None
        if len(values) == SAMPLES:
            break
    return tuple(values)


def masked(header: str, text: str) -> str:
    """What stands below a header, masked where it tells of a person."""
    return _masked(text, meaning(header))


def _masked(text: str, target: str | None) -> str:
    mask = _MASKS.get(target or "")
    return mask(text) if mask else text


def targets() -> list[str]:
    """Everything that a column may hold, what keeps it and what leaves it out first."""
    return [KEPT, IGNORED, *(target for target in WORDS if target != IGNORED)]


def named(target: str) -> str:
    """What a column of this target holds, in words."""
    if target == KEPT:
        return _("kept as remark")
    if target == IGNORED:
        return _("left out")
    for field in (*CUSTOMER_FIELDS, *CONTACT_FIELDS, *LEAD_FIELDS, *FOLLOW_UP_FIELDS):
        if field.key == target:
            return field.label
    if i18n.language() == "zh_CN" and WORDS[target][0]:
        return WORDS[target][0].split()[0]
    return target.replace("_", " ").capitalize()


def search_words(target: str) -> str:
    """Everything by which a target can be looked for, in lower case."""
    chinese, english = WORDS.get(target, ("", ""))
    return f"{named(target)} {target} {chinese} {english}".lower()
