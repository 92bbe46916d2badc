"""Reviews of what the services themselves wrote: lives with a turn in them, borders of days, stopping, speaking."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain.errors import StoppedError, UsageError
from leadtui.domain.periods import Period, parse_period
from leadtui.domain.terms import Channel, Outcome, Source, Stage
from leadtui.services import capture, cycles, followups, leads, moves, reviews, trash
from leadtui.services.followups import FollowUpDraft
from leadtui.services.reviews.shape import Value, named_values
from leadtui.store import erasure
from leadtui.store.models import Lead, db
from tests.services.lives import Contact, Life, write

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), "month")
Act = Callable[[str], Desk]


@pytest.fixture
def at(book: Path, desk: Desk) -> Act:
    """The desk as of a moment of November 2026, such as "05 14:00"."""

    def moment(text: str) -> Desk:
        when = datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=desk.zone)
        return replace(desk, clock=lambda: when)

    return moment


def added(desk: Desk, customer: str, **fields: str) -> int:
    """A new lead's id."""
    given = {"customer": customer, "phone": "13800000000", "source": "website", **fields}
    return leads.find(capture.add(desk, given))


def figures(desk: Desk, key: str, period: Period = NOVEMBER, **asked: str) -> dict[str, dict[str, Value | None]]:
    """A panel's rows by key."""
    panel = reviews.panel(desk, key, period, **asked)  # type: ignore[arg-type]
    return {row.key: named_values(panel, row) for row in panel.rows}


def talked(desk: Desk, lead: int, **said: object) -> int:
    """A contact that reached the customer, just now."""
    draft = FollowUpDraft(channel=Channel.CALL, outcome=Outcome.REACHED, summary="谈过")
    return followups.record(desk, lead, replace(draft, **said))  # type: ignore[arg-type]


def test_an_empty_book_has_panels_without_rows(book: Path, desk: Desk) -> None:
    """No leads: nothing is divided by nothing."""
    for panel in reviews.review(desk, NOVEMBER).panels:
        assert panel.n == 0
        if panel.key != "funnel":
            assert panel.rows == (), panel.key
        assert panel.note is None


def test_r28_one_lead_is_no_rate_to_boast_of(at: Act) -> None:
    """One lead, won: 100 %, but the interval says how little that means, and the panel says so too."""
    lead = added(at("02 09:00"), "甲")
    moves.move(at("03 09:00"), lead, Stage.WON, reason="签了")
    panel = reviews.panel(at("22 09:00"), "conversion_by_source", NOVEMBER)
    (row,) = panel.rows
    told = named_values(panel, row)
    assert [*told] == ["source", "leads", "won", "lost", "open", "invalid", "rate", "low", "high"]
    assert told["rate"] == 1
    assert told["low"] == pytest.approx(0.2065, abs=1e-4)
    assert "n = 1" in (panel.note or "")


def test_r28_a_lead_that_came_back_counts_where_it_stands(at: Act) -> None:
    """Lost → reactivated → won is one won lead, no loss, and its reason is none of the period's."""
    lead = added(at("02 09:00"), "甲", lost_reason="price")
    moves.move(at("03 09:00"), lead, Stage.LOST, reason="price")
    moves.move(at("04 09:00"), lead, Stage.SOLUTION, reason="回来了")
    moves.move(at("05 09:00"), lead, Stage.WON, reason="签了")
    today = at("22 09:00")
    assert figures(today, "conversion_by_source")["website"]["won"] == 1
    assert figures(today, "lost_reasons") == {}
    assert figures(today, "effort")["won"]["days"] == 3
    steps = figures(today, "funnel")
    assert (steps["captured"]["dropped"], steps["solution"]["entered"], steps["won"]["entered"]) == (1, 1, 1)


def test_r74_a_repurchase_is_a_lead_of_its_own(at: Act) -> None:
    first = added(at("02 09:00"), "甲")
    moves.move(at("03 09:00"), first, Stage.WON, reason="签了")
    cycles.repurchase(at("10 09:00"), first)
    cycles.refer(at("11 09:00"), first, {"customer": "乙", "phone": "13900000000"})
    today = at("22 09:00")
    ways = figures(today, "repurchase_and_referral")
    assert (ways["repurchase"]["leads"], ways["referral"]["open"]) == (1, 1)
    assert {key: row["leads"] for key, row in figures(today, "conversion_by_source").items()} == {
        "existing_customer": 1,
        "referral": 1,
        "website": 1,
    }


def test_r55_what_was_handed_over_counts_for_its_owner_and_its_work_for_who_did_it(at: Act) -> None:
    """李娜 made the contact, 王强 has the lead now."""
    lead = added(at("02 09:00"), "甲")
    talked(at("02 10:00"), lead)
    capture.edit(at("12 09:00"), lead, {"owner": "王强"})
    today = at("22 09:00")
    assert figures(today, "conversion_by_source", owner="王强")["website"]["leads"] == 1
    assert figures(today, "conversion_by_source", owner="李娜") == {}
    assert figures(today, "activity", owner="李娜")["李娜"]["contacts"] == 1
    assert figures(today, "activity", owner="王强") == {}
    within = figures(today, "answer_time")["all/within"]
    assert (within["leads"], within["hours"]) == (1, 1), "handing over starts no second clock"


def test_r37_the_trash_is_out_and_an_erased_customer_still_counts(at: Act) -> None:
    kept, gone = added(at("02 09:00"), "甲", initial_need="条码追溯"), added(at("02 09:00"), "乙")
    today = at("22 09:00")
    trash.delete(today, gone)
    erasure.erase(today, Lead.get_by_id(kept).customer_id)
    assert figures(today, "conversion_by_source")["website"]["leads"] == 1
    assert reviews.leads_behind(today, "conversion_by_source", "website", NOVEMBER) == [kept]
    assert reviews.panel(today, "needs", NOVEMBER).n == 0


@pytest.mark.parametrize(("zone", "month"), [("Asia/Shanghai", "2026-11"), ("America/New_York", "2026-10")])
def test_a_day_begins_where_the_user_lives(book: Path, zone: str, month: str) -> None:
    """Midnight of 1 November in Shanghai is still October in New York; the moment before is October in both."""
    midnight = datetime(2026, 10, 31, 16, tzinfo=UTC)
    desk = Desk("李娜", ZoneInfo(zone), True, lambda: midnight)
    added(desk, "甲")
    added(replace(desk, clock=lambda: midnight - timedelta(milliseconds=1)), "甲")
    desk = Desk("李娜", ZoneInfo(zone), True, lambda: datetime(2026, 11, 22, 1, tzinfo=UTC))
    found = {
        each: reviews.panel(desk, "conversion_by_source", parse_period(each, desk.today())).n
        for each in ("2026-10", "2026-11")
    }
    assert found == {"2026-10": 1, "2026-11": 1} if month == "2026-11" else {"2026-10": 2, "2026-11": 0}
    assert sum(found.values()) == 2


def test_r30_a_clock_that_still_runs_is_no_late_answer(at: Act) -> None:
    """Asked 23 h after the lead came in nobody has failed; an hour and a bit later somebody has."""
    lead = added(at("20 09:00"), "甲")
    followups.no_answer(at("20 10:00"), [lead])
    assert figures(at("21 08:00"), "answer_time") == {}
    assert figures(at("21 09:01"), "answer_time")["all/late"]["leads"] == 1


def decided(count: int, *, answered: bool, end: Stage) -> list[Life]:
    """So many leads that came in, were answered after an hour or never, and ended."""
    day = datetime(2026, 11, 2, 1, tzinfo=UTC)
    contacts = (Contact(day + timedelta(hours=1), Outcome.REACHED, "李娜", 0),) if answered else ()
    ended = (day + timedelta(days=7), end, "李娜", "")
    life = Life(day, Source.WEBSITE, "A", "李娜", "李娜", 0, moves=(ended,), contacts=contacts)
    return [life] * count


def test_r30_no_headline_under_a_minimum(book: Path, desk: Desk) -> None:
    """With 20 decided leads on each side the difference is told; with one less that it is too few."""
    late = decided(20, answered=False, end=Stage.LOST)
    for count, words in ((19, ("n = 19",)), (20, ("points higher", "no proof"))):
        with db.atomic() as transaction:
            write(desk, [*decided(count, answered=True, end=Stage.WON), *late])
            note = reviews.panel(desk, "answer_time", NOVEMBER).note or ""
            assert all(each in note for each in words), note
            transaction.rollback()


def test_r33_a_correction_makes_no_late_entry(at: Act) -> None:
    """The contact was recorded at once, and corrected three days later: one contact, in time."""
    lead = added(at("02 09:00"), "甲")
    record = talked(at("02 10:00"), lead, new_need="旧的说法")
    draft = FollowUpDraft(channel=Channel.CALL, outcome=Outcome.REACHED, summary="谈过", new_need="条码追溯")
    followups.correct(at("05 10:00"), record, draft)
    today = at("22 09:00")
    assert figures(today, "record_lag")["李娜"]["on_time"] == 1
    assert figures(today, "activity")["李娜"]["contacts"] == 1
    assert len(reviews.leads_behind(today, "needs", "条码", NOVEMBER)) == 1
    assert reviews.leads_behind(today, "needs", "说法", NOVEMBER) == []


def test_r29_needs_are_words_people_say(at: Act) -> None:
    """Leads are counted, not mentions; filler and numbers are none; words said together are one; MES is MES."""
    said = (
        "需要产线MES系统，条码追溯",
        "条码追溯！条码追溯，预算30万",
        "我们想要条码追溯和MES",
        "export to Excel",
        "Excel export",
    )
    for number, need in enumerate(said):
        added(at("02 09:00"), f"客户{number}", initial_need=need)
    panel = reviews.panel(at("22 09:00"), "needs", NOVEMBER)
    assert {row.label: row.values[1] for row in panel.rows} == {"条码追溯": 3, "Excel": 2, "MES": 2, "export": 2}
    assert panel.n == 5


def test_r39_where_leads_stand_still_is_told_by_the_teams_patience(at: Act) -> None:
    """Three days are allowed for qualifying: on the fourth day a lead stands still, unless it is snoozed."""
    lead, snoozed = added(at("02 09:00"), "甲"), added(at("02 09:00"), "乙")
    for each in (lead, snoozed):
        moves.move(at("03 09:00"), each, Stage.QUALIFYING, reason="先看看")
    followups.snooze(at("03 10:00"), snoozed, date(2026, 11, 30), "等预算")
    assert figures(at("06 09:00"), "funnel")["qualifying"]["stale"] == 0
    assert figures(at("07 09:00"), "funnel")["qualifying"]["stale"] == 1
    assert reviews.leads_behind(at("07 09:00"), "funnel", "qualifying", NOVEMBER, column="stale") == [lead]


def test_a_review_can_be_stopped_and_tells_how_far_it_is(at: Act) -> None:
    """The database is free again afterwards."""
    for number in range(3):
        added(at("02 09:00"), f"客户{number}")
    told: list[tuple[int, int]] = []
    today = at("22 09:00")
    with pytest.raises(StoppedError):
        reviews.review(today, NOVEMBER, progress=lambda *far: told.append(far), cancelled=lambda: len(told) > 2)
    assert told == [(0, len(reviews.PANELS)), (1, len(reviews.PANELS)), (2, len(reviews.PANELS))]
    reviews.review(today, NOVEMBER, progress=lambda *far: told.append(far), cancelled=lambda: False)
    assert told[-1] == (len(reviews.PANELS), len(reviews.PANELS))


def test_every_panel_says_what_it_counts_in_both_languages(book: Path, desk: Desk) -> None:
    for language in i18n.LANGUAGES:
        i18n.speak(language)
        for panel in reviews.review(desk, NOVEMBER).panels:
            assert len(i18n.told(panel.definition)) > 30, panel.key


def test_a_panel_that_is_none_is_refused_with_those_there_are(book: Path, desk: Desk) -> None:
    with pytest.raises(UsageError, match="conversion_by_source"):
        reviews.panel(desk, "weather", NOVEMBER)
