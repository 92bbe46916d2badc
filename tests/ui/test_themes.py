"""What is written can be read: contrast of every text colour on every ground, in each of our themes (WCAG 2)."""

import pytest
from textual.color import Color
from textual.theme import Theme

from leadtui.ui import themes

AA, AAA = 4.5, 7.0
TEXT = ("foreground", "muted", "accent", "warning", "error", "success", "primary")
GROUND = ("background", "panel", "tint")


def colour(theme: Theme, name: str) -> Color:
    """A colour of a theme by its name."""
    return Color.parse(theme.variables.get(name) or getattr(theme, name))


def light(colour: Color) -> float:
    """The relative luminance."""
    parts = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour.normalized]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: Color, other: Color) -> float:
    """How many times lighter the one is than the other."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", themes.OURS, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    wanted = AAA if "contrast" in theme.name else AA
    ratios = {
        (text, ground): contrast(colour(theme, text), colour(theme, ground)) for text in TEXT for ground in GROUND
    }
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < wanted} == {}


def test_the_themes_come_round() -> None:
    seen, name = [], themes.DARK.name
    for _each in themes.IN_TURN:
        name = themes.after(name)
        seen.append(name)
    assert sorted(seen) == sorted(themes.IN_TURN)
    assert themes.after("dracula") == themes.DARK.name
