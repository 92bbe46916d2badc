"""Every drawn glyph with its ASCII twin: some Chinese terminals draw ambiguous-width ones two cells wide."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of glyphs."""

    bar: str
    rule: str
    wall: str
    dot: str
    dash: str
    cut: str
    arrow: str
    milestone: str
    caret: str
    mark: str
    held: str
    before: str
    after: str
    up: str
    down: str
    blocks: bool
    """Whether bars are drawn of eighths of a cell."""


LINES = Glyphs(
    bar="▌",
    rule="─",
    wall="│",
    dot="·",
    dash="–",
    cut="…",
    arrow="→",
    milestone="◇",
    caret="▁",
    mark="+",
    held="~",
    before="‹",
    after="›",
    up="↑",
    down="↓",
    blocks=True,
)
ASCII = Glyphs(
    bar=">",
    rule="-",
    wall="|",
    dot="-",
    dash="-",
    cut=".",
    arrow=">",
    milestone="*",
    caret="_",
    mark="+",
    held="~",
    before="<",
    after=">",
    up="^",
    down="v",
    blocks=False,
)

_current = LINES


def use(name: str) -> None:
    """Choose the set by its name in the configuration: `ascii`, else the lines."""
    global _current
    _current = ASCII if name == "ascii" else LINES


def glyphs() -> Glyphs:
    """The set in use."""
    return _current
