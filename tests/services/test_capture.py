"""A lead is captured with next to nothing, edited without overwriting anybody, handed over with its clock."""

from datetime import date, timedelta

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, LeadtuiError
from leadtui.domain.terms import Level, Stage, Status
from leadtui.services import capture, leads
from leadtui.services.detail import detail
from leadtui.store import journal
from leadtui.store.models import (
    Contact,
    Customer,
    JournalEntry,
    Lead,
    Rep,
)
from tests.services.captured import colleague, later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


class TestAdd:
    @pytest.mark.parametrize("way", [{"phone": "0571-88123456"}, {"wechat": "wxid_9"}, {"email": "li@example.com"}])
    def test_r5_a_name_and_one_way_to_reach_it_are_enough(self, desk: Desk, way: dict[str, str]) -> None:
        number = capture.add(desk, {"customer": "甲", **way})
        row = detail(desk, leads.find(number), reveal=True)
        assert number == "其他-20261122-001"
        assert (row.row.customer, row.row.stage, row.row.status) == ("甲", Stage.CAPTURED, Status.PROSPECT)

    @pytest.mark.parametrize(
        ("entered", "lacks"),
        [
            ({"phone": "13900000000"}, "name"),
            ({"customer": "  ", "phone": "13900000000"}, "name"),
            ({"customer": "甲"}, "way to reach"),
            ({"customer": "甲", "phone": " ", "contact": "王总"}, "way to reach"),
        ],
    )
    def test_r5_less_is_refused_and_writes_nothing(self, desk: Desk, entered: dict[str, str], lacks: str) -> None:
        with pytest.raises(LeadtuiError, match=lacks):
            capture.add(desk, entered)
        assert (Customer.select().count(), Lead.select().count(), JournalEntry.select().count()) == (0, 0, 0)

    def test_it_belongs_to_who_adds_it_unless_said_otherwise(self, desk: Desk) -> None:
        mine, theirs = lead(desk, "甲"), lead(desk, "乙", owner="王强")
        assert [row.owner for row in leads.rows(desk, [mine, theirs])] == ["李娜", "王强"]
        assert {row.name for row in Rep.select()} == {"李娜", "王强"}

    def test_r56_the_first_follow_up_is_due_within_a_day(self, desk: Desk) -> None:
        row = Lead.get_by_id(lead(desk))
        assert (row.assigned_at, row.first_due_at) == (desk.now(), desk.now() + timedelta(hours=24))

    def test_the_next_step_is_written_with_it_in_one_change(self, desk: Desk) -> None:
        lead_id = lead(desk, step=step(desk, 2, "电话回访"))
        (plan,) = detail(desk, lead_id).open_plans
        assert (plan.action, plan.due, plan.owner) == ("电话回访", desk.today() + timedelta(2), "李娜")
        assert JournalEntry.select().count() == 1

    def test_r43_the_number_tells_source_and_day_of_the_desk(self, desk: Desk) -> None:
        """§3 Today: one minute past midnight in Shanghai is still yesterday in UTC."""
        past_midnight = later(desk, hours=15, minutes=1)
        assert capture.add(past_midnight, {"customer": "甲", "phone": "1", "source": "官网"}) == "官网-20261123-001"

    def test_a_second_lead_of_a_customer_opens_no_second_customer(self, desk: Desk) -> None:
        """§2: a customer is long-lived, a lead is one sales cycle."""
        for _each in range(2):
            lead(desk, "甲", contact="周建国")
        assert (Customer.select().count(), Contact.select().count(), Lead.select().count()) == (1, 1, 2)

    def test_what_was_not_known_of_the_customer_is_added_and_nothing_replaced(self, desk: Desk) -> None:
        lead(desk, "甲", contact="周建国", region="江苏")
        lead(desk, "甲", contact="周建国", region="浙江", industry="机械", wechat="zhou_jg")
        customer, person = Customer.get(), Contact.get()
        assert (customer.region, customer.industry) == ("江苏", "机械")
        assert (person.name, person.wechat, person.phone) == ("周建国", "zhou_jg", "13862012345")

    @pytest.mark.parametrize(
        "second",
        [{"contact": "吴敏"}, {"phone": "13800000000", "contact": "周建国"}, {"phone": "", "wechat": "b"}],
    )
    def test_another_person_or_way_is_another_contact(self, desk: Desk, second: dict[str, str]) -> None:
        lead(desk, "甲", contact="周建国", wechat="a")
        lead(desk, "甲", **second)
        assert [row.is_primary for row in Contact.select().order_by(Contact.id)] == [True, False]

    def test_two_without_names_reached_by_different_wechats_are_both_kept(self, desk: Desk) -> None:
        for wechat in ("a", "b", "a"):
            capture.add(desk, {"customer": "甲", "wechat": wechat})
        assert [row.wechat for row in Contact.select().order_by(Contact.id)] == ["a", "b"]

    @pytest.mark.parametrize("key", ["lead_no", "customer_no", "assigned_at", "is_primary"])
    def test_i11_what_leadtui_gives_is_not_entered(self, desk: Desk, key: str) -> None:
        with pytest.raises(LeadtuiError, match="given by leadtui"):
            lead(desk, "甲", **{key: "1"})

    @pytest.mark.parametrize("key", ["id", "uid", "version", "stage", "status", "deleted_at", "amount", "attend_on"])
    def test_i11_what_is_no_field_is_refused_by_name(self, desk: Desk, key: str) -> None:
        with pytest.raises(LeadtuiError, match=f"no field {key}"):
            lead(desk, "甲", **{key: "1"})

    def test_labels_and_keys_are_the_same_field(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲", **{"优先级": "高", "Industry": "机械"})
        shown = detail(desk, lead_id)
        assert (shown.row.priority, shown.customer["industry"]) == (Level.HIGH, "机械")


class TestEdit:
    def test_fields_of_lead_customer_and_contact_change_in_one_step(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲", contact="周建国")
        before = detail(desk, lead_id, reveal=True)
        capture.edit(
            desk,
            lead_id,
            {"customer": "乙", "contact": "吴敏", "budget_max": "20万", "expected_close": "2026-12-01"},
        )
        after = detail(desk, lead_id, reveal=True)
        assert (after.row.customer, after.row.contact) == ("乙", "吴敏")
        assert (after.fields["budget_max"], after.fields["expected_close"]) == (20_000_000, date(2026, 12, 1))
        journal.undo(desk)
        again = detail(desk, lead_id, reveal=True)
        assert (again.contacts, again.customer, again.fields) == (
            before.contacts,
            before.customer,
            before.fields,
        )

    def test_r7_the_number_never_changes(self, desk: Desk) -> None:
        lead_id = lead(desk, source="官网")
        number = Lead.get_by_id(lead_id).lead_no
        capture.edit(desk, lead_id, {"source": "行业展会"})
        assert Lead.get_by_id(lead_id).lead_no == number

    @pytest.mark.parametrize("theirs", [{"intent": "high"}, {"region": "江苏"}, {"phone": "13700000000"}])
    @pytest.mark.parametrize("mine", [{"priority": "low"}, {"industry": "机械"}, {"wechat": "zhou"}])
    def test_m8_a_form_grown_old_overwrites_nothing(
        self, desk: Desk, mine: dict[str, str], theirs: dict[str, str]
    ) -> None:
        """§5: two edits of one lead never overwrite each other silently, whichever fields they touch."""
        lead_id = lead(desk, contact="周建国")
        seen = leads.rows(desk, [lead_id])[0].version
        capture.edit(colleague(desk), lead_id, theirs, expected=seen)
        shown = detail(desk, lead_id, reveal=True)
        with pytest.raises(ConflictError):
            capture.edit(desk, lead_id, mine, expected=seen)
        assert detail(desk, lead_id, reveal=True) == shown
        capture.edit(desk, lead_id, mine, expected=shown.row.version)
        assert detail(desk, lead_id, reveal=True) != shown

    def test_logging_a_follow_up_makes_no_form_old(self, desk: Desk) -> None:
        """What is derived from other rows is no edit of the lead."""
        lead_id = lead(desk)
        seen = leads.rows(desk, [lead_id])[0].version
        reached(colleague(desk), lead_id, next_step=step(desk, 1))
        capture.edit(desk, lead_id, {"intent": "high"}, expected=seen)
        assert Lead.get_by_id(lead_id).intent == "high"

    def test_r10_a_masked_number_replaces_none(self, desk: Desk) -> None:
        lead_id = lead(desk, contact="周建国")
        capture.edit(desk, lead_id, {"contact": "周*国", "phone": "138****2345", "title": "总监"})
        (row,) = detail(desk, lead_id, reveal=True).contacts
        assert (row.name, row.phone, row.title) == ("周建国", "13862012345", "总监")

    def test_a_lead_that_is_gone_is_named(self, desk: Desk) -> None:
        with pytest.raises(LeadtuiError, match="no longer there"):
            capture.edit(desk, 99, {"intent": "high"})

    def test_r55_handing_over_starts_the_clock_anew(self, desk: Desk) -> None:
        lead_id = lead(desk)
        tomorrow = later(desk, days=1)
        capture.edit(tomorrow, lead_id, {"owner": "王强"})
        row = Lead.get_by_id(lead_id)
        assert (row.assigned_at, row.first_due_at) == (tomorrow.now(), tomorrow.now() + timedelta(hours=24))
        capture.edit(later(desk, days=2), lead_id, {"owner": "王强"})
        assert Lead.get_by_id(lead_id).assigned_at == tomorrow.now()
