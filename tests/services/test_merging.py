"""Two leads or customers become one (R2): shown first, nothing lost, one step back."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.filters import parse
from leadtui.domain.terms import Stage
from leadtui.services import customers, cycles, history, leads, merging, moves, people, records, trash, twins
from leadtui.services.detail import detail
from leadtui.store import journal
from leadtui.store.models import Contact, Customer, JournalEntry, Lead
from tests.services.captured import lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    """Two leads of what is one customer, under two names."""
    keep = lead(desk, "苏州恒远精密机械有限公司", contact="周建国", initial_need="三台", step=step(desk, 1))
    other = lead(
        desk, "恒远精机", contact="周建国", initial_need="夹具", region="华东", budget_max="20万", wechat="zhou"
    )
    reached(desk, keep, "谈了价格")
    reached(desk, other, "谈了夹具")
    for each in (keep, other):
        records.attach(desk, each, Entity.TAG, {"name": "新客户"})
    records.attach(desk, other, Entity.OBJECTION, {"text": "太贵"})
    records.attach(desk, other, Entity.CONTACT, {"name": "吴敏", "phone": "13900000000"})
    return keep, other


def test_r2_the_preview_tells_field_by_field_and_changes_nothing(desk: Desk, pair: tuple[int, int]) -> None:
    before = JournalEntry.select().count()
    found = merging.preview(desk, *pair)
    told = {(each.entity, each.key): each for each in found.fields}
    assert told[Entity.LEAD, "initial_need"].result == "三台\n夹具"
    assert (told[Entity.LEAD, "budget_max"].kept, told[Entity.LEAD, "budget_max"].takes_other) == ("", True)
    assert told[Entity.CUSTOMER, "region"].result == "华东"
    assert not told[Entity.CUSTOMER, "name"].takes_other
    assert (found.is_two_customers, found.leads_moved) == (True, 0)
    assert JournalEntry.select().count() == before


def test_r2_both_histories_are_kept_on_one_lead(desk: Desk, pair: tuple[int, int]) -> None:
    keep, other = pair
    merging.merge(desk, keep, other)
    whole = detail(desk, keep, reveal=True)
    assert {each.summary for each in whole.follow_ups} == {"谈了价格", "谈了夹具"}
    assert [each.text for each in whole.objections] == ["太贵"]
    assert [each.name for each in whole.tags] == ["新客户"]
    assert len(whole.stage_changes) == 2
    assert (whole.fields["initial_need"], whole.customer["region"]) == ("三台\n夹具", "华东")
    assert [(each.name, each.wechat, each.is_primary) for each in whole.contacts] == [
        ("周建国", "zhou", True),
        ("吴敏", "", False),
    ]
    assert leads.ids(desk) == [keep]
    assert leads.ids(desk, parse("夹具")) == [keep]
    assert Customer.select().where(Customer.deleted_at.is_null()).count() == 1


def test_r2_a_merge_is_one_step_back_and_forth(desk: Desk, pair: tuple[int, int]) -> None:
    keep, other = pair
    before = [detail(desk, each, reveal=True) for each in pair]
    merging.merge(desk, keep, other)
    merged = detail(desk, keep, reveal=True)
    journal.undo(desk)
    again = [detail(desk, each, reveal=True) for each in pair]
    for was, now in zip(before, again, strict=True):
        assert (was.fields, was.customer, was.follow_ups, was.objections, was.tags) == (
            now.fields, now.customer, now.follow_ups, now.objections, now.tags,
        )  # fmt: skip
        assert [each.name for each in was.contacts] == [each.name for each in now.contacts]
        assert (was.row.next_due, was.row.reasons) == (now.row.next_due, now.row.reasons)
    assert leads.ids(desk, parse("夹具")) == [other]
    journal.redo(desk)
    assert detail(desk, keep, reveal=True).fields == merged.fields
    assert leads.ids(desk) == [keep]


def test_a_field_can_be_taken_from_the_other(desk: Desk, pair: tuple[int, int]) -> None:
    merging.merge(desk, *pair, take=["name", "initial_need"])
    whole = detail(desk, pair[0])
    assert (whole.row.customer, whole.fields["initial_need"]) == ("恒远精机", "夹具")


def test_the_further_stage_stands_and_a_lost_twin_does_not_close_it(desk: Desk) -> None:
    keep, won, lost = (lead(desk, name) for name in ("甲", "乙", "丙"))
    moves.move(desk, won, Stage.WON, entered={"signed_on": "2026-11-20", "contract_amount": "1万"})
    moves.move(desk, lost, Stage.LOST, reason="价格")
    merging.merge(desk, keep, won)
    merging.merge(desk, keep, lost)
    row = leads.rows(desk, [keep])[0]
    assert (row.stage, Lead.get_by_id(keep).lost_reason) == (Stage.WON, None)


def test_links_to_the_other_lead_to_the_kept_one(desk: Desk) -> None:
    keep, other = lead(desk, "甲"), lead(desk, "乙")
    number = cycles.refer(desk, other, {"customer": "丙", "phone": "13911111111"})
    merging.merge(desk, keep, other)
    assert detail(desk, keep).opened == (number,)


def test_a_lead_is_not_merged_with_itself_nor_with_what_is_gone(desk: Desk) -> None:
    keep, gone = lead(desk, "甲"), lead(desk, "乙")
    trash.delete(desk, gone)
    for other in (keep, gone, 99):
        with pytest.raises(LeadtuiError):
            merging.merge(desk, keep, other)


def test_two_customers_become_one_and_their_leads_stay_apart(desk: Desk) -> None:
    one, two = lead(desk, "甲", contact="周建国"), lead(desk, "乙", contact="吴敏", phone="13900000000")
    ids = [Lead.get_by_id(each).customer_id for each in (one, two)]
    merging.merge_customers(desk, *ids)
    view = customers.view(desk, ids[0])
    assert (len(view.leads), len(view.contacts)) == (2, 2)
    assert [each.is_primary for each in view.contacts] == [True, False]
    assert {row.customer for row in leads.rows(desk, [one, two])} == {"甲"}
    journal.undo(desk)
    assert [row.customer for row in leads.rows(desk, [one, two])] == ["甲", "乙"]
    assert leads.ids(desk, parse("乙")) == [two]


class TestLookAlikes:
    @pytest.mark.parametrize("name", ["恒远精密", "苏州恒远精密机械厂", "Hengyuan Precision"])
    def test_r2_near_names_are_shown(self, desk: Desk, name: str) -> None:
        lead(desk, "苏州恒远精密机械有限公司" if name[0] != "H" else "Hengyuan Precision Machinery Ltd.")
        (found,) = people.look_alikes(name)
        assert found.likeness >= 88

    def test_r2_others_are_not(self, desk: Desk) -> None:
        lead(desk, "苏州恒远精密机械有限公司")
        for name in ("上海博瑞生物科技有限公司", "恒", "Acme", "!", ""):
            assert people.look_alikes(name) == []

    @pytest.mark.parametrize("handle", ["zhou_88", "ZHOU@example.com"])
    def test_r2_wechat_and_mail_are_recognised(self, desk: Desk, handle: str) -> None:
        lead(desk, contact="周建国", wechat="zhou_88", email="zhou@example.com")
        (found,) = people.look_alikes("别家", handles=[handle])
        assert (found.contact, found.owner, found.last_contact_at) == ("周*国", "李娜", None)

    def test_the_likest_comes_first(self, desk: Desk) -> None:
        lead(desk, "苏州恒远精密机械有限公司", phone="1")
        lead(desk, "恒远精密机械厂有限公司", phone="2")
        found = people.look_alikes("恒远精密机械")
        assert [each.likeness == 100 for each in found] == [True, False]


class TestTrash:
    def test_what_is_deleted_is_listed_and_comes_back(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        trash.delete(desk, lead_id)
        (found,) = trash.discarded()
        assert (found.customer, found.deleted_at, leads.ids(desk)) == ("甲", desk.now(), [])
        trash.restore(desk, trash.find(found.lead_no))
        assert (leads.ids(desk), trash.discarded()) == ([lead_id], [])
        assert leads.ids(desk, parse("甲")) == [lead_id]

    def test_a_deletion_is_undone(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        trash.delete(desk, lead_id)
        journal.undo(desk)
        assert leads.ids(desk) == [lead_id]
        assert Contact.select().count() == 1


def test_r2_a_field_is_left_as_it_is_where_that_is_asked(desk: Desk, pair: tuple[int, int]) -> None:
    """The other's budget is not taken over, and the joined notes are not joined."""
    leave = {"budget_max", "initial_need"}
    told = {each.key: each for each in merging.preview(desk, *pair, (), leave).fields}
    assert (told["initial_need"].result, told["initial_need"].can_join) == ("三台", True)
    assert (told["budget_max"].result, told["budget_max"].takes_kept) == ("", True)
    merging.merge(desk, *pair, (), leave)
    fields = detail(desk, pair[0]).fields
    assert (fields["initial_need"], fields["budget_max"]) == ("三台", None)


def test_r2_the_preview_counts_both_histories(desk: Desk, pair: tuple[int, int]) -> None:
    told = dict((name, counts) for name, *counts in merging.preview(desk, *pair).histories)
    assert told == {"Follow-up": [1, 1], "Plan": [1, 0], "Objection": [0, 1]}


def test_r2_two_customers_are_previewed_as_they_merge(desk: Desk, pair: tuple[int, int]) -> None:
    keep, other = (Lead.get_by_id(each).customer_id for each in pair)
    found = merging.preview_customers(desk, keep, other, {"name"})
    told = {each.key: each.result for each in found.fields}
    assert (told["name"], told["region"], found.leads_moved) == ("恒远精机", "华东", 1)
    merging.merge_customers(desk, keep, other, {"name"})
    assert {Lead.get_by_id(each).customer.name for each in pair} == {"恒远精机"}
    with pytest.raises(LeadtuiError):
        merging.preview_customers(desk, keep, other)


def test_r2_twins_are_look_alikes_or_what_words_find_and_never_itself(desk: Desk, pair: tuple[int, int]) -> None:
    keep, other = pair
    again = lead(desk, "苏州恒远精密机械有限公司")
    stranger = lead(desk, "广州南粤", phone="13511111111")
    assert {each.row.id for each in twins.of_lead(desk, keep)} == {other, again}
    assert [each.row.id for each in twins.of_lead(desk, keep, "南粤")] == [stranger]
    assert twins.of_lead(desk, stranger) == []
    customer = Lead.get_by_id(keep).customer_id
    assert [each.row.id for each in twins.of_customer(desk, customer)] == [other]
    assert twins.of_customer(desk, customer)[0].row.phone == "138****2345"


def test_several_leads_are_deleted_in_one_step_or_not_at_all(desk: Desk, pair: tuple[int, int]) -> None:
    with pytest.raises(LeadtuiError):
        trash.delete_many(desk, [*pair, 999])
    assert len(leads.ids(desk)) == 2
    trash.delete_many(desk, pair)
    assert {each.id for each in trash.discarded()} == set(pair)
    assert history.undo(desk) == "Delete: 2 leads"
    assert len(leads.ids(desk)) == 2
