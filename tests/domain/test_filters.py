"""The filter line: one grammar of words and terms for the full screen and the command line."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadtui.domain.filters import EVERYTHING, TERMS, Filter, parse


@pytest.mark.parametrize(
    ("text", "words", "terms"),
    [
        ("", "", ()),
        ("  \t ", "", ()),
        ("恒远", "恒远", ()),
        ("恒远  精密", "恒远 精密", ()),
        ("stage:solution", "", (("stage", "solution"),)),
        ("stage：需求与方案", "", (("stage", "需求与方案"),)),
        ("STAGE:Solution", "", (("stage", "Solution"),)),
        ("恒远 owner:me grade:A 精密", "恒远 精密", (("owner", "me"), ("grade", "A"))),
        ("tag:老客户 tag:重点", "", (("tag", "老客户"), ("tag", "重点"))),
        ("due:<=2026-11-25", "", (("due", "<=2026-11-25"),)),
        ("source:a:b", "", (("source", "a:b"),)),
        ("14:30", "14:30", ()),
        ("https://example.com", "https://example.com", ()),
        ("nothing:here", "nothing:here", ()),
        (":", ":", ()),
        ("stage:", "", ()),
        ("stage", "stage", ()),
        ('source:"trade show" 恒远', "恒远", (("source", "trade show"),)),
        ("tag：“重点 客户”", "", (("tag", "重点 客户"),)),
        ('source:"trade', "", (("source", "trade"),)),
    ],
)
def test_words_and_terms(text: str, words: str, terms: tuple[tuple[str, str], ...]) -> None:
    """A term still being typed (`stage:`) asks for nothing yet; an unknown name is a word."""
    assert parse(text) == Filter(words, terms)


def test_everything_is_the_empty_filter() -> None:
    assert parse("") == EVERYTHING
    assert EVERYTHING.is_empty
    assert not parse("恒远").is_empty
    assert not parse("owner:me").is_empty


@given(st.text() | st.text(alphabet='stage:："“” x'))
@example('0:"')
def test_any_text_is_read(text: str) -> None:
    """Nothing typed is an error, no name is made up and every part stands in the text, but for its quotes."""
    read = parse(text)
    typed = _unquoted(text.replace("：", ":"))
    assert all(_unquoted(word) in typed for word in read.words.split())
    assert {name for name, _value in read.terms} <= set(TERMS)
    assert all(value and f":{_unquoted(value)}" in typed for _name, value in read.terms)


def _unquoted(text: str) -> str:
    return re.sub('["“”]', "", text)


@given(
    words=st.lists(st.sampled_from(["恒远", "szhy", "2345", "a:b"]), max_size=4),
    terms=st.lists(st.tuples(st.sampled_from(TERMS), st.sampled_from(["高", "me", "x:y"])), max_size=4),
)
def test_what_is_written_is_what_is_read(words: list[str], terms: list[tuple[str, str]]) -> None:
    text = " ".join([*words, *(f"{name}:{value}" for name, value in terms)])
    assert parse(text) == Filter(" ".join(words), tuple(terms))
