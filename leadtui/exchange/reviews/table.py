"""A panel as lines of cells: its columns fitted into a width, a bar beside the figure it speaks of, and how that
turned against the period before."""

from dataclasses import dataclass
from enum import StrEnum

from leadtui.domain import blocks, cells, statistics
from leadtui.domain.text import visible
from leadtui.i18n import told
from leadtui.services.reviews import shape, words
from leadtui.services.reviews.shape import Column, Panel, Row

LEAST_LABEL, LEAST_BAR, LONGEST_BAR = 10, 4, 24
TURN = 2
"""Cells of the sign that says whether a figure rose or fell, with the blank before it."""
BEST_SCORE = 5


class Tone(StrEnum):
    """What a run of a line is for."""

    PLAIN = "plain"
    MUTED = "muted"
    BAR = "bar"


Run = tuple[str, Tone]


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs for rising and falling, and whether bars are drawn of plain signs."""

    up: str = "↑"
    down: str = "↓"
    is_plain: bool = False


SIGNS = Signs()


@dataclass(frozen=True, slots=True)
class _Fit:
    """What is shown: the places of the columns beside the label with their widths, the cells of label and bar, and
    those of the sign of a turn behind the figure that has the bar."""

    widths: dict[int, int]
    label: int
    bar: int
    turn: int


def lines(panel: Panel, width: int, signs: Signs = SIGNS) -> list[list[Run]]:
    """The heading of the columns, each row, and the total where there is one, each in exactly `width` cells.

    Where not all fit, counts at the right end make way first, then the bar; a figure and how sure it is stay.
    """
    fit = _fitted(panel, width)
    mark = bar_place(panel)
    most = 0.0 if mark is None else most_of(panel, mark)
    drawn = [_heading(panel, fit, mark)]
    drawn += [_line(panel, row, fit, mark, _bar(panel, row, fit, mark, most, signs), signs) for row in panel.rows]
    if panel.total is not None and panel.rows:
        drawn.append(_line(panel, panel.total, fit, mark, "", signs))
    return [_exactly(line, width) for line in drawn]


def bar_place(panel: Panel) -> int | None:
    """The place of the column that has the bar, None where none has."""
    return next((place for place, column in enumerate(panel.columns) if column.bar), None)


def most_of(panel: Panel, place: int) -> float:
    """The largest figure of a column, of either period."""
    held = [values[place] for row in panel.rows for values in (row.values, row.before) if values is not None]
    return max((float(each) for each in held if isinstance(each, int | float)), default=0.0)


def share(column: Column, value: object, most: float) -> float:
    """How long the bar of a figure is, 0 to 1: rates and scores by their scale, all else by the largest beside it."""
    if not isinstance(value, int | float):
        return 0.0
    if column.kind == shape.SHARE:
        return float(value)
    if column.kind == shape.SCORE:
        return value / BEST_SCORE
    return value / most if most > 0 else 0.0


def is_slight(panel: Panel, row: Row) -> bool:
    """Whether a row's rate stands on so few cases that nothing may be made of it: no bar, no bold word."""
    mark = bar_place(panel)
    if mark is None or panel.columns[mark].kind != shape.SHARE:
        return False
    cases = next((row.values[n] for n, column in enumerate(panel.columns) if column.kind == shape.COUNT), None)
    return isinstance(cases, int) and cases < statistics.MINIMUM


def _rows(panel: Panel) -> list[Row]:
    return [*panel.rows, *((panel.total,) if panel.total is not None else ())]


def _fitted(panel: Panel, width: int) -> _Fit:
    texts: dict[int, list[str]] = {
        place: [told(column.title), *(_text(column, row.values[place]) for row in _rows(panel))]
        for place, column in enumerate(panel.columns)
    }
    widths = {place: max(map(cells.width, each)) for place, each in texts.items()}
    longest, mark = widths.pop(0), bar_place(panel)
    turn = TURN if mark is not None and any(row.before is not None for row in _rows(panel)) else 0
    least = LEAST_LABEL + (LEAST_BAR + 1 if mark is not None else 0)
    for place in _spare(panel):
        if width - _taken(widths, turn) >= least:
            break
        del widths[place]
    room = width - _taken(widths, turn)
    bar = 0
    if mark is not None and room >= least:
        bar = min(room - 1 - min(longest, room - 1 - LEAST_BAR), LONGEST_BAR)
    return _Fit(widths, max(room - (bar + 1 if bar else 0), 1), bar, turn)


def _taken(widths: dict[int, int], turn: int) -> int:
    return turn + sum(width + 1 for width in widths.values())


def _spare(panel: Panel) -> list[int]:
    """Columns that can make way, in the order in which they do: counts from the right, but not the first of them."""
    counts = [place for place, column in enumerate(panel.columns) if column.kind == shape.COUNT and not column.bar]
    return counts[:0:-1]


def _text(column: Column, value: object) -> str:
    return words.shown(column.kind, value)


def _heading(panel: Panel, fit: _Fit, mark: int | None) -> list[Run]:
    text = cells.pad(cells.cut(told(panel.columns[0].title), fit.label), fit.label)
    for place, width in fit.widths.items():
        if place == mark:
            text += " " * (fit.bar + 1 if fit.bar else 0)
        text += " " + _right(told(panel.columns[place].title), width) + (" " * fit.turn if place == mark else "")
    return [(text, Tone.MUTED)]


def _bar(panel: Panel, row: Row, fit: _Fit, mark: int | None, most: float, signs: Signs) -> str:
    if mark is None or is_slight(panel, row):
        return ""
    return blocks.bar(share(panel.columns[mark], row.values[mark], most), fit.bar, is_plain=signs.is_plain)


def _line(panel: Panel, row: Row, fit: _Fit, mark: int | None, bar: str, signs: Signs) -> list[Run]:
    runs = [(cells.pad(cells.cut(visible(row.label), fit.label), fit.label), Tone.PLAIN)]
    tone = Tone.MUTED if is_slight(panel, row) else Tone.PLAIN
    for place, width in fit.widths.items():
        text = " " + _right(_text(panel.columns[place], row.values[place]), width)
        if place != mark:
            runs.append((text, Tone.MUTED if panel.columns[place].kind == shape.INTERVAL else Tone.PLAIN))
            continue
        if fit.bar:
            runs.append((" " + cells.pad(bar, fit.bar), Tone.BAR))
        runs.append((text, tone))
        if fit.turn:
            runs.append((_turn(row, place, signs), Tone.MUTED))
    return runs


def _turn(row: Row, place: int, signs: Signs) -> str:
    turned = words.turn(row.values[place], row.before[place]) if row.before is not None else 0
    return cells.pad(f" {signs.up}" if turned > 0 else f" {signs.down}" if turned < 0 else "", TURN)


def _right(text: str, width: int) -> str:
    return " " * (width - cells.width(text)) + text


def _exactly(runs: list[Run], width: int) -> list[Run]:
    """Runs cut to a width where even the least does not fit."""
    kept: list[Run] = []
    for text, tone in runs:
        text = cells.cut(text, width)
        width -= cells.width(text)
        kept.append((text, tone))
    return kept
