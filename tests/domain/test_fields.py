"""R76: what the dictionary gives as an example can be entered as it stands, and is shown again."""

import pytest

from leadtui.desk import Desk
from leadtui.domain import values
from leadtui.domain.fields import DICTIONARY, GIVEN, Field


@pytest.mark.parametrize("field", DICTIONARY, ids=lambda field: f"{field.entity}.{field.key}")
def test_r76_an_example_can_be_entered_and_is_shown(field: Field, desk: Desk) -> None:
    if field.key in GIVEN:
        assert field.example
    else:
        value = values.read(field, field.example, desk)
        assert value not in (None, "")
        assert values.shown(field, value, desk)
