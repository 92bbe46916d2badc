"""The figures of a review in words of the language being spoken, for whoever shows them: screen, report, file."""

from datetime import date

from leadtui.domain.money import FEN, WAN, YI, format_amount
from leadtui.domain.text import visible
from leadtui.i18n import _, language
from leadtui.services.reviews import shape

NOTHING = "–"
"""What stands where there is no figure."""


def shown(kind: str, value: object) -> str:
    """A figure of a column of this kind: 12, 37%, 21–56%, 5.5 h, 12.5万 (from yuan); a dash where there is none."""
    if value is None:
        return NOTHING
    if isinstance(value, tuple):
        low, high = value
        return f"{low * 100:.0f}{NOTHING}{high:.0%}"
    if isinstance(value, int | float):
        return _number(kind, value)
    return visible(str(value))


def _number(kind: str, value: float) -> str:
    match kind:
        case shape.SHARE:
            return f"{value:.0%}"
        case shape.HOURS:
            return _("{count} h").format(count=_short(value))
        case shape.DAYS:
            return _("{count} d").format(count=_short(value))
        case shape.MONEY:
            return money(round(value * FEN))
        case shape.SCORE:
            return f"{value:.1f}"
        case _:
            return f"{value:,}" if isinstance(value, int) else _short(value)


def money(fen: int) -> str:
    """An amount to about three digits, as one says it in a meeting: 12.5万, 1.25亿; in English in whole yuan."""
    step = FEN
    if language().startswith("zh"):
        step = YI // 100 if fen >= YI else WAN // 10 if fen >= WAN else FEN
    return format_amount(round(fen / step) * step, language())


def turn(now: object, before: object) -> int:
    """Whether a figure rose (1), fell (-1), or stands where it was (0); also 0 where either is missing."""
    if not isinstance(now, int | float) or not isinstance(before, int | float) or now == before:
        return 0
    return 1 if now > before else -1


def span(start: date, end: date, today: date) -> str:
    """Days from and to, both included, as short as they are clear: 11-16 – 11-22."""
    if start.year == end.year == today.year:
        return f"{start:%m-%d} {NOTHING} {end:%m-%d}"
    return f"{start} {NOTHING} {end}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}".removesuffix(".0")
