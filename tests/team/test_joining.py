"""A private book goes into the team's with its whole history and comes out again the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from leadtui.cli.main import main
from leadtui.domain.servers import Server
from leadtui.services import capture, demo, exports
from leadtui.services.book import close_book, open_book
from leadtui.services.exports import Dossier
from tests.team.conftest import Team

pytestmark = pytest.mark.slow


def everything(place: Path | Server, team: Team) -> dict[object, Dossier]:
    """Every lead that can be seen, by uid, with all that hangs on it."""
    desk = open_book(place, team.desk)
    try:
        found = list(exports.dossiers(exports.chosen(desk), reveal=True))
    finally:
        close_book()
    return {each.lead["uid"]: each for each in found}


def told(dossier: Dossier, *, without: frozenset[str] = frozenset({"owner"})) -> dict[str, object]:
    """A lead as its comparison goes: the lists in one order, no numbers that a book gives out itself."""
    lead = {name: value for name, value in dossier.lead.items() if name not in without}
    lists = {
        name: sorted((dict(each) for each in getattr(dossier, name)), key=lambda each: str(each["uid"]))
        for name in ("contacts", "follow_ups", "plans", "stage_changes", "milestones", "objections", "amendments")
    }
    return {"lead": lead, "customer": dict(dossier.customer), "tags": sorted(dossier.tags), **lists}


def run(capsys: pytest.CaptureFixture[str], place: Server, *words: str) -> tuple[int, str, str]:
    """The command line, as this login."""
    code = main(["--database", str(place), "--lang", "en", *words])
    found = capsys.readouterr()
    return code, found.out, found.err


def test_join_and_leave_round_trip_a_private_book(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own, back = tmp_path / "own.db", tmp_path / "back.db"
    demo.write(own, team.desk, leads=40)
    before = everything(own, team)
    code, _out, said = run(capsys, team.at("赵敏"), "team", "join", str(own))
    assert (code, f"{len(before)} leads created" in said) == (0, True), said
    code, _out, said = run(capsys, team.at("赵敏"), "team", "join", str(own))
    assert (code, f"0 leads created, 0 updated, {len(before)} unchanged" in said) == (0, True), said
    code, _out, said = run(capsys, team.at("赵敏"), "team", "leave", str(back))
    assert code == 0, said
    after = everything(back, team)
    assert after.keys() == before.keys()
    for uid, dossier in before.items():
        assert told(after[uid]) == told(dossier)


def test_r2_a_look_alike_of_a_colleague_is_told_by_its_owners_family_name_alone(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    own = tmp_path / "own.db"
    desk = open_book(own, replace(team.desk, me="赵敏"))
    capture.add(desk, {"customer": "天行科技有限公司", "contact": "张伟", "phone": "13800005678"})
    close_book()
    code, _out, said = run(capsys, team.at("赵敏"), "team", "join", str(own))
    assert code == 0, said
    assert "天行科技有限公司: exists · owner 李*" in said
    for secret in ("李娜", "杭州", "20261122"):
        assert secret not in said


def test_people_come_and_go(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    login = team.login("王强") + "2"
    code, line, said = run(capsys, team.place, "team", "add", "周涛", "--login", login)
    assert (code, line.startswith(f"*:*:*:{login}:"), "told once" in said) == (0, True, True)
    code, _out, said = run(capsys, team.place, "team", "add", "周涛", "--login", f"{login}3", "--role", "manager")
    assert (code, f"--login {login}" in said) == (2, True), said
    code, _out, said = run(capsys, team.at("赵敏"), "team", "add", "吴丽")
    assert code == 1, said
    code, _out, said = run(capsys, team.place, "team", "remove", "李娜", "--to", "周涛")
    assert (code, "1 lead handed over" in said) == (0, True), said
    code, out, _said = run(capsys, replace(team.place, user=login), "team", "list", "--json")
    members = {each["name"]: each for each in json.loads(out)}
    assert (members["周涛"]["leads"], members["李娜"]["active"], members["陈静"]["role"]) == (1, False, "manager")
    code, _out, said = run(capsys, replace(team.place, user=login), "show", "其他-20261122-001")
    assert (code, "杭州天行科技" in _out) == (0, True), said
    code, _out, said = run(capsys, team.at("李娜"), "today")
    assert code in (2, 3), said
    run(capsys, team.place, "team", "remove", "周涛", "--to-pool")
    with __import__("psycopg").connect(**team.place.parameters(), autocommit=True) as admin:
        admin.execute(f'DROP ROLE "{login}"')
