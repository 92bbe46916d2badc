"""The one-line quick add: what each word of 恒远精密 周建国 13862012345 展会 A 30-50万 明天10点电话 is.

The rules are few and look at a word at a time; what is nothing else becomes the need: nothing typed is lost.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from leadtui.domain.identity import MOBILE, phone_key
from leadtui.domain.money import FEN, parse_budget
from leadtui.domain.numbering import SOURCE_CODES
from leadtui.domain.terms import Channel, Source
from leadtui.domain.when import When, parse_when
from leadtui.i18n import in_every_language

_HAN = "[\u3007\u3400-\u9fff]"
_LABELS = {
    "customer": "客户(?:名称?)?|公司(?:名称?)?|customer|company",
    "contact": "联系人|姓名|contact|name",
    "title": "职[位务]|title",
    "phone": "电话|手机号?码?|联系电话|tel|phone|mobile",
    "email": "电?子?邮[箱件]|e-?mail|mail",
    "wechat": "微信号?|wechat|wx|vx",
    "source": "来源|source",
    "initial_need": "需求|need",
}
_LABELLED = "|".join(f"(?P<{key}>{names})" for key, names in _LABELS.items())
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]+)"|“(?P<quoted_zh>[^”]+)”'
    rf"|(?:{'|'.join(_LABELS.values())})\s?[:：]\s*[^\s，；、]+"
    r"|(?:\+?86[- ]?)?1[3-9]\d[- ]\d{4}[- ]\d{4}(?!\S)|\+86[- ]1[3-9]\d{9}(?!\S)"
    r"|(?:预算|budget)[:：]?\s*(?=[\d不最至])[^\s，；、]+|[^\s，；、]+",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    rf".*{_HAN}{{2}}(?:公司|集团|厂|大学|学院|医院|银行|研究[院所]|事务所|合作社|股份)(?:[(（].+[)）])?"
)
_LATIN_FORM = re.compile(r"(?:co|ltd|limited|inc|llc|gmbh|corp|corporation|company|plc|pte)\.?", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z][A-Za-z&.'-]*")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'-]+\.?")
_EMAIL = re.compile(r"[^@\s:：]+@[^@\s]+\.[^@\s]+")
_WECHAT = re.compile(r"(?:微信号?[:：]?|(?:wechat|wx|vx)[:：])([A-Za-z][\w-]{4,19})", re.IGNORECASE | re.ASCII)
_WECHAT_ID = re.compile(r"[A-Za-z1-9][\w-]{4,19}", re.ASCII)
_NEXT_STEP = re.compile("^(?:下一步|下次|next)[:：]", re.IGNORECASE)
_LANDLINE = re.compile(r"[+\d(（][\d\s()（）-]{5,}\d(?:(?:转|ext\.?|x|#)\d+)?", re.IGNORECASE)
_GRADE = re.compile(r"([ABC])|([A-Ca-c])(?:类|级)(?:客户|线索)?|等级[:：]?([A-Ca-c])级?")
_MONEY = re.compile(r"预算|budget|[万亿元]|\d[wk]", re.IGNORECASE)
_RANK = "董事长|总经理|总裁|总监|经理|主任|主管|部长|处长|科长|厂长|院长|校长|店长|工程师|负责人|老板|助理|秘书"
_TITLE = re.compile(
    rf"{_HAN}{{0,6}}(?:{_RANK})|采购(?:员|专员)?|CEO|CTO|CFO|COO|VP|manager|director|buyer|engineer",
    re.IGNORECASE,
)
_SURNAMES = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|南宫|夏侯|宇文|长孙|端木|独孤|["
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤花"
    "方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮齐康伍余元卜顾孟平黄穆萧尹姚邵汪祁毛禹狄贝臧"
    "计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田胡凌霍虞万柯管卢莫房裘缪解应"
    "丁宣邓郁单杭洪包左石崔吉龚程邢裴陆荣翁荀羊甄曲封储靳焦巴侯段谷车隆全班仰秋仲宁仇甘厉祖武符刘景詹龙叶"
    "黎白蒲邰赖卓蔺屠蒙池乔阴闻党翟谭劳姬申冉桑桂牛寿边燕冀尚农温庄晏柴瞿阎慕连习艾鱼容向古易慎戈廖庾衡步"
    "耿满匡文寇广欧沃利越师巩聂晁勾敖冷辛阚简饶曾沙丰关查游竺权益公岳帅肖闫覃佟付代麦区涂苑]"
)
# Words of the trade that begin like a name.
_NO_PERSON = (
    "项目|车间|车床|区域|安全|安装|全国|全套|全新|金融|金属|广告|文化|公关|计划|包装|施工|华[东南北中西]|高端|高速|高压"
    "|常规|平台|方案|成本|单价|温控|应急|应用|程序|石材|马达|雷达|利润|明细|解决|马上|毛坯|毛利|成品|成都|武汉|广州"
)
_PERSON = re.compile(
    rf"(?!{_NO_PERSON})(?:(?P<name>(?:{_SURNAMES}){_HAN}{{1,2}}?)(?P<title>{_RANK}|总)?"
    rf"|(?:{_SURNAMES})(?:{_RANK}|先生|女士|小姐|老师|总|工|姐|哥))"
)
_DATE_START = re.compile(r"[\dA-Za-z+今明后大下本这当周星礼月年上中早晚傍凌清节工再过半零一二两三四五六七八九十]")
_WORDS_OF_A_DATE = 4

Recogniser = Callable[[str], dict[str, str] | None]


@dataclass(frozen=True, slots=True)
class QuickLead:
    """The fields that a line names, as text by key, and the next step in it."""

    entered: dict[str, str]
    action: str = ""
    due: When | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    is_quoted: bool = False

    @property
    def is_latin(self) -> bool:
        """Whether it may be part of a name in Latin letters."""
        return not self.is_quoted and _LATIN.fullmatch(self.text) is not None


@dataclass(slots=True)
class _Reading:
    """How far a line has been understood; `left` are the words that are nothing so far, with their places."""

    words: Sequence[_Word]
    now: datetime
    company: int | None
    entered: dict[str, str] = field(default_factory=dict)
    left: list[tuple[int, _Word]] = field(default_factory=list)
    action: str = ""
    due: When | None = None


def read(text: str, now: datetime) -> QuickLead:
    """What a line says about a new lead, seen at the wall clock of `now`."""
    words = _joined(list(_words(text)))
    company = next((place for place, word in enumerate(words) if _is_company(word)), None)
    if any("customer" in (_labelled(word.text) or ()) for word in words):
        company = None
    reading = _Reading(words, now, company)
    place = 0
    while place < len(words):
        place += _take(reading, place)
    if "customer" not in reading.entered and reading.left:
        reading.entered["customer"] = reading.left.pop(0)[1].text
    if "contact" not in reading.entered:
        _take_person(reading)
    need = [reading.entered.get("initial_need", ""), *(word.text for _place, word in reading.left)]
    if any(need):
        reading.entered["initial_need"] = " ".join(filter(None, need))
    return QuickLead(reading.entered, reading.action, reading.due)


def _words(text: str) -> Iterator[_Word]:
    for found in _TOKEN.finditer(text):
        quoted = found["quoted"] or found["quoted_zh"]
        word = quoted.strip() if quoted else _NEXT_STEP.sub("", found[0].strip(",;。"))
        if word:
            yield _Word(word, bool(quoted))


def _joined(words: list[_Word]) -> list[_Word]:
    """Latin words up to a legal form are one name: Acme Tools Co. Ltd."""
    for place in range(1, len(words)):
        if not _LATIN_FORM.fullmatch(words[place].text):
            continue
        first = last = place
        while first > 0 and words[first - 1].is_latin:
            first -= 1
        while last + 1 < len(words) and _LATIN_FORM.fullmatch(words[last + 1].text):
            last += 1
        name = _Word(" ".join(word.text for word in words[first : last + 1]), True)
        return [*words[:first], name, *words[last + 1 :]]
    return words


def _is_company(word: _Word) -> bool:
    return word.is_quoted or (_COMPANY.fullmatch(word.text) is not None and _labelled(word.text) is None)


def _take(reading: _Reading, place: int) -> int:
    """Understand the word at `place`; how many words that took."""
    word = reading.words[place]
    if place == reading.company:
        reading.entered["customer"] = word.text
        return 1
    if not word.is_quoted:
        if _fill(reading, word.text, _BEFORE_DATES):
            return 1
        if reading.due is None and (taken := _take_date(reading, place)):
            return taken
        if _fill(reading, word.text, _AFTER_DATES):
            return 1
    reading.left.append((place, word))
    return 1


def _fill(reading: _Reading, text: str, recognisers: Sequence[Recogniser]) -> bool:
    """Put a word where it belongs; of two of a kind the second stays with the need."""
    for recognise in recognisers:
        found = recognise(text)
        if found and not reading.entered.keys() & found.keys():
            reading.entered.update(found)
            return True
    return False


def _take_date(reading: _Reading, place: int) -> int:
    """A date over one to four words with the action glued to it or standing behind it; how many words."""
    found = _date_at(reading, place)
    if found is None:
        return 0
    reading.due, action, count = found
    if action:
        reading.action = action
        return count
    return count + _take_action(reading, place + count)


def _date_at(reading: _Reading, place: int) -> tuple[When, str, int] | None:
    words = [word.text for word in reading.words[place : place + _WORDS_OF_A_DATE]]
    if not _DATE_START.match(words[0]):
        return None
    for count in range(len(words), 0, -1):
        head, last = " ".join(words[: count - 1]), words[count - 1]
        for cut in range(len(last), 0, -1):
            action = last[cut:].lstrip(",:：-")
            if action and not _may_follow(action, last[cut - 1], reading):
                continue
            when = parse_when(f"{head} {last[:cut]}".strip(), reading.now)
            if when:
                return when, action, count
    return None


def _may_follow(action: str, before: str, reading: _Reading) -> bool:
    """Whether what is glued to a date can be an action: 明天10点电话, but not 明天科技 as the first word."""
    if len(action) < 2 or (before + action[0]).isascii():
        return False
    return _is_customer_known(reading) or any(action.startswith(name) for name in _channel_names())


def _is_customer_known(reading: _Reading) -> bool:
    return bool(reading.left) or reading.company is not None or "customer" in reading.entered


def _channel_names() -> Iterator[str]:
    for channel in Channel:
        yield from in_every_language(channel.marked)


def _take_action(reading: _Reading, place: int) -> int:
    """The words after a bare date that say what to do then: one Chinese word, or a run of Latin ones."""
    end = place
    while end < len(reading.words) and _is_action(reading, end):
        end += 1
        if not reading.words[end - 1].is_latin:
            break
    reading.action = " ".join(word.text for word in reading.words[place:end])
    return end - place


def _is_action(reading: _Reading, place: int) -> bool:
    word = reading.words[place]
    if place == reading.company or word.is_quoted:
        return False
    if Channel.named(word.text):
        return True
    known = any(recognise(word.text) for recognise in (*_BEFORE_DATES, *_AFTER_DATES))
    return _is_customer_known(reading) and not known and not _PERSON.fullmatch(word.text)


def _take_person(reading: _Reading) -> None:
    """The person to talk to, from the words that are left."""
    left = reading.left
    for index, (place, word) in enumerate(left):
        if found := _PERSON.fullmatch(word.text):
            reading.entered["contact"] = found["name"] or word.text
            if found["title"] and "title" not in reading.entered:
                reading.entered["title"] = found["title"]
            elif found["title"]:
                reading.entered["contact"] = word.text
            del left[index]
            return
        if word.is_latin and _LATIN_NAME.fullmatch(word.text):
            full = left[index : index + 2]
            if len(full) == 2 and not (full[1][0] == place + 1 and _LATIN_NAME.fullmatch(full[1][1].text)):
                full.pop()
            reading.entered["contact"] = " ".join(each.text for _place, each in full)
            del left[index : index + len(full)]
            return


def _labelled(text: str) -> dict[str, str] | None:
    """A value behind its name, as in 电话:13800000000; None where the value is none of its kind."""
    label, colon, value = re.sub("：", ":", text, count=1).partition(":")
    found = re.fullmatch(_LABELLED, label.strip(), re.IGNORECASE)
    value = value.strip()
    if not (found and colon and value and found.lastgroup):
        return None
    read = _OF_A_KIND.get(found.lastgroup)
    return read(value) if read else {found.lastgroup: value}


def _email(text: str) -> dict[str, str] | None:
    return {"email": text} if _EMAIL.fullmatch(text) else None


def _wechat(text: str) -> dict[str, str] | None:
    found = _WECHAT.fullmatch(text)
    return {"wechat": found[1]} if found else None


def _mobile(text: str) -> dict[str, str] | None:
    return {"phone": text} if MOBILE.fullmatch(phone_key(text)) else None


def _landline(text: str) -> dict[str, str] | None:
    return {"phone": text} if _LANDLINE.fullmatch(text) and len(phone_key(text)) >= 7 else None


def _grade(text: str) -> dict[str, str] | None:
    found = _GRADE.fullmatch(text)
    return {"grade": (found[1] or found[2] or found[3]).upper()} if found else None


def _source(text: str) -> dict[str, str] | None:
    source = Source.named(text) or next((each for each in Source.known() if _is_short_for(each, text)), None)
    return {"source": source.value} if source else None


def _is_short_for(source: Source, text: str) -> bool:
    """转介 and 转介绍 stand for 客户转介绍."""
    code = source.code or SOURCE_CODES.get(source, "")
    whole = any(name.endswith(text) for name in in_every_language(source.marked))
    return text == code or (bool(code) and whole and text.startswith(code))


def _budget(text: str) -> dict[str, str] | None:
    return budget_fields(text) if _MONEY.search(text) else None


def budget_fields(text: str) -> dict[str, str] | None:
    """A budget range as text for its two fields, 30-50万; None where it is none."""
    bounds = parse_budget(text)
    if bounds is None or bounds == (None, None):
        return None
    named = zip(("budget_min", "budget_max"), bounds, strict=True)
    return {key: f"{fen // FEN}.{fen % FEN:02d}" for key, fen in named if fen is not None}


def _title(text: str) -> dict[str, str] | None:
    return {"title": text} if _TITLE.fullmatch(text) and not _PERSON.fullmatch(text) else None


_OF_A_KIND: Mapping[str, Recogniser] = {
    "phone": lambda text: _mobile(text) or _landline(text),
    "email": _email,
    "wechat": lambda text: {"wechat": text} if _WECHAT_ID.fullmatch(text) else None,
    "source": _source,
}
_BEFORE_DATES: tuple[Recogniser, ...] = (_labelled, _email, _wechat, _mobile, _grade, _source, _budget)
_AFTER_DATES: tuple[Recogniser, ...] = (_landline, _title)
