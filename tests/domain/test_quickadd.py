"""The one-line quick add: each word finds its field, and nothing typed is lost."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtui.domain.quickadd import QuickLead, read
from leadtui.domain.when import When

SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TOMORROW = date(2026, 11, 23)


def test_a_whole_line_in_chinese() -> None:
    line = "苏州恒远精密机械有限公司 周建国 采购总监 13862012345 展会 A 30-50万 明天10点电话 需要3台加工中心"
    assert read(line, SUNDAY) == QuickLead(
        {
            "customer": "苏州恒远精密机械有限公司",
            "contact": "周建国",
            "title": "采购总监",
            "phone": "13862012345",
            "source": "trade_show",
            "grade": "A",
            "budget_min": "300000.00",
            "budget_max": "500000.00",
            "initial_need": "需要3台加工中心",
        },
        "电话",
        When(TOMORROW, time(10)),
    )


def test_a_whole_line_in_english() -> None:
    line = "Acme Tools Co., Ltd. John Smith 0571-88123456 website tomorrow 10:00 call about pricing"
    assert read(line, SUNDAY) == QuickLead(
        {
            "customer": "Acme Tools Co. Ltd.",
            "contact": "John Smith",
            "phone": "0571-88123456",
            "source": "website",
        },
        "call about pricing",
        When(TOMORROW, time(10)),
    )


@pytest.mark.parametrize(
    ("word", "field", "value"),
    [
        ("13862012345", "phone", "13862012345"),
        ("电话:13862012345", "phone", "13862012345"),
        ("手机：13862012345", "phone", "13862012345"),
        ("+86 13862012345", "phone", "+86 13862012345"),
        ("邮箱:w@x.cn", "email", "w@x.cn"),
        ("wx: abc123", "wechat", "abc123"),
        ("联系人:赵六", "contact", "赵六"),
        ("职务:采购", "title", "采购"),
        ("138 6201 2345", "phone", "138 6201 2345"),
        ("+86 138-6201-2345", "phone", "+86 138-6201-2345"),
        ("0571-88123456转802", "phone", "0571-88123456转802"),
        ("88123456", "phone", "88123456"),
        ("li@hengyuan.cn", "email", "li@hengyuan.cn"),
        ("微信hy_zhou88", "wechat", "hy_zhou88"),
        ("wx:hy_zhou88", "wechat", "hy_zhou88"),
        ("B", "grade", "B"),
        ("c类", "grade", "C"),
        ("A级客户", "grade", "A"),
        ("等级B", "grade", "B"),
        ("官网", "source", "website"),
        ("转介", "source", "referral"),
        ("转介绍", "source", "referral"),
        ("客户转介绍", "source", "referral"),
        ("referral", "source", "referral"),
        ("电话", "source", "inbound_call"),
        ("20万以内", "budget_max", "200000.00"),
        ("5w", "budget_max", "50000.00"),
        ("预算 30", "budget_min", "30.00"),
        ("王强", "contact", "王强"),
        ("欧阳修文", "contact", "欧阳修文"),
        ("王总", "contact", "王总"),
        ("李经理", "contact", "李经理"),
        ("项目经理", "title", "项目经理"),
        ("CEO", "title", "CEO"),
        ("采购", "title", "采购"),
        ("Mary", "contact", "Mary"),
    ],
)
def test_a_word_finds_its_field(word: str, field: str, value: str) -> None:
    found = read(f"恒远精密 {word}", SUNDAY)
    assert found.entered["customer"] == "恒远精密"
    assert found.entered[field] == value
    assert "initial_need" not in found.entered


def test_a_line_of_labels_is_understood() -> None:
    found = read("客户:成都明日 联系人:赵六 电话:13800001119 微信:zhao_1 需求:ERP 下一步:明天回访", SUNDAY)
    assert found.entered == {
        "customer": "成都明日", "contact": "赵六", "phone": "13800001119", "wechat": "zhao_1", "initial_need": "ERP",
    }  # fmt: skip
    assert (found.action, found.due) == ("回访", When(TOMORROW))


def test_a_title_glued_to_a_name_is_told_apart() -> None:
    assert read("恒远 王强总监", SUNDAY).entered == {"customer": "恒远", "contact": "王强", "title": "总监"}


@pytest.mark.parametrize("word", ["车床", "安装", "询价", "3m长", "b", "13900139000", "要三台设备"])
def test_what_is_nothing_else_is_the_need(word: str) -> None:
    assert read(f"恒远 13862012345 {word}", SUNDAY).entered["initial_need"] == word


def test_of_two_of_a_kind_the_second_stays_with_the_need() -> None:
    found = read("恒远 13862012345 展会 官网 A B", SUNDAY)
    assert (found.entered["source"], found.entered["grade"]) == ("trade_show", "A")
    assert found.entered["initial_need"] == "官网 B"


@pytest.mark.parametrize(
    ("words", "action", "due"),
    [
        ("明天", "", When(TOMORROW)),
        ("明天 电话", "电话", When(TOMORROW)),
        ("明天 10点 上门演示", "上门演示", When(TOMORROW, time(10))),
        ("下周三前报价", "报价", When(date(2026, 11, 25))),
        ("2026-12-01发报价单", "发报价单", When(date(2026, 12, 1))),
        ("next fri 10:00 visit", "visit", When(date(2026, 11, 27), time(10))),
        ("+3d", "", When(date(2026, 11, 25))),
    ],
)
def test_a_day_takes_its_action_along(words: str, action: str, due: When) -> None:
    found = read(f"恒远 13862012345 {words}", SUNDAY)
    assert (found.action, found.due) == (action, due)
    assert "initial_need" not in found.entered


@pytest.mark.parametrize("name", ["明天科技", "一号店", "Monica", "三一重工", '"Sun Microsystems"'])
def test_a_name_that_begins_like_a_day_stays_a_name(name: str) -> None:
    found = read(f"{name} 13862012345", SUNDAY)
    assert found.entered["customer"] == name.strip('"')
    assert found.due is None


def test_a_company_is_known_by_its_form_wherever_it_stands() -> None:
    found = read("周建国 苏州恒远公司 13862012345", SUNDAY)
    assert (found.entered["customer"], found.entered["contact"]) == ("苏州恒远公司", "周建国")


@given(
    st.lists(
        st.sampled_from(
            [
                "恒远",
                "王强",
                "李娜",
                "报价",
                "车床",
                "Acme",
                "Bob",
                "13862012345",
                "13900139000",
                "x@y.cn",
                "a@b.cn",
            ]
        )
    )
)
def test_nothing_typed_is_lost(words: list[str]) -> None:
    found = read(" ".join(words), SUNDAY)
    assert sorted(" ".join(found.entered.values()).split()) == sorted(words)
