"""What hangs on a lead: contacts, milestones, objections, amendments, confirmations, tags, corrections."""

from datetime import date

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, Implausible, LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.terms import Confirmed, MilestoneKind, ObjectionState, Outcome, TagDimension
from leadtui.services import capture, followups, leads, moves, records
from leadtui.services.detail import detail
from leadtui.services.followups import FollowUpDraft
from leadtui.store import journal
from leadtui.store.models import Contact, FollowUp, JournalEntry, Lead, Tag
from tests.services.captured import colleague, later, lead, reached

pytestmark = pytest.mark.usefixtures("book")


class TestContacts:
    def test_r49_several_at_one_customer_of_whom_one_is_first(self, desk: Desk) -> None:
        lead_id = lead(desk, contact="周建国")
        second = records.attach(
            desk, lead_id, Entity.CONTACT, {"name": "吴敏", "职位": "财务总监", "decision_authority": "是"}
        )
        shown = detail(desk, lead_id, reveal=True).contacts
        assert [(each.name, each.is_primary, each.decision_authority) for each in shown] == [
            ("周建国", True, None),
            ("吴敏", False, True),
        ]
        records.edit(desk, lead_id, Entity.CONTACT, second, {"is_primary": "yes"})
        assert [each.name for each in detail(desk, lead_id, reveal=True).contacts if each.is_primary] == ["吴敏"]
        assert leads.rows(desk, [lead_id], reveal=True)[0].contact == "吴敏"
        journal.undo(desk)
        assert leads.rows(desk, [lead_id], reveal=True)[0].contact == "周建国"

    def test_when_the_first_is_removed_another_takes_the_place(self, desk: Desk) -> None:
        lead_id = lead(desk, contact="周建国")
        records.attach(desk, lead_id, Entity.CONTACT, {"wechat": "wumin_01"})
        first = next(each for each in detail(desk, lead_id).contacts if each.is_primary)
        records.remove(desk, lead_id, Entity.CONTACT, first.id)
        (left,) = detail(desk, lead_id, reveal=True).contacts
        assert (left.wechat, left.is_primary) == ("wumin_01", True)

    def test_the_last_first_contact_stays_first(self, desk: Desk) -> None:
        lead_id = lead(desk)
        (only,) = detail(desk, lead_id).contacts
        records.edit(desk, lead_id, Entity.CONTACT, only.id, {"is_primary": "no"})
        assert detail(desk, lead_id).contacts[0].is_primary

    @pytest.mark.parametrize("entered", [{}, {"title": "总监"}, {"name": " "}])
    def test_one_without_name_and_way_is_refused(self, desk: Desk, entered: dict[str, str]) -> None:
        lead_id = lead(desk)
        with pytest.raises(Implausible) as refusal:
            records.attach(desk, lead_id, Entity.CONTACT, entered)
        assert refusal.value.key == "name"
        assert Contact.select().count() == 1

    def test_r10_what_comes_back_masked_replaces_nothing(self, desk: Desk) -> None:
        lead_id = lead(desk, contact="周建国")
        (only,) = detail(desk, lead_id).contacts
        records.edit(desk, lead_id, Entity.CONTACT, only.id, {"name": only.name, "phone": only.phone, "title": "总监"})
        row = Contact.get()
        assert (row.name, row.phone, row.title) == ("周建国", "13862012345", "总监")

    def test_a_new_number_is_found_and_recognised(self, desk: Desk) -> None:
        lead_id = lead(desk)
        records.attach(desk, lead_id, Entity.CONTACT, {"phone": "+86 139-0000-0000"})
        assert Contact.get(Contact.phone_key == "13900000000")

    def test_letters_are_no_phone(self, desk: Desk) -> None:
        with pytest.raises(LeadtuiError, match="no phone number"):
            records.attach(desk, lead(desk), Entity.CONTACT, {"phone": "call me"})


class TestRecords:
    def test_r26_a_milestone_has_its_day_and_is_on_the_card(self, desk: Desk) -> None:
        lead_id = lead(desk)
        records.attach(desk, lead_id, Entity.MILESTONE, {"kind": "预算获批", "on": "2026-11-20", "note": "20万"})
        (card,) = detail(desk, lead_id).milestones
        assert (card.kind, card.on, card.note) == (MilestoneKind.BUDGET_APPROVED, date(2026, 11, 20), "20万")
        assert leads.rows(desk, [lead_id])[0].milestones == ("budget_approved",)

    def test_r62_an_objection_progresses_to_its_end(self, desk: Desk) -> None:
        lead_id = lead(desk)
        number = records.attach(desk, lead_id, Entity.OBJECTION, {"text": "担心实施周期"})
        assert detail(desk, lead_id).objections[0].state is ObjectionState.OPEN
        records.edit(desk, lead_id, Entity.OBJECTION, number, {"progress": "发了案例", "state": "已解决"})
        (card,) = detail(desk, lead_id).objections
        assert (card.text, card.progress, card.state) == ("担心实施周期", "发了案例", ObjectionState.RESOLVED)
        journal.undo(desk)
        assert detail(desk, lead_id).objections[0].state is ObjectionState.OPEN

    def test_r69_an_amendment_has_its_reason(self, desk: Desk) -> None:
        lead_id = lead(desk)
        records.attach(desk, lead_id, Entity.AMENDMENT, {"Amended terms": "付款改为三期", "reason": "财年结算"})
        (card,) = detail(desk, lead_id).amendments
        assert (card.text, card.reason) == ("付款改为三期", "财年结算")

    def test_r34_a_confirmation_tells_last_day_person_and_times(self, desk: Desk) -> None:
        lead_id = lead(desk)
        records.attach(desk, lead_id, Entity.CONFIRMATION, {"subject": "预算", "on": "2026-11-01"})
        records.attach(colleague(desk), lead_id, Entity.CONFIRMATION, {"subject": "budget"})
        (card,) = detail(desk, lead_id).confirmations
        assert (card.subject, card.on, card.by, card.times) == (Confirmed.BUDGET, desk.today(), "王强", 2)

    def test_r35_a_tag_stands_in_its_dimension_once(self, desk: Desk) -> None:
        lead_id = lead(desk)
        for _each in range(2):
            records.attach(desk, lead_id, Entity.TAG, {"name": "新客户", "dimension": "need"})
        (tag,) = detail(desk, lead_id).tags
        assert (tag.name, tag.dimension) == ("新客户", TagDimension.NEED)
        records.remove(desk, lead_id, Entity.TAG, tag.id)
        assert detail(desk, lead_id).tags == ()
        assert Tag.select().count() == 1

    @pytest.mark.parametrize(
        ("entity", "entered"),
        [
            (Entity.MILESTONE, {"note": "x"}),
            (Entity.MILESTONE, {"kind": "demo_done", "on": "2026-12-24"}),
            (Entity.MILESTONE, {"kind": "demo_done", "on": "2026-02-30"}),
            (Entity.MILESTONE, {"kind": "party"}),
            (Entity.OBJECTION, {"progress": "x"}),
            (Entity.AMENDMENT, {"reason": "x"}),
            (Entity.CONFIRMATION, {}),
            (Entity.CONFIRMATION, {"subject": "need", "on": "2026-11-23"}),
            (Entity.TAG, {"name": ""}),
            (Entity.OBJECTION, {"text": "x", "nosuch": "y"}),
        ],
    )
    def test_what_makes_no_record_is_refused_and_writes_nothing(
        self, desk: Desk, entity: Entity, entered: dict[str, str]
    ) -> None:
        lead_id = lead(desk)
        before = JournalEntry.select().count()
        with pytest.raises(LeadtuiError):
            records.attach(desk, lead_id, entity, entered)
        assert JournalEntry.select().count() == before

    def test_editing_one_that_is_gone_is_a_conflict(self, desk: Desk) -> None:
        lead_id = lead(desk)
        number = records.attach(desk, lead_id, Entity.OBJECTION, {"text": "贵"})
        records.remove(desk, lead_id, Entity.OBJECTION, number)
        with pytest.raises(ConflictError):
            records.edit(desk, lead_id, Entity.OBJECTION, number, {"state": "resolved"})


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("entered", "key"),
        [
            ({"signed_on": "2026-11-21", "delivered_on": "2026-11-20"}, "delivered_on"),
            ({"contract_sent_on": "2026-11-21", "delivered_on": "2026-11-20"}, "delivered_on"),
            ({"signed_on": "2026-12-24"}, "signed_on"),
            ({"delivered_on": "1926-11-20"}, "delivered_on"),
            ({"budget_min": "30万", "budget_max": "20万"}, "budget_max"),
            ({"delivered_on": "2026-11-20", "survey_due_on": "2026-11-19"}, "survey_due_on"),
        ],
    )
    def test_it_is_refused_by_field_and_nothing_is_half_saved(
        self, desk: Desk, entered: dict[str, str], key: str
    ) -> None:
        lead_id = lead(desk)
        with pytest.raises(LeadtuiError) as refusal:
            capture.edit(desk, lead_id, {"price": "1万", **entered})
        assert getattr(refusal.value, "key", key) == key
        assert Lead.get_by_id(lead_id).price is None

    def test_a_delivery_before_the_contract_that_stands_is_refused(self, desk: Desk) -> None:
        lead_id = lead(desk, signed_on="2026-11-21")
        with pytest.raises(Implausible, match="cannot be before Signed on"):
            capture.edit(desk, lead_id, {"delivered_on": "2026-11-20"})
        capture.edit(desk, lead_id, {"delivered_on": "2026-11-21"})

    @pytest.mark.parametrize("money", ["-5", "1e30", "99999999999999亿", "-1万", "many"])
    def test_money_that_is_negative_or_absurd_is_refused(self, desk: Desk, money: str) -> None:
        lead_id = lead(desk)
        with pytest.raises(LeadtuiError, match="Contract amount"):
            capture.edit(desk, lead_id, {"contract_amount": money})

    @pytest.mark.parametrize("score", ["0", "6", "4.5", "-1", "good"])
    def test_r72_satisfaction_is_one_to_five(self, desk: Desk, score: str) -> None:
        with pytest.raises(LeadtuiError, match="1 to 5"):
            capture.edit(desk, lead(desk), {"satisfaction": score})


class TestSurveyClock:
    def test_r72_delivery_starts_it_over_a_weekend(self, desk: Desk) -> None:
        lead_id = lead(desk)
        capture.edit(desk, lead_id, {"delivered_on": "2026-11-20"})
        assert Lead.get_by_id(lead_id).survey_due_on == date(2026, 11, 25)
        capture.edit(desk, lead_id, {"delivered_on": "2026-11-19"})
        assert Lead.get_by_id(lead_id).survey_due_on == date(2026, 11, 24)
        capture.edit(desk, lead_id, {"delivered_on": ""})
        assert Lead.get_by_id(lead_id).survey_due_on is None

    def test_a_day_that_was_given_stays(self, desk: Desk) -> None:
        lead_id = lead(desk, delivered_on="2026-11-20", survey_due_on="2026-12-01")
        capture.edit(desk, lead_id, {"delivered_on": "2026-11-19"})
        assert Lead.get_by_id(lead_id).survey_due_on == date(2026, 12, 1)


class TestCorrections:
    def test_r18_a_correction_is_a_new_row_that_names_the_old_one(self, desk: Desk) -> None:
        lead_id = lead(desk)
        wrong = reached(desk, lead_id, "客户要十台")
        tomorrow = later(desk, days=1)
        followups.correct(tomorrow, wrong, FollowUpDraft(summary="客户要三台"))
        new, old = detail(desk, lead_id).follow_ups
        assert (new.summary, new.corrects, new.at, new.recorded_at) == ("客户要三台", old.no, old.at, tomorrow.now())
        assert (old.summary, old.corrected_by) == ("客户要十台", new.no)
        assert FollowUp.get_by_id(wrong).version == 1

    def test_what_was_corrected_counts_no_more(self, desk: Desk) -> None:
        lead_id = lead(desk, validity="有效", grade="A", grade_basis="x")
        wrong = reached(desk, lead_id)
        assert Lead.get_by_id(lead_id).last_contact_at is not None
        followups.correct(desk, wrong, FollowUpDraft(outcome=Outcome.NO_ANSWER))
        assert Lead.get_by_id(lead_id).last_contact_at is None
        with pytest.raises(moves.GateError, match="One effective follow-up"):
            moves.move(desk, lead_id, leads.Stage.SOLUTION)
        journal.undo(desk)
        assert Lead.get_by_id(lead_id).last_contact_at is not None

    def test_only_the_newest_is_corrected(self, desk: Desk) -> None:
        lead_id = lead(desk)
        wrong = reached(desk, lead_id)
        followups.correct(desk, wrong, FollowUpDraft(summary="改"))
        with pytest.raises(LeadtuiError, match="corrected already"):
            followups.correct(desk, wrong, FollowUpDraft(summary="再改"))
        with pytest.raises(LeadtuiError, match="no such record"):
            followups.correct(desk, 99, FollowUpDraft(summary="改"))


class TestForms:
    def test_a_record_is_given_to_its_form_as_it_would_be_entered(self, desk: Desk) -> None:
        lead_id = lead(desk, contact="周建国", decision_authority="是")
        older = records.attach(desk, lead_id, Entity.CONFIRMATION, {"subject": "budget", "on": "2026-11-18"})
        records.attach(desk, lead_id, Entity.CONFIRMATION, {"subject": "budget"})
        assert records.as_entered(desk, lead_id, Entity.CONFIRMATION, older) == {
            "subject": "budget",
            "on": "2026-11-18",
            "by": "李娜",
        }
        (contact,) = Contact.select()
        shown = records.as_entered(desk, lead_id, Entity.CONTACT, contact.id)
        assert (shown["name"], shown["phone"], shown["decision_authority"]) == ("周建国", "13862012345", "yes")
        records.edit(desk, lead_id, Entity.CONTACT, contact.id, shown)
        assert Contact.get_by_id(contact.id).decision_authority

    def test_r37_that_a_contact_was_given_in_full_is_recorded(self, desk: Desk) -> None:
        lead_id = lead(desk)
        records.as_entered(desk, lead_id, Entity.CONTACT, Contact.get().id)
        assert JournalEntry.select().order_by(-JournalEntry.id).get().name == "Reveal contacts: {customer}"

    def test_a_record_of_another_lead_is_none_of_this_one(self, desk: Desk) -> None:
        lead_id, other = lead(desk, "甲"), lead(desk, "乙")
        row = records.attach(desk, other, Entity.OBJECTION, {"text": "太贵"})
        for refused in (
            lambda: records.as_entered(desk, lead_id, Entity.OBJECTION, row),
            lambda: records.edit(desk, lead_id, Entity.OBJECTION, row, {"state": "resolved"}),
            lambda: records.remove(desk, lead_id, Entity.OBJECTION, row),
        ):
            with pytest.raises(ConflictError, match="no such record"):
                refused()
