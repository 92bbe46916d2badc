"""How a person's name, phone, e-mail and WeChat look to somebody over the shoulder (R10, R37)."""

import re

from leadtui.domain.identity import MOBILE, is_masked, split_phone
from leadtui.domain.text import CJK, FIRST_CJK, clusters

_BLANK_INSIDE = rf"(?<={CJK})\s+(?={CJK})"
_SEPARATOR = r"(\s*[/、;；\n]\s*)"
_WHOLE_NUMBER = r"\d{7,}"


def mask_name(name: str) -> str:
    """周建国 as 周*国, 陈伟 as 陈*, John Smith as J*** S****; a masked name stays."""
    name = name.strip()
    if is_masked(name):
        return name
    words = name.split()
    if len(words) > 1:
        words = re.sub(_BLANK_INSIDE, "", name).split()
    return " ".join(_mask_word(word) for word in words)


def mask_phone(phone: str) -> str:
    """13812345678 as 138****5678, 0571-88123456-802 as 0571****-802; of odd ones four digits stay at most."""
    phone = phone.strip()
    if MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    if is_masked(phone) and not re.search(_WHOLE_NUMBER, phone):
        return phone
    return "".join(_mask_number(part) for part in re.split(_SEPARATOR, phone.replace("*", "").replace("＊", "")))


def mask_email(email: str) -> str:
    """li@example.com as l*@example.com; the domain is the company's and stays."""
    email = email.strip()
    local, at, domain = email.rpartition("@")
    if is_masked(local):
        return email
    return _first_only(local) + at + domain if at else mask_wechat(email)


def mask_wechat(wechat: str) -> str:
    """wxid_9k2 as w******2: the first and the last character stay."""
    wechat = wechat.strip()
    return wechat if is_masked(wechat) else _ends(wechat)


def _mask_word(word: str) -> str:
    return _ends(word) if max(word) >= FIRST_CJK else _first_only(word)


def _first_only(text: str) -> str:
    chars = clusters(text)
    return chars[0] + "*" * (len(chars) - 1) if len(chars) > 1 else "*" * len(chars)


def _ends(text: str) -> str:
    chars = clusters(text)
    if len(chars) < 3:
        return _first_only(text)
    return chars[0] + "*" * (len(chars) - 2) + chars[-1]


def _mask_number(text: str) -> str:
    if not text or re.fullmatch(_SEPARATOR, text):
        return text
    digits, extension = split_phone(text)
    if not digits:
        return _ends(text)
    if MOBILE.fullmatch(digits):
        return f"{digits[:3]}****{digits[-4:]}"
    area = _area(digits)
    if extension:
        return f"{area}****-{extension}"
    if area:
        return f"{area}****{digits[-4:]}"
    # Of a short number half stays at the most, or the mask would hide nothing.
    shown = min(4, max(len(digits) - 3, len(digits) // 2))
    return "*" * min(4, len(digits) - shown) + digits[len(digits) - shown :]


def _area(digits: str) -> str:
    """The area code of a landline: three digits for 010 and 02x, else four; '' for what is no landline."""
    if not digits.startswith("0") or len(digits) < 10:
        return ""
    return digits[:3] if digits[1] in "12" else digits[:4]
