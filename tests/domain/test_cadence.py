"""The rhythm of each grade: from the last effective contact on a track, never stacked, on working days (R13–R16)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain import cadence, festivals
from leadtui.domain.cadence import DEFAULT, Contacts, Kind, add_months, kinds, next_touch
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Channel, Grade, Outcome
from leadtui.domain.workdays import is_workday

MONDAY = date(2026, 11, 16)
ANY_DAY = st.dates(date(2020, 1, 1), date(2035, 12, 31))
GRADES = st.sampled_from(list(Grade))


def last(**days: date) -> dict[Kind, date | None]:
    """The last contact of each track."""
    return {Kind(kind): day for kind, day in days.items()}


def known(since: date, **days: date) -> Contacts:
    """Contacts as a test names them."""
    return Contacts(since=since, first=min(days.values(), default=None), last=last(**days))


def test_r13_a_is_offered_the_next_day_and_due_on_the_second_by_call() -> None:
    touch = next_touch(Grade.A, known(MONDAY, any=MONDAY))
    assert touch is not None
    assert (touch.offered_on, touch.due_on) == (MONDAY + timedelta(1), MONDAY + timedelta(2))
    assert touch.track.channels == (Channel.CALL, Channel.VISIT)


def test_a_over_a_weekend_waits_for_monday() -> None:
    touch = next_touch(Grade.A, known(MONDAY, any=date(2026, 11, 20)))
    assert touch is not None
    assert (touch.offered_on, touch.due_on) == (date(2026, 11, 23), date(2026, 11, 23))


def test_r14_b_has_two_tracks_each_from_its_own_last_contact() -> None:
    """Content every 7 days, a call every 14; the nearer one is next."""
    called = next_touch(Grade.B, known(MONDAY, any=MONDAY, talk=MONDAY))
    assert called is not None
    assert (called.track.kind, called.due_on) == (Kind.CONTENT, MONDAY + timedelta(7))
    long_ago = MONDAY - timedelta(13)
    written_to = next_touch(Grade.B, known(long_ago, any=MONDAY, talk=long_ago, content=MONDAY))
    assert written_to is not None
    assert (written_to.track.kind, written_to.due_on) == (Kind.TALK, MONDAY + timedelta(1))


def test_r15_c_is_monthly_and_moves_to_the_festival_that_is_near() -> None:
    plain = next_touch(Grade.C, known(MONDAY, any=date(2026, 3, 16)))
    assert plain is not None
    assert (plain.due_on, plain.festival) == (date(2026, 4, 16), None)
    autumn = next_touch(Grade.C, known(MONDAY, any=date(2026, 8, 28)))
    assert autumn is not None
    assert autumn.festival is not None
    assert autumn.festival.label == "Mid-Autumn Festival"
    # 2026-09-25 is a day off: the greeting goes out on the working day before.
    assert autumn.due_on == date(2026, 9, 24)


def test_without_a_grade_there_is_no_cadence() -> None:
    assert next_touch(None, known(MONDAY)) is None
    assert next_touch(Grade.A, known(MONDAY), {}) is None


def test_where_nobody_was_reached_it_runs_from_the_capture_and_a_track_unused_from_the_first_contact() -> None:
    never = next_touch(Grade.A, known(MONDAY))
    assert never is not None
    assert never.due_on == MONDAY + timedelta(2)
    assert known(MONDAY - timedelta(90), any=MONDAY, talk=MONDAY).anchor(Kind.CONTENT) == MONDAY


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE])
def test_an_unanswered_call_leaves_every_track_running(channel: Channel, outcome: Outcome) -> None:
    assert kinds(channel, outcome) == frozenset()


@pytest.mark.parametrize(
    ("channel", "outcome", "counted"),
    [
        (Channel.CALL, Outcome.REACHED, {Kind.ANY, Kind.TALK}),
        (Channel.VISIT, Outcome.REACHED, {Kind.ANY, Kind.TALK}),
        (Channel.WECHAT, Outcome.REACHED, {Kind.ANY, Kind.CONTENT}),
        (Channel.CALL, Outcome.MATERIAL_SENT, {Kind.ANY, Kind.CONTENT}),
        (Channel.OTHER, Outcome.REACHED, set(Kind)),
    ],
)
def test_what_a_contact_counts_for(channel: Channel, outcome: Outcome, counted: set[Kind]) -> None:
    assert kinds(channel, outcome) == counted


@given(grade=GRADES, anchor=ANY_DAY)
def test_every_computed_day_is_a_working_day_after_the_contact(grade: Grade, anchor: date) -> None:
    touch = next_touch(grade, known(anchor, any=anchor, talk=anchor, content=anchor))
    assert touch is not None
    assert is_workday(touch.due_on)
    assert is_workday(touch.offered_on)
    assert anchor < touch.offered_on <= touch.due_on


@given(grade=st.sampled_from([Grade.A, Grade.B]), anchor=ANY_DAY, more=st.integers(0, 400))
def test_a_later_contact_never_brings_the_next_touch_forward(grade: Grade, anchor: date, more: int) -> None:
    """Never stacked: only the last contact counts, so a contact can only put the next touch off."""
    later = anchor + timedelta(more)
    before = next_touch(grade, known(anchor, any=anchor, talk=anchor, content=anchor))
    after = next_touch(grade, known(anchor, any=later, talk=later, content=later))
    assert before is not None
    assert after is not None
    assert after.due_on >= before.due_on
    assert (after.due_on - later).days <= 7 + 10


@given(anchor=ANY_DAY)
def test_c_is_never_farther_than_a_month_and_a_long_holiday_away(anchor: date) -> None:
    touch = next_touch(Grade.C, known(anchor, any=anchor))
    assert touch is not None
    assert 28 - 10 - 10 <= (touch.due_on - anchor).days <= 31 + 10
    if touch.festival:
        assert touch.due_on <= touch.festival.day


@given(day=ANY_DAY, months=st.integers(0, 60))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(1)).day == 1)


def test_leap_days() -> None:
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)


def test_a_team_writes_its_own_and_keeps_the_house_s_for_the_rest() -> None:
    own = cadence.read({"B": {"points": "案例", "tracks": [{"channels": ["visit"], "days": 5}]}})
    assert own[Grade.A] == DEFAULT[Grade.A]
    touch = next_touch(Grade.B, known(MONDAY, any=MONDAY), own)
    assert touch is not None
    assert touch.due_on == date(2026, 11, 23)
    assert cadence.points(Grade.B, own) == "案例"
    assert cadence.read(cadence.written(own)) == own
    assert cadence.read(cadence.written(DEFAULT)) == DEFAULT


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"B": {}},
        {"D": {"tracks": []}},
        {"B": {"tracks": [{"days": 7}]}},
        {"B": {"tracks": [{"channels": ["call"]}]}},
        {"B": {"tracks": [{"channels": ["call"], "days": -1}]}},
        {"B": {"tracks": [{"channels": ["call"], "days": True}]}},
        {"B": {"tracks": [{"channels": ["pigeon"], "days": 1}]}},
        {"B": {"tracks": [{"channels": ["call"], "days": 1, "kind": "some"}]}},
        {"B": {"tracks": ["call"]}},
    ],
)
def test_what_is_no_cadence_is_refused(document: object) -> None:
    with pytest.raises(LeadtuiError):
        cadence.read(document)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Spring Festival", [date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26)]),
        ("Lantern Festival", [date(2026, 3, 3), date(2027, 2, 20)]),
        ("Dragon Boat Festival", [date(2026, 6, 19), date(2027, 6, 9)]),
        ("Mid-Autumn Festival", [date(2026, 9, 25), date(2027, 9, 15), date(2028, 10, 3)]),
        ("Double Ninth Festival", [date(2026, 10, 18)]),
    ],
)
def test_festivals_of_the_moon(name: str, days: list[date]) -> None:
    for day in days:
        assert [each.day for each in festivals.of_year(day.year) if each.label == name] == [day]


def test_the_lunar_festivals_of_a_far_year_are_known() -> None:
    assert len(festivals.of_year(2150)) == len(festivals.of_year(2026))


@given(day=st.dates(date(1950, 1, 1), date(2120, 1, 1)), within=st.integers(0, 40))
def test_the_nearest_festival_is_near_and_none_is_nearer(day: date, within: int) -> None:
    found = festivals.nearest(day, within)
    near = festivals.between(day - timedelta(within), day + timedelta(within))
    assert (found is None) == (not near)
    if found:
        assert abs(found.day - day) == min(abs(each.day - day) for each in near)
