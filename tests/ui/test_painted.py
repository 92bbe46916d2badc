"""What is sent to the terminal is only what it does not show yet, and what it shows then is right to the cell."""

from itertools import accumulate

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from leadtui.ui.painted import Painted

WIDTH, HEIGHT = 24, 5
STYLES = [
    None,
    Style.parse("#d7dadd on #14171a"),
    Style.parse("bold #d7dadd on #14171a"),
    Style.parse("dim red on #14171a"),
    Style.parse("underline #df9f58"),
    Style.parse("reverse"),
    Style.parse("#8b949c on #24303a"),
]
TEXTS = st.text("ab 中国·│…─▌1", max_size=9)
RUNS = st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), max_size=4)
PAINTS = st.lists(st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), RUNS), min_size=1, max_size=6)


CONSOLE = Console(width=WIDTH, force_terminal=True, color_system="truecolor")


def strip_of(runs: list[tuple[str, Style | None]], room: int) -> Strip:
    return Strip([Segment(text, style) for text, style in runs]).crop(0, room)


def update(y: int, strips: list[Strip], x: int = 0) -> LayoutUpdate:
    width = max((strip.cell_length for strip in strips), default=0)
    return LayoutUpdate([[strip] for strip in strips], Region(x, y, width, len(strips)))


def shown(screen: pyte.Screen) -> list[list[tuple[str, object]]]:
    """Every cell with all that can be seen of it: of a blank only its ground and what is drawn on it."""
    return [
        [
            (cell.data, (cell.bg, cell.underscore, cell.reverse))
            if cell.data == " " and not cell.reverse
            else (cell.data, (cell.fg, cell.bg, cell.bold, cell.underscore, cell.reverse))
            for cell in (screen.buffer[y][x] for x in range(screen.columns))
        ]
        for y in range(screen.lines)
    ]


@pytest.mark.parametrize("erases", [True, False])
@settings(max_examples=50, deadline=None)
@given(paints=st.lists(PAINTS, min_size=1, max_size=4))
def test_the_terminal_shows_what_whole_paints_would_show(
    erases: bool, paints: list[list[tuple[int, int, list[tuple[str, Style | None]]]]]
) -> None:
    painted, ours, theirs = Painted(erases=erases), pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    our_stream, their_stream = pyte.Stream(ours), pyte.Stream(theirs)
    ground = update(0, [Strip([Segment(" " * WIDTH, STYLES[1])])] * HEIGHT)
    for each in [[ground], *([update(y, [strip_of(runs, WIDTH - x)], x) for y, x, runs in paint] for paint in paints)]:
        for piece in each:
            our_stream.feed(painted.difference(piece, CONSOLE, (WIDTH, HEIGHT)))
            their_stream.feed(piece.render_segments(CONSOLE))
    halves = [(y, x) for y, line in enumerate(shown(theirs)) for x, cell in enumerate(line) if is_half(line, x, cell)]
    for y, (mine, whole) in enumerate(zip(shown(ours), shown(theirs), strict=True)):
        for x, (one, other) in enumerate(zip(mine, whole, strict=True)):
            # What a terminal leaves of a wide character that was written over in part, each decides for itself.
            assert one == other or any(line == y and abs(x - place) <= 1 for line, place in halves), (y, x)


def is_half(line: list[tuple[str, object]], x: int, cell: tuple[str, object]) -> bool:
    """Whether a wide character lost its second half, or a second half its first."""
    if cell_len(cell[0]) == 2:
        return x + 1 == len(line) or line[x + 1][0] != ""
    return cell[0] == "" and (x == 0 or cell_len(line[x - 1][0]) != 2)


def test_what_is_shown_already_costs_nothing() -> None:
    painted, line = Painted(), strip_of([("苏州恒远", STYLES[1]), (" A", STYLES[2])], WIDTH)
    assert painted.difference(update(1, [line]), CONSOLE, (WIDTH, HEIGHT))
    assert painted.difference(update(1, [line]), CONSOLE, (WIDTH, HEIGHT)) == ""


def test_one_changed_word_is_all_that_is_sent() -> None:
    painted = Painted()
    painted.difference(update(1, [strip_of([("due today  12", STYLES[1])], WIDTH)]), CONSOLE, (WIDTH, HEIGHT))
    sent = painted.difference(update(1, [strip_of([("due today  13", STYLES[1])], WIDTH)]), CONSOLE, (WIDTH, HEIGHT))
    assert sent.startswith("\x1b[2;13H")
    assert "due" not in sent
    assert sent.endswith("3\x1b[0m")


def test_a_terminal_of_another_size_or_one_that_was_forgotten_is_painted_whole() -> None:
    painted, line = Painted(), update(0, [strip_of([("看板", STYLES[1])], WIDTH)])
    first = painted.difference(line, CONSOLE, (WIDTH, HEIGHT))
    assert painted.difference(line, CONSOLE, (WIDTH, HEIGHT + 1)) == first
    painted.forget()
    assert painted.difference(line, CONSOLE, (WIDTH, HEIGHT + 1)) == first


def test_after_a_character_of_doubtful_width_the_place_is_named_anew() -> None:
    """Some Chinese terminals draw · and │ two cells wide: what follows stays in its column."""
    sent = Painted().difference(update(0, [strip_of([("a·b", STYLES[0])], WIDTH)]), CONSOLE, (WIDTH, HEIGHT))
    assert "·\x1b[3Gb" in sent


def test_parts_of_lines_are_placed_as_textual_means_them() -> None:
    left, right = Strip([Segment("abcd", STYLES[1])]), Strip([Segment("线索 9", STYLES[2])])
    whole = ChopsUpdate([{0: left, 4: right}], [(0, 0, 10)], [[4, 10]])
    sent = Painted().difference(whole, CONSOLE, (WIDTH, HEIGHT))
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(sent)
    assert screen.display[0].startswith("abcd线索 9")
    assert list(accumulate(cell_len(letter) for letter in "线索"))[-1] == 4
