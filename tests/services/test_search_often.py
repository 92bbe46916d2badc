"""Whatever is typed into search, sort and filters, thousands of times: an answer, never an error, never a change."""

import random
from contextlib import suppress

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.filters import Filter, parse
from leadtui.domain.text import harmless
from leadtui.services import leads
from tests.conftest import Figure
from tests.services.captured import lead
from tests.store.tables import contents

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("book")]

PIECES = (
    "'", '"', ";", "--", "/*", "*/", "\\", "%", "_", "(", ")", "OR", "AND", "NOT", "NEAR", "1=1", "UNION SELECT",
    "DROP TABLE lead", "DELETE FROM lead", "UPDATE lead SET owner_id=2", "ATTACH 'x' AS y", "PRAGMA", "\x00", "*", "^",
    "{", "}", ":", "+", "-", "owner:", "stage:", "due:<", "text:", "rank", "恒", "远", "甲", "138", "zgkj", "，", "　",
    "?", "1e999", "0x1", "\ud800", "🙂", "\u202e", "x" * 300,
)  # fmt: skip


def test_q1_five_hundred_injections_change_no_row(desk: Desk, figure: Figure) -> None:
    for name in ("恒远", "甲"):
        lead(desk, name)
    before, chance = contents(), random.Random(1)
    for _each in range(500):
        text = "'; " + " ".join(chance.choices(PIECES, k=chance.randrange(1, 6)))
        with suppress(LeadtuiError):
            leads.ids(desk, parse(text))
        for term in ("owner", "source", "tag", "region", "industry", "stage", "due", "grade"):
            with suppress(LeadtuiError):
                leads.ids(desk, Filter(terms=((term, harmless(text)),)))
        with pytest.raises(LeadtuiError):
            leads.ids(desk, sort=text)
    assert contents() == before
    figure("Q1", "500 injections into search, 8 filters and sort: 0 rows changed")


def test_q2_a_hundred_thousand_random_searches_are_no_errors(desk: Desk, figure: Figure) -> None:
    for name in ("恒远", "杭州远景", "甲"):
        lead(desk, name)
    chance = random.Random(2)
    for _each in range(100_000):
        text = "".join(chance.choices(PIECES[:-1], k=chance.randrange(1, 4)))
        words = parse(text).words
        if words:
            leads.ids(desk, Filter(words=words))
    assert len(leads.ids(desk, Filter(words="远"))) == 2, "what was there is found as before"
    figure("Q2", "100 000 random searches: 0 errors")
