"""How long until the due list is painted, and what is sent for it, against a bare Textual app in the same run."""

import compileall
from pathlib import Path

import leadtui
from tests.bench import peers
from tests.bench.asked import MILLION, Asked, millis, ratio, table
from tests.bench.screens import BARE, Timed

TARGET = "≤1.6× and ≤30 KB (or ≤1.35× and ≤64 KB)"


def run(asked: Asked) -> None:
    """Measure at no leads and at each size, then growth, then what a slow link is sent."""
    # An installed leadtui is compiled, like the libraries it is measured against.
    compileall.compile_dir(str(Path(leadtui.__file__).parent), quiet=1)
    books = {count: asked.book(count) for count in asked.sizes}
    empty = asked.folder / "empty.db"
    names = {"no leads": ("还没有线索", empty)} | {f"{n:,} leads": ("逾期", book) for n, book in books.items()}
    times: dict[str, list[float]] = {name: [] for name in ("bare Textual", *names, *peers.screens(asked))}
    sent: dict[str, int] = {}
    for _round in range(asked.rounds):
        with Timed.of(asked, BARE) as screen:
            _measure("bare Textual", screen, "HELLO", times, sent)
        for name, (words, book) in names.items():
            with Timed(asked, "--no-slow-link", "--database", str(book)) as screen:
                _measure(name, screen, words, times, sent)
        for name, peer in peers.screens(asked).items():
            with peer() as screen:
                _measure(name, screen, peers.WORDS[name], times, sent)
    bare = times["bare Textual"]
    rows = [(name, millis(taken), f"{ratio(taken, bare):.2f}×", f"{sent[name]:,}") for name, taken in times.items()]
    table(
        ("start to painted due list", "median ms", "against bare Textual", "bytes", "target"),
        [(*row, TARGET if row[0] in names else "") for row in rows],
    )
    small, large = f"{asked.sizes[0]:,} leads", f"{asked.sizes[-1]:,} leads"
    growth = (f"{small} to {large}", f"{ratio(times[large], times[small]):.2f}×", "≤1.10×" if MILLION in books else "")
    table(("growth of start", "ratio", "target (10⁴ to 10⁶)"), [growth])
    with Timed(asked, "--slow-link", "--database", str(books[asked.sizes[-1]])) as screen:
        _measure("slow link", screen, "逾期", {"slow link": []}, sent)
    table(("slow link", "bytes to the first stable screen", "target"), [("", f"{sent['slow link']:,}", "≤15,000")])


def _measure(name: str, screen: Timed, words: str, times: dict[str, list[float]], sent: dict[str, int]) -> None:
    times[name].append(screen.until(words))
    screen.settle(0.5)
    sent[name] = len(screen.received)
    screen.end()
