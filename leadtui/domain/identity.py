"""When two customers or two phones are the same (R2): keys that ignore how a name or a number is written."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from leadtui.domain.text import fold

_NEAR = 88.0
_PLACE_NAMES = """
    北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南
    四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 石家庄 唐山 秦皇岛 邯郸 邢台
    保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头
    乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳
    盘锦 铁岭 朝阳 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆
    伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
    杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山
    滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江
    新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州
    聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口
    驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳
    常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州
    汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州
    河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾
    广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江
    普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨 日喀则 昌都 林芝 山南 那曲 西安 铜川 宝鸡
    咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏
    甘南 西宁 海东 海北 黄南 果洛 玉树 海西 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉
    巴音郭楞 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 昆山 常熟 张家港 太仓 江阴 宜兴 义乌 慈溪 余姚 晋江 石狮
"""
_PLACES = frozenset(_PLACE_NAMES.split())
_LONGEST_PLACE = max(map(len, _PLACES))
# Each is compiled when it is first used: a start needs none of them.
_UNIT = r"省|市(?!场)|(?:壮族|回族|维吾尔)?自治区|特别行政区|\w{1,6}?自治州|地区"
_DISTRICT = (
    r"(?:\w{0,4}?(?:新区|开发区|高新区|工业园区?)|\w{2,3}(?<!社)(?<!小)(?<!校)(?<!景)(?<!园)区|\w{2}县)(?![块域])"
)
# A place is cut only where a name of its own follows: 北京银行 and 上海银行 are two banks.
_GENERIC = (
    "(?:(?:第?[一二三四五六七八九十]+|人民|中心|中医|妇幼保健|师范|理工|科技|职业|技术|农村|商业|实验|国际|"
    "发展|投资|贸易)*"
    "(?:医院|大学|学院|银行|中学|小学|学校|酒店|宾馆|机场|地铁|电力|燃气|水务|电信|移动|联通|啤酒|钢铁|"
    "有色|石油|石化|证券|日报|航空|港口|高速|公交|旅游|传媒|"
    "科技|贸易|商贸|实业|投资|发展|技术|电子|国际))?"
)
_LEGAL = ("公司", "有限", "责任", "股份", "控股", "集团")
_BRANCH = ("总公司", "分公司")
_LATIN_LEGAL = frozenset(("co", "company", "corp", "corporation", "gmbh", "inc", "limited", "llc", "ltd", "plc", "pte"))
_BRACKETED = r"[(\[{<〔【「『《〈](\w{2,6})[)\]}>〕】」』》〉]"
_BLANKS = r"[\W_]+"

_EXTENSION = r"(?<=\d)\s*,?\s*(?:转|分机|extn?\.?|x|#)\s*:?\s*(\d{1,6})\D*$"
_DASHED_EXTENSION = r"(0\d{9,11}|0\d{2,3}-\d{7,8}|0\d{2,3}-\d{3,4}-\d{4}|\d{7,8}|[48]00-?\d{3}-?\d{4})-(\d{1,6})"
_DASHES = r"[‐-―−－~]"
_NOISE = r"[\s().·\[\]]+"
_FLOAT = r"(\d{5,})\.0+"
_SEVERAL = r"[/、;\n]|,(?=\s*[+\d]{5})"
MOBILE = re.compile(r"1[3-9]\d{9}")


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """The company's own part of its name, folded: 苏州恒远精密机械（有限）公司 and 恒遠精密機械 have one key.

    Never '' for a name with a letter in it: what would vanish is kept folded.
    """
    folded = fold(name)
    words = re.sub(_BLANKS, " ", re.sub(_BRACKETED, _unless_place, folded)).split()
    while words and words[-1] in _LATIN_LEGAL:
        words.pop()
    joined = "".join(words)
    stem = joined[: legal_form(joined)]
    key = _without_place(stem)
    if len(key) >= 2:
        return key
    return stem if len(stem) >= 2 else re.sub(_BLANKS, "", folded) or folded


def legal_form(name: str) -> int:
    """Where the legal suffix of a folded Chinese name begins: len(name) where there is none."""
    end = len(name)
    while name.endswith(_LEGAL, 0, end):
        end -= 3 if name.endswith(_BRANCH, 0, end) else 2
    return end


def _without_place(stem: str) -> str:
    rest = stem
    # 朝阳 is a city, 北京市朝阳区 a district.
    while (length := _place_length(rest)) and rest[length : length + 1] not in ("区", "县"):
        unit = re.compile(_UNIT).match(rest, length)
        rest = rest[unit.end() if unit else length :]
    if rest == stem:
        return stem
    if (found := re.match(_DISTRICT, rest)) and not re.compile(_GENERIC).fullmatch(rest, found.end()):
        rest = rest[found.end() :]
    return stem if len(rest) < 2 or re.fullmatch(_GENERIC, rest) else rest


def _place_length(text: str) -> int:
    for length in range(_LONGEST_PLACE, 1, -1):
        if text[:length] in _PLACES:
            return length
    return 0


def _unless_place(bracketed: re.Match[str]) -> str:
    inner = bracketed[1]
    return "" if inner == "中国" or inner.removesuffix("市") in _PLACES else bracketed[0]


def near_names(key: str, keys: Sequence[str], limit: int) -> list[tuple[int, float]]:
    """Positions in `keys` of the company keys most like `key`, best first, with their score (88 to 100)."""
    if not key:
        return []
    from rapidfuzz import fuzz, process

    # Part-of scoring finds a name still being typed; of one or two characters nearly every name holds a part.
    scorer = fuzz.WRatio if len(key) > 2 else fuzz.ratio
    found = process.extract(key, keys, scorer=scorer, score_cutoff=_NEAR, limit=limit)
    return [(position, score) for _key, score, position in found]


def is_masked(text: str) -> bool:
    """Whether a value holds an asterisk and so stands for something that is stored elsewhere or nowhere."""
    return "*" in text or "＊" in text


@lru_cache(maxsize=4096)
def phone_key(phone: str) -> str:
    """The digits that two spellings of a phone share; '' for what names nobody (masked, letters, 1E+10)."""
    return split_phone(phone)[0]


def split_phone(phone: str) -> tuple[str, str]:
    """A phone as (digits without country code and extension, extension); of several numbers the first."""
    if is_masked(phone):
        return "", ""
    for part in re.split(_SEVERAL, unicodedata.normalize("NFKC", phone)):
        if any(char.isdigit() for char in part):
            return _split_one(part.strip())
    return "", ""


def _split_one(text: str) -> tuple[str, str]:
    text = text.casefold()
    if whole := re.fullmatch(_FLOAT, text):
        text = whole[1]
    extension = ""
    if found := re.search(_EXTENSION, text):
        text, extension = text[: found.start()], found[1]
    text = re.sub(_NOISE, "", re.sub(_DASHES, "-", text.replace(")", "-")))
    text, abroad = _national(text)
    digits = text.replace("-", "")
    if not digits.isdecimal():
        return "", ""
    if digits.startswith("0") and MOBILE.fullmatch(digits[1:]):
        digits = digits[1:]
    if abroad or MOBILE.fullmatch(digits):
        return digits, extension
    if found := re.fullmatch(_DASHED_EXTENSION, text.strip("-")):
        return found[1].replace("-", ""), found[2]
    return digits, extension


def _national(text: str) -> tuple[str, bool]:
    """The number without China's country code, and whether it is one of another country."""
    if text.startswith("00"):
        text = "+" + text[2:]
    if not text.startswith("+"):
        bare = text.replace("-", "")
        return (bare[2:] if bare.startswith("86") and MOBILE.fullmatch(bare[2:]) else text), False
    if not text.startswith("+86"):
        return text[1:], True
    text = text[3:].lstrip("-")
    # Abroad the area code is written without its 0: +86 571 8812 3456.
    local = text.replace("-", "")[:11]
    return (text if MOBILE.fullmatch(local) or text[:1] in "048" else "0" + text), False
