"""A review as lines of runs: each panel a title, a table with bars and a footnote with n, laid into columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from leadtui.domain.text import visible
from leadtui.exchange.reviews import table
from leadtui.exchange.reviews.table import Signs, Tone
from leadtui.i18n import _, told
from leadtui.services.reviews.shape import Panel
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import Role, Run, fit

ROLES = {Tone.PLAIN: Role.PLAIN, Tone.MUTED: Role.MUTED, Tone.BAR: Role.ACCENT}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a panel; `stop`: panel and row that the cursor stands on here (a row of None: the panel alone)."""

    panel: str
    runs: tuple[Run, ...]
    stop: tuple[str, str | None] | None = None


def columns(panels: Sequence[Panel], count: int, width: int) -> tuple[tuple[Line, ...], ...]:
    """The panels in `count` columns of so many cells, each next one where the least stands already."""
    found: list[list[Line]] = [[] for _column in range(count)]
    for each in panels:
        min(found, key=len).extend([*_lines(each, width), Line("", ())])
    return tuple(map(tuple, found))


def bar_sign() -> str:
    """The bar before the row with the cursor."""
    return glyphs().bar


def _lines(panel: Panel, width: int) -> Iterator[Line]:
    title = ((fit(told(panel.title), width), Role.STRONG),)
    if not panel.rows:
        yield Line(panel.key, title, (panel.key, None))
        yield Line(panel.key, ((fit(_("Nothing to count in this period."), width), Role.MUTED),))
        return
    yield Line(panel.key, title)
    fitted = table.lines(panel, width, Signs(glyphs().up, glyphs().down, is_plain=not glyphs().blocks))
    yield from (Line(panel.key, _runs(line)) for line in fitted.head)
    for line, row in zip(fitted.rows, panel.rows, strict=True):
        yield Line(panel.key, _runs(line), (panel.key, row.key))
    yield from (Line(panel.key, _runs(line)) for line in fitted.total)
    for text in _wrapped(_footnote(panel), width):
        yield Line(panel.key, ((text, Role.MUTED),))


def _runs(line: list[table.Run]) -> tuple[Run, ...]:
    return tuple((text, ROLES[tone]) for text, tone in line)


def _footnote(panel: Panel) -> str:
    count = _("n = {count}").format(count=f"{panel.n:,}")
    return f"{count} {glyphs().dot} {visible(panel.note)}" if panel.note else count


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Text in lines of at most `width` cells: broken at blanks where there are any, else anywhere."""
    while cell_len(text) > width:
        end = next(place for place in range(len(text), 0, -1) if cell_len(text[:place]) <= width)
        blank = text.rfind(" ", 0, end + 1)
        if blank > end // 2:
            end = blank
        yield text[:end]
        text = text[end:].lstrip()
    yield text
