"""What rose and what fell against the period before: only what chance alone would hardly make."""

from collections.abc import Iterator, Mapping
from math import sqrt

from leadtui.domain.statistics import MINIMUM, difference
from leadtui.i18n import NP_, Marked, _, told
from leadtui.services import brief
from leadtui.services.reviews.facts import count
from leadtui.services.reviews.shape import Panel, Row

_COUNTS: tuple[tuple[str, str, Marked], ...] = (
    ("conversion_by_source", "leads", NP_("written", "New leads")),
    ("activity", "contacts", NP_("written", "Contacts made")),
    ("activity", "customers", NP_("written", "Customers reached")),
    ("activity", "moved", NP_("written", "Steps to a later stage")),
    ("activity", "won", NP_("written", "Wins")),
    ("lost_reasons", "leads", NP_("written", "Leads lost")),
)
_RATES: tuple[tuple[str, str, str, Marked], ...] = (
    ("record_lag", "on_time", "contacts", NP_("written", "Contacts recorded within 24 h")),
)
"""Panel, part and whole of each rate. A conversion is none of them: of two cohorts the younger has had less time to be
won, and would always seem to fall."""
_SURE = 1.96


def sentences(panels: Mapping[str, Panel], *, is_running: bool = False) -> Iterator[str]:
    """A sentence for each figure that turned: counts of all, counts of a source, rates of all.

    Of a period that `is_running` no count is said to have fallen: it still grows.
    """
    for key, column, name in _COUNTS:
        panel = panels.get(key)
        if panel is not None and panel.total is not None:
            yield from _counted(panel, panel.total, column, told(name), is_running=is_running)
    by_source = panels.get("conversion_by_source")
    for row in by_source.rows if by_source else ():
        assert by_source is not None
        name_of_row = _("New leads from {source}").format(source=row.label)
        yield from _counted(by_source, row, "leads", name_of_row, is_running=is_running)
    for key, part, whole, name in _RATES:
        panel = panels.get(key)
        if panel is not None and panel.total is not None:
            yield from _rated(panel, panel.total, part, whole, told(name))


def _counted(panel: Panel, row: Row, key: str, name: str, *, is_running: bool) -> Iterator[str]:
    now, before = count(panel, row, key), count(panel, row, key, before=True)
    if is_running and now < before:
        return
    # Of two counts that differ by chance alone, the difference lies within this bound 95 times in 100.
    if now + before >= MINIMUM and abs(now - before) > _SURE * sqrt(now + before):
        yield _sentence(name, f"{now:,}", f"{before:,}", rose=now > before)


def _rated(panel: Panel, row: Row, part: str, whole: str, name: str) -> Iterator[str]:
    now = count(panel, row, part), count(panel, row, whole)
    before = count(panel, row, part, before=True), count(panel, row, whole, before=True)
    gap = difference(now, before)
    if gap is None or min(now[1], before[1]) < MINIMUM or gap[0] <= 0 <= gap[1]:
        return
    shown = (f"{won / of:.0%} ({won:,}/{of:,})" for won, of in (now, before))
    yield _sentence(name, *shown, rose=gap[0] > 0)


def _sentence(name: str, now: str, before: str, *, rose: bool) -> str:
    told_turn = _("{figure} rose: {now}, the period before {before}.")
    if not rose:
        told_turn = _("{figure} fell: {now}, the period before {before}.")
    return brief.plain(told_turn.format(figure=name, now=now, before=before))
