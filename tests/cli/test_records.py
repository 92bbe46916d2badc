"""What hangs on a lead, changed and removed from the command line, and the brief before a visit."""

import pytest

from tests.cli.conftest import Run

RECORDS = (
    ("contact", ("name=吴敏", "title=财务"), "title=财务总监", "contacts", "title", "财务总监"),
    ("milestone", ("kind=demo_done",), "note=车间", "milestones", "note", "车间"),
    ("objection", ("text=太贵",), "state=resolved", "objections", "state", "resolved"),
    ("amendment", ("text=三期付",), "reason=财年", "amendments", "reason", "财年"),
    ("confirmation", ("subject=budget",), "on=2026-11-20", "confirmations", "on", "2026-11-20"),
)


@pytest.mark.parametrize(("kind", "given", "change", "shown", "key", "value"), RECORDS)
def test_a_record_is_changed_and_removed_by_the_id_that_show_tells(
    run: Run, lead: str, kind: str, given: tuple[str, ...], change: str, shown: str, key: str, value: str
) -> None:
    sets = [word for each in given for word in ("--set", each)]
    assert run("attach", lead, kind, *sets).code == 0
    number = str(run("show", lead, "--json").json[shown][-1]["id"])  # type: ignore[index]
    assert f"id {number}" in run("show", lead).out
    assert run("attach", lead, kind, "--id", number, "--set", change).code == 0
    assert run("show", lead, "--json").json[shown][-1][key] == value  # type: ignore[index]
    assert run("attach", lead, kind, "--id", number, "--remove").code == 0
    left = run("show", lead, "--json").json[shown]  # type: ignore[index]
    assert number not in [str(each["id"]) for each in left]
    assert run("undo").code == 0
    assert len(run("show", lead, "--json").json[shown]) == len(left) + 1  # type: ignore[index]


def test_a_tag_is_removed_but_not_changed(run: Run, lead: str) -> None:
    run("attach", lead, "tag", "--set", "name=新客")
    number = str(run("show", lead, "--json").json["tag_ids"]["新客"])  # type: ignore[index]
    assert run("attach", lead, "tag", "--id", number, "--set", "name=老客").code == 2
    assert run("attach", lead, "tag", "--id", number, "--remove").code == 0
    assert run("show", lead, "--json").json["tags"] == []  # type: ignore[index]


def test_a_record_of_another_lead_is_refused(run: Run, lead: str) -> None:
    other = run("add", "--customer", "乙公司", "--phone", "13900000000").out.strip()
    run("attach", other, "objection", "--set", "text=太贵")
    for words in (("--set", "state=resolved"), ("--remove",)):
        said = run("attach", lead, "objection", "--id", "1", *words)
        assert (said.code, "no such record" in said.err) == (1, True)
    assert run("show", other, "--json").json["objections"][0]["state"] == "open"  # type: ignore[index]


@pytest.mark.parametrize("words", [(), ("--remove",), ("--remove", "--id", "1", "--set", "state=resolved")])
def test_a_call_that_says_too_little_or_too_much_is_a_usage_error(run: Run, lead: str, words: tuple[str, ...]) -> None:
    assert run("attach", lead, "objection", *words).code == 2


def test_show_tells_the_timeline_newest_first(run: Run, lead: str) -> None:
    run("log", lead, "--channel", "call", "--summary", "聊了交期", "--at", "昨天 15:00")
    run("log", lead, "--channel", "call", "--summary", "聊了价格", "--at", "昨天 15:00", "--corrects", "1")
    text = run("show", lead).out
    story = text[text.index("Timeline") :]
    order = ["2026-11-22 09:00  captured", "corrects #1", "聊了价格", "corrected by #2", "聊了交期"]
    assert sorted(order, key=story.index) == order
    text = run("show", lead, "--kind", "stage").out
    assert "captured" in text[text.index("Timeline") :]
    assert "聊了" not in text[text.index("Timeline") :]
    assert run("show", lead, "--kind", "weather").code == 2


def test_a_brief_before_a_visit_fits_one_page_and_is_masked_unless_revealed(run: Run, lead: str) -> None:
    run("edit", lead, "--set", "pain_point=交期*常*延误", "--set", "competitor=甲软件")
    run("attach", lead, "objection", "--set", "text=太贵")
    run("attach", lead, "objection", "--set", "text=旧异议", "--set", "state=resolved")
    run("attach", lead, "confirmation", "--set", "subject=budget")
    run("log", lead, "--channel", "call", "--summary", "聊了交期", "--concern", "数据安全", "--next", "上门演示",
        "--due", "+3d", "--points", "排产模块")  # fmt: skip
    said = run("show", lead, "--format", "md")
    lines = said.out.splitlines()
    assert lines[0] == "# 苏州恒远精密机械有限公司"
    assert [line[3:] for line in lines if line.startswith("## ")] == [
        "Who", "Next step", "To talk about", "Open objections", "Need", "Budget", "Decision", "Last contacts",
    ]  # fmt: skip
    assert ["太贵" in said.out, "旧异议" in said.out, "数据安全" in said.out, "排产模块" in said.out] == [
        True, False, True, True,
    ]  # fmt: skip
    assert "交期\\*常\\*延误" in said.out
    assert ("周建国" in said.out, "13862012345" in said.out) == (False, False)
    assert "13862012345" in run("show", lead, "--format", "md", "--reveal").out
    assert "Reveal contacts" in run("history").out
    assert run("show", lead, "--format", "md", "--json").code == 2
