"""What a screen costs that nobody touches, in bytes and in CPU, against a bare Textual app."""

import time

from tests.bench.asked import Asked, table
from tests.bench.screens import BARE, Timed

SETTLED_SECONDS = 8
"""Until what is caught up with after a start is done."""


def run(asked: Asked) -> None:
    """Look at leadtui, then at the bare app, for as long as was asked."""
    book = str(asked.book(asked.sizes[0]))
    rows = []
    with Timed(asked, "--slow-link", "--database", book) as screen:
        rows.append(("leadtui", *_idle(screen, "逾期", asked.seconds), "0 bytes, <0.2 %"))
    with Timed.of(asked, BARE) as screen:
        rows.append(("bare Textual", *_idle(screen, "HELLO", asked.seconds), ""))
    table((f"idle, {asked.seconds} s", "bytes", "CPU", "target"), rows)


def _idle(screen: Timed, words: str, seconds: int) -> tuple[int, str]:
    screen.until(words)
    _listen(screen, SETTLED_SECONDS)
    before, worked = len(screen.received), screen.cpu_seconds()
    _listen(screen, seconds)
    share = (screen.cpu_seconds() - worked) / seconds
    sent = len(screen.received) - before
    screen.end()
    return sent, f"{share:.2%}"


def _listen(screen: Timed, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        screen.settle(0.2, 0.2)
