"""Rows meet a book that has moved on: nothing is doubled, nothing newer is taken back."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest

from leadtui.desk import Desk
from leadtui.domain.terms import Channel, PlanState, Source, Stage, Status
from leadtui.domain.when import When
from leadtui.services import capture, followups, history, leads, moves
from leadtui.services.detail import LeadDetail, detail
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.services.imports import ImportResult, Place, Planned, Record, SheetRow, preview, take
from leadtui.store.models import JournalEntry, Lead, Rep
from tests.services.captured import lead as captured

pytestmark = pytest.mark.usefixtures("book")

NO = "展会-20261103-001"
NAME = "苏州恒远精密机械有限公司"


def _row(desk: Desk, day: str = "2026-11-06", /, **values: Any) -> SheetRow:
    """A row of the record table; a status, a plan or a field as named."""
    record = Record(
        at=desk.instant(date.fromisoformat(day), time(0)),
        channel=values.pop("channel", Channel.VISIT),
        summary=values.pop("summary", f"聊于{day}"),
    )
    given: Mapping[str, Any] = {
        "place": Place("表", 2, (), ()),
        "lead_no": NO,
        "customer": {"name": NAME},
        "contact": {"name": "周建国", "phone": "13862012345"},
        "lead": {"source": Source.TRADE_SHOW, "grade": "A"},
        "owner": "李娜",
        "record": record,
    }
    return SheetRow(**given | values)


def _take(desk: Desk, *rows: SheetRow, **options: bool) -> ImportResult:
    return take(desk, rows, file_name="表.xlsx", **options)


def _counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.unchanged, result.follow_ups


def _lead(desk: Desk, lead_no: str = NO) -> LeadDetail:
    return detail(desk, leads.find(lead_no), reveal=True)


def _plan(day: str, action: str = "报价") -> Planned:
    return Planned(action=action, due=When(date.fromisoformat(day)))


def test_a_row_added_to_the_sheet_moves_the_lead_on(desk: Desk) -> None:
    first = _row(desk, "2026-11-06", status=Status.INTERESTED, plan=_plan("2026-11-18"))
    _take(desk, first)
    second = _row(desk, "2026-11-18", status=Status.HIGH_INTENT, plan=_plan("2026-11-27", "签约"))
    assert _counts(_take(desk, first, second)) == (0, 1, 0, 1)
    lead = _lead(desk)
    assert len(lead.follow_ups) == 2
    assert (lead.row.stage, lead.row.status) == (Stage.NEGOTIATION, Status.HIGH_INTENT)
    assert [(each.due, each.action) for each in lead.open_plans] == [(date(2026, 11, 27), "签约")]
    moved = lead.stage_changes[0]
    assert (moved.from_stage, moved.to_stage, moved.reason) == (Stage.SOLUTION, Stage.NEGOTIATION, "import")
    assert "Budget confirmed" in moved.skipped
    assert _counts(_take(desk, first, second)) == (0, 0, 1, 0)
    assert history.undo(desk) == "Import 表.xlsx: 1 leads"
    assert (_lead(desk).row.status, len(_lead(desk).follow_ups)) == (Status.INTERESTED, 1)


def test_a_row_older_than_the_last_contact_sets_nothing_anew(desk: Desk) -> None:
    _take(desk, _row(desk, "2026-11-18", status=Status.HIGH_INTENT, plan=_plan("2026-11-27")))
    older = _row(
        desk,
        "2026-11-06",
        status=Status.INTERESTED,
        plan=_plan("2026-11-10", "演示"),
        lead={"grade": "C", "initial_need": "MES"},
    )
    assert _counts(_take(desk, older)) == (0, 1, 0, 1)
    lead = _lead(desk)
    assert (lead.row.status, lead.row.grade) == (Status.HIGH_INTENT, "A")
    assert lead.fields["initial_need"] == "MES", "what was empty is filled"
    assert [each.due for each in lead.open_plans] == [date(2026, 11, 27)]
    assert [each.state for each in lead.plans if each.action == "演示"] == [PlanState.DONE]


def test_an_edit_made_here_is_neither_doubled_nor_taken_back(desk: Desk) -> None:
    rows = [_row(desk, status=Status.INTERESTED, plan=_plan("2026-11-24"))]
    _take(desk, *rows)
    lead_id = leads.find(NO)
    capture.edit(desk, lead_id, {"grade": "C", "customer": "恒远集团", "initial_need": "WMS"})
    followups.record(desk, lead_id, FollowUpDraft(summary="改期", next_step=NextStep(action="再约")))
    edited = detail(desk, lead_id)
    assert _counts(_take(desk, *rows)) == (0, 0, 1, 0)
    assert detail(desk, lead_id) == edited


def test_a_field_edited_here_outlives_a_later_row_that_repeats_the_old_word(desk: Desk) -> None:
    _take(desk, _row(desk, lead={"initial_need": "MES", "grade": "B"}))
    capture.edit(desk, leads.find(NO), {"initial_need": "MES和WMS"})
    _take(desk, _row(desk, "2026-11-20", lead={"initial_need": "MES", "grade": "A"}))
    fields = _lead(desk).fields
    assert (fields["initial_need"], fields["grade"]) == ("MES和WMS", "A")


def test_a_contact_that_was_exported_comes_back_as_itself(desk: Desk) -> None:
    """A sheet made from the book holds records no import has seen, told by day, channel and words."""
    lead_id = captured(desk, NAME)
    followups.record(desk, lead_id, FollowUpDraft(channel=Channel.VISIT, summary="聊 了"))
    number = detail(desk, lead_id).row.lead_no
    row = _row(desk, "2026-11-22", lead_no=number, summary="聊了", contact={"name": "周*国"}, lead={})
    assert _counts(_take(desk, row)) == (0, 0, 1, 0)


def test_without_a_number_the_customer_tells_the_lead(desk: Desk) -> None:
    _take(desk, _row(desk))
    row = _row(desk, "2026-11-09", lead_no="", customer={"name": "恒遠精密機械（有限）公司"})
    assert _counts(_take(desk, row)) == (0, 1, 0, 1)
    assert len(leads.ids(desk)) == 1


def test_a_row_without_a_number_goes_with_its_customer_s_in_the_same_sheet(desk: Desk) -> None:
    result = _take(desk, _row(desk), _row(desk, "2026-11-09", lead_no=""))
    assert _counts(result) == (1, 0, 0, 2)


def test_an_unnumbered_lead_gets_the_number_of_its_source_and_day(desk: Desk) -> None:
    number = detail(desk, captured(desk, source="行业展会")).row.lead_no
    assert number == "展会-20261122-001"
    rows = [
        _row(desk, "2026-11-22", lead_no="", customer={"name": f"新客{count}"}, contact={"name": "甲"})
        for count in range(3)
    ]
    taken = _row(desk, lead_no="展会-20261122-003", customer={"name": "占号"}, contact={"name": "乙"})
    _take(desk, taken, *rows)
    assert {leads.rows(desk, [each])[0].lead_no for each in leads.ids(desk)} == {
        *(
            "展会-20261122-001",
            "展会-20261122-002",
            "展会-20261122-003",
            "展会-20261122-004",
            "展会-20261122-005",
        ),
    }


def test_where_a_lead_comes_from_in_time(desk: Desk) -> None:
    """首次接触时间, else the first follow-up, else the day in the number, else now."""
    first = desk.instant(date(2026, 10, 1), time(0))
    _take(
        desk,
        _row(desk, "2026-11-06", lead_no="a", lead={"first_contact_at": first}),
        _row(desk, "2026-11-09", lead_no="b", customer={"name": "乙"}),
        _row(desk, lead_no="ZY-20240520-001", customer={"name": "丙"}, record=None),
        _row(desk, lead_no="无日期", customer={"name": "丁"}, record=None),
    )
    made = {lead_no: _lead(desk, lead_no).row.created_at for lead_no in ("a", "b", "ZY-20240520-001", "无日期")}
    days = [f"{each.astimezone(desk.zone):%F}" for each in made.values()]
    assert days == ["2026-10-01", "2026-11-09", "2024-05-20", "2026-11-22"]


@pytest.mark.parametrize(
    ("status", "lead", "stage"),
    [
        (Status.PROSPECT, {}, Stage.CAPTURED),
        (Status.PROSPECT, {"grade_basis": "规模"}, Stage.QUALIFYING),
        (Status.PROSPECT, {"validity": "valid"}, Stage.QUALIFYING),
        (Status.INTERESTED, {}, Stage.SOLUTION),
        (Status.HIGH_INTENT, {}, Stage.NEGOTIATION),
        (Status.WON, {}, Stage.WON),
        (Status.LOST, {}, Stage.LOST),
        (None, {}, Stage.CAPTURED),
        (None, {"grade": "B"}, Stage.QUALIFYING),
        (None, {"proposal_sent_at": datetime.fromisoformat("2026-11-01T00:00+08:00")}, Stage.SOLUTION),
        (None, {"negotiation_progress": "negotiating"}, Stage.NEGOTIATION),
        (None, {"negotiation_progress": "not_started", "grade": "B"}, Stage.QUALIFYING),
        (None, {"contract_sent_on": date(2026, 11, 1)}, Stage.NEGOTIATION),
        (None, {"signed_on": date(2026, 11, 1)}, Stage.WON),
        (None, {"delivered_on": date(2026, 11, 1)}, Stage.WON),
    ],
)
def test_where_a_sheet_places_a_lead(desk: Desk, status: Status | None, lead: dict[str, Any], stage: Stage) -> None:
    _take(desk, _row(desk, status=status, lead=lead))
    assert _lead(desk).row.stage is stage


def test_the_funnel_sheet_moves_a_lead_forward_only(desk: Desk) -> None:
    _take(desk, _row(desk, record=None, lead={"grade": "A"}))
    assert _counts(
        _take(desk, _row(desk, record=None, lead={"grade": "A", "contract_sent_on": date(2026, 11, 20)}))
    ) == (*(0, 1, 0, 0),)
    assert _lead(desk).row.stage is Stage.NEGOTIATION
    _take(desk, _row(desk, record=None, lead={"grade": "B"}))
    assert (_lead(desk).row.stage, _lead(desk).row.grade) == (Stage.NEGOTIATION, "B")


def test_a_stage_chosen_here_stays_while_the_status_is_the_same(desk: Desk) -> None:
    _take(desk, _row(desk, status=Status.PROSPECT))
    moves.move(desk, leads.find(NO), Stage.QUALIFYING, entered={"validity": "valid"})
    _take(desk, _row(desk, "2026-11-23", status=Status.PROSPECT))
    assert _lead(desk).row.stage is Stage.QUALIFYING


def test_masks_never_replace_what_is_known(desk: Desk) -> None:
    _take(desk, _row(desk, contact={"name": "周*", "phone": "*2345"}))
    assert [(each.name, each.phone) for each in _lead(desk).contacts] == [("周*", "*2345")], "better than nothing"
    _take(desk, _row(desk, lead_no="b", customer={"name": "乙"}))
    _take(
        desk,
        _row(
            desk,
            "2026-11-09",
            lead_no="b",
            customer={"name": "乙"},
            contact={"name": "周*国", "phone": "138****2345"},
        ),
    )
    assert [(each.name, each.phone) for each in _lead(desk, "b").contacts] == [("周建国", "13862012345")]


def test_one_person_in_two_spellings_is_one_contact_and_another_is_added(desk: Desk) -> None:
    _take(
        desk,
        _row(desk, contact={"name": "周建国", "phone": "13862012345"}),
        _row(desk, "2026-11-07", contact={"name": "周建国", "phone": "+86 138 6201 2345", "title": "生产总监"}),
        _row(desk, "2026-11-05", contact={"name": "林晓雯", "phone": "13912345678"}),
    )
    contacts = _lead(desk).contacts
    assert [(each.name, each.title, each.is_primary) for each in contacts] == [
        ("周建国", "生产总监", True),
        ("林晓雯", "", False),
    ]


def test_look_alikes_are_counted_and_made_unless_skipped(desk: Desk) -> None:
    """A warning, never a wall (R2): the same company or the same phone under another number."""
    captured(desk, NAME, phone="13700000000")
    by_name = _row(desk, lead_no="b", contact={"name": "甲"})
    by_phone = _row(desk, lead_no="c", customer={"name": "另一家"}, contact={"phone": "+86 137 0000 0000"})
    other = _row(desk, lead_no="d", customer={"name": "不相干"}, contact={"phone": "13611112222"})
    skipping = preview(desk, [by_name, by_phone, other], skip_duplicates=True)
    assert (skipping.created, skipping.duplicates) == (1, 2)
    result = _take(desk, by_name, by_phone, other)
    assert (result.created, result.duplicates) == (3, 2)


def test_a_number_that_is_somebody_else_s_here_is_refused(desk: Desk) -> None:
    """Two people's books hand out the same numbers; their customers must not run into one."""
    _take(desk, _row(desk))
    row = _row(desk, "2026-11-09", customer={"name": "南通海安纺织有限公司"}, contact={"phone": "13912345678"})
    result = _take(desk, row)
    assert _counts(result) == (0, 0, 0, 0)
    assert result.rejected[0].reason == (
        f"Row 2: lead {NO} is {NAME} here, but 南通海安纺织有限公司 in the sheet. Change one of the numbers."
    )


def test_rows_of_a_lead_in_the_trash_are_refused(desk: Desk) -> None:
    _take(desk, _row(desk))
    Lead.update(deleted_at=desk.now()).execute()
    assert _counts(_take(desk, _row(desk))) == (0, 0, 1, 0)
    result = _take(desk, _row(desk, "2026-11-09"))
    assert f"lead {NO} is in the trash" in result.rejected[0].reason


def test_the_people_of_a_sheet_come_to_be_known_and_keep_their_work(desk: Desk) -> None:
    _take(desk, _row(desk, owner="王磊"), _row(desk, "2026-11-09", owner="刘洋", plan=_plan("2026-11-30")))
    lead = _lead(desk)
    assert lead.row.owner == "刘洋"
    assert [each.by for each in lead.follow_ups] == ["刘洋", "王磊"]
    assert lead.open_plans[0].owner == "刘洋"
    assert {"王磊", "刘洋"} <= {name for (name,) in Rep.select(Rep.name).tuples()}


def test_a_lead_without_an_owner_is_the_importer_s(desk: Desk) -> None:
    _take(desk, _row(desk, owner=""))
    assert _lead(desk).row.owner == "李娜"


def test_a_customer_with_two_numbers_in_a_sheet_is_one_customer(desk: Desk) -> None:
    result = _take(desk, _row(desk, notes=("甲",)), _row(desk, lead_no="b", notes=("乙",)))
    assert (result.created, result.duplicates) == (2, 1)
    assert _lead(desk).customer == _lead(desk, "b").customer
    assert _lead(desk).customer["remark"] == "甲\n乙"
    assert len(_lead(desk).contacts) == 1


def test_remarks_and_talks_are_added_once(desk: Desk) -> None:
    row = {
        "notes": ("传真: 1",),
        "objections": (("太贵", ""),),
        "amendments": (("付款改期", ""),),
        "tags": ("新客户",),
    }
    _take(desk, _row(desk, **row))
    _take(desk, _row(desk, "2026-11-09", **row | {"tags": ("新客户", "华东")}))
    lead = _lead(desk)
    assert lead.customer["remark"] == "传真: 1"
    assert (len(lead.objections), len(lead.amendments), lead.row.tags) == (1, 1, ("华东", "新客户"))


def test_a_row_twice_in_a_sheet_is_one(desk: Desk) -> None:
    assert _counts(_take(desk, _row(desk), _row(desk))) == (1, 0, 0, 1)


def test_a_customer_number_of_the_sheet_is_kept_where_it_is_free(desk: Desk) -> None:
    _take(
        desk,
        _row(desk, customer={"name": NAME, "customer_no": "K-7"}),
        _row(desk, lead_no="b", customer={"name": "乙", "customer_no": "K-7"}, contact={"phone": "1390000"}),
    )
    assert _lead(desk).customer["customer_no"] == "K-7"
    assert _lead(desk, "b").customer["customer_no"] == "20261106001"


def test_a_failure_half_way_leaves_nothing(desk: Desk) -> None:
    broken = _row(desk, "2026-11-09", lead={"no_such_field": "x"})
    with pytest.raises(ValueError, match="no_such_field"):
        _take(desk, _row(desk), broken)
    assert leads.ids(desk) == []
    assert JournalEntry.select().count() == 0


def test_many_rows_are_written_in_few_steps(desk: Desk) -> None:
    """More leads than one query can name; each is found again."""
    rows = [
        _row(
            desk,
            lead_no=f"N-{count}",
            customer={"name": f"客户{count}号厂"},
            contact={"phone": f"138{count:08d}"},
        )
        for count in range(1200)
    ]
    assert _counts(_take(desk, *rows)) == (1200, 0, 0, 1200)
    assert _counts(_take(desk, *rows)) == (0, 0, 1200, 0)
    history.undo(desk)
    assert leads.ids(desk) == []


class TestNextSteps:
    """What a second sheet does to the next step that stands in the book."""

    def test_a_sheet_that_repeats_it_leaves_it_alone(self, desk: Desk) -> None:
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同")))
        again = _row(desk, plan=_plan("2026-11-25", "寄合同"), customer={"name": NAME, "industry": "机械"})
        _take(desk, again)
        assert self.open_steps(desk) == [(date(2026, 11, 25), "寄合同")]
        assert len(_lead(desk).plans) == 1

    def test_a_corrected_one_takes_its_place(self, desk: Desk) -> None:
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同")))
        _take(desk, _row(desk, plan=_plan("2026-11-27", "上门签约")))
        assert self.open_steps(desk) == [(date(2026, 11, 27), "上门签约")]
        assert len(_lead(desk).follow_ups) == 1

    def test_one_without_a_contact_takes_its_place_too(self, desk: Desk) -> None:
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同")))
        _take(desk, _row(desk, "2026-11-20", plan=_plan("2026-11-28", "上门")))
        bare = _row(desk, plan=_plan("2026-11-30", "催款"), record=None)
        _take(desk, bare)
        assert self.open_steps(desk) == [(date(2026, 11, 28), "上门")], "a row without a day tells nothing newer"

    def test_what_was_done_here_is_not_opened_again(self, desk: Desk) -> None:
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同")))
        followups.complete(desk, leads.find(NO))
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同"), tags=("老客户",)))
        assert self.open_steps(desk) == []

    def test_what_was_moved_here_stays_where_it_is(self, desk: Desk) -> None:
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同")))
        followups.reschedule(desk, leads.find(NO), When(date(2026, 12, 2)))
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同"), tags=("老客户",)))
        assert self.open_steps(desk) == [(date(2026, 12, 2), "寄合同")]

    def test_a_second_open_one_that_no_sheet_shows_stays(self, desk: Desk) -> None:
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同")))
        further = NextStep(action="送样", due=When(date(2026, 12, 9)))
        followups.record(desk, leads.find(NO), FollowUpDraft(summary="再谈", next_step=further))
        before = self.open_steps(desk)
        _take(desk, _row(desk, plan=_plan("2026-11-25", "寄合同"), tags=("老客户",)))
        assert self.open_steps(desk) == before
        assert len(before) == 2

    def open_steps(self, desk: Desk) -> list[tuple[date | None, str]]:
        return sorted((each.due, each.action) for each in _lead(desk).open_plans)
