"""M8: two edits of one lead, told field by field to whoever comes second; nothing is overwritten."""

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError
from leadtui.services import capture, leads
from leadtui.store.models import Lead
from tests.services.captured import colleague, lead

pytestmark = pytest.mark.usefixtures("book")


def refused(desk: Desk, lead_id: int, mine: dict[str, str], *theirs: dict[str, str]) -> ConflictError:
    """What an edit on the version before these of a colleague is told."""
    seen = leads.rows(desk, [lead_id])[0].version
    for each in theirs:
        capture.edit(colleague(desk), lead_id, each, expected=leads.rows(desk, [lead_id])[0].version)
    stands = Lead.get_by_id(lead_id).__data__
    with pytest.raises(ConflictError) as refusal:
        capture.edit(desk, lead_id, mine, expected=seen)
    assert Lead.get_by_id(lead_id).__data__ == stands
    return refusal.value


def test_m8_who_changed_which_field_is_told_beside_mine(desk: Desk) -> None:
    found = refused(desk, lead(desk), {"grade": "B", "pain_point": "慢"}, {"grade": "C", "quote_amount": "2万"})
    told = {each.key: (each.theirs, each.mine) for each in found.differences}
    assert told == {"grade": ("C", "B"), "quote_amount": ("20,000", None)}
    assert str(found).startswith(f"{colleague(desk).me} changed this meanwhile: ")
    assert "C (yours: B)" in str(found)


def test_m8_customer_and_people_are_told_and_contact_details_are_not(desk: Desk) -> None:
    """R10: the message stands on a screen."""
    lead_id = lead(desk, contact="周建国")
    found = refused(desk, lead_id, {"grade": "B"}, {"region": "江苏"}, {"phone": "13700000001", "owner": "王强"})
    assert {each.key for each in found.differences} >= {"region", "phone", "owner"}
    assert "江苏" in str(found)
    assert "王强" in str(found)
    assert "1370000" not in str(found) + str(found.differences)


def test_m8_an_edit_of_the_present_version_is_none(desk: Desk) -> None:
    lead_id = lead(desk)
    for grade in "BCA":
        capture.edit(desk, lead_id, {"grade": grade}, expected=leads.rows(desk, [lead_id])[0].version)
    assert Lead.get_by_id(lead_id).grade == "A"
