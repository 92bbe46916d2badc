"""A share drawn as a bar of text: whole cells and, at its end, an eighth of one; plain signs where those are wanted."""

_EIGHTHS = "▏▎▍▌▋▊▉█"
_PLAIN = "#"


def bar(share: float, cells: int, *, is_plain: bool = False) -> str:
    """A bar of `share` (0 to 1) of so many cells, without the blanks behind it; more than nothing is always seen."""
    if share <= 0 or cells <= 0:
        return ""
    eighths = max(1, round(min(share, 1.0) * cells * 8))
    if is_plain:
        return _PLAIN * max(1, round(eighths / 8))
    whole, rest = divmod(eighths, 8)
    return _EIGHTHS[-1] * whole + (_EIGHTHS[rest - 1] if rest else "")
