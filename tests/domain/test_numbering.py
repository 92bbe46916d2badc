"""How display numbers are made from a template (R7, R43, R77)."""

from datetime import date

import pytest

from leadtui.domain.numbering import CUSTOMER_TEMPLATE, LEAD_TEMPLATE, SOURCE_CODES, number, prefix
from leadtui.domain.terms import Source

DAY = date(2024, 5, 20)


@pytest.mark.parametrize(
    ("template", "sequence", "made"),
    [
        (LEAD_TEMPLATE, 1, "展会-20240520-001"),
        (LEAD_TEMPLATE, 999, "展会-20240520-999"),
        (LEAD_TEMPLATE, 1000, "展会-20240520-1000"),
        (CUSTOMER_TEMPLATE, 1, "20240520001"),
        ("ZY-{yyyymmdd}-{seq3}", 12, "ZY-20240520-012"),
    ],
)
def test_r7_r77_the_templates_of_the_field(template: str, sequence: int, made: str) -> None:
    assert number(template, DAY, "展会", sequence) == made
    assert made.startswith(prefix(template, DAY, "展会"))


def test_r7_the_sequence_restarts_with_what_the_template_names() -> None:
    def scopes(template: str) -> int:
        days, codes = (DAY, date(2024, 5, 21)), ("展会", "官网")
        return len({prefix(template, day, code) for day in days for code in codes})

    assert scopes(LEAD_TEMPLATE) == 4
    assert scopes(CUSTOMER_TEMPLATE) == 2


def test_r43_every_source_has_a_code_of_its_own() -> None:
    assert set(SOURCE_CODES) == set(Source)
    assert list(SOURCE_CODES.values()) == [
        "展会",
        "官网",
        "线上",
        "转介",
        "拜访",
        "电话",
        "邮件",
        "老客",
        "其他",
    ]
