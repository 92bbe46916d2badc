"""Every drawn glyph with its ASCII twin: some Chinese terminals draw ambiguous-width ones two cells wide."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


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
    block: str


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
    block="█",
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
    block="#",
)

_SAME = ("mark", "held")
TWINS: dict[str, str] = {
    **{getattr(LINES, each.name): getattr(ASCII, each.name) for each in fields(Glyphs) if each.name not in _SAME},
    **dict.fromkeys("─━╌╍┄┅┈┉═╸╺╴╶", "-"),
    **dict.fromkeys("│┃║▏▎▍▕", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝┏┓┗┛", "+"),
    **dict.fromkeys("▁▂▃", "."),
    **dict.fromkeys("▄▅▆▇█▀▔▋▊▉▐", "#"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    "—": "-",
    "―": "-",
    "‥": ".",
    "•": "*",
    "×": "x",
    "÷": "/",
    "±": "~",
    "≤": "<",
    "≥": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
}
"""Every sign of ambiguous width that may be drawn, customers' own included, with the one that is narrow everywhere."""

_NARROW = str.maketrans(TWINS)
_current = LINES


def use(name: str) -> None:
    """Choose the set by its name in the configuration: `ascii`, else the lines."""
    global _current
    _current = ASCII if name == "ascii" else LINES


def narrowed(text: str) -> str:
    """What goes to the terminal, with ASCII twins where these were chosen; as many cells as before."""
    return text.translate(_NARROW) if _current is ASCII else text


def narrow(driver: "type[Driver]") -> "type[Driver]":
    """The same driver, that sends ASCII twins."""

    class NarrowDriver(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            super().write(narrowed(data))

    return NarrowDriver


def has_eighths() -> bool:
    """Whether a bar may end in an eighth of a cell."""
    return _current is LINES


def glyphs() -> Glyphs:
    """The set in use."""
    return _current
