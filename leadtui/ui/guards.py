"""Guards around what comes in from the terminal: bytes that are no UTF-8 (Textual #6456), characters that a terminal
would obey or hide, pastes without end."""

import codecs
from collections.abc import Callable
from typing import Any

from textual import events
from textual.drivers import linux_driver

from leadtui.domain.text import NOTE_LIMIT, harmless

REPLACED = "\ufffd"


def take_any_bytes(told: Callable[[], object]) -> None:
    """Read what is no UTF-8 as �, and call `told` the first time: the terminal speaks another encoding."""
    is_told = False

    def decoders(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
        strict = codecs.getincrementaldecoder(encoding)

        class Lenient(strict):  # type: ignore[misc, valid-type]
            def decode(self, data: Any, final: bool = False) -> str:
                nonlocal is_told
                text = super().decode(data, final)
                if REPLACED in text and not is_told:
                    is_told = True
                    told()
                return str(text)

        return lambda: Lenient("replace")

    # Textual takes the name into its module, so it is exchanged there and nowhere else.
    vars(linux_driver)["getincrementaldecoder"] = decoders


def is_welcome(event: events.Event) -> bool:
    """Whether a key may go on; a paste is made harmless on its way, and cut where no field could hold it."""
    if isinstance(event, events.Paste):
        event.text = harmless(event.text[: NOTE_LIMIT * 2])[: NOTE_LIMIT + 1]
    elif isinstance(event, events.Key) and event.character and event.is_printable:
        return bool(harmless(event.character))
    return True
