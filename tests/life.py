"""One customer's whole life as steps, said once: the command line and the full screen carry out the same facts.

A step names its lead by a word of its own; whoever carries the steps out remembers which number each lead was given.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from peewee import ForeignKeyField

from leadtui.domain.fields import Entity
from leadtui.store.models import JOURNALLED, Contact, Customer, FollowUp, Lead, Rep, Row, Tag

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """Something done to a lead, with what is entered for it by field key."""

    lead: str
    fields: Fields = field(default_factory=dict)


class Add(Step):
    """A new lead; `action` and `due` are its next step."""


class Edit(Step):
    """Fields of the lead, its customer and its first contact."""


class Assign(Step):
    """Another owner: the one field `owner`."""


class Log(Step):
    """A contact made with its next step; a step that is not named is none, whatever is offered."""


class Correct(Step):
    """The first record of the lead, said right."""


class Plan(Step):
    """The next step in place of the present one."""


class Reschedule(Step):
    """The next step on another day: `due`."""


class Done(Step):
    """The next step is done."""


class Cancel(Step):
    """The next step will not be done."""


class Snooze(Step):
    """Off the list: `until` and `reason`."""


class Delete(Step):
    """Into the trash."""


class Restore(Step):
    """Back from the trash."""


class Undo(Step):
    """The last change taken back."""


@dataclass(frozen=True, slots=True)
class Attach(Step):
    """A record added to the lead."""

    entity: Entity = Entity.TAG


@dataclass(frozen=True, slots=True)
class Change(Step):
    """The lead's only record of a kind, changed."""

    entity: Entity = Entity.TAG


@dataclass(frozen=True, slots=True)
class Move(Step):
    """To a stage, with exactly the fields that its gate asks for; `is_on` where it is the next one on the board."""

    stage: str = ""
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Repurchase(Step):
    """The next cycle of the lead's customer, called `opens`."""

    opens: str = ""


@dataclass(frozen=True, slots=True)
class Refer(Step):
    """The lead that the lead's customer recommended, called `opens`."""

    opens: str = ""


@dataclass(frozen=True, slots=True)
class Merge(Step):
    """Another lead goes into this one."""

    other: str = ""


CUSTOMER, FRIEND = "苏州恒远精密机械有限公司", "昆山瑞泰电子有限公司"

_MET = {
    "channel": "visit",
    "outcome": "reached",
    "feedback": "要看样机",
    "attitude": "positive",
    "intent_change": "up",
    "new_need": "夹具",
    "concern": "交期",
    "decision_progress": "技术部在看",
}

# fmt: off
LIFE: tuple[Step, ...] = (
    Add("first", {
        "customer": CUSTOMER, "contact": "周建国", "phone": "13862012345", "wechat": "hy_zhou88",
        "email": "zhou@hengyuan.cn", "title": "设备部长", "source": "trade_show", "source_detail": "2026年行业展会",
        "initial_need": "三台磨床", "budget": "30-50万", "intent": "medium", "industry": "制造业", "region": "华东",
        "employees": "120", "annual_revenue": "8000万", "first_contact_at": "2026-11-20 10:00", "remark": "展台A12",
        "action": "寄样本", "due": "今天",
    }),
    Attach("first", {"dimension": "need", "name": "新客户"}, entity=Entity.TAG),
    Assign("first", {"owner": "王强"}),
    Log("first", {
        **_MET, "at": "今天 8:30", "summary": "确认需求", "action": "上门", "due": "明天", "points": "节拍",
        "goal": "定时间", "next_channel": "visit", "owner": "李娜",
    }),
    Correct("first", {**_MET, "summary": "确认需求,要三台"}),
    Move("first", {"validity": "valid"}, stage="qualifying"),
    Edit("first", {"need_fit": "high", "budget_fit": "high", "expected_close": "2026-12-10", "priority": "high"}),
    Move("first", {"grade": "A", "grade_basis": "年营收8000万"}, stage="solution"),
    Cancel("first"),
    Log("first", {"channel": "call", "outcome": "reached", "summary": "约演示"}),
    Plan("first", {
        "action": "演示", "due": "下周三 10:00", "channel": "visit", "points": "节拍", "goal": "定方案",
        "owner": "王强",
    }),
    Edit("first", {
        "pain_point": "效率低", "decision_process": "双审批", "purchase_timing": "年底", "need_detail": "三台,带夹具",
        "proposal": "企业版", "quote_amount": "40万", "proposal_feedback": "要案例",
    }),
    Attach("first", {"name": "吴敏", "title": "总经理", "decision_authority": "yes"}, entity=Entity.CONTACT),
    Attach("first", {"text": "担心周期"}, entity=Entity.OBJECTION),
    Change("first", {"progress": "已发案例", "state": "in_progress"}, entity=Entity.OBJECTION),
    Attach("first", {"subject": "budget"}, entity=Entity.CONFIRMATION),
    Attach("first", {"kind": "demo_done", "on": "2026-11-20", "note": "全员到场"}, entity=Entity.MILESTONE),
    Move("first", {"proposal_sent_at": "昨天"}, stage="negotiation"),
    Edit("first", {
        "max_budget": "45万", "must_have": "本地部署", "concession_plan": "送培训", "price": "38万",
        "payment_terms": "30%预付", "delivery_cycle": "6周", "service_terms": "两年", "contract_sent_on": "2026-11-18",
        "negotiation_progress": "contract_sent",
    }),
    Attach("first", {"text": "分三期", "reason": "财年"}, entity=Entity.AMENDMENT),
    Reschedule("first", {"due": "+4d"}),
    Done("first"),
    Move("first", {"signed_on": "2026-11-20", "contract_amount": "38万"}, stage="won", is_on=True),
    Edit("first", {"delivered_on": "2026-11-20", "acceptance": "signed_off"}),
    Edit("first", {
        "satisfaction": "5", "after_feedback": "要移动端", "repurchase_intent": "二期", "referral_info": "瑞泰有兴趣",
    }),
    Repurchase("first", {"action": "谈二期", "due": "下周一"}, opens="second"),
    Refer("first", {"customer": FRIEND, "contact": "李雷", "phone": "13900000000"}, opens="referred"),
    Add("twin", {"customer": "瑞泰电子", "phone": "13900000000", "initial_need": "测试台", "source": "website"}),
    Merge("referred", other="twin"),
    Edit("referred", {"remark": "写错了"}),
    Undo("referred"),
    Snooze("second", {"until": "2026-12-01", "reason": "等预算"}),
    Delete("second"),
    Restore("second"),
    Move("referred", {"lost_reason": "price"}, stage="lost"),
)
"""From the first contact at a trade show to the second sale, and the friend who came of it."""
# fmt: on

_LOGGED = {"action": "next", "owner": "next-owner"}
_OPENING = {"action": "next"}
_PLANNED = {"action": "text"}


_WORDS: dict[type[Step], Callable[[Any, str], list[str]]] = {
    Add: lambda step, _number: ["add", *_opened(step.fields)],
    Repurchase: lambda step, number: ["add", "--repurchase-of", number, *_opened(step.fields)],
    Refer: lambda step, number: ["add", "--referred-by", number, *_opened(step.fields)],
    Edit: lambda step, number: ["edit", number, *_set(step.fields)],
    Assign: lambda step, number: ["assign", number, step.fields["owner"]],
    Log: lambda step, number: ["log", number, *_options(step.fields, _LOGGED)],
    Correct: lambda step, number: ["log", number, "--corrects", "1", *_options(step.fields, _LOGGED)],
    Plan: lambda step, number: ["plan", number, *_options(step.fields, _PLANNED)],
    Reschedule: lambda step, number: ["plan", number, "--due", step.fields["due"]],
    Done: lambda _step, number: ["plan", number, "--done"],
    Cancel: lambda _step, number: ["plan", number, "--cancel"],
    Snooze: lambda step, number: ["snooze", number, step.fields["until"], "--reason", step.fields["reason"]],
    Attach: lambda step, number: ["attach", number, step.entity.value, *_set(step.fields)],
    Change: lambda step, number: ["attach", number, step.entity.value, *_set(step.fields)],
    Move: lambda step, number: ["move", number, step.stage, *_set(step.fields)],
    Merge: lambda _step, number: ["merge", number],
    Delete: lambda _step, number: ["delete", number],
    Restore: lambda _step, number: ["restore-lead", number],
    Undo: lambda _step, _number: ["undo"],
}


def command(step: Step, numbers: Mapping[str, str], record_id: int = 0) -> list[str]:
    """A step as the words of a command line; `record_id` is that of the record to change."""
    words = _WORDS[type(step)](step, numbers.get(step.lead, ""))
    if isinstance(step, Merge):
        words.append(numbers[step.other])
    return [*words, "--id", str(record_id)] if isinstance(step, Change) else words


def _set(fields: Fields) -> list[str]:
    return [word for key, text in fields.items() for word in ("--set", f"{key}={text}")]


def _options(fields: Fields, names: Mapping[str, str]) -> list[str]:
    return [word for key, text in fields.items() for word in (f"--{names.get(key, key).replace('_', '-')}", text)]


def _opened(fields: Fields) -> list[str]:
    step = {key: text for key, text in fields.items() if key in ("action", "due")}
    return _options(step, _OPENING) + _set({key: text for key, text in fields.items() if key not in step})


def named(step: Step) -> str:
    """What the lead that a step opens is called, nothing where it opens none."""
    return step.lead if isinstance(step, Add) else getattr(step, "opens", "")


def carried_out(do: Callable[..., Any], step: Step, numbers: dict[str, str]) -> None:
    """Carry a step out by `do`, which runs a command line that must succeed; a lead that it opens joins `numbers`."""
    record_id = 0
    if isinstance(step, Change):
        (record,) = do("show", numbers[step.lead], "--json").json[f"{step.entity.value}s"]
        record_id = record["id"]
    said = do(*command(step, numbers, record_id))
    if name := named(step):
        numbers[name] = said.out.strip()


# Two books compared

_ORDER = frozenset({"id", "uid", "version", "place"})


def tables() -> dict[str, list[dict[str, object]]]:
    """Every journalled table of the open book, without keys and order; rows that are pointed to go by their names."""
    return {model.__name__: sorted(_rows(model), key=repr) for model in JOURNALLED}


def _rows(model: type[Row]) -> Iterator[dict[str, object]]:
    name_of = cache(_name)
    for row in model.select():
        held = row.__data__
        yield {
            key: name_of(column.rel_model, held[key])
            if isinstance(column, ForeignKeyField) and held[key]
            else held[key]
            for key, column in model._meta.fields.items()
            if key not in _ORDER
        } | _plan_of(held, name_of)


def _plan_of(held: Mapping[str, Any], name_of: Any) -> dict[str, object]:
    """What a lead remembers by bare key instead of by reference."""
    from leadtui.store.models import Plan as Planned

    pointed = {"next_plan": Planned, "next_owner": Rep}
    return {key: held[key] and name_of(model, held[key]) for key, model in pointed.items() if key in held}


def _name(model: type[Row], row_id: int) -> object:
    row = model.get_by_id(row_id)
    shown = {Rep: ("name",), Customer: ("customer_no",), Lead: ("lead_no",), Tag: ("dimension", "name")}
    shown |= {FollowUp: ("at", "summary"), Contact: ("name",)}
    keys = shown.get(model) or ("due", "action")
    return tuple(str(getattr(row, key)) for key in keys)


def without_ids(found: object) -> object:
    """A JSON document of a lead without what is only a key of its database."""
    if isinstance(found, dict):
        return {key: without_ids(each) for key, each in found.items() if key not in ("id", "tag_ids")}
    return [without_ids(each) for each in found] if isinstance(found, list) else found
