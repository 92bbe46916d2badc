"""The whole life of a lead on the command line, from capture to repurchase; and the gates there and on import."""

from pathlib import Path

import pytest

from tests import life
from tests.cli.conftest import Run, Said
from tests.life import carried_out


@pytest.fixture
def do(run: Run) -> Run:
    """Carry out a command that must succeed."""

    def call(*argv: str) -> Said:
        said = run(*argv)
        assert said.code == 0, (argv, said.err)
        return said

    return call


def test_from_capture_to_repurchase(do: Run, run: Run) -> None:
    """R5–R12, R23–R26, R34, R35, R41–R75: the life of tests/life.py; each gate refuses first what it lacks."""
    numbers: dict[str, str] = {}
    for step in life.LIFE:
        if isinstance(step, life.Move):
            refused = run("move", numbers[step.lead], step.stage)
            assert refused.code == 1
            assert all(key in refused.err for key in step.fields)
        carried_out(do, step, numbers)
    number = numbers["first"]
    assert run("edit", number, "--set", "delivered_on=2026-11-19").code == 1
    shown = do("show", number, "--json").json
    suggested = shown["suggested"]
    assert (suggested["grade"], suggested["grade_mismatch"], suggested["priority"]) == ("A", True, "high")
    assert (shown["stage"], shown["status"], shown["survey_due_on"]) == ("won", "won", "2026-11-25")
    assert shown["opened"] == [numbers["second"], numbers["referred"]]
    assert [(change["to_stage"], change["to_status"]) for change in reversed(shown["stage_changes"])] == [
        ("captured", "prospect"),
        ("qualifying", "prospect"),
        ("solution", "interested"),
        ("negotiation", "high_intent"),
        ("won", "won"),
    ]
    assert all(change["skipped"] == "" for change in shown["stage_changes"])
    assert shown["confirmations"] == [{"id": 1, "subject": "budget", "on": "2026-11-22", "by": "李娜", "times": 1}]
    assert shown["tag_dimensions"] == {"新客户": "need"}
    assert [plan["state"] for plan in shown["plans"]] == ["done", "cancelled", "done"]
    second = do("show", numbers["second"], "--json").json
    assert (second["repurchase_of"], second["initial_need"], second["owner"]) == (number, "二期", "王强")
    referred = do("show", numbers["referred"], "--json").json
    assert (referred["initial_need"], referred["lost_reason"], referred["remark"]) == ("测试台", "price", "")
    whole = do("customer", number, "--json").json
    assert (len(whole["leads"]), whole["won"], len(whole["contacts"])) == (2, 380000, 2)
    for words in (["show", number], ["customer", number]):
        said = do(*words)
        assert "周建国" not in said.out


def test_merge_delete_and_erase(do: Run, run: Run, lead: str, path: Path) -> None:
    twin = do("add", "--customer", "恒远精机", "--phone", "13862012345", "--need", "夹具").out.strip()
    before = do("show", lead, "--json").json["initial_need"]
    assert "夹具" in do("merge", lead, twin, "--dry-run").err
    assert do("show", lead, "--json").json["initial_need"] == before
    do("merge", lead, twin)
    assert run("show", twin).code == 1
    assert do("show", lead, "--json").json["initial_need"] == "夹具"
    assert do("undo").out.startswith("Merge ")
    do("delete", twin)
    assert [each["lead_no"] for each in do("trash", "--json").json] == [twin]
    do("restore-lead", twin)
    assert do("trash", "--json").json == []
    customer = do("show", lead, "--json").json["customer_no"]
    refused = run("erase", customer)
    assert (refused.code, "--yes" in refused.err) == (2, True)
    do("erase", customer, "--yes")
    shown = do("show", lead, "--json", "--reveal").json
    assert (shown["customer"], shown["contacts"], shown["grade"]) == (customer, [], "A")


def test_r18_a_record_is_corrected_and_both_are_told(do: Run, run: Run, lead: str) -> None:
    do("log", lead, "--channel", "电话", "--summary", "要十台")
    do("log", lead, "--channel", "电话", "--summary", "要三台", "--corrects", "1")
    new, old = do("show", lead, "--json").json["follow_ups"]
    assert (new["corrects"], old["corrected_by"], old["summary"]) == (1, 2, "要十台")
    assert "corrected by #2" in do("show", lead).out
    assert run("log", lead, "--channel", "电话", "--summary", "x", "--corrects", "9").code == 1


@pytest.mark.parametrize(
    ("stage", "takes"),
    [
        ("qualifying", {"validity": "valid"}),
        ("solution", {"validity": "valid", "grade": "B", "grade_basis": "x"}),
        ("negotiation", {"proposal_sent_at": "2026-11-20"}),
        ("won", {"signed_on": "2026-11-20", "contract_amount": "1万"}),
        ("lost", {"lost_reason": "price"}),
        ("invalid", {"invalid_reason": "no_need"}),
    ],
)
def test_r24_each_gate_refuses_passes_and_is_skipped(do: Run, run: Run, stage: str, takes: dict[str, str]) -> None:
    numbers = [do("add", "--customer", name, "--phone", "13800138000").out.strip() for name in ("甲", "乙", "丙")]
    for number in numbers[:2]:
        do("log", number, "--channel", "call", "--summary", "聊过")
    refused = run("move", numbers[0], stage)
    assert refused.code == 1
    assert all(key in refused.err for key in takes)
    do("move", numbers[1], stage, *[word for key, text in takes.items() for word in ("--set", f"{key}={text}")])
    do("move", numbers[2], stage, "--reason", "老板拍板")
    changes = [do("show", number, "--json").json["stage_changes"][0] for number in numbers]
    assert [change["to_stage"] for change in changes] == ["captured", stage, stage]
    assert [change["reason"] == "老板拍板" for change in changes] == [False, False, True]


def test_r24_an_import_places_a_lead_and_writes_what_it_skipped(do: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "funnel.csv"
    sheet.write_text(
        "线索编号,客户名称,联系人,联系方式,当前状态\nZY-1,甲公司,周建国,13800138000,高意向客户\n", "utf-8-sig"
    )
    do("import", str(sheet))
    shown = do("show", "ZY-1", "--json").json
    change = shown["stage_changes"][0]
    assert (shown["stage"], shown["status"], change["reason"]) == ("negotiation", "high_intent", "import")
    assert {"proposal_sent_at", "decision_maker", "purchase_timing"} <= set(change["skipped"].split(","))


@pytest.mark.parametrize(
    "words",
    [
        ["attach", "NO", "party", "--set", "name=x"],
        ["attach", "NO", "milestone", "--set", "kind=party"],
        ["attach", "NO", "objection", "--set", "nosuch=x"],
        ["attach", "NO", "objection"],
        ["attach", "NO", "tag", "--set", "name"],
        ["add", "--repurchase-of", "NO", "--customer", "乙"],
        ["plan", "NO", "--channel", "smoke"],
    ],
)
def test_words_that_cannot_be_read_are_usage(run: Run, lead: str, words: list[str]) -> None:
    said = run(*[lead if word == "NO" else word for word in words])
    assert (said.code, len(said.err.splitlines())) == (2, 1)
    assert len(run("history", "--json").json) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["attach", "NO", "objection", "--set", "progress=x"],
        ["attach", "NO", "milestone", "--set", "kind=demo_done", "--set", "on=2026-12-24"],
        ["merge", "NO", "NO"],
        ["merge", "NO", "nosuch"],
        ["delete", "nosuch"],
        ["restore-lead", "NO"],
        ["erase", "nosuch", "--yes"],
        ["customer", "nosuch"],
    ],
)
def test_what_cannot_be_is_refused(run: Run, lead: str, words: list[str]) -> None:
    said = run(*[lead if word == "NO" else word for word in words])
    assert (said.code, len(said.err.splitlines())) == (1, 1)
    assert len(run("history", "--json").json) == 1
