"""What people write into a sheet where leadtui has a choice: A类, 打电话, 百度推广, 老客户介绍 (spec §4)."""

import re
from functools import cache, lru_cache
from typing import TypeVar

from leadtui.domain.terms import (
    Acceptance,
    Attitude,
    Channel,
    Grade,
    Level,
    LostReason,
    NegotiationProgress,
    OpenTerm,
    Outcome,
    Source,
    Stage,
    Status,
    Term,
    Validity,
)
from leadtui.domain.text import fold
from leadtui.i18n import in_every_language

AnyTerm = TypeVar("AnyTerm", bound=Term)

_SAME: dict[type[Term], dict[Term, str]] = {
    Grade: {Grade.A: "高 高意向 重点", Grade.B: "中 中意向 一般", Grade.C: "低 低意向"},
    Level: {
        Level.HIGH: "高 较高 很高 紧急 高优先级 h",
        Level.MEDIUM: "中 中等 一般 普通 m",
        Level.LOW: "低 较低 不急 l",
    },
    Status: {
        Status.PROSPECT: "潜在 潜在线索 新客户 新线索",
        Status.INTERESTED: "意向 有意向 一般意向",
        Status.HIGH_INTENT: "高意向 强意向 重点意向",
        Status.WON: "成交 已成交 已签约 签约客户 老客户",
        Status.LOST: "流失 已流失 丢单 输单 已丢单",
    },
    Stage: {
        Stage.CAPTURED: "线索 新线索",
        Stage.QUALIFYING: "筛选 分级",
        Stage.SOLUTION: "方案 需求确认 方案报价",
        Stage.NEGOTIATION: "谈判 谈判中 商务谈判 合同",
        Stage.WON: "成交 售后 赢单 已签约",
        Stage.LOST: "输单 丢单 已流失",
        Stage.INVALID: "无效客户 无效线索",
    },
    Attitude: {
        Attitude.VERY_POSITIVE: "非常积极 很积极 热情 强烈",
        Attitude.POSITIVE: "较积极 比较积极 良好 感兴趣 有兴趣",
        Attitude.NEUTRAL: "中性 一般 普通",
        Attitude.HESITANT: "观望 迟疑 考虑中",
        Attitude.NEGATIVE: "不积极 冷淡 拒绝 反感 无兴趣 没兴趣",
    },
    Outcome: {
        Outcome.REACHED: "沟通 已接通 接通 成功 已联系",
        Outcome.NO_ANSWER: "未接 无人接听 没接 未接听 无应答 未联系上",
        Outcome.LEFT_MESSAGE: "留言",
        Outcome.MATERIAL_SENT: "已发送资料 发资料 已发方案 已发报价",
    },
    Validity: {Validity.VALID: "是 有效线索", Validity.INVALID: "否 无效线索", Validity.UNVERIFIED: "未核实"},
    NegotiationProgress: {
        NegotiationProgress.NOT_STARTED: "未谈判 无",
        NegotiationProgress.NEGOTIATING: "进行中 商务谈判中 价格谈判中",
        NegotiationProgress.AWAITING_CONTRACT: "待签合同 合同准备中 待签约",
        NegotiationProgress.CONTRACT_SENT: "已发合同 合同已发送",
        NegotiationProgress.AMENDING: "修改中 合同修改中",
        NegotiationProgress.SIGNED: "已签 已签约 已签合同 签署完成",
    },
    Acceptance: {
        Acceptance.PENDING: "未验收",
        Acceptance.SIGNED_OFF: "已验收 验收通过 合格 通过",
        Acceptance.PARTIAL: "部分验收",
        Acceptance.REJECTED: "不通过 不合格 验收不通过",
    },
    LostReason: {
        LostReason.COMPETITOR: "竞争对手 选择竞品",
        LostReason.PRICE: "价格高 太贵 价格太高",
        LostReason.BUDGET: "无预算 预算不足",
        LostReason.UNRESPONSIVE: "联系不上",
    },
}
"""Words beside the labels, by choice; blanks between them."""

_PHRASES: dict[type[Term], dict[Term, str]] = {
    Grade: {Grade.A: "hot|重点客户", Grade.B: "warm|普通客户", Grade.C: "cold|非优先客户"},
    Stage: {
        Stage.CAPTURED: "prospecting|appointment scheduled|初步接触|初步沟通",
        Stage.QUALIFYING: "qualification|qualified to buy|contact made|验证客户",
        Stage.SOLUTION: "needs analysis|value proposition|id. decision makers|identify decision makers|"
        "perception analysis|proposal|proposal made|proposal/price quote|proposition|presentation scheduled|"
        "decision maker bought-in|demo scheduled|需求分析|立项评估",
        Stage.NEGOTIATION: "negotiations started|negotiation/review|contract sent|招投标",
        Stage.WON: "closed won|won",
        Stage.LOST: "closed lost|closed lost to competition|closed-lost to competition|lost",
        Stage.INVALID: "junk lead|junk|unqualified|not qualified|spam",
    },
    Status: {
        Status.PROSPECT: "new|open|open - not contacted|not contacted|attempted to contact|assigned|contact in future|"
        "recycled|未处理|待分配|待处理|未成交|未跟进",
        Status.INTERESTED: "contacted|connected|working|working - contacted|in progress|in process|pre-qualified|"
        "qualified|open deal|converted|closed - converted|已转换",
        Status.WON: "closed won",
        Status.LOST: "lost lead|dead|closed lost|closed - not converted|bad timing|已关闭|已放弃",
    },
}
"""Words of other programs, by choice; bars between them."""

# What comes first wins: 老客户介绍 is a referral, 邮件营销 an advertisement.
_SOURCES = (
    (Source.REFERRAL, "介绍|推荐|转介|referr|partner|word of mouth"),
    (Source.TRADE_SHOW, "展会|展览|博览|展销|交易会|广交会|车展|expo|trade ?show|exhibition"),
    (
        Source.ONLINE_ADS,
        "推广|广告|百度|竞价|抖音|信息流|投放|营销|sem|seo|线上|ads|advert|search|social|facebook|linkedin|campaign|paid",
    ),
    (Source.WEBSITE, r"官网|网站|网页|website|web site|\bweb\b|web form|direct traffic|chat"),
    (Source.COLD_VISIT, "拜访|陌拜|陌生|地推|上门|cold"),
    (Source.EMAIL_INQUIRY, "邮件|邮箱|e-?mail"),
    (Source.INBOUND_CALL, "来电|电话|热线|400|咨询|call|phone"),
    (Source.EXISTING_CUSTOMER, "老客|复购|续费|续约|existing|repeat"),
)
_CHANNELS = (
    (Channel.MEETING, "线上会议|视频|会议|zoom|teams|meeting|线上演示"),
    (Channel.WECHAT, "微信|企微|wechat|weixin"),
    (Channel.EMAIL, "邮件|邮箱|e-?mail"),
    (Channel.SMS, "短信|sms"),
    (Channel.QUESTIONNAIRE, "问卷|survey"),
    (Channel.VISIT, "拜访|上门|面谈|面访|到访|来访|现场|见面|visit"),
    (Channel.CALL, "电话|致电|来电|去电|通话|call|phone|tel"),
)
_GRADE = re.compile(r"([abc])(?![a-z0-9])")


def choice(kind: type[AnyTerm], text: str) -> AnyTerm | None:
    """The choice that a cell names by key, label or a usual word, the team's own first; None where nothing fits."""
    own = _own(kind, text) if issubclass(kind, OpenTerm) else None
    return own if isinstance(own, kind) else _given(kind, text)


def _own(kind: type[OpenTerm], text: str) -> OpenTerm | None:
    word = fold(text)
    return next((term for term in kind.own() if word in (fold(term.value), fold(term.label))), None)


@lru_cache(maxsize=4096)
def _given(kind: type[AnyTerm], text: str) -> AnyTerm | None:
    word = fold(text)
    found = _words(kind).get(word)
    if found is None and kind is Grade and (letter := _GRADE.match(word)):
        found = _words(kind).get(letter[1])
    return found if isinstance(found, kind) else None


def source(text: str) -> tuple[Source, str]:
    """The source a cell means, one of the team's before the given, and its own words where they say more."""
    word = fold(text)
    own = next((term for term in Source.own() if fold(term.label) in word), None)
    if own is not None:
        return own, "" if word == fold(own.label) else text
    return _given_source(text)


@lru_cache(maxsize=4096)
def _given_source(text: str) -> tuple[Source, str]:
    exact = choice(Source, text)
    return (exact, "") if exact else (_mentioned(_SOURCES, text, Source.OTHER)[0], text)


@lru_cache(maxsize=4096)
def channel(text: str) -> tuple[Channel, bool]:
    """The channel a cell means, and whether that is all the cell says."""
    exact = choice(Channel, text)
    return (exact, True) if exact else _mentioned(_CHANNELS, text, Channel.OTHER)


def _mentioned(known: tuple[tuple[AnyTerm, str], ...], text: str, other: AnyTerm) -> tuple[AnyTerm, bool]:
    word = fold(text)
    found = [term for term, words in known if re.search(words, word)]
    return (found[0] if found else other), len(found) == 1


@cache
def _words(kind: type[Term]) -> dict[str, Term]:
    found: dict[str, Term] = {}
    for term in kind:
        for word in (term.value, *in_every_language(term.marked), *_SAME.get(kind, {}).get(term, "").split()):
            found.setdefault(fold(word), term)
    for term, phrases in _PHRASES.get(kind, {}).items():
        for word in phrases.split("|"):
            found.setdefault(fold(word), term)
    return found
