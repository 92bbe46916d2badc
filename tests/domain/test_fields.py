"""R76: what the dictionary gives as an example can be entered as it stands, and is shown again."""

from datetime import date

import pytest

from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.fields import BY_KEY, DICTIONARY, GIVEN, Field


@pytest.mark.parametrize("field", DICTIONARY, ids=lambda field: f"{field.entity}.{field.key}")
def test_r76_an_example_can_be_entered_and_is_shown(field: Field, desk: Desk) -> None:
    if field.key in GIVEN:
        assert field.example
    else:
        value = values.read(field, field.example, desk)
        assert value not in (None, "")
        assert values.shown(field, value, desk)


@pytest.mark.parametrize(
    ("key", "day"),
    [("signed_on", 20), ("contract_sent_on", 20), ("expected_close", 27), ("delivered_on", 20), ("survey_due_on", 27)],
)
def test_a_bare_weekday_looks_back_where_the_day_must_have_come(key: str, day: int, desk: Desk) -> None:
    """On Sunday 11-22, 周五 is the last one for a signature and the next one for an expected close."""
    assert values.read(BY_KEY[key], "周五", desk) == date(2026, 11, day)
