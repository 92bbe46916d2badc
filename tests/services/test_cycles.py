"""Who gets a lead, what is suggested for it, and what it leads to: repurchase, referral, the customer's view."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.money import WAN
from leadtui.domain.terms import Grade, Level, Stage
from leadtui.services import assignment, customers, cycles, leads, moves, qualification
from leadtui.services.assignment import Rule
from leadtui.services.detail import detail
from leadtui.store import journal
from leadtui.store.models import Contact, Customer, Lead
from tests.services.captured import lead

pytestmark = pytest.mark.usefixtures("book")


class TestAssignment:
    def test_r54_rules_by_region_and_industry_propose_the_owner(self, desk: Desk) -> None:
        assignment.set_rules(
            desk, [Rule("王强", "华东", "制造业"), Rule("赵敏", industry="制造业"), Rule("孙立", "华东")]
        )
        found = {
            name: leads.rows(desk, [lead(desk, name, phone="", wechat=name, **where)])[0].owner
            for name, where in {
                "甲": {"region": "华东", "industry": "制造业"},
                "乙": {"region": "华南", "industry": "制造业"},
                "丙": {"region": "华东"},
                "丁": {"region": "华北"},
                "戊": {"region": "华东", "owner": "周杰"},
            }.items()
        }
        assert found == {"甲": "王强", "乙": "赵敏", "丙": "孙立", "丁": "李娜", "戊": "周杰"}

    def test_r54_the_rules_are_a_setting_that_can_be_undone(self, desk: Desk) -> None:
        assignment.set_rules(desk, [Rule("王强", "华东")])
        assignment.set_rules(desk, [Rule("赵敏", "华南")])
        journal.undo(desk)
        assert assignment.rules() == [Rule("王强", "华东")]
        assert assignment.proposed("华东", "") == "王强"

    @pytest.mark.parametrize("rule", [Rule("", "华东"), Rule("王强"), Rule(" ", industry="x")])
    def test_r54_half_a_rule_is_refused(self, desk: Desk, rule: Rule) -> None:
        with pytest.raises(LeadtuiError, match="assignment rule"):
            assignment.set_rules(desk, [rule])


class TestQualification:
    def test_r52_r53_suggestions_come_from_what_is_known(self, desk: Desk) -> None:
        lead_id = lead(
            desk, intent="低", expected_close="2026-12-01", need_fit="高", budget_fit="高", annual_revenue="8000万"
        )
        found = qualification.judge(desk, lead_id)
        assert (found.grade.grade, found.grade.is_mismatched, found.priority.priority) == (Grade.A, True, Level.HIGH)
        assert "8000万" in found.basis

    def test_r49_the_two_answers_are_written_down(self, desk: Desk) -> None:
        lead_id = lead(desk)
        qualification.answer(desk, lead_id, exists=True, may_decide=True)
        assert (Lead.get_by_id(lead_id).validity, Contact.get().decision_authority) == ("valid", True)
        qualification.answer(desk, lead_id, exists=False, may_decide=None)
        row = Lead.get_by_id(lead_id)
        assert (row.validity, row.invalid_reason) == ("invalid", "no_such_company")
        journal.undo(desk)
        assert Lead.get_by_id(lead_id).invalid_reason is None


class TestCycles:
    def test_r74_a_repurchase_is_a_new_lead_of_the_same_customer(self, desk: Desk) -> None:
        first = lead(desk, "甲", repurchase_intent="二期", owner="王强")
        number = cycles.repurchase(desk, first)
        again = detail(desk, leads.find(number))
        assert (again.repurchase_of, again.row.source, again.row.owner) == (
            detail(desk, first).row.lead_no,
            "existing_customer",
            "王强",
        )
        assert (again.row.stage, again.fields["initial_need"]) == (Stage.CAPTURED, "二期")
        assert detail(desk, first).opened == (number,)
        assert Customer.select().count() == 1
        journal.undo(desk)
        assert detail(desk, first).opened == ()

    def test_r75_a_referral_is_another_customer_linked_back(self, desk: Desk) -> None:
        first = lead(desk, "甲")
        number = cycles.refer(desk, first, {"customer": "乙", "phone": "13900000000"})
        new = detail(desk, leads.find(number))
        assert (new.referred_by, new.row.source, new.fields["source_detail"]) == (
            detail(desk, first).row.lead_no,
            "referral",
            "甲",
        )
        assert number.startswith("转介-")

    def test_r75_a_customer_does_not_refer_itself(self, desk: Desk) -> None:
        with pytest.raises(LeadtuiError, match="repurchase"):
            cycles.refer(desk, lead(desk, "甲"), {"customer": "甲", "phone": "13900000000"})

    def test_the_customer_view_has_all_cycles_people_and_value(self, desk: Desk) -> None:
        first = lead(desk, "甲", contact="周建国")
        moves.move(desk, first, Stage.WON, entered={"signed_on": "2026-11-20", "contract_amount": "38万"})
        cycles.repurchase(desk, first, {"quote_amount": "12万"})
        found = customers.view(desk, customers.find(detail(desk, first).row.lead_no))
        assert [row.stage for row in found.leads] == [Stage.CAPTURED, Stage.WON]
        assert (found.won, found.open, found.total) == (38 * WAN, 12 * WAN, 50 * WAN)
        assert [each.name for each in found.contacts] == ["周*国"]
        assert customers.find(str(found.fields["customer_no"])) == found.id
