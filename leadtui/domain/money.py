"""Money as people write it and as it is stored: whole fen (1/100 yuan); a budget is a range of two (R46)."""

import re
import unicodedata

FEN = 100
WAN = 10_000 * FEN
YI = 10_000 * WAN

_MOST = 10**12 * FEN
_LONGEST = 60
_UNITS = {
    "": FEN,
    "万": WAN,
    "w": WAN,
    "亿": YI,
    "k": 1000 * FEN,
    "千": 1000 * FEN,
    "m": 100 * WAN,
    "百万": 100 * WAN,
    "千万": 1000 * WAN,
}
_SIMPLIFIED = str.maketrans("萬億", "万亿")
_NUMBER = r"\d{1,13}(?:\.\d{1,10})?"
# Each is compiled when it is first used: a start needs none of them.
_AMOUNT = rf"(?:({_NUMBER})亿(?={_NUMBER}万$))?({_NUMBER})(亿|千万|百万|万|千|w|k|m)?"
_GROUPED = r"(?<=\d),(?=\d{3}(?!\d))"
_CURRENCY = r"人民币|rmb|cny|[¥￥]|元整?|块钱?"
_ABOUT = r"^(?:预算|预计|金额|大概|大约|约|budget|about|approx\.?|~)+|(?:左右|上下)$|^:"
_OPEN = r"[-—/?]*|待定|未定|未知|不详|不明确?|暂?无|没有|面议|暂?不确定|待确认|tbd|n/a|none|unknown|open"
_UP_TO = r"(不超过|不高于|最多|最高|小于|低于|少于|<=?|≤|upto|under|below|max)?(.+?)(以内|以下|之内|内|封顶)?"
_FROM = r"(不低于|不少于|至少|最少|超过|大于|高于|>=?|≥|from|over|above|atleast|min)?(.+?)(以上|起步?|\+)?"
_RANGE = r"(.+?)(?:[-~–—−‐至到]+|to)(.+)"


def parse_amount(text: str) -> int | None:
    """The fen that `text` names in yuan, 万, 亿, w or k; None: unreadable, negative or above 10^12 yuan."""
    return _amount(_plain(text))


def parse_budget(text: str) -> tuple[int | None, int | None] | None:
    """A budget as (least, most) fen, None for an open end: 20万以内 is (None, 20万); None if unreadable."""
    plain = _plain(text)
    if len(plain) > _LONGEST:
        return None
    while (bare := re.sub(_ABOUT, "", plain)) != plain:
        plain = bare
    if re.fullmatch(_OPEN, plain):
        return None, None
    if (exact := _amount(plain)) is not None:
        return exact, exact
    return _one_ended(plain) or _range(plain)


def format_amount(fen: int, language: str) -> str:
    """An amount as one writes it: 12.5万, 3.1亿, 8,500 in Chinese, 125,000 in English; never rounded."""
    number, unit = _parts(fen, language)
    return number + unit


def format_budget(minimum: int | None, maximum: int | None, language: str) -> str:
    """A budget as one writes it: 30–50万, 20万以内, 50万以上 in Chinese; '' where both ends are open."""
    chinese = language.startswith("zh")
    if minimum is None or maximum is None:
        if maximum is not None:
            most = format_amount(maximum, language)
            return f"{most}以内" if chinese else f"up to {most}"
        if minimum is None:
            return ""
        least = format_amount(minimum, language)
        return f"{least}以上" if chinese else f"from {least}"
    if minimum == maximum:
        return format_amount(minimum, language)
    (least, small), (most, large) = _parts(minimum, language), _parts(maximum, language)
    if small == large:
        return f"{least}–{most}{large}"
    if small:
        return f"{least}{small}–{most}{large}"
    # 5–2万 would read as 5万, so an end below 万 pulls the other one down to yuan.
    return f"{least}–{_yuan(maximum)}"


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLIFIED)
    return re.sub(_GROUPED, "", re.sub(_CURRENCY, "", "".join(text.split())))


def _amount(plain: str) -> int | None:
    found = re.fullmatch(_AMOUNT, plain)
    if found is None:
        return None
    fen = _times(found[2], _UNITS[found[3] or ""]) + _times(found[1] or "0", YI)
    return fen if fen <= _MOST else None


def _times(number: str, unit: int) -> int:
    """A decimal number of units in fen, a half rounded up; in whole numbers, since floats lose fen."""
    whole, _point, fraction = number.partition(".")
    scale = int("1" + "0" * len(fraction))
    return (2 * int(whole + fraction) * unit + scale) // (2 * scale)


def _one_ended(plain: str) -> tuple[int | None, int | None] | None:
    found = re.fullmatch(_UP_TO, plain)
    if found and (found[1] or found[3]) and (most := _amount(found[2])) is not None:
        return None, most
    found = re.fullmatch(_FROM, plain)
    if found and (found[1] or found[3]) and (least := _amount(found[2])) is not None:
        return least, None
    return None


def _range(plain: str) -> tuple[int, int] | None:
    found = re.fullmatch(_RANGE, plain)
    if found is None:
        return None
    least, most = _amount(found[1]), _amount(found[2])
    if least is None or most is None:
        return None
    # 10-20万 names the unit once; so do 20-10万 and 10万-20, while 8000-1万 means what it says.
    shared = _amount(found[1] + _unit(found[2]))
    if not _unit(found[1]) and shared is not None and (shared <= most or least < 1000 * FEN):
        least = shared
    elif not _unit(found[2]) and most < least:
        most = _amount(found[2] + _unit(found[1])) or most
    return min(least, most), max(least, most)


def _unit(plain: str) -> str:
    return plain.lstrip("0123456789.")


def _parts(fen: int, language: str) -> tuple[str, str]:
    if language.startswith("zh") and fen >= WAN:
        return (_digits(fen, YI), "亿") if fen >= YI else (_digits(fen, WAN), "万")
    return _yuan(fen), ""


def _digits(fen: int, unit: int) -> str:
    whole, rest = divmod(fen, unit)
    return f"{whole}.{rest:0{len(str(unit)) - 1}d}".rstrip("0") if rest else str(whole)


def _yuan(fen: int) -> str:
    whole, rest = divmod(fen, FEN)
    return f"{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")
