"""Text that wants to take a terminal over, and the few sequences that leadtui itself may send."""

import re

# fmt: off
ESCAPES = (
    "\x1b[31mred", "\x1b]0;taken\x07", "\x1b]52;c;cm0gLXJm\x07", "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[6n", "\x1b[2J\x1b[H", "\x1b[?1049l", "\x1bP+q544e\x1b\\", "\x1b_G\x1b\\", "\x1b", "\x1b]2;unended",
    "\x9b31m", "\x9d0;t\x9c", "\x1bc", "\x1b[5i", "a\x08\x08b", "bell\x07", "\x0e\x0f", "\x7f",
)
MARKUP = (
    "[/]", "[/red]", "[red]x[/red]", "[bold", "[@click=app.quit]点[/]", "[link=http://evil]x[/link]", "[b]", "\\[a]",
    "[微笑]", "[100]", "$primary", "[on red]", "[[", "]]",
)
STRANGE = (
    "\u202e反\u202c", "\u2066a\u2069", "\u200b零\u200b宽", "\ufeff", "\u2028", "e" + "\u0301" * 60, "𠮷野家", "👨‍👩‍👧",
    "\U000e0041", "ｆｕｌｌ", "ﷺ" * 3, "\u115f", "a\u0000b", "换\n行", "制\t表",
)
# fmt: on

OURS = re.compile(
    rb"\x1b\[[0-9;:]*[mHGKXJ]|\x1b\[\?(?:1049|25|7|1000|1003|1015|1006|1004|2004|2026|2048|1016)[hl]"
    rb"|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)|\x1b\[\?20(?:26|48)\$p|\x1b\[<u|\x1b\[\?1u|\x1b\[>[0-9]+u"
)
"""Colours, places, modes of the screen, and what Textual asks a terminal at its start."""
OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


def foreign(sent: bytes) -> list[str]:
    """What a terminal was sent that it would obey or hide and that is none of leadtui's own sequences."""
    text = OURS.sub(b"", sent).decode("utf-8", "replace")
    return [text[max(0, found.start() - 5) : found.start() + 12] for found in OBEYED.finditer(text)]
