"""Tags on one line: each keeps its dimension, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui import i18n
from leadtui.domain.errors import FieldError
from leadtui.domain.tags import read_tags, shown_tags
from leadtui.domain.terms import TagDimension
from leadtui.domain.text import clean

INDUSTRY, REGION, NEED, OTHER = TagDimension


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("", []),
        ("老客户 新品、试用,a；b", [(each, OTHER) for each in ("老客户", "新品", "试用", "a", "b")]),
        ("行业:制造 区域：华东 需求:MES", [("制造", INDUSTRY), ("华东", REGION), ("MES", NEED)]),
        ("industry:制造 need:MES", [("制造", INDUSTRY), ("MES", NEED)]),
        ('need:"data room" "新 客户"', [("data room", NEED), ("新 客户", OTHER)]),
        ("老客户 老客户", [("老客户", OTHER)]),
        ("级别:高", [("级别:高", OTHER)]),
    ],
)
def test_r35_a_line_of_tags_is_read(line: str, tags: list[tuple[str, TagDimension]]) -> None:
    assert read_tags(line) == tags


def test_a_bare_name_keeps_the_dimension_it_is_known_in() -> None:
    assert read_tags("MES 新客户", {"MES": NEED}) == [("MES", NEED), ("新客户", OTHER)]


def test_a_name_beyond_the_limit_is_refused_at_the_tags() -> None:
    with pytest.raises(FieldError) as refused:
        read_tags("长" * 501)
    assert refused.value.key == "tags"


@given(
    st.lists(
        st.tuples(st.from_regex(r"[\w+-]+( [\w+-]+)?", fullmatch=True), st.sampled_from(TagDimension)), unique=True
    ),
    st.sampled_from(i18n.LANGUAGES),
)
def test_what_is_shown_is_read_again(tags: list[tuple[str, TagDimension]], language: str) -> None:
    i18n.speak(language)
    assert set(read_tags(shown_tags(tags))) == {(clean(name), dimension) for name, dimension in tags}
