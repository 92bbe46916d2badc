"""A panel as lines of cells: its columns fitted into a width, a bar beside the figure it speaks of, and how that
turned against the period before."""

from dataclasses import dataclass
from enum import StrEnum

from leadtui.domain import blocks, cells, statistics
from leadtui.domain.text import visible
from leadtui.i18n import _, told
from leadtui.services.reviews import shape, telling
from leadtui.services.reviews.shape import Column, Panel, Row, Values

LEAST_LABEL, LEAST_BAR, LONGEST_BAR = 10, 4, 24
BEST_SCORE = 5.0
ROUND_RATES = (0.1, 0.25, 0.5, 1.0)


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
    """What is shown: the places of the columns beside the label with their widths, a blank or two before the text
    included, the cells of label and bar, and those of the figure of the period before behind the one with the bar."""

    widths: dict[int, int]
    label: int
    bar: int
    before: int


def lines(panel: Panel, width: int, signs: Signs = SIGNS) -> list[list[Run]]:
    """The heading of the columns, each row, and the total where there is one, each in exactly `width` cells.

    Where not all fit, counts at the right end make way first, then the bar; a figure and how sure it is stay.
    """
    fit = _fitted(panel, width)
    mark = bar_place(panel)
    full = scale(panel)
    drawn = [_heading(panel, fit, mark)]
    drawn += [_line(panel, row, fit, mark, _bar(panel, row, fit, mark, full, signs), signs) for row in panel.rows]
    if panel.total is not None and panel.rows:
        drawn.append(_line(panel, panel.total, fit, mark, "", signs))
    return [_exactly(line, width) for line in drawn]


def bar_place(panel: Panel) -> int | None:
    """The place of the column that has the bar, None where none has."""
    return next((place for place, column in enumerate(panel.columns) if column.bar), None)


def scale(panel: Panel) -> float:
    """The figure at which a bar of this panel is full: a round rate at or over the highest that counts, the best
    score, else the largest figure of either period."""
    mark = bar_place(panel)
    if mark is None:
        return 0.0
    kind = panel.columns[mark].kind
    if kind == shape.SCORE:
        return BEST_SCORE
    held = [values[mark] for row in panel.rows for values in _counting(panel, row) if values is not None]
    most = max((float(each) for each in held if isinstance(each, int | float)), default=0.0)
    return next(each for each in ROUND_RATES if each >= min(most, 1)) if kind == shape.SHARE else most


def share(value: object, full: float) -> float:
    """How long the bar of a figure is, 0 to 1."""
    return value / full if isinstance(value, int | float) and full > 0 else 0.0


def _counting(panel: Panel, row: Row) -> tuple[Values | None, ...]:
    return tuple(values for values in (row.values, row.before) if not is_slight(panel, values))


def is_slight(panel: Panel, values: Values | None) -> bool:
    """Whether a row's rate stands on so few cases that nothing may be made of it: it gets no bar and no turn."""
    mark = bar_place(panel)
    if values is None or mark is None or panel.columns[mark].kind != shape.SHARE:
        return False
    return _cases(panel, panel.columns[mark].key, values) < statistics.MINIMUM


def _cases(panel: Panel, rate: str, values: Values) -> int:
    """The cases that a rate is one of: the decided leads of a win rate, else what the first column counts."""
    counts = {
        column.key: value
        for column, value in zip(panel.columns, values, strict=True)
        if column.kind == shape.COUNT and isinstance(value, int)
    }
    if rate == "win_rate":
        return counts.get("won", 0) + counts.get("lost", 0)
    return next(iter(counts.values()), 0)


def turn(panel: Panel, row: Row) -> int:
    """Whether the figure that has the bar rose (1) or fell (-1) against the period before; 0 where nobody can say."""
    mark = bar_place(panel)
    if mark is None or row.before is None or is_slight(panel, row.values) or is_slight(panel, row.before):
        return 0
    return telling.turn(row.values[mark], row.before[mark])


def _rows(panel: Panel) -> list[Row]:
    return [*panel.rows, *((panel.total,) if panel.total is not None else ())]


def _fitted(panel: Panel, width: int) -> _Fit:
    texts: dict[int, list[str]] = {
        place: [told(column.title), *(_text(column, row.values[place]) for row in _rows(panel))]
        for place, column in enumerate(panel.columns)
    }
    widths = {place: max(map(cells.width, each)) + 1 for place, each in texts.items()}
    longest, mark = widths.pop(0) - 1, bar_place(panel)
    before = _before_width(panel)
    least = LEAST_LABEL + (LEAST_BAR + 1 if mark is not None else 0)
    for place in _spare(panel):
        if width - _taken(widths, before) >= least:
            break
        del widths[place]
    if width - _taken(widths, before) - len(widths) >= max(least, longest + LONGEST_BAR // 2):
        widths = {place: each + 1 for place, each in widths.items()}
    room = width - _taken(widths, before)
    bar = 0
    if mark is not None and room >= least:
        bar = min(room - 1 - min(longest, room - 1 - LEAST_BAR), LONGEST_BAR)
    return _Fit(widths, max(room - (bar + 1 if bar else 0), 1), bar, before)


def _taken(widths: dict[int, int], before: int) -> int:
    return before + sum(widths.values())


def _before_width(panel: Panel) -> int:
    """Cells of the figure of the period before with its sign and the blank in front; 0 where no row has one."""
    if bar_place(panel) is None or all(row.before is None for row in _rows(panel)):
        return 0
    return 1 + max(cells.width(_("before")), *(cells.width(_before(panel, row, SIGNS)) for row in _rows(panel)))


def _spare(panel: Panel) -> list[int]:
    """Columns that can make way, in the order in which they do: counts from the right, but not the first of them."""
    counts = [place for place, column in enumerate(panel.columns) if column.kind == shape.COUNT and not column.bar]
    return counts[:0:-1]


def _text(column: Column, value: object) -> str:
    return telling.shown(column.kind, value)


def _heading(panel: Panel, fit: _Fit, mark: int | None) -> list[Run]:
    text = cells.pad(cells.cut(told(panel.columns[0].title), fit.label), fit.label)
    for place, width in fit.widths.items():
        if place == mark:
            text += " " * (fit.bar + 1 if fit.bar else 0)
        text += _right(told(panel.columns[place].title), width)
        if place == mark and fit.before:
            text += _right(_("before"), fit.before)
    return [(text, Tone.MUTED)]


def _bar(panel: Panel, row: Row, fit: _Fit, mark: int | None, full: float, signs: Signs) -> str:
    if mark is None or is_slight(panel, row.values):
        return ""
    return blocks.bar(share(row.values[mark], full), fit.bar, is_plain=signs.is_plain)


def _line(panel: Panel, row: Row, fit: _Fit, mark: int | None, bar: str, signs: Signs) -> list[Run]:
    runs = [(cells.pad(cells.cut(visible(row.label), fit.label), fit.label), Tone.PLAIN)]
    tone = Tone.MUTED if is_slight(panel, row.values) else Tone.PLAIN
    for place, width in fit.widths.items():
        text = _right(_text(panel.columns[place], row.values[place]), width)
        if place != mark:
            runs.append((text, Tone.MUTED if panel.columns[place].kind == shape.INTERVAL else Tone.PLAIN))
            continue
        if fit.bar:
            runs.append((" " + cells.pad(bar, fit.bar), Tone.BAR))
        runs.append((text, tone))
        if fit.before:
            runs.append((_right(_before(panel, row, signs), fit.before), Tone.MUTED))
    return runs


def _before(panel: Panel, row: Row, signs: Signs) -> str:
    """The figure of the period before, behind the sign of the turn it took since."""
    mark = bar_place(panel)
    if mark is None or row.before is None:
        return ""
    sign = {1: signs.up, -1: signs.down, 0: ""}[turn(panel, row)]
    return sign + _text(panel.columns[mark], row.before[mark])


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
