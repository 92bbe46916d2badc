"""Panels as lines of cells: always the width asked for, and no show made of few cases."""

import pytest

from leadtui.domain import blocks, cells
from leadtui.exchange.reviews import charts, table
from leadtui.exchange.reviews.charts import Bar
from leadtui.i18n import Marked
from leadtui.services.reviews import shape, telling
from leadtui.services.reviews.shape import Column, Panel, Row

COLUMNS = (
    Column("source", Marked("", "Where it came from"), shape.LABEL),
    Column("leads", Marked("", "Leads")),
    Column("lost", Marked("", "Lost since")),
    Column("rate", Marked("", "Rate of all"), shape.SHARE, bar=True),
    Column("interval", Marked("", "95% interval"), shape.INTERVAL),
)


def panel(*rows: Row) -> Panel:
    """A panel of these rows, with their total as a made-up one."""
    total = Row("", "全部", ("全部", 200, 3, 0.4, (0.3, 0.5)), None)
    return Panel("p", Marked("", "P"), COLUMNS, rows, 200, Marked("", "D"), total=total)


MANY = Row("a", "行业展会", ("行业展会", 80, 1, 0.4, (0.3, 0.51)), ("行业展会", 60, 1, 0.5, (0.4, 0.6)))
FEW = Row("b", "x[/]\x1b很长很长很长很长很长很长的名字", ("x", 3, 2, 1.0, (0.44, 1.0)), ("x", 60, 1, 0.1, (0.0, 0.2)))
NONE = Row("c", "c", ("c", 0, 0, None, None), None)


@pytest.mark.parametrize("width", [8, 20, 33, 43, 58, 78, 118, 300])
def test_every_line_is_as_wide_as_asked(width: int) -> None:
    fitted = table.lines(panel(MANY, FEW, NONE), width)
    lines = ["".join(text for text, _tone in runs) for runs in (*fitted.head, *fitted.rows, *fitted.total)]
    assert all(cells.width(line) <= width for line in lines)
    if width >= 33:
        assert {cells.width(line) for line in lines} == {width}
        assert "40%" in lines[-4]
        assert "30–51%" in lines[-4]
        assert "\x1b" not in lines[-3]
    if width >= 58:
        assert len(fitted.head) == 1 or width == 58
        assert " 80 " in lines[-4]


def test_few_cases_get_no_bar_and_no_arrow() -> None:
    many, few, none = ("".join(text for text, _tone in runs) for runs in table.lines(panel(MANY, FEW, NONE), 78).rows)
    assert "█" in many
    assert "↓50%" in many
    assert "█" not in few
    assert "↑" not in few
    assert "100%" in few
    assert none.split() == ["c", "0", "0", "–", "–"]
    # What so few cases say sets no scale for the others either.
    assert table.scale(panel(MANY, FEW, NONE)) == 0.5


def test_a_cohort_with_open_leads_neither_rises_nor_falls() -> None:
    columns = (*COLUMNS[:2], Column("open", Marked("", "Open")), *COLUMNS[3:])
    young = Panel("p", Marked("", "P"), columns, (MANY,), 80, Marked("", "D"))
    assert table.turn(panel(MANY), MANY) == -1
    assert table.turn(young, MANY) == 0


def test_bars_end_in_eighths_and_show_the_smallest() -> None:
    assert [blocks.bar(share, 4) for share in (0, 0.001, 0.5, 0.53, 1, 7)] == ["", "▏", "██", "██▏", "████", "████"]
    assert blocks.bar(0.5, 4, is_plain=True) == "##"


def test_a_chart_takes_names_for_text() -> None:
    drawn = charts.chart("T&T", [Bar("<b>'\"", 0.5, 0.25, "5 & 6"), Bar("无", 0.0, None, "–")])
    assert "<b>" not in drawn
    assert drawn.count('class="bar"') == 2
    assert drawn.count('class="before"') == 1


def test_figures_in_words() -> None:
    shown = [
        telling.shown(shape.SHARE, 0.374), telling.shown(shape.INTERVAL, (0.2, 0.555)), telling.shown(shape.HOURS, 5.0),
        telling.shown(shape.DAYS, 12.25), telling.shown(shape.MONEY, 1234567.8), telling.shown(shape.SCORE, 4.0),
        telling.shown(shape.COUNT, 12345), telling.shown(shape.COUNT, None), telling.shown(shape.LABEL, "a\x1b"),
    ]  # fmt: skip
    assert shown == ["37%", "20–56%", "5 h", "12.2 d", "1,234,568", "4.0", "12,345", "–", "a\\x1b"]
