"""A colleague's name written with another character or letter."""

import pytest

from leadtui.domain.slips import slips_of

KNOWN = ("李娜", "王磊", "张小伟", "Zhang Wei", "rep1")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("李那", ["李娜"]), ("王雷", ["王磊"]), ("张晓玮", ["张小伟"]), ("張小偉", ["张小伟"]), ("li na", ["李娜"]),
        ("Zhang Wie", ["Zhang Wei"]), ("zhang wei", ["Zhang Wei"]), ("ZhangWei", ["Zhang Wei"]),
        ("王强", []), ("李娜娜", []), ("李", []), ("rep2", []), ("Ann", []), ("", []),
    ],
)  # fmt: skip
def test_what_sounds_the_same_or_is_a_letter_off(name: str, meant: list[str]) -> None:
    assert slips_of(name, KNOWN) == meant
