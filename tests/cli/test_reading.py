"""today, list, show: what scripts and people get to see."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from leadtui.domain import cells
from tests.cli.conftest import LEAD, Run

ENTRY = {
    "lead_no", "customer", "contact", "phone", "grade", "priority", "reason", "reasons", "due", "days_late",
    "action", "owner", "stage", "status",
}  # fmt: skip
SECTION_2_1 = {
    "customer_no", "customer", "industry", "region", "employees", "annual_revenue", "tags", "remark",
    "lead_no",
    "source", "source_detail", "first_contact_at", "initial_need", "budget_min", "budget_max", "intent",
    "priority", "validity", "invalid_reason", "need_fit", "budget_fit", "grade", "grade_basis",
    "expected_close",
    "owner", "assigned_at", "first_due_at", "pain_point", "decision_process", "decision_maker",
    "purchase_timing", "need_detail", "proposal", "proposal_file", "proposal_sent_at", "quote_amount",
    "proposal_feedback", "max_budget", "must_have", "concession_plan", "price", "payment_terms",
    "delivery_cycle", "service_terms", "negotiation_progress", "contract_amount", "contract_sent_on",
    "signed_on", "delivered_on", "acceptance", "survey_due_on", "satisfaction", "after_feedback",
    "repurchase_intent", "referral_info", "stage", "status", "status_reason", "lost_reason", "competitor",
    "snooze_until", "contacts", "follow_ups", "plans", "stage_changes", "milestones", "objections",
    "amendments",
}  # fmt: skip
LISTED = {
    "lead_no", "customer", "contact", "phone", "source", "grade", "priority", "stage", "status", "owner",
    "tags",
    "created_at", "next_due",
}  # fmt: skip


def test_nothing_due_is_all_clear_in_both_languages(run: Run) -> None:
    assert run("today").out == "All clear\n"
    assert run("today", "--format", "line").out == "All clear\n"
    assert run("today", "--json").json == []
    assert run("today").code == 0


def test_today_names_each_due_lead_with_its_reason(run: Run, lead: str) -> None:
    (entry,) = run("today", "--json").json
    assert set(entry) == ENTRY
    assert (entry["lead_no"], entry["reason"], entry["reasons"]) == (lead, "first_touch", ["first_touch"])
    assert (entry["due"], entry["days_late"]) == ("2026-11-23T09:00:00+08:00", 0)
    assert (entry["grade"], entry["stage"], entry["status"]) == ("A", "captured", "prospect")
    assert (entry["contact"], entry["phone"]) == ("周*国", "138****2345")


def test_an_overdue_plan_says_how_late_it_is(run: Run, lead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("log", lead, "--channel", "call", "--summary", "聊过")
    monkeypatch.setenv("LEADTUI_NOW", "2026-11-26T08:00:00+08:00")
    (entry,) = run("today", "--json").json
    assert (entry["reason"], entry["due"], entry["days_late"]) == ("overdue", "2026-11-23T10:00:00+08:00", 3)
    assert "3 days late" in run("today").out
    assert run("today", "--format", "line").out == "Due 1 · overdue 1\n"


def test_a_plan_with_a_time_is_due_at_that_instant(run: Run, lead: str) -> None:
    run("log", lead, "--channel", "call", "--summary", "聊过", "--next", "回电", "--due", "15:30")
    (entry,) = run("today", "--json").json
    assert (entry["reason"], entry["due"]) == ("planned_today", "2026-11-22T15:30:00+08:00")
    assert "15:30" in run("today").out


def test_today_looks_ahead_and_past_my_own_leads(run: Run, lead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("log", lead, "--channel", "call", "--summary", "聊过", "--next", "上门", "--due", "+3d")
    assert run("today", "--json").json == []
    assert [entry["reason"] for entry in run("today", "--days", "3", "--json").json] == ["planned_today"]
    monkeypatch.setenv("LEADTUI_USER", "王强")
    assert run("today", "--days", "3", "--json").json == []
    assert [entry["owner"] for entry in run("today", "--days", "3", "--all", "--json").json] == ["李娜"]


def test_while_nobody_said_who_i_am_everybodys_leads_are_due(
    run: Run, lead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEADTUI_USER")
    assert [entry["lead_no"] for entry in run("today", "--json").json] == [lead]


def test_today_is_grouped_by_reason_in_aligned_columns(run: Run, lead: str) -> None:
    run("add", "--customer", "Acme", "--phone", "13800138000", "--contact", "Mary")
    lines = run("today").out.splitlines()
    assert lines[0] == "First touch (2)"
    places = [cells.width(line[: line.index("11-23 09:00")]) for line in lines[1:]]
    assert len(places) == 2
    assert len(set(places)) == 1
    assert "首次跟进 (2)" in run("--lang", "zh_CN", "today").out


def test_lines_end_at_the_edge_of_a_terminal(run: Run, lead: str) -> None:
    reader, writer = pty.openpty()
    with os.fdopen(reader, "rb"), os.fdopen(writer, "wb") as terminal:
        subprocess.run(
            [sys.executable, "-m", "leadtui", "list"],
            stdout=terminal,
            env={**os.environ, "COLUMNS": "40"},
            check=True,
            timeout=60,
        )
        line = os.read(reader, 4096).decode().splitlines()[0]
    assert cells.width(line) <= 40
    assert line.startswith(lead)
    assert line.endswith("…")


def test_list_gives_every_lead_with_its_fields(run: Run, lead: str) -> None:
    run("move", lead, "lost", "--reason", "价格")
    (listed,) = run("list", "--json").json
    assert set(listed) >= LISTED
    assert (listed["stage"], listed["source"], listed["tags"]) == ("lost", "trade_show", [])
    assert listed["created_at"] == "2026-11-22T09:00:00+08:00"
    assert listed["next_due"] == "2026-11-23"


def test_list_filters_sorts_and_limits(run: Run, lead: str) -> None:
    run("add", "--customer", "Acme", "--phone", "13800138000", "--grade", "B")

    def names(*argv: str) -> list[str]:
        return [each["customer"] for each in run("list", "--json", *argv).json]

    hengyuan = "苏州恒远精密机械有限公司"
    assert names("grade:B") == ["Acme"]
    assert names("szhy") == [hengyuan]
    assert names("恒远", "stage:captured") == [hengyuan]
    assert names("--sort", "grade") == [hengyuan, "Acme"]
    assert names("--sort", "grade", "--limit", "1") == [hengyuan]
    assert names("没有这样的") == []
    assert names("due:昨天") == []
    assert run("list", "没有这样的").err.startswith("No lead")


def test_a_filter_or_sort_that_cannot_be_read_is_a_usage_error(run: Run) -> None:
    assert run("list", "stage:nowhere").code == 2
    assert run("list", "--sort", "phone").code == 2
    assert run("list", "--limit", "many").code == 2


def test_show_has_every_field_at_the_top(run: Run, lead: str) -> None:
    shown = run("show", lead, "--json").json
    assert set(shown) >= SECTION_2_1
    assert shown["customer"] == "苏州恒远精密机械有限公司"
    assert (shown["budget_min"], shown["budget_max"]) == (300000, 500000)
    assert (shown["source"], shown["grade"], shown["owner"]) == ("trade_show", "A", "李娜")
    assert [plan["due"] for plan in shown["plans"]] == ["2026-11-23T10:00:00+08:00"]
    assert shown["stage_changes"][0]["to_stage"] == "captured"


def test_money_keeps_its_fen(run: Run, lead: str) -> None:
    run("edit", lead, "--set", "quote_amount=1234.5", "--set", "price=12.5万")
    shown = run("show", lead, "--json").json
    assert (shown["quote_amount"], shown["price"]) == (1234.5, 125000)


def test_show_tells_the_story_to_a_person(run: Run, lead: str) -> None:
    run("log", lead, "--channel", "visit", "--summary", "第一行\n第二行", "--next", "报价", "--due", "周三")
    run("edit", lead, "--set", "remark=老板直管")
    page = run("--lang", "zh_CN", "show", lead).out
    for text in (lead, "第一行", "第二行", "拜访", "2026-11-25", "报价", "老板直管", "30万", "线索等级"):
        assert text in page


@pytest.mark.parametrize("command", [["today"], ["list"], ["show", LEAD]])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_contacts_are_masked_unless_revealed_which_is_recorded(
    run: Run, lead: str, command: list[str], form: list[str]
) -> None:
    """R10, R37: names, phones, WeChat and e-mail."""
    masked = run(*command, *form).out
    for secret in ("周建国", "13862012345", "hy_zhou88", "zhou@"):
        assert secret not in masked
    assert "Reveal" not in run("history").out
    revealed = run(*command, *form, "--reveal").out
    assert "周建国" in revealed
    assert "13862012345" in revealed
    assert "Reveal contacts" in run("history").out


def test_an_unknown_lead_is_named(run: Run) -> None:
    said = run("show", "展会-19990101-001")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("leadtui: ")
    assert "展会-19990101-001" in said.err


def test_text_that_a_terminal_would_obey_is_made_visible(run: Run, lead: str, path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as other:
        other.execute("UPDATE customer SET name = ?", ("evil\x1b[2J\u202egpj",))
    other.close()
    for said in (run("today"), run("list"), run("show", lead)):
        assert "\x1b" not in said.out
        assert "evil\\x1b[2J" in said.out
    printed = run("list", "--json").out
    assert "\u202e" not in printed
    assert json.loads(printed)[0]["customer"] == "evil\x1b[2J\u202egpj"


def test_history_lists_who_changed_what(run: Run, lead: str) -> None:
    run("add", "--customer", "Acme", "--phone", "13800138000")
    newest, first = run("history", "--json").json
    assert (newest["name"], newest["kind"], newest["by"]) == ("Add lead: Acme", "change", "李娜")
    assert first["at"] == "2026-11-22T09:00:00+08:00"
    assert [entry["name"] for entry in run("history", lead, "--json").json] == [first["name"]]
    assert len(run("history", "--limit", "1").out.splitlines()) == 1
    run("undo")
    assert "Undone  Add lead: Acme" in run("history").out


def test_looking_ahead_is_an_agenda_by_day_with_the_load_of_each(run: Run, lead: str) -> None:
    run("plan", lead, "--cancel")
    run("log", lead, "--channel", "call", "--summary", "聊过", "--next", "电话", "--due", "11-25")
    run("add", "--customer", "乙公司", "--phone", "13900000001")
    lines = run("today", "--days", "7").out.splitlines()
    days = [line for line in lines if not line.startswith(" ")]
    assert [day.split()[0] for day in days] == ["2026-11-22", "2026-11-25"]
    assert all(day.endswith("(1)") for day in days)
    assert "First touch" in lines[1]
    assert lines[3].startswith("  Planned  ")
    assert "苏州恒远精密机械有限公司" in lines[3]


def test_a_cadence_that_is_due_says_so_and_since_when(run: Run, lead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("plan", lead, "--cancel")
    run("log", lead, "--channel", "call", "--summary", "聊过")
    assert run("today", "--json").json == []
    (coming,) = run("today", "--days", "3", "--json").json
    assert (coming["reason"], coming["due"], coming["days_late"]) == ("cadence", "2026-11-24", 0)
    monkeypatch.setenv("LEADTUI_NOW", "2026-11-26T09:00:00+08:00")
    (entry,) = run("today", "--json").json
    assert (entry["reason"], entry["due"], entry["days_late"]) == ("cadence", "2026-11-24", 2)


def test_days_of_a_year_without_published_holidays_come_with_a_notice(run: Run, lead: str) -> None:
    run("plan", lead, "--cancel")
    run("log", lead, "--channel", "call", "--summary", "聊过", "--next", "电话", "--due", "2027-03-01")
    assert "The holidays of 2027 are not published yet" in run("today", "--days", "200").err
    assert "not published" not in run("today", "--days", "7").err


def test_the_office_s_own_holidays_are_named_in_the_configuration(
    run: Run, lead: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / ".config" / "leadtui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('holidays = "ours.toml"')
    said = run("today")
    assert said.code == 2
    assert "ours.toml cannot be read as a holiday file" in said.err
    (folder / "ours.toml").write_text('off = ["2026-11-24/2026-11-25"]')
    run("plan", lead, "--cancel")
    run("log", lead, "--channel", "call", "--summary", "聊过")
    (coming,) = run("today", "--days", "7", "--json").json
    assert coming["due"] == "2026-11-26"
    (folder / "config.toml").write_text("")
    run("today")
