"""What a rep types finds the lead, on a real FTS5 table: a part of a name, initials, the end of a phone."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtui.domain.searchtext import Phrase, document, phrases, query, segment

IDEOGRAPHS = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6D6),
    st.sampled_from("无無锡錫创創科技银行重庆"),
)
ANY_CODE_POINT = st.text(st.characters(exclude_categories=[]), max_size=40)
ZHONGGUAN = "北京中关科技发展集团有限公司"


class Index:
    """A full-text table as the store makes it."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61 remove_diacritics 0')")

    def finds(self, typed: str, stored: str) -> bool:
        self.db.execute("DELETE FROM t")
        self.db.execute("INSERT INTO t VALUES (?)", (stored,))
        asked = query(typed)
        return asked is not None and bool(self.matches(asked))

    def matches(self, asked: str) -> list[tuple[int]]:
        return self.db.execute("SELECT rowid FROM t WHERE t MATCH ?", (asked,)).fetchall()


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    made = Index()
    yield made
    made.db.close()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("bjzgkjfz", ZHONGGUAN),
        ("zgkj", ZHONGGUAN),
        ("ZGKJ", ZHONGGUAN),
        ("zhongguan", ZHONGGUAN),
        ("beijingzhongg", ZHONGGUAN),
        ("zhong guan", ZHONGGUAN),
        ("zgkjfzjt", ZHONGGUAN),
        ("beijingzhongguankejifazhanjituan", ZHONGGUAN),
        ("kejifazhan", ZHONGGUAN),
        ("bjzgkjfzjtyx", ZHONGGUAN),
        ("关科", ZHONGGUAN),
        ("中关 公司", ZHONGGUAN),
        ("无锡创新", "無錫創新電子有限公司"),
        ("無錫創新", "无锡创新电子有限公司"),
        ("cq", "重庆长安汽车"),
        ("chongqing", "重庆长安汽车"),
        ("yh", "招商银行"),
        ("zsyh", "招商银行"),
        ("cs", "长沙银行"),
        ("csyh", "长沙银行"),
        ("hangzhang", "行長俱乐部"),
        ("qianyuan", "乾元资本"),
        ("xrq", "鑫睿祺贸易"),
        ("abckj", "ABC科技"),
        ("ab", "ABC科技"),
        ("abc科", "ABC科技"),
        ("ＡＢＣ", "abc科技"),
        ("𠮷", "𠮷野家"),
        ("jian", "𠮷田健"),
        ("acme", "ACME Co., Ltd."),
        ("müll", "Müller GmbH"),
    ],
)
def test_a_name_is_found(index: Index, typed: str, name: str) -> None:
    assert index.finds(typed, document(name, [], []))


@pytest.mark.parametrize("typed", ["科关", "zgjk", "hzzg", "上海", "5678", "zhongguo", ""])
def test_what_is_not_there_is_not_found(index: Index, typed: str) -> None:
    assert not index.finds(typed, document(ZHONGGUAN, ["采购CRM系统"], ["13701234567"]))


@pytest.mark.parametrize(
    "typed",
    [
        "5678",
        "45678",
        "12345678",
        "138",
        "1381234",
        "13812345678",
        "138****5678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "0571-88123456",
        "0571 8812 3456",
        "88123456",
        "802",
    ],
)
def test_a_phone_is_found_by_its_beginning_and_its_end(index: Index, typed: str) -> None:
    assert index.finds(typed, document("某公司", [], ["+86 138 1234 5678", "0571-88123456转802"]))


def test_everything_else_of_a_lead_is_found(index: Index) -> None:
    others = ["展会-20261103-001", "li@example.com", "客户关注数据安全性"]
    stored = document(ZHONGGUAN, others, [], ["单国强", "尉迟恭"])
    for typed in ("展会-202611", "20261103", "li@exam", "数据安全", "单国", "国强 安全"):
        assert index.finds(typed, stored), typed
    for typed in ("shanguoqiang", "sgq", "dgq", "guoqiang", "ycg", "yuchi"):
        assert index.finds(typed, stored), typed


@settings(deadline=None)
@given(st.text(IDEOGRAPHS, min_size=1, max_size=16), st.data())
def test_every_part_of_a_stored_name_is_found(index: Index, name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : start + data.draw(st.integers(1, 4))]
    assert index.finds(part, document(name, [], []))


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=40) | ANY_CODE_POINT | st.text('"*()^:-+{}NEAR AND OR NOT\x00北', max_size=40))
def test_no_input_is_an_invalid_search(index: Index, typed: str) -> None:
    asked = query(typed)
    if asked is None:
        assert segment(typed) == ""
    else:
        assert len(index.matches(asked)) <= 1


@settings(deadline=None)
@given(st.text(max_size=30))
def test_a_text_finds_itself(index: Index, text: str) -> None:
    ours = "".join(char for char in text if char.isascii() or "\u4e00" <= char <= "\u9fa5")
    asked = query(ours)
    assert asked is None or index.finds(ours, document(ours, [], []))


def test_long_input_stays_a_small_search(index: Index) -> None:
    assert index.finds("北 " * 5000, document("北京", [], []))


def test_phrases_can_be_translated_for_another_database() -> None:
    assert phrases('abc科技 "or" 138****5678') == (
        Phrase(("abc", "科", "技"), False),
        Phrase(("or",), True),
        Phrase(("138",), True),
        Phrase(("5678",), True),
    )
    assert query("中关 kj") == '"中 关" AND "kj" *'
    assert query(' "" -- ') is None


def test_a_masked_phone_leaves_only_the_digits_it_shows() -> None:
    assert document("某", [], ["*5678"]).split()[-1] == "5678"
