"""How the numbers people see are made from a template (R7, R43, R77); the store hands out the sequence."""

from datetime import date

from leadtui.domain.terms import Source

LEAD_TEMPLATE = "{source}-{yyyymmdd}-{seq3}"
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


def prefix(template: str, day: date, source_code: str) -> str:
    """All of the number before its sequence; the sequence restarts for each of these."""
    return template.replace("{seq3}", "").format(source=source_code, yyyymmdd=f"{day:%Y%m%d}")


def number(template: str, day: date, source_code: str, sequence: int) -> str:
    """The display number: three digits of sequence, more once a day passes 999."""
    return template.replace("{seq3}", f"{sequence:03d}").format(source=source_code, yyyymmdd=f"{day:%Y%m%d}")
