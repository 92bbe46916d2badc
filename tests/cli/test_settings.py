"""`leadtui settings` lists, shows and changes what the team has set; a refusal names the field."""

import json

import pytest

from tests.cli.conftest import Run


def test_all_settings_are_listed_and_shown(run: Run) -> None:
    assert "number_template" in run("settings").out
    every = run("settings", "--json").json
    assert isinstance(every, dict)
    assert every["number_template"] == "{source}-{yyyymmdd}-{seq3}"
    assert every["stages"]["solution"] == {"probability": 50, "stale_days": 10}
    assert every["gates"]["stages"]["negotiation"] == ["proposal_sent_at"]
    assert every["cadence"]["A"]["tracks"][0]["days"] == 2
    assert "展会" in run("settings", "sources").out
    assert run("settings", "来源", "--lang", "en").code == 1


def test_an_own_source_numbers_leads_and_is_found(run: Run) -> None:
    """R43."""
    said = run("settings", "sources", "--set", json.dumps([{"label": "合作伙伴", "code": "伙伴"}]))
    assert (said.code, said.err) == (0, "")
    number = run("add", "--customer", "甲公司", "--phone", "13862012345", "--source", "合作伙伴").out.strip()
    assert number == "伙伴-20261122-001"
    assert "甲公司" in run("list", "source:合作伙伴").out
    assert run("edit", number, "--set", "source=官网").code == 0
    assert run("edit", number, "--set", "source=合作伙伴").code == 0


def test_a_demand_of_the_team_refuses_a_move_and_is_skipped_with_a_reason(run: Run, lead: str) -> None:
    """R24."""
    gates = {"stages": {"qualifying": ["pain_point"]}}
    assert run("settings", "gates", "--set", json.dumps(gates)).code == 0
    refused = run("move", lead, "qualifying")
    assert refused.code == 1
    assert "pain_point" in refused.err
    assert run("move", lead, "qualifying", "--reason", "赶时间").code == 0


def test_a_value_is_put_in_force_and_taken_back(run: Run) -> None:
    assert run("settings", "unsigned_days", "--set", "7", "--json").json == 7
    assert run("settings", "number_template", "--set", "ZY-{yyyymmdd}-{seq3}").code == 0
    assert run("undo").code == 0
    assert run("settings", "number_template", "--json").json == "{source}-{yyyymmdd}-{seq3}"
    assert run("settings", "unsigned_days", "--json").json == 7


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("unsigned_days", "never", "days"),
        ("number_template", "{source}", "template"),
        ("sources", '[{"label": "伙伴"}]', "code"),
        ("stages", '{"won": {"probability": 101}}', "probability"),
        ("templates", '[{"name": "问候", "text": "{nobody}"}]', "text"),
    ],
)
def test_a_refusal_names_the_field_and_changes_nothing(run: Run, key: str, text: str, field: str) -> None:
    before = run("settings", "--json").json
    said = run("settings", key, "--set", text)
    assert said.code == 1
    assert f"({field})" in said.err
    assert run("settings", "--json").json == before


def test_an_unknown_setting_names_those_there_are(run: Run) -> None:
    said = run("settings", "weather")
    assert said.code == 1
    assert "talk_tracks" in said.err
    assert run("settings", "--set", "1").code == 2
