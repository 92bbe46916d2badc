"""A review as plain text for a terminal: each panel a table with bars, its number of cases under it."""

from collections.abc import Iterator
from datetime import date

from leadtui.exchange.reviews import table
from leadtui.i18n import _, told
from leadtui.services.reviews import telling
from leadtui.services.reviews.shape import Panel, Review


def lines(review: Review, today: date, width: int) -> Iterator[str]:
    """The review line by line, in at most `width` cells where tables are concerned."""
    yield heading(review, today)
    for panel in review.panels:
        yield ""
        yield told(panel.title)
        if not panel.rows:
            yield _("Nothing to count in this period.")
            continue
        fitted = table.lines(panel, width)
        for runs in (*fitted.head, *fitted.rows, *fitted.total):
            yield "".join(text for text, _tone in runs).rstrip()
        yield footnote(panel)


def heading(review: Review, today: date) -> str:
    """Which days, compared with which, whose leads, which filter."""
    days, before = review.period, review.previous
    parts = [
        _("Review {days}").format(days=telling.span(days.start, days.end, today)),
        _("against {days}").format(days=telling.span(before.start, before.end, today)),
        _("still running") if days.is_running(today) else "",
        review.owner or _("everyone"),
        _("filter {filter}").format(filter=review.filter) if review.filter else "",
    ]
    return " · ".join(filter(None, parts))


def footnote(panel: Panel) -> str:
    """How many cases a panel counts, and what it notes."""
    count = _("n = {count}").format(count=f"{panel.n:,}")
    return f"{count} · {panel.note}" if panel.note else count
