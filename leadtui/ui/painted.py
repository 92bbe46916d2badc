"""What the terminal shows, cell by cell, so that a paint sends only what differs from it.

Textual paints whole widgets, each run of text with its full colours. On a slow line that is most of what a key costs;
here unchanged cells cost nothing, and a run names only the colours that change.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

ANY = "*"
"""The colour of a blank: whatever the pen has."""
BRIDGED = 3
"""Unchanged cells that are written over rather than jumped: a jump takes about as many bytes."""
ERASED = 9
"""Blanks from which on erasing them costs fewer bytes than writing them."""
_SEEN_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})
_TAKEN_BACK = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29", "21": "24", "53": "55"}
_CODE = re.compile(r"([34]8;(?:5;\d+|2;\d+;\d+;\d+))|(\d+)")

STEADY = ((" ", "~"), ("\u3001", "\u30ff"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uff01", "\uff60"))
"""First and last of the characters that every terminal draws as wide as they are counted; after others the place is
named anew."""


class Pen(NamedTuple):
    """How a cell is drawn: attributes, colour and ground as SGR codes, '' for the terminal's own."""

    attributes: frozenset[str]
    colour: str
    ground: str


class Cell(NamedTuple):
    """One cell; the second half of a wide character holds no text."""

    text: str
    pen: Pen


PLAIN = Pen(frozenset(), "", "")
UNKNOWN = Cell("\0", PLAIN)
Piece = tuple[int, int, Iterable[Strip]]
"""Line, first column and what stands there from it on."""


class Painted:
    """The terminal's cells as the last paints left them; `erases`: it fills what it erases with the pen's ground."""

    def __init__(self, *, erases: bool = False) -> None:
        self._erases = erases
        self._lines: list[list[Cell]] = []
        self._size = (0, 0)

    @property
    def is_known(self) -> bool:
        """Whether anything was painted and stands."""
        return bool(self._lines)

    def is_of(self, size: tuple[int, int]) -> bool:
        """Whether what stands was painted for a terminal of this size (columns, lines)."""
        return size == self._size

    def forget(self) -> None:
        """Whatever the terminal shows now, it is none of ours: the next paint is sent whole."""
        self._lines = []

    def difference(self, update: LayoutUpdate | ChopsUpdate, console: Console, size: tuple[int, int]) -> str:
        """What brings a terminal of `size` (columns, lines) to this update; '' where it shows it already."""
        if size != self._size or not self._lines:
            self._size = size
            self._lines = [[UNKNOWN] * size[0] for _line in range(size[1])]
        colours = console._color_system or ColorSystem.TRUECOLOR
        wanted: dict[int, list[Cell]] = {}
        for y, x, strips in _pieces(update):
            if 0 <= y < size[1]:
                line = wanted.setdefault(y, self._lines[y].copy())
                for strip in strips:
                    x = _place(line, x, strip, colours)
        out: list[str] = []
        pen = PLAIN
        for y, line in wanted.items():
            for x, end in _changed(self._lines[y], line):
                out.append(f"\x1b[{y + 1};{x + 1}H")
                pen = _write(out, line, x, end, pen, erases=self._erases)
            self._lines[y] = line
        if pen != PLAIN:
            out.append("\x1b[0m")
        return "".join(out)


class Thin(CompositorUpdate):
    """An update worked out already."""

    def __init__(self, sequence: str) -> None:
        self.sequence = sequence

    def render_segments(self, console: Console) -> str:
        return self.sequence


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, strips
        return
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > x2 or end <= x1:
                continue
            is_whole = x2 > x >= x1 and end <= x2
            yield y, x, (strip if is_whole else strip.crop(0, min(end, x2) - x),)


def _place(line: list[Cell], x: int, strip: Strip, colours: ColorSystem) -> int:
    """Put a strip into a line; the column behind it. Half a wide character that is left over becomes a blank."""
    start = x
    for segment in strip:
        if segment.control or not segment.text:
            continue
        cells = _cells(segment.text, segment.style, colours)
        kept = cells[: max(0, len(line) - x)]
        line[x : x + len(kept)] = kept
        x += len(cells)
    if x > start > 0 and start < len(line) and not _is_whole(line, start - 1):
        line[start - 1] = Cell(" ", line[start - 1].pen)
    if start < x < len(line) and not line[x].text:
        line[x] = Cell(" ", line[x].pen)
    return x


def _is_whole(line: list[Cell], x: int) -> bool:
    """Whether the character in a cell has all its cells: no wide one whose second half was written over."""
    return line[x] is UNKNOWN or len(line[x].text) == 0 or split_graphemes(line[x].text)[1] == 1


@lru_cache(maxsize=8192)
def _cells(text: str, style: Style | None, colours: ColorSystem) -> tuple[Cell, ...]:
    pen = _pen(Strip.render_ansi(style, colours) if style else "")
    blank = pen if pen.attributes & _SEEN_ON_BLANKS else Pen(frozenset(), ANY, pen.ground)
    if text.isascii():
        return tuple(Cell(letter, blank if letter == " " else pen) for letter in text)
    cells: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        letter = text[start:end]
        if width:
            cells.append(Cell(letter, blank if letter == " " else pen))
            cells += [Cell("", pen)] * (width - 1)
        elif cells:
            cells[-1] = Cell(cells[-1].text + letter, pen)
    return tuple(cells)


@lru_cache(maxsize=1024)
def _pen(codes: str) -> Pen:
    attributes, colour, ground = set(), "", ""
    for long, short in _CODE.findall(codes):
        code = long or short
        number = int(code.split(";")[0])
        if number in range(30, 39) or number in range(90, 98):
            colour = code
        elif number in range(40, 49) or number in range(100, 108):
            ground = code
        elif number in (39, 49):
            continue
        else:
            attributes.add(code)
    return Pen(frozenset(attributes), colour, ground)


def _changed(shown: list[Cell], wanted: list[Cell]) -> Iterator[tuple[int, int]]:
    """The runs of cells that differ, as (first column, column behind); short unchanged stretches are bridged."""
    start = end = -1
    for x, cell in enumerate(wanted):
        if cell == shown[x] or cell is UNKNOWN:
            continue
        if start >= 0 and x - end > BRIDGED:
            yield start, _behind(wanted, end)
            start = -1
        if start < 0:
            start = x
            while start and not wanted[start].text:
                start -= 1
        end = x + 1
    if start >= 0:
        yield start, _behind(wanted, end)


def _behind(line: list[Cell], end: int) -> int:
    while end < len(line) and not line[end].text:
        end += 1
    return end


def _write(out: list[str], line: list[Cell], x: int, end: int, pen: Pen, *, erases: bool) -> Pen:
    """Write cells at the cursor; the pen afterwards."""
    is_astray, unsteady = False, ""
    while x < end:
        text, wanted = line[x]
        if text == UNKNOWN.text or not text:
            is_astray, x = is_astray or bool(text), x + 1
            continue
        if is_astray or (unsteady and text != unsteady):
            out.append(f"\x1b[{x + 1}G")
        after = _blank_pen(pen, wanted) if wanted.colour == ANY else wanted
        if after != pen:
            out.append(_turn(pen, after))
            pen = after
        blanks = _blanks(line, x, end) if erases and wanted.colour == ANY else 0
        if blanks >= ERASED:
            out.append("\x1b[K" if x + blanks == len(line) else f"\x1b[{blanks}X")
            is_astray, unsteady, x = True, "", x + blanks
            continue
        out.append(text)
        is_astray, unsteady, x = False, "" if _is_steady(text) else text, x + 1
    return pen


def _is_steady(text: str) -> bool:
    return len(text) == 1 and any(first <= text <= last for first, last in STEADY)


def _blanks(line: list[Cell], x: int, end: int) -> int:
    """How many blanks like the one in column `x` follow each other there."""
    count = 1
    while x + count < end and line[x + count] == line[x]:
        count += 1
    return count


def _blank_pen(pen: Pen, wanted: Pen) -> Pen:
    """The pen for a blank: as it is, but for the ground and what shows on blanks."""
    return Pen(pen.attributes - _SEEN_ON_BLANKS, pen.colour, wanted.ground)


@lru_cache(maxsize=4096)
def _turn(pen: Pen, wanted: Pen) -> str:
    """The shorter way from one pen to another."""
    anew = ["0", *sorted(wanted.attributes), *filter(None, (wanted.colour, wanted.ground))]
    dropped = {_TAKEN_BACK.get(code, "0") for code in pen.attributes - wanted.attributes}
    # 22 takes back bold and dim at once: what is still wanted of them is said again.
    kept = {code for code in pen.attributes if _TAKEN_BACK.get(code) in dropped}
    changed = [*sorted(dropped), *sorted(wanted.attributes - (pen.attributes - kept))]
    if wanted.colour != pen.colour:
        changed.append(wanted.colour or "39")
    if wanted.ground != pen.ground:
        changed.append(wanted.ground or "49")
    shorter = min(";".join(anew), ";".join(changed), key=len) if "0" not in dropped else ";".join(anew)
    return f"\x1b[{shorter}m"
