"""add, edit, assign, move, log, plan, snooze: what they change, what they refuse and how."""

import pytest

from tests.cli.conftest import Run


def test_add_prints_the_number_and_nothing_else(run: Run) -> None:
    """R5, R77."""
    said = run("add", "--customer", "Acme", "--phone", "13800138000")
    assert (said.code, said.out, said.err) == (0, "其他-20261122-001\n", "")
    assert run("add", "--customer", "Beta", "--wechat", "beta_01", "--source", "官网").out == "官网-20261122-001\n"


def test_quick_add_reads_a_line_and_tells_how_it_was_read(run: Run) -> None:
    said = run("add", "苏州恒远精密机械有限公司", "周建国 13862012345 展会 A 30-50万 明天10点电话 要三台")
    number = said.out.strip()
    assert number == "展会-20261122-001"
    assert "周*国" in said.err
    assert "13862012345" not in said.err
    assert "2026-11-23 Mon 10:00" in said.err
    shown = run("show", number, "--json", "--reveal").json
    assert (shown["customer"], shown["contact"], shown["phone"]) == (
        "苏州恒远精密机械有限公司", "周建国", "13862012345",
    )  # fmt: skip
    assert (shown["grade"], shown["budget_max"], shown["initial_need"]) == ("A", 500000, "要三台")
    assert (shown["plans"][0]["action"], shown["plans"][0]["due"]) == ("电话", "2026-11-23T10:00:00+08:00")


def test_options_win_over_the_line(run: Run) -> None:
    number = run("add", "恒远 13862012345 A", "--grade", "B", "--owner", "王强", "--set", "区域=江苏").out.strip()
    shown = run("show", number, "--json").json
    assert (shown["customer"], shown["grade"], shown["owner"], shown["region"]) == (
        "恒远",
        "B",
        "王强",
        "江苏",
    )


def test_look_alikes_are_a_warning_and_never_a_wall(run: Run, lead: str) -> None:
    """R2: the folded name and the number are recognised; the contact stays masked."""
    by_name = run("add", "--customer", "恒远精密机械", "--phone", "13900139000")
    assert by_name.code == 0
    assert lead in by_name.err
    assert "周建国" not in by_name.err
    assert lead in run("add", "--customer", "别的公司", "--phone", "+86 138-6201-2345").err
    assert len(run("list", "--json").json) == 3


def test_a_lead_without_a_way_to_reach_it_is_refused(run: Run) -> None:
    """R5."""
    assert run("add", "--customer", "Acme").code == 1
    assert run("add", "--phone", "13800138000").code == 1
    assert run("add").code == 1
    assert run("list", "--json").json == []


@pytest.mark.parametrize(
    "words",
    [
        ["add", "--customer", "Acme", "--phone", "13800138000", "--grade", "Z"],
        ["add", "--customer", "Acme", "--phone", "13800138000", "--due", "someday"],
        ["add", "--customer", "Acme", "--phone", "13800138000", "--budget", "much"],
        ["edit", "NO", "--set", "nosuch=1"],
        ["edit", "NO", "--set", "lead_no=1"],
        ["edit", "NO", "--set", "grade"],
        ["edit", "NO", "--set", "quote_amount=much"],
        ["edit", "NO", "--set", "signed_on=31.31."],
        ["edit", "NO"],
        ["assign", "NO", ""],
        ["move", "NO", "nowhere"],
        ["move", "NO", "qualifying", "--status", "nobody"],
        ["log", "NO", "--summary", "聊过"],
        ["log", "NO", "--channel", "smoke", "--summary", "聊过"],
        ["log", "NO", "--channel", "call", "--summary", "聊过", "--outcome", "maybe"],
        ["log", "NO", "--channel", "call", "--summary", "聊过", "--at", "whenever"],
        ["log", "NO", "--channel", "call", "--summary", "聊过", "--at", "明天"],
        ["log", "NO", "--channel", "call", "--summary", "聊过", "--next", "电话", "--due", "昨天"],
        ["plan", "NO"],
        ["plan", "NO", "--done", "--cancel"],
        ["plan", "NO", "--done", "--due", "明天"],
        ["snooze", "NO", "someday", "--reason", "等"],
        ["snooze", "NO", "明天"],
    ],
)
def test_words_that_cannot_be_read_write_nothing(run: Run, lead: str, words: list[str]) -> None:
    before = run("show", lead, "--json").out
    said = run(*[lead if word == "NO" else word for word in words])
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("leadtui: ")
    assert len(said.err.splitlines()) == 1
    assert run("show", lead, "--json").out == before
    assert len(run("history", "--json").json) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["edit", "--set", "grade=B"],
        ["assign", "王强"],
        ["move", "qualifying"],
        ["log", "--channel", "call", "--summary", "聊过"],
        ["plan", "--done"],
        ["snooze", "明天", "--reason", "等"],
        ["history"],
    ],
)
def test_an_unknown_number_is_refused(run: Run, words: list[str]) -> None:
    said = run(words[0], "展会-19990101-001", *words[1:])
    assert said.code == 1
    assert "展会-19990101-001" in said.err


def test_edit_takes_keys_and_names_in_one_change(run: Run, lead: str) -> None:
    run(
        "edit",
        lead,
        "--set",
        "报价金额=12.5万",
        "--set",
        "Region=江苏",
        "--set",
        "contact=周建军",
        "--set",
        "意向度=高",
    )
    shown = run("show", lead, "--json", "--reveal").json
    assert (shown["quote_amount"], shown["region"], shown["contact"], shown["intent"]) == (
        125000, "江苏", "周建军", "high",
    )  # fmt: skip
    assert run("undo").out == "Edit: 苏州恒远精密机械有限公司\n"
    assert run("show", lead, "--json").json["quote_amount"] is None


def test_edit_sets_and_empties_the_budget_as_a_range(run: Run, lead: str) -> None:
    """R46."""

    def budget() -> tuple[object, object]:
        shown = run("show", lead, "--json").json
        return shown["budget_min"], shown["budget_max"]

    run("edit", lead, "--set", "budget=20万以内")
    assert budget() == (None, 200000)
    run("edit", lead, "--set", "budget=")
    assert budget() == (None, None)


def test_a_text_too_long_is_refused(run: Run, lead: str) -> None:
    for words in (["--summary", "长" * 20_001], ["--summary", "好", "--next", "长" * 501, "--due", "明天"]):
        said = run("log", lead, "--channel", "call", *words)
        assert said.code == 1
        assert said.err.startswith("leadtui: ")
    assert run("show", lead, "--json").json["follow_ups"] == []


def test_assign_gives_the_lead_away_and_starts_the_clock(run: Run, lead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """R55, R56."""
    monkeypatch.setenv("LEADTUI_NOW", "2026-11-23T09:00:00+08:00")
    assert run("assign", lead, "王强").code == 0
    shown = run("show", lead, "--json").json
    assert (shown["owner"], shown["first_due_at"]) == ("王强", "2026-11-24T09:00:00+08:00")


def test_a_gate_refuses_and_names_what_is_missing(run: Run, lead: str) -> None:
    """R24: nothing of a refused move stays, the fields given with it included."""
    said = run("move", lead, "solution", "--set", "grade_basis=预算明确")
    assert said.code == 1
    assert len(said.err.splitlines()) == 1
    assert "validity" in said.err
    assert "One effective follow-up" in said.err
    shown = run("show", lead, "--json").json
    assert (shown["stage"], shown["grade_basis"]) == ("captured", "")
    assert "评估依据" in run("--lang", "zh_CN", "move", lead, "需求与方案").err


def test_a_gate_opens_to_fields_given_with_the_move(run: Run, lead: str) -> None:
    """R24: stage, status and fields in one change."""
    run("log", lead, "--channel", "call", "--summary", "聊过")
    said = run("move", lead, "需求与方案", "--set", "有效性=有效", "--set", "grade_basis=预算明确")
    assert said.code == 0
    shown = run("show", lead, "--json").json
    assert (shown["stage"], shown["status"], shown["validity"]) == ("solution", "interested", "valid")
    run("undo")
    assert run("show", lead, "--json").json["validity"] == "unverified"


def test_a_written_reason_skips_the_stage_gate_but_the_status_stays(run: Run, lead: str) -> None:
    """R24, R25: exit 0, what the status lacks is said on standard error."""
    said = run("move", lead, "solution", "--reason", "老板直接安排")
    assert (said.code, said.out) == (0, "")
    assert "The status stays Prospect" in said.err
    shown = run("show", lead, "--json").json
    assert (shown["stage"], shown["status"]) == ("solution", "prospect")
    assert shown["stage_changes"][0]["reason"] == "老板直接安排"
    assert "validity" in shown["stage_changes"][0]["skipped"]


def test_a_status_may_be_raised_inside_a_stage(run: Run, lead: str) -> None:
    assert run("move", lead, "captured", "--status", "意向客户").code == 1
    assert run("move", lead, "captured", "--status", "意向客户", "--reason", "熟人介绍").code == 0
    assert run("show", lead, "--json").json["status"] == "interested"


@pytest.mark.parametrize(
    ("words", "reason", "note"),
    [
        (["--set", "lost_reason=price"], "price", ""),
        (["--reason", "竞品"], "competitor", ""),
        (["--reason", "老板换人了"], "other", "老板换人了"),
    ],
)
def test_a_loss_needs_a_reason(run: Run, lead: str, words: list[str], reason: str, note: str) -> None:
    assert run("move", lead, "lost").code == 1
    assert run("move", lead, "lost", *words).code == 0
    shown = run("show", lead, "--json").json
    assert (shown["stage"], shown["status"], shown["lost_reason"], shown["closing_note"]) == (
        "lost", "lost", reason, note,
    )  # fmt: skip


def test_log_keeps_everything_that_was_said(run: Run, lead: str) -> None:
    """R18–R22; `--at` looks back, `--due` ahead, and the next step's weekday is echoed."""
    said = run(
        "log", lead, "--channel", "微信", "--summary", "发了方案", "--at", "昨天 15:00", "--outcome",
        "已发资料",
        "--feedback", "很好", "--attitude", "积极", "--intent-change", "up", "--new-need", "夹具",
        "--concern", "交期",
        "--decision-progress", "已报老板", "--next", "上门演示", "--due", "周三 10:00", "--points", "节拍",
        "--goal", "确认样件", "--next-owner", "王强",
    )  # fmt: skip
    assert (said.code, said.out) == (0, "")
    assert "2026-11-25 Wed 10:00" in said.err
    shown = run("show", lead, "--json").json
    (follow_up,) = shown["follow_ups"]
    assert follow_up == {
        "at": "2026-11-21T15:00:00+08:00", "channel": "wechat", "outcome": "material_sent",
        "summary": "发了方案",
        "feedback": "很好", "attitude": "positive", "intent_change": "up", "new_need": "夹具",
        "concern": "交期",
        "decision_progress": "已报老板", "by": "李娜", "recorded_at": "2026-11-22T09:00:00+08:00",
        "is_imported": False, "no": 1, "corrects": None, "corrected_by": None,
    }  # fmt: skip
    assert shown["plans"][-1] == {
        "due": "2026-11-25T10:00:00+08:00", "action": "上门演示", "channel": None, "points": "节拍",
        "goal": "确认样件", "owner": "王强", "state": "planned",
    }  # fmt: skip


def test_log_today_means_now(run: Run, lead: str) -> None:
    run("log", lead, "--channel", "call", "--summary", "聊过", "--at", "今天")
    assert run("show", lead, "--json").json["follow_ups"][0]["at"] == "2026-11-22T09:00:00+08:00"


def test_a_contact_that_reached_somebody_needs_a_summary(run: Run, lead: str) -> None:
    assert run("log", lead, "--channel", "call").code == 1
    assert run("log", lead, "--channel", "call", "--outcome", "no_answer").code == 0


def test_a_step_without_a_day_is_said_to_be_never_due(run: Run, lead: str) -> None:
    said = run("log", lead, "--channel", "call", "--summary", "聊过", "--next", "回头再说")
    assert "never due" in said.err


def test_plan_changes_only_what_is_said(run: Run, lead: str) -> None:
    def planned() -> list[tuple[object, object, object]]:
        plans = run("show", lead, "--json").json["plans"]
        return [(plan["due"], plan["action"], plan["owner"]) for plan in plans if plan["state"] == "planned"]

    run("plan", lead, "--due", "周三")
    assert planned() == [("2026-11-25", "电话", "李娜")]
    run("plan", lead, "--text", "上门")
    assert planned() == [("2026-11-25", "上门", "李娜")]
    run("plan", lead, "--owner", "王强")
    assert planned() == [("2026-11-25", "上门", "王强")]
    run("plan", lead, "--text", "视频会", "--due", "fri 10:00")
    assert planned() == [("2026-11-27T10:00:00+08:00", "视频会", "李娜")]


@pytest.mark.parametrize(("word", "state"), [("--done", "done"), ("--cancel", "cancelled")])
def test_plan_closes_the_present_step(run: Run, lead: str, word: str, state: str) -> None:
    assert run("plan", lead, word).code == 0
    assert [plan["state"] for plan in run("show", lead, "--json").json["plans"]] == [state]
    assert run("plan", lead, word).code == 1


def test_snooze_keeps_a_lead_off_the_list_until_its_day(run: Run, lead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("snooze", lead, "+3d", "--reason", "出差").code == 0
    assert run("today", "--json").json == []
    assert run("show", lead, "--json").json["snooze_until"] == "2026-11-25"
    monkeypatch.setenv("LEADTUI_NOW", "2026-11-25T09:00:00+08:00")
    assert [entry["lead_no"] for entry in run("today", "--json").json] == [lead]


def test_undo_and_redo_name_the_change(run: Run, lead: str) -> None:
    run("edit", lead, "--set", "grade=C")
    assert run("undo").out == "Edit: 苏州恒远精密机械有限公司\n"
    assert run("redo").out == "Edit: 苏州恒远精密机械有限公司\n"
    assert run("redo").code == 1
    assert run("undo").code == 0
    assert run("undo").out == "Add lead: 苏州恒远精密机械有限公司\n"
    said = run("undo")
    assert (said.code, said.out, said.err) == (1, "", "leadtui: There is nothing to undo.\n")


def test_what_is_typed_is_cleaned_before_it_is_kept(run: Run) -> None:
    number = run("add", "--customer", "Ac\x1bme\u202e", "--phone", "13800138000", "--owner", "王\x07强").out.strip()
    shown = run("show", number, "--json").json
    assert (shown["customer"], shown["owner"]) == ("Acme", "王强")


def test_bytes_that_are_no_text_do_no_harm(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADTUI_USER", "李\udcff娜\x1b")
    assert run("list", "\udcff").code == 0
    assert run("add", "--customer", "A\udcff", "--phone", "13800138000").code == 0
    assert run("show", "\udcff").code == 1
    assert [lead["owner"] for lead in run("list", "--json").json] == ["李娜"]


def test_r54_assignment_rules_are_set_listed_and_followed(run: Run, lead: str) -> None:
    """A bare word is a region, or the industry of a customer that is known; both can be demanded."""
    assert run("assignment", "--json").json == []
    run("edit", lead, "--set", "industry=制造业")
    said = run(
        "assignment", "--set", "region:华东，行业类型：制造业=赵敏", "--set", "制造业=王强", "--set", "西南=刘洋",
        "--json",
    )  # fmt: skip
    rules = [
        {"owner": "赵敏", "region": "华东", "industry": "制造业"},
        {"owner": "王强", "region": "", "industry": "制造业"},
        {"owner": "刘洋", "region": "西南", "industry": ""},
    ]
    assert (said.code, said.json) == (0, rules)
    for wrong in ("天气:晴=王强", "华东=", "=王强", "华东"):
        assert run("assignment", "--set", wrong).code != 0
    assert run("assignment", "--json").json == rules
    number = run("add", "--customer", "乙公司", "--phone", "13900000000", "--set", "region=西南").out.strip()
    assert run("show", number, "--json").json["owner"] == "刘洋"
    assert "西南" in run("assignment").out
    assert run("undo").code == 0
    assert run("assignment", "--clear", "--json").json == []


def test_history_is_narrowed_by_person_kind_and_days(run: Run, lead: str) -> None:
    run("show", lead, "--reveal")
    assert [each["kind"] for each in run("history", "--kind", "act", "--json").json] == ["act"]
    assert run("history", "--by", "王强", "--json").json == []
    assert [each["by"] for each in run("history", "--since", "2026-11-22", "--until", "今天", "--json").json] == [
        "李娜"
    ] * 2
    assert run("history", "--until", "昨天", "--json").json == []
    assert run("history", "--since", "nonsense").code == 2


def test_a_lead_goes_to_the_pool_and_is_claimed(run: Run, lead: str) -> None:
    """R36: released for a reason, found by `owner:pool`, claimed."""
    assert run("release", lead, "--reason", "转岗").code == 0
    assert [each["lead_no"] for each in run("list", "owner:pool", "--json").json] == [lead]
    assert run("claim", lead).code == 0
    assert run("claim", lead).code == 1
    assert run("show", lead, "--json").json["owner"] == "李娜"


def test_r54_leads_are_handed_over_by_filter_and_by_turns_and_the_workload_tells_it(run: Run) -> None:
    numbers = [
        run("add", "--customer", f"客户{number}", "--phone", f"1380013800{number}").out.strip() for number in "123"
    ]
    run("move", numbers[2], "lost", "--set", "lost_reason=price")
    run("assign", numbers[0], numbers[1], "+王强")

    said = run("assign", "--filter", "owner:王强 stage:open", "王强，+张伟")
    assert (said.code, said.err) == (0, "No lead changes hands.\n")
    said = run("assign", "--filter", "owner:王强 stage:open", "李娜,张伟")

    assert said.err.splitlines() == ["李娜: 1 lead", "张伟: 1 lead"]
    loads = {each["owner"]: each["open"] for each in run("workload", "--json").json}
    assert loads == {"李娜": 1, "张伟": 1, "王强": 0}
    assert run("workload").out.splitlines()[0].split() == ["Open", "Due", "Overdue", "Stale", "To", "pool", "New"]
    assert run("assign", "张伟").code == run("assign", numbers[0], "张伟", "--filter", "x").code == 2
