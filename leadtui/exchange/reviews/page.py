"""A review as one HTML file that needs nothing else: no script, nothing fetched, charts as SVG; prints on A4."""

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from leadtui.domain.text import visible
from leadtui.exchange.reviews import charts, markdown, rendering, table, text
from leadtui.exchange.reviews.charts import Bar
from leadtui.i18n import _, language, told
from leadtui.services.reviews import telling
from leadtui.services.reviews.shape import Panel, Review, Row

_STYLE = Path(__file__).with_name("page.css")
_MOST_BARS = 12
"""Lines of a chart; the table beside it holds all."""


def page(review: Review, written: str, today: date) -> str:
    """The whole review as one page; `written` is the period in sentences, as Markdown with its title."""
    title = escape(text.heading(review, today))
    panels = "".join(f"<section>{''.join(_panel(panel))}</section>\n" for panel in review.panels)
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{"zh-CN" if language() == "zh_CN" else "en"}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        '<meta name="color-scheme" content="light dark"/>\n'
        f"<title>{title}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n<main>\n"
        f'<div class="written">{rendering.html(written)}</div>\n<p class="days">{title}</p>\n'
        f'<div class="panels">{panels}</div>\n</main>\n</body>\n</html>\n'
    )


def _panel(panel: Panel) -> Iterator[str]:
    title = escape(told(panel.title))
    yield f"<h2>{title}</h2>\n"
    if not panel.rows:
        nothing = escape(_("Nothing to count in this period."))
        yield f'<p class="muted">{nothing}</p>\n'
    else:
        bars = list(_bars(panel))
        if any(each.share or each.before for each in bars):
            yield charts.chart(title, bars)
            yield _legend(panel, has_before=any(each.before is not None for each in bars))
        yield _table(panel)
        yield f'<p class="muted">{escape(text.footnote(panel))}</p>\n'
    yield f'<p class="definition">{escape(told(panel.definition))}</p>\n'


def _bars(panel: Panel) -> Iterator[Bar]:
    mark, full = table.bar_place(panel), table.scale(panel)
    if mark is None:
        return
    for row in panel.rows[:_MOST_BARS]:
        before = None
        if row.before is not None and row.before[mark] is not None and not table.is_slight(panel, row.before):
            before = table.share(row.before[mark], full)
        now = 0.0 if table.is_slight(panel, row.values) else table.share(row.values[mark], full)
        yield Bar(visible(row.label), now, before, telling.shown(panel.columns[mark].kind, row.values[mark]))


def _legend(panel: Panel, *, has_before: bool) -> str:
    figure = escape(told(panel.columns[table.bar_place(panel) or 0].title))
    name = escape(_("the period before"))
    before = f'<i class="before"></i>{name}' if has_before else ""
    return f'<p class="legend"><i class="bar"></i>{figure}{before}</p>\n'


def _table(panel: Panel) -> str:
    heads = "".join(f"<th>{escape(title)}</th>" for title in markdown.titles(panel))
    rows = "".join(_row(panel, row, "") for row in panel.rows)
    if panel.total is not None:
        rows += _row(panel, panel.total, ' class="total"')
    return f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n"


def _row(panel: Panel, row: Row, attributes: str) -> str:
    label, *figures = (escape(each) for each in markdown.figures(panel, row))
    cells = "".join(f"<td>{each}</td>" for each in figures)
    return f'<tr{attributes}><th scope="row">{label}</th>{cells}</tr>\n'
