"""Bars of a panel as inline SVG: the figure of the period, and thin under it that of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from leadtui.domain import cells

WIDTH = 500
_LINE, _BAR, _BEFORE = 26, 12, 4
_LABEL, _FIGURE = 140, 90
_LETTER = 6.8
"""About the width of a narrow character at the size the labels have."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the chart: its name, its share of the chart's width (0 to 1), that of the period before (None: not
    known), and its figure in words."""

    name: str
    share: float
    before: float | None
    told: str


def chart(title: str, bars: Sequence[Bar]) -> str:
    """The bars as one SVG element; colours come from the classes `bar`, `before`, `name` and `told`."""
    height = _LINE * len(bars)
    lines = "".join(_line(place * _LINE, each) for place, each in enumerate(bars))
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" preserveAspectRatio="xMinYMin meet">{lines}</svg>\n'
    )


def _line(top: int, bar: Bar) -> str:
    room = WIDTH - _LABEL - _FIGURE
    middle = top + _LINE / 2
    name = escape(cells.cut(bar.name, int(_LABEL / _LETTER) - 2))
    drawn = [f'<text class="name" x="{_LABEL - 10}" y="{middle + 4:g}" text-anchor="end">{name}</text>']
    wide = _wide(bar.share, room)
    drawn.append(f'<rect class="bar" x="{_LABEL}" y="{top + 4}" width="{wide:.1f}" height="{_BAR}" rx="1.5"/>')
    ends = wide
    if bar.before is not None:
        ends = max(wide, _wide(bar.before, room))
        thin = f'y="{top + 5 + _BAR}" width="{_wide(bar.before, room):.1f}" height="{_BEFORE}" rx="1"'
        drawn.append(f'<rect class="before" x="{_LABEL}" {thin}/>')
    drawn.append(f'<text class="told" x="{_LABEL + ends + 8:.1f}" y="{middle + 4:g}">{escape(bar.told)}</text>')
    return f"<g><title>{escape(bar.name)}: {escape(bar.told)}</title>{''.join(drawn)}</g>"


def _wide(share: float, room: int) -> float:
    """Cells of the bar; what is more than nothing is seen."""
    return max(1.5, min(share, 1.0) * room) if share > 0 else 0.0
