"""What a form offers for industry, region and size before the book knows better (spec §2.2); any other word will do."""

from leadtui.i18n import NP_, told

_INDUSTRIES = (
    NP_("industry", "Manufacturing"),
    NP_("industry", "Machinery"),
    NP_("industry", "Electronics"),
    NP_("industry", "Automotive"),
    NP_("industry", "Chemicals"),
    NP_("industry", "Textiles"),
    NP_("industry", "Food and beverage"),
    NP_("industry", "Pharmaceuticals"),
    NP_("industry", "Healthcare"),
    NP_("industry", "Software"),
    NP_("industry", "Internet"),
    NP_("industry", "Telecommunications"),
    NP_("industry", "Finance"),
    NP_("industry", "Insurance"),
    NP_("industry", "Real estate"),
    NP_("industry", "Construction"),
    NP_("industry", "Energy"),
    NP_("industry", "Retail"),
    NP_("industry", "Wholesale and trade"),
    NP_("industry", "Logistics"),
    NP_("industry", "Education"),
    NP_("industry", "Government"),
    NP_("industry", "Hotels and restaurants"),
    NP_("industry", "Media and advertising"),
    NP_("industry", "Professional services"),
    NP_("industry", "Agriculture"),
)
_REGIONS = (
    NP_("region", "East China"),
    NP_("region", "South China"),
    NP_("region", "North China"),
    NP_("region", "Central China"),
    NP_("region", "Southwest China"),
    NP_("region", "Northwest China"),
    NP_("region", "Northeast China"),
    NP_("region", "Hong Kong, Macao and Taiwan"),
    NP_("region", "Overseas"),
)
_PROVINCES = (
    "北京 上海 天津 重庆 江苏 浙江 广东 山东 福建 安徽 江西 湖北 湖南 河南 河北 山西 陕西 四川 云南 贵州 广西 海南 "
    "辽宁 吉林 黑龙江 内蒙古 甘肃 青海 宁夏 新疆 西藏 香港 澳门 台湾"
)
_EMPLOYEES = (
    NP_("employees", "1-20"),
    NP_("employees", "20-50"),
    NP_("employees", "50-100"),
    NP_("employees", "100-500"),
    NP_("employees", "500-1000"),
    NP_("employees", "1000-5000"),
    NP_("employees", "above 5000"),
)


def suggested(key: str) -> tuple[str, ...]:
    """The words offered for a field, in the language being spoken; none for a field without a list."""
    match key:
        case "industry":
            return tuple(told(each) for each in _INDUSTRIES)
        case "region":
            return (*(told(each) for each in _REGIONS), *_PROVINCES.split())
        case "employees":
            return tuple(told(each) for each in _EMPLOYEES)
        case _:
            return ()
