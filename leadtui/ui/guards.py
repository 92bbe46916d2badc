"""Guards around what comes in from the terminal: bytes that are no UTF-8 (Textual #6456), characters that a terminal
would obey or hide, pastes without end."""

import codecs
from collections.abc import Callable
from string import digits
from typing import Any

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.app import App
from textual.drivers import linux_driver
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.worker import Worker

from leadtui.domain.text import NOTE_LIMIT, harmless
from leadtui.i18n import _

REPLACED = "\ufffd"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
MOST = 2 * NOTE_LIMIT
"""Characters of one paste that are taken from the line; no field holds as many."""


SAVING, ACTING = "saving", "act"
"""The groups of workers that change the book: a form's save, and what is done from a list."""


def under_way(screen: Screen[Any], group: str) -> list[Worker[Any]]:
    """Such work of this screen that waits for its answer: on a slow line a second one would be done twice."""
    return [each for each in screen.app.workers if each.node is screen and each.group == group and not each.is_finished]


def is_early(screen: Screen[Any], action: str) -> bool:
    """Whether an action has to wait because the form is being saved: saved once more, or left as if it were not."""
    return action in ("save", "cancel") and bool(under_way(screen, SAVING))


def not_yet() -> str:
    """What is said of a key that comes before the answer to the one before."""
    return _("Not yet: what was asked before is still under way.")


class _Paste:
    """Lets a stream of text through, but of each bracketed paste no more than its beginning."""

    def __init__(self) -> None:
        self.room: int | None = None
        self.kept = ""

    def cut(self, text: str) -> str:
        """What of the next piece goes on."""
        text, self.kept = self.kept + text, ""
        passed = []
        while text:
            before, mark, behind = text.partition(PASTE if self.room is None else PASTED)
            if self.room is None:
                passed.append(before + mark)
                self.room = MOST if mark else None
            else:
                if not mark and len(before) > self.room:
                    self.kept = before[-len(PASTED) + 1 :]  # the mark of its end may stand astride two pieces
                    before = before[: len(before) - len(self.kept)]
                passed.append(before[: self.room] + mark)
                self.room = None if mark else max(0, self.room - len(before))
            text = behind
        return "".join(passed)


def take_any_bytes(told: Callable[[], object]) -> None:
    """Read what is no UTF-8 as �, and call `told` the first time: the terminal speaks another encoding."""
    is_told = False

    def decoders(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
        strict = codecs.getincrementaldecoder(encoding)
        paste = _Paste()

        class Lenient(strict):  # type: ignore[misc, valid-type]
            def decode(self, data: Any, final: bool = False) -> str:
                nonlocal is_told
                text = str(super().decode(data, final))
                if REPLACED in text and not is_told:
                    is_told = True
                    told()
                return paste.cut(text)

        return lambda: Lenient("replace")

    # Textual takes the name into its module, so it is exchanged there and nowhere else.
    vars(linux_driver)["getincrementaldecoder"] = decoders


def input_method_on() -> str:
    """What is said where Chinese characters came instead of commands."""
    return _(
        "A Chinese input method is on: Shift switches it off. "
        "F1 help, F2 new, F3 filter, F4 log, F8 done, F9 reschedule and Ctrl+p work with it."
    )


def is_welcome(event: events.Event) -> bool:
    """Whether a key may go on; a paste is made harmless on its way, and cut where no field could hold it."""
    if isinstance(event, events.Paste):
        event.text = harmless(event.text[:MOST])[: NOTE_LIMIT + 1]
    elif isinstance(event, events.Key) and event.character and event.is_printable:
        return bool(harmless(event.character))
    return True


def take_digits_apart() -> None:
    """Let Esc and a digit that come at once be Alt and the digit: Textual reads the sign of a Mac's Option key."""
    sequences: Any = ANSI_SEQUENCES_KEYS
    for digit in digits:
        sequences.pop(f"\x1b{digit}", None)


def told_apart(event: events.Event, app: App[Any]) -> tuple[events.Event, ...]:
    """The keys behind an event: Esc and a letter that a slow line delivers at once look like Alt and the letter."""
    if not isinstance(event, events.Key) or not event.key.startswith("alt+") or not event.character:
        return (event,)
    if app.screen_stack and event.key in app.screen.active_bindings:
        return (event,)
    return events.Key("escape", "\x1b"), events.Key(_character_to_key(event.character), event.character)
