"""How the numbers people see are made from a template (R7, R43, R77); the store hands out the sequence."""

import re
from collections.abc import Mapping
from datetime import date

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Source
from leadtui.i18n import N_

LEAD_TEMPLATE = "{source}-{yyyymmdd}-{seq3}"
PRESETS = (LEAD_TEMPLATE, "{yyyymmdd}{seq3}", "ZY-{yyyymmdd}-{seq3}")
"""Templates that a team is offered for its lead numbers."""
CUSTOMER_TEMPLATE = "{yyyymmdd}{seq3}"

SOURCE_CODES = {
    Source.TRADE_SHOW: "展会",
    Source.WEBSITE: "官网",
    Source.ONLINE_ADS: "线上",
    Source.REFERRAL: "转介",
    Source.COLD_VISIT: "拜访",
    Source.INBOUND_CALL: "电话",
    Source.EMAIL_INQUIRY: "邮件",
    Source.EXISTING_CUSTOMER: "老客",
    Source.OTHER: "其他",
}

CODE = re.compile(r"[^\W_]{1,8}")
"""A code of a source: a few letters or digits, since it stands inside numbers."""

_HOLES = ("source", "yyyymmdd", "seq3")
_LONGEST = 24


def template(text: str) -> str:
    """A template for lead numbers that a team has written; LeadtuiError where no number could be made from it."""
    text = text.strip()
    words = re.sub(r"\{(source|yyyymmdd|seq3)\}", "", text)
    if "{yyyymmdd}" not in text or text.count("{seq3}") != 1:
        raise LeadtuiError(
            N_("A number template needs {day} and, once, {sequence}."), day="{yyyymmdd}", sequence="{seq3}"
        )
    if len(words) > _LONGEST or not re.fullmatch(r"[\w./#-]*", words):
        raise LeadtuiError(
            N_("Beside {holes} a number template holds letters, digits and - . / # _, {most} at the most."),
            holes=" ".join("{" + hole + "}" for hole in _HOLES),
            most=_LONGEST,
        )
    return text


def code_for(source: str, own: Mapping[str, str]) -> str:
    """The code of a source in numbers: the team's, else the house's, else that of 其他."""
    house = {each.value: code for each, code in SOURCE_CODES.items()}
    return own.get(source) or house.get(source) or SOURCE_CODES[Source.OTHER]


def prefix(template: str, day: date, source_code: str) -> str:
    """All of the number before its sequence; the sequence restarts for each of these."""
    return template.replace("{seq3}", "").format(source=source_code, yyyymmdd=f"{day:%Y%m%d}")


def number(template: str, day: date, source_code: str, sequence: int) -> str:
    """The display number: three digits of sequence, more once a day passes 999."""
    return template.replace("{seq3}", f"{sequence:03d}").format(source=source_code, yyyymmdd=f"{day:%Y%m%d}")
