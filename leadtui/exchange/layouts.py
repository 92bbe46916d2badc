"""The tables that go out: the record table and the funnel column for column (R31), and one with every field.

A layout turns a dossier into rows of cells; how these are written is each format's own business.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from leadtui.domain.fields import (
    AMENDMENT_FIELDS,
    CONTACT_FIELDS,
    CUSTOMER_FIELDS,
    FOLLOW_UP_FIELDS,
    LEAD_FIELDS,
    OBJECTION_FIELDS,
    PLAN_FIELDS,
    STATE_FIELDS,
    TAG_FIELDS,
    Field,
    Kind,
)
from leadtui.domain.money import format_budget
from leadtui.domain.terms import Acceptance, Channel, Grade, Level, NegotiationProgress, Source, Status, Term
from leadtui.exchange import choices
from leadtui.exchange.lists import as_list
from leadtui.exchange.sheets import Cell
from leadtui.exchange.telling import Line, cell, lines, newest
from leadtui.i18n import _, in_every_language, language, told
from leadtui.services.exports import Dossier, Entry

CHINESE = "zh_CN"


class Template(StrEnum):
    """The two sheets that teams know, to be had again as they were."""

    RECORDS = "records"
    FUNNEL = "funnel"


Reading = Callable[[Line], Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, the kind of its cells, the labels that may stand in it (none: anything).

    `lead_keys` are the keys of the lead that it reads.
    """

    header: str
    kind: Kind
    read: Reading
    labels: tuple[str, ...] = ()
    lead_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A table: its name, its columns, which records of a lead they tell of, and whether a lead takes one row."""

    name: str
    columns: tuple[Column, ...]
    parts: tuple[str, ...]
    one_row_a_lead: bool = False

    @property
    def lead_keys(self) -> frozenset[str]:
        """What has to be known of a lead for its rows."""
        return frozenset(key for column in self.columns for key in column.lead_keys) | {"status", "owner"}

    def rows(self, dossier: Dossier, zone: tzinfo) -> Iterator[list[Cell]]:
        """The rows of one lead; `zone` is that of the person who reads them."""
        told_lines = [newest(dossier, zone)] if self.one_row_a_lead else lines(dossier, zone)
        readings = [column.read for column in self.columns]
        for line in told_lines:
            yield [read(line) for read in readings]


@lru_cache(maxsize=1024)
def _label(kind: type[Term], key: str, spoken: str) -> str:
    term = kind.named(key)
    if term is None:
        return key
    return next(in_every_language(term.marked)) if spoken == CHINESE else term.label


def _labels(kind: type[Term], spoken: str) -> tuple[str, ...]:
    return tuple(_label(kind, term.value, spoken) for term in kind)


_UNSAID = {"validity": "unverified", "negotiation_progress": "not_started"}
"""What stands in a field nobody entered anything into; a sheet leaves such a cell empty."""


_TEXTS = frozenset({Kind.LINE, Kind.NOTE, Kind.REP})
"""Kinds of which a cell holds what is stored."""


def _plain(source: Callable[[Line], Entry], key: str, kind: Kind) -> Reading:
    if kind in _TEXTS:
        return lambda line: source(line).get(key) or None
    return lambda line: None if (value := source(line).get(key)) is None else cell(value, kind, line.zone)


def _chosen(source: Callable[[Line], Entry], key: str, kind: type[Term], spoken: str) -> Reading:
    unsaid = _UNSAID.get(key)

    def read(line: Line) -> Cell:
        value = source(line).get(key)
        return _label(kind, str(value), spoken) if value and value != unsaid else None

    return read


_lead: Callable[[Line], Entry] = attrgetter("dossier.lead")
_customer: Callable[[Line], Entry] = attrgetter("dossier.customer")
_person: Callable[[Line], Entry] = attrgetter("person")
_record: Callable[[Line], Entry] = attrgetter("record")
_plan: Callable[[Line], Entry] = attrgetter("plan")


def _owner(line: Line) -> Cell:
    return line.owner or None


def _tags(line: Line) -> Cell:
    return ";".join(name for _dimension, name in line.dossier.tags) or None


def _talks(name: str, *keys: str) -> Reading:
    """What stands under these keys in all objections, or amendments, of a lead; several as a list, a line each."""

    def read(line: Line) -> Cell:
        held: Sequence[Entry] = getattr(line.dossier, name)
        if not held:
            return None
        told = [",".join(filter(None, (str(each[key]) for key in keys))) for each in held]
        return as_list(told) if any(told) else None

    return read


def _due(line: Line) -> Cell:
    due, at = line.plan.get("due"), line.plan.get("due_time")
    if isinstance(due, datetime) or due is None:
        return None
    return datetime.combine(due, time.fromisoformat(str(at))) if at else due  # type: ignore[arg-type]


def _next_step(line: Line) -> Cell:
    """Day and action in one cell, as the record table has them."""
    due, at = line.plan.get("due"), line.plan.get("due_time")
    action = line.plan.get("action") or line.plan.get("points") or line.plan.get("goal")
    return " ".join(str(part) for part in (due, at if due else None, action) if part) or None


def _way(line: Line) -> Cell:
    """One way to reach the person, where a sheet has a single column for it."""
    person = line.person
    wechat = f"微信:{person['wechat']}" if person.get("wechat") else ""
    return str(person.get("phone") or person.get("email") or wechat) or None


_ORIGIN = ("source", "source_detail")


def _origin(line: Line) -> Cell:
    """The source in one cell: its detail where that names the source too, else its label."""
    key, detail = str(line.dossier.lead["source"]), str(line.dossier.lead["source_detail"])
    if detail and choices.source(detail) == (key, detail):
        return detail
    return _label(Source, key, CHINESE)


def _size(line: Line) -> Cell:
    """Employees and revenue in one cell, each so that it is known again (R82)."""
    customer = line.dossier.customer
    revenue = f"年营收{customer['annual_revenue']}" if customer["annual_revenue"] else ""
    return ",".join(filter(None, (str(customer["employees"]), revenue))) or None


def _budget(line: Line) -> Cell:
    lead = line.dossier.lead
    least, most = lead["budget_min"], lead["budget_max"]
    assert least is None or isinstance(least, int)
    assert most is None or isinstance(most, int)
    return format_budget(least, most, CHINESE) or None


def _channel(line: Line) -> Cell:
    channel = line.record.get("channel")
    return _label(Channel, str(channel), CHINESE) if channel and channel != Channel.OTHER else None


def _status(line: Line) -> Cell:
    return _label(Status, line.status, CHINESE) if line.status else None


def _text(header: str, source: Callable[[Line], Entry], key: str, kind: Kind = Kind.LINE) -> Column:
    return Column(header, kind, _plain(source, key, kind), lead_keys=_keys(source, key))


def _keys(source: Callable[[Line], Entry], key: str) -> tuple[str, ...]:
    return (key,) if source is _lead else ()


def _choice(header: str, source: Callable[[Line], Entry], key: str, kind: type[Term]) -> Column:
    read, labels = _chosen(source, key, kind, CHINESE), _labels(kind, CHINESE)
    return Column(header, Kind.CHOICE, read, labels, _keys(source, key))


def _records() -> Layout:
    return Layout(
        "客户跟进记录表",
        (
            _text("线索编号", _lead, "lead_no"),
            _text("客户名称", _customer, "name"),
            Column("线索来源", Kind.LINE, _origin, _labels(Source, CHINESE), _ORIGIN),
            _text("联系人", _person, "name"),
            Column("联系方式", Kind.LINE, _way),
            _choice("线索等级", _lead, "grade", Grade),
            _text("初始需求", _lead, "initial_need", Kind.NOTE),
            _text("跟进日期", _record, "at", Kind.INSTANT),
            Column("跟进方式", Kind.CHOICE, _channel, _labels(Channel, CHINESE)),
            _text("沟通内容摘要", _record, "summary", Kind.NOTE),
            _text("客户反馈", _record, "feedback", Kind.NOTE),
            Column("下一步计划", Kind.NOTE, _next_step),
            Column("负责人", Kind.REP, _owner),
            Column("当前状态", Kind.CHOICE, _status, _labels(Status, CHINESE)),
        ),
        ("follow_ups", "plans", "stage_changes"),
    )


def _funnel() -> Layout:
    return Layout(
        "销售漏斗",
        (
            _text("客户编号", _customer, "customer_no"),
            _text("企业名称", _customer, "name"),
            _text("联系人", _person, "name"),
            _text("职位", _person, "title"),
            _text("行业类型", _customer, "industry"),
            Column("企业规模", Kind.LINE, _size),
            _text("区域", _customer, "region"),
            _text("线索编号", _lead, "lead_no"),
            Column("来源渠道", Kind.LINE, _origin, lead_keys=_ORIGIN),
            _text("首次接触时间", _lead, "first_contact_at", Kind.INSTANT),
            Column("联系方式", Kind.LINE, _way),
            Column("预计预算范围", Kind.LINE, _budget, lead_keys=("budget_min", "budget_max")),
            _choice("线索优先级", _lead, "priority", Level),
            Column("客户标签", Kind.LINE, _tags),
            _choice("等级", _lead, "grade", Grade),
            _text("备注", _customer, "remark", Kind.NOTE),
            Column("负责人", Kind.REP, _owner),
            _text("首次跟进截止时间", _lead, "first_due_at", Kind.INSTANT),
            _text("客户需求详情", _lead, "need_detail", Kind.NOTE),
            _text("方案发送时间", _lead, "proposal_sent_at", Kind.INSTANT),
            _text("客户反馈", _lead, "proposal_feedback", Kind.NOTE),
            Column("异议内容及解决进展", Kind.NOTE, _talks("objections", "text", "progress")),
            _choice("谈判进展", _lead, "negotiation_progress", NegotiationProgress),
            _text("付款方式", _lead, "payment_terms"),
            _text("合同发送日期", _lead, "contract_sent_on", Kind.DAY),
            _text("客户签署时间", _lead, "signed_on", Kind.DAY),
            Column("修改条款及原因", Kind.NOTE, _talks("amendments", "text", "reason")),
            _text("交付时间", _lead, "delivered_on", Kind.DAY),
            _choice("客户验收结果", _lead, "acceptance", Acceptance),
            _text("售后反馈", _lead, "after_feedback", Kind.NOTE),
            _text("复购意向", _lead, "repurchase_intent", Kind.NOTE),
            _text("转介绍线索信息", _lead, "referral_info", Kind.NOTE),
        ),
        ("objections", "amendments", "tags"),
        one_row_a_lead=True,
    )


def _field(source: Callable[[Line], Entry], field: Field) -> Column:
    keys = _keys(source, field.key)
    if field.choices is None:
        return Column(field.label, field.kind, _plain(source, field.key, field.kind), lead_keys=keys)
    read = _chosen(source, field.key, field.choices, language())
    return Column(field.label, Kind.CHOICE, read, tuple(term.label for term in field.choices), keys)


def _whole() -> Layout:
    """Every field that a sheet can carry, in the language being spoken; a lead has a row for each contact made."""
    plan = {field.key: field for field in PLAN_FIELDS}
    return Layout(
        _("Leads"),
        (
            *(_field(_customer, field) for field in CUSTOMER_FIELDS),
            *(_field(_person, field) for field in CONTACT_FIELDS if field.key != "is_primary"),
            *(_field(_lead, field) for field in (*LEAD_FIELDS, *STATE_FIELDS)),
            Column(told(TAG_FIELDS[1].marked), Kind.LINE, _tags),
            Column(OBJECTION_FIELDS[0].label, Kind.NOTE, _talks("objections", "text")),
            Column(_("Objection progress"), Kind.NOTE, _talks("objections", "progress")),
            Column(AMENDMENT_FIELDS[0].label, Kind.NOTE, _talks("amendments", "text")),
            Column(_("Amendment reason"), Kind.NOTE, _talks("amendments", "reason")),
            *(_field(_record, field) for field in FOLLOW_UP_FIELDS if field.key != "recorded_at"),
            Column(plan["due"].label, Kind.DAY, _due),
            *(_field(_plan, plan[key]) for key in ("action", "points", "goal")),
        ),
        ("follow_ups", "plans", "objections", "amendments", "tags"),
    )


def layout(template: Template | None) -> Layout:
    """The layout of a template, or the one with every field."""
    if template is Template.RECORDS:
        return _records()
    return _funnel() if template is Template.FUNNEL else _whole()
