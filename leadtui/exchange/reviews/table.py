"""A panel as lines of cells: its columns fitted into a width, a bar beside the figure it speaks of, and how that
turned against the period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from leadtui.domain import blocks, cells, statistics
from leadtui.domain.text import visible
from leadtui.i18n import _, told
from leadtui.services.reviews import shape, telling
from leadtui.services.reviews.shape import Column, Panel, Row, Values

LEAST_LABEL, LEAST_BAR, LONGEST_BAR = 14, 4, 24
LONGEST_WORD = 6
"""Cells from which on a Chinese title is taken apart."""
STAYING = ("stale",)
"""Counts that make way for nothing: what their panel is looked at for."""
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
    """What is shown: the lines of each title; the places of the columns beside the label with their widths, the blanks
    before the text included; the cells of label and bar, and those of the figure of the period before."""

    titles: Sequence[tuple[str, ...]]
    widths: dict[int, int]
    label: int
    bar: int
    before: int


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a panel: those of the heading, one for each row, and those of the total."""

    head: list[list[Run]]
    rows: list[list[Run]]
    total: list[list[Run]]


def lines(panel: Panel, width: int, signs: Signs = SIGNS) -> Table:
    """A panel as lines of exactly `width` cells.

    Where not all fit on one line, titles of columns take two; then counts at the right end make way, then the bar; a
    figure and how sure it is stay.
    """
    fit = _fitted(panel, width)
    mark, full = bar_place(panel), scale(panel)
    rows = [_line(panel, row, fit, mark, _bar(panel, row, fit, mark, full, signs), signs) for row in panel.rows]
    total = [_line(panel, panel.total, fit, mark, "", signs)] if panel.total is not None and panel.rows else []
    return Table(*([_exactly(line, width) for line in each] for each in (_heading(panel, fit, mark), rows, total)))


def figures(panel: Panel, row: Row) -> list[tuple[str, str, str]]:
    """Every figure of a row: the title of its column, the figure, and that of the period before ('' where none is)."""
    before = row.before or (None,) * len(row.values)
    return [
        (told(column.title), _text(column, value), "" if was is None else _text(column, was))
        for column, value, was in zip(panel.columns[1:], row.values[1:], before[1:], strict=True)
    ]


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
    """Whether the figure that has the bar rose (1) or fell (-1) against the period before; 0 where nobody can say.

    Nobody can where cases are few, nor where leads are still open: the younger ones have had less time to be won.
    """
    mark = bar_place(panel)
    if any(column.key == "open" for column in panel.columns):
        return 0
    if mark is None or row.before is None or is_slight(panel, row.values) or is_slight(panel, row.before):
        return 0
    return telling.turn(row.values[mark], row.before[mark])


def _rows(panel: Panel) -> list[Row]:
    return [*panel.rows, *((panel.total,) if panel.total is not None else ())]


def _fitted(panel: Panel, width: int) -> _Fit:
    """One line of titles where that leaves the columns room, else two."""
    fit = _in_lines(panel, width, [(title,) for title in _titles(panel)])
    if len(fit.widths) == len(panel.columns) - 1 and (fit.bar or bar_place(panel) is None):
        return fit
    return _in_lines(panel, width, [_split(title) for title in _titles(panel)])


def _in_lines(panel: Panel, width: int, titles: Sequence[tuple[str, ...]]) -> _Fit:
    texts = {
        place: [*titles[place], *(_text(column, row.values[place]) for row in _rows(panel))]
        for place, column in enumerate(panel.columns)
    }
    widths = {place: max(map(cells.width, each)) + 1 for place, each in texts.items()}
    longest, mark = widths.pop(0) - 1, bar_place(panel)
    before = _before_width(panel)
    least = min(longest, LEAST_LABEL) + (LEAST_BAR + 1 if mark is not None else 0)
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
    return _Fit(titles, widths, max(room - (bar + 1 if bar else 0), 1), bar, before)


def _titles(panel: Panel) -> list[str]:
    return [told(column.title) for column in panel.columns]


def _split(title: str) -> tuple[str, ...]:
    """A title on two lines of about the same width: at a blank where it has one, else between Chinese characters."""
    places = [place for place, letter in enumerate(title) if letter == " "]
    if not places and cells.width(title) > LONGEST_WORD and not title.isascii():
        places = list(range(1, len(title)))
    if not places:
        return (title,)
    halves = [(title[:place], title[place:].strip()) for place in places]
    return min(halves, key=lambda pair: max(map(cells.width, pair)))


def _taken(widths: dict[int, int], before: int) -> int:
    return before + sum(widths.values())


def _before_width(panel: Panel) -> int:
    """Cells of the figure of the period before with its sign and the blank in front; 0 where no row has one."""
    if bar_place(panel) is None or all(row.before is None for row in _rows(panel)):
        return 0
    return 1 + max(cells.width(_("before")), *(cells.width(_before(panel, row, SIGNS)) for row in _rows(panel)))


def _spare(panel: Panel) -> list[int]:
    """Columns that can make way, in the order in which they do: counts from the right, but not the first of them."""
    counts = [place for place, column in enumerate(panel.columns) if column.kind == shape.COUNT]
    return [
        place for place in counts[:0:-1] if panel.columns[place].key not in STAYING and not panel.columns[place].bar
    ]


def _text(column: Column, value: object) -> str:
    return telling.shown(column.kind, value)


def _heading(panel: Panel, fit: _Fit, mark: int | None) -> list[list[Run]]:
    height = max(len(fit.titles[place]) for place in (0, *fit.widths))
    return [[(_heading_line(fit, mark, line - height), Tone.MUTED)] for line in range(height)]


def _heading_line(fit: _Fit, mark: int | None, line: int) -> str:
    """One line of the titles, counted from the last, which is -1: short titles stand at the bottom."""

    def part(place: int) -> str:
        title = fit.titles[place]
        return title[line] if len(title) >= -line else ""

    text = cells.pad(cells.cut(part(0), fit.label), fit.label)
    for place, width in fit.widths.items():
        if place == mark:
            text += " " * (fit.bar + 1 if fit.bar else 0)
        text += _right(part(place), width)
        if place == mark and fit.before:
            text += _right(_("before") if line == -1 else "", fit.before)
    return text


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
