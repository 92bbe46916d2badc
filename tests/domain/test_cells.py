"""Widths in terminal cells: Chinese takes two, marks none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain import cells

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")))


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("恒远", 4), ("Ａ１", 4), ("e\u0301", 1), ("𠮷健", 4), ("第1页", 5)],
)
def test_width(text: str, width: int) -> None:
    assert cells.width(text) == width


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("恒远精密", 8, "恒远精密"),
        ("恒远精密", 7, "恒远精…"),
        ("恒远精密", 6, "恒远…"),
        ("abc", 2, "a…"),
        ("abc", 0, ""),
    ],
)
def test_a_cut_text_ends_in_an_ellipsis(text: str, limit: int, cut: str) -> None:
    assert cells.cut(text, limit) == cut


@given(TEXTS, st.integers(0, 40))
def test_a_cut_text_fits_and_short_text_stays(text: str, limit: int) -> None:
    assert cells.width(cells.cut(text, limit)) <= limit
    assert cells.cut(text, cells.width(text)) == text


@given(TEXTS, st.integers(0, 40))
def test_padding_reaches_the_column(text: str, column: int) -> None:
    assert cells.width(cells.pad(text, column)) == max(column, cells.width(text))
