"""Leads that travel whole: nothing lost, nothing doubled, nothing newer taken back."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.terms import Source, Stage
from leadtui.exchange.exporting import export_file, write_bundle
from leadtui.exchange.importing import import_file
from leadtui.services import cycles, followups, history, leads, moves, records, team
from leadtui.services.detail import LeadDetail, detail
from leadtui.store import database
from tests.services.captured import at, colleague, later, lead, reached, step

pytestmark = pytest.mark.usefixtures("book")


def _rich(desk: Desk) -> int:
    """A lead with one of everything, told by two reps."""
    first = lead(desk, step=step(desk, 1), contact="周建国", wechat="hy_zhou88", email="zhou@hengyuan.cn", grade="A")
    other = colleague(desk)
    reached(other, first, "聊了需求\n第二行", feedback="积极")
    records.attach(desk, first, Entity.CONTACT, {"name": "王丽", "phone": "13900001111"})
    records.attach(desk, first, Entity.MILESTONE, {"kind": "需求确认", "note": "当面"})
    records.attach(desk, first, Entity.OBJECTION, {"text": "太贵", "progress": "打折"})
    records.attach(desk, first, Entity.AMENDMENT, {"text": "分三期", "reason": "预算"})
    records.attach(desk, first, Entity.CONFIRMATION, {"subject": "预算"})
    records.attach(desk, first, Entity.TAG, {"dimension": "行业", "name": "制造业"})
    cycles.refer(desk, first, {"customer": "转介的客户", "phone": "13700001111"})
    return first


def _to(tmp_path: Path, name: str) -> None:
    database.close()
    database.open_file(tmp_path / name / "book.db")


def _story(desk: Desk, lead_id: int) -> LeadDetail:
    """A lead without the keys of its rows."""
    found = detail(desk, lead_id, reveal=True)
    return replace(
        found,
        row=replace(found.row, id=0, version=0),
        contacts=tuple(replace(each, id=0) for each in found.contacts),
        follow_ups=tuple(replace(each, id=0) for each in found.follow_ups),
        plans=tuple(replace(each, id=0) for each in found.plans),
        tags=tuple(replace(each, id=0) for each in found.tags),
    )


@pytest.mark.parametrize("ending", ["jsonl", "leadtui"])
def test_a_lead_arrives_in_another_book_as_it_was(desk: Desk, tmp_path: Path, ending: str) -> None:
    """R77: uids, original authors and times are kept; the same file twice changes nothing."""
    first = _rich(desk)
    story, number = _story(desk, first), detail(desk, first).row.lead_no
    path = tmp_path / f"leads.{ending}"
    if ending == "jsonl":
        export_file(desk, path, reveal=True)
    else:
        write_bundle(desk, path)
    _to(tmp_path, "other")
    there = replace(colleague(later(desk, days=1), "赵敏"), zone=ZoneInfo("Europe/Berlin"))
    result = import_file(there, path)
    assert (result.created, result.follow_ups, result.rejected, result.renumbered) == (2, 1, (), ())
    assert _story(replace(desk, me="赵敏"), leads.find(number)) == story
    again = import_file(there, path)
    assert (again.created, again.updated, again.unchanged, again.follow_ups) == (0, 0, 2, 0)
    export_file(desk, tmp_path / "b.jsonl", reveal=True)
    if ending == "jsonl":
        assert (tmp_path / "b.jsonl").read_bytes() == path.read_bytes()
    assert history.undo(there) == f"Import leads.{ending}: 2 leads"
    assert leads.ids(desk) == []


def _words(desk: Desk) -> None:
    """Two leads whose source and reasons are the team's own."""
    team.put(desk, "sources", [{"label": "抖音直播", "code": "抖音"}])
    team.put(desk, "lost_reasons", [{"label": "老板换人"}])
    team.put(desk, "invalid_reasons", [{"label": "同行打听"}])
    lost, invalid = lead(desk, source="抖音直播"), lead(desk, customer="另一家", phone="13711111111")
    moves.move(desk, lost, Stage.LOST, reason="弃", entered={"lost_reason": "老板换人"})
    moves.move(desk, invalid, Stage.INVALID, reason="弃", entered={"invalid_reason": "同行打听"})


@pytest.mark.parametrize("ending", ["jsonl", "leadtui"])
def test_the_teams_own_words_travel_with_the_leads_that_use_them(desk: Desk, tmp_path: Path, ending: str) -> None:
    """Round trip: an empty book learns them in the import's own change, and undo forgets them."""
    _words(desk)
    path, back = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"

    def write(to: Path) -> None:
        export_file(desk, to, reveal=True) if ending == "jsonl" else write_bundle(desk, to)

    write(path)
    before = {key: team.document(key) for key in ("sources", "lost_reasons", "invalid_reasons")}
    _to(tmp_path, "other")
    plain = {key: team.document(key) for key in before}
    assert import_file(desk, path, dry_run=True).created == 2
    assert {key: team.document(key) for key in before} == plain
    assert Source.own() == ()
    assert import_file(desk, path).rejected == ()
    assert {key: team.document(key) for key in before} == before
    write(back)
    assert back.read_bytes() == path.read_bytes()
    assert import_file(desk, path).unchanged == 2
    history.undo(desk)
    assert {key: team.document(key) for key in before} == plain


def test_a_word_that_stands_here_under_another_key_or_code_is_met(desk: Desk, tmp_path: Path) -> None:
    _words(desk)
    export_file(desk, tmp_path / "a.jsonl", reveal=True)
    _to(tmp_path, "other")
    team.put(desk, "sources", [{"label": "视频号", "code": "抖音"}])
    team.put(desk, "lost_reasons", [{"key": "boss", "label": "老板换人"}])
    import_file(desk, tmp_path / "a.jsonl")
    sources = {row["label"]: row["code"] for row in team.table("sources").rows}
    assert (sources["视频号"], sources["抖音直播"]) == ("抖音", "抖音2")
    assert [row["key"] for row in team.table("lost_reasons").rows if row["label"] == "老板换人"] == ["boss"]
    export_file(desk, tmp_path / "b.jsonl", reveal=True)
    told = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text().splitlines()]
    assert told[0]["lost_reason"] == "boss"


def test_a_dry_run_counts_and_leaves_the_book_alone(desk: Desk, tmp_path: Path) -> None:
    _rich(desk)
    export_file(desk, tmp_path / "a.jsonl", reveal=True)
    _to(tmp_path, "other")
    assert import_file(desk, tmp_path / "a.jsonl", dry_run=True).created == 2
    assert leads.ids(desk) == []
    assert history.entries() == []


def test_what_a_colleague_added_comes_back_and_what_was_done_here_stays(desk: Desk, tmp_path: Path) -> None:
    first = _rich(desk)
    number = detail(desk, first).row.lead_no
    write_bundle(desk, tmp_path / "there.leadtui")
    home = tmp_path / "leadtui.db"
    _to(tmp_path, "other")
    there = colleague(later(desk, hours=2), "赵敏")
    import_file(there, tmp_path / "there.leadtui")
    reached(there, leads.find(number), "到访")
    followups.plan(there, leads.find(number), step(there, 3, "签约"))
    write_bundle(there, tmp_path / "back.leadtui")
    database.close()
    database.open_file(home)
    result = import_file(later(desk, hours=3), tmp_path / "back.leadtui")
    assert (result.created, result.updated, result.follow_ups) == (0, 1, 1)
    told = detail(desk, first)
    assert [each.by for each in told.follow_ups] == ["赵敏", "王强"]
    assert "签约" in [each.action for each in told.open_plans]
    stale = import_file(later(desk, hours=4), tmp_path / "there.leadtui")
    assert (stale.updated, stale.follow_ups) == (0, 0)
    assert detail(desk, first).open_plans == told.open_plans


def test_a_taken_number_is_replaced_and_a_look_alike_is_counted(desk: Desk, tmp_path: Path) -> None:
    lead(desk, "苏州恒远精密机械有限公司")
    export_file(desk, tmp_path / "a.jsonl", reveal=True)
    _to(tmp_path, "other")
    lead(desk, "别的公司", phone="13911112222")
    result = import_file(desk, tmp_path / "a.jsonl")
    assert result.renumbered == (("其他-20261122-001", "其他-20261122-002"),)
    assert detail(desk, leads.find("其他-20261122-002")).customer["name"] == "苏州恒远精密机械有限公司"
    _to(tmp_path, "third")
    lead(desk, "恒远精密机械", grade="B")
    assert import_file(desk, tmp_path / "a.jsonl", skip_duplicates=True).created == 0


def test_the_same_number_and_customer_are_one_lead(desk: Desk, tmp_path: Path) -> None:
    """Two reps who took the same sheet exchange bundles: records of the same content count once."""
    first = lead(desk)
    reached(desk, first, "第一次")
    write_bundle(desk, tmp_path / "a.leadtui")
    _to(tmp_path, "other")
    second = lead(desk)
    reached(desk, second, "第一次")
    reached(at(desk, later(desk, hours=1).now()), second, "第二次")
    result = import_file(desk, tmp_path / "a.leadtui")
    assert (result.created, result.follow_ups, result.duplicates) == (0, 0, 0)
    assert len(leads.ids(desk)) == 1


def test_a_line_made_by_a_script_needs_no_uids(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "script.jsonl"
    line = {
        "customer": "Acme", "contact": "Mary", "phone": "13800138000", "quote_amount": 8500.5, "grade": "B",
        "代号": "X7", "follow_ups": [{"at": "2026-11-20T10:00:00", "channel": "call", "summary": "hello"}],
    }  # fmt: skip
    path.write_text(json.dumps(line) + "\n", "utf-8")
    assert import_file(desk, path).created == 1
    assert import_file(desk, path).unchanged == 1
    (lead_id,) = leads.ids(desk)
    found = detail(desk, lead_id, reveal=True)
    assert (found.contacts[0].name, found.fields["quote_amount"], found.customer["remark"]) == (
        "Mary",
        850050,
        "代号: X7",
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"customer": ""}, "name is missing"),
        ({"customer": "A", "stage": "nope"}, "none of"),
        ({"customer": "A", "price": "many"}, "price"),
        ({"customer": "A", "price": float("nan")}, "price"),
        ({"customer": "A", "created_at": "0001-01-01T00:00:00Z"}, "created_at"),
        ({"customer": "A", "follow_ups": [{"channel": "call"}]}, "follow_ups.at"),
        ({"customer": "A" * 9000}, "Too long"),
        ({"customer": "A", "is_imported": "x"}, "is_imported"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(desk: Desk, tmp_path: Path, line: dict[str, object], why: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps({"customer": "Good"}) + "\n" + json.dumps(line) + "\n", "utf-8")
    result = import_file(desk, path)
    assert (result.rows, result.created) == (2, 1)
    assert result.rejected[0].reason.startswith("Row 2: ")
    assert why in result.rejected[0].reason


@pytest.mark.parametrize(
    "data",
    [
        b'{"customer": "A"}\n{"customer": "B"',
        b'{"customer": "A"}\nnull\n',
        b'{"customer": "A"}\n\xff\xfe\n',
        gzip.compress(b'{"customer": "A"}\n' * 99)[:-9],
        gzip.compress(b'{"leadtui": "bundle", "format": 99}\n'),
        b"[" * 100_000,
    ],
    ids=["cut off", "no object", "no UTF-8", "truncated bundle", "newer bundle", "deep"],
)
def test_a_damaged_file_adds_nothing(desk: Desk, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(data)
    with pytest.raises(LeadtuiError, match=r"bad\.jsonl"):
        import_file(desk, path)
    assert leads.ids(desk) == []
    assert history.entries() == []


def test_a_lead_in_the_trash_is_told(desk: Desk, tmp_path: Path) -> None:
    from leadtui.services import trash

    first = lead(desk)
    export_file(desk, tmp_path / "a.jsonl", reveal=True)
    trash.delete(desk, first)
    result = import_file(desk, tmp_path / "a.jsonl")
    assert "in the trash" in result.rejected[0].reason
