"""R37: a customer's personal data can be erased, down to the bytes of the file; what reviews count stays."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.domain.terms import Channel, Stage
from leadtui.services import capture, cycles, followups, history, leads, merging, moves, records, trash
from leadtui.services.detail import detail
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.store import database, journal
from leadtui.store.models import Customer, FollowUp, JournalEntry, JournalRow, Lead
from tests.services.captured import lead, reached, step

SECRETS = (
    "欧阳靖远", "13577718843", "77718843", "oyjy", "ouyangjingyuan", "oy_jingyuan", "ouyang@qilu.example",
    "麒麓", "qilu", "要九台磨床", "夫人姓诸葛", "13588829954", "诸葛", "司徒",
)  # fmt: skip


@pytest.fixture
def erased(desk: Desk, book: Path) -> int:
    """A lead with a long history, whose customer was erased."""
    lead_id = lead(
        desk, "麒麓数控有限公司", contact="欧阳靖远", phone="13577718843", wechat="oy_jingyuan",
        email="ouyang@qilu.example", initial_need="要九台磨床", remark="夫人姓诸葛", grade="A", source="行业展会",
        step=step(desk, 1, "找欧阳靖远"),
    )  # fmt: skip
    lead(desk, "别家", phone="13600000000")
    reached(desk, lead_id, "欧阳靖远说要九台磨床", channel=Channel.VISIT, next_step=NextStep(action="再找欧阳靖远"))
    capture.edit(desk, lead_id, {"phone": "13588829954", "initial_need": "要九台磨床，加急"})
    second = records.attach(desk, lead_id, Entity.CONTACT, {"name": "司徒", "phone": "13577718843"})
    records.edit(desk, lead_id, Entity.CONTACT, second, {"name": "司徒静"})
    records.remove(desk, lead_id, Entity.CONTACT, second)
    records.attach(desk, lead_id, Entity.CONTACT, {"name": "诸葛"})
    journal.undo(desk)
    records.attach(desk, lead_id, Entity.OBJECTION, {"text": "诸葛嫌贵"})
    cycles.refer(desk, lead_id, {"customer": "丙", "phone": "13911111111"})
    twin = lead(desk, "麒麓数控机床厂", contact="欧阳靖远", phone="13588829954")
    merging.merge(desk, lead_id, twin)
    moves.move(desk, lead_id, Stage.LOST, reason="价格")
    trash.erase(desk, Lead.get_by_id(lead_id).customer_id)
    return lead_id


@pytest.mark.file
def test_r37_no_byte_of_it_remains_in_the_file(erased: int, book: Path) -> None:
    database.close()
    files = [path for path in book.parent.iterdir() if path.name.startswith(book.name)]
    whole = b"".join(path.read_bytes() for path in files)
    assert [secret for secret in SECRETS if secret.encode() in whole] == []
    assert "别家".encode() in whole


def test_r37_what_reviews_count_stays(erased: int, desk: Desk) -> None:
    whole = detail(desk, erased)
    row = whole.row
    assert (row.stage, row.grade, row.source, row.owner) == (Stage.LOST, "A", "trade_show", "李娜")
    assert Lead.get_by_id(erased).lost_reason == "price"
    assert [each.channel for each in whole.follow_ups] == [Channel.VISIT]
    assert whole.follow_ups[0].summary == ""
    assert row.customer == whole.customer["customer_no"]
    assert whole.contacts == ()
    assert leads.count(desk) == 3


def test_r37_it_is_recorded_and_cannot_be_taken_back(erased: int, desk: Desk) -> None:
    assert history.entries()[0].kind == "act"
    while history.undo(desk):
        pass
    assert (
        JournalRow.select().where(JournalRow.before.contains("欧阳") | JournalRow.after.contains("欧阳")).count() == 0
    )
    assert FollowUp.select().where(FollowUp.summary != "").count() == 0
    assert all("麒麓" not in entry.params for entry in JournalEntry.select())
    while history.redo(desk):
        pass
    assert Customer.select().where(Customer.name.contains("麒麓")).count() == 0


def test_r37_others_are_untouched(erased: int, desk: Desk) -> None:
    found = leads.find("其他-20261122-001")
    assert detail(desk, found, reveal=True).row.phone == "13600000000"
    followups.record(desk, found, FollowUpDraft(summary="照常"))
    assert history.undo(desk) == "Log follow-up: 别家"


def test_r37_what_an_erasure_takes_is_told_before(desk: Desk, book: Path) -> None:
    lead_id = lead(desk, "甲公司", contact="周建国")
    reached(desk, lead_id)
    again = lead(desk, "甲公司")
    trash.delete(desk, again)
    found = trash.erasable(Lead.get_by_id(lead_id).customer_id)
    assert (found.name, found.contacts, found.leads, found.follow_ups) == ("甲公司", 1, 2, 1)
