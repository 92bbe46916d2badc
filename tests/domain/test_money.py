"""Money (R46): what people write in a sheet becomes whole fen, and comes back as they would write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.money import FEN, WAN, YI, format_amount, format_budget, parse_amount, parse_budget

AMOUNTS = st.integers(0, 10**14)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12.5万", 125_000 * FEN),
        ("1.2亿", 12 * YI // 10),
        ("1亿2000万", 12 * YI // 10),
        ("¥120,000.50", 120_000_50),
        ("15万元", 15 * WAN),
        ("200000", 200_000 * FEN),
        ("200000.0", 200_000 * FEN),
        ("１２．５ 万", 125_000 * FEN),
        ("20w", 20 * WAN),
        ("300K", 30 * WAN),
        ("3千万", 3000 * WAN),
        ("0.005", 1),
        ("0", 0),
        ("人民币 3,000 元整", 3000 * FEN),
        ("1000000000000", 10**12 * FEN),
    ],
)
def test_amounts(text: str, fen: int) -> None:
    assert parse_amount(text) == fen


@pytest.mark.parametrize(
    "text", ["", "-5", "-12万", "待定", "十万", "1000000000001", "10001亿", "1,2", "12..5", "万", "5 USD"]
)
def test_what_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("20万以内", None, 20),
        ("20万以下", None, 20),
        ("预算20万内", None, 20),
        ("预算：不超过20万元", None, 20),
        ("<20万", None, 20),
        ("up to 200,000", None, 20),
        ("50万以上", 50, None),
        ("50万+", 50, None),
        ("from 500,000", 50, None),
        ("≥50万", 50, None),
        ("10-20万", 10, 20),
        ("10万-20万", 10, 20),
        ("10万-20", 10, 20),
        ("30万元-50万元", 30, 50),
        ("10万~20万", 10, 20),
        ("10万～20万", 10, 20),
        ("10 至 20 万", 10, 20),
        ("20-10万", 10, 20),
        ("5000万-1亿", 5000, 10_000),
        ("12.5万", 12.5, 12.5),
        ("15万左右", 15, 15),
        ("约15万", 15, 15),
        ("8000-1万", 0.8, 1),
        ("300,000–500,000", 30, 50),
        ("待定", None, None),
        ("", None, None),
        (" - ", None, None),
        ("TBD", None, None),
    ],
)
def test_budgets(text: str, least: float | None, most: float | None) -> None:
    """R46: a range, in 万 unless the sheet says otherwise; an open end is None."""
    expected = tuple(None if each is None else round(each * WAN) for each in (least, most))
    assert parse_budget(text) == expected


@pytest.mark.parametrize(
    "text", ["看情况", "A类", "10-20-30万", "-5万", "abc以内", "2026-11-04", "以上", "至" * 100_000]
)
def test_what_is_no_budget(text: str) -> None:
    assert parse_budget(text) is None


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        (125_000, "12.5万", "125,000"),
        (310_000_000, "3.1亿", "310,000,000"),
        (8_500, "8,500", "8,500"),
        (10_000, "1万", "10,000"),
        (100_000_000, "1亿", "100,000,000"),
        (6_200_000, "620万", "6,200,000"),
        (0, "0", "0"),
    ],
)
def test_an_amount_is_written_as_people_write_it(yuan: int, chinese: str, english: str) -> None:
    assert format_amount(yuan * FEN, "zh_CN") == chinese
    assert format_amount(yuan * FEN, "en") == english


@pytest.mark.parametrize(
    ("least", "most", "chinese", "english"),
    [
        (30, 50, "30–50万", "300,000–500,000"),
        (None, 20, "20万以内", "up to 200,000"),
        (50, None, "50万以上", "from 500,000"),
        (12.5, 12.5, "12.5万", "125,000"),
        (5000, 10_000, "5000万–1亿", "50,000,000–100,000,000"),
        (0.8, 2, "8,000–20,000", "8,000–20,000"),
        (None, None, "", ""),
    ],
)
def test_a_budget_is_written_as_people_write_it(
    least: float | None, most: float | None, chinese: str, english: str
) -> None:
    ends = [None if each is None else round(each * WAN) for each in (least, most)]
    assert format_budget(ends[0], ends[1], "zh_CN") == chinese
    assert format_budget(ends[0], ends[1], "en") == english


@given(AMOUNTS, st.sampled_from(["zh_CN", "en"]))
def test_a_written_amount_reads_back(fen: int, language: str) -> None:
    assert parse_amount(format_amount(fen, language)) == fen


@given(st.none() | AMOUNTS, st.none() | AMOUNTS, st.sampled_from(["zh_CN", "en"]))
def test_a_written_budget_reads_back(a: int | None, b: int | None, language: str) -> None:
    least, most = (min(a, b), max(a, b)) if a is not None and b is not None else (a, b)
    assert parse_budget(format_budget(least, most, language)) == (least, most)


@given(st.text(max_size=20))
def test_any_text_is_read_without_an_error(text: str) -> None:
    budget = parse_budget(text)
    assert budget is None or None in budget or budget[0] <= budget[1]
