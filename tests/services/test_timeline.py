"""A lead's timeline: everything that happened to it, each thing once, newest first, by kind."""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.domain.terms import Stage, Status
from leadtui.exchange import importing
from leadtui.services import capture, followups, merging, moves, records, timeline
from leadtui.services.followups import FollowUpDraft
from leadtui.services.timeline import Event, Kind
from leadtui.store import journal
from tests.services.captured import colleague, later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")
RECORDS = Path(__file__).parent.parent / "data" / "followup-records.xlsx"


def told(desk: Desk, lead_id: int, kind: Kind | None = None) -> list[Event]:
    """The timeline, of one kind or whole."""
    return list(timeline.of_kind(timeline.told(desk, lead_id)[1], kind))


def test_r18_r25_r26_one_order_of_everything_newest_first(desk: Desk) -> None:
    lead_id = lead(desk)
    reached(later(desk, hours=1), lead_id, "看了样机", concern="交期", next_step=step(desk, 3, "寄报价"))
    records.attach(later(desk, hours=2), lead_id, Entity.OBJECTION, {"text": "太贵"})
    moves.move(later(desk, hours=3), lead_id, Stage.LOST, reason="价格")
    records.attach(later(desk, days=1), lead_id, Entity.MILESTONE, {"kind": "demo_done", "note": "车间"})
    happened = told(desk, lead_id)
    assert [each.kind for each in happened] == [
        Kind.MILESTONE, Kind.STAGE, Kind.OBJECTION, Kind.FOLLOW_UP, Kind.PLAN, Kind.STAGE,
    ]  # fmt: skip
    assert [each.at for each in happened] == sorted((each.at for each in happened), reverse=True)
    contact = happened[3]
    assert (contact.texts, contact.by) == (("看了样机", "Concern  交期"), "李娜")
    assert (happened[1].old, happened[1].new, happened[1].texts) == ("Captured", "Lost", ("价格",))
    assert timeline.counts(happened)[Kind.STAGE] == 2


def test_a_plan_tells_what_became_of_it(desk: Desk) -> None:
    lead_id = lead(desk, step=step(desk, 1, "寄案例"))
    followups.reschedule(later(desk, hours=1), lead_id, step(desk, 5).due)
    followups.complete(later(desk, hours=2), lead_id)
    followups.plan(later(desk, hours=3), lead_id, step(desk, 6, "上门"))
    followups.cancel(colleague(later(desk, hours=4)), lead_id)
    assert [(each.title, each.old, each.new, each.texts, each.by) for each in told(desk, lead_id, Kind.PLAN)] == [
        ("Plan cancelled", "", "", ("上门",), "王强"),
        ("Planned for 2026-11-28", "", "", ("上门",), "李娜"),
        ("Plan done", "", "", ("寄案例",), "李娜"),
        ("Rescheduled", "2026-11-23", "2026-11-27", ("寄案例",), "李娜"),
        ("Planned for 2026-11-23", "", "", ("寄案例",), "李娜"),
    ]


def test_what_was_undone_is_no_part_of_it(desk: Desk) -> None:
    lead_id = lead(desk, step=step(desk, 1))
    before = told(desk, lead_id)
    followups.reschedule(desk, lead_id, step(desk, 5).due)
    followups.snooze(desk, lead_id, desk.today() + timedelta(3), "放假")
    assert len(told(desk, lead_id)) == len(before) + 2
    journal.undo(desk)
    journal.undo(desk)
    assert told(desk, lead_id) == before


def test_r18_a_corrected_record_stays_readable_beside_the_new_one(desk: Desk) -> None:
    lead_id = lead(desk)
    wrong = reached(desk, lead_id, "要三台")
    followups.correct(later(desk, hours=1), wrong, FollowUpDraft(summary="要五台"))
    (new,) = told(desk, lead_id, Kind.FOLLOW_UP)
    (old,) = told(desk, lead_id, Kind.CORRECTED)
    assert (new.texts, old.texts) == (("要五台",), ("要三台",))
    assert ("corrects #1" in new.title, "corrected by #2" in old.title) == (True, True)
    assert told(desk, lead_id).index(new) < told(desk, lead_id).index(old)


def test_r59_r66_r72_the_contract_from_proposal_to_survey(desk: Desk) -> None:
    lead_id = lead(desk)
    capture.edit(desk, lead_id, {"proposal_sent_at": "2026-11-10 15:00", "quote_amount": "20万"})
    capture.edit(
        desk, lead_id, {"contract_sent_on": "2026-11-12", "signed_on": "2026-11-16", "contract_amount": "18万"}
    )
    records.attach(desk, lead_id, Entity.AMENDMENT, {"text": "付款改 3-6-1", "reason": "客户财务要求"})
    capture.edit(later(desk, hours=1), lead_id, {"acceptance": "signed_off", "satisfaction": "5"})
    assert [(each.title, each.new, each.texts) for each in told(desk, lead_id, Kind.CONTRACT)] == [
        ("Satisfaction", "5", ()),
        ("Acceptance", "Signed off", ()),
        ("Terms amended", "", ("付款改 3-6-1", "客户财务要求")),
        ("Signed on", "180,000", ()),
        ("Contract sent on", "", ()),
        ("Proposal sent", "200,000", ()),
    ]
    assert told(desk, lead_id, Kind.CONTRACT)[-1].at == datetime(2026, 11, 10, 7, 0, tzinfo=UTC)


def test_r62_an_objection_from_raised_to_resolved(desk: Desk) -> None:
    lead_id = lead(desk)
    row = records.attach(desk, lead_id, Entity.OBJECTION, {"text": "太贵"})
    records.edit(later(desk, hours=1), lead_id, Entity.OBJECTION, row, {"state": "resolved", "progress": "分两期"})
    assert [(each.old, each.new, each.texts) for each in told(desk, lead_id, Kind.OBJECTION)] == [
        ("Open", "Resolved", ("太贵", "分两期")),
        ("", "", ("太贵",)),
    ]


def test_r34_r55_confirmations_hand_overs_and_edits(desk: Desk) -> None:
    lead_id = lead(desk, grade="B")
    records.attach(desk, lead_id, Entity.CONFIRMATION, {"subject": "budget", "on": "2026-11-20"})
    capture.edit(later(desk, hours=1), lead_id, {"owner": "王强"})
    capture.edit(later(desk, hours=2), lead_id, {"grade": "A"})
    (confirmed,) = told(desk, lead_id, Kind.CONFIRMATION)
    assert (confirmed.title, confirmed.at.astimezone(desk.zone).date()) == ("Confirmed: Budget", date(2026, 11, 20))
    assert [(each.title, each.old, each.new) for each in told(desk, lead_id, Kind.ORIGIN)] == [
        ("Handed over", "李娜", "王强")
    ]
    assert [each.texts for each in told(desk, lead_id, Kind.EDIT)] == [("Grade  A (was B)",)]


def test_r25_a_status_raised_inside_a_stage(desk: Desk) -> None:
    lead_id = lead(desk)
    moves.move(desk, lead_id, Stage.CAPTURED, status=Status.INTERESTED, reason="电话里很热情")
    event = told(desk, lead_id)[0]
    assert (event.title, event.old, event.new) == ("Status", "Prospect", "Interested")


def test_a_merge_and_an_import_say_where_it_came_from(desk: Desk) -> None:
    importing.import_file(desk, RECORDS)
    from leadtui.services import leads

    imported = leads.ids(desk)[0]
    (brought,) = told(desk, imported, Kind.ORIGIN)
    assert brought.title.startswith("Import followup-records.xlsx")
    assert "from a sheet" in told(desk, imported, Kind.FOLLOW_UP)[0].title
    other = lead(desk, "另一家")
    reached(desk, other, "别家的记录")
    merging.merge(later(desk, hours=1), imported, other)
    assert told(desk, imported, Kind.ORIGIN)[0].title.startswith("Merge ")
    assert "别家的记录" in [text for each in told(desk, imported, Kind.FOLLOW_UP) for text in each.texts]


def test_its_queries_do_not_grow_with_its_length(desk: Desk) -> None:
    short, long = lead(desk, "甲", step=step(desk, 1)), lead(desk, "乙", step=step(desk, 1))
    for number in range(12):
        reached(desk, long, f"第{number}次", next_step=step(desk, number + 2))
        records.attach(desk, long, Entity.OBJECTION, {"text": f"异议{number}"})

    asked: list[str] = []

    class Counter(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            asked.append(record.getMessage())

    logger, counter = logging.getLogger("peewee"), Counter()
    logger.addHandler(counter)
    logger.setLevel(logging.DEBUG)
    try:
        needed = []
        for lead_id in (short, long):
            asked.clear()
            timeline.told(desk, lead_id)
            needed.append(len(asked))
    finally:
        logger.removeHandler(counter)
        logger.setLevel(logging.NOTSET)
    assert needed[0] == needed[1] > 0
