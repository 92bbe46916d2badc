"""Dates in words: what a rep types is understood or refused, never guessed."""

import re
import subprocess
import sys
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.when import EARLIEST, LATEST, When, describe_when, find_when, parse_cell_day, parse_when, why_unread

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 11, 18, 9, 0)  # noqa: DTZ001 the wall clock is what counts; a Wednesday
TODAY = NOW.date()

# Text made of the pieces that dates are made of reaches deeper into the grammar than random characters.
PIECES = st.sampled_from(
    [
        *"今明后大昨前上下本这个周一二三五六十两半天日号月年底初末内过点分刻晚早每至或、-/.:+,()dwmya013",
        *(
            "星期",
            "礼拜",
            "上午",
            "下午",
            "晚上",
            "工作日",
            "节后",
            "小时",
            "分钟",
            "拜访",
            "2026",
            "9999",
            "25",
            "31",
            "999",
        ),
        *(
            "am",
            "pm",
            "in",
            "next",
            "last",
            "this",
            "fri",
            "mon",
            "days",
            "week",
            "month",
            "of",
            "end",
            "the",
        ),
        *("dec", "may", "5th", "ago", "later", "by", "on", "at"),
    ]
)
PHRASES = st.lists(PIECES, max_size=8).map("".join) | st.lists(PIECES, max_size=8).map(" ".join) | st.text()


def _phrases(name: str) -> list[tuple[str, bool, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return [(phrase, direction == "ahead", expected) for phrase, direction, expected in rows]


def _written(when: When | None) -> str:
    if when is None:
        return "-"
    return when.day.isoformat() + (f" {when.time:%H:%M}" if when.time is not None else "")


@pytest.mark.parametrize(("phrase", "ahead", "expected"), _phrases("when_tune.tsv"))
def test_phrases_the_grammar_was_written_for(phrase: str, ahead: bool, expected: str) -> None:
    assert _written(parse_when(phrase, NOW, ahead=ahead)) == expected


def test_phrases_the_grammar_was_not_written_for_are_right_or_refused() -> None:
    rows = _phrases("when_heldout.tsv")
    answers = [(phrase, expected, _written(parse_when(phrase, NOW, ahead=ahead))) for phrase, ahead, expected in rows]
    missed = [answer for answer in answers if answer[1] != answer[2]]
    assert [answer for answer in missed if answer[2] != "-"] == []
    assert len(missed) <= len(rows) // 10, missed


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("节后第一天", "2026-10-08"), ("3个工作日后", "2026-10-10"), ("节后首日上午10点", "2026-10-08 10:00")],
)
def test_working_days_in_words_use_the_official_calendar(phrase: str, expected: str) -> None:
    assert _written(parse_when(phrase, datetime(2026, 9, 30, 9))) == expected  # noqa: DTZ001


def test_a_time_that_has_passed_is_no_due_time_today() -> None:
    assert parse_when("8:30", NOW) is None
    assert parse_when("今天8点", NOW) is None
    assert parse_when("周三 08:00", NOW) is None
    assert parse_when("2026-11-18 08:00", NOW) == When(TODAY, time(8))


def test_a_contact_cannot_have_been_made_later_today() -> None:
    assert parse_when("14:00", NOW, ahead=False) is None
    assert parse_when("今天下午", NOW, ahead=False) is None
    assert parse_when("今天上午", NOW.replace(hour=8), ahead=False) == When(TODAY, time(8))


def test_a_day_on_the_wrong_side_of_now_is_told_from_one_that_is_none() -> None:
    """Whoever types 昨天 as a due day is not told that 昨天 is unknown; what is proposed instead can be read."""
    assert "has passed" in why_unread("昨天", NOW)
    assert "has not come yet" in why_unread("明天", NOW, ahead=False)
    for ahead in (True, False):
        told = why_unread("13月40日", NOW, ahead=ahead)
        assert "was not understood" in told
        proposed = told.split("Try ")[1].rstrip(".").replace(" or ", ", ").split(", ")
        assert all(parse_when(each, NOW, ahead=ahead) for each in proposed)


def test_an_instant_with_an_offset_is_shown_on_the_users_clock() -> None:
    beijing = NOW.replace(tzinfo=timezone(timedelta(hours=8)))
    assert parse_when("2026-11-25T06:00:00+00:00", beijing) == When(date(2026, 11, 25), time(14))
    assert parse_when("2026-11-25T18:00Z", beijing) == When(date(2026, 11, 26), time(2))
    assert parse_when("2026-11-25T18:00Z", NOW) is None


def test_a_weekday_beside_a_date_has_to_be_right() -> None:
    assert parse_when("2026-11-25 周三 14:00", NOW) == When(date(2026, 11, 25), time(14))
    assert parse_when("11月25日（周三）", NOW) == When(date(2026, 11, 25))
    assert parse_when("2026-11-25 周四", NOW) is None


@given(PHRASES, st.booleans(), st.datetimes())
def test_whatever_is_typed_it_is_a_date_or_none(text: str, ahead: bool, now: datetime) -> None:
    when = parse_when(text, now, ahead=ahead)
    assert when is None or isinstance(when.day, date)


@given(st.dates(EARLIEST, LATEST - timedelta(days=1)), st.booleans(), st.none() | st.times())
def test_every_iso_date_and_time_comes_back(day: date, ahead: bool, at: time | None) -> None:
    text = day.isoformat() if at is None else datetime.combine(day, at).isoformat()
    assert parse_when(text, NOW, ahead=ahead) == When(day, at)


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1989-12-31", "2100-01-01"])
def test_a_day_that_no_customer_sees_is_refused(text: str) -> None:
    assert parse_when(text, NOW) is parse_when(text, NOW, ahead=False) is None


@given(PHRASES.filter(lambda text: not re.search(r"\d{4}", text)))
def test_what_is_due_never_lies_before_today_and_a_contact_never_after(text: str) -> None:
    due, made = parse_when(text, NOW), parse_when(text, NOW, ahead=False)
    assert due is None or due.day >= TODAY
    assert made is None or made.day <= TODAY


@pytest.mark.parametrize(
    ("text", "day", "action"),
    [
        ("11月24日前提交报价方案", "2026-11-24", "提交报价方案"),
        ("2026-11-23 电话沟通评估结果", "2026-11-23", "电话沟通评估结果"),
        ("11月22日提供竞品对比表", "2026-11-22", "提供竞品对比表"),
        ("下周三回访", "2026-11-25", "回访"),
        ("明天电话联系王总", "2026-11-19", "电话联系王总"),
        ("3天后回访", "2026-11-21", "回访"),
        ("11月24日下午2点上门演示", "2026-11-24 14:00", "上门演示"),
        ("2026年11月24日（周二）上门", "2026-11-24", "上门"),
        ("发送报价（11月24日前）", "2026-11-24", "发送报价"),
        ("方案已发，11月24日前回访", "2026-11-24", "方案已发，回访"),
        ("客户要求11月24日前提交报价", "2026-11-24", "客户要求11月24日前提交报价"),
        ("下周三的会议准备", "2026-11-25", "下周三的会议准备"),
        ("11月24日后续跟进", "2026-11-24", "11月24日后续跟进"),
        ("11月24日", "2026-11-24", "11月24日"),
        ("1月8日签约", "2027-01-08", "签约"),
        ("2027年11月10日续约", "2027-11-10", "续约"),
        ("明年10月1日续约", "2027-10-01", "续约"),
        ("12个月后回访", "2027-11-18", "回访"),
        ("後天回訪", "2026-11-20", "回訪"),
        ("Send quote by Nov 25", "2026-11-25", "Send quote"),
        ("Call on Friday about price", "2026-11-20", "Call about price"),
    ],
)
def test_the_one_clear_date_of_a_sentence_is_its_due_day(text: str, day: str, action: str) -> None:
    found = find_when(text, TODAY)
    assert found is not None
    assert (_written(found[0]), found[1]) == (day, action)


def test_a_sentence_takes_its_year_from_the_day_it_was_written() -> None:
    assert find_when("5月22日发送案例及报价单", date(2024, 5, 20)) == (
        When(date(2024, 5, 22)),
        "发送案例及报价单",
    )
    assert find_when("1月8日回访", date(2024, 12, 20)) == (When(date(2025, 1, 8)), "回访")


@pytest.mark.parametrize(
    "text",
    [
        "", "继续跟进", "每月1次行业资讯推送", "每周五发资讯", "一周五次巡检", "需下周前提供对比表",
        "12月签约", "11月20日-25日参加展会", "11月20、25日拜访", "11月24日或25日拜访", "周五或下周一联系",
        "11月24日后联系", "合同签订3天后付款", "两三天后联系", "5号楼看现场", "11月24日3点拜访",
        "2月30日回访", "上周五已发资料", "先后天津、北京拜访", "预算10-15万，12-05", "线下周三拜访",
        "Call before friday", "within 3 days of signing",
        # What has just been is no plan for the next year.
        "11月10日已发报价，等客户回复", "已于11月8日寄样品", "客户11月10日才付款，继续催", "Quote sent Nov 10",
    ],
)  # fmt: skip
def test_a_sentence_without_one_clear_date_has_none(text: str) -> None:
    assert find_when(text, TODAY) is None


@given(PHRASES, st.dates())
def test_no_sentence_breaks_and_no_action_comes_back_empty(text: str, written_on: date) -> None:
    found = find_when(text, written_on)
    assert found is None or found[1].strip()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-04", "2026-11-04"), ("2026.11.4", "2026-11-04"), ("2026/11/12", "2026-11-12"),
        ("2026年11月13日", "2026-11-13"), ("20261104", "2026-11-04"), ("2026-11-17 00:00:00", "2026-11-17"),
        ("46343", "2026-11-17"), ("46343.0", "2026-11-17"), ("46343.5", "2026-11-17"),
        ("11月6日", "2026-11-06"), ("3月5日", "2026-03-05"), ("1月8日", "2027-01-08"),
        ("下周三", "2026-11-25"),
    ],
)  # fmt: skip
def test_date_cells_of_a_sheet(text: str, day: str) -> None:
    assert parse_cell_day(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "待定", "19999", "80001", "2026-02-30", "周五", "5号", "明天下周三"])
def test_cells_that_could_be_another_day_are_none(text: str) -> None:
    assert parse_cell_day(text, TODAY) is None


def test_a_cell_without_a_year_needs_its_row() -> None:
    assert parse_cell_day("11月6日", None) is None
    assert parse_cell_day("下周三", None) is None
    assert parse_cell_day("2026.11.6", None) == date(2026, 11, 6)
    assert parse_cell_day("12月28日", date(2027, 1, 4)) == date(2026, 12, 28)


@given(PHRASES | st.from_regex(r"\A[0-9]{5}(\.[0-9])?\Z"), st.none() | st.dates())
def test_no_cell_breaks(text: str, context: date | None) -> None:
    day = parse_cell_day(text, context)
    assert day is None or isinstance(day, date)


@pytest.mark.parametrize(
    ("when", "echo"),
    [
        (When(date(2026, 11, 25)), "2026-11-25 Wed · in 7 days"),
        (When(date(2026, 11, 24), time(14)), "2026-11-24 Tue 14:00 · in 6 days"),
        (When(date(2026, 11, 24), time(0)), "2026-11-24 Tue 00:00 · in 6 days"),
        (When(TODAY), "2026-11-18 Wed · today"),
        (When(date(2026, 11, 19)), "2026-11-19 Thu · tomorrow"),
        (When(date(2026, 11, 17)), "2026-11-17 Tue · yesterday"),
        (When(date(2026, 11, 15)), "2026-11-15 Sun · 3 days ago"),
    ],
)
def test_the_echo_shows_weekday_and_distance(when: When, echo: str) -> None:
    assert describe_when(when, TODAY) == echo


def test_importing_loads_no_holiday_table() -> None:
    code = "import sys, leadtui.domain.when; print('chinese_calendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
