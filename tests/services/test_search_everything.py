"""Whatever stands in a lead is found by any part of it, an exact name first: in 5 000 leads, and in 100 000."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.filters import Filter
from leadtui.domain.identity import company_key
from leadtui.services import leads
from leadtui.store import database, journal
from leadtui.store.models import Contact, Customer, FollowUp, Lead, LeadTag, Tag, db

PLANTED = {
    "name": "無錫創新Software電子有限公司",
    "person": "欧阳Anna",
    "phone": "0571-88886543",
    "no": "展会-20261103-0417",
    "need": "采购ERP系统v3，含MES2模块",
    "note": "客户希望9月底前POC，价格偏高；邮件abc-9@x",
    "tag": "机床Tier1",
}
NOISE = ("精密机械", "智联科技", "跨境电商", "医疗器械", "物流供应", "纺织服装", "口腔门诊", "光伏设备")
CITIES = ("杭州", "苏州", "深圳", "成都", "厦门", "合肥", "武汉", "北京")


def fill(desk: Desk, count: int) -> int:
    """So many leads; the planted one stands in the middle, its id is the result."""
    planted = 0
    for start in range(0, count, 5000):
        places = range(start, min(start + 5000, count))
        with journal.change(desk, "fill") as change:
            facts = [PLANTED if place == count // 2 else noise(place) for place in places]
            planted = write(change, facts) or planted
    return planted


def noise(place: int) -> dict[str, str]:
    """What stands in one of the other leads."""
    city, trade = CITIES[place % 8], NOISE[place // 8 % 8]
    return {
        "name": f"{city}第{place}{trade}有限公司",
        "person": "周建国",
        "phone": f"138{place * 7919 % 10**8:08d}",
        "no": f"官网-20260{place % 9 + 1}01-{place:06d}",
        "need": f"{trade}产线改造，预算{place % 90}万",
        "note": "确认意向，现用Excel排产，交期常延误",
        "tag": city,
    }


def write(change: journal.Change, facts: list[dict[str, str]]) -> int:
    """Write these leads; the id of the planted one, 0 where it is not among them."""
    now = change.desk.now()
    customers = change.insert_many(
        Customer,
        [
            {"customer_no": f"k{each['no']}", "name": each["name"], "name_key": company_key(each["name"])}
            | {"created_at": now}
            for each in facts
        ],
    )
    pairs = list(zip(customers, facts, strict=True))
    change.insert_many(
        Contact, [{"customer": row, "name": each["person"], "phone": each["phone"]} for row, each in pairs]
    )
    made = change.insert_many(
        Lead,
        [
            {"lead_no": each["no"], "customer": row, "created_at": now, "stage_since": now}
            | {"initial_need": each["need"]}
            for row, each in pairs
        ],
    )
    change.insert_many(
        FollowUp,
        [
            {"lead": row, "at": now, "recorded_at": now, "summary": each["note"], "concern": each["tag"]}
            for row, each in zip(made, facts, strict=True)
        ],
    )
    planted = next((row for row, each in zip(made, facts, strict=True) if each is PLANTED), 0)
    if planted:
        tag = change.insert(Tag, name=PLANTED["tag"])
        change.insert(LeadTag, lead=planted, tag=tag)
    return planted


def parts(text: str) -> Iterator[str]:
    """Every piece of one to four characters that holds a letter, a digit or an ideograph."""
    for length in range(1, 5):
        for start in range(len(text) - length + 1):
            piece = text[start : start + length]
            if any(each.isalnum() for each in piece):
                yield piece


# fmt: off
SPELLED = (
    "wxcx", "cxso", "oya", "wuxi", "chua", "dian", "ouya", "dz", "无锡创新", "无锡", "創新", "电子", "ＥＲＰ",
    "ｖ３", "１１０３", "Ｔｉｅｒ", "software", "SOFT", "057188886543", "0571-88886543", "6543", "k展会",
)
# fmt: on
"""Initials and full pinyin, the other Chinese, the other width, the other case, a phone and its tail, the number."""


def missed(desk: Desk, planted: int) -> list[str]:
    """What was planted and is not found."""
    wanted = dict.fromkeys([*(piece for text in PLANTED.values() for piece in parts(text)), *SPELLED])
    return [text for text in wanted if planted not in leads.ids(desk, Filter(words=text))]


def counted(act: Callable[[], list[int]]) -> tuple[int, list[int]]:
    """Hundreds of steps of SQLite that a question takes, and its answer."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    db.connection().set_progress_handler(step, 100)
    try:
        found = act()
        return steps, found
    finally:
        db.connection().set_progress_handler(None, 0)


@pytest.mark.slow
def test_every_part_of_what_was_planted_is_found_in_5000_leads(book: Path, desk: Desk) -> None:
    """Any one to four characters of name, person, phone, number, need, note and tag; an exact name comes first."""
    planted = fill(desk, 5000)
    assert missed(desk, planted) == []
    with journal.change(desk, "more") as change:
        write(change, [noise(9_000_000) | {"name": f"{PLANTED['name']}第二厂", "no": "later"}])
    for exact in (PLANTED["name"], "无锡创新software电子有限公司", PLANTED["no"]):
        assert leads.ids(desk, Filter(words=exact))[0] == planted
    assert leads.ids(desk, Filter(words="無錫創新 第二")) != []
    assert leads.ids(desk, Filter(words="无此公司")) == []


@pytest.mark.slow
def test_every_part_of_what_was_planted_is_found_in_100000_leads(tmp_path: Path, desk: Desk) -> None:
    """Q3: as above, and short searches that find less than 1 000 leads take no more steps of SQLite than a few
    thousand: none walks the book."""
    database.open_file(tmp_path / "large.db")
    try:
        planted = fill(desk, 100_000)
        assert missed(desk, planted) == []
        took = []
        for text in (*(piece for piece in parts(PLANTED["note"]) if len(piece) > 1), *SPELLED):
            steps, found = counted(partial(leads.ids, desk, Filter(words=text)))
            if len(found) < 1000:
                took.append(steps)
        assert len(took) > 50
        walked, _all = counted(lambda: leads.ids(desk, Filter(terms=(("owner", "nobody"),))))
        assert sorted(took)[len(took) * 95 // 100] < walked / 4
    finally:
        database.close()
