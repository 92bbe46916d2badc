"""Which column of a sheet holds what: header words in Chinese and English, and the row that is the header."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.domain.fields import CONTACT_FIELDS, CUSTOMER_FIELDS, LEAD_FIELDS
from leadtui.domain.text import clean, fold
from leadtui.exchange.headers import IGNORED, KEPT, WORDS
from leadtui.exchange.sheets import Cell, Table
from leadtui.i18n import N_, _, in_every_language

HEADER_WITHIN = 30

_ANCHORS = frozenset({"customer", "lead_no", "deal", "last_name"})
_LEAST = 3
_HINT = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_NOISE = re.compile(r"[\W_]+")
# Person - Phone - Work: some programs say whose field it is before the field, and which of several behind it.
_WHOSE = re.compile(r"^(?:deal|person|organization|lead)\s+-\s+|\s+-\s+(?:work|home|mobile|other)$", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"no\.|#|№", re.IGNORECASE)
_NAME = "name"
"""A header that says nothing of whose name it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a recognised sheet: its place, its header, what it holds (None: unknown, but kept)."""

    index: int
    name: str
    target: str | None

    @property
    def is_in_wan(self) -> bool:
        """Whether the header says that bare numbers below it are 万."""
        return "万" in self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its header found; `first` is the index of the first row below it."""

    table: Table
    columns: tuple[Column, ...]
    first: int

    def holds(self, *targets: str) -> bool:
        """Whether any of these targets has a column."""
        return any(column.target in targets for column in self.columns)


def recognised(
    tables: Sequence[Table],
    *,
    path: Path,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> list[Sheet]:
    """The sheets with a header leadtui understands, one of them where `sheet` names it.

    `mapping` gives a column's header the target to hold (a field's key or any of its names; "-" ignores it, "+" keeps
    it in the remark); it goes before what was `remembered`, whose columns need not be there.
    Raises LeadtuiError where no header is found, UsageError where `sheet` or `mapping` names what is not
    there.
    """
    named = {**(remembered or {}), **(mapping or {})}
    wanted = {_key(name): _target(name, field) for name, field in named.items()}
    chosen = [table for table in tables if sheet is None or fold(table.name) == fold(sheet)]
    if not chosen:
        names = ", ".join(table.name for table in tables)
        raise UsageError(N_("{path} has no sheet “{sheet}”. It has: {names}"), path=path, sheet=sheet, names=names)
    found = [each for table in chosen if (each := _recognise(table, wanted)) is not None]
    if not found:
        raise LeadtuiError(
            N_(
                "{path}: no row looks like a header. Above the data one row has to name {anchors} "
                "and two more of {others} …; or say what a column holds with --map COLUMN=FIELD."
            ),
            path=path,
            anchors="客户名称 / Customer name / 线索编号 / Lead no.",
            others="联系人, 联系方式, 线索来源, 线索等级, 跟进日期, 沟通内容摘要, 下一步计划, 负责人",
        )
    _check_mapping(found, mapping or {})
    return found


def _recognise(table: Table, wanted: Mapping[str, str | None]) -> Sheet | None:
    best: tuple[int, tuple[Column, ...], int] | None = None
    for index, row in enumerate(table.rows[:HEADER_WITHIN]):
        columns = _columns(row, wanted)
        targets = {column.target for column in columns} - {None, IGNORED}
        # Who said what a column holds has said that this is a header.
        least = 1 if any(_key(column.name) in wanted for column in columns) else _LEAST
        if targets & _ANCHORS and len(targets) >= least and (best is None or len(targets) > best[0]):
            best = len(targets), columns, index + 1
    if best is None:
        return None
    _count, columns, first = best
    # Cells to the right of the last header are kept like those below an unknown one.
    width = max(map(len, table.rows[first:]), default=0)
    beyond = (Column(index, _letter(index), wanted.get(_key(_letter(index)))) for index in range(len(columns), width))
    return Sheet(table, (*_in_context(columns), *beyond), first)


def header_at(table: Table, index: int, mapping: Mapping[str, str]) -> Sheet:
    """The table with this row as its header, whatever stands in it."""
    wanted = {_key(name): _target(name, field) for name, field in mapping.items()}
    return Sheet(table, _in_context(_columns(table.rows[index], wanted)), index + 1)


def meaning(name: str) -> str | None:
    """What a column with this header holds, None where the word is not known."""
    found = _meaning(name, {})
    return None if found == _NAME else found


def _columns(row: Sequence[Cell], wanted: Mapping[str, str | None]) -> tuple[Column, ...]:
    found = []
    for index, cell in enumerate(row):
        name = clean(cell) if isinstance(cell, str) else ""
        target = _meaning(name, wanted) if name else wanted.get(_key(_letter(index)))
        found.append(Column(index, name or _letter(index), target))
    return tuple(found)


def _meaning(name: str, wanted: Mapping[str, str | None]) -> str | None:
    if not name:
        return None
    if _key(name) in wanted:
        return wanted[_key(name)]
    if _key(name) == _NAME:
        return _NAME
    spellings = (name, _HINT.sub("", name), _WHOSE.sub("", name))
    return next((target for each in spellings if (target := _targets().get(_key(each)))), None)


def _in_context(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """客户反馈 is about a contact made where the sheet has one; a deal's name is the customer's where none is."""
    targets = {column.target for column in columns}
    meant: dict[str | None, str | None] = {_NAME: _bare_name(targets)}
    if not targets & {"at", "summary"}:
        meant["feedback"] = "proposal_feedback"
    named = targets & {"customer", "first_name", "last_name"}
    meant["deal"] = "initial_need" if named else "customer"
    return tuple(Column(each.index, each.name, meant.get(each.target, each.target)) for each in columns)


def _bare_name(targets: set[str | None]) -> str | None:
    """What a column “Name” holds beside one that names the customer: the person who is reached there, else the deal."""
    if "customer" not in targets:
        return None
    if targets & {"phone", "email", "title", "wechat"}:
        return None if targets & {"contact", "first_name", "last_name"} else "contact"
    return "initial_need" if targets & {"stage", "quote_amount"} and not targets & {"deal", "initial_need"} else None


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _key(name: str) -> str:
    return _NOISE.sub("", fold(_NUMBER_SIGN.sub("no", name)))


@cache
def _targets() -> dict[str, str]:
    """Every header word by its key; what the product calls its own fields comes in every language."""
    found: dict[str, str] = {}
    for target, (chinese, english) in WORDS.items():
        for word in (target, *chinese.split(), *english.split("|")):
            if key := _key(word):
                found.setdefault(key, target)
    for field in (*CUSTOMER_FIELDS, *CONTACT_FIELDS, *LEAD_FIELDS):
        target = {"name": "customer" if field in CUSTOMER_FIELDS else "contact"}.get(field.key, field.key)
        if target in WORDS or target in ("budget_min", "budget_max"):
            for word in (*in_every_language(field.marked), target):
                found.setdefault(_key(word), target)
    return found


def _target(name: str, field: str) -> str | None:
    if field.strip() == KEPT:
        return None
    if field.strip() in ("", IGNORED):
        return IGNORED
    target = _targets().get(_key(field))
    if target is None:
        raise UsageError(
            N_("--map {column}={field}: there is no such field. Fields: {fields}"),
            column=name, field=field, fields=", ".join(each for each in WORDS if each != IGNORED),
        )  # fmt: skip
    return target


def _check_mapping(sheets: Sequence[Sheet], mapping: Mapping[str, str]) -> None:
    there = {_key(column.name) for sheet in sheets for column in sheet.columns}
    for name in mapping:
        if _key(name) not in there:
            names = _(", ").join(column.name for column in sheets[0].columns)
            raise UsageError(
                N_("--map: there is no column “{column}”. The columns are: {names}"), column=name, names=names
            )
