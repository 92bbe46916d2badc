"""A review as Markdown: the period in sentences first, then each panel as a table with its definition."""

from collections.abc import Iterator
from datetime import date

from leadtui.domain.text import visible
from leadtui.exchange.reviews import table, text
from leadtui.exchange.writing_text import escaped
from leadtui.i18n import _, told
from leadtui.services.reviews import telling
from leadtui.services.reviews.shape import Panel, Review, Row

_SIGNS = {1: " ↑", -1: " ↓", 0: ""}


def markdown(review: Review, written: str, today: date) -> str:
    """The whole review as one page; `written` is the period in sentences, Markdown itself with its title."""
    parts = [written.rstrip(), escaped(text.heading(review, today))]
    parts += ["\n".join(_panel(panel)) for panel in review.panels]
    return "\n\n".join(parts) + "\n"


def _panel(panel: Panel) -> Iterator[str]:
    yield f"## {escaped(told(panel.title))}\n"
    if panel.rows:
        yield _row(titles(panel))
        yield _row(["---", *["--:"] * (len(panel.columns) - 1)], is_rule=True)
        for row in (*panel.rows, *((panel.total,) if panel.total else ())):
            yield _row(figures(panel, row))
        yield ""
    yield f"{escaped(text.footnote(panel))}\n"
    yield f"*{escaped(told(panel.definition))}*"


def titles(panel: Panel) -> list[str]:
    """The titles of the columns; that of the figure with the bar says what stands in brackets behind it."""
    has_before = any(row.before is not None for row in panel.rows)
    return [
        _("{figure} (before)").format(figure=told(column.title)) if column.bar and has_before else told(column.title)
        for column in panel.columns
    ]


def figures(panel: Panel, row: Row) -> list[str]:
    """The cells of a row in words; behind the figure with the bar, that of the period before."""
    shown = [visible(row.label)]
    for place, column in enumerate(panel.columns[1:], 1):
        text = telling.shown(column.kind, row.values[place])
        if column.bar and row.before is not None:
            before = telling.shown(column.kind, row.before[place])
            text += f"{_SIGNS[table.turn(panel, row)]} ({before})"
        shown.append(text)
    return shown


def _row(cells: list[str], *, is_rule: bool = False) -> str:
    return f"| {' | '.join(cells if is_rule else [escaped(cell) for cell in cells])} |"
