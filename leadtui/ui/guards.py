"""Guards around Textual: bytes that are no UTF-8 do not end the program (Textual #6456)."""

import codecs
from collections.abc import Callable
from typing import Any

from textual.drivers import linux_driver

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
