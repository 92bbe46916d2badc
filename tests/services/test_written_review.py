"""The written review (周报): facts from the panels, rises only where chance would hardly make them, open decisions."""

from datetime import date
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain.periods import Period
from leadtui.domain.terms import Stage
from leadtui.i18n import Marked
from leadtui.services import moves, reviews
from leadtui.services.reviews import changes, written
from leadtui.services.reviews.shape import Column, Panel, Row
from tests.services.captured import later, lead, reached, step

WEEK = Period(date(2026, 11, 16), date(2026, 11, 22), "week")


def told(desk: Desk, period: Period = WEEK, owner: str | None = None) -> str:
    """The written review of a period."""
    return written.markdown(desk, reviews.review(desk, period, owner=owner))


def counted(key: str, columns: tuple[str, ...], now: tuple[int, ...], before: tuple[int, ...]) -> dict[str, Panel]:
    """A panel whose total is this."""
    shown = tuple(Column(each, Marked("", each)) for each in ("label", *columns))
    total = Row("", "All", ("All", *now), ("All", *before))
    return {key: Panel(key, Marked("", key), shown, (), sum(now), Marked("", ""), total=total)}


def test_a_rise_is_named_only_where_chance_would_hardly_make_it() -> None:
    def said(now: int, before: int) -> list[str]:
        return list(changes.sentences(counted("activity", ("contacts",), (now,), (before,))))

    assert said(60, 30) == ["Contacts made rose: 60, the period before 30."]
    assert said(30, 60) == ["Contacts made fell: 30, the period before 60."]
    assert said(50, 45) == []
    assert said(9, 1) == []  # ten cases in all: whatever they do is no trend
    assert said(0, 0) == []
    so_far = (counted("activity", ("contacts",), *each) for each in (((60,), (30,)), ((30,), (60,))))
    assert [list(changes.sentences(each, is_running=True)) for each in so_far] == [said(60, 30), []]


def test_a_share_turns_only_with_cases_enough_on_both_sides() -> None:
    def said(now: tuple[int, int], before: tuple[int, int]) -> list[str]:
        return list(changes.sentences(counted("record_lag", ("on_time", "contacts"), now, before)))

    assert said((95, 100), (60, 100)) == [
        "Contacts recorded within 24 h rose: 95% (95/100), the period before 60% (60/100)."
    ]
    assert said((10, 10), (60, 100)) == []
    assert said((90, 100), (88, 100)) == []


def test_the_page_of_a_week(book: Path, desk: Desk) -> None:
    first = lead(desk, "甲*公司", source="website", quote_amount="30万", step=step(desk, -2))
    second = lead(desk, "乙公司", source="website", phone="13900000001", expected_close="2026-11-12", owner="王强")
    lead(desk, "丙公司", source="trade_show", phone="13900000002")
    reached(desk, first, next_step=step(desk, -2, "报价"))
    page = told(desk)
    assert page.startswith("# Weekly review 2026-11-16 – 2026-11-22\n\nThe period still runs: this is day 7 of 7.\n")
    assert "- 3 new leads, most of them from: Website 2, Trade show 1.\n" in page
    assert "conversion of" not in page  # three leads have no rate
    assert "- 1 contact was made, 1 customer reached.\n" in page
    assert "no number is said to have fallen yet" in page
    assert "### Expected close has passed (1 lead)\n\n- 乙公司 · " in page
    assert " · 王强 · for 10 days\n" in page
    assert "### Next step overdue (1 lead)\n\n- 甲\\*公司 · " in page
    assert " · 300,000 · 李娜 · for 2 days\n" in page
    mine = told(desk, owner="李娜")
    assert "Of 李娜." in mine
    assert "乙公司" not in mine
    # Once the week is over it is held against the one before; a lead that is closed waits for nothing.
    moves.move(desk, second, Stage.LOST, entered={"lost_reason": "price"})
    over = told(later(desk, days=3))
    assert "Nothing rose or fell more than chance would have it." in over
    assert "Expected close" not in over
    assert "- 1 lead was lost: Price 1.\n" in over
    assert "Stands still in its stage (2 leads)" in over


def test_an_empty_book_says_so(book: Path, desk: Desk) -> None:
    page = told(desk)
    assert "- Nothing was noted in this period.\n" in page
    assert "- No lead waits for a decision.\n" in page
