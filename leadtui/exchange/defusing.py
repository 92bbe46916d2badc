"""Text that a spreadsheet would run as a formula, made plain by an apostrophe that import takes off again."""

import re

# What begins a formula, bare or behind apostrophes; a phone number abroad is none.
_RUNS = re.compile(r"(?!\+\d{6,15}$)'*[=+\-@＝＋－＠\t\r\n]")
# What import would take for defused though it is not: an apostrophe before such a sign, or before digits.
_LOOKS_DEFUSED = re.compile(r"'(?='*(?:[=+\-@＝＋－＠\t\r\n]|[\d+][\d\s-]*$))")


def defused(text: str) -> str:
    """A text that no spreadsheet runs; `fused` gives it back as it was."""
    return f"'{text}" if _RUNS.match(text) or _LOOKS_DEFUSED.match(text) else text


def guarded(text: str) -> str:
    """A text for a cell that is text whatever stands in it; `fused` gives it back as it was."""
    return f"'{text}" if _LOOKS_DEFUSED.match(text) else text


def fused(text: str) -> str:
    """A text without the apostrophe that defused it, or that a person put before digits."""
    return text[1:] if text.startswith("'") and _LOOKS_DEFUSED.match(text) else text
