"""Leads are found by any word and every term, and listed masked with a fixed number of queries."""

import logging
from datetime import date, timedelta
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.filters import Filter, parse
from leadtui.domain.terms import Grade, Level, MilestoneKind, Stage, Status
from leadtui.services import capture, leads, moves, people
from leadtui.store import journal
from leadtui.store.models import Lead, LeadTag, Milestone, Tag
from tests.services.captured import colleague, later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


def found(desk: Desk, text: str) -> list[str]:
    """The customers that a filter line finds, newest first."""
    return [row.customer for row in leads.rows(desk, leads.ids(desk, parse(text)))]


def tagged(desk: Desk, lead_id: int, *names: str) -> None:
    """Put tags on a lead."""
    with journal.change(desk, "Tag") as change:
        for name in names:
            change.insert(LeadTag, lead=lead_id, tag=change.insert(Tag, name=name))


class TestWords:
    @pytest.fixture(autouse=True)
    def _some(self, book: Path, desk: Desk) -> None:
        hengyuan = lead(desk, contact="周建国", phone="138 6201 2345", initial_need="两台激光切割机")
        lead(desk, "杭州远景能源股份有限公司", contact="吴敏", phone="0571-88990011", remark="老板爱喝茶")
        reached(desk, hengyuan, "报价单已收到")
        tagged(desk, hengyuan, "重点客户")

    def test_q3_one_lead_is_found_by_any_part_of_it(self, desk: Desk) -> None:
        """Q3: one or two characters, pinyin, the end of a number, words of a note."""
        texts = (
            "恒", "恒远", "远精", "苏州恒远精密机械有限公司", "szhy", "hyjm", "hengyuan",
            "SuzhouHeng", "蘇州恆遠", "ＳＺＨＹ",
            "周建国", "建国", "zjg", "zhoujianguo", "2345", "13862012345", "138-6201-2345", "138****2345",
            "激光", "切割机", "报价", "价单", "重点", "其他-20261122-001", "恒远 2345 激光",
        )  # fmt: skip
        assert {text: found(desk, text) for text in texts} == {text: ["苏州恒远精密机械有限公司"] for text in texts}

    def test_several_are_found_newest_first(self, desk: Desk) -> None:
        for text in ("远", "有限公司", "20261122", "%远%"):
            assert found(desk, text) == ["杭州远景能源股份有限公司", "苏州恒远精密机械有限公司"]

    def test_words_must_all_hold(self, desk: Desk) -> None:
        texts = ("恒景", "恒远 茶", "zzzz", "1381", "远恒", "李娜 远")
        assert {text: found(desk, text) for text in texts} == {text: [] for text in texts}

    def test_q1_q2_nothing_typed_is_an_error_or_an_operator(self, desk: Desk) -> None:
        """Q1, Q2: parameters only; wildcards and operators are text like any other."""
        texts = (
            "%", "_", "恒%", "恒_精", "\\", "'", '"', '" OR "1"="1', "'; DROP TABLE lead; --", "*",
            "恒 OR 杭", "NEAR(恒 远)", "lead_search", "text:恒", "-恒",
            "^恒", "(", ")", "{恒}", "\x00", "??", "恒远 AND",
            "NOT 恒远", "+", "~", "，。！",
        )  # fmt: skip
        for text in texts:
            assert len(found(desk, text)) <= 1, text
        assert Lead.select().count() == 2

    def test_q1_a_wildcard_alone_finds_nothing(self, desk: Desk) -> None:
        assert [found(desk, text) for text in ("%", "_", "*", "'", "，")] == [[]] * 5

    def test_an_exact_name_or_number_comes_first(self, desk: Desk) -> None:
        lead(desk, "远景")
        lead(desk, "远景能源杭州分公司")
        assert found(desk, "远景")[0] == "远景"
        assert found(desk, "杭州远景能源股份有限公司")[0] == "杭州远景能源股份有限公司"
        exact = leads.ids(desk, parse("杭州远景能源股份有限公司"))[:1]
        assert leads.ids(desk, parse("杭州远景能源股份有限公司"), limit=1) == exact
        assert len(leads.ids(desk, parse("远景"), limit=2)) == 2

    def test_q4_what_is_edited_is_found_by_its_new_words_alone(self, desk: Desk) -> None:
        (lead_id,) = leads.ids(desk, parse("恒远"))
        capture.edit(desk, lead_id, {"customer": "南京长河", "contact": "钱进", "phone": "13911112222"})
        assert found(desk, "恒远") == found(desk, "周建国") == found(desk, "2345") == []
        assert found(desk, "njch") == found(desk, "qj") == found(desk, "2222") == ["南京长河"]


class TestTerms:
    @pytest.fixture(autouse=True)
    def _some(self, book: Path, desk: Desk) -> None:
        one = lead(
            desk,
            "甲",
            source="行业展会",
            source_detail="2026工博会",
            grade="A",
            priority="高",
            region="江苏",
            industry="机械",
        )
        two = lead(colleague(desk), "乙", source="官网", grade="B", validity="有效", region="浙江")
        lead(desk, "丙", owner="赵敏")
        moves.move(desk, two, Stage.QUALIFYING)
        moves.move(desk, one, Stage.LOST, reason="价格")
        tagged(desk, two, "重点", "老客户")

    def test_each_narrows_the_list(self, desk: Desk) -> None:
        expected = {
            "stage:qualifying": "乙", "stage:筛选分级": "乙", "阶段：筛选分级": "", "stage：筛选分级": "乙",
            "STAGE:Lost": "甲", "status:流失客户": "甲", "status:prospect": "丙乙", "grade:a": "甲",
            "priority:高": "甲", "priority:low": "",
            "source:行业展会": "甲", "source:trade_show": "甲", "source:2026工博会": "甲", "owner:me": "甲",
            "owner:王强": "乙", "owner:谁": "", "tag:重点": "乙", "tag:重": "",
            "region:浙江": "乙", "industry:机械": "甲",
            "owner:王强 stage:captured": "", "owner:王强 grade:B 乙": "乙", "": "丙乙甲", "stage:": "丙乙甲",
        }  # fmt: skip
        assert {text: "".join(found(desk, text)) for text in expected} == expected
        assert {text: leads.count(desk, parse(text)) for text in expected} == {
            text: len(customers) for text, customers in expected.items()
        }

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("stage:nowhere", "captured"),
            ("grade:D", "A"),
            ("status:热", "prospect"),
            ("due:someday", "2026-11-25"),
        ],
    )
    def test_one_that_cannot_be_read_is_refused_with_the_choices(self, desk: Desk, text: str, word: str) -> None:
        with pytest.raises(LeadtuiError, match=word):
            leads.ids(desk, parse(text))

    def test_q1_the_value_is_text_and_nothing_else(self, desk: Desk) -> None:
        for name in ("owner", "source", "tag", "region", "industry"):
            for value in ("%", "_", "' OR 1=1 --", "\\", '"'):
                assert leads.ids(desk, Filter(terms=((name, value),))) == []


class TestDue:
    def test_by_day(self, desk: Desk) -> None:
        """2026-11-22 is a Sunday: the week ends today."""
        for day in (-2, 0, 1, 2):
            lead(desk, f"{day}", step=step(desk, day))
        lead(desk, "None")
        expected = {
            "due:overdue": [-2], "due:逾期": [-2], "due:today": [0], "due:今天": [0], "due:明天": [1],
            "due:2026-11-24": [2], "due:<2026-11-23": [-2, 0, 1],
            "due:<=明天": [-2, 0, 1],
            "due:week": [-2, 0], "due:本周": [-2, 0], "due:none": [None], "due:无": [None],
            "due:2026-12-01": [],
        }  # fmt: skip
        assert {text: sorted(found(desk, text)) for text in expected} == {
            text: sorted(map(str, days)) for text, days in expected.items()
        }


class TestSorting:
    def test_each_key_orders_and_unknown_values_come_last(self, desk: Desk) -> None:
        one = lead(desk, "乙", grade="B", budget_max="9万", source="官网", owner="赵", step=step(desk, 3))
        two = lead(
            later(desk, minutes=1),
            "甲",
            grade="A",
            budget_max="90万",
            source="行业展会",
            owner="李",
            step=step(desk, 1),
        )
        three = lead(later(desk, minutes=2), "丙")
        moves.move(desk, two, Stage.LOST, reason="价格")
        expected = {
            "lead_no": [three, one, two],
            "customer": [three, one, two],
            "grade": [two, one, three],
            "stage": [three, one, two],
            "status": [two, three, one],
            "owner": [two, three, one],
            "source": [three, two, one],
            "created_at": [three, two, one],
            "next_due": [two, one, three],
            "amount": [two, one, three],
        }
        assert set(expected) == set(leads.SORTS)
        assert {key: leads.ids(desk, sort=key) for key in expected} == expected

    def test_q1_a_key_that_is_not_listed_is_refused(self, desk: Desk) -> None:
        with pytest.raises(LeadtuiError, match="created_at") as refusal:
            leads.ids(desk, sort="id; DROP TABLE lead")
        assert "id; DROP TABLE lead" in str(refusal.value)


class TestRows:
    def test_r10_contact_details_are_masked_unless_revealed(self, desk: Desk) -> None:
        lead_id = lead(desk, contact="周建国")
        (masked,), (shown,) = leads.rows(desk, [lead_id]), leads.rows(desk, [lead_id], reveal=True)
        assert (masked.contact, masked.phone) == ("周*国", "138****2345")
        assert (shown.contact, shown.phone) == ("周建国", "13862012345")
        assert "13862012345" not in repr(masked)
        assert "周建国" not in repr(masked)

    def test_a_line_says_what_a_list_shows(self, desk: Desk) -> None:
        lead_id = lead(desk, grade="A", priority="高", budget_max="20万", step=step(desk, 2, "演示"))
        tagged(desk, lead_id, "重点", "老客户")
        with journal.change(desk, "Milestone") as change:
            change.insert(Milestone, lead=lead_id, kind=MilestoneKind.DEMO_DONE, on=date(2026, 11, 20))
        (row,) = leads.rows(desk, [lead_id])
        assert (row.lead_no, row.source, row.owner) == ("其他-20261122-001", "other", "李娜")
        assert (row.grade, row.priority, row.stage, row.status) == (
            Grade.A,
            Level.HIGH,
            Stage.CAPTURED,
            Status.PROSPECT,
        )
        assert (row.amount, row.next_due, row.action) == (20_000_000, desk.today() + timedelta(2), "演示")
        assert (set(row.tags), row.milestones) == ({"重点", "老客户"}, ("demo_done",))

    def test_the_primary_contact_is_shown(self, desk: Desk) -> None:
        lead(desk, "甲", contact="周建国", phone="13800000001")
        second = lead(desk, "甲", contact="吴敏", phone="13800000002")
        assert [row.contact for row in leads.rows(desk, [second], reveal=True)] == ["周建国"]

    def test_they_come_in_the_order_asked_for_and_gone_ones_are_left_out(self, desk: Desk) -> None:
        one, two, three = (lead(desk, name) for name in "甲乙丙")
        with journal.change(desk, "Delete") as change:
            change.update(Lead, two, deleted_at=desk.now())
        assert [row.id for row in leads.rows(desk, [three, two, 99, one])] == [three, one]
        assert leads.rows(desk, []) == []

    def test_the_number_of_queries_does_not_grow_with_the_page(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        ids = [lead(desk, f"客户{number}", step=step(desk, 1)) for number in range(30)]
        counts = []
        for page in (ids[:1], ids):
            caplog.clear()
            with caplog.at_level(logging.DEBUG, logger="peewee"):
                assert len(leads.rows(desk, page)) == len(page)
            counts.append(len(caplog.records))
        assert counts[0] == counts[1]
        assert 0 < counts[0] <= 5


class TestLookups:
    def test_a_lead_is_found_by_its_number(self, desk: Desk) -> None:
        lead_id = lead(desk)
        assert leads.find(" 其他-20261122-001 ") == lead_id
        assert leads.present(["其他-20261122-001", "没有"]) == {"其他-20261122-001": lead_id}

    @pytest.mark.parametrize("number", ["", "其他-20261122-00_", "%", "002"])
    def test_one_that_is_not_there_is_named_with_a_way_out(self, desk: Desk, number: str) -> None:
        lead(desk)
        with pytest.raises(LeadtuiError, match="leadtui list"):
            leads.find(number)

    def test_a_deleted_lead_is_nowhere(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with journal.change(desk, "Delete") as change:
            change.update(Lead, lead_id, deleted_at=desk.now())
        with pytest.raises(LeadtuiError):
            leads.find("其他-20261122-001")
        assert (leads.ids(desk), leads.ids(desk, parse("恒远")), leads.count(desk)) == ([], [], 0)

    def test_r2_look_alikes_are_shown_masked(self, desk: Desk) -> None:
        lead(desk, contact="周建国")
        for name, phone in (("恒远精密机械", ""), ("别的公司", "+86 138-6201-2345")):
            (alike,) = people.look_alikes(name, [phone])
            assert (alike.lead_no, alike.contact, alike.owner) == ("其他-20261122-001", "周*国", "李娜")
        assert people.look_alikes("别的公司", ["13900000000"]) == []
        assert people.look_alikes("", [""]) == []

    def test_everybody_who_sells_is_known_by_name(self, desk: Desk) -> None:
        lead(desk, owner="王强")
        assert leads.owners() == ["李娜", "王强"]
