"""Names are spelled in pinyin when somebody is called otherwise, and only then."""

import random

import pytest

from leadtui.desk import Desk
from leadtui.domain import searchtext
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.filters import parse
from leadtui.domain.terms import Stage
from leadtui.services import capture, cycles, followups, history, leads, merging, moves, records, trash
from leadtui.store import database, derived
from leadtui.store.models import Contact, db
from tests.services.captured import lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


def found(desk: Desk, text: str) -> list[int]:
    return leads.ids(desk, parse(text))


def test_a_morning_without_new_names_spells_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the dictionaries of pinyin takes half a second and 55 MB; a call that is logged needs none of them."""
    first = lead(desk, "重庆银行设备有限公司", contact="单国强", step=step(desk, 0))
    monkeypatch.setattr(searchtext, "_spell", _refuse)
    followups.reschedule(desk, first, step(desk, 2).due)
    followups.complete(desk, first)
    reached(desk, first, "谈了报价")
    followups.no_answer(desk, [first])
    moves.move(desk, first, Stage.QUALIFYING, reason="电话确认")
    capture.edit(desk, first, {"initial_need": "三台冲床", "region": "西南"})
    records.attach(desk, first, Entity.TAG, {"name": "老客户"})
    history.undo(desk)
    history.redo(desk)
    for asked in ("cqyh", "chongqingyinhang", "shanguoqiang", "冲床", "报价"):
        assert found(desk, asked) == [first], asked
    monkeypatch.undo()
    assert derived.out_of_step([first], desk) == []


def test_who_is_called_otherwise_is_found_by_the_new_name_and_after_an_undo_by_the_old(desk: Desk) -> None:
    only = lead(desk, "杭州云栖智联科技", contact="林晓雯")
    capture.edit(desk, only, {"customer": "洛阳泰岳电子商务"})
    assert (found(desk, "lyty"), found(desk, "hzyq")) == ([only], [])
    records.edit(desk, only, Entity.CONTACT, Contact.get().id, {"name": "覃红"})
    assert (found(desk, "qinhong"), found(desk, "linxiaowen")) == ([only], [])
    history.undo(desk)
    history.undo(desk)
    assert (found(desk, "hzyq"), found(desk, "linxiaowen"), found(desk, "lyty")) == ([only], [only], [])


def test_what_an_older_program_wrote_in_one_line_is_spelled_anew(desk: Desk) -> None:
    only = lead(desk, "杭州云栖智联科技")
    key = "lead_id" if database.is_on_server() else "rowid"
    db.execute_sql(f"UPDATE lead_search SET text = replace(text, '\n', ' ') WHERE {key} = {only}")
    assert derived.out_of_step([only], desk) == []
    reached(desk, only, "谈了报价")
    assert found(desk, "hzyq") == found(desk, "报价") == [only]
    assert derived.out_of_step([only], desk) == []


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_done_the_index_says_what_stands(desk: Desk, seed: int) -> None:
    """Renamed, merged, thrown away and brought back, taken back and repeated, in any order."""
    chance = random.Random(seed)
    names = ["苏州恒远精密", "洛阳泰岳·电子", "洛阳泰岳电子", "南通丰宁茶饮"]
    several = [lead(desk, names[place % 4], contact="单国强", phone=f"1386201234{place}") for place in range(5)]
    acts = [
        lambda one, other: capture.edit(desk, one, {"customer": chance.choice(names)}),
        lambda one, other: records.attach(desk, one, Entity.CONTACT, {"name": chance.choice(["覃红", "覃 红"])}),
        lambda one, other: merging.merge(desk, one, other),
        lambda one, other: trash.delete(desk, one),
        lambda one, other: trash.restore(desk, one),
        lambda one, other: cycles.repurchase(desk, one),
        lambda one, other: reached(desk, one, "谈了报价"),
        lambda one, other: history.undo(desk),
        lambda one, other: history.redo(desk),
    ]
    done = 0
    for _step in range(40):
        try:
            chance.choice(acts)(*chance.sample(several, 2))
            done += 1
        except LeadtuiError:
            continue
        assert derived.out_of_step(range(1, 60), desk) == []
    assert done > 15


def _refuse(run: str) -> None:
    raise AssertionError(f"{run} was spelled")
