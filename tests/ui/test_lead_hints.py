"""What the lead form suggests while it is filled in, and how a quick line is told."""

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain import quickadd
from leadtui.services.assignment import Rule
from leadtui.ui.dialogs.lead_hints import Hint, hints
from leadtui.ui.dialogs.lead_pages import pages
from leadtui.ui.dialogs.quick_add import reading

EMPTY = dict.fromkeys((key for keys in pages(is_new=True).values() for key in keys), "")


def test_an_empty_form_suggests_nothing(desk: Desk) -> None:
    assert hints(EMPTY, desk, [Rule("王强", region="华东")]) == {}


def test_r52_grade_with_both_reasons_and_a_badge_where_they_disagree(desk: Desk) -> None:
    found = hints(EMPTY | {"intent": "low", "expected_close": "2026-12-01"}, desk, [])
    said = "Suggested: Grade A · Intent Low: C · 9 days to the expected close: A · [the two disagree]"
    assert found["grade"] == Hint("A", said)
    agreed = hints(EMPTY | {"intent": "high", "expected_close": "2026-12-01"}, desk, [])
    assert "disagree" not in agreed["grade"].said


def test_r47_priority_is_urgency_and_budget(desk: Desk) -> None:
    found = hints(EMPTY | {"intent": "high", "budget": "60-80万"}, desk, [])
    assert found["priority"] == Hint("high", "Suggested: Priority High · Urgency High · Budget High")


def test_r53_the_basis_is_drafted_from_the_four_dimensions(desk: Desk) -> None:
    texts = {"employees": "500", "annual_revenue": "1亿", "need_fit": "high", "budget_fit": "low", "intent": "medium"}
    assert hints(EMPTY | texts, desk, [])["grade_basis"].value == (
        "Grade B: employees 500, annual revenue 1亿, need fit High, budget fit Low"
    )


def test_r49_the_two_questions_decide_validity(desk: Desk) -> None:
    assert hints(EMPTY | {"exists": "yes", "decision_authority": "yes"}, desk, [])["validity"].value == "valid"
    refused = hints(EMPTY | {"exists": "no"}, desk, [])["validity"]
    assert refused == Hint("invalid", "Suggested: Invalid · No such company")
    assert "validity" not in hints(EMPTY | {"exists": "yes"}, desk, [])


def test_r54_the_first_rule_that_fits_names_the_owner(desk: Desk) -> None:
    rules = [Rule("王强", region="华东", industry="电子"), Rule("刘洋", region="华东")]
    assert hints(EMPTY | {"region": "华东"}, desk, rules)["owner"].value == "刘洋"
    assert hints(EMPTY | {"region": "华东", "industry": "电子"}, desk, rules)["owner"].value == "王强"
    assert "owner" not in hints(EMPTY | {"region": "西北"}, desk, rules)


def test_what_cannot_be_read_yet_is_as_good_as_unknown(desk: Desk) -> None:
    assert hints(EMPTY | {"expected_close": "someday", "budget": "lots"}, desk, []) == {}


def test_a_quick_line_is_told_part_by_part(desk: Desk) -> None:
    i18n.speak("zh_CN")
    line = "苏州恒远精密机械有限公司 周建国 采购总监 13862012345 展会 A 30-50万 明天10点电话 需要3台加工中心"
    told = [part.plain.split("  ", 1) for part in reading(quickadd.read(line, desk.local_now()), desk).split("\n")]
    assert [value for _label, value in told] == [
        "苏州恒远精密机械有限公司",
        "周建国",
        "采购总监",
        "13862012345",
        "行业展会",
        "A",
        "30–50万",
        "电话  2026-11-23 周一 10:00 · 明天",
        "需要3台加工中心",
    ]
    assert [label for label, _value in told][:3] == ["客户名称", "联系人", "职位"]
