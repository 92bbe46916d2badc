"""What each key costs on the wire, in bytes and in time, against Textual's own table and, where they are, peers."""

import statistics
from collections.abc import Iterator, Sequence

from tests.bench import peers
from tests.bench.asked import Asked, table
from tests.bench.screens import ROWS, Timed

Answers = dict[str, list[tuple[float, int]]]
DOWN, STORY, PAGE, END, VIEW, TYPED, MOVED = (
    "cursor down", "the story behind it", "page down", "end", "another view", "a filter keystroke", "board move",
)  # fmt: skip
TARGETS = {
    DOWN: "≤500 B, ≤10 ms",
    STORY: "≤3 KB",
    PAGE: "≤9 KB, ≤60 ms",
    END: "≤9 KB, ≤60 ms",
    TYPED: "≤50 / ≤150 ms at 10⁵ / 10⁶",
    MOVED: "≤4 KB, ≤50 ms",
}
PAUSE = 0.4
BODY = slice(2, -2)
"""The lines of the screen between the top lines and the key line."""
MOVED_WORD = "已移到"


def run(asked: Asked) -> None:
    """Press the keys, round by round, on a slow link, without one, and in the others."""
    book = str(asked.book(asked.sizes[-1]))
    found: dict[str, Answers] = {}
    for _round in range(max(3, asked.rounds // 3)):
        for name, flag in (("slow link", "--slow-link"), ("leadtui", "--no-slow-link")):
            with Timed(asked, flag, "--database", book) as screen:
                _note(found.setdefault(name, {}), _ours(screen))
        with Timed.of(asked, ROWS) as screen:
            _note(found.setdefault("Textual's DataTable, 1,000 rows", {}), _simple(screen, "HELLO"))
        if peer := peers.screens(asked).get(peers.VISIDATA):
            with peer() as screen:
                _note(found.setdefault(peers.VISIDATA, {}), _simple(screen, peers.WORDS[peers.VISIDATA]))
    rows = [(key, *(_told(answers.get(key)) for answers in found.values()), TARGETS.get(key, "")) for key in _KEYS]
    table((f"at {asked.sizes[-1]:,} leads: bytes, ms", *found, "target"), rows)


_KEYS = (DOWN, STORY, PAGE, END, VIEW, TYPED, MOVED)


def _ours(screen: Timed) -> Iterator[tuple[str, tuple[float, int]]]:
    screen.until("逾期")
    screen.settle(PAUSE)
    screen.press("2")
    screen.settle(PAUSE)
    screen.press("home")
    screen.settle(PAUSE)
    for _each in range(3):
        yield DOWN, screen.answer("j")
        before = len(screen.received)
        screen.settle(PAUSE)
        yield STORY, (0.0, len(screen.received) - before)
    for name, key in ((PAGE, "pgdn"), (END, "end")):
        yield name, screen.answer(key)
        screen.settle(PAUSE)
    screen.press("1")
    screen.settle(PAUSE)
    yield VIEW, screen.stands("3", BODY)
    yield MOVED, _move(screen)
    screen.press("u")
    screen.settle(PAUSE)
    screen.press("2", "/")
    screen.settle(PAUSE)
    for letter in "精密":
        yield TYPED, screen.stands(letter, BODY)
    screen.end()


def _move(screen: Timed) -> tuple[float, int]:
    """A card a column back, where no gate asks anything; the first one of a sitting, taken back, warms up."""
    screen.settle(PAUSE)
    screen.press("j", "H")
    screen.wait_for(MOVED_WORD)
    screen.settle(PAUSE)
    screen.press("u")
    screen.settle(PAUSE)
    answer = screen.answer("H")
    screen.wait_for(MOVED_WORD)
    return answer


def _simple(screen: Timed, words: str) -> Iterator[tuple[str, tuple[float, int]]]:
    screen.until(words)
    screen.settle(1.0)
    for _each in range(3):
        yield DOWN, screen.answer("down")
        screen.settle(PAUSE)
    yield PAGE, screen.answer("pgdn")
    screen.end()


def _note(answers: Answers, pressed: Iterator[tuple[str, tuple[float, int]]]) -> None:
    for key, answer in pressed:
        answers.setdefault(key, []).append(answer)


def _told(answers: Sequence[tuple[float, int]] | None) -> str:
    if not answers:
        return ""
    taken, sent = statistics.median(each[0] for each in answers), statistics.median(each[1] for each in answers)
    return f"{sent:,.0f} B" + (f", {taken * 1e3:.0f} ms" if taken else "")
