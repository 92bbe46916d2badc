"""The sanitiser: nothing a terminal would obey is stored or shown, and folding makes spellings equal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain import text as text_module
from leadtui.domain.text import NAME_LIMIT, TooLong, clean, clusters, fold, visible

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;aGFjaw==\x07",
    "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\",
    "\x9b6n",
    "\x1bPq\x1b\\",
    "\x1b]0;title",
    "nul\x00byte",
    "\u202egpj.exe",
    "\u2066a\u2069\u061c",
    "zero\u200bwidth\u200c\u2060\ufeff",
    "\ufff9anno\ufffbtated",
    "lone\udc80surrogate",
    "tag\U000e0041\U000e007f",
    "\x7f\x80\x9f",
]
ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=60)
FORBIDDEN = (
    {chr(c) for c in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    | {chr(c) for c in (*range(0xD800, 0xE000), *range(0xE0000, 0xE0080), *range(0xFFF9, 0xFFFC))}
    | set("\u061c\u200b\u200e\u200f\u2028\u2029\ufeff")
)


@pytest.mark.parametrize("text", HOSTILE)
def test_t1_t4_hostile_text_is_neither_stored_nor_shown_raw(text: str) -> None:
    assert not FORBIDDEN & set(clean(text))
    assert not FORBIDDEN & set(visible(text))
    assert visible(text).encode().isascii()


@given(ANYTHING)
def test_cleaning_leaves_no_control_and_cleans_only_once(text: str) -> None:
    for multiline in (False, True):
        cleaned = clean(text, multiline=multiline)
        assert not (FORBIDDEN - (set("\n\t") if multiline else set())) & set(cleaned)
        assert clean(cleaned, multiline=multiline) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)


@given(ANYTHING)
def test_display_lets_no_control_through(text: str) -> None:
    assert not FORBIDDEN & set(visible(text))
    assert not (FORBIDDEN - {"\n"}) & set(visible(text, multiline=True))


def test_a_line_has_single_blanks_and_no_breaks() -> None:
    assert clean("  南通海安\r\n纺织\t有限\v公司\u3000 陈\u2028伟 ") == "南通海安 纺织 有限 公司 陈 伟"


def test_a_note_keeps_its_lines_and_tabs() -> None:
    assert clean("演示排产\r\n技术部\t参加\r再约\x1b\n", multiline=True) == "演示排产\n技术部\t参加\n再约"


def test_t4_emoji_and_rare_ideographs_survive() -> None:
    for text in ("👨\u200d👩\u200d👧 ❤\ufe0f", "𠮷田健", "葛\U000e0100城", "Müller"):
        assert clean(text) == text
        assert visible(text) == text
    assert clean("Mu\u0308ller") == "Müller"


def test_t5_a_tower_of_marks_is_cut_at_eight() -> None:
    tower = "x" + "\u0323" * 500
    assert clean(tower) == "x" + "\u0323" * 8
    assert len(clean("x" + "\u0323\u200d" * 500 + "y")) == 10
    assert clean("กำลังทำงานที่นี่ทุกวัน") == "กำลังทำงานที่นี่ทุกวัน"


def test_t6_too_long_names_both_numbers() -> None:
    assert clean("x" * NAME_LIMIT + "\u200b  ", limit=NAME_LIMIT) == "x" * NAME_LIMIT
    with pytest.raises(TooLong) as caught:
        clean("x" * 201, limit=NAME_LIMIT)
    assert (caught.value.length, caught.value.limit) == (201, 200)


def test_what_is_hidden_is_shown_as_an_escape() -> None:
    assert visible("a\x1b[0m\u202eb\n\U000e0041\udc80") == "a\\x1b[0m\\u202eb\\n\\U000e0041\\udc80"
    assert visible("一\n\t二\r", multiline=True) == "一\n    二\\x0d"


def test_folding_makes_spellings_equal() -> None:
    assert fold("  無錫創新電子（Ａ１２）  Co. ") == fold("无锡创新电子(a12) co.")
    assert fold("STRASSE") == fold("straße")
    assert fold("臺灣") == "台湾"
    assert fold("乾元") == "乾元"


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=12), st.data())
def test_a_part_of_a_chinese_text_folds_to_a_part(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold(text[start:end]) in fold(text)


def test_characters_are_counted_as_people_count_them() -> None:
    assert clusters("𠮷田e\u0301👩\u200d👧") == ["𠮷", "田", "e\u0301", "👩\u200d👧"]


def test_latin_text_does_not_load_the_chinese_table() -> None:
    text_module._simplified.cache_clear()
    fold("ACME Ltd é")
    assert text_module._simplified.cache_info().currsize == 0
