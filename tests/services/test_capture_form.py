"""A lead's form as the services see it: one undoable change, each refusal beside its field (R5, R46, R49, R54)."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError, FieldError
from leadtui.domain.terms import Channel, TagDimension
from leadtui.services import capture, detail, history, leads, suggesting
from leadtui.services.followups import FollowUpDraft, NextStep
from tests.services.captured import lead, step

pytestmark = pytest.mark.usefixtures("book")

WHOLE = {"customer": "甲公司", "phone": "13862012345"}


def tags(desk: Desk, lead_id: int) -> set[tuple[str, TagDimension]]:
    """The tags of a lead."""
    return {(tag.name, tag.dimension) for tag in detail.detail(desk, lead_id).tags}


class TestOneChange:
    def test_lead_customer_contact_tags_record_and_next_step_are_one_change(self, desk: Desk) -> None:
        draft = FollowUpDraft(channel=Channel.CALL, summary="问价格", next_step=step(desk, 1, "寄资料"))
        entered = WHOLE | {"contact": "周建国", "industry": "制造业", "budget": "10-20万", "tags": "老客户、需求:MES"}
        found = leads.find(capture.add(desk, entered, record=draft))
        whole = detail.detail(desk, found, reveal=True)
        assert (whole.fields["budget_min"], whole.fields["budget_max"]) == (10_000_000, 20_000_000)
        assert [each.summary for each in whole.follow_ups] == ["问价格"]
        assert [each.action for each in whole.open_plans] == ["寄资料"]
        assert tags(desk, found) == {("老客户", TagDimension.OTHER), ("MES", TagDimension.NEED)}
        assert history.undo(desk) is not None
        assert leads.exist() is False
        assert history.undo(desk) is None

    def test_a_refused_record_leaves_no_lead(self, desk: Desk) -> None:
        with pytest.raises(FieldError) as refused:
            capture.add(desk, WHOLE, record=FollowUpDraft(summary=" "))
        assert refused.value.key == "summary"
        assert not leads.exist()

    def test_an_edit_of_everything_is_one_change(self, desk: Desk) -> None:
        only = lead(desk, tags="行业:制造")
        capture.edit(
            desk,
            only,
            {"region": "华东", "wechat": "zhou", "intent": "high", "tags": "制造 新客户", "budget": "20万以内"},
        )
        whole = detail.detail(desk, only)
        assert (whole.customer["region"], whole.fields["intent"]) == ("华东", "high")
        assert (whole.fields["budget_min"], whole.fields["budget_max"]) == (None, 20_000_000)
        assert tags(desk, only) == {("制造", TagDimension.INDUSTRY), ("新客户", TagDimension.OTHER)}
        history.undo(desk)
        assert detail.detail(desk, only).customer["region"] == ""
        assert tags(desk, only) == {("制造", TagDimension.INDUSTRY)}

    def test_an_edit_of_an_older_version_is_refused_whole(self, desk: Desk) -> None:
        only = lead(desk)
        seen = detail.detail(desk, only).row.version
        capture.edit(desk, only, {"region": "华南"})
        with pytest.raises(ConflictError):
            capture.edit(desk, only, {"tags": "新客户", "region": "华东"}, expected=seen)
        assert detail.detail(desk, only).customer["region"] == "华南"
        assert tags(desk, only) == set()


@pytest.mark.parametrize(
    ("entered", "key"),
    [
        ({"customer": ""}, "customer"),
        ({"phone": ""}, "phone"),
        ({"customer": "长" * 201}, "customer"),
        ({"contact": "长" * 201}, "contact"),
        ({"phone": "call me"}, "phone"),
        ({"initial_need": "长" * 20_001}, "initial_need"),
        ({"budget": "-5万"}, "budget"),
        ({"budget": "很多"}, "budget"),
        ({"quote_amount": "-5"}, "quote_amount"),
        ({"price": "99999999999万"}, "price"),
        ({"expected_close": "2026-02-30"}, "expected_close"),
        ({"signed_on": "2026-11-30"}, "signed_on"),
        ({"contract_sent_on": "0001-01-01"}, "contract_sent_on"),
        ({"signed_on": "2026-11-20", "delivered_on": "2026-11-10"}, "delivered_on"),
        ({"satisfaction": "6"}, "satisfaction"),
        ({"validity": "invalid"}, "invalid_reason"),
        ({"grade": "D"}, "grade"),
    ],
    ids=lambda each: each if isinstance(each, str) else next(iter(each)),
)
def test_what_cannot_be_is_refused_beside_its_field(desk: Desk, entered: dict[str, str], key: str) -> None:
    """Nothing of the lead is saved, new or edited."""
    with pytest.raises(FieldError) as refused:
        capture.add(desk, WHOLE | entered)
    assert refused.value.key == key
    assert not leads.exist()
    if set(entered.values()) != {""}:
        only = lead(desk)
        with pytest.raises(FieldError) as again:
            capture.edit(desk, only, {"region": "华东", **entered})
        assert again.value.key == key
        assert detail.detail(desk, only).customer["region"] == ""


def test_a_customer_keeps_a_name(desk: Desk) -> None:
    only = lead(desk, "甲公司")
    with pytest.raises(FieldError):
        capture.edit(desk, only, {"customer": " "})
    assert detail.detail(desk, only).customer["name"] == "甲公司"


def test_a_passed_day_looks_back_and_a_coming_one_ahead(desk: Desk) -> None:
    """On a Sunday the Friday of a signature is the one before, that of an expected close the one after."""
    only = lead(desk, signed_on="周五", expected_close="周五")
    fields = detail.detail(desk, only).fields
    assert str(fields["signed_on"]) == "2026-11-20"
    assert str(fields["expected_close"]) == "2026-11-27"


def test_words_of_the_book_come_before_the_lists(desk: Desk) -> None:
    lead(desk, "甲公司", industry="卫浴", region="华东", owner="王强", tags="需求:MES", source_detail="2026工博会")
    lead(desk, "乙公司", industry="卫浴", step=NextStep())
    words = suggesting.known_words()
    assert words["industry"][:2] == ("卫浴", "Manufacturing")
    assert words["region"][0] == "华东"
    assert "江苏" in words["region"]
    assert set(words["owner"]) == {"李娜", "王强"}
    assert words["source_detail"] == ("2026工博会",)
    assert "MES" in words["tags"]
    assert "500-1000" in words["employees"]
